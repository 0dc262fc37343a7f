-- Of one actor, what came since the last keeping is counted by the actor's key, and not that of everybody.
create function actor_searched_of(actor bigint) returns table (
    codebook_id bigint, articles bigint, first_day date, last_day date, undated_articles bigint, outlet_ids bigint[]
)
language plpgsql stable as $$
declare
    is_marked boolean := exists (select from tally_mark m where m.actor_id = actor);
    since bigint := (select case when is_marked then 0 else k.article_id end from kept_until k);
begin
    if not is_marked then
        return query
        select k.codebook_id, k.articles, k.first_day, k.last_day, k.undated_articles, k.outlet_ids
        from kept_searched k
        where k.actor_id = actor;
    end if;
    return query
    select s.codebook_id, count(distinct s.article_id), min(s.published_day), max(s.published_day),
        count(distinct s.article_id) filter (where s.published_day is null),
        coalesce(array_agg(distinct s.publisher_id order by s.publisher_id) filter (where s.publisher_id is not null), '{}')
    from actor_searched_article s
    where s.actor_id = actor and s.article_id > since
    group by s.codebook_id;
end $$;
comment on function actor_searched_of(bigint) is 'The rows of actor_searched of one actor.';
