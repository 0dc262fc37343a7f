-- What the database said at a time follows from rows that are never edited. Settings are edited: their earlier
-- values are kept from now on.

create table setting_before (
    setting_before_id bigint generated always as identity,
    name              text not null,
    value             text not null,
    held_until        timestamptz not null default now(),
    constraint setting_before_pkey primary key (setting_before_id)
);
create index setting_before_name_idx on setting_before (name, held_until);
create trigger setting_before_insert_only before update or delete on setting_before for each row execute function insert_only();
create trigger setting_before_never_truncated before truncate on setting_before for each statement execute function never_truncated();
comment on table setting_before is 'Values that settings had.';
comment on column setting_before.setting_before_id is 'Key.';
comment on column setting_before.name is 'Name of the setting.';
comment on column setting_before.value is 'The value that it had.';
comment on column setting_before.held_until is 'Until when.';

create function setting_is_kept() returns trigger language plpgsql as $$
begin
    insert into setting_before (name, value) values (old.name, old.value);
    return null;
end $$;
comment on function setting_is_kept() is 'Trigger: the value that a setting had is kept, whoever changes it.';
create trigger setting_is_kept after update on setting for each row when (old.value is distinct from new.value) execute function setting_is_kept();

create function setting_at(setting_name text, known_at timestamptz) returns text language sql stable as $$
    select coalesce(
        (select before.value from setting_before before where before.name = setting_name and before.held_until > known_at
         order by before.held_until, before.setting_before_id limit 1),
        (select s.value from setting s where s.name = setting_name))
$$;
comment on function setting_at(text, timestamptz) is 'The value of a setting at a time.';

-- Simple enough for the planner to write it out where it is used: for what is known now, it leaves "superseded_at
-- is null", which indexes answer.
create function held(recorded_at timestamptz, superseded_at timestamptz, known_at timestamptz) returns boolean
language sql immutable parallel safe as $$
    select (known_at = 'infinity' or recorded_at <= known_at)
        and (superseded_at is null or known_at < 'infinity' and superseded_at > known_at)
$$;
comment on function held(timestamptz, timestamptz, timestamptz) is 'Whether a row, added and closed at these times, held at a time; infinity for now.';

-- Topics that had a parent at any time, few as they are: for what counted for which topic then.
create index topic_version_parent_idx on topic_version (topic_id) where parent_topic_id is not null;
