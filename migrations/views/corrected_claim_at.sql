-- What outlets do not stand by any more, claim by claim: what became of the passage, how the later text reads, and
-- who else printed the same utterance and still has it.
create function corrected_claim_at(known_at timestamptz)
returns table (
    correction_id bigint, kind text, correction text, note text, recorded_by text, corrected_at timestamptz,
    claim_id bigint, root_claim_id bigint, article_id bigint, outlet text, actor_id bigint, actor text,
    topic_ids bigint[], utterance_id bigint, said_from date, said_to date, evidence text,
    revised_by_article_id bigint, reads_now_claim_id bigint, copy_claim_ids bigint[], copy_article_ids bigint[],
    copy_outlets text[]
)
language sql stable as $$
select
    x.correction_id, x.kind, correction_told(c.article_id, c.root_claim_id, c.superseded_at, known_at) as correction,
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
     join actor_identity i on i.actor_id = later.actor_id and held(i.recorded_at, i.superseded_at, known_at)
     cross join lateral (
        select count(*) as shared from unnest(c.content_words) word where word = any(later.content_words)) same
     where later.article_id = x.revised_by and held(later.recorded_at, later.superseded_at, known_at) and i.canonical_actor_id = identity.canonical_actor_id
       and same.shared * 2 >= greatest(cardinality(c.content_words), 1)
     order by same.shared desc, later.claim_id limit 1) as reads_now_claim_id,
    copy.claim_ids as copy_claim_ids, copy.article_ids as copy_article_ids, copy.outlets as copy_outlets
from correction x
join claim c on c.article_id = x.article_id and (x.root_claim_id is null or c.root_claim_id = x.root_claim_id)
    and (held(c.recorded_at, c.superseded_at, known_at) and x.kind <> 'revised' or c.superseded_at = x.recorded_at and x.kind = 'revised')
left join actor_identity identity on identity.actor_id = c.actor_id and held(identity.recorded_at, identity.superseded_at, known_at)
left join utterance_member member on member.claim_id = c.claim_id
    and (held(member.recorded_at, member.superseded_at, known_at) or member.superseded_at = c.superseded_at)
left join lateral (
    select array_agg(printed.claim_id order by printed.article_id, printed.claim_id) as claim_ids,
        array_agg(printed.article_id order by printed.article_id, printed.claim_id) as article_ids,
        array_agg(publisher.name order by printed.article_id, printed.claim_id) as outlets
    from utterance_member theirs
    join claim printed on printed.claim_id = theirs.claim_id and held(printed.recorded_at, printed.superseded_at, known_at)
    join article a on a.article_id = printed.article_id
    left join publisher on publisher.publisher_id = a.publisher_id
    where theirs.utterance_id = member.utterance_id and held(theirs.recorded_at, theirs.superseded_at, known_at)
      and printed.article_id <> c.article_id and printed.article_id is distinct from x.revised_by
      and correction_told(printed.article_id, printed.root_claim_id, null, known_at) is null
) copy on true
where held(x.recorded_at, x.superseded_at, known_at)
$$;
comment on function corrected_claim_at(timestamptz) is 'The rows of corrected_claim as the database had them at a time.';
