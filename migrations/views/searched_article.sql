-- What was searched so far; see searched_article_at.
create view searched_article as select * from searched_article_at('infinity');

comment on view searched_article is 'One row per article that counts as searched: the ids behind every "N articles searched". Of an actor those that article_actor names, of a topic those of its codebook version or a later one.';
comment on column searched_article.article_id is 'The article.';
comment on column searched_article.publisher_id is 'Its outlet.';
comment on column searched_article.outlet is 'The outlet''s name.';
comment on column searched_article.title is 'Its headline.';
comment on column searched_article.url is 'Its address.';
comment on column searched_article.published_day is 'Publication day.';
comment on column searched_article.codebook_id is 'The codebook version that it was searched for.';
comment on column searched_article.read_in_full is 'Whether a person read it in full, too.';
comment on column searched_article.read_codebook_id is 'The latest codebook version for whose topics a person read it.';
