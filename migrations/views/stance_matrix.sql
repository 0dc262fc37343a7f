-- Actors by topics at a day, in long form: SQL has no columns that depend on data. Every cell says
-- which of the answers it is, because "no statement found", "declined to say" and "not enough
-- evidence" are three different things. Actors are those of the codebook and those with a statement.
-- The sources are stacked and grouped, not joined, so that a condition on actor or topic reaches each.
create function stance_matrix(day date)
returns table (
    actor_id bigint, actor text, actor_slug text, topic_id bigint, topic text, topic_name text,
    answer text, stance smallint, label text, said_from date, said_to date, status text,
    statements bigint, refusals bigint, not_counted bigint, articles_searched bigint, claim_id bigint, evidence text
)
language sql stable as $$
select
    cell.actor_id, who.name, who.slug, cell.topic_id,
    (select t.slug from topic t where t.topic_id = cell.topic_id),
    (select v.name from topic_version v where v.topic_id = cell.topic_id and v.superseded_at is null),
    case
        when cell.mixed then 'mixed'
        when cell.label = 'withdrawn' then 'withdrawn'
        when cell.statements > 0 then 'position'
        when cell.refusals > 0 then 'declined to say'
        when cell.not_counted > 0 then 'not enough evidence'
        else 'no statement found'
    end,
    cell.stance, cell.label, cell.said_from, cell.said_to, cell.status,
    cell.statements, cell.refusals, cell.not_counted, cell.articles_searched, cell.claim_id, cell.evidence
from (
    select
        part.actor_id, part.topic_id,
        coalesce(bool_or(part.mixed), false) as mixed, max(part.stance) as stance, max(part.label) as label,
        max(part.said_from) as said_from, max(part.said_to) as said_to, max(part.status) as status,
        coalesce(max(part.statements), 0) as statements, coalesce(max(part.refusals), 0) as refusals,
        coalesce(max(part.not_counted), 0) as not_counted, coalesce(max(part.articles_searched), 0) as articles_searched,
        max(part.claim_id) as claim_id, max(part.evidence) as evidence,
        bool_or(part.makes_a_row) as makes_a_row
    from (
        select actor.actor_id, version.topic_id, null::boolean as mixed, null::smallint as stance, null::text as label,
            null::date as said_from, null::date as said_to, null::text as status, null::bigint as statements,
            null::bigint as refusals, null::bigint as not_counted, null::bigint as articles_searched,
            null::bigint as claim_id, null::text as evidence, true as makes_a_row
        from actor
        join actor_identity identity on identity.actor_id = actor.actor_id and identity.superseded_at is null
            and identity.canonical_actor_id = actor.actor_id
        cross join topic_version version
        where actor.slug is not null and actor.superseded_at is null and version.superseded_at is null
        union all
        select p.actor_id, p.topic_id, p.mixed, p.stance, p.label, p.said_from, p.said_to, p.status, p.statements,
            null, null, null, p.claim_id, p.evidence, true
        from stance_as_of(day, 'infinity') p
        union all
        select h.actor_id, h.topic_id, null, null, null, null, null, null, null,
            count(*) filter (where h.act = 'refusal' and h.status <> 'rejected'),
            count(*) filter (where h.not_counted_because is not null and h.act <> 'refusal' and h.status <> 'rejected'),
            null, null, null, bool_or(h.actor_kind <> 'anonymous')
        from stance_history_at('infinity') h
        where h.said_to <= day
        group by h.actor_id, h.topic_id
        union all
        -- As coverage has it. An article is analysed under one codebook at a time, so that articles can be
        -- counted by codebook before there is a row for every topic.
        select counted.actor_id, version.topic_id, null, null, null, null, null, null, null, null, null, sum(counted.articles)::bigint,
            null, null, false
        from (
            select identity.canonical_actor_id as actor_id, analysis.codebook_id, count(distinct article.article_id) as articles
            from article_actor mention
            join actor_identity identity on identity.actor_id = mention.actor_id and identity.superseded_at is null
            join article on article.article_id = mention.article_id and article.superseded_at is null and article.kind = 'article'
            join analysis on analysis.article_id = article.article_id and analysis.superseded_at is null and analysis.outcome = 'analysed'
            group by identity.canonical_actor_id, analysis.codebook_id
        ) counted
        join topic_version version on version.codebook_id <= counted.codebook_id and version.superseded_at is null
        group by counted.actor_id, version.topic_id
    ) part
    group by part.actor_id, part.topic_id
) cell
join actor who on who.actor_id = cell.actor_id
where cell.makes_a_row and exists (select from topic_version v where v.topic_id = cell.topic_id and v.superseded_at is null)
$$;
comment on function stance_matrix(date) is 'Every actor''s answer on every topic at a day: position, mixed, withdrawn, declined to say, not enough evidence, or no statement found.';
