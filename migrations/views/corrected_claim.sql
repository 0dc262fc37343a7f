-- What outlets do not stand by any more now; see corrected_claim_at for how it is made.
create view corrected_claim as select * from corrected_claim_at('infinity');

comment on view corrected_claim is 'One row per claim and correction that holds: what outlets corrected or withdrew, or dropped from a later text.';
comment on column corrected_claim.correction_id is 'The correction.';
comment on column corrected_claim.kind is 'revised, corrected or withdrawn.';
comment on column corrected_claim.correction is 'What the outlet did about the passage, in words.';
comment on column corrected_claim.note is 'What the outlet says, or where.';
comment on column corrected_claim.recorded_by is 'Who recorded it; null for what ingest saw.';
comment on column corrected_claim.corrected_at is 'When it was recorded.';
comment on column corrected_claim.claim_id is 'The claim; for revised, its last version.';
comment on column corrected_claim.root_claim_id is 'The claim through all its versions.';
comment on column corrected_claim.article_id is 'The article that printed it.';
comment on column corrected_claim.outlet is 'Its publisher.';
comment on column corrected_claim.actor_id is 'Canonical actor.';
comment on column corrected_claim.actor is 'Its name.';
comment on column corrected_claim.topic_ids is 'Topics that it has a stance on.';
comment on column corrected_claim.utterance_id is 'The utterance that it attested.';
comment on column corrected_claim.said_from is 'First possible day of saying, inclusive.';
comment on column corrected_claim.said_to is 'Last possible day of saying, inclusive.';
comment on column corrected_claim.evidence is 'The passage as it was printed.';
comment on column corrected_claim.revised_by_article_id is 'For revised: the later text.';
comment on column corrected_claim.reads_now_claim_id is 'For revised: the claim of the later text that it became, where there is one like it.';
comment on column corrected_claim.copy_claim_ids is 'Claims of other articles that attest the same utterance and that no outlet took back.';
comment on column corrected_claim.copy_article_ids is 'Their articles.';
comment on column corrected_claim.copy_outlets is 'Their outlets.';
