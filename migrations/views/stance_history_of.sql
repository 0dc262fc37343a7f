-- The history of a record: what is kept, for the present one; else made. Of constants, the planner drops the half
-- that does not apply.
create function stance_history_of(known_at timestamptz, with_corrected boolean) returns setof stance_history
language sql stable as $$
select * from stance_history where known_at = 'infinity' and not with_corrected
union all
select * from stance_history_at(known_at, with_corrected) where known_at < 'infinity' or with_corrected
$$;
comment on function stance_history_of(timestamptz, boolean) is 'The rows of stance_history_at, read from what is kept where the time is infinity and nothing corrected is asked for.';
