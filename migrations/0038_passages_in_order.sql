-- Of what storing a claim cost, a fifth was the check of its passage: texts were cut into pieces, which were counted,
-- sorted and joined, and written to the disk between. Now each text is gone through once, from passage to passage in
-- their order: what is behind is left behind, and the passage is compared byte by byte with what begins there. A long
-- text is gone through in stretches, so that leaving behind costs no more than its stretch is long.
create or replace function claim_evidence_stands() returns trigger language plpgsql as $$
declare
    c record;
    at_article bigint;
    at_title boolean;
    size constant int := 65536;
    -- The text from far_at on, and the first characters of it from near_at on.
    far text;
    far_at int;
    near text;
    near_at int;
begin
    for c in
        select article_id, place = 'title' as of_title, evidence_start, evidence_end, evidence
        from inserted order by article_id, place = 'title', evidence_start
    loop
        if at_article is distinct from c.article_id or at_title <> c.of_title then
            at_article := c.article_id;
            at_title := c.of_title;
            far := (select case when at_title then a.title else a.text end from article a where a.article_id = at_article);
            far_at := 0;
            near := left(far, size);
            near_at := 0;
        end if;
        if c.evidence_end > far_at + size then
            if c.evidence_start > far_at then
                far := right(far, far_at - c.evidence_start);
                far_at := c.evidence_start;
            end if;
            near := left(far, greatest(size, c.evidence_end - c.evidence_start));
            near_at := far_at;
        elsif c.evidence_start > near_at then
            near := right(near, near_at - c.evidence_start);
            near_at := c.evidence_start;
        end if;
        if (starts_with(near, c.evidence) and length(c.evidence) = c.evidence_end - c.evidence_start) is not true then
            raise exception 'the passage at %..% of article % is not what its text says there',
                c.evidence_start, c.evidence_end, c.article_id
                using errcode = 'ST002', hint = 'offsets count Unicode code points, half-open, into the article''s text';
        end if;
    end loop;
    return null;
end $$;
-- It joins nothing any more.
alter function claim_evidence_stands() reset all;
