-- When a digest of a name was made, so that the next one says what changed since; and what counts as late and
-- as silence in it.

create table digest_made (
    digest_made_id bigint generated always as identity,
    name           text not null,
    made_at        timestamptz not null default now(),
    made_by        text not null,
    constraint digest_made_pkey primary key (digest_made_id)
);
create index digest_made_name_idx on digest_made (name, digest_made_id desc);
create trigger digest_made_insert_only before update or delete on digest_made for each row execute function insert_only();
create trigger digest_made_never_truncated before truncate on digest_made for each statement execute function never_truncated();
comment on table digest_made is 'One row per digest made under a name; the last of a name is what the next one goes by.';
comment on column digest_made.digest_made_id is 'Key.';
comment on column digest_made.name is 'Name of the digest, such as "morning".';
comment on column digest_made.made_at is 'When it was made.';
comment on column digest_made.made_by is 'Who made it.';

insert into setting (name, value, description) values
    ('digest_late_days', '7', 'What was said more than this many days before a digest''s period, and found in it, changed the past.'),
    ('silence_statements', '3', 'Statements on a topic from which on an actor''s silence is told.'),
    ('silence_factor', '2', 'Silence is told after this many times the longest gap between an actor''s statements.'),
    ('silence_least_days', '30', 'Silence is never told earlier than this many days after the last statement.');
