-- How many claims actors have, and how many articles mention them, kept; see actor_tally.
create table kept_tally as
select part.actor_id, sum(part.claims)::bigint as claims, sum(part.articles)::bigint as articles
from (
    select identity.canonical_actor_id as actor_id, count(*) as claims, 0 as articles
    from claim c
    join actor_identity identity on identity.actor_id = c.actor_id and identity.superseded_at is null
    where c.superseded_at is null
    group by identity.canonical_actor_id
    union all
    select identity.canonical_actor_id, 0, count(distinct mention.article_id)
    from article_actor mention
    join actor_identity identity on identity.actor_id = mention.actor_id and identity.superseded_at is null
    group by identity.canonical_actor_id
) part
group by part.actor_id;
create unique index kept_tally_key on kept_tally (actor_id);
create index kept_tally_claims_idx on kept_tally (claims desc);
create trigger kept_tally_never_truncated before truncate on kept_tally for each statement execute function never_truncated();
analyze kept_tally;

comment on table kept_tally is 'What actor_tally is read from: its rows as they were kept last.';
comment on column kept_tally.actor_id is 'As in actor_tally.';
comment on column kept_tally.claims is 'As in actor_tally, up to kept_until.';
comment on column kept_tally.articles is 'As in actor_tally, up to kept_until.';
