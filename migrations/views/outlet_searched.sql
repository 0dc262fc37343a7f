-- What is kept and not marked, and what is counted beside it.
create view outlet_searched as
select kept.publisher_id, kept.codebook_id, kept.articles, kept.first_day, kept.last_day, kept.undated_articles, kept.articles_read
from kept_outlet kept
where not exists (select from outlet_mark m where m.publisher_id = kept.publisher_id)
union all
select * from outlet_beside();

comment on view outlet_searched is 'How many articles of an outlet were searched for a codebook version: to be summed, since what came since the last keeping has rows of its own.';
comment on column outlet_searched.publisher_id is 'The outlet; 0 for articles without one.';
comment on column outlet_searched.codebook_id is 'The codebook version that they were searched for; null where none was in force.';
comment on column outlet_searched.articles is 'Articles that count as searched; see searched_article.';
comment on column outlet_searched.first_day is 'First publication day among them.';
comment on column outlet_searched.last_day is 'Last publication day among them.';
comment on column outlet_searched.undated_articles is 'How many of them have no date.';
comment on column outlet_searched.articles_read is 'How many of them a person read in full.';
