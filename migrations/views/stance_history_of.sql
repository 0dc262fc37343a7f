-- The history of a record: what is kept, for the present one, and for an earlier one where nothing changed since; else
-- made. Of constants, the planner drops the parts that do not apply.
create function stance_history_of(known_at timestamptz, with_corrected boolean) returns setof stance_history
language sql stable as $$
select * from stance_history where known_at = 'infinity' and not with_corrected
union all
select kept.*
from kept_history kept
where known_at < 'infinity' and not with_corrected and known_at >= (select k.changes_since from kept_until k)
  and not exists (select from history_mark m where m.actor_id = kept.actor_id and m.topic_id = kept.topic_id)
  and not exists (select from history_change c where c.actor_id = kept.actor_id and c.topic_id = kept.topic_id and c.changed_at > known_at)
union all
select made.*
from (
    select m.actor_id, m.topic_id from history_mark m
    union
    select c.actor_id, c.topic_id from history_change c where c.changed_at > known_at
) changed
cross join lateral (
    select * from stance_history_at(known_at) h
    where h.actor_id = changed.actor_id and h.topic_id = changed.topic_id
    offset 0
) made
where known_at < 'infinity' and not with_corrected and known_at >= (select k.changes_since from kept_until k)
  and made.actor_id = changed.actor_id and made.topic_id = changed.topic_id
union all
select * from stance_history_at(known_at, with_corrected)
where with_corrected or known_at < 'infinity' and known_at < (select k.changes_since from kept_until k)
$$;
comment on function stance_history_of(timestamptz, boolean) is 'The rows of stance_history_at, read from what is kept as far as nothing corrected is asked for and nothing changed since.';
