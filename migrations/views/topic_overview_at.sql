-- How much stands behind each topic. The sources are stacked and grouped, not joined, so that a condition
-- on the topic reaches each and none is made once for every topic.
create function topic_overview_at(known_at timestamptz, with_corrected boolean default false)
returns table (
    topic_id bigint, topic text, topic_name text, proposition text, parent text, parent_effect text,
    codebook_id bigint, statements bigint, actors bigint, articles bigint, outlets bigint, refusals bigint,
    first_said date, last_said date, actors_opposing bigint, actors_undecided bigint, actors_supporting bigint,
    actors_mixed bigint, shifts_confirmed bigint, shifts_candidate bigint, actors_withdrawn bigint
)
language sql stable as $$
select
    topic.topic_id, topic.slug as topic, version.name as topic_name, version.proposition,
    (select parent.slug from topic parent where parent.topic_id = version.parent_topic_id) as parent,
    version.parent_effect, version.codebook_id,
    cell.statements, cell.actors, cell.articles, cell.outlets, cell.refusals, cell.first_said, cell.last_said,
    cell.actors_opposing, cell.actors_undecided, cell.actors_supporting, cell.actors_mixed,
    cell.shifts_confirmed, cell.shifts_candidate, cell.actors_withdrawn
from (
    select part.topic_id,
        coalesce(max(part.statements), 0) as statements, coalesce(max(part.actors), 0) as actors,
        coalesce(max(part.articles), 0) as articles, coalesce(max(part.outlets), 0) as outlets,
        coalesce(max(part.refusals), 0) as refusals,
        max(part.first_said) as first_said, max(part.last_said) as last_said,
        coalesce(max(part.opposing), 0) as actors_opposing, coalesce(max(part.undecided), 0) as actors_undecided,
        coalesce(max(part.supporting), 0) as actors_supporting, coalesce(max(part.mixed), 0) as actors_mixed,
        coalesce(max(part.confirmed), 0) as shifts_confirmed, coalesce(max(part.candidate), 0) as shifts_candidate,
        coalesce(max(part.withdrawn), 0) as actors_withdrawn
    from (
        select version.topic_id, null::bigint as statements, null::bigint as actors, null::bigint as articles,
            null::bigint as outlets, null::bigint as refusals, null::date as first_said, null::date as last_said,
            null::bigint as opposing, null::bigint as undecided, null::bigint as supporting, null::bigint as mixed,
            null::bigint as confirmed, null::bigint as candidate, null::bigint as withdrawn
        from topic_version version
        where held(version.recorded_at, version.superseded_at, known_at)
        union all
        select h.topic_id,
            count(*) filter (where h.not_counted_because is null),
            count(distinct h.actor_id) filter (where h.not_counted_because is null),
            count(distinct h.article_id) filter (where h.not_counted_because is null),
            count(distinct h.outlet) filter (where h.not_counted_because is null),
            count(*) filter (where h.act = 'refusal' and h.status <> 'rejected'),
            min(h.said_from) filter (where h.not_counted_because is null),
            max(h.said_to) filter (where h.not_counted_because is null),
            null, null, null, null, null, null, null
        from stance_history_of(known_at, with_corrected) h
        group by h.topic_id
        union all
        select p.topic_id, null, null, null, null, null, null, null,
            count(*) filter (where p.stance < 0), count(*) filter (where p.stance = 0),
            count(*) filter (where p.stance > 0), count(*) filter (where p.mixed), null, null,
            count(*) filter (where p.withdrawn)
        from stance_as_of('infinity', known_at, with_corrected) p
        group by p.topic_id
        union all
        select s.topic_id, null, null, null, null, null, null, null, null, null, null, null,
            count(*) filter (where s.status = 'confirmed'), count(*) filter (where s.status = 'candidate'), null
        from stance_shift_at('infinity', known_at, with_corrected) s
        group by s.topic_id
    ) part
    group by part.topic_id
) cell
join topic on topic.topic_id = cell.topic_id
join topic_version version on version.topic_id = topic.topic_id and held(version.recorded_at, version.superseded_at, known_at)
$$;
comment on function topic_overview_at(timestamptz, boolean) is 'The rows of topic_overview as the database had them at a time.';
