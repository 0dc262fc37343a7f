-- The one place where claims become a history: one row per actor, topic and utterance, as the
-- database knew it at a time. Each reference is made once, so that a condition on actor or topic
-- reaches the indexes.
create function stance_history_at(known_at timestamptz)
returns table (
    actor_id bigint, actor text, actor_slug text, actor_kind text,
    topic_id bigint, topic text, topic_name text, via_topic text,
    utterance_id bigint, claim_id bigint, claim_ids bigint[], article_id bigint, article_ids bigint[],
    said_from date, said_to date, basis text, time_expression text,
    stance smallint, label text, form text, act text, bearing text,
    on_behalf_of_id bigint, on_behalf_of text, ascribed_by_id bigint, ascribed_by text,
    evidence text, condition text,
    outlet text, url text, title text, published_day date, retrieved_at timestamptz,
    outlets bigint, attestations bigint, status text, confidence real, disputed boolean,
    not_counted_because text, why_cue text, why_term text, why_rule text, codebook_ids bigint[]
)
language sql stable as $$
select
    who.actor_id, who.name, who.slug, who.kind,
    topic.topic_id, topic.slug, coalesce(version.name, topic.slug), via.slug,
    u.utterance_id, u.evidence_claim_id, u.claim_ids, shown.article_id, u.article_ids,
    dated.said_from, dated.said_to, dated.said_basis, dated.time_expression,
    u.value, scale.label, shown.form, shown.act, u.bearing,
    principal.actor_id, principal.name, ascriber.actor_id, ascriber.name,
    shown.evidence,
    substr(case shown.place when 'title' then article.title else article.text end,
           lower(shown.condition_span) + 1, upper(shown.condition_span) - lower(shown.condition_span)),
    publisher.name, coalesce(article.canonical_url, article.url), article.title, printed.published_day, article.retrieved_at,
    u.outlets, u.attestations, u.status, u.confidence, u.disputed,
    case
        when u.status = 'rejected' then 'rejected by a person'
        when shown.act = 'refusal' then 'declined to say'
        when shown.ascribed_by_id is not null then 'ascribed by another'
        when who.kind = 'anonymous' then 'unnamed source'
        when dated.said_basis = 'unknown' then 'day unknown'
        when u.disputed then 'attestations disagree'
        when u.status = 'proposed' and u.confidence < (select s.value::real from setting s where s.name = 'confidence_floor')
            then 'below the confidence floor'
    end,
    u.why_cue, u.why_term, u.why_rule, u.codebook_ids
from (
    select
        a.actor_id, a.topic_id, a.utterance_id,
        -- A person's latest verdict; else the lower-magnitude median, one vote per story and value.
        coalesce(
            (array_agg(a.value order by a.verdict_order desc) filter (where a.verdict in ('confirm', 'correct')))[1],
            sign(sum(a.value) filter (where a.first_of_story and a.verdict is distinct from 'reject'))
                * (percentile_disc(0.5) within group (order by abs(a.value))
                    filter (where a.first_of_story and a.verdict is distinct from 'reject')),
            sign(sum(a.value)) * (percentile_disc(0.5) within group (order by abs(a.value)))
        )::smallint as value,
        not coalesce(bool_or(a.verdict in ('confirm', 'correct')), false)
            and coalesce(min(a.value) filter (where a.verdict is distinct from 'reject') < 0
                and max(a.value) filter (where a.verdict is distinct from 'reject') > 0, false) as disputed,
        case
            when bool_or(a.verdict in ('confirm', 'correct')) then
                case (array_agg(a.verdict order by a.verdict_order desc) filter (where a.verdict in ('confirm', 'correct')))[1]
                    when 'correct' then 'corrected' else 'confirmed' end
            when bool_and(a.verdict is not distinct from 'reject') then 'rejected'
            else 'proposed'
        end as status,
        max(a.confidence) filter (where a.verdict is distinct from 'reject' or a.all_rejected) as confidence,
        (array_agg(a.claim_id order by a.evidence_order, a.claim_id))[1] as evidence_claim_id,
        (array_agg(a.claim_id order by a.date_order, a.said_from, a.claim_id))[1] as dated_claim_id,
        (array_agg(a.via_topic_id order by a.evidence_order, a.claim_id))[1] as via_topic_id,
        (array_agg(a.bearing order by a.evidence_order, a.claim_id))[1] as bearing,
        (array_agg(a.why_cue order by a.evidence_order, a.claim_id))[1] as why_cue,
        (array_agg(a.why_term order by a.evidence_order, a.claim_id))[1] as why_term,
        (array_agg(a.why_rule order by a.evidence_order, a.claim_id))[1] as why_rule,
        array_agg(distinct a.claim_id) as claim_ids,
        array_agg(distinct a.article_id) as article_ids,
        array_agg(distinct a.codebook_id) filter (where a.codebook_id is not null) as codebook_ids,
        count(distinct a.publisher_id) as outlets,
        count(distinct a.article_id) as attestations
    from (
        select
            identity.canonical_actor_id as actor_id, effect.topic_id, member.utterance_id,
            c.claim_id, c.article_id, article.publisher_id, s.codebook_id, effect.via_topic_id,
            s.value * effect.factor as value, s.bearing, s.confidence, s.why_cue, s.why_term, s.why_rule,
            case when s.origin = 'person' and verdict.verdict is null then 'confirm' else verdict.verdict end as verdict,
            coalesce(verdict.review_id, 0) as verdict_order,
            verdict.verdict is not distinct from 'reject' as all_rejected,
            c.said_from,
            -- What is shown: what a person settled, the topic itself before its children, words
            -- before paraphrase, the surest.
            (case when verdict.verdict in ('confirm', 'correct') or s.origin = 'person' then 0 when verdict.verdict = 'reject' then 80 else 10 end)
                + least(effect.steps, 4) * 2
                + case c.form when 'direct' then 0 when 'mixed' then 0.3 else 0.6 end
                + (1 - s.confidence) as evidence_order,
            -- What dates it: a person, else the narrowest interval that a text gives, else the first print.
            case when c.origin = 'person' then 0 when c.said_basis = 'explicit' then 1 + (c.said_to - c.said_from)
                 when c.said_basis = 'article' then 100000 else 200000 end as date_order,
            row_number() over (
                partition by identity.canonical_actor_id, effect.topic_id, member.utterance_id,
                    coalesce(story.story_id, -c.article_id), s.value * effect.factor
                order by verdict.verdict nulls first, c.claim_id) = 1 as first_of_story
        from claim c
        join actor_identity identity on identity.actor_id = c.actor_id
            and identity.recorded_at <= known_at and (identity.superseded_at is null or identity.superseded_at > known_at)
        join utterance_member member on member.claim_id = c.claim_id
            and member.recorded_at <= known_at and (member.superseded_at is null or member.superseded_at > known_at)
        join stance s on s.claim_id = c.claim_id
            and s.recorded_at <= known_at and (s.superseded_at is null or s.superseded_at > known_at)
        join topic_effect effect on effect.via_topic_id = s.topic_id
        join article on article.article_id = c.article_id
        left join story_member story on story.article_id = c.article_id
            and story.recorded_at <= known_at and (story.superseded_at is null or story.superseded_at > known_at)
        left join lateral (
            select r.verdict, r.review_id
            from review r
            where r.root_claim_id = c.root_claim_id and (r.topic_id is null or r.topic_id = s.topic_id)
              and r.verdict <> 'undo' and r.recorded_at <= known_at
              and not exists (select from review undone where undone.undoes = r.review_id and undone.recorded_at <= known_at)
            order by r.review_id desc
            limit 1
        ) verdict on true
        where c.recorded_at <= known_at and (c.superseded_at is null or c.superseded_at > known_at)
    ) a
    group by a.actor_id, a.topic_id, a.utterance_id
) u
join actor who on who.actor_id = u.actor_id
join topic on topic.topic_id = u.topic_id
left join topic_version version on version.topic_id = u.topic_id and version.superseded_at is null
join topic via on via.topic_id = u.via_topic_id
join stance_scale scale on scale.value = u.value
join claim shown on shown.claim_id = u.evidence_claim_id
join claim dated on dated.claim_id = u.dated_claim_id
join article on article.article_id = shown.article_id
left join publisher on publisher.publisher_id = article.publisher_id
left join article_date printed on printed.article_id = shown.article_id
    and printed.recorded_at <= known_at and (printed.superseded_at is null or printed.superseded_at > known_at)
left join actor_identity principal_identity on principal_identity.actor_id = shown.on_behalf_of_id
    and principal_identity.recorded_at <= known_at
    and (principal_identity.superseded_at is null or principal_identity.superseded_at > known_at)
left join actor principal on principal.actor_id = principal_identity.canonical_actor_id
left join actor_identity ascriber_identity on ascriber_identity.actor_id = shown.ascribed_by_id
    and ascriber_identity.recorded_at <= known_at
    and (ascriber_identity.superseded_at is null or ascriber_identity.superseded_at > known_at)
left join actor ascriber on ascriber.actor_id = ascriber_identity.canonical_actor_id
$$;
comment on function stance_history_at(timestamptz) is 'The rows of stance_history as the database had them at a time.';
