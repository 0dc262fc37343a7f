-- How much stands behind each actor now; see actor_overview_at for how it is made.
create view actor_overview as select * from actor_overview_at('infinity');

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
comment on column actor_overview.statements is 'Utterances that form positions, each once on however many topics.';
comment on column actor_overview.topics is 'Topics that they are on.';
comment on column actor_overview.first_said is 'First day of saying.';
comment on column actor_overview.last_said is 'Last day of saying.';
comment on column actor_overview.articles_mentioning is 'Articles that mention it.';
comment on column actor_overview.joined_because is 'For a discovered actor: why what articles name was taken for one.';
comment on column actor_overview.merged_because is 'For each actor merged into it: who decided, and why.';
comment on column actor_overview.kept_apart_from is 'Persons of the same family name and those that a person split from it, and why they are others; at most 12.';
