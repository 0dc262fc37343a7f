-- Shifts as snapshots froze them.
create view snapshot_shift as
select s.snapshot_id, s.name as snapshot, h.*
from snapshot s
join snapshot_row r on r.snapshot_id = s.snapshot_id and r.source = 'shift'
cross join lateral jsonb_populate_record(null::stance_shift, r.row) h;

comment on view snapshot_shift is 'The rows of stance_shift that a snapshot froze; its columns, behind those of the snapshot.';
comment on column snapshot_shift.snapshot_id is 'The snapshot.';
comment on column snapshot_shift.snapshot is 'Its name.';
-- Its other columns mean what they mean in stance_shift.
do $$
declare
    of_source record;
begin
    for of_source in
        select a.attname, col_description(a.attrelid, a.attnum) as meaning
        from pg_attribute a
        where a.attrelid = 'stance_shift'::regclass and a.attnum > 0 and not a.attisdropped loop
        execute format('comment on column snapshot_shift.%I is %L', of_source.attname, of_source.meaning);
    end loop;
end $$;
