-- As searched_beside, of outlet_searched.
create function outlet_beside() returns table (
    publisher_id bigint, codebook_id bigint, articles bigint, first_day date, last_day date, undated_articles bigint, articles_read bigint
)
language plpgsql stable as $$
declare
    since bigint := (select k.article_id from kept_until k);
    marked bigint[] := (select array_agg(distinct m.publisher_id) from outlet_mark m);
    outlet_id bigint;
begin
    return query
    select coalesce(s.publisher_id, 0), s.codebook_id, count(*), min(s.published_day), max(s.published_day),
        count(*) filter (where s.published_day is null), count(*) filter (where s.read_in_full)
    from searched_article s
    where s.article_id > since
      and not exists (select from unnest(marked) m (publisher_id) where m.publisher_id = coalesce(s.publisher_id, 0))
    group by 1, 2;
    -- One at a time, so that each is found by its key.
    foreach outlet_id in array coalesce(marked, '{}') loop
        if outlet_id = 0 then
            return query
            select 0::bigint, s.codebook_id, count(*), min(s.published_day), max(s.published_day),
                count(*) filter (where s.published_day is null), count(*) filter (where s.read_in_full)
            from searched_article s where s.publisher_id is null
            group by s.codebook_id;
        else
            return query
            select outlet_id, s.codebook_id, count(*), min(s.published_day), max(s.published_day),
                count(*) filter (where s.published_day is null), count(*) filter (where s.read_in_full)
            from searched_article s where s.publisher_id = outlet_id
            group by s.codebook_id;
        end if;
    end loop;
end $$;
comment on function outlet_beside() is 'Rows of outlet_searched that are not kept, or no more.';
