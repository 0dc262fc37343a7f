-- Which articles count as searched for an actor, as searched_article_at has it, which asks for a time and so cannot go by the rows that are held now. Actors that are one now mention an article once.
create view actor_searched_article as
select identity.canonical_actor_id as actor_id, mention.article_id, analysis.codebook_id, article.publisher_id, printed.published_day
from article_actor mention
join actor_identity identity on identity.actor_id = mention.actor_id and identity.superseded_at is null
join article on article.article_id = mention.article_id and article.superseded_at is null and article.kind = 'article'
join analysis on analysis.article_id = article.article_id and analysis.superseded_at is null and analysis.outcome = 'analysed'
left join article_date printed on printed.article_id = article.article_id and printed.superseded_at is null
where not exists (
    select from correction x
    where x.article_id = mention.article_id and x.kind = 'withdrawn' and x.superseded_at is null);

comment on view actor_searched_article is 'One row per actor and article that mentions it and was analysed; twice where two names of it are mentioned.';
comment on column actor_searched_article.actor_id is 'Canonical actor.';
comment on column actor_searched_article.article_id is 'The article.';
comment on column actor_searched_article.codebook_id is 'The codebook version that it was analysed under; null where none was in force.';
comment on column actor_searched_article.publisher_id is 'Its outlet.';
comment on column actor_searched_article.published_day is 'Its publication day.';
