-- Who read what in full, and what was found there.
create function article_read_at(known_at timestamptz)
returns table (
    article_id bigint, coder text, codebook_id bigint, statements bigint, note text, recorded_at timestamptz
)
language sql stable as $$
select
    r.article_id, r.coder, r.codebook_id,
    (select count(*) from coded_statement s
     where s.article_id = r.article_id and s.coder = r.coder and held(s.recorded_at, s.superseded_at, known_at)) as statements,
    r.note, r.recorded_at
from reading r
where held(r.recorded_at, r.superseded_at, known_at)
$$;
comment on function article_read_at(timestamptz) is 'The rows of article_read as the database had them at a time.';
