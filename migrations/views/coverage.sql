-- What was searched, so that silence can be told from not having looked. A passage entered by hand
-- is no article searched.
create view coverage as
select
    identity.canonical_actor_id as actor_id,
    version.topic_id,
    count(distinct article.article_id) as articles_searched,
    count(distinct article.publisher_id) as outlets_searched,
    min(printed.published_day) as first_day,
    max(printed.published_day) as last_day,
    count(distinct article.article_id) filter (where printed.published_day is null) as undated_articles,
    count(distinct article.article_id) filter (where exists (
        select from reading r where r.article_id = article.article_id and r.superseded_at is null
          and r.codebook_id >= version.codebook_id)) as articles_read
from article_actor mention
join actor_identity identity on identity.actor_id = mention.actor_id and identity.superseded_at is null
join article on article.article_id = mention.article_id and article.superseded_at is null and article.kind = 'article'
join analysis on analysis.article_id = article.article_id and analysis.superseded_at is null and analysis.outcome = 'analysed'
join topic_version version on version.codebook_id <= analysis.codebook_id and version.superseded_at is null
left join article_date printed on printed.article_id = article.article_id and printed.superseded_at is null
group by identity.canonical_actor_id, version.topic_id;

comment on view coverage is 'Per actor and topic: the articles that mention the actor and were searched for the topic''s present wording.';
comment on column coverage.actor_id is 'Canonical actor.';
comment on column coverage.topic_id is 'The topic.';
comment on column coverage.articles_searched is 'Articles analysed under a codebook version that has the topic, and mentioning the actor.';
comment on column coverage.outlets_searched is 'Their outlets.';
comment on column coverage.first_day is 'First publication day among them.';
comment on column coverage.last_day is 'Last publication day among them.';
comment on column coverage.undated_articles is 'How many of them have no date.';
comment on column coverage.articles_read is 'How many of them a person read in full for the topic''s present wording; the program alone searched the others.';
