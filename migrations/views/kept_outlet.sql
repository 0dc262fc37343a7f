-- How many articles of each outlet were searched, kept: counting them reads all articles. As with kept_history, nothing
-- but the record goes in; outlet_searched counts what came since, and anew what is marked.
delete from outlet_mark;
create table kept_outlet as
select
    coalesce(publisher_id, 0) as publisher_id, codebook_id, count(*) as articles, min(published_day) as first_day,
    max(published_day) as last_day, count(*) filter (where published_day is null) as undated_articles,
    count(*) filter (where read_in_full) as articles_read
from searched_article
group by 1, 2;
create unique index kept_outlet_key on kept_outlet (publisher_id, codebook_id) nulls not distinct;
create trigger kept_outlet_never_truncated before truncate on kept_outlet for each statement execute function never_truncated();
analyze kept_outlet;

comment on table kept_outlet is 'What outlet_searched is read from: its rows as they were kept last.';
comment on column kept_outlet.publisher_id is 'As in outlet_searched.';
comment on column kept_outlet.codebook_id is 'As in outlet_searched.';
comment on column kept_outlet.articles is 'As in outlet_searched, of articles up to kept_until.';
comment on column kept_outlet.first_day is 'As in outlet_searched, of articles up to kept_until.';
comment on column kept_outlet.last_day is 'As in outlet_searched, of articles up to kept_until.';
comment on column kept_outlet.undated_articles is 'As in outlet_searched, of articles up to kept_until.';
comment on column kept_outlet.articles_read is 'As in outlet_searched, of articles up to kept_until.';
