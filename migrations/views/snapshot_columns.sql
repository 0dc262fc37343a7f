-- The other columns of what snapshots froze mean what they mean in what was frozen.
do $$
declare
    of_source record;
begin
    for of_source in
        select frozen.copy, a.attname, col_description(a.attrelid, a.attnum) as meaning
        from (values ('snapshot_history', 'stance_history'), ('snapshot_shift', 'stance_shift'), ('snapshot_coverage', 'coverage'))
            as frozen (copy, source)
        join pg_attribute a on a.attrelid = frozen.source::regclass and a.attnum > 0 and not a.attisdropped loop
        execute format('comment on column %I.%I is %L', of_source.copy, of_source.attname, of_source.meaning);
    end loop;
end $$;
