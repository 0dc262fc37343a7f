-- The change between two successive positions. A mixed period is no position, so it ends no shift;
-- the shift over it says that it lay between.
create function stance_change_at(said_by date, recorded_by timestamptz)
returns table (
    shift_id text, actor_id bigint, actor text, actor_slug text, topic_id bigint, topic text, topic_name text,
    kind text, said_did text, status text, lone_outlier boolean, mixed_between boolean,
    days_between_min int, days_between_max int,
    from_utterance_id bigint, from_claim_id bigint, from_article_id bigint, from_stance smallint, from_label text, from_said_from date, from_said_to date,
    from_basis text, from_form text, from_act text, from_bearing text, from_evidence text, from_outlet text, from_url text,
    from_title text, from_published_day date, from_outlets bigint, from_attestations bigint, from_status text, from_confidence real,
    to_utterance_id bigint, to_claim_id bigint, to_article_id bigint, to_stance smallint, to_label text, to_said_from date, to_said_to date,
    to_basis text, to_form text, to_act text, to_bearing text, to_evidence text, to_outlet text, to_url text,
    to_title text, to_published_day date, to_outlets bigint, to_attestations bigint, to_status text, to_confidence real
)
language sql stable as $$
select
    format('%s-%s-%s', step.topic_id, step.previous_utterance_id, step.utterance_id),
    step.actor_id, before.actor, before.actor_slug, step.topic_id, before.topic, before.topic_name,
    case
        when before.stance = 0 then 'takes a position'
        when after.stance = 0 then 'becomes undecided'
        when sign(before.stance) <> sign(after.stance) then 'reversal'
        when abs(after.stance) > abs(before.stance) then 'hardening'
        else 'softening'
    end,
    case
        when before.act in ('decision', 'vote') and after.act not in ('decision', 'vote') then 'did, then said'
        when before.act not in ('decision', 'vote') and after.act in ('decision', 'vote') then 'said, then did'
    end,
    case when step.previous_confirmed and step.confirmed then 'confirmed' else 'candidate' end,
    step.lone_outlier, step.mixed_between,
    after.said_from - before.said_to, after.said_to - before.said_from,
    before.utterance_id, before.claim_id, before.article_id, before.stance, before.label, before.said_from, before.said_to,
    before.basis, before.form, before.act, before.bearing, before.evidence, before.outlet, before.url,
    before.title, before.published_day, before.outlets, before.attestations, before.status, before.confidence,
    after.utterance_id, after.claim_id, after.article_id, after.stance, after.label, after.said_from, after.said_to,
    after.basis, after.form, after.act, after.bearing, after.evidence, after.outlet, after.url,
    after.title, after.published_day, after.outlets, after.attestations, after.status, after.confidence
from (
    select walked.*,
        -- One utterance that the next position takes back again, on its way in or out.
        coalesce(walked.alone and walked.next_value is not null and
            case when sign(walked.value) <> sign(walked.previous_value) then sign(walked.next_value) = sign(walked.previous_value)
                 else walked.next_value = walked.previous_value end, false)
        or coalesce(walked.previous_alone and walked.before_previous_value is not null and
            case when sign(walked.previous_value) <> sign(walked.before_previous_value) then sign(walked.value) = sign(walked.before_previous_value)
                 else walked.value = walked.before_previous_value end, false) as lone_outlier
    from (
        select position.*,
            position.utterances = 1 as alone,
            lag(position.value) over timeline as previous_value,
            lag(position.value, 2) over timeline as before_previous_value,
            lead(position.value) over timeline as next_value,
            lag(position.utterances) over timeline = 1 as previous_alone,
            lag(position.utterance_id) over timeline as previous_utterance_id,
            lag(position.confirmed) over timeline as previous_confirmed,
            position.period - lag(position.period) over timeline > 1 as mixed_between
        from stance_period(said_by, recorded_by) position
        where not position.mixed
        window timeline as (partition by position.actor_id, position.topic_id order by position.period)
    ) walked
) step
-- The ends are looked up one by one: joined as wholes, two histories are what no plan gets right
-- that must guess how many changes there are.
cross join lateral (
    select * from stance_history_at(recorded_by) h
    where h.utterance_id = step.previous_utterance_id and h.actor_id = step.actor_id and h.topic_id = step.topic_id
    offset 0
) before
cross join lateral (
    select * from stance_history_at(recorded_by) h
    where h.utterance_id = step.utterance_id and h.actor_id = step.actor_id and h.topic_id = step.topic_id
    offset 0
) after
where step.value <> step.previous_value
$$;
comment on function stance_change_at(date, timestamptz) is 'The rows of stance_shift_at without their rank: what is asked about one actor is computed for that actor alone.';
