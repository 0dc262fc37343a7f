-- An unnamed source is often told by where it stands: "a Pentagon official". That is kept with the claim,
-- and never makes the source's words the Pentagon's.

alter table claim
    add column affiliation_id bigint,
    add constraint claim_affiliation_fkey foreign key (affiliation_id) references actor;
comment on column claim.affiliation_id is 'Whom an unnamed source belongs to, without speaking for it.';
