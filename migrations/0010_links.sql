-- A statement can take up an earlier one of the same actor: say that it still holds, take it back, deny it,
-- explain it, dispute how it was quoted. Such a claim is on a topic without taking a side on it, so that
-- its stance row has no value; which earlier utterance is meant is settled in stance_history.

alter table claim
    add column link_kind text,
    add column link_span int4multirange not null default '{}',
    add constraint claim_link_known check (
        link_kind in ('restates', 'withdraws', 'denies_saying', 'clarifies', 'disputes_quotation'));
comment on column claim.link_kind is 'How it takes up an earlier statement of the same actor: restates, withdraws, denies_saying, clarifies or disputes_quotation; null where it takes up none.';
comment on column claim.link_span is 'Code points of the words that say so.';

alter table stance
    alter column value drop not null,
    add column link_side smallint,
    add constraint stance_link_side_is_a_side check (link_side in (-1, 1));
comment on column stance.value is '−2 opposes, −1 leans against, 0 undecided by own words (or a refusal), +1 leans for, +2 supports; null where the claim only takes up an earlier one (claim.link_kind).';
comment on column stance.link_side is 'Side of the earlier statement that the claim takes up, −1 against or +1 for, where it is told again.';

insert into setting (name, value, description) values
    ('brought_back_days', '90', 'Days after their saying from which words printed for the first time were brought back by whoever printed them.');
