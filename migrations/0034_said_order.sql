-- What was said last is reviewed first where somebody asks for that. By the days of claims that read every claim
-- down to the twentieth with a stance, of which a hundred have none for one that has. So a stance carries the last
-- day of its claim, too. Both rows are immutable, so that the copy holds.
alter table stance add column said_to date;
comment on column stance.said_to is 'Last day on which the claim may have been said: claim.said_to, carried by a trigger so that an index finds what was said last on a topic.';

-- Nothing that a history shows is changed by it, so none is marked to be made anew.
alter table stance disable trigger stance_immutable;
alter table stance disable trigger stance_marks_update;
update stance s set said_to = c.said_to from claim c where c.claim_id = s.claim_id and c.said_to is not null;
alter table stance enable trigger stance_immutable;
alter table stance enable trigger stance_marks_update;

create or replace function stance_has_its_actor() returns trigger language plpgsql as $$
begin
    select c.actor_id, c.said_to into new.actor_id, new.said_to from claim c where c.claim_id = new.claim_id;
    return new;
end $$;
comment on function stance_has_its_actor() is 'Trigger: a stance carries the actor and the last day of its claim, whoever writes it.';

create index stance_said_idx on stance (topic_id, said_to desc nulls last, claim_id desc)
    where superseded_at is null and origin = 'machine';
