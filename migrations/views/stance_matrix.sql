-- Actors by topics at a day, in long form: SQL has no columns that depend on data. Every cell says
-- which of the answers it is, because "no statement found", "declined to say" and "not enough
-- evidence" are three different things.
create function stance_matrix(day date)
returns table (
    actor_id bigint, actor text, actor_slug text, topic_id bigint, topic text, topic_name text,
    answer text, stance smallint, label text, said_from date, said_to date, status text,
    statements bigint, refusals bigint, not_counted bigint, articles_searched bigint, claim_id bigint, evidence text
)
language sql stable as $$
select
    cell.actor_id, cell.actor, cell.actor_slug, cell.topic_id, cell.topic, cell.topic_name,
    case
        when stands.mixed then 'mixed'
        when stands.actor_id is not null then 'position'
        when other.refusals > 0 then 'declined to say'
        when other.not_counted > 0 then 'not enough evidence'
        else 'no statement found'
    end,
    stands.stance, stands.label, stands.said_from, stands.said_to, stands.status,
    coalesce(stands.statements, 0), coalesce(other.refusals, 0), coalesce(other.not_counted, 0),
    coalesce(coverage.articles_searched, 0), stands.claim_id, stands.evidence
from (
    select actor.actor_id, actor.name as actor, actor.slug as actor_slug, topic.topic_id, topic.slug as topic, version.name as topic_name
    from actor
    join actor_identity identity on identity.actor_id = actor.actor_id and identity.superseded_at is null
        and identity.canonical_actor_id = actor.actor_id
    cross join topic
    join topic_version version on version.topic_id = topic.topic_id and version.superseded_at is null
    where actor.superseded_at is null and actor.kind <> 'anonymous'
) cell
left join stance_as_of(day, 'infinity') stands on stands.actor_id = cell.actor_id and stands.topic_id = cell.topic_id
left join (
    select h.actor_id, h.topic_id,
        count(*) filter (where h.act = 'refusal' and h.status <> 'rejected') as refusals,
        count(*) filter (where h.not_counted_because is not null and h.act <> 'refusal' and h.status <> 'rejected') as not_counted
    from stance_history_at('infinity') h
    where h.said_to <= day
    group by h.actor_id, h.topic_id
) other on other.actor_id = cell.actor_id and other.topic_id = cell.topic_id
left join coverage on coverage.actor_id = cell.actor_id and coverage.topic_id = cell.topic_id
$$;
comment on function stance_matrix(date) is 'Every actor''s answer on every topic at a day: position, mixed, declined to say, not enough evidence, or no statement found.';
