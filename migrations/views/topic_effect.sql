-- Which topics' stances count for which topic, and with which sign: each for itself, and a child for
-- its ancestors as far as every step between says so.
create view topic_effect as
with recursive effect (topic_id, via_topic_id, factor, steps) as (
    select topic_id, topic_id, 1, 0 from topic
    union all
    select child.parent_topic_id, effect.via_topic_id,
           effect.factor * case child.parent_effect when 'same' then 1 else -1 end, effect.steps + 1
    from effect
    join topic_version child on child.topic_id = effect.topic_id
    where child.superseded_at is null and child.parent_topic_id is not null
      and child.parent_effect <> 'none' and effect.steps < 16
)
select topic_id, via_topic_id, factor, steps from effect;

comment on view topic_effect is 'Whose stances count for a topic: itself, and the children that say parent_effect same or opposite.';
comment on column topic_effect.topic_id is 'The topic whose history is asked for.';
comment on column topic_effect.via_topic_id is 'The topic that the stance is on.';
comment on column topic_effect.factor is '1, or −1 where the sign turns.';
comment on column topic_effect.steps is 'Generations between the two; 0 for the topic itself.';
