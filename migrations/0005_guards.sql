-- The record is guarded whole. Tables without superseded_at hold rows that nothing may change at all;
-- and TRUNCATE, which fires no row trigger, is refused wherever a delete is. A setting is no record: it
-- may be changed, and every run keeps the thresholds that it ran with.

create trigger publisher_insert_only before update or delete on publisher for each row execute function insert_only();
create trigger story_insert_only before update or delete on story for each row execute function insert_only();
create trigger story_sketch_insert_only before update or delete on story_sketch for each row execute function insert_only();
create trigger story_band_insert_only before update or delete on story_band for each row execute function insert_only();
create trigger topic_insert_only before update or delete on topic for each row execute function insert_only();
create trigger article_actor_insert_only before update or delete on article_actor for each row execute function insert_only();
create trigger utterance_insert_only before update or delete on utterance for each row execute function insert_only();
create trigger stance_scale_insert_only before update or delete on stance_scale for each row execute function insert_only();

create function never_truncated() returns trigger language plpgsql as $$
begin
    raise exception 'rows of % are never deleted', tg_table_name
        using errcode = 'ST001', hint = 'use "stance article forget ID", or another database';
end $$;
comment on function never_truncated() is 'Trigger: a table of the record is never emptied at once.';

do $$
declare
    guarded text;
begin
    foreach guarded in array array[
        'publisher', 'article', 'article_date', 'story', 'story_member', 'story_sketch', 'story_band',
        'actor', 'actor_decision', 'actor_identity', 'actor_distinct', 'actor_alias', 'actor_role',
        'codebook', 'topic', 'topic_version', 'topic_term', 'extraction_run', 'analysis', 'article_actor',
        'skipped', 'claim', 'utterance', 'utterance_member', 'stance', 'stance_scale', 'review'] loop
        execute format('create trigger %I before truncate on %I for each statement execute function never_truncated()',
            guarded || '_never_truncated', guarded);
    end loop;
end $$;
