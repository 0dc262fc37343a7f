-- How much stands behind each topic now; see topic_overview_at for how it is made.
create view topic_overview as select * from topic_overview_at('infinity');

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
