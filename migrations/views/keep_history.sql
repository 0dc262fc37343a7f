-- Puts what is marked, and what came since, among the kept. It goes one at a time with all that writes. Where somebody
-- writes beside that, with SQL of their own, it is left to the next: keys given by then would be taken for looked at.
-- The keys are read before it is asked who writes, so that whoever begins to write afterwards has later ones. A lock on the
-- tables would do as well, and have the server break off its vacuum of them.
create function keep_history(at_least bigint default 0) returns bigint language plpgsql
    security definer set search_path = public, pg_temp set lock_timeout = '5s' as $$
declare
    since record;
    now_until record;
    actors bigint[];
    topics bigint[];
    counted bigint[];
    outlets bigint[];
    marks bigint;
    outlet_marks bigint;
    gone bigint;
    outlets_gone bigint;
begin
    select k.article_id, k.claim_id into since from kept_until k;
    if at_least > 0
        and (select count(*) from (select from history_mark limit at_least) m) < at_least
        and (select count(*) from (select from tally_mark limit at_least) m) < at_least
        and (select count(*) from (select from outlet_mark limit at_least / 20) m) < at_least / 20
        -- By the greatest key: asked for one that is greater, the planner reads the table once it plans for any key.
        and coalesce((select max(a.article_id) from article a), 0) <= since.article_id + 10 * at_least then
        return 0;
    end if;
    perform pg_advisory_xact_lock(7310591);
    select
        coalesce((select max(a.article_id) from article a), 0) as article_id,
        coalesce((select max(c.claim_id) from claim c), 0) as claim_id,
        coalesce((select max(a.actor_id) from actor a), 0) as actor_id
    into now_until;
    if exists (
        select from pg_locks held
        where held.mode = 'RowExclusiveLock' and held.granted and held.pid <> pg_backend_pid()
          and held.database = (select d.oid from pg_database d where d.datname = current_database())
          and held.relation in ('article'::regclass, 'article_actor'::regclass, 'analysis'::regclass, 'actor'::regclass,
            'actor_identity'::regclass, 'claim'::regclass, 'utterance_member'::regclass, 'stance'::regclass)) then
        return 0;
    end if;

    with taken as (delete from history_mark returning actor_id, topic_id), pair as (select distinct actor_id, topic_id from taken)
    select array_agg(p.actor_id), array_agg(p.topic_id) into actors, topics from pair p;
    if actors is not null then
        perform note_changes(actors, topics);
        delete from kept_history k using unnest(actors, topics) as m (actor_id, topic_id)
        where k.actor_id = m.actor_id and k.topic_id = m.topic_id;
        delete from kept_period k using unnest(actors, topics) as m (actor_id, topic_id)
        where k.actor_id = m.actor_id and k.topic_id = m.topic_id;
        -- A pair at a time, or all at once and those of the pairs out of them. In the order of the topic, by which very
        -- many are read at once: so they lie in few pages.
        if cardinality(actors) * 4 < (select c.reltuples from pg_class c where c.oid = 'stance'::regclass) then
            insert into kept_history
            select h.* from unnest(actors, topics) as m (actor_id, topic_id)
            cross join lateral (
                select * from stance_history_at('infinity') made
                where made.actor_id = m.actor_id and made.topic_id = m.topic_id
                offset 0
            ) h
            order by h.topic_id, h.actor_id, h.utterance_id;
            insert into kept_period
            select p.* from unnest(actors, topics) as m (actor_id, topic_id)
            cross join lateral (
                select made.actor_id, made.topic_id, made.period, made.said_from, made.said_to, made.value, made.mixed, made.utterances, made.attestations,
                    made.confirmed, made.confidence, made.utterance_id, made.withdrawn, made.shown_from, made.superseded_on, made.statements,
                    made.shown_said_from, made.shown_confidence, made.restated
                from stance_period_made('infinity', 'infinity') made
                where made.actor_id = m.actor_id and made.topic_id = m.topic_id
                offset 0
            ) p
            order by p.topic_id, p.actor_id, p.period;
        else
            insert into kept_history
            select h.* from stance_history_at('infinity') h
            where exists (select from unnest(actors, topics) as m (actor_id, topic_id) where m.actor_id = h.actor_id and m.topic_id = h.topic_id)
            order by h.topic_id, h.actor_id, h.utterance_id;
            insert into kept_period
            select made.actor_id, made.topic_id, made.period, made.said_from, made.said_to, made.value, made.mixed, made.utterances, made.attestations,
                made.confirmed, made.confidence, made.utterance_id, made.withdrawn, made.shown_from, made.superseded_on, made.statements,
                made.shown_said_from, made.shown_confidence, made.restated
            from stance_period_made('infinity', 'infinity') made
            where exists (select from unnest(actors, topics) as m (actor_id, topic_id) where m.actor_id = made.actor_id and m.topic_id = made.topic_id)
            order by made.topic_id, made.actor_id, made.period;
        end if;
    end if;

    -- Beside the kept stands what makes them up to date: added for whom is not marked, anew for whom is.
    select array_agg(distinct m.actor_id), count(*) into counted, marks from tally_mark m;
    delete from kept_searched k using unnest(counted) m (actor_id) where k.actor_id = m.actor_id;
    delete from kept_tally k using unnest(counted) m (actor_id) where k.actor_id = m.actor_id;
    insert into kept_searched as k (actor_id, codebook_id, articles, first_day, last_day, undated_articles, outlet_ids)
    select * from searched_beside()
    on conflict (actor_id, codebook_id) do update set
        articles = k.articles + excluded.articles, first_day = least(k.first_day, excluded.first_day),
        last_day = greatest(k.last_day, excluded.last_day), undated_articles = k.undated_articles + excluded.undated_articles,
        outlet_ids = coalesce((select array_agg(distinct o.id order by o.id) from unnest(k.outlet_ids || excluded.outlet_ids) o (id)), '{}');
    insert into kept_tally (actor_id, claims, articles)
    select b.actor_id, sum(b.claims), sum(b.articles) from tally_beside() b group by b.actor_id
    on conflict (actor_id) do update set claims = kept_tally.claims + excluded.claims, articles = kept_tally.articles + excluded.articles;
    delete from tally_mark;
    get diagnostics gone = row_count;
    select array_agg(distinct m.publisher_id), count(*) into outlets, outlet_marks from outlet_mark m;
    delete from kept_outlet k using unnest(outlets) m (publisher_id) where k.publisher_id = m.publisher_id;
    insert into kept_outlet as k (publisher_id, codebook_id, articles, first_day, last_day, undated_articles, articles_read)
    select * from outlet_beside()
    on conflict (publisher_id, codebook_id) do update set
        articles = k.articles + excluded.articles, first_day = least(k.first_day, excluded.first_day),
        last_day = greatest(k.last_day, excluded.last_day), undated_articles = k.undated_articles + excluded.undated_articles,
        articles_read = k.articles_read + excluded.articles_read;
    delete from outlet_mark;
    get diagnostics outlets_gone = row_count;
    -- Somebody began to write, and was done, meanwhile: what was counted may be counted again. All of this is taken back.
    if gone <> marks or outlets_gone <> outlet_marks
        or (select max(c.claim_id) from claim c) > now_until.claim_id
        or (select max(a.article_id) from article a) > now_until.article_id then
        raise lock_not_available;
    end if;
    update kept_until set article_id = now_until.article_id, claim_id = now_until.claim_id, actor_id = now_until.actor_id;
    -- The planner takes what was filled since it looked to be as small as it was then.
    if (select count(*) from kept_tally) > 4 * (select greatest(c.reltuples, 100) from pg_class c where c.oid = 'kept_tally'::regclass)
        or (select count(*) from kept_history) > 4 * (select greatest(c.reltuples, 100) from pg_class c where c.oid = 'kept_history'::regclass) then
        analyze kept_history, kept_period, kept_searched, kept_tally;
    end if;
    return coalesce(cardinality(actors), 0);
exception
    when lock_not_available then return 0;
end $$;
comment on function keep_history(bigint) is 'Keeps the rows of stance_history and the counts of actors and outlets that are out of date, if those of so many actors and topics are; returns of how many.';
