-- Taking a passage out of a text costs as much as the text is long, so that checking the passages of
-- one long text costs the square of its length. Long texts are cut once, in two steps, and each passage
-- is looked for in its piece and the next.
create function text_pieces(whole text, size int) returns table (number int, piece text)
language sql immutable parallel safe as $$
    select outer_cut.n * 64 + inner_cut.n, substr(outer_cut.part, inner_cut.n * size + 1, size)
    from (select n, substr(whole, n * size * 64 + 1, size * 64) as part
          from generate_series(0, (length(whole) - 1) / (size * 64)) n) outer_cut,
        generate_series(0, 63) as inner_cut (n)
    where inner_cut.n * size < length(outer_cut.part)
$$;
comment on function text_pieces(text, int) is 'A text cut into pieces of a size in code points, numbered from 0.';

create or replace function claim_evidence_stands() returns trigger language plpgsql as $$
declare
    wrong record;
    long_text constant int := 100000;
    size constant int := 8000;
begin
    with sized as materialized (
        -- The length is taken once an article: it, too, reads the whole text.
        select a.article_id, length(a.text) > long_text as is_long
        from article a where a.article_id in (select article_id from inserted)
    ), whole as materialized (
        select c.article_id, c.place, c.evidence_start, c.evidence_end, c.evidence
        from inserted c join sized using (article_id)
        where not is_long or c.place = 'title' or c.evidence_end - c.evidence_start > size
    ), cut as materialized (
        select a.article_id, number, piece
        from sized join article a using (article_id), text_pieces(a.text, size)
        where is_long
    ), found as (
        select w.article_id, w.evidence_start, w.evidence_end, w.evidence,
            substr(case w.place when 'title' then a.title else a.text end,
                   w.evidence_start + 1, w.evidence_end - w.evidence_start) as passage
        from whole w join article a using (article_id)
        union all
        select c.article_id, c.evidence_start, c.evidence_end, c.evidence,
            substr(coalesce(here.piece, '') || coalesce(next.piece, ''),
                   c.evidence_start % size + 1, c.evidence_end - c.evidence_start)
        from inserted c
        join sized on sized.article_id = c.article_id and is_long
        left join cut here on here.article_id = c.article_id and here.number = c.evidence_start / size
        left join cut next on next.article_id = c.article_id and next.number = c.evidence_start / size + 1
        where c.place <> 'title' and c.evidence_end - c.evidence_start <= size
    )
    select article_id, evidence_start, evidence_end into wrong
    from found where passage is distinct from evidence
    limit 1;
    if found then
        raise exception 'the passage at %..% of article % is not what its text says there',
            wrong.evidence_start, wrong.evidence_end, wrong.article_id
            using errcode = 'ST002', hint = 'offsets count Unicode code points, half-open, into the article''s text';
    end if;
    return null;
end $$;
