-- Stories and utterances are groups around a lead, which depend on what is stored and not on the order in
-- which it came. The lead is the member without a nearness, and comes first in the order of days.
--
-- Texts are compared by other sketches than before: the least hashes of their shingles, by which it shows
-- that one is contained in the other. The sketches cannot be made here: articles that were stored before
-- keep their stories, and get their sketches when a codebook is applied next.
drop table story_band;
drop table story_sketch;

create table story_sketch (
    article_id bigint not null,
    shingles   int not null,
    sketch     int[] not null,
    constraint story_sketch_pkey primary key (article_id),
    constraint story_sketch_article_fkey foreign key (article_id) references article
);
create trigger story_sketch_insert_only before update or delete on story_sketch for each row execute function insert_only();
create trigger story_sketch_never_truncated before truncate on story_sketch for each statement execute function never_truncated();
comment on table story_sketch is 'Sketches of article texts, for estimating how much two share.';
comment on column story_sketch.article_id is 'The article.';
comment on column story_sketch.shingles is 'Distinct shingles (runs of three words) of its text.';
comment on column story_sketch.sketch is 'The least hashes of them, ascending as unsigned numbers.';

-- The two tables of keys are indexes and no record: their rows come and go with what they point to, whose
-- foreign keys would cost more than all the rest.
create table story_key (
    key        int not null,
    place      bigint not null,
    article_id bigint not null,
    constraint story_key_pkey primary key (key, place, article_id)
);
-- Those without a day, of which there are few or none.
create index story_key_undated_idx on story_key (key, place, article_id) where place >= 4611684918915760128;
create trigger story_key_never_truncated before truncate on story_key for each statement execute function never_truncated();
comment on table story_key is 'An index: articles by the least hashes of their texts, and by day.';
comment on column story_key.key is 'One of the least hashes.';
comment on column story_key.place is 'Place in the order of articles: day, the longest first, hash.';
comment on column story_key.article_id is 'The article.';

alter table utterance_member add column agreement real;
comment on column utterance_member.agreement is 'How much its words agree with those of the utterance''s first claim (0 to 1); null for the first.';
comment on column story_member.similarity is 'Estimated share of the shorter text''s word shingles (0 to 1) that it has in common with the story''s first article; null for the first.';

create table utterance_key (
    key      bigint not null,
    place    bigint not null,
    claim_id bigint not null,
    constraint utterance_key_pkey primary key (key, place, claim_id)
);
create trigger utterance_key_never_truncated before truncate on utterance_key for each statement execute function never_truncated();
comment on table utterance_key is 'An index: live claims by their actor''s key (high half) and one of the least hashes of their words (low half), and by day.';
comment on column utterance_key.key is 'Actor, as the text names it, and hash of a word.';
comment on column utterance_key.place is 'Place in the order of claims: first day, the narrowest interval first, the fullest wording first, hash.';
comment on column utterance_key.claim_id is 'The claim.';

insert into utterance_key (key, place, claim_id)
select distinct (c.actor_id << 32) | (word::bigint & 4294967295),
    coalesce(c.said_from - date '0001-01-01' + 1, 4194303)::bigint << 40, c.claim_id
from claim c cross join unnest(c.content_words[1:3]) as word
where c.superseded_at is null and c.actor_id is not null;

-- Of those that share an utterance already, the one that came first leads.
select set_config('stance.forget', 'on', true);
update utterance_member m set agreement = 1
where m.superseded_at is null and exists (
    select from utterance_member first
    where first.utterance_id = m.utterance_id and first.superseded_at is null and first.utterance_member_id < m.utterance_member_id);
select set_config('stance.forget', 'off', true);

update setting set value = '0.7' where name = 'utterance_similarity' and value = '0.6';
update setting set description = 'Share of the shorter text''s word shingles (0 to 1) in a longer one from which two articles are one story.'
where name = 'story_similarity';
update setting set description = 'Most days between the publication of a story''s first article and of any other of it.'
where name = 'story_days';
