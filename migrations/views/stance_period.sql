-- The periods of what was said by a day; see stance_period_made for what they are. Those of the present record are kept,
-- and are those of an earlier record where nothing changed since.
--
-- What was said by an earlier day makes the same periods, up to that day: of all that may have been said by then, only
-- the last period of an actor can reach beyond it, and what it is made of by then is made anew, as is what is out of date.
create function stance_period(said_by date, recorded_by timestamptz, with_corrected boolean default false)
returns table (
    actor_id bigint, topic_id bigint, period bigint, said_from date, said_to date,
    value smallint, mixed boolean, utterances bigint, attestations bigint, confirmed boolean,
    confidence real, utterance_id bigint, shown stance_history, withdrawn boolean,
    shown_from date, superseded_on date, statements bigint, shown_said_from date, shown_confidence real, restated boolean
)
language sql stable as $$
select kept.actor_id, kept.topic_id, kept.period, kept.said_from, kept.said_to,
    kept.value, kept.mixed, kept.utterances, kept.attestations, kept.confirmed,
    kept.confidence, kept.utterance_id, row(h.*)::stance_history, kept.withdrawn,
    kept.shown_from, case when kept.superseded_on <= said_by then kept.superseded_on end, kept.statements,
    kept.shown_said_from, kept.shown_confidence, kept.restated
from (
    select * from kept_period kept
    where not with_corrected and recorded_by >= (select k.changes_since from kept_until k) and kept.said_to <= said_by
      and not exists (select from history_mark m where m.actor_id = kept.actor_id and m.topic_id = kept.topic_id)
      and not exists (
        select from history_change c
        where c.actor_id = kept.actor_id and c.topic_id = kept.topic_id and c.changed_at > recorded_by and recorded_by < 'infinity')
) kept
-- Joined to what is left, and not before it: so the planner joins nothing for whoever asks for no passage.
left join kept_history h on h.actor_id = kept.actor_id and h.topic_id = kept.topic_id and h.utterance_id = kept.utterance_id
union all
select made.*
from (
    select stale.topic_id, array_agg(stale.actor_id) as actors
    from (
        select m.actor_id, m.topic_id from history_mark m
        union all
        select c.actor_id, c.topic_id from history_change c where c.changed_at > recorded_by and recorded_by < 'infinity'
    ) stale
    group by stale.topic_id
) changed
cross join lateral stance_period_anew(changed.actors, changed.topic_id, said_by, recorded_by) made
where not with_corrected and recorded_by >= (select k.changes_since from kept_until k) and made.topic_id = changed.topic_id
union all
select made.*
from (
    select * from kept_period reaching
    where reaching.shown_from <= said_by and reaching.said_to > said_by
      and not exists (select from history_mark m where m.actor_id = reaching.actor_id and m.topic_id = reaching.topic_id)
      and not exists (
        select from history_change c
        where c.actor_id = reaching.actor_id and c.topic_id = reaching.topic_id and c.changed_at > recorded_by and recorded_by < 'infinity')
) last
cross join lateral (
    select * from stance_period_made(said_by, recorded_by, false, true) p
    where p.actor_id = last.actor_id and p.topic_id = last.topic_id
    offset 0
) made
where not with_corrected and recorded_by >= (select k.changes_since from kept_until k)
  and made.actor_id = last.actor_id and made.topic_id = last.topic_id and made.period >= last.period
union all
select * from stance_period_made(said_by, recorded_by, with_corrected)
where with_corrected or recorded_by < 'infinity' and recorded_by < (select k.changes_since from kept_until k)
$$;
comment on function stance_period(date, timestamptz, boolean) is 'Per actor and topic: periods of overlapping utterances, with the value that each stands for, from what was said by a day. Each shows from one day on (shown_from) and until another (superseded_on, null for the last), with so many statements by then.';
