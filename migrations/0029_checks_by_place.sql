-- Half of what storing a claim cost was the check of its passage. A passage was put together from the pieces that
-- it reaches over, and counted through again; now it is compared byte by byte where it begins, in a piece
-- that reaches as far beyond its end as the longest passage of the text. Only the characters before it in its
-- piece are counted. A passage longer than most texts is compared with its text itself.
create or replace function claim_evidence_stands() returns trigger language plpgsql
    set enable_nestloop = off set enable_mergejoin = off as $$
declare
    wrong record;
    size constant int := 512;
    long constant int := 4096;
begin
    with texts as materialized (
        select place_of.article_id, place_of.place, place_of.reach,
            (select convert_to(case place_of.place when 'title' then a.title else a.text end, 'UTF8')
             from article a where a.article_id = place_of.article_id) as bytes
        from (
            select article_id, place, least(max(octet_length(evidence)), long) as reach from inserted group by article_id, place
        ) place_of
    ), cut as materialized (
        select article_id, place, number,
            convert_from(substring(bytes from character_start(bytes, number * size) + 1
                for character_start(bytes, (number + 1) * size) - character_start(bytes, number * size)), 'UTF8') as piece,
            -- A character has four bytes at most, and the piece may begin within three of its place.
            substring(bytes from character_start(bytes, number * size) + 1 for size + 3 + reach) as onward
        from texts, generate_series(0, (octet_length(bytes) - 1) / size) as number
    ), pieces as materialized (
        select article_id, place, number, piece, onward,
            (sum(length(piece)) over (partition by article_id, place order by number))::int - length(piece) as begins
        from cut
    ), ruler as materialized (
        select article_id, place, array_agg(begins order by number) as begins
        from pieces group by article_id, place
    ), placed as (
        select c.article_id, c.place, c.evidence_start, c.evidence_end, c.evidence,
            width_bucket(c.evidence_start, begins) - 1 as number
        from inserted c left join ruler using (article_id, place)
    )
    select c.article_id, c.evidence_start, c.evidence_end into wrong
    from placed c left join pieces p using (article_id, place, number)
    where length(c.evidence) <> c.evidence_end - c.evidence_start or case
        when octet_length(c.evidence) <= long then
            substring(p.onward from octet_length(convert_to(left(p.piece, c.evidence_start - p.begins), 'UTF8')) + 1
                for octet_length(c.evidence))
                is distinct from convert_to(c.evidence, 'UTF8')
        else
            (select substr(case c.place when 'title' then a.title else a.text end, c.evidence_start + 1, c.evidence_end - c.evidence_start)
             from article a where a.article_id = c.article_id) is distinct from c.evidence
        end
    limit 1;
    if found then
        raise exception 'the passage at %..% of article % is not what its text says there',
            wrong.evidence_start, wrong.evidence_end, wrong.article_id
            using errcode = 'ST002', hint = 'offsets count Unicode code points, half-open, into the article''s text';
    end if;
    return null;
end $$;

-- New actors and what was left out come by the thousand, too.
alter table actor_identity
    drop constraint actor_identity_actor_fkey, drop constraint actor_identity_canonical_fkey;
create trigger actor_identity_anchored after insert on actor_identity referencing new table as inserted for each statement
    execute function must_refer('actor_id', 'actor', 'actor_id', 'canonical_actor_id', 'actor', 'actor_id');

alter table skipped
    drop constraint skipped_analysis_fkey;
create trigger skipped_anchored after insert on skipped referencing new table as inserted for each statement
    execute function must_refer('analysis_id', 'analysis', 'analysis_id');
