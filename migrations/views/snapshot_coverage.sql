-- What had been searched when a snapshot was made.
create view snapshot_coverage as
select s.snapshot_id, s.name as snapshot, c.*
from snapshot s
join snapshot_row r on r.snapshot_id = s.snapshot_id and r.source = 'coverage'
cross join lateral jsonb_to_record(r.row) as c (
    actor_id bigint, topic_id bigint, articles_searched bigint, outlets_searched bigint, first_day date, last_day date,
    undated_articles bigint, articles_read bigint);

comment on view snapshot_coverage is 'The rows of coverage that a snapshot froze, and those of every actor, every topic, and all together, where the other column is null.';
comment on column snapshot_coverage.snapshot_id is 'The snapshot.';
comment on column snapshot_coverage.snapshot is 'Its name.';
