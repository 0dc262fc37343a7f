-- Actors by topics at a day, in long form: SQL has no columns that depend on data. Every cell says
-- which of the answers it is, because "no statement found", "declined to say" and "not enough
-- evidence" are three different things. Actors are those of the codebook and those with a statement.
-- Whom articles were searched for is read from what is kept and what is marked, whatever the history makes of them:
-- alone they make no row. The sources are stacked and grouped, not joined, so that a condition on actor or topic reaches each.
create function stance_matrix(day date, known_at timestamptz default 'infinity', with_corrected boolean default false)
returns table (
    actor_id bigint, actor text, actor_slug text, topic_id bigint, topic text, topic_name text,
    answer text, stance smallint, label text, said_from date, said_to date, status text,
    statements bigint, refusals bigint, not_counted bigint, articles_searched bigint, claim_id bigint, evidence text
)
language sql stable as $$
with made as not materialized (
    select kept.actor_id, kept.topic_id from kept_history kept where known_at = 'infinity'
    union
    select m.actor_id, m.topic_id from history_mark m where known_at = 'infinity'
    union
    select coded.actor_id, v.topic_id from actor coded cross join topic_version v
    where coded.slug is not null and coded.superseded_at is null and v.superseded_at is null and known_at = 'infinity'
)
select
    cell.actor_id, who.name, who.slug, cell.topic_id,
    about.slug, named.name,
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
        coalesce(max(part.not_counted), 0) as not_counted, coalesce(sum(part.articles_searched), 0)::bigint as articles_searched,
        max(part.claim_id) as claim_id, max(part.evidence) as evidence,
        bool_or(part.makes_a_row) as makes_a_row
    from (
        select actor.actor_id, version.topic_id, null::boolean as mixed, null::smallint as stance, null::text as label,
            null::date as said_from, null::date as said_to, null::text as status, null::bigint as statements,
            null::bigint as refusals, null::bigint as not_counted, null::bigint as articles_searched,
            null::bigint as claim_id, null::text as evidence, true as makes_a_row
        from actor
        join actor_identity identity on identity.actor_id = actor.actor_id and held(identity.recorded_at, identity.superseded_at, known_at)
            and identity.canonical_actor_id = actor.actor_id
        cross join topic_version version
        where actor.slug is not null and held(actor.recorded_at, actor.superseded_at, known_at)
            and held(version.recorded_at, version.superseded_at, known_at)
        union all
        select p.actor_id, p.topic_id, p.mixed, p.stance, p.label, p.said_from, p.said_to, p.status, p.statements,
            null, null, null, p.claim_id, p.evidence, true
        from stance_as_of(day, known_at, with_corrected) p
        union all
        select h.actor_id, h.topic_id, null, null, null, null, null, null, null,
            count(*) filter (where h.act = 'refusal' and h.status <> 'rejected'),
            count(*) filter (where h.not_counted_because is not null and h.act <> 'refusal' and h.status <> 'rejected'),
            null, null, null, bool_or(h.actor_kind <> 'anonymous')
        from stance_history_of(known_at, with_corrected) h
        where h.said_to <= day
        group by h.actor_id, h.topic_id
        union all
        -- As coverage has it. An article is analysed under one codebook at a time, so that articles can be counted by
        -- codebook. Most actors say nothing on most topics, and are counted only where they make a row. These are the
        -- two sources of actor_searched, apart: what is kept is looked up by its key, which no join leaves to choice.
        select made.actor_id, made.topic_id, null, null, null, null, null, null, null, null, null,
            (select sum(kept.articles)::bigint from kept_searched kept
             where kept.actor_id = made.actor_id and kept.codebook_id >= version.codebook_id
               and not exists (select from tally_mark m where m.actor_id = kept.actor_id)),
            null, null, false
        from made
        join topic_version version on version.topic_id = made.topic_id and version.superseded_at is null
        union all
        select made.actor_id, made.topic_id, null, null, null, null, null, null, null, null, null, beside.articles, null, null, false
        from made
        join topic_version version on version.topic_id = made.topic_id and version.superseded_at is null
        join searched_beside() beside on beside.actor_id = made.actor_id and beside.codebook_id >= version.codebook_id
        union all
        select counted.actor_id, version.topic_id, null, null, null, null, null, null, null, null, null, sum(counted.articles)::bigint,
            null, null, false
        from (
            select identity.canonical_actor_id as actor_id, analysis.codebook_id, count(distinct article.article_id) as articles
            from article_actor mention
            join actor_identity identity on identity.actor_id = mention.actor_id and held(identity.recorded_at, identity.superseded_at, known_at)
            join article on article.article_id = mention.article_id and held(article.recorded_at, article.superseded_at, known_at)
                and article.kind = 'article'
            join analysis on analysis.article_id = article.article_id and held(analysis.recorded_at, analysis.superseded_at, known_at)
                and analysis.outcome = 'analysed'
            where known_at < 'infinity' and not exists (
                select from correction x
                where x.article_id = mention.article_id and x.kind = 'withdrawn' and held(x.recorded_at, x.superseded_at, known_at))
            group by identity.canonical_actor_id, analysis.codebook_id
        ) counted
        join topic_version version on version.codebook_id <= counted.codebook_id and held(version.recorded_at, version.superseded_at, known_at)
        group by counted.actor_id, version.topic_id
    ) part
    group by part.actor_id, part.topic_id
) cell
join actor who on who.actor_id = cell.actor_id
join topic about on about.topic_id = cell.topic_id
join topic_version named on named.topic_id = cell.topic_id and held(named.recorded_at, named.superseded_at, known_at)
where cell.makes_a_row
$$;
comment on function stance_matrix(date, timestamptz, boolean) is 'Every actor''s answer on every topic at a day, as the database had it at a time (default: now): position, mixed, withdrawn, declined to say, not enough evidence, or no statement found.';
