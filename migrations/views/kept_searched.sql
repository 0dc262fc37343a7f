-- In how many articles was looked for an actor, kept: counting it for every actor reads all mentions. As with
-- kept_history, nothing but the record goes in; actor_searched counts what came since, and anew what is marked.
create table kept_searched as
select
    actor_id, codebook_id, count(distinct article_id) as articles, min(published_day) as first_day, max(published_day) as last_day,
    count(distinct article_id) filter (where published_day is null) as undated_articles,
    coalesce(array_agg(distinct publisher_id order by publisher_id) filter (where publisher_id is not null), '{}') as outlet_ids
from actor_searched_article
group by actor_id, codebook_id;
create unique index kept_searched_key on kept_searched (actor_id, codebook_id) nulls not distinct;
create trigger kept_searched_never_truncated before truncate on kept_searched for each statement execute function never_truncated();
analyze kept_searched;

comment on table kept_searched is 'What actor_searched is read from: its rows as they were kept last.';
comment on column kept_searched.actor_id is 'As in actor_searched.';
comment on column kept_searched.codebook_id is 'As in actor_searched.';
comment on column kept_searched.articles is 'As in actor_searched, of articles up to kept_until.';
comment on column kept_searched.first_day is 'As in actor_searched.';
comment on column kept_searched.last_day is 'As in actor_searched.';
comment on column kept_searched.undated_articles is 'As in actor_searched.';
comment on column kept_searched.outlet_ids is 'As in actor_searched.';
