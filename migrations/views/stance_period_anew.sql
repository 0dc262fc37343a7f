-- The periods of actors on a topic, made anew; as stance_history_anew, planned only where anything is out of date.
create function stance_period_anew(of_actors bigint[], of_topic bigint, said_by date, recorded_by timestamptz)
returns table (
    actor_id bigint, topic_id bigint, period bigint, said_from date, said_to date,
    value smallint, mixed boolean, utterances bigint, attestations bigint, confirmed boolean,
    confidence real, utterance_id bigint, shown stance_history, withdrawn boolean,
    shown_from date, superseded_on date, statements bigint, shown_said_from date, shown_confidence real, restated boolean
)
language plpgsql stable rows 100 set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
    return query
    select p.* from stance_period_made(said_by, recorded_by) p where p.topic_id = of_topic and p.actor_id = any(of_actors);
end $$;
comment on function stance_period_anew(bigint[], bigint, date, timestamptz) is 'The rows of stance_period_made of actors on a topic, for those out of date.';
