-- The candidates that the program proposed and both of whose ends people have judged since.
--
-- A verdict changes what is a shift: a rejected end leaves none. So the candidates of an actor are
-- looked up as the database had them just before each verdict on it; the first look at one is what
-- the program said. Ends are followed through corrections by the claim that showed them.
--
-- Each step is computed once, whatever the planner expects of the next.
create view judged_shift as
with held as materialized (
    select h.topic_id, h.utterance_id, h.status, c.root_claim_id
    from stance_history h
    cross join lateral unnest(h.claim_ids) member (claim_id)
    join claim c on c.claim_id = member.claim_id
    where h.status <> 'proposed'
), standing as materialized (
    select * from stance_shift where 'proposed' not in (from_status, to_status)
), proposed as materialized (
    select distinct on (s.shift_id) s.*
    from (
        select distinct verdict.recorded_at - interval '1 microsecond' as just_before, identity.canonical_actor_id as actor_id
        from review verdict
        join claim c on c.root_claim_id = verdict.root_claim_id
        join actor_identity identity on identity.actor_id = c.actor_id
        where verdict.verdict <> 'undo' and not exists (select from review undone where undone.undoes = verdict.review_id)
    ) moment
    -- The offset keeps the look-up apart, so that it is made for one actor.
    cross join lateral (
        select * from stance_shift_at('infinity', moment.just_before) shift
        where shift.actor_id = moment.actor_id and shift.status = 'candidate'
        offset 0
    ) s
    order by s.shift_id, moment.just_before
), half as materialized (
    select proposed.*, before.utterance_id as held_utterance_id, before.status as held_status
    from proposed
    join claim shown on shown.claim_id = proposed.from_claim_id
    join held before on before.topic_id = proposed.topic_id and before.root_claim_id = shown.root_claim_id
), judged as materialized (
    select half.*, after.utterance_id as held_to_utterance_id, after.status as held_to_status
    from half
    join claim shown on shown.claim_id = half.to_claim_id
    join held after on after.topic_id = half.topic_id and after.root_claim_id = shown.root_claim_id
)
select
    judged.shift_id, judged.actor_id, judged.actor, judged.topic_id, judged.topic, judged.kind,
    judged.from_claim_id, judged.to_claim_id, judged.held_status as from_status, judged.held_to_status as to_status,
    case when standing.status = 'confirmed' then 'confirmed' when standing.status is not null then 'inferred' else 'refuted' end as outcome
from judged
left join standing on standing.topic_id = judged.topic_id and standing.kind = judged.kind
    and standing.actor_id = canonical_actor_id(judged.actor_id, 'infinity')
    and standing.from_utterance_id = judged.held_utterance_id and standing.to_utterance_id = judged.held_to_utterance_id;

comment on view judged_shift is 'One row per candidate shift that the program proposed and both of whose ends people have judged.';
comment on column judged_shift.shift_id is 'As in stance_shift when it was proposed.';
comment on column judged_shift.actor_id is 'Canonical actor when it was proposed.';
comment on column judged_shift.actor is 'Its name.';
comment on column judged_shift.topic_id is 'The topic.';
comment on column judged_shift.topic is 'Its codebook id.';
comment on column judged_shift.kind is 'Kind of shift that was proposed.';
comment on column judged_shift.from_claim_id is 'Before: claim whose passage showed it.';
comment on column judged_shift.to_claim_id is 'After: claim whose passage showed it.';
comment on column judged_shift.from_status is 'Before: confirmed, corrected or rejected.';
comment on column judged_shift.to_status is 'After: confirmed, corrected or rejected.';
comment on column judged_shift.outcome is 'confirmed; inferred (both ends upheld, but one bears only by an argument, which never confirms); or refuted (the verdicts left no shift of this kind).';
