-- Which topics' stances counted for which topic at a time, and with which sign: each for itself, and a child
-- for its ancestors as far as every step between says so.
create function topic_effect_at(known_at timestamptz)
returns table (topic_id bigint, via_topic_id bigint, factor int, steps int)
language sql stable as $$
with recursive effect (topic_id, via_topic_id, factor, steps) as (
    select topic_id, topic_id, 1, 0 from topic
    union all
    select child.parent_topic_id, effect.via_topic_id,
           effect.factor * case child.parent_effect when 'same' then 1 else -1 end, effect.steps + 1
    from effect
    join topic_version child on child.topic_id = effect.topic_id
    where held(child.recorded_at, child.superseded_at, known_at) and child.parent_topic_id is not null
      and child.parent_effect <> 'none' and effect.steps < 16
)
select topic_id, via_topic_id, factor, steps from effect
$$;
comment on function topic_effect_at(timestamptz) is 'The rows of topic_effect as the database had them at a time.';
