-- What was searched so far; see coverage_at.
create view coverage as select * from coverage_at('infinity');

comment on view coverage is 'Per actor and topic: the articles that mention the actor and were searched for the topic''s present wording.';
comment on column coverage.actor_id is 'Canonical actor.';
comment on column coverage.topic_id is 'The topic.';
comment on column coverage.articles_searched is 'Articles analysed under a codebook version that has the topic, and mentioning the actor.';
comment on column coverage.outlets_searched is 'Their outlets.';
comment on column coverage.first_day is 'First publication day among them.';
comment on column coverage.last_day is 'Last publication day among them.';
comment on column coverage.undated_articles is 'How many of them have no date.';
comment on column coverage.articles_read is 'How many of them a person read in full for the topic''s present wording; the program alone searched the others.';
