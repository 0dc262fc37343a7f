-- Offices and affiliations are noted by people, too: a decision like the others, which can be taken back.
alter table actor_decision
    drop constraint actor_decision_kind_known,
    add constraint actor_decision_kind_known check (kind in ('merge', 'split', 'alias', 'rename', 'role', 'undo'));
comment on column actor_decision.kind is 'merge, split, alias, rename, role (an office or an affiliation) or undo.';

alter table actor_role
    add column actor_decision_id bigint,
    add constraint actor_role_decision_fkey foreign key (actor_decision_id) references actor_decision,
    add constraint actor_role_says_something check (title <> '' or organization is not null);
comment on table actor_role is 'Offices that an actor held, and organizations that it belonged to, by day.';
comment on column actor_role.title is 'Title as printed; empty where it belonged to the organization without an office that is known.';
comment on column actor_role.organization is 'Codebook id of the organization, or its name where no codebook has it.';
comment on column actor_role.actor_decision_id is 'The decision that made it; null for a codebook''s.';
