-- What each coder found, the program among them: of the articles that people read in full, what it proposed
-- there last, whatever people made of that since. What it proposes under the floor or with its side open, ascribes to others, or takes
-- from nobody named is no position, and a refusal is none.
create function coded_position_at(known_at timestamptz)
returns table (
    coder text, machine boolean, article_id bigint, actor_id bigint, actor text, topic_id bigint, topic text,
    stance smallint, confidence real, place text, evidence_start int, evidence_end int, evidence text,
    coded_statement_id bigint, root_claim_id bigint, taken boolean
)
language sql stable as $$
select
    s.coder, false as machine, s.article_id, who.actor_id, who.name as actor, topic.topic_id, topic.slug as topic,
    s.value as stance, null::real as confidence, s.place, s.evidence_start, s.evidence_end, s.evidence,
    s.coded_statement_id, a.root_claim_id, a.taken
from coded_statement s
join actor_identity identity on identity.actor_id = s.actor_id and held(identity.recorded_at, identity.superseded_at, known_at)
join actor who on who.actor_id = identity.canonical_actor_id
join topic on topic.topic_id = s.topic_id
left join adjudication a on a.coded_statement_id = s.coded_statement_id and a.undoes is null
    and a.recorded_at <= known_at
    and not exists (select from adjudication undone where undone.undoes = a.adjudication_id and undone.recorded_at <= known_at)
where held(s.recorded_at, s.superseded_at, known_at)
union all
select
    'machine', true, proposed.article_id, who.actor_id, who.name, topic.topic_id, topic.slug,
    proposed.value, proposed.confidence, proposed.place, proposed.evidence_start, proposed.evidence_end, proposed.evidence,
    null, proposed.root_claim_id, null
from (
    select distinct on (c.root_claim_id, s.topic_id)
        c.root_claim_id, s.topic_id, c.article_id, c.actor_id, c.act, c.ascribed_by_id, s.value, s.confidence, s.side_open, s.recorded_at, s.superseded_at,
        c.place, c.evidence_start, c.evidence_end, c.evidence
    from (select distinct article_id from article_read_at(known_at)) read
    join claim c on c.article_id = read.article_id and c.origin = 'machine'
    join stance s on s.claim_id = c.claim_id and s.origin = 'machine' and s.value is not null
    where s.recorded_at <= known_at
    order by c.root_claim_id, s.topic_id, s.stance_id desc
) proposed
join actor_identity identity on identity.actor_id = proposed.actor_id and held(identity.recorded_at, identity.superseded_at, known_at)
join actor who on who.actor_id = identity.canonical_actor_id and who.kind <> 'anonymous'
join topic on topic.topic_id = proposed.topic_id
where proposed.act <> 'refusal' and proposed.ascribed_by_id is null
    and not proposed.side_open and proposed.confidence >= setting_at('confidence_floor', known_at)::real
    -- A later run withdrew what is neither live nor replaced by a person's version.
    and (held(proposed.recorded_at, proposed.superseded_at, known_at) or exists (
        select from claim c join stance s on s.claim_id = c.claim_id and held(s.recorded_at, s.superseded_at, known_at)
        where c.root_claim_id = proposed.root_claim_id and held(c.recorded_at, c.superseded_at, known_at) and c.origin = 'person'))
$$;
comment on function coded_position_at(timestamptz) is 'The rows of coded_position as the database had them at a time.';
