-- Which articles count as searched, whose and from when, is read from indexes alone: without the texts that stand
-- beside it, counting all articles of a large record takes half as long.
drop index article_live_idx;
create index article_live_idx on article (article_id) include (publisher_id) where superseded_at is null and kind = 'article';
create index article_date_day_idx on article_date (article_id) include (published_day) where superseded_at is null;
