-- An actor is given another name: a decision like the others, which can be taken back.
alter table actor_decision
    drop constraint actor_decision_kind_known,
    add constraint actor_decision_kind_known check (kind in ('merge', 'split', 'alias', 'rename', 'undo'));
comment on column actor_decision.kind is 'merge, split, alias, rename or undo.';
