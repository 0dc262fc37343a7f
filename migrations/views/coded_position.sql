-- What each coder found, the program among them: of the articles that people read in full, what it proposed
-- there last, whatever people made of that since. What it proposes under the floor, ascribes to others, or takes
-- from nobody named is no position, and a refusal is none.
create view coded_position as
select
    s.coder, false as machine, s.article_id, who.actor_id, who.name as actor, topic.topic_id, topic.slug as topic,
    s.value as stance, null::real as confidence, s.place, s.evidence_start, s.evidence_end, s.evidence,
    s.coded_statement_id, a.root_claim_id, a.taken
from coded_statement s
join actor_identity identity on identity.actor_id = s.actor_id and identity.superseded_at is null
join actor who on who.actor_id = identity.canonical_actor_id
join topic on topic.topic_id = s.topic_id
left join adjudication a on a.coded_statement_id = s.coded_statement_id and a.undoes is null
    and not exists (select from adjudication undone where undone.undoes = a.adjudication_id)
where s.superseded_at is null
union all
select
    'machine', true, proposed.article_id, who.actor_id, who.name, topic.topic_id, topic.slug,
    proposed.value, proposed.confidence, proposed.place, proposed.evidence_start, proposed.evidence_end, proposed.evidence,
    null, proposed.root_claim_id, null
from (
    select distinct on (c.root_claim_id, s.topic_id)
        c.root_claim_id, s.topic_id, c.article_id, c.actor_id, c.act, c.ascribed_by_id, s.value, s.confidence, s.superseded_at,
        c.place, c.evidence_start, c.evidence_end, c.evidence
    from (select distinct article_id from article_read) read
    join claim c on c.article_id = read.article_id and c.origin = 'machine'
    join stance s on s.claim_id = c.claim_id and s.origin = 'machine' and s.value is not null
    order by c.root_claim_id, s.topic_id, s.stance_id desc
) proposed
join actor_identity identity on identity.actor_id = proposed.actor_id and identity.superseded_at is null
join actor who on who.actor_id = identity.canonical_actor_id and who.kind <> 'anonymous'
join topic on topic.topic_id = proposed.topic_id
where proposed.act <> 'refusal' and proposed.ascribed_by_id is null
    and proposed.confidence >= (select value::real from setting where name = 'confidence_floor')
    -- A later run withdrew what is neither live nor replaced by a person's version.
    and (proposed.superseded_at is null or exists (
        select from claim c join stance s on s.claim_id = c.claim_id and s.superseded_at is null
        where c.root_claim_id = proposed.root_claim_id and c.superseded_at is null and c.origin = 'person'));

comment on view coded_position is 'One row per position that a coder found in an article; the coder "machine" is the program, in articles that people read in full.';
comment on column coded_position.coder is 'The coder''s name, or machine.';
comment on column coded_position.machine is 'Whether it is the program''s.';
comment on column coded_position.article_id is 'The article.';
comment on column coded_position.actor_id is 'Canonical actor.';
comment on column coded_position.actor is 'Its name.';
comment on column coded_position.topic_id is 'The topic.';
comment on column coded_position.topic is 'Its codebook id.';
comment on column coded_position.stance is '−2 opposes to +2 supports.';
comment on column coded_position.confidence is 'The program''s confidence, 0 to 1; null for people.';
comment on column coded_position.place is 'text, or title.';
comment on column coded_position.evidence_start is 'First code point of the passage.';
comment on column coded_position.evidence_end is 'First code point behind the passage.';
comment on column coded_position.evidence is 'The passage.';
comment on column coded_position.coded_statement_id is 'The coder''s statement; null for the program.';
comment on column coded_position.root_claim_id is 'The claim that it is, became or confirmed; null for what was not taken into the record.';
comment on column coded_position.taken is 'Whether it was taken into the record; null where nobody has decided.';
