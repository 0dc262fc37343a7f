-- What many rows refer to that came just before them has keys next to each other: of 15,000 claims with an utterance
-- each, 15,000 utterances. These are read by their stretch of the index, at a quarter of what a value at a time
-- takes. Where keys lie far apart, as those of actors do, each is looked up as before. Neither reads a table whole:
-- a stretch is at most twice as long as there are rows inserted.
create or replace function must_refer() returns trigger language plpgsql
    set enable_seqscan = off set enable_nestloop = off as $$
declare
    reference int := 0;
    missing bigint;
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
        if low is null then
            missing := null;
        elsif high - low < 2 * counts[reference / 3 + 1] then
            execute format(
                'select value from (select distinct %1$I as value from inserted where %1$I is not null) referring '
                'left join (select %3$I from %2$I where %3$I between $1 and $2) referred on referred.%3$I = referring.value '
                'where referred.%3$I is null limit 1',
                tg_argv[reference], tg_argv[reference + 1], tg_argv[reference + 2]) into missing using low, high;
        else
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
