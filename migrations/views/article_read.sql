-- Who read what in full, as of now; see article_read_at for how it is made.
create view article_read as select * from article_read_at('infinity');

comment on view article_read is 'One row per article and person who read it in full.';
comment on column article_read.article_id is 'The article.';
comment on column article_read.coder is 'Who read it.';
comment on column article_read.codebook_id is 'The codebook version whose topics were looked for.';
comment on column article_read.statements is 'Statements that the coder recorded in it; 0 where nothing was found.';
comment on column article_read.note is 'Anything to remember.';
comment on column article_read.recorded_at is 'When it was finished.';
