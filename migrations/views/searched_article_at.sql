-- The one place that says which articles count as searched: analysed, and neither replaced by a later text nor
-- withdrawn by their outlet. A passage entered by hand is no article searched.
create function searched_article_at(known_at timestamptz)
returns table (
    article_id bigint, publisher_id bigint, outlet text, title text, url text, published_day date, codebook_id bigint,
    read_in_full boolean, read_codebook_id bigint
)
language sql stable as $$
select
    article.article_id, article.publisher_id,
    (select p.name from publisher p where p.publisher_id = article.publisher_id),
    article.title, coalesce(article.canonical_url, article.url), printed.published_day, analysis.codebook_id,
    exists (select from reading r where r.article_id = article.article_id and held(r.recorded_at, r.superseded_at, known_at)),
    (select max(r.codebook_id) from reading r where r.article_id = article.article_id and held(r.recorded_at, r.superseded_at, known_at))
from article
join analysis on analysis.article_id = article.article_id and held(analysis.recorded_at, analysis.superseded_at, known_at) and analysis.outcome = 'analysed'
left join article_date printed on printed.article_id = article.article_id and held(printed.recorded_at, printed.superseded_at, known_at)
where held(article.recorded_at, article.superseded_at, known_at) and article.kind = 'article' and not exists (
    select from correction x
    where x.article_id = article.article_id and x.kind = 'withdrawn' and held(x.recorded_at, x.superseded_at, known_at))
$$;
comment on function searched_article_at(timestamptz) is 'The rows of searched_article as the database had them at a time.';
