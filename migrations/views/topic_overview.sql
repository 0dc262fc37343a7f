-- How much stands behind each topic.
create view topic_overview as
select
    topic.topic_id, topic.slug as topic, version.name as topic_name, version.proposition,
    parent.slug as parent, version.parent_effect, version.codebook_id,
    coalesce(said.statements, 0) as statements, coalesce(said.actors, 0) as actors,
    coalesce(said.articles, 0) as articles, coalesce(said.outlets, 0) as outlets,
    coalesce(said.refusals, 0) as refusals,
    said.first_said, said.last_said,
    coalesce(stands.opposing, 0) as actors_opposing, coalesce(stands.undecided, 0) as actors_undecided,
    coalesce(stands.supporting, 0) as actors_supporting, coalesce(stands.mixed, 0) as actors_mixed,
    coalesce(shifts.confirmed, 0) as shifts_confirmed, coalesce(shifts.candidate, 0) as shifts_candidate
from topic
join topic_version version on version.topic_id = topic.topic_id and version.superseded_at is null
left join topic parent on parent.topic_id = version.parent_topic_id
left join (
    select h.topic_id,
        count(*) filter (where h.not_counted_because is null) as statements,
        count(distinct h.actor_id) filter (where h.not_counted_because is null) as actors,
        count(distinct h.article_id) filter (where h.not_counted_because is null) as articles,
        count(distinct h.outlet) filter (where h.not_counted_because is null) as outlets,
        count(*) filter (where h.act = 'refusal' and h.status <> 'rejected') as refusals,
        min(h.said_from) filter (where h.not_counted_because is null) as first_said,
        max(h.said_to) filter (where h.not_counted_because is null) as last_said
    from stance_history h
    group by h.topic_id
) said on said.topic_id = topic.topic_id
left join (
    select p.topic_id,
        count(*) filter (where p.stance < 0) as opposing, count(*) filter (where p.stance = 0) as undecided,
        count(*) filter (where p.stance > 0) as supporting, count(*) filter (where p.mixed) as mixed
    from current_position p
    group by p.topic_id
) stands on stands.topic_id = topic.topic_id
left join (
    select s.topic_id, count(*) filter (where s.status = 'confirmed') as confirmed, count(*) filter (where s.status = 'candidate') as candidate
    from stance_shift s
    group by s.topic_id
) shifts on shifts.topic_id = topic.topic_id;

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
