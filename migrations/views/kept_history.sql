-- The rows of the history as of now, kept, since making them takes long where they are many. They are made by the
-- function that says what they are, and again whenever a view changes; nothing else is put here. stance_history
-- leaves out what is marked as out of date, and makes that anew.
--
-- While it and the counts are made nobody writes, so that what is marked afterwards came afterwards.
select pg_advisory_xact_lock(7310591);
lock table article, article_actor, analysis, actor_identity, claim, utterance_member, stance in share mode;
with taken as (delete from history_mark returning actor_id, topic_id), pair as (select distinct actor_id, topic_id from taken)
select note_changes(array_agg(p.actor_id), array_agg(p.topic_id)) from pair p;
delete from tally_mark;
update kept_until set
    article_id = coalesce((select max(article_id) from article), 0),
    claim_id = coalesce((select max(claim_id) from claim), 0),
    actor_id = coalesce((select max(actor_id) from actor), 0);
-- Rows of a topic lie beside each other: of an actor there are few on each.
create table kept_history as select * from stance_history_at('infinity') order by topic_id, actor_id, utterance_id;
create unique index kept_history_key on kept_history (actor_id, topic_id, utterance_id);
create index kept_history_topic_idx on kept_history (topic_id);
create index kept_history_spoken_for_idx on kept_history (on_behalf_of_id) where on_behalf_of_id is not null;
create index kept_history_ascribed_idx on kept_history (ascribed_by_id) where ascribed_by_id is not null;
create index kept_history_affiliated_idx on kept_history (affiliation_id) where affiliation_id is not null;
create trigger kept_history_never_truncated before truncate on kept_history for each statement execute function never_truncated();
analyze kept_history;

comment on table kept_history is 'What stance_history is read from: its rows as they were kept last. Read stance_history, which makes anew what changed since.';
do $$
declare
    named text;
begin
    for named in select attname from pg_attribute where attrelid = 'kept_history'::regclass and attnum > 0 loop
        execute format('comment on column kept_history.%I is %L', named, 'As in stance_history.');
    end loop;
end $$;
