-- How much stands behind each actor. Actors and their statements are stacked and grouped, not joined, so
-- that a condition on the actor reaches both and no history is made twice.
create view actor_overview as
select
    actor.actor_id, actor.slug as actor_slug, actor.name as actor, actor.kind as actor_kind, actor.origin, actor.wikidata,
    (select array_agg(alias.alias order by alias.alias) from actor_alias alias
     join actor_identity i on i.actor_id = alias.actor_id and i.superseded_at is null
     where i.canonical_actor_id = actor.actor_id and alias.superseded_at is null) as aliases,
    (select array_agg(merged.actor_id order by merged.actor_id) from actor_identity merged
     where merged.canonical_actor_id = actor.actor_id and merged.actor_id <> actor.actor_id and merged.superseded_at is null) as merged_actor_ids,
    (select count(*) from claim c join actor_identity i on i.actor_id = c.actor_id and i.superseded_at is null
     where i.canonical_actor_id = actor.actor_id and c.superseded_at is null) as claims,
    said.statements, said.topics, said.first_said, said.last_said,
    (select count(distinct mention.article_id) from article_actor mention
     join actor_identity i on i.actor_id = mention.actor_id and i.superseded_at is null
     where i.canonical_actor_id = actor.actor_id) as articles_mentioning
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
