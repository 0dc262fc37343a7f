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
    shown_from date, superseded_on date, statements bigint
)
language sql stable as $$
select kept.actor_id, kept.topic_id, kept.period, kept.said_from, kept.said_to,
    kept.value, kept.mixed, kept.utterances, kept.attestations, kept.confirmed,
    kept.confidence, kept.utterance_id, row(h.*)::stance_history, kept.withdrawn,
    kept.shown_from, case when kept.superseded_on <= said_by then kept.superseded_on end, kept.statements
from kept_period kept
left join kept_history h on h.actor_id = kept.actor_id and h.topic_id = kept.topic_id and h.utterance_id = kept.utterance_id
where not with_corrected and recorded_by >= (select k.changes_since from kept_until k) and kept.said_to <= said_by
  and not exists (select from history_mark m where m.actor_id = kept.actor_id and m.topic_id = kept.topic_id)
  and not exists (
    select from history_change c
    where c.actor_id = kept.actor_id and c.topic_id = kept.topic_id and c.changed_at > recorded_by and recorded_by < 'infinity')
union all
select made.*
from (
    select stale.actor_id, stale.topic_id, min(stale.period) as period
    from (
        select m.actor_id, m.topic_id, 1::bigint as period from history_mark m
        union all
        select c.actor_id, c.topic_id, 1 from history_change c where c.changed_at > recorded_by and recorded_by < 'infinity'
        union all
        select kept.actor_id, kept.topic_id, kept.period from kept_period kept where kept.shown_from <= said_by and kept.said_to > said_by
    ) stale
    group by stale.actor_id, stale.topic_id
) pair
cross join lateral (
    select * from stance_period_made(said_by, recorded_by) p
    where p.actor_id = pair.actor_id and p.topic_id = pair.topic_id
    offset 0
) made
where not with_corrected and recorded_by >= (select k.changes_since from kept_until k)
  and made.actor_id = pair.actor_id and made.topic_id = pair.topic_id and made.period >= pair.period
union all
select * from stance_period_made(said_by, recorded_by, with_corrected)
where with_corrected or recorded_by < 'infinity' and recorded_by < (select k.changes_since from kept_until k)
$$;
comment on function stance_period(date, timestamptz, boolean) is 'Per actor and topic: periods of overlapping utterances, with the value that each stands for, from what was said by a day. Each shows from one day on (shown_from) and until another (superseded_on, null for the last), with so many statements by then.';
