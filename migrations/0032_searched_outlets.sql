-- How much was searched for a topic, or at all, is told of every report, and counting it reads every article. So it is
-- kept by outlet (kept_outlet, made by the view of that name): whatever changes whether and as what an article counts
-- marks its outlet, which is counted anew until keep_history() keeps it.
create table outlet_mark (
    publisher_id bigint not null
);
comment on table outlet_mark is 'Of which outlets the kept counts of searched articles are out of date.';
comment on column outlet_mark.publisher_id is 'The outlet whose articles are counted anew when they are read; 0 for those without one.';

create function mark_outlets(articles bigint[]) returns void language plpgsql
    security definer set search_path = public, pg_temp as $$
declare
    earlier bigint[];
begin
    -- Later articles are counted beside what is kept.
    select array_agg(given.article_id) into earlier from unnest(articles) as given (article_id)
    where given.article_id <= (select k.article_id from kept_until k);
    if earlier is not null then
        insert into outlet_mark (publisher_id)
        select distinct coalesce(a.publisher_id, 0) from article a where a.article_id = any(earlier);
    end if;
end $$;
comment on function mark_outlets(bigint[]) is 'Marks the counts of the outlets that printed articles.';

create function outlet_marks() returns trigger language plpgsql as $$
begin
    perform mark_outlets(array_agg(c.article_id)) from changed c;
    return null;
end $$;
comment on function outlet_marks() is 'Trigger: whether and as what an article counts as searched.';

do $$
declare
    made record;
begin
    for made in
        select * from (values
            ('article', 'update'),
            ('article_date', 'insert'), ('article_date', 'update'), ('article_date', 'delete'),
            ('analysis', 'insert'), ('analysis', 'update'), ('analysis', 'delete'),
            ('correction', 'insert'), ('correction', 'update'), ('correction', 'delete'),
            ('reading', 'insert'), ('reading', 'update'), ('reading', 'delete')
        ) as t (changed_table, event)
    loop
        execute format('create trigger %I after %s on %I referencing %s table as changed for each statement execute function outlet_marks()',
            made.changed_table || '_outlet_marks_' || made.event, made.event, made.changed_table,
            case made.event when 'delete' then 'old' else 'new' end);
    end loop;
end $$;
create trigger outlet_mark_never_truncated before truncate on outlet_mark for each statement execute function never_truncated();

-- What was searched for one actor is counted from indexes alone: of the most quoted of ten million claims there are
-- twenty thousand articles, each on a page of its own.
drop index article_live_idx;
create index article_live_idx on article (article_id) include (publisher_id) where superseded_at is null and kind = 'article';
drop index article_date_live_key;
create unique index article_date_live_key on article_date (article_id) include (published_day) where superseded_at is null;

do $$
begin
    grant select on outlet_mark to stance_reader;
exception
    when insufficient_privilege or undefined_object then
        raise notice 'the marks were not granted: %', sqlerrm;
end $$;
