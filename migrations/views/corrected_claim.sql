-- What outlets do not stand by any more, claim by claim: what became of the passage, how the later text reads, and
-- who else printed the same utterance and still has it.
create view corrected_claim as
select
    x.correction_id, x.kind, correction_told(c.article_id, c.root_claim_id, c.superseded_at, 'infinity') as correction,
    x.note, x.recorded_by, x.recorded_at as corrected_at,
    c.claim_id, c.root_claim_id, c.article_id,
    (select p.name from article a join publisher p on p.publisher_id = a.publisher_id where a.article_id = c.article_id) as outlet,
    identity.canonical_actor_id as actor_id,
    (select who.name from actor who where who.actor_id = identity.canonical_actor_id) as actor,
    (select array_agg(distinct s.topic_id order by s.topic_id) from stance s
     where s.claim_id = c.claim_id and (s.superseded_at is null or s.superseded_at = c.superseded_at)) as topic_ids,
    member.utterance_id, c.said_from, c.said_to, c.evidence,
    x.revised_by as revised_by_article_id,
    -- How the later text has it: the same actor's claim that shares most words, half of them at the least.
    (select later.claim_id from claim later
     join actor_identity i on i.actor_id = later.actor_id and i.superseded_at is null
     cross join lateral (
        select count(*) as shared from unnest(c.content_words) word where word = any(later.content_words)) same
     where later.article_id = x.revised_by and later.superseded_at is null and i.canonical_actor_id = identity.canonical_actor_id
       and same.shared * 2 >= greatest(cardinality(c.content_words), 1)
     order by same.shared desc, later.claim_id limit 1) as reads_now_claim_id,
    copy.claim_ids as copy_claim_ids, copy.article_ids as copy_article_ids, copy.outlets as copy_outlets
from correction x
join claim c on c.article_id = x.article_id and (x.root_claim_id is null or c.root_claim_id = x.root_claim_id)
    and (c.superseded_at is null and x.kind <> 'revised' or c.superseded_at = x.recorded_at and x.kind = 'revised')
left join actor_identity identity on identity.actor_id = c.actor_id and identity.superseded_at is null
left join utterance_member member on member.claim_id = c.claim_id
    and (member.superseded_at is null or member.superseded_at = c.superseded_at)
left join lateral (
    select array_agg(printed.claim_id order by printed.article_id, printed.claim_id) as claim_ids,
        array_agg(printed.article_id order by printed.article_id, printed.claim_id) as article_ids,
        array_agg(publisher.name order by printed.article_id, printed.claim_id) as outlets
    from utterance_member theirs
    join claim printed on printed.claim_id = theirs.claim_id and printed.superseded_at is null
    join article a on a.article_id = printed.article_id
    left join publisher on publisher.publisher_id = a.publisher_id
    where theirs.utterance_id = member.utterance_id and theirs.superseded_at is null
      and printed.article_id <> c.article_id and printed.article_id is distinct from x.revised_by
      and correction_told(printed.article_id, printed.root_claim_id, null, 'infinity') is null
) copy on true
where x.superseded_at is null;

comment on view corrected_claim is 'One row per claim and correction that holds: what outlets corrected or withdrew, or dropped from a later text.';
comment on column corrected_claim.correction_id is 'The correction.';
comment on column corrected_claim.kind is 'revised, corrected or withdrawn.';
comment on column corrected_claim.correction is 'What the outlet did about the passage, in words.';
comment on column corrected_claim.note is 'What the outlet says, or where.';
comment on column corrected_claim.recorded_by is 'Who recorded it; null for what ingest saw.';
comment on column corrected_claim.corrected_at is 'When it was recorded.';
comment on column corrected_claim.claim_id is 'The claim; for revised, its last version.';
comment on column corrected_claim.root_claim_id is 'The claim through all its versions.';
comment on column corrected_claim.article_id is 'The article that printed it.';
comment on column corrected_claim.outlet is 'Its publisher.';
comment on column corrected_claim.actor_id is 'Canonical actor.';
comment on column corrected_claim.actor is 'Its name.';
comment on column corrected_claim.topic_ids is 'Topics that it has a stance on.';
comment on column corrected_claim.utterance_id is 'The utterance that it attested.';
comment on column corrected_claim.said_from is 'First possible day of saying, inclusive.';
comment on column corrected_claim.said_to is 'Last possible day of saying, inclusive.';
comment on column corrected_claim.evidence is 'The passage as it was printed.';
comment on column corrected_claim.revised_by_article_id is 'For revised: the later text.';
comment on column corrected_claim.reads_now_claim_id is 'For revised: the claim of the later text that it became, where there is one like it.';
comment on column corrected_claim.copy_claim_ids is 'Claims of other articles that attest the same utterance and that no outlet took back.';
comment on column corrected_claim.copy_article_ids is 'Their articles.';
comment on column corrected_claim.copy_outlets is 'Their outlets.';
