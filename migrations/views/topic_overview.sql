-- How much stands behind each topic. The sources are stacked and grouped, not joined, so that a condition
-- on the topic reaches each and none is made once for every topic.
create view topic_overview as
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
        where version.superseded_at is null
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
        from stance_history h
        group by h.topic_id
        union all
        select p.topic_id, null, null, null, null, null, null, null,
            count(*) filter (where p.stance < 0), count(*) filter (where p.stance = 0),
            count(*) filter (where p.stance > 0), count(*) filter (where p.mixed), null, null,
            count(*) filter (where p.withdrawn)
        from current_position p
        group by p.topic_id
        union all
        select s.topic_id, null, null, null, null, null, null, null, null, null, null, null,
            count(*) filter (where s.status = 'confirmed'), count(*) filter (where s.status = 'candidate'), null
        from stance_shift s
        group by s.topic_id
    ) part
    group by part.topic_id
) cell
join topic on topic.topic_id = cell.topic_id
join topic_version version on version.topic_id = topic.topic_id and version.superseded_at is null;

comment on view topic_overview is 'One row per topic of the codebook in force: proposition, amount of evidence, where its actors stand.';
comment on column topic_overview.topic_id is 'Key.';
comment on column topic_overview.topic is 'Codebook id.';
comment on column topic_overview.topic_name is 'Name.';
comment on column topic_overview.proposition is 'What a stance agrees or disagrees with.';
comment on column topic_overview.parent is 'Codebook id of the parent.';
comment on column topic_overview.parent_effect is 'same, opposite or none.';
comment on column topic_overview.codebook_id is 'The codebook version that brought this wording.';
comment on column topic_overview.statements is 'Utterances that form positions.';
comment on column topic_overview.actors is 'Actors who made them.';
comment on column topic_overview.articles is 'Articles whose passages are shown for them.';
comment on column topic_overview.outlets is 'Their outlets.';
comment on column topic_overview.refusals is 'Refusals to say.';
comment on column topic_overview.first_said is 'First day of saying.';
comment on column topic_overview.last_said is 'Last day of saying.';
comment on column topic_overview.actors_opposing is 'Actors whose position now is below 0.';
comment on column topic_overview.actors_undecided is 'Actors whose position now is 0.';
comment on column topic_overview.actors_supporting is 'Actors whose position now is above 0.';
comment on column topic_overview.actors_mixed is 'Actors whose last period is mixed.';
comment on column topic_overview.shifts_confirmed is 'Shifts that people confirmed.';
comment on column topic_overview.shifts_candidate is 'Shifts that nobody has reviewed.';
comment on column topic_overview.actors_withdrawn is 'Actors who took back what they had said.';
