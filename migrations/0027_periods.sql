-- Keys of articles and claims lie together by the period that they are of: what is taken in on one day is
-- looked up and entered in pages that are at hand already, however much is stored of other years. Before,
-- every key was somewhere else in an index of everything.
alter table story_key rename to story_key_before;
alter table story_key_before drop constraint story_key_pkey;
drop index story_key_undated_idx;
create table story_key (
    period     int not null,
    key        int not null,
    place      bigint not null,
    article_id bigint not null
);
insert into story_key select (place >> 46)::int, key, place, article_id from story_key_before;
drop table story_key_before;
alter table story_key add constraint story_key_pkey primary key (period, key, place, article_id);
create trigger story_key_never_truncated before truncate on story_key for each statement execute function never_truncated();
comment on table story_key is 'An index: articles by the least hashes of their texts, and by day.';
comment on column story_key.period is 'Which 64 days the article is of, counted from the year 1; the undated are of the last.';
comment on column story_key.key is 'One of the least hashes.';
comment on column story_key.place is 'Place in the order of articles: day, the longest first, hash.';
comment on column story_key.article_id is 'The article.';

-- A claim that was said within weeks, months or a year is one with those of the same days only, so that their
-- number is part of its keys.
alter table utterance_key rename to utterance_key_before;
alter table utterance_key_before drop constraint utterance_key_pkey;
create table utterance_key (
    period   int not null,
    key      int not null,
    place    bigint not null,
    claim_id bigint not null
);
insert into utterance_key
select distinct (k.place >> 46)::int,
    (((((c.actor_id % 2147483648) * 2654435761)
        # (case when c.said_to - c.said_from > 7 then (c.said_to - c.said_from)::bigint * 40503 else 0 end)
        # k.key) & 4294967295) - 2147483648)::int,
    k.place, k.claim_id
from utterance_key_before k join claim c on c.claim_id = k.claim_id;
drop table utterance_key_before;
alter table utterance_key add constraint utterance_key_pkey primary key (period, key, place, claim_id);
create trigger utterance_key_never_truncated before truncate on utterance_key for each statement execute function never_truncated();
comment on table utterance_key is 'An index: live claims by their actor and one of the least hashes of their words, and by day.';
comment on column utterance_key.period is 'Which 64 days the claim''s first day is of, counted from the year 1; the undated are of the last.';
comment on column utterance_key.key is 'Hash of the actor, as the text names it, a word and, where there are more than seven, the days between the first and the last possible day.';
comment on column utterance_key.place is 'Place in the order of claims: first day, the narrowest interval first, the fullest wording first, hash.';
comment on column utterance_key.claim_id is 'The claim.';

do $$
begin
    grant select on story_key, utterance_key to stance_reader;
    grant insert, delete on story_key, utterance_key to stance_coder;
    grant insert, update, delete on story_key, utterance_key to stance_owner;
exception
    when insufficient_privilege or undefined_object then
        raise notice 'the tables of keys were not granted: %', sqlerrm;
end $$;
