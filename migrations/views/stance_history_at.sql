-- The one place where claims become a history: one row per actor, topic and utterance, as the
-- database knew it at a time. Each reference is made once, so that a condition on actor or topic
-- reaches the indexes.
--
-- What outlets corrected or withdrew is left out, or counts as if they had not, and says so. Of a constant, the
-- planner drops the half that does not apply.
--
-- A statement that takes up an earlier one is linked to the nearest utterance before it of the same actor
-- and topic that takes a side: the same side, where the words tell one again. Windows over actor and topic
-- find it: a join of the history with itself would make it once for every entry. The keys that they compare
-- are (first day, last day, utterance, claim, stance), which also carry what is told of it.
create function stance_history_at(known_at timestamptz, with_corrected boolean default false)
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
    not_counted_because text, why_cue text, why_term text, why_rule text, codebook_ids bigint[],
    link text, linked_utterance_id bigint, linked_claim_id bigint, linked_said_from date, linked_said_to date,
    linked_stance smallint, restated_by_claim_id bigint, brought_back_by text, brought_back_on date,
    affiliation_id bigint, affiliation text, correction text
)
language sql stable as $$
select
    entry.actor_id, entry.actor, entry.actor_slug, entry.actor_kind, entry.topic_id, entry.topic, entry.topic_name, entry.via_topic,
    entry.utterance_id, entry.claim_id, entry.claim_ids, entry.article_id, entry.article_ids,
    entry.said_from, entry.said_to, entry.said_basis, entry.time_expression,
    entry.value, entry.label, entry.form, entry.act, entry.bearing,
    entry.on_behalf_of_id, entry.on_behalf_of, entry.ascribed_by_id, entry.ascribed_by,
    entry.evidence, entry.condition, entry.outlet, entry.url, entry.title, entry.published_day, entry.retrieved_at,
    entry.outlets, entry.attestations, entry.status, entry.confidence, entry.disputed, entry.not_counted_because,
    entry.why_cue, entry.why_term, entry.why_rule, entry.codebook_ids,
    entry.link_kind, entry.linked[3], entry.linked[4], date '1970-01-01' + entry.linked[1]::int, date '1970-01-01' + entry.linked[2]::int,
    entry.linked[5]::smallint,
    -- The next of those that say without a side that it still holds, if this is what it means.
    case when entry.value is not null and entry.next_restatement[5] = entry.utterance_id then entry.next_restatement[4] end,
    case when entry.brought_back then coalesce(entry.ascribed_by, entry.outlet) end,
    case when entry.brought_back then entry.published_day end,
    entry.affiliation_id, entry.affiliation, entry.correction
from (
    select linked.*,
        min(array[linked.said_from - date '1970-01-01', linked.said_to - date '1970-01-01', linked.utterance_id, linked.claim_id, linked.linked[3]])
            filter (where linked.link_kind = 'restates' and linked.value is null and linked.status <> 'rejected' and linked.said_from is not null) over (
                partition by linked.actor_id, linked.topic_id
                order by linked.said_from, linked.said_to, linked.utterance_id
                rows between 1 following and unbounded following) as next_restatement
    from (
        select own.*,
            -- What is denied or disputed may be what another ascribed; what holds, is taken back or explained was one's own.
            case
                when own.link_kind is null or own.said_from is null then null
                when own.link_kind in ('denies_saying', 'disputes_quotation') then coalesce(
                    case own.side when 1 then max(own.key) filter (where own.key[5] > 0) over earlier
                                  when -1 then max(own.key) filter (where own.key[5] < 0) over earlier end,
                    max(own.key) over earlier)
                else coalesce(
                    case own.side when 1 then max(own.key) filter (where own.key[5] > 0 and own.ascribed_by_id is null) over earlier
                                  when -1 then max(own.key) filter (where own.key[5] < 0 and own.ascribed_by_id is null) over earlier end,
                    max(own.key) filter (where own.ascribed_by_id is null) over earlier)
            end as linked
        from (
-- What is only shown is looked up row by row, so that planning has few joins to order.
select
    who.actor_id, who.name as actor, who.slug as actor_slug, who.kind as actor_kind,
    topic.topic_id, topic.slug as topic,
    coalesce((select v.name from topic_version v where v.topic_id = topic.topic_id and held(v.recorded_at, v.superseded_at, known_at)), topic.slug) as topic_name,
    (select via.slug from topic via where via.topic_id = u.via_topic_id) as via_topic,
    u.utterance_id, u.evidence_claim_id as claim_id, u.claim_ids, shown.article_id, u.article_ids,
    dated.said_from, dated.said_to, dated.said_basis, dated.time_expression,
    u.value,
    case
        when u.value is not null then (select scale.label from stance_scale scale where scale.value = u.value)
        else case u.link_kind
            when 'restates' then 'says that it still holds' when 'withdraws' then 'withdrawn'
            when 'denies_saying' then 'denies having said it' when 'clarifies' then 'says what was meant'
            when 'disputes_quotation' then 'disputes the quotation' else 'takes no side' end
    end as label,
    shown.form, shown.act, u.bearing,
    canonical_actor_id(shown.on_behalf_of_id, known_at) as on_behalf_of_id,
    (select p.name from actor p where p.actor_id = canonical_actor_id(shown.on_behalf_of_id, known_at)) as on_behalf_of,
    canonical_actor_id(shown.ascribed_by_id, known_at) as ascribed_by_id,
    (select p.name from actor p where p.actor_id = canonical_actor_id(shown.ascribed_by_id, known_at)) as ascribed_by,
    canonical_actor_id(shown.affiliation_id, known_at) as affiliation_id,
    (select p.name from actor p where p.actor_id = canonical_actor_id(shown.affiliation_id, known_at)) as affiliation,
    shown.evidence,
    substr(case shown.place when 'title' then article.title else article.text end,
           lower(shown.condition_span) + 1, upper(shown.condition_span) - lower(shown.condition_span)) as condition,
    (select p.name from publisher p where p.publisher_id = article.publisher_id) as outlet,
    coalesce(article.canonical_url, article.url) as url, article.title, printed.published_day,
    article.retrieved_at,
    u.outlets, u.attestations, u.status, u.confidence, u.disputed,
    case
        when u.status = 'rejected' then 'rejected by a person'
        when shown.act = 'refusal' then 'declined to say'
        when shown.ascribed_by_id is not null then 'ascribed by another'
        when who.kind = 'anonymous' then 'unnamed source'
        when dated.said_basis = 'unknown' then 'day unknown'
        when u.disputed then 'attestations disagree'
        when u.status = 'proposed' and u.side_open then 'its side is open'
        when u.status = 'proposed' and u.confidence < (select setting_at('confidence_floor', known_at)::real)
            then 'below the confidence floor'
        when u.value is null and u.link_kind is distinct from 'withdraws' then 'takes no side itself'
    end as not_counted_because,
    u.why_cue, u.why_term, u.why_rule, u.codebook_ids, u.link_kind, u.side,
    case when u.value is not null and dated.said_from is not null and shown.act <> 'refusal' and u.status <> 'rejected' then
        array[dated.said_from - date '1970-01-01', dated.said_to - date '1970-01-01', u.utterance_id, u.evidence_claim_id, u.value] end as key,
    -- First printed long after: the passage shown, and with it every other.
    coalesce(printed.published_day - dated.said_to >= (select setting_at('brought_back_days', known_at)::int)
        and not exists (
            select from unnest(u.article_ids) attested (article_id)
            join article_date d on d.article_id = attested.article_id
                and d.recorded_at <= known_at and (d.superseded_at is null or d.superseded_at > known_at)
            where d.published_day < printed.published_day), false) as brought_back,
    case when with_corrected then correction_told(shown.article_id, shown.root_claim_id, shown.superseded_at, known_at) end as correction
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
        bool_and(a.side_open) as side_open,
        (array_agg(a.why_cue order by a.evidence_order, a.claim_id))[1] as why_cue,
        (array_agg(a.why_term order by a.evidence_order, a.claim_id))[1] as why_term,
        (array_agg(a.why_rule order by a.evidence_order, a.claim_id))[1] as why_rule,
        (array_agg(a.link_kind order by a.evidence_order, a.claim_id) filter (where a.link_kind is not null))[1] as link_kind,
        coalesce(
            (array_agg(a.link_side order by a.evidence_order, a.claim_id) filter (where a.link_side is not null))[1],
            sign(sum(a.value) filter (where a.link_kind is not null))) as side,
        array_agg(distinct a.claim_id) as claim_ids,
        array_agg(distinct a.article_id) as article_ids,
        array_agg(distinct a.codebook_id) filter (where a.codebook_id is not null) as codebook_ids,
        count(distinct a.publisher_id) as outlets,
        count(distinct a.article_id) as attestations
    from (
        select
            identity.canonical_actor_id as actor_id, effect.topic_id, member.utterance_id,
            c.claim_id, c.article_id, s.codebook_id,
            (select article.publisher_id from article where article.article_id = c.article_id) as publisher_id, effect.via_topic_id,
            s.value * effect.factor as value, c.link_kind, s.link_side * effect.factor as link_side, s.bearing, s.confidence, s.side_open,
            s.why_cue, s.why_term, s.why_rule,
            case when s.origin = 'person' and verdict.verdict is null then 'confirm' else verdict.verdict end as verdict,
            coalesce(verdict.review_id, 0) as verdict_order,
            verdict.verdict is not distinct from 'reject' as all_rejected,
            c.said_from,
            -- What is shown: what its outlet stands by, what a person settled, the topic itself before its
            -- children, words before paraphrase, a clear side, the surest.
            (case when verdict.verdict in ('confirm', 'correct') or s.origin = 'person' then 0 when verdict.verdict = 'reject' then 80 else 10 end)
                + least(effect.steps, 4) * 2
                + case c.form when 'direct' then 0 when 'mixed' then 0.3 else 0.6 end
                + case when s.side_open then 1 else 0 end
                + (1 - s.confidence)
                + case when with_corrected and correction_told(c.article_id, c.root_claim_id, c.superseded_at, known_at) is not null
                    then 100 else 0 end as evidence_order,
            -- What dates it: a person, else the narrowest interval that a text gives, else the first print. A
            -- claim that was only split off is a person's and has no verdict: nobody settled its day.
            case when c.origin = 'person' and (s.origin = 'person' or verdict.verdict in ('confirm', 'correct')) then 0 when c.said_basis = 'explicit' then 1 + (c.said_to - c.said_from)
                 when c.said_basis = 'article' then 100000 else 200000 end as date_order,
            row_number() over (
                partition by identity.canonical_actor_id, effect.topic_id, member.utterance_id,
                    coalesce((select story.story_id from story_member story where story.article_id = c.article_id
                        and story.recorded_at <= known_at and (story.superseded_at is null or story.superseded_at > known_at)), -c.article_id),
                    s.value * effect.factor
                order by verdict.verdict nulls first, c.claim_id) = 1 as first_of_story
        from stance s
        join actor_identity identity on identity.actor_id = s.actor_id
            and identity.recorded_at <= known_at and (identity.superseded_at is null or identity.superseded_at > known_at)
        join claim c on c.claim_id = s.claim_id
        join utterance_member member on member.claim_id = s.claim_id
            and member.recorded_at <= known_at and (member.superseded_at is null or member.superseded_at > known_at
                or with_corrected and member.superseded_at = c.superseded_at)
        join topic_effect_at(known_at) effect on effect.via_topic_id = s.topic_id
        left join lateral (
            select r.verdict, r.review_id
            from review r
            where r.root_claim_id = c.root_claim_id and (r.topic_id is null or r.topic_id = s.topic_id)
              and r.verdict <> 'undo' and r.recorded_at <= known_at
              and not exists (select from review undone where undone.undoes = r.review_id and undone.recorded_at <= known_at)
            order by r.review_id desc
            limit 1
        ) verdict on true
        where c.recorded_at <= known_at and (c.superseded_at is null or c.superseded_at > known_at
                or with_corrected and exists (
                    select from correction x
                    where x.root_claim_id = c.root_claim_id and x.kind = 'revised' and x.recorded_at = c.superseded_at))
            and s.recorded_at <= known_at and (s.superseded_at is null or s.superseded_at > known_at
                or with_corrected and s.superseded_at = c.superseded_at)
            and not exists (
                select from correction x
                where not with_corrected and x.article_id = c.article_id and (x.root_claim_id is null or x.root_claim_id = c.root_claim_id)
                  and x.kind <> 'revised' and x.recorded_at <= known_at and (x.superseded_at is null or x.superseded_at > known_at))
    ) a
    group by a.actor_id, a.topic_id, a.utterance_id
) u
join actor who on who.actor_id = u.actor_id
join topic on topic.topic_id = u.topic_id
join claim shown on shown.claim_id = u.evidence_claim_id
join claim dated on dated.claim_id = u.dated_claim_id
join article on article.article_id = shown.article_id
left join article_date printed on printed.article_id = shown.article_id
    and printed.recorded_at <= known_at and (printed.superseded_at is null or printed.superseded_at > known_at)
        ) own
        window earlier as (partition by own.actor_id, own.topic_id
            order by own.said_from, own.said_to, own.utterance_id
            rows between unbounded preceding and 1 preceding)
    ) linked
) entry
$$;
comment on function stance_history_at(timestamptz, boolean) is 'The rows of stance_history as the database had them at a time; with what outlets corrected or withdrew where the second is true.';
