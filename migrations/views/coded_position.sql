-- What each coder found, as of now; see coded_position_at for how it is made.
create view coded_position as select * from coded_position_at('infinity');

comment on view coded_position is 'One row per position that a coder found in an article; the coder "machine" is the program, in articles that people read in full.';
comment on column coded_position.coder is 'The coder''s name, or machine.';
comment on column coded_position.machine is 'Whether it is the program''s.';
comment on column coded_position.article_id is 'The article.';
comment on column coded_position.actor_id is 'Canonical actor.';
comment on column coded_position.actor is 'Its name.';
comment on column coded_position.topic_id is 'The topic.';
comment on column coded_position.topic is 'Its codebook id.';
comment on column coded_position.stance is '−2 opposes to +2 supports.';
comment on column coded_position.confidence is 'The program''s confidence, 0 to 1; null for people.';
comment on column coded_position.place is 'text, or title.';
comment on column coded_position.evidence_start is 'First code point of the passage.';
comment on column coded_position.evidence_end is 'First code point behind the passage.';
comment on column coded_position.evidence is 'The passage.';
comment on column coded_position.coded_statement_id is 'The coder''s statement; null for the program.';
comment on column coded_position.root_claim_id is 'The claim that it is, became or confirmed; null for what was not taken into the record.';
comment on column coded_position.taken is 'Whether it was taken into the record; null where nobody has decided.';
