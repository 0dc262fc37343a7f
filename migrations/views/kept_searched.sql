-- In how many articles was looked for an actor, kept: counting it for every actor reads all mentions. As with
-- kept_history, nothing but the record goes in; actor_searched counts what came since, and anew what is marked.
create table kept_searched as
select actor_id, codebook_id, count(distinct article_id) as articles
from actor_searched_article
where codebook_id is not null
group by actor_id, codebook_id;
create unique index kept_searched_key on kept_searched (actor_id, codebook_id);
create trigger kept_searched_never_truncated before truncate on kept_searched for each statement execute function never_truncated();
analyze kept_searched;

comment on table kept_searched is 'What actor_searched is read from: its rows as they were kept last.';
comment on column kept_searched.actor_id is 'As in actor_searched.';
comment on column kept_searched.codebook_id is 'As in actor_searched.';
comment on column kept_searched.articles is 'As in actor_searched, of articles up to kept_until.';
