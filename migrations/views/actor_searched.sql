-- What is kept and not marked, and what is counted beside it: so that the few actors who are asked for are found by
-- their keys, the two are not put together here.
create view actor_searched as
select kept.actor_id, kept.codebook_id, kept.articles, kept.first_day, kept.last_day, kept.undated_articles, kept.outlet_ids
from kept_searched kept
where not exists (select from tally_mark m where m.actor_id = kept.actor_id)
union all
select * from searched_beside();

comment on view actor_searched is 'In how many articles was looked for a canonical actor under a codebook version: to be summed, since what came since the last keeping has rows of its own.';
comment on column actor_searched.actor_id is 'Canonical actor.';
comment on column actor_searched.codebook_id is 'The codebook version; null where none was in force.';
comment on column actor_searched.articles is 'Articles that mention the actor and were analysed under the version; none that its outlet withdrew.';
comment on column actor_searched.first_day is 'First publication day among them.';
comment on column actor_searched.last_day is 'Last publication day among them.';
comment on column actor_searched.undated_articles is 'How many of them have no date.';
comment on column actor_searched.outlet_ids is 'Their outlets.';
