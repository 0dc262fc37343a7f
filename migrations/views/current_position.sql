-- Where everyone stands now.
create view current_position as select * from stance_as_of('infinity', 'infinity');

comment on view current_position is 'One row per actor and topic: the position that its utterances so far make.';
comment on column current_position.actor_id is 'Canonical actor.';
comment on column current_position.actor is 'Its name.';
comment on column current_position.actor_slug is 'Its codebook id; null for a discovered actor.';
comment on column current_position.actor_kind is 'person, organization, government or group.';
comment on column current_position.topic_id is 'The topic.';
comment on column current_position.topic is 'Its codebook id.';
comment on column current_position.topic_name is 'Its name.';
comment on column current_position.stance is '−2 opposes to +2 supports; null while mixed or withdrawn.';
comment on column current_position.label is 'Its word, or mixed, or withdrawn.';
comment on column current_position.mixed is 'The last period has contrary utterances that cannot be ordered.';
comment on column current_position.said_from is 'First day of the last period.';
comment on column current_position.said_to is 'Last day of the last period.';
comment on column current_position.status is 'confirmed where a person settled the utterance shown; else proposed.';
comment on column current_position.confidence is 'Confidence of the utterances of that value, 0 to 1.';
comment on column current_position.statements is 'How many utterances form the actor''s positions on the topic.';
comment on column current_position.utterance_id is 'The utterance that stands for the position.';
comment on column current_position.claim_id is 'The claim whose passage is shown.';
comment on column current_position.article_id is 'The article of the passage.';
comment on column current_position.evidence is 'The passage as printed.';
comment on column current_position.outlet is 'Its publisher.';
comment on column current_position.url is 'Its address.';
comment on column current_position.withdrawn is 'The actor took back what it had said, and said nothing since.';
