-- What an actor said on a topic is what is asked for most, and was found by reading all that the actor ever
-- said: of a much quoted one that is tens of thousands of claims, for a hundred stances. So a stance carries
-- the actor of its claim. Both rows are immutable, so that the copy holds.
alter table stance add column actor_id bigint;
comment on column stance.actor_id is 'Who uttered the claim: claim.actor_id, carried by a trigger so that an index finds what an actor said on a topic.';

alter table stance disable trigger stance_immutable;
update stance s set actor_id = c.actor_id from claim c where c.claim_id = s.claim_id;
alter table stance enable trigger stance_immutable;

create function stance_has_its_actor() returns trigger language plpgsql as $$
begin
    new.actor_id := (select c.actor_id from claim c where c.claim_id = new.claim_id);
    return new;
end $$;
comment on function stance_has_its_actor() is 'Trigger: a stance carries the actor of its claim, whoever writes it.';
create trigger stance_has_its_actor before insert on stance for each row execute function stance_has_its_actor();

create index stance_actor_idx on stance (actor_id, topic_id);

-- In how many articles was looked for an actor is answered from indexes alone: of a much quoted actor that
-- is as many articles, of which nothing else is asked.
create index analysis_searched_idx on analysis (article_id) include (codebook_id) where superseded_at is null and outcome = 'analysed';
create index article_live_idx on article (article_id) where superseded_at is null and kind = 'article';
