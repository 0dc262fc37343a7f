-- The history of actors on a topic, made anew as it was known at a time. It is a function of its own that is not put into
-- the query that asks for it: to plan how a history is made takes longer than to read one that is kept, and where nothing is
-- out of date it is not made at all. So it is planned once in a session, for any actors, when it is first called.
create function stance_history_anew(of_actors bigint[], of_topic bigint, known_at timestamptz) returns setof kept_history
language plpgsql stable rows 100 set plan_cache_mode = force_generic_plan as $$
begin
    return query
    select h.* from (select distinct a.id from unnest(of_actors) a (id)) listed
    -- One actor at a time: all at once, and those asked for out of them, would be made of the whole topic.
    cross join lateral (
        select * from stance_history_at(known_at) made where made.actor_id = listed.id and made.topic_id = of_topic offset 0
    ) h;
end $$;
comment on function stance_history_anew(bigint[], bigint, timestamptz) is 'The rows of stance_history_at of actors on a topic, for those out of date.';
