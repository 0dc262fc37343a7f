-- What people made of each stance that the program proposed. A proposal is upheld where its actor, its topic
-- and its side stand: a corrected day, act or strength is no other position.
create view proposal_verdict as
select
    judged.topic_id, topic.slug as topic, judged.root_claim_id, judged.claim_id, judged.proposed, judged.confidence,
    confidence_band(judged.confidence) as band, judged.review_id, judged.verdict, judged.reviewer, judged.recorded_at,
    judged.verdict <> 'reject' and not exists (
        select from review r
        where r.root_claim_id = judged.root_claim_id and r.verdict = 'correct' and r.review_id <= judged.review_id
          and (r.topic_id is null or r.topic_id = judged.topic_id)
          and not exists (select from review u where u.undoes = r.review_id)
          and (r.changes ->> 'actor_id' is not null or r.changes ->> 'link' is not null
              or sign((r.changes ->> 'stance')::numeric) <> sign(judged.proposed))) as upheld
from (
    select distinct on (s.topic_id, c.root_claim_id)
        s.topic_id, c.root_claim_id, c.claim_id, s.value as proposed, s.confidence, r.review_id, r.verdict, r.reviewer, r.recorded_at
    from review r
    join claim c on c.root_claim_id = r.root_claim_id
    join stance s on s.claim_id = c.claim_id and s.origin = 'machine' and s.value is not null
        and s.recorded_at <= r.recorded_at and (r.topic_id is null or r.topic_id = s.topic_id)
    where r.verdict <> 'undo' and not exists (select from review u where u.undoes = r.review_id)
    order by s.topic_id, c.root_claim_id, r.review_id desc, s.stance_id desc
) judged
join topic on topic.topic_id = judged.topic_id;

comment on view proposal_verdict is 'One row per stance that the program proposed and a person judged: the latest proposal before the latest verdict that stands.';
comment on column proposal_verdict.topic_id is 'The topic.';
comment on column proposal_verdict.topic is 'Its codebook id.';
comment on column proposal_verdict.root_claim_id is 'The claim through all its versions.';
comment on column proposal_verdict.claim_id is 'The version that carried the proposal.';
comment on column proposal_verdict.proposed is 'The stance proposed.';
comment on column proposal_verdict.confidence is 'Its confidence, 0 to 1.';
comment on column proposal_verdict.band is 'The tenth that the confidence lies in, 0 to 9.';
comment on column proposal_verdict.review_id is 'The verdict.';
comment on column proposal_verdict.verdict is 'confirm, correct or reject.';
comment on column proposal_verdict.reviewer is 'Who judged.';
comment on column proposal_verdict.recorded_at is 'When.';
comment on column proposal_verdict.upheld is 'Whether actor, topic and side stand: confirmed, or corrected in something else.';
