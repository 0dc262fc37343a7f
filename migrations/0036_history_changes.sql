-- What is kept says how it is now. Of an earlier time most of it says the same: a digest since last week is of a record that
-- has changed for some actors and topics, and making all of it anew takes seconds. So it is noted when the history of
-- each was put right last: what was not since a time is what it was at that time.
create table history_change (
    actor_id   bigint not null,
    topic_id   bigint not null,
    changed_at timestamptz not null,
    constraint history_change_pkey primary key (actor_id, topic_id)
);
create index history_change_at_idx on history_change (changed_at) include (actor_id, topic_id);
comment on table history_change is 'When the kept history of an actor on a topic was put right last. What has no row was not since kept_until.changes_since.';
comment on column history_change.actor_id is 'The actor.';
comment on column history_change.topic_id is 'The topic.';
comment on column history_change.changed_at is 'When its marks were taken away; what changed it was recorded before.';
create trigger history_change_never_truncated before truncate on history_change for each statement execute function never_truncated();

alter table kept_until add column changes_since timestamptz not null default now();
comment on column kept_until.changes_since is 'Since when history_change tells of every change; of an earlier record all is made anew.';

create function note_changes(actors bigint[], topics bigint[]) returns void language sql as $$
    -- By the clock: what changed may have been recorded after this transaction began.
    insert into history_change as c (actor_id, topic_id, changed_at)
    select m.actor_id, m.topic_id, clock_timestamp() from unnest(actors, topics) as m (actor_id, topic_id)
    on conflict (actor_id, topic_id) do update set changed_at = excluded.changed_at
$$;
comment on function note_changes(bigint[], bigint[]) is 'Notes that the histories of actors, each on the topic at the same place, are about to be put right.';

do $$
begin
    grant select on history_change to stance_reader;
exception
    when insufficient_privilege or undefined_object then
        raise notice 'the changes were not granted: %', sqlerrm;
end $$;
