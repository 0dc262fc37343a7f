-- What was decided about a coder's statement can be taken back, as a verdict can: by a row that says so.
alter table adjudication
    add column undoes bigint,
    add column review_id bigint,
    alter column taken drop not null,
    drop constraint adjudication_once_key,
    drop constraint adjudication_taken_is_a_claim,
    add constraint adjudication_undoes_fkey foreign key (undoes) references adjudication,
    add constraint adjudication_review_fkey foreign key (review_id) references review,
    add constraint adjudication_undo_decides_nothing check ((undoes is null) = (taken is not null)),
    add constraint adjudication_taken_is_a_claim check (coalesce(taken, false) = (root_claim_id is not null)),
    add constraint adjudication_verdict_of_a_claim check (review_id is null or taken);
create index adjudication_statement_idx on adjudication (coded_statement_id);
create unique index adjudication_undone_once_key on adjudication (undoes) where undoes is not null;

-- A verdict that was given with a decision has its claim and its moment.
alter table adjudication disable trigger adjudication_insert_only;
update adjudication a set review_id = (
    select max(r.review_id) from review r join coded_statement s on s.coded_statement_id = a.coded_statement_id
    where r.root_claim_id = a.root_claim_id and r.topic_id = s.topic_id and r.recorded_at = a.recorded_at and r.reviewer = a.adjudicator);
alter table adjudication enable trigger adjudication_insert_only;

create function adjudication_stands() returns trigger language plpgsql as $$
begin
    if new.undoes is null then
        if exists (select from adjudication a where a.coded_statement_id = new.coded_statement_id and a.undoes is null
                and a.adjudication_id <> new.adjudication_id
                and not exists (select from adjudication u where u.undoes = a.adjudication_id)) then
            raise exception 'statement % was decided about before', new.coded_statement_id
                using errcode = 'unique_violation', hint = 'take that back first, by a row that undoes it';
        end if;
    elsif not exists (select from adjudication a where a.adjudication_id = new.undoes and a.undoes is null
            and a.coded_statement_id = new.coded_statement_id) then
        raise exception 'there is no decision % about statement %', new.undoes, new.coded_statement_id
            using errcode = 'foreign_key_violation';
    end if;
    return null;
end $$;
comment on function adjudication_stands() is 'Trigger: one decision about a statement stands at a time, and an undo is of a decision about the same statement.';
create trigger adjudication_stands after insert on adjudication for each row execute function adjudication_stands();

comment on table adjudication is 'Whether a coder''s statement was taken into the record; insert-only, the latest that is not undone stands. What only one person codes is taken when it is read to its end.';
comment on column adjudication.taken is 'Whether it stands; null for an undo.';
comment on column adjudication.undoes is 'For an undo: the decision taken back.';
comment on column adjudication.review_id is 'The verdict on a claim that was there by which it was taken; null where it became a claim of its own.';
