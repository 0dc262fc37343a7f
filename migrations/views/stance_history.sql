-- The history as of now: what is kept of it, and what is marked as out of date made anew. See stance_history_at for
-- how it is made. Marks are few at any time; those of a topic are made in one go, and by the last comparison only those of
-- the topics asked for.
create view stance_history as
select kept.*
from kept_history kept
where not exists (select from history_mark m where m.actor_id = kept.actor_id and m.topic_id = kept.topic_id)
union all
select made.*
from (select m.topic_id, array_agg(m.actor_id) as actors from history_mark m group by m.topic_id) marked
cross join lateral stance_history_anew(marked.actors, marked.topic_id, 'infinity') made
where made.topic_id = marked.topic_id;

comment on view stance_history is 'One row per actor, topic and utterance: what was said, when, with which stance, on what evidence.';
comment on column stance_history.actor_id is 'Canonical actor.';
comment on column stance_history.actor is 'Its name.';
comment on column stance_history.actor_slug is 'Its codebook id; null for a discovered actor.';
comment on column stance_history.actor_kind is 'person, organization, government, group or anonymous.';
comment on column stance_history.topic_id is 'The topic.';
comment on column stance_history.topic is 'Its codebook id.';
comment on column stance_history.topic_name is 'Its name.';
comment on column stance_history.via_topic is 'The topic that the stance is on: the same, or a child that counts for it.';
comment on column stance_history.utterance_id is 'The event of saying.';
comment on column stance_history.claim_id is 'The claim whose passage is shown.';
comment on column stance_history.claim_ids is 'Every claim that attests the utterance.';
comment on column stance_history.article_id is 'The article whose passage is shown.';
comment on column stance_history.article_ids is 'Every article that attests the utterance.';
comment on column stance_history.said_from is 'First possible day of saying, inclusive.';
comment on column stance_history.said_to is 'Last possible day of saying, inclusive.';
comment on column stance_history.basis is 'explicit (the text says), article (by its publication day) or unknown.';
comment on column stance_history.time_expression is 'The words that give the time, as printed.';
comment on column stance_history.stance is '−2 opposes to +2 supports: the latest verdict of a person, else the lower-magnitude median of the attestations; null where it only takes up an earlier statement.';
comment on column stance_history.label is 'Its word; without a stance, what it does to the earlier statement.';
comment on column stance_history.form is 'direct, mixed, indirect or none.';
comment on column stance_history.act is 'statement, refusal, decision, vote or belief.';
comment on column stance_history.bearing is 'direct, or inferred (an argument that bears on the proposition).';
comment on column stance_history.on_behalf_of_id is 'The principal spoken for.';
comment on column stance_history.on_behalf_of is 'Its name.';
comment on column stance_history.ascribed_by_id is 'Another actor who says that this actor holds it.';
comment on column stance_history.ascribed_by is 'Its name.';
comment on column stance_history.evidence is 'The passage as printed.';
comment on column stance_history.condition is 'The condition as printed ("only if …").';
comment on column stance_history.outlet is 'Publisher of the passage shown.';
comment on column stance_history.url is 'Its address.';
comment on column stance_history.title is 'Its headline.';
comment on column stance_history.published_day is 'Its publication day.';
comment on column stance_history.retrieved_at is 'When it was retrieved.';
comment on column stance_history.outlets is 'How many outlets attest the utterance.';
comment on column stance_history.attestations is 'How many articles attest the utterance.';
comment on column stance_history.status is 'proposed (machine), confirmed, corrected or rejected (person).';
comment on column stance_history.confidence is 'Probability that the side is right, 0 to 1: the surest attestation''s.';
comment on column stance_history.disputed is 'Attestations have opposite signs and nobody has decided.';
comment on column stance_history.not_counted_because is 'Why this row forms no position; null where it does.';
comment on column stance_history.why_cue is 'The attitude word, as printed.';
comment on column stance_history.why_term is 'The topic term that matched.';
comment on column stance_history.why_rule is 'The rule that composed them.';
comment on column stance_history.codebook_ids is 'The codebook versions that it was judged by.';
comment on column stance_history.link is 'How it takes up an earlier statement of the actor on the topic: restates, withdraws, denies_saying, clarifies or disputes_quotation; null where it takes up none.';
comment on column stance_history.linked_utterance_id is 'The earlier utterance: the nearest before it that takes a side, the same side where the words tell one; null where none is known.';
comment on column stance_history.linked_claim_id is 'The claim whose passage shows it.';
comment on column stance_history.linked_said_from is 'First possible day of its saying.';
comment on column stance_history.linked_said_to is 'Last possible day of its saying.';
comment on column stance_history.linked_stance is 'Its stance.';
comment on column stance_history.restated_by_claim_id is 'The claim that says next, without a side of its own, that this still holds.';
comment on column stance_history.brought_back_by is 'For words first printed long after they were said (setting brought_back_days): who brought them back, another actor or the outlet.';
comment on column stance_history.brought_back_on is 'The day on which they were.';
comment on column stance_history.affiliation_id is 'Whom an unnamed source belongs to, without speaking for it.';
comment on column stance_history.affiliation is 'Its name.';
comment on column stance_history.correction is 'What the outlet did about the passage, in words. Always null here, where corrected passages are left out: see stance_history_at(time, true); corrected_claim has, by utterance_id, copies elsewhere that were taken back.';
