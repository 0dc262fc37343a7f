-- How much had been searched at a time, so that silence can be told from not having looked; searched_article_at
-- says which articles those are.
create function coverage_at(known_at timestamptz)
returns table (
    actor_id bigint, topic_id bigint, articles_searched bigint, outlets_searched bigint, first_day date, last_day date,
    undated_articles bigint, articles_read bigint
)
language sql stable as $$
select
    identity.canonical_actor_id as actor_id,
    version.topic_id,
    count(distinct article.article_id) as articles_searched,
    count(distinct article.publisher_id) as outlets_searched,
    min(article.published_day) as first_day,
    max(article.published_day) as last_day,
    count(distinct article.article_id) filter (where article.published_day is null) as undated_articles,
    count(distinct article.article_id) filter (where article.read_codebook_id >= version.codebook_id) as articles_read
from article_actor mention
join actor_identity identity on identity.actor_id = mention.actor_id and held(identity.recorded_at, identity.superseded_at, known_at)
join searched_article_at(known_at) article on article.article_id = mention.article_id
join topic_version version on version.codebook_id <= article.codebook_id and held(version.recorded_at, version.superseded_at, known_at)
group by identity.canonical_actor_id, version.topic_id
$$;
comment on function coverage_at(timestamptz) is 'The rows of coverage as the database had them at a time.';
