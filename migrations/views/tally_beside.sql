-- As searched_beside, of actor_tally.
create function tally_beside() returns table (actor_id bigint, claims bigint, articles bigint)
language plpgsql stable as $$
declare
    since record;
    marked bigint[] := (select array_agg(distinct m.actor_id) from tally_mark m);
begin
    select k.article_id, k.claim_id into since from kept_until k;
    return query
    select identity.canonical_actor_id, count(*), 0::bigint
    from claim c
    join actor_identity identity on identity.actor_id = c.actor_id and identity.superseded_at is null
    where c.claim_id > since.claim_id and c.superseded_at is null
      and not exists (select from unnest(marked) m (actor_id) where m.actor_id = identity.canonical_actor_id)
    group by identity.canonical_actor_id;
    return query
    select identity.canonical_actor_id, 0::bigint, count(distinct mention.article_id)
    from article_actor mention
    join actor_identity identity on identity.actor_id = mention.actor_id and identity.superseded_at is null
    where mention.article_id > since.article_id
      and not exists (select from unnest(marked) m (actor_id) where m.actor_id = identity.canonical_actor_id)
    group by identity.canonical_actor_id;
    if marked is not null then
        return query
        select m.actor_id,
            (select count(*) from claim c
             join actor_identity i on i.actor_id = c.actor_id and i.superseded_at is null
             where i.canonical_actor_id = m.actor_id and c.superseded_at is null),
            (select count(distinct mention.article_id) from article_actor mention
             join actor_identity i on i.actor_id = mention.actor_id and i.superseded_at is null
             where i.canonical_actor_id = m.actor_id)
        from unnest(marked) m (actor_id);
    end if;
end $$;
comment on function tally_beside() is 'Rows of actor_tally that are not kept, or no more.';
