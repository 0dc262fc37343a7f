-- Shifts as snapshots froze them.
create view snapshot_shift as
select s.snapshot_id, s.name as snapshot, h.*
from snapshot s
join snapshot_row r on r.snapshot_id = s.snapshot_id and r.source = 'shift'
cross join lateral jsonb_populate_record(null::stance_shift, r.row) h;

comment on view snapshot_shift is 'The rows of stance_shift that a snapshot froze; its columns, behind those of the snapshot.';
comment on column snapshot_shift.snapshot_id is 'The snapshot.';
comment on column snapshot_shift.snapshot is 'Its name.';
