-- The matrix of each snapshot's day.
create view snapshot_matrix as
select s.snapshot_id, s.name as snapshot, s.day, cell.*
from snapshot s
join snapshot_row r on r.snapshot_id = s.snapshot_id and r.source = 'cell'
cross join lateral jsonb_to_record(r.row) as cell (
    actor_id bigint, actor text, actor_slug text, topic_id bigint, topic text, topic_name text,
    answer text, stance smallint, label text, said_from date, said_to date, status text,
    statements bigint, refusals bigint, not_counted bigint, articles_searched bigint, claim_id bigint, evidence text);

comment on view snapshot_matrix is 'The rows of stance_matrix at a snapshot''s day; its columns, behind those of the snapshot.';
comment on column snapshot_matrix.snapshot_id is 'The snapshot.';
comment on column snapshot_matrix.snapshot is 'Its name.';
comment on column snapshot_matrix.day is 'The day.';
comment on column snapshot_matrix.actor_id is 'Canonical actor of then.';
comment on column snapshot_matrix.actor is 'Its name.';
comment on column snapshot_matrix.actor_slug is 'Its codebook id; null for a discovered actor.';
comment on column snapshot_matrix.topic_id is 'The topic.';
comment on column snapshot_matrix.topic is 'Its codebook id.';
comment on column snapshot_matrix.topic_name is 'Its name.';
comment on column snapshot_matrix.answer is 'position, mixed, withdrawn, declined to say, not enough evidence, or no statement found.';
comment on column snapshot_matrix.stance is '−2 opposes to +2 supports; null without a position.';
comment on column snapshot_matrix.label is 'Its word.';
comment on column snapshot_matrix.said_from is 'First day of the last period.';
comment on column snapshot_matrix.said_to is 'Last day of the last period.';
comment on column snapshot_matrix.status is 'confirmed or proposed.';
comment on column snapshot_matrix.statements is 'Utterances that form the position.';
comment on column snapshot_matrix.refusals is 'Times that the actor declined to say.';
comment on column snapshot_matrix.not_counted is 'Utterances that form no position.';
comment on column snapshot_matrix.articles_searched is 'Articles searched for the actor on the topic.';
comment on column snapshot_matrix.claim_id is 'The claim whose passage shows the position.';
comment on column snapshot_matrix.evidence is 'The passage as printed.';
