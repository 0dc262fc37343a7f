-- Histories as snapshots froze them.
create view snapshot_history as
select s.snapshot_id, s.name as snapshot, h.*
from snapshot s
join snapshot_row r on r.snapshot_id = s.snapshot_id and r.source = 'history'
cross join lateral jsonb_populate_record(null::stance_history, r.row) h;

comment on view snapshot_history is 'The rows of stance_history that a snapshot froze; its columns, behind those of the snapshot.';
comment on column snapshot_history.snapshot_id is 'The snapshot.';
comment on column snapshot_history.snapshot is 'Its name.';
