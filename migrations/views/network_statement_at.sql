-- What discourse networks are made of: the statements that form positions, each with the day and the
-- organization that it counts for. A statement is an utterance, so that one speech in forty outlets ties
-- nobody to anybody forty times. Imprecise days count at their middle, as in pictures.
--
-- An organization is, in this order, the one spoken for, the actor itself where it is one, and the
-- one in which the actor held an office on that day. A group is one where the codebook names it: "voters" are none.
create function network_statement_at(known_at timestamptz, with_corrected boolean default false)
returns table (
    actor_id bigint, actor text, actor_slug text, actor_kind text, organization_slug text, organization text,
    topic_id bigint, topic text, topic_name text, via_topic text, utterance_id bigint, claim_id bigint,
    claim_ids bigint[], article_id bigint, article_ids bigint[], said_from date, said_to date, day date,
    stance smallint, agrees boolean, status text, outlet text, outlets bigint, published_day date
)
language sql stable as $$
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
            (select named.name from actor named where named.slug = office.organization and held(named.recorded_at, named.superseded_at, known_at)),
            office.organization)
    end as organization,
    h.topic_id, h.topic, h.topic_name, h.via_topic,
    h.utterance_id, h.claim_id, h.claim_ids, h.article_id, h.article_ids,
    h.said_from, h.said_to, h.said_from + (h.said_to - h.said_from) / 2 as day,
    h.stance, case when h.stance <> 0 then h.stance > 0 end as agrees,
    h.status, h.outlet, h.outlets, h.published_day
from stance_history_of(known_at, with_corrected) h
left join actor principal on principal.actor_id = h.on_behalf_of_id
left join lateral office_held_at(h.actor_id, h.said_from, h.said_to, known_at) office on true
where h.not_counted_because is null and h.stance is not null
$$;
comment on function network_statement_at(timestamptz, boolean) is 'The rows of network_statement as the database had them at a time.';
