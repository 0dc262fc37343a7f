-- Where every key of a stretch is there, nothing that refers into it can be missing: that is counted, at less than half
-- of what finding each value takes. Only where one of the stretch is missing is looked for which of the new rows refers to
-- it.
create or replace function must_refer() returns trigger language plpgsql
    set enable_seqscan = off set enable_nestloop = off as $$
declare
    reference int := 0;
    missing bigint;
    whole boolean;
    lows bigint[];
    highs bigint[];
    counts bigint[];
    low bigint;
    high bigint;
begin
    execute (
        select format('select array[%s], array[%s], array[%s] from inserted',
            string_agg(format('min(%I)', tg_argv[at]), ', ' order by at),
            string_agg(format('max(%I)', tg_argv[at]), ', ' order by at),
            string_agg(format('count(%I)', tg_argv[at]), ', ' order by at))
        from generate_series(0, tg_nargs - 1, 3) at) into lows, highs, counts;
    while reference < tg_nargs loop
        low := lows[reference / 3 + 1];
        high := highs[reference / 3 + 1];
        missing := null;
        if high - low < 2 * counts[reference / 3 + 1] then
            execute format('select count(*) = $2 - $1 + 1 from %1$I where %2$I between $1 and $2',
                tg_argv[reference + 1], tg_argv[reference + 2]) into whole using low, high;
            if not whole then
                execute format(
                    'select value from (select distinct %1$I as value from inserted where %1$I is not null) referring '
                    'left join (select %3$I from %2$I where %3$I between $1 and $2) referred on referred.%3$I = referring.value '
                    'where referred.%3$I is null limit 1',
                    tg_argv[reference], tg_argv[reference + 1], tg_argv[reference + 2]) into missing using low, high;
            end if;
        elsif low is not null then
            execute format(
                'select value from (select distinct %1$I as value from inserted where %1$I is not null) referring '
                'where (select true from %2$I referred where referred.%3$I = referring.value) is null limit 1',
                tg_argv[reference], tg_argv[reference + 1], tg_argv[reference + 2]) into missing;
        end if;
        if missing is not null then
            raise exception '% % of % is not in %', tg_argv[reference], missing, tg_table_name, tg_argv[reference + 1]
                using errcode = 'foreign_key_violation', table = tg_table_name, column = tg_argv[reference];
        end if;
        reference := reference + 3;
    end loop;
    return null;
end $$;

-- A text that is no longer than a stretch is not cut to one: cutting counts its characters, which took a quarter of the
-- check of its passages.
create or replace function claim_evidence_stands() returns trigger language plpgsql as $$
declare
    c record;
    at_article bigint;
    at_title boolean;
    size constant int := 65536;
    -- The text from far_at on, and the first characters of it from near_at on.
    far text;
    far_at int;
    near text;
    near_at int;
begin
    for c in
        select article_id, place = 'title' as of_title, evidence_start, evidence_end, evidence
        from inserted order by article_id, place = 'title', evidence_start
    loop
        if at_article is distinct from c.article_id or at_title <> c.of_title then
            at_article := c.article_id;
            at_title := c.of_title;
            far := (select case when at_title then a.title else a.text end from article a where a.article_id = at_article);
            far_at := 0;
            near := case when octet_length(far) <= size then far else left(far, size) end;
            near_at := 0;
        end if;
        if c.evidence_end > far_at + size then
            if c.evidence_start > far_at then
                far := right(far, far_at - c.evidence_start);
                far_at := c.evidence_start;
            end if;
            near := left(far, greatest(size, c.evidence_end - c.evidence_start));
            near_at := far_at;
        elsif c.evidence_start > near_at then
            near := right(near, near_at - c.evidence_start);
            near_at := c.evidence_start;
        end if;
        if (starts_with(near, c.evidence) and length(c.evidence) = c.evidence_end - c.evidence_start) is not true then
            raise exception 'the passage at %..% of article % is not what its text says there',
                c.evidence_start, c.evidence_end, c.article_id
                using errcode = 'ST002', hint = 'offsets count Unicode code points, half-open, into the article''s text';
        end if;
    end loop;
    return null;
end $$;
