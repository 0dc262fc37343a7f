-- How much stands behind each actor. Actors and their statements are stacked and grouped, not joined, so
-- that a condition on the actor reaches both and no history is made twice.
create function actor_overview_at(known_at timestamptz, with_corrected boolean default false)
returns table (
    actor_id bigint, actor_slug text, actor text, actor_kind text, origin text, wikidata text, aliases text[],
    merged_actor_ids bigint[], claims bigint, statements bigint, topics bigint, first_said date, last_said date,
    articles_mentioning bigint, joined_because text, merged_because text[], kept_apart_from text[]
)
language sql stable as $$
select
    actor.actor_id, actor.slug as actor_slug, actor.name as actor, actor.kind as actor_kind, actor.origin, actor.wikidata,
    (select array_agg(alias.alias order by alias.alias) from actor_alias alias
     join actor_identity i on i.actor_id = alias.actor_id and held(i.recorded_at, i.superseded_at, known_at)
     where i.canonical_actor_id = actor.actor_id and held(alias.recorded_at, alias.superseded_at, known_at) and alias.alias <> actor.name) as aliases,
    (select array_agg(merged.actor_id order by merged.actor_id) from actor_identity merged
     where merged.canonical_actor_id = actor.actor_id and merged.actor_id <> actor.actor_id and held(merged.recorded_at, merged.superseded_at, known_at)) as merged_actor_ids,
    case when known_at = 'infinity' then coalesce(tally.claims, 0) else (
        select count(*) from claim c join actor_identity i on i.actor_id = c.actor_id and held(i.recorded_at, i.superseded_at, known_at)
        where i.canonical_actor_id = actor.actor_id and held(c.recorded_at, c.superseded_at, known_at)) end as claims,
    said.statements, said.topics, said.first_said, said.last_said,
    case when known_at = 'infinity' then coalesce(tally.articles, 0) else (
        select count(distinct mention.article_id) from article_actor mention
        join actor_identity i on i.actor_id = mention.actor_id and held(i.recorded_at, i.superseded_at, known_at)
        join article a on a.article_id = mention.article_id and a.recorded_at <= known_at
        where i.canonical_actor_id = actor.actor_id) end as articles_mentioning,
    case
        when actor.origin <> 'discovered' then null
        when actor.discovery_key ~ '@[0-9]+$' then
            format('known by one name only, in article %s; taken for nobody of that name elsewhere', substring(actor.discovery_key from '[0-9]+$'))
        when actor.kind = 'anonymous' then 'the same description in every article, which may mean others each time'
        else (
            select case count(*)
                when 1 then 'one article gives the whole name'
                else format('%s articles give the same whole name and kind; namesakes would be one, too, until "stance actor split" parts them', count(*)) end
            from article_actor mention where mention.actor_id = actor.actor_id
              and (known_at = 'infinity' or exists (select from article a where a.article_id = mention.article_id and a.recorded_at <= known_at)))
            || '; a family name, initials or an office alone was joined with it within its article'
    end as joined_because,
    (select array_agg(format('actor %s (%s)%s%s', merged.actor_id, other.name, ', by ' || decision.recorded_by, ': ' || decision.reason) order by merged.actor_id)
     from actor_identity merged
     join actor other on other.actor_id = merged.actor_id
     left join actor_decision decision on decision.actor_decision_id = merged.actor_decision_id
     where merged.canonical_actor_id = actor.actor_id and merged.actor_id <> actor.actor_id and held(merged.recorded_at, merged.superseded_at, known_at)
       -- An earlier row of the same actor, before it was renamed, was not merged.
       and (held(other.recorded_at, other.superseded_at, known_at) or merged.actor_decision_id is not null)) as merged_because,
    case when actor.kind = 'person' then (
        select array_agg(format('actor %s (%s), %s', namesake.actor_id, namesake.name, namesake.why) order by namesake.actor_id)
        from (
            select other.actor_id, other.name,
                case
                    when exists (select from actor_distinct d where held(d.recorded_at, d.superseded_at, known_at)
                        and (d.actor_id, d.other_actor_id) in ((actor.actor_id, other.actor_id), (other.actor_id, actor.actor_id)))
                        then 'whom a person split from it'
                    when lower(other.name) = lower(actor.name) then 'of the same name, told apart by the articles or the codebook'
                    when other.name !~ '\s' then 'of whom ' || coalesce('article ' || substring(other.discovery_key from '[0-9]+$'), 'the codebook') || ' gives one name only'
                    when actor.name !~ '\s' then 'since one name alone tells nobody'
                    else 'who has another given name'
                end as why
            from (
                -- Of a common name there are tens of thousands: they are looked at in the order of their ids, until
                -- there are enough, for which the offset keeps the looking behind the sorting.
                (select namesake.actor_id
                from (
                    select same.actor_id from actor same
                    where same.kind = 'person' and held(same.recorded_at, same.superseded_at, known_at)
                      and lower(regexp_replace(same.name, '^.*\s', '')) = lower(regexp_replace(actor.name, '^.*\s', ''))
                      and same.actor_id <> actor.actor_id
                    order by same.actor_id offset 0
                ) namesake
                where canonical_actor_id(namesake.actor_id, known_at) = namesake.actor_id
                order by namesake.actor_id limit 12)
                union
                select d.other_actor_id from actor_distinct d where d.actor_id = actor.actor_id and held(d.recorded_at, d.superseded_at, known_at)
                union
                select d.actor_id from actor_distinct d where d.other_actor_id = actor.actor_id and held(d.recorded_at, d.superseded_at, known_at)
            ) near
            join actor other on other.actor_id = near.actor_id and held(other.recorded_at, other.superseded_at, known_at) and other.actor_id <> actor.actor_id
            join actor_identity i on i.actor_id = other.actor_id and held(i.recorded_at, i.superseded_at, known_at) and i.canonical_actor_id = other.actor_id
            order by other.actor_id
            limit 12
        ) namesake)
    end as kept_apart_from
from (
    select part.actor_id,
        coalesce(max(part.statements), 0) as statements, coalesce(max(part.topics), 0) as topics,
        max(part.first_said) as first_said, max(part.last_said) as last_said
    from (
        select identity.actor_id, null::bigint as statements, null::bigint as topics,
            null::date as first_said, null::date as last_said
        from actor_identity identity
        where held(identity.recorded_at, identity.superseded_at, known_at) and identity.canonical_actor_id = identity.actor_id
        union all
        select h.actor_id, count(distinct h.utterance_id), count(distinct h.topic_id), min(h.said_from), max(h.said_to)
        from stance_history_of(known_at, with_corrected) h
        where h.not_counted_because is null
        group by h.actor_id
    ) part
    group by part.actor_id
) said
join actor on actor.actor_id = said.actor_id
left join actor_tally tally on known_at = 'infinity' and tally.actor_id = actor.actor_id
where held(actor.recorded_at, actor.superseded_at, known_at)
$$;
comment on function actor_overview_at(timestamptz, boolean) is 'The rows of actor_overview as the database had them at a time.';
