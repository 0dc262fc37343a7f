-- Whose stances count for which topic now; see topic_effect_at.
create view topic_effect as select * from topic_effect_at('infinity');

comment on view topic_effect is 'Whose stances count for a topic: itself, and the children that say parent_effect same or opposite.';
comment on column topic_effect.topic_id is 'The topic whose history is asked for.';
comment on column topic_effect.via_topic_id is 'The topic that the stance is on.';
comment on column topic_effect.factor is '1, or −1 where the sign turns.';
comment on column topic_effect.steps is 'Generations between the two; 0 for the topic itself.';
