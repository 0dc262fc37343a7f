-- What is counted beside the kept: articles that came since, and marked actors anew. The numbers are put into the
-- plans, so that it is found by its keys where it is little.
create function searched_beside() returns table (
    actor_id bigint, codebook_id bigint, articles bigint, first_day date, last_day date, undated_articles bigint, outlet_ids bigint[]
)
language plpgsql stable as $$
declare
    since bigint := (select k.article_id from kept_until k);
    marked bigint[] := (select array_agg(distinct m.actor_id) from tally_mark m);
begin
    return query
    select s.actor_id, s.codebook_id, count(distinct s.article_id), min(s.published_day), max(s.published_day),
        count(distinct s.article_id) filter (where s.published_day is null),
        coalesce(array_agg(distinct s.publisher_id order by s.publisher_id) filter (where s.publisher_id is not null), '{}')
    from actor_searched_article s
    where s.article_id > since
      and not exists (select from unnest(marked) m (actor_id) where m.actor_id = s.actor_id)
    group by s.actor_id, s.codebook_id;
    if marked is not null then
        return query
        select s.actor_id, s.codebook_id, count(distinct s.article_id), min(s.published_day), max(s.published_day),
            count(distinct s.article_id) filter (where s.published_day is null),
            coalesce(array_agg(distinct s.publisher_id order by s.publisher_id) filter (where s.publisher_id is not null), '{}')
        from unnest(marked) m (actor_id) join actor_searched_article s on s.actor_id = m.actor_id
        group by s.actor_id, s.codebook_id;
    end if;
end $$;
comment on function searched_beside() is 'Rows of actor_searched that are not kept, or no more.';
