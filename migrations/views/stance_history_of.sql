-- The history of a record: what is kept, for the present one, and for an earlier one where nothing changed since; else
-- made. Of constants, the planner drops the parts that do not apply. The last it would plan all the same where there are
-- conditions on it, were it pulled up into the query around it, which a query with a WITH is not.
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
    select since.topic_id, array_agg(since.actor_id) as actors
    from (
        select m.actor_id, m.topic_id from history_mark m
        union all
        select c.actor_id, c.topic_id from history_change c where c.changed_at > known_at
    ) since
    group by since.topic_id
) changed
cross join lateral stance_history_anew(changed.actors, changed.topic_id, known_at) made
where known_at < 'infinity' and not with_corrected and known_at >= (select k.changes_since from kept_until k)
  and made.topic_id = changed.topic_id
union all
(with apart as (select)
select * from stance_history_at(known_at, with_corrected)
where with_corrected or known_at < 'infinity' and known_at < (select k.changes_since from kept_until k))
$$;
comment on function stance_history_of(timestamptz, boolean) is 'The rows of stance_history_at, read from what is kept as far as nothing corrected is asked for and nothing changed since.';
