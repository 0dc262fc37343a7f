-- How much stands behind each actor. Actors and their statements are stacked and grouped, not joined, so
-- that a condition on the actor reaches both and no history is made twice.
create view actor_overview as
select
    actor.actor_id, actor.slug as actor_slug, actor.name as actor, actor.kind as actor_kind, actor.origin, actor.wikidata,
    (select array_agg(alias.alias order by alias.alias) from actor_alias alias
     join actor_identity i on i.actor_id = alias.actor_id and i.superseded_at is null
     where i.canonical_actor_id = actor.actor_id and alias.superseded_at is null and alias.alias <> actor.name) as aliases,
    (select array_agg(merged.actor_id order by merged.actor_id) from actor_identity merged
     where merged.canonical_actor_id = actor.actor_id and merged.actor_id <> actor.actor_id and merged.superseded_at is null) as merged_actor_ids,
    coalesce(tally.claims, 0) as claims,
    said.statements, said.topics, said.first_said, said.last_said,
    coalesce(tally.articles, 0) as articles_mentioning,
    case
        when actor.origin <> 'discovered' then null
        when actor.discovery_key ~ '@[0-9]+$' then
            format('known by one name only, in article %s; taken for nobody of that name elsewhere', substring(actor.discovery_key from '[0-9]+$'))
        when actor.kind = 'anonymous' then 'the same description in every article, which may mean others each time'
        else (
            select case count(*)
                when 1 then 'one article gives the whole name'
                else format('%s articles give the same whole name and kind; namesakes would be one, too, until "stance actor split" parts them', count(*)) end
            from article_actor mention where mention.actor_id = actor.actor_id)
            || '; a family name, initials or an office alone was joined with it within its article'
    end as joined_because,
    (select array_agg(format('actor %s (%s)%s%s', merged.actor_id, other.name, ', by ' || decision.recorded_by, ': ' || decision.reason) order by merged.actor_id)
     from actor_identity merged
     join actor other on other.actor_id = merged.actor_id
     left join actor_decision decision on decision.actor_decision_id = merged.actor_decision_id
     where merged.canonical_actor_id = actor.actor_id and merged.actor_id <> actor.actor_id and merged.superseded_at is null
       -- An earlier row of the same actor, before it was renamed, was not merged.
       and (other.superseded_at is null or merged.actor_decision_id is not null)) as merged_because,
    case when actor.kind = 'person' then (
        select array_agg(format('actor %s (%s), %s', namesake.actor_id, namesake.name, namesake.why) order by namesake.actor_id)
        from (
            select other.actor_id, other.name,
                case
                    when exists (select from actor_distinct d where d.superseded_at is null
                        and (d.actor_id, d.other_actor_id) in ((actor.actor_id, other.actor_id), (other.actor_id, actor.actor_id)))
                        then 'whom a person split from it'
                    when lower(other.name) = lower(actor.name) then 'of the same name, told apart by the articles or the codebook'
                    when other.name !~ '\s' then 'of whom ' || coalesce('article ' || substring(other.discovery_key from '[0-9]+$'), 'the codebook') || ' gives one name only'
                    when actor.name !~ '\s' then 'since one name alone tells nobody'
                    else 'who has another given name'
                end as why
            from (
                select namesake.actor_id from actor namesake
                where namesake.kind = 'person' and namesake.superseded_at is null
                  and lower(regexp_replace(namesake.name, '^.*\s', '')) = lower(regexp_replace(actor.name, '^.*\s', ''))
                union
                select d.other_actor_id from actor_distinct d where d.actor_id = actor.actor_id and d.superseded_at is null
                union
                select d.actor_id from actor_distinct d where d.other_actor_id = actor.actor_id and d.superseded_at is null
            ) near
            join actor other on other.actor_id = near.actor_id and other.superseded_at is null and other.actor_id <> actor.actor_id
            join actor_identity i on i.actor_id = other.actor_id and i.superseded_at is null and i.canonical_actor_id = other.actor_id
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
        where identity.superseded_at is null and identity.canonical_actor_id = identity.actor_id
        union all
        select h.actor_id, count(*), count(distinct h.topic_id), min(h.said_from), max(h.said_to)
        from stance_history h
        where h.not_counted_because is null
        group by h.actor_id
    ) part
    group by part.actor_id
) said
join actor on actor.actor_id = said.actor_id
left join actor_tally tally on tally.actor_id = actor.actor_id
where actor.superseded_at is null;

comment on view actor_overview is 'One row per canonical actor: names, and how much it is recorded as saying.';
comment on column actor_overview.actor_id is 'Key.';
comment on column actor_overview.actor_slug is 'Codebook id; null for a discovered actor.';
comment on column actor_overview.actor is 'Name.';
comment on column actor_overview.actor_kind is 'person, organization, government, group or anonymous.';
comment on column actor_overview.origin is 'codebook, discovered or person.';
comment on column actor_overview.wikidata is 'Wikidata item.';
comment on column actor_overview.aliases is 'Other names, those of merged actors too.';
comment on column actor_overview.merged_actor_ids is 'Actors that were merged into it.';
comment on column actor_overview.claims is 'Live claims, on a topic or not.';
comment on column actor_overview.statements is 'Utterances that form positions.';
comment on column actor_overview.topics is 'Topics that they are on.';
comment on column actor_overview.first_said is 'First day of saying.';
comment on column actor_overview.last_said is 'Last day of saying.';
comment on column actor_overview.articles_mentioning is 'Articles that mention it.';
comment on column actor_overview.joined_because is 'For a discovered actor: why what articles name was taken for one.';
comment on column actor_overview.merged_because is 'For each actor merged into it: who decided, and why.';
comment on column actor_overview.kept_apart_from is 'Persons of the same family name and those that a person split from it, and why they are others; at most 12.';
