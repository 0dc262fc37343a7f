-- Making the history takes some sixty microseconds an entry, and what reads all of it takes seconds in a large
-- record. So its rows are kept (kept_history, kept_tally: made by the views of those names and of nothing but the
-- record), and whatever changes what they are made of marks them: what is marked is made anew by whoever reads it, until
-- keep_history() puts it among the kept. Triggers mark, so that it does not matter who writes.

create table history_mark (
    actor_id bigint not null,
    topic_id bigint not null
);
comment on table history_mark is 'Of which actors on which topics the kept history is out of date.';
comment on column history_mark.actor_id is 'The actor whose rows are made anew when they are read.';
comment on column history_mark.topic_id is 'The topic.';

create table tally_mark (
    actor_id bigint not null
);
comment on table tally_mark is 'Of which actors the kept counts are out of date.';
comment on column tally_mark.actor_id is 'The actor who is counted anew when it is read.';

create table kept_until (
    only_row   boolean not null default true,
    article_id bigint not null,
    claim_id   bigint not null,
    actor_id   bigint not null,
    constraint kept_until_pkey primary key (only_row),
    constraint kept_until_is_one_row check (only_row)
);
insert into kept_until (article_id, claim_id, actor_id) values (0, 0, 0);
comment on table kept_until is 'Up to which keys the record went when it was kept last; articles and claims that came later are counted beside what is kept.';
comment on column kept_until.only_row is 'There is one row.';
comment on column kept_until.article_id is 'Articles up to this key are among the kept, unless marked.';
comment on column kept_until.claim_id is 'Claims up to this key.';
comment on column kept_until.actor_id is 'Actors up to this key.';

-- An actor and the topic that a stance of it is on concern, besides, the canonical actor, and the topics that the
-- topic counts for or ever did. An actor who has no identity yet is marked as it is.
create function mark_history(actors bigint[], topics bigint[]) returns void language plpgsql
    security definer set search_path = public, pg_temp as $$
begin
    insert into history_mark (actor_id, topic_id)
    with recursive given as (
        select distinct g.actor_id, g.topic_id from unnest(actors, topics) as g (actor_id, topic_id)
        where g.actor_id is not null
    ), counts_for (via_topic_id, topic_id) as (
        select distinct topic_id, topic_id from given
        union
        select c.via_topic_id, v.parent_topic_id
        from counts_for c join topic_version v on v.topic_id = c.topic_id and v.parent_topic_id is not null
    )
    select who.actor_id, counts_for.topic_id
    from given
    join counts_for on counts_for.via_topic_id = given.topic_id
    cross join lateral (
        select given.actor_id
        union
        select i.canonical_actor_id from actor_identity i where i.actor_id = given.actor_id and i.superseded_at is null
    ) who;
end $$;
comment on function mark_history(bigint[], bigint[]) is 'Marks the history of actors, each on the topic at the same place, as out of date.';

create function mark_claims(claims bigint[]) returns void language plpgsql
    security definer set search_path = public, pg_temp as $$
declare
    actors bigint[];
    topics bigint[];
begin
    select array_agg(s.actor_id), array_agg(s.topic_id) into actors, topics
    from unnest(claims) as given (claim_id) join stance s on s.claim_id = given.claim_id;
    if actors is not null then
        perform mark_history(actors, topics);
    end if;
end $$;
comment on function mark_claims(bigint[]) is 'Marks what the stances of claims are part of.';

create function mark_articles(articles bigint[]) returns void language plpgsql
    security definer set search_path = public, pg_temp as $$
declare
    claims bigint[];
begin
    -- An article that came after the last keeping has no claims among the kept, and its stances were marked.
    select array_agg(c.claim_id) into claims
    from unnest(articles) as given (article_id) join claim c on c.article_id = given.article_id
    where given.article_id <= (select k.article_id from kept_until k);
    if claims is not null then
        perform mark_claims(claims);
    end if;
end $$;
comment on function mark_articles(bigint[]) is 'Marks what the claims of articles are part of.';

create function mark_mentioned(articles bigint[]) returns void language plpgsql
    security definer set search_path = public, pg_temp as $$
declare
    earlier bigint[];
begin
    select array_agg(given.article_id) into earlier from unnest(articles) as given (article_id)
    where given.article_id <= (select k.article_id from kept_until k);
    if earlier is not null then
        insert into tally_mark (actor_id)
        select distinct i.canonical_actor_id
        from unnest(earlier) as given (article_id)
        join article_actor m on m.article_id = given.article_id
        join actor_identity i on i.actor_id = m.actor_id and i.superseded_at is null;
    end if;
end $$;
comment on function mark_mentioned(bigint[]) is 'Marks the counts of whom articles mention.';

-- A function for each kind of change: transition tables are named changed, and before.
create function stance_marks() returns trigger language plpgsql as $$
begin
    perform mark_history(array_agg(c.actor_id), array_agg(c.topic_id)) from changed c;
    return null;
end $$;
comment on function stance_marks() is 'Trigger: a stance changes the history of its actor.';

create function claim_marks() returns trigger language plpgsql
    security definer set search_path = public, pg_temp as $$
begin
    if tg_op <> 'INSERT' then
        perform mark_claims(array_agg(c.claim_id)) from changed c;
    end if;
    insert into tally_mark (actor_id)
    select distinct i.canonical_actor_id from changed c
    join actor_identity i on i.actor_id = c.actor_id and i.superseded_at is null
    where c.claim_id <= (select k.claim_id from kept_until k);
    return null;
end $$;
comment on function claim_marks() is 'Trigger: what becomes of a claim changes what it is part of, and how many its actor has.';

create function member_marks() returns trigger language plpgsql as $$
begin
    -- The stances of later claims came, or will come, after the last keeping, and are marked for themselves.
    perform mark_claims(array_agg(c.claim_id)) from changed c where c.claim_id <= (select k.claim_id from kept_until k);
    return null;
end $$;
comment on function member_marks() is 'Trigger: the utterance of a claim is another.';

create function review_marks() returns trigger language plpgsql as $$
begin
    perform mark_claims(array_agg(c.claim_id)) from changed r join claim c on c.root_claim_id = r.root_claim_id;
    return null;
end $$;
comment on function review_marks() is 'Trigger: a verdict changes what the claim is part of.';

create function article_marks() returns trigger language plpgsql as $$
begin
    perform mark_articles(array_agg(c.article_id)) from changed c;
    return null;
end $$;
comment on function article_marks() is 'Trigger: what is told of an article changes what its claims are part of.';

create function article_counts_marks() returns trigger language plpgsql as $$
begin
    perform mark_articles(array_agg(c.article_id)), mark_mentioned(array_agg(c.article_id)) from changed c;
    return null;
end $$;
comment on function article_counts_marks() is 'Trigger: whether an article counts changes the counts of whom it mentions, too.';

create function mention_marks() returns trigger language plpgsql as $$
begin
    perform mark_mentioned(array_agg(c.article_id)) from changed c;
    return null;
end $$;
comment on function mention_marks() is 'Trigger: an article that was counted is analysed again, or mentions others.';

create function mention_gone_marks() returns trigger language plpgsql
    security definer set search_path = public, pg_temp as $$
begin
    insert into tally_mark (actor_id)
    select distinct coalesce(i.canonical_actor_id, c.actor_id) from changed c
    left join actor_identity i on i.actor_id = c.actor_id and i.superseded_at is null;
    return null;
end $$;
comment on function mention_gone_marks() is 'Trigger: an article mentions an actor no more.';

-- Whom a row stands for: what it said, and where it is named as spoken for, as ascribing or as an unnamed source's
-- house. One at a time, since that is read in what is kept.
create function identity_marks() returns trigger language plpgsql
    security definer set search_path = public, pg_temp as $$
declare
    actors bigint[];
begin
    select array_agg(distinct who.actor_id) into actors
    from changed c cross join lateral (values (c.actor_id), (c.canonical_actor_id)) as who (actor_id)
    where c.actor_id <> c.canonical_actor_id or c.superseded_at is not null or c.actor_id <= (select k.actor_id from kept_until k);
    if actors is null then
        return null;
    end if;
    perform pg_advisory_xact_lock(7310591);
    insert into tally_mark (actor_id) select unnest(actors);
    perform mark_history(array_agg(s.actor_id), array_agg(s.topic_id)) from stance s where s.actor_id = any(actors);
    insert into history_mark (actor_id, topic_id)
    select distinct h.actor_id, h.topic_id from kept_history h
    where h.actor_id = any(actors) or h.on_behalf_of_id = any(actors) or h.ascribed_by_id = any(actors) or h.affiliation_id = any(actors);
    return null;
end $$;
comment on function identity_marks() is 'Trigger: an actor is another, or itself again.';

-- How topics are named and count for each other, and thresholds, concern whole topics, or all.
create function topic_marks() returns trigger language plpgsql
    security definer set search_path = public, pg_temp as $$
begin
    perform mark_history(array_agg(s.actor_id), array_agg(s.topic_id))
    from (
        with recursive below (topic_id) as (
            select c.topic_id from changed c
            union
            select v.topic_id from below join topic_version v on v.parent_topic_id = below.topic_id
        )
        select distinct s.actor_id, s.topic_id from below join stance s on s.topic_id = below.topic_id
    ) s;
    insert into history_mark (actor_id, topic_id)
    select distinct h.actor_id, h.topic_id from kept_history h join changed c on c.topic_id = h.topic_id;
    return null;
end $$;
comment on function topic_marks() is 'Trigger: a topic has another wording or parent.';

create function setting_marks() returns trigger language plpgsql
    security definer set search_path = public, pg_temp as $$
begin
    if exists (select from changed c where c.name in ('confidence_floor', 'brought_back_days')) then
        perform mark_history(array_agg(s.actor_id), array_agg(s.topic_id)) from (select distinct actor_id, topic_id from stance) s;
    end if;
    return null;
end $$;
comment on function setting_marks() is 'Trigger: another threshold changes all that it decides about.';

do $$
declare
    made record;
begin
    for made in
        select * from (values
            ('stance', 'insert', 'stance_marks'), ('stance', 'update', 'stance_marks'), ('stance', 'delete', 'stance_marks'),
            ('claim', 'insert', 'claim_marks'), ('claim', 'update', 'claim_marks'), ('claim', 'delete', 'claim_marks'),
            ('utterance_member', 'insert', 'member_marks'), ('utterance_member', 'update', 'member_marks'), ('utterance_member', 'delete', 'member_marks'),
            ('review', 'insert', 'review_marks'), ('review', 'delete', 'review_marks'),
            ('article_date', 'insert', 'article_marks'), ('article_date', 'update', 'article_marks'),
            ('story_member', 'insert', 'article_marks'), ('story_member', 'update', 'article_marks'), ('story_member', 'delete', 'article_marks'),
            ('article', 'update', 'article_counts_marks'),
            ('correction', 'insert', 'article_counts_marks'), ('correction', 'update', 'article_counts_marks'), ('correction', 'delete', 'article_counts_marks'),
            ('analysis', 'insert', 'mention_marks'), ('analysis', 'update', 'mention_marks'), ('analysis', 'delete', 'mention_marks'),
            ('article_actor', 'insert', 'mention_marks'), ('article_actor', 'delete', 'mention_gone_marks'),
            ('actor_identity', 'insert', 'identity_marks'), ('actor_identity', 'update', 'identity_marks'), ('actor_identity', 'delete', 'identity_marks'),
            ('topic_version', 'insert', 'topic_marks'), ('topic_version', 'update', 'topic_marks'),
            ('setting', 'insert', 'setting_marks'), ('setting', 'update', 'setting_marks'), ('setting', 'delete', 'setting_marks')
        ) as t (changed_table, event, marks)
    loop
        execute format('create trigger %I after %s on %I referencing %s table as changed for each statement execute function %I()',
            made.changed_table || '_marks_' || made.event, made.event, made.changed_table,
            case made.event when 'delete' then 'old' else 'new' end, made.marks);
    end loop;
end $$;

-- Without a mark, what is out of date would be taken for right.
create trigger history_mark_never_truncated before truncate on history_mark for each statement execute function never_truncated();
create trigger tally_mark_never_truncated before truncate on tally_mark for each statement execute function never_truncated();
create trigger kept_until_never_truncated before truncate on kept_until for each statement execute function never_truncated();

do $$
begin
    grant select on history_mark, tally_mark, kept_until to stance_reader;
exception
    when insufficient_privilege or undefined_object then
        raise notice 'the marks were not granted: %', sqlerrm;
end $$;
