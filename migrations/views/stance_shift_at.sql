-- The change between two successive positions. A mixed period is no position, so it ends no shift;
-- the shift over it says that it lay between. A withdrawal ends a position and is none: what was said before
-- does not stand any more, and what is said after it is taken anew.
create function stance_shift_at(said_by date, recorded_by timestamptz, with_corrected boolean default false)
returns table (
    shift_id text, actor_id bigint, actor text, actor_slug text, topic_id bigint, topic text, topic_name text,
    kind text, said_did text, status text, lone_outlier boolean, mixed_between boolean,
    days_between_min int, days_between_max int,
    from_utterance_id bigint, from_claim_id bigint, from_article_id bigint, from_stance smallint, from_label text, from_said_from date, from_said_to date,
    from_basis text, from_form text, from_act text, from_bearing text, from_evidence text, from_outlet text, from_url text,
    from_title text, from_published_day date, from_outlets bigint, from_attestations bigint, from_status text, from_confidence real,
    to_utterance_id bigint, to_claim_id bigint, to_article_id bigint, to_stance smallint, to_label text, to_said_from date, to_said_to date,
    to_basis text, to_form text, to_act text, to_bearing text, to_evidence text, to_outlet text, to_url text,
    to_title text, to_published_day date, to_outlets bigint, to_attestations bigint, to_status text, to_confidence real,
    position_in_list bigint, restated boolean, from_link text, to_link text,
    from_correction text, to_correction text
)
language sql stable as $$
select
    format('%s-%s-%s', step.topic_id, step.previous_utterance_id, step.utterance_id),
    step.actor_id, (step.after).actor, (step.after).actor_slug, step.topic_id, (step.after).topic, (step.after).topic_name,
    case
        when (step.after).stance is null then 'withdrawal'
        when (step.after).stance <> 0 and coalesce((step.before).stance, 0) = 0 then 'takes a position'
        when (step.after).stance = 0 then 'becomes undecided'
        when sign((step.before).stance) <> sign((step.after).stance) then 'reversal'
        when abs((step.after).stance) > abs((step.before).stance) then 'hardening'
        else 'softening'
    end,
    case
        when (step.before).act in ('decision', 'vote') and (step.after).act not in ('decision', 'vote') then 'did, then said'
        when (step.before).act not in ('decision', 'vote') and (step.after).act in ('decision', 'vote') then 'said, then did'
    end,
    case when step.previous_confirmed and step.confirmed then 'confirmed' else 'candidate' end,
    step.lone_outlier, step.mixed_between,
    (step.after).said_from - (step.before).said_to, (step.after).said_to - (step.before).said_from,
    step.previous_utterance_id, (step.before).claim_id, (step.before).article_id, (step.before).stance, (step.before).label, (step.before).said_from, (step.before).said_to,
    (step.before).basis, (step.before).form, (step.before).act, (step.before).bearing, (step.before).evidence, (step.before).outlet, (step.before).url,
    (step.before).title, (step.before).published_day, (step.before).outlets, (step.before).attestations, (step.before).status, (step.before).confidence,
    step.utterance_id, (step.after).claim_id, (step.after).article_id, (step.after).stance, (step.after).label, (step.after).said_from, (step.after).said_to,
    (step.after).basis, (step.after).form, (step.after).act, (step.after).bearing, (step.after).evidence, (step.after).outlet, (step.after).url,
    (step.after).title, (step.after).published_day, (step.after).outlets, (step.after).attestations, (step.after).status, (step.after).confidence,
    -- A digit or more for each thing that ranks, the weightiest first. It is made of this row alone: a rank
    -- among all rows would have every shift made for the sake of one actor's. Of the periods themselves, too, so that
    -- whoever asks which shifts come first has no passage looked up. A statement that nothing changed is evidence against a shift.
    case when step.previous_confirmed and step.confirmed then 0 else 1 end * 10000000000000000
        + step.lone_outlier::int * 1000000000000000
        + step.mixed_between::int * 100000000000000
        + step.restated::int * 10000000000000
        + case when sign(step.previous_value) * sign(step.value) = -1 then 0 else 1 end * 1000000000000
        + (4 - coalesce(abs(step.value - step.previous_value), abs(step.previous_value), 2)) * 100000000000
        + (1000 - round(least(step.previous_confidence, step.shown_confidence) * 1000))::bigint * 10000000
        + (date '9999-12-31' - step.shown_said_from),
    step.restated, (step.before).link, (step.after).link, (step.before).correction, (step.after).correction
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
            position.utterances = 1 as alone, position.shown as after,
            lag(position.shown) over timeline as before,
            lag(position.value) over timeline as previous_value,
            lag(position.shown_confidence) over timeline as previous_confidence,
            lag(position.value, 2) over timeline as before_previous_value,
            lead(position.value) over timeline as next_value,
            lag(position.utterances) over timeline = 1 as previous_alone,
            lag(position.utterance_id) over timeline as previous_utterance_id,
            lag(position.confirmed) over timeline as previous_confirmed,
            position.period - lag(position.period) over timeline > 1 as mixed_between
        from stance_period(said_by, recorded_by, with_corrected) position
        -- Most actors have one position on a topic, which is not looked up.
        where not position.mixed and (position.period > 1 or position.superseded_on is not null)
        window timeline as (partition by position.actor_id, position.topic_id order by position.period)
    ) walked
) step
where step.previous_utterance_id is not null and step.value is distinct from step.previous_value
$$;
comment on function stance_shift_at(date, timestamptz, boolean) is 'The rows of stance_shift from what was said by a day, as the database had it at a time; with what outlets corrected or withdrew where the third is true.';
