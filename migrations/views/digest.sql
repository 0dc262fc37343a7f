-- What changed between a day, as it was known at a time, and a later day as it was known later or is now. "past" is what
-- late articles and people's decisions changed in what had been told before.
create function digest(since date, known_at timestamptz, until date, known_until timestamptz default 'infinity')
returns table (
    what text, actor_id bigint, actor text, actor_slug text, topic_id bigint, topic text, topic_name text,
    shift_id text, kind text, status text,
    before_stance smallint, before_label text, before_said_from date, before_said_to date, before_claim_id bigint,
    before_article_id bigint, before_evidence text, before_outlet text, before_url text,
    after_stance smallint, after_label text, after_said_from date, after_said_to date, after_claim_id bigint,
    after_article_id bigint, after_evidence text, after_outlet text, after_url text,
    statements bigint, silent_days int, articles_meanwhile bigint,
    before_status text, before_confidence real, after_status text, after_confidence real
)
language sql stable as $$
with
threshold as (
    select
        digest.since - max(s.value) filter (where s.name = 'digest_late_days')::int as late,
        max(s.value) filter (where s.name = 'silence_statements')::bigint as statements,
        max(s.value) filter (where s.name = 'silence_factor')::int as factor,
        max(s.value) filter (where s.name = 'silence_least_days')::int as least_days
    from setting s
),
old as materialized (select p.* from stance_as_of(digest.since, digest.known_at) p),
new as materialized (select p.* from stance_as_of(digest.until, digest.known_until) p),
old_shift as materialized (select s.shift_id, s.status from stance_shift_at(digest.since, digest.known_at) s),
new_shift as materialized (
    select s.*, o.status as old_status
    from stance_shift_at(digest.until, digest.known_until) s
    left join old_shift o on o.shift_id = s.shift_id
    where o.shift_id is null or o.status = 'candidate' and s.status = 'confirmed'
),
spoken as (
    select h.actor_id, h.topic_id, count(*) as statements, max(h.said_to) as last_said, max(h.gap) as longest_gap
    from (
        select h.actor_id, h.topic_id, h.said_to,
            h.said_to - lag(h.said_to) over (partition by h.actor_id, h.topic_id order by h.said_to, h.utterance_id) as gap
        from stance_history_of(digest.known_until, false) h
        where h.not_counted_because is null and h.said_to <= digest.until
    ) h
    group by h.actor_id, h.topic_id
)
select
    case when s.old_status is not null then 'confirmed' when s.to_said_to < t.late then 'past' else 'shift' end,
    s.actor_id, s.actor, s.actor_slug, s.topic_id, s.topic, s.topic_name, s.shift_id, s.kind, s.status,
    s.from_stance, s.from_label, s.from_said_from, s.from_said_to, s.from_claim_id, s.from_article_id, s.from_evidence, s.from_outlet, s.from_url,
    s.to_stance, s.to_label, s.to_said_from, s.to_said_to, s.to_claim_id, s.to_article_id, s.to_evidence, s.to_outlet, s.to_url,
    null::bigint, null::int, null::bigint, s.from_status, s.from_confidence, s.to_status, s.to_confidence
from new_shift s
cross join threshold t
union all
-- Positions that are there for the first time.
select
    case when n.said_to < t.late then 'past' else 'first' end,
    n.actor_id, n.actor, n.actor_slug, n.topic_id, n.topic, n.topic_name, null, null, n.status,
    null, null, null, null, null, null, null, null, null,
    n.stance, n.label, n.said_from, n.said_to, n.claim_id, n.article_id, n.evidence, n.outlet, n.url,
    n.statements, null, null, null, null, n.status, n.confidence
from new n
cross join threshold t
where not exists (select from old o where o.actor_id = n.actor_id and o.topic_id = n.topic_id)
  and not exists (select from new_shift s where s.actor_id = n.actor_id and s.topic_id = n.topic_id)
union all
-- Positions that are others now, without a shift that tells it: mixed, withdrawn, corrected, or gone.
select
    case when n.actor_id is null or n.said_to <= o.said_to then 'past' else 'position' end,
    o.actor_id, o.actor, o.actor_slug, o.topic_id, o.topic, o.topic_name, null, null, coalesce(n.status, o.status),
    o.stance, o.label, o.said_from, o.said_to, o.claim_id, o.article_id, o.evidence, o.outlet, o.url,
    n.stance, n.label, n.said_from, n.said_to, n.claim_id, n.article_id, n.evidence, n.outlet, n.url,
    n.statements, null, null, o.status, o.confidence, n.status, n.confidence
from old o
left join new n on n.actor_id = o.actor_id and n.topic_id = o.topic_id
where (n.actor_id is null or (n.stance, n.mixed, n.withdrawn) is distinct from (o.stance, o.mixed, o.withdrawn))
  and not exists (
    select from new_shift s
    where s.actor_id = o.actor_id and s.topic_id = o.topic_id and s.to_utterance_id = n.utterance_id)
union all
-- Those who used to speak and whose silence became longer than ever in this period.
select
    'silence', n.actor_id, n.actor, n.actor_slug, n.topic_id, n.topic, n.topic_name, null, null, n.status,
    n.stance, n.label, n.said_from, n.said_to, n.claim_id, n.article_id, n.evidence, n.outlet, n.url,
    null, null, null, null, null, null, null, null, null,
    spoken.statements, digest.until - spoken.last_said,
    (select count(distinct a.article_id)
     from actor_identity identity
     join article_actor mention on mention.actor_id = identity.actor_id
     join article a on a.article_id = mention.article_id and held(a.recorded_at, a.superseded_at, digest.known_until) and a.forgotten_at is null
     join article_date d on d.article_id = a.article_id and held(d.recorded_at, d.superseded_at, digest.known_until)
     where identity.canonical_actor_id = n.actor_id and held(identity.recorded_at, identity.superseded_at, digest.known_until)
       and d.published_day > spoken.last_said and d.published_day <= digest.until),
    n.status, n.confidence, null, null
from spoken
join new n on n.actor_id = spoken.actor_id and n.topic_id = spoken.topic_id
cross join threshold t
where spoken.statements >= t.statements
  and spoken.last_said + greatest(t.factor * spoken.longest_gap, t.least_days) > digest.since
  and spoken.last_said + greatest(t.factor * spoken.longest_gap, t.least_days) <= digest.until
$$;
comment on function digest(date, timestamptz, date, timestamptz) is 'What changed between a day, as known at a time, and a later day, as known at another (default: now): shift, confirmed, first, position, past or silence.';
