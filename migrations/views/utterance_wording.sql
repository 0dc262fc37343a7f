-- An utterance is counted once, however often it is printed; where the prints differ, that is shown here.
create view utterance_wording as
select
    member.utterance_id, identity.canonical_actor_id as actor_id, c.evidence as wording, c.form,
    count(distinct c.article_id) as articles,
    array_agg(distinct publisher.name) filter (where publisher.name is not null) as outlets,
    min(printed.published_day) as first_printed,
    coalesce(max(member.agreement), 1) as agreement,
    array_agg(distinct c.claim_id) as claim_ids
from utterance_member member
join claim c on c.claim_id = member.claim_id and c.superseded_at is null
join actor_identity identity on identity.actor_id = c.actor_id and identity.superseded_at is null
join article on article.article_id = c.article_id
left join publisher on publisher.publisher_id = article.publisher_id
left join article_date printed on printed.article_id = c.article_id and printed.superseded_at is null
where member.superseded_at is null
group by member.utterance_id, identity.canonical_actor_id, c.evidence, c.form;

comment on view utterance_wording is 'One row per utterance and passage: in which words which outlets printed it.';
comment on column utterance_wording.utterance_id is 'The event of saying.';
comment on column utterance_wording.actor_id is 'Canonical actor.';
comment on column utterance_wording.wording is 'The passage as printed.';
comment on column utterance_wording.form is 'direct, mixed, indirect or none.';
comment on column utterance_wording.articles is 'How many articles print it so.';
comment on column utterance_wording.outlets is 'Their outlets; null where none is known.';
comment on column utterance_wording.first_printed is 'First day on which it was printed so.';
comment on column utterance_wording.agreement is 'How much its words agree with those of the utterance''s first claim, 0 to 1.';
comment on column utterance_wording.claim_ids is 'The claims.';
