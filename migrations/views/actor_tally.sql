-- What is kept and not marked, and what is counted beside it.
create view actor_tally as
select part.actor_id, sum(part.claims)::bigint as claims, sum(part.articles)::bigint as articles
from (
    select kept.actor_id, kept.claims, kept.articles
    from kept_tally kept
    where not exists (select from tally_mark m where m.actor_id = kept.actor_id)
    union all
    select * from tally_beside()
) part
group by part.actor_id
having sum(part.claims) + sum(part.articles) > 0;

comment on view actor_tally is 'One row per canonical actor that has a claim or is mentioned: how often.';
comment on column actor_tally.actor_id is 'Canonical actor.';
comment on column actor_tally.claims is 'Live claims that it is the source of.';
comment on column actor_tally.articles is 'Articles that mention it.';
