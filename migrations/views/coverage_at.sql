-- What had been searched at a time, so that silence can be told from not having looked. A passage entered by
-- hand is no article searched, nor is an article that its outlet withdrew.
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
    min(printed.published_day) as first_day,
    max(printed.published_day) as last_day,
    count(distinct article.article_id) filter (where printed.published_day is null) as undated_articles,
    count(distinct article.article_id) filter (where exists (
        select from reading r where r.article_id = article.article_id and held(r.recorded_at, r.superseded_at, known_at)
          and r.codebook_id >= version.codebook_id)) as articles_read
from article_actor mention
join actor_identity identity on identity.actor_id = mention.actor_id and held(identity.recorded_at, identity.superseded_at, known_at)
join article on article.article_id = mention.article_id and held(article.recorded_at, article.superseded_at, known_at) and article.kind = 'article'
join analysis on analysis.article_id = article.article_id and held(analysis.recorded_at, analysis.superseded_at, known_at) and analysis.outcome = 'analysed'
join topic_version version on version.codebook_id <= analysis.codebook_id and held(version.recorded_at, version.superseded_at, known_at)
left join article_date printed on printed.article_id = article.article_id and held(printed.recorded_at, printed.superseded_at, known_at)
where not exists (
    select from correction x
    where x.article_id = mention.article_id and x.kind = 'withdrawn' and held(x.recorded_at, x.superseded_at, known_at))
group by identity.canonical_actor_id, version.topic_id
$$;
comment on function coverage_at(timestamptz) is 'The rows of coverage as the database had them at a time.';
