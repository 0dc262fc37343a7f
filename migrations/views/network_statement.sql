-- The statements of discourse networks as of now; see network_statement_at for how it is made.
create view network_statement as select * from network_statement_at('infinity');

comment on view network_statement is 'One row per statement that forms a position, as discourse networks count it: actor, organization, topic, side and day.';
comment on column network_statement.actor_id is 'Canonical actor.';
comment on column network_statement.actor is 'Its name.';
comment on column network_statement.actor_slug is 'Its codebook id; null for a discovered actor.';
comment on column network_statement.actor_kind is 'person, organization, government or group.';
comment on column network_statement.organization_slug is 'Codebook id (else the name) of the organization it counts for: the one spoken for, the actor itself, or that of the office held on the day; null where none is known.';
comment on column network_statement.organization is 'Its name.';
comment on column network_statement.topic_id is 'The topic.';
comment on column network_statement.topic is 'Its codebook id.';
comment on column network_statement.topic_name is 'Its name.';
comment on column network_statement.via_topic is 'The topic that the stance is on: the same, or a child that counts for it.';
comment on column network_statement.utterance_id is 'The event of saying.';
comment on column network_statement.claim_id is 'The claim whose passage shows it.';
comment on column network_statement.claim_ids is 'Every claim that attests it.';
comment on column network_statement.article_id is 'The article of the passage: its document, where duplicates are told by document.';
comment on column network_statement.article_ids is 'Every article that attests it.';
comment on column network_statement.said_from is 'First possible day of saying, inclusive.';
comment on column network_statement.said_to is 'Last possible day of saying, inclusive.';
comment on column network_statement.day is 'The middle of those days: the one that time windows go by.';
comment on column network_statement.stance is '−2 opposes to +2 supports.';
comment on column network_statement.agrees is 'The side alone: true for, false against, null for a stance of 0.';
comment on column network_statement.status is 'proposed (machine), confirmed or corrected (person).';
comment on column network_statement.outlet is 'Publisher of the passage.';
comment on column network_statement.outlets is 'How many outlets attest it.';
comment on column network_statement.published_day is 'Publication day of the passage.';
