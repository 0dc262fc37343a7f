-- What an ingest inserts by thousands of rows is checked by the batch. A foreign key looks up, and locks,
-- a row for every row and column, and the passages of an article each took its text apart from the start:
-- together that was most of what storing an article cost.

-- The first byte of the character that holds a byte of UTF-8; the length for places behind the end.
create function character_start(bytes bytea, place int) returns int language sql immutable parallel safe as $$
    select case
        when place >= octet_length(bytes) then octet_length(bytes)
        when get_byte(bytes, place) & 192 <> 128 then place
        when get_byte(bytes, place - 1) & 192 <> 128 then place - 1
        when get_byte(bytes, place - 2) & 192 <> 128 then place - 2
        else place - 3
    end
$$;
comment on function character_start(bytea, int) is 'Place of the first byte of the UTF-8 character that holds the byte at a place.';

-- Each text is unpacked once and cut into pieces between characters; a passage is then looked for in the
-- piece that it begins in and those up to its end. The work grows with the texts and the passages, and
-- with nothing else. Loops over all pieces for each passage, to which the planner is drawn as long as it
-- knows nothing of the batch, are therefore off; the texts themselves are fetched by their keys.
create or replace function claim_evidence_stands() returns trigger language plpgsql
    set enable_nestloop = off set enable_mergejoin = off as $$
declare
    wrong record;
    size constant int := 256;
begin
    with texts as materialized (
        select place_of.article_id, place_of.place,
            (select convert_to(case place_of.place when 'title' then a.title else a.text end, 'UTF8')
             from article a where a.article_id = place_of.article_id) as bytes
        from (select distinct article_id, place from inserted) place_of
    ), cut as materialized (
        select article_id, place, number,
            convert_from(substring(bytes from character_start(bytes, number * size) + 1
                for character_start(bytes, (number + 1) * size) - character_start(bytes, number * size)), 'UTF8') as piece
        from texts, generate_series(0, (octet_length(bytes) - 1) / size) as number
    ), pieces as materialized (
        select article_id, place, number, piece,
            (sum(length(piece)) over (partition by article_id, place order by number))::int - length(piece) as begins
        from cut
    ), ruler as materialized (
        select article_id, place, array_agg(begins order by number) as begins
        from pieces group by article_id, place
    ), reached as materialized (
        select c.claim_id, c.article_id, c.place,
            generate_series(width_bucket(c.evidence_start, begins) - 1, width_bucket(c.evidence_end - 1, begins) - 1) as number
        from inserted c join ruler using (article_id, place)
    ), around as (
        select r.claim_id, string_agg(p.piece, '' order by p.number) as words, min(p.begins) as begins
        from reached r join pieces p on p.article_id = r.article_id and p.place = r.place and p.number = r.number
        group by r.claim_id
    )
    select c.article_id, c.evidence_start, c.evidence_end into wrong
    from inserted c left join around using (claim_id)
    where substr(words, c.evidence_start - begins + 1, c.evidence_end - c.evidence_start) is distinct from c.evidence
    limit 1;
    if found then
        raise exception 'the passage at %..% of article % is not what its text says there',
            wrong.evidence_start, wrong.evidence_end, wrong.article_id
            using errcode = 'ST002', hint = 'offsets count Unicode code points, half-open, into the article''s text';
    end if;
    return null;
end $$;
drop function text_pieces(text, int);

-- Rows referred to are never deleted but by the program itself, which takes away first what refers to them,
-- and their keys never change; so that looking at what is inserted is enough.
create function must_refer() returns trigger language plpgsql as $$
declare
    reference int := 0;
    missing bigint;
begin
    while reference < tg_nargs loop
        -- A value at a time by its key: the tables referred to are never read whole.
        execute format(
            'select value from (select distinct %1$I as value from inserted where %1$I is not null) referring '
            'where (select true from %2$I referred where referred.%3$I = referring.value) is null limit 1',
            tg_argv[reference], tg_argv[reference + 1], tg_argv[reference + 2]) into missing;
        if missing is not null then
            raise exception '% % of % is not in %', tg_argv[reference], missing, tg_table_name, tg_argv[reference + 1]
                using errcode = 'foreign_key_violation', table = tg_table_name, column = tg_argv[reference];
        end if;
        reference := reference + 3;
    end loop;
    return null;
end $$;
comment on function must_refer() is 'Trigger: what its arguments name (column, table, key of the table) refers to rows that are there, checked by the batch.';

alter table claim
    drop constraint claim_article_fkey, drop constraint claim_analysis_fkey, drop constraint claim_run_fkey,
    drop constraint claim_actor_fkey, drop constraint claim_on_behalf_of_fkey, drop constraint claim_ascribed_by_fkey,
    drop constraint claim_affiliation_fkey;
-- By its name it comes before the check of passages, which needs the article.
create trigger claim_anchored after insert on claim referencing new table as inserted for each statement
    execute function must_refer('article_id', 'article', 'article_id', 'analysis_id', 'analysis', 'analysis_id',
        'run_id', 'extraction_run', 'run_id', 'actor_id', 'actor', 'actor_id', 'on_behalf_of_id', 'actor', 'actor_id',
        'ascribed_by_id', 'actor', 'actor_id', 'affiliation_id', 'actor', 'actor_id');

alter table utterance_member
    drop constraint utterance_member_utterance_fkey, drop constraint utterance_member_claim_fkey;
create trigger utterance_member_anchored after insert on utterance_member referencing new table as inserted for each statement
    execute function must_refer('utterance_id', 'utterance', 'utterance_id', 'claim_id', 'claim', 'claim_id');

alter table article_actor
    drop constraint article_actor_article_fkey, drop constraint article_actor_actor_fkey;
create trigger article_actor_anchored after insert on article_actor referencing new table as inserted for each statement
    execute function must_refer('article_id', 'article', 'article_id', 'actor_id', 'actor', 'actor_id');

alter table story_band
    drop constraint story_band_article_fkey;
create trigger story_band_anchored after insert on story_band referencing new table as inserted for each statement
    execute function must_refer('article_id', 'article', 'article_id');
