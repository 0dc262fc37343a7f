-- What discourse networks are made of: the statements that form positions, each with the day and the
-- organization that it counts for. A statement is an utterance, so that one speech in forty outlets ties
-- nobody to anybody forty times. Imprecise days count at their middle, as in pictures.
--
-- An organization is, in this order, the one spoken for, the actor itself where it is one, and the
-- one in which the actor held an office on that day. A group is one where the codebook names it: "voters" are none.
create view network_statement as
select
    h.actor_id, h.actor, h.actor_slug, h.actor_kind,
    case
        when principal.kind in ('organization', 'government') then coalesce(principal.slug, principal.name)
        when h.actor_kind in ('organization', 'government') or h.actor_kind = 'group' and h.actor_slug is not null then coalesce(h.actor_slug, h.actor)
        else office.organization
    end as organization_slug,
    case
        when principal.kind in ('organization', 'government') then principal.name
        when h.actor_kind in ('organization', 'government') or h.actor_kind = 'group' and h.actor_slug is not null then h.actor
        else coalesce(
            (select named.name from actor named where named.slug = office.organization and named.superseded_at is null),
            office.organization)
    end as organization,
    h.topic_id, h.topic, h.topic_name, h.via_topic,
    h.utterance_id, h.claim_id, h.claim_ids, h.article_id, h.article_ids,
    h.said_from, h.said_to, h.said_from + (h.said_to - h.said_from) / 2 as day,
    h.stance, case when h.stance <> 0 then h.stance > 0 end as agrees,
    h.status, h.outlet, h.outlets, h.published_day
from stance_history h
left join actor principal on principal.actor_id = h.on_behalf_of_id
left join lateral (
    select role.organization
    from actor_role role
    join actor_identity identity on identity.actor_id = role.actor_id and identity.superseded_at is null
    where identity.canonical_actor_id = h.actor_id and role.superseded_at is null and role.organization is not null
        and (role.from_day is null or role.from_day <= h.said_to) and (role.to_day is null or role.to_day > h.said_from)
    order by role.from_day desc nulls last, role.actor_role_id
    limit 1
) office on true
where h.not_counted_because is null and h.stance is not null;

comment on view network_statement is 'One row per statement that forms a position, as discourse networks count it: actor, organization, topic, side and day.';
comment on column network_statement.actor_id is 'Canonical actor.';
comment on column network_statement.actor is 'Its name.';
comment on column network_statement.actor_slug is 'Its codebook id; null for a discovered actor.';
comment on column network_statement.actor_kind is 'person, organization, government or group.';
comment on column network_statement.organization_slug is 'Codebook id (else the name) of the organization it counts for: the one spoken for, the actor itself, or that of the office held on the day; null where none is known.';
comment on column network_statement.organization is 'Its name.';
comment on column network_statement.topic_id is 'The topic.';
comment on column network_statement.topic is 'Its codebook id.';
comment on column network_statement.topic_name is 'Its name.';
comment on column network_statement.via_topic is 'The topic that the stance is on: the same, or a child that counts for it.';
comment on column network_statement.utterance_id is 'The event of saying.';
comment on column network_statement.claim_id is 'The claim whose passage shows it.';
comment on column network_statement.claim_ids is 'Every claim that attests it.';
comment on column network_statement.article_id is 'The article of the passage: its document, where duplicates are told by document.';
comment on column network_statement.article_ids is 'Every article that attests it.';
comment on column network_statement.said_from is 'First possible day of saying, inclusive.';
comment on column network_statement.said_to is 'Last possible day of saying, inclusive.';
comment on column network_statement.day is 'The middle of those days: the one that time windows go by.';
comment on column network_statement.stance is '−2 opposes to +2 supports.';
comment on column network_statement.agrees is 'The side alone: true for, false against, null for a stance of 0.';
comment on column network_statement.status is 'proposed (machine), confirmed or corrected (person).';
comment on column network_statement.outlet is 'Publisher of the passage.';
comment on column network_statement.outlets is 'How many outlets attest it.';
comment on column network_statement.published_day is 'Publication day of the passage.';
