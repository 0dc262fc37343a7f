-- Histories as snapshots froze them.
create view snapshot_history as
select s.snapshot_id, s.name as snapshot, h.*
from snapshot s
join snapshot_row r on r.snapshot_id = s.snapshot_id and r.source = 'history'
cross join lateral jsonb_populate_record(null::stance_history, r.row) h;

comment on view snapshot_history is 'The rows of stance_history that a snapshot froze; its columns, behind those of the snapshot.';
comment on column snapshot_history.snapshot_id is 'The snapshot.';
comment on column snapshot_history.snapshot is 'Its name.';
-- Its other columns mean what they mean in stance_history.
do $$
declare
    of_source record;
begin
    for of_source in
        select a.attname, col_description(a.attrelid, a.attnum) as meaning
        from pg_attribute a
        where a.attrelid = 'stance_history'::regclass and a.attnum > 0 and not a.attisdropped loop
        execute format('comment on column snapshot_history.%I is %L', of_source.attname, of_source.meaning);
    end loop;
end $$;
