-- Who read what in full, and what was found there.
create view article_read as
select
    r.article_id, r.coder, r.codebook_id,
    (select count(*) from coded_statement s
     where s.article_id = r.article_id and s.coder = r.coder and s.superseded_at is null) as statements,
    r.note, r.recorded_at
from reading r
where r.superseded_at is null;

comment on view article_read is 'One row per article and person who read it in full.';
comment on column article_read.article_id is 'The article.';
comment on column article_read.coder is 'Who read it.';
comment on column article_read.codebook_id is 'The codebook version whose topics were looked for.';
comment on column article_read.statements is 'Statements that the coder recorded in it; 0 where nothing was found.';
comment on column article_read.note is 'Anything to remember.';
comment on column article_read.recorded_at is 'When it was finished.';
