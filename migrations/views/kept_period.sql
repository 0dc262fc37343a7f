-- The periods as of now, kept: positions, shifts, the matrix and digests are made of them. As with kept_history, nothing but
-- the record goes in, and stance_period leaves out what is marked and makes that anew. The passages stay in kept_history.
create table kept_period as
select actor_id, topic_id, period, said_from, said_to, value, mixed, utterances, attestations, confirmed, confidence,
    utterance_id, withdrawn, shown_from, superseded_on, statements, shown_said_from, shown_confidence, restated
from stance_period_made('infinity', 'infinity')
order by topic_id, actor_id, period;
create unique index kept_period_key on kept_period (actor_id, topic_id, period);
create index kept_period_topic_idx on kept_period (topic_id);
create trigger kept_period_never_truncated before truncate on kept_period for each statement execute function never_truncated();
analyze kept_period;

comment on table kept_period is 'What stance_period is read from: its rows as they were kept last. Read stance_period, which makes anew what changed since.';
do $$
declare
    named text;
begin
    for named in select attname from pg_attribute where attrelid = 'kept_period'::regclass and attnum > 0 loop
        execute format('comment on column kept_period.%I is %L', named, 'As in stance_period.');
    end loop;
end $$;
