-- Utterances whose said-intervals overlap, directly or in a chain, cannot be ordered: they make one
-- period. A period whose utterances differ in sign is mixed. Only rows that form a position enter.
-- The row that stands for a period is handed on whole: whoever joined the history again would have it
-- made once for every row.
--
-- A withdrawal ends a position and asserts no other: its period is withdrawn and has no value. What cannot
-- be ordered with it is taken to stand before it, since one takes back what was said.
--
-- A period shows from the day on by which one of its utterances was said, until the next one does.
--
-- Of the kept alone it makes those of actors of whom nothing is out of date; whoever asks for that sees to it.
--
-- What shifts are put in order by is told beside the row that stands for the period: so it can be kept without that row.
create function stance_period_made(said_by date, recorded_by timestamptz, with_corrected boolean default false, of_kept boolean default false)
returns table (
    actor_id bigint, topic_id bigint, period bigint, said_from date, said_to date,
    value smallint, mixed boolean, utterances bigint, attestations bigint, confirmed boolean,
    confidence real, utterance_id bigint, shown stance_history, withdrawn boolean,
    shown_from date, superseded_on date, statements bigint, shown_said_from date, shown_confidence real, restated boolean
)
language sql stable as $$
select made.*,
    lead(made.shown_from) over so_far,
    sum(made.utterances) over so_far::bigint,
    (made.shown).said_from, (made.shown).confidence,
    -- The actor says, with the position or after it, that nothing changed.
    coalesce((made.shown).link = 'restates' or (made.shown).restated_by_claim_id is not null, false)
from (
select
    valued.actor_id, valued.topic_id, valued.period, min(valued.said_from) as said_from, max(valued.said_to) as said_to,
    min(valued.value) as value, bool_or(valued.mixed) as mixed, count(*) as utterances, sum(valued.attestations)::bigint as attestations,
    bool_or(valued.settled and valued.bearing = 'direct' and valued.stands) as confirmed,
    max(valued.confidence) filter (where valued.stands) as confidence,
    -- The utterance that stands for the period: one of its value, settled by a person before others.
    (array_agg(valued.utterance_id order by
        valued.stands desc, valued.settled and valued.bearing = 'direct' desc, valued.bearing = 'direct' desc,
        valued.confidence desc, valued.said_to desc, valued.utterance_id))[1] as utterance_id,
    (array_agg(valued.shown order by
        valued.stands desc, valued.settled and valued.bearing = 'direct' desc, valued.bearing = 'direct' desc,
        valued.confidence desc, valued.said_to desc, valued.utterance_id))[1] as shown,
    bool_or(valued.withdrawn) as withdrawn, min(valued.said_to) as shown_from
from (
    select judged.actor_id, judged.topic_id, judged.period, judged.said_from, judged.said_to, judged.bearing, judged.confidence,
        judged.attestations, judged.settled, judged.utterance_id, judged.shown, judged.mixed,
        judged.withdrawn and not judged.mixed as withdrawn,
        case when judged.withdrawn and not judged.mixed then null else judged.value end as value,
        case when judged.withdrawn and not judged.mixed then judged.stance is null else coalesce(judged.stance = judged.value, false) end as stands
from (
    select ranked.*,
        bool_or(ranked.stance is null) over same_period as withdrawn,
        (max(ranked.stance) filter (where ranked.rank = (ranked.members + 1) / 2) over same_period)::smallint as value,
        coalesce(min(sign(ranked.stance)) over same_period <> max(sign(ranked.stance)) over same_period, false) as mixed
    from (
        select grouped.*,
            row_number() over (
                partition by grouped.actor_id, grouped.topic_id, grouped.period
                order by abs(grouped.stance) nulls last, grouped.stance, grouped.utterance_id) as rank,
            count(grouped.stance) over (partition by grouped.actor_id, grouped.topic_id, grouped.period) as members
        from (
            select reached.*, count(*) filter (where reached.reach is null or reached.reach < reached.said_from) over (
                partition by reached.actor_id, reached.topic_id
                order by reached.said_from, reached.said_to, reached.utterance_id) as period
            from (
                select h.actor_id, h.topic_id, h.utterance_id, h.said_from, h.said_to, h.stance, h.bearing,
                    h.confidence, h.attestations, h.status in ('confirmed', 'corrected') as settled,
                    row(h.*)::stance_history as shown,
                    max(h.said_to) over (
                        partition by h.actor_id, h.topic_id
                        order by h.said_from, h.said_to, h.utterance_id
                        rows between unbounded preceding and 1 preceding) as reach
                from (
                    select * from kept_history where of_kept
                    union all
                    select * from stance_history_of(recorded_by, with_corrected) where not of_kept
                ) h
                where h.not_counted_because is null and h.said_to <= said_by
            ) reached
        ) grouped
    ) ranked
    window same_period as (partition by ranked.actor_id, ranked.topic_id, ranked.period)
) judged
) valued
group by valued.actor_id, valued.topic_id, valued.period
) made
window so_far as (partition by made.actor_id, made.topic_id order by made.period)
$$;
comment on function stance_period_made(date, timestamptz, boolean, boolean) is 'The rows of stance_period, made of the history.';
