-- Two roles beside the reader's, to be granted to people's own logins: who codes records verdicts and
-- statements and nothing else; who owns the project decides about actors, codebooks, settings and takedowns,
-- too. As with the reader, a server on which roles may not be made goes without.
do $$
begin
    if not exists (select from pg_roles where rolname = 'stance_coder') then
        create role stance_coder nologin;
    end if;
    if not exists (select from pg_roles where rolname = 'stance_owner') then
        create role stance_owner nologin;
    end if;
    grant stance_reader to stance_coder;
    grant stance_coder to stance_owner;

    -- A verdict or a position by hand is a row and what it makes of the claim: a version closed, one added.
    grant insert on review, assignment, reading, coded_statement, adjudication,
        extraction_run, article, article_date, publisher, story, story_member, story_sketch, story_key, utterance_key,
        analysis, skipped, article_actor, actor, actor_identity, claim, utterance, utterance_member, stance to stance_coder;
    grant update (superseded_at) on reading, coded_statement, claim, stance, utterance_member, story_member, article_date, analysis
        to stance_coder;
    -- The keys of a claim go with it.
    grant delete on story_key, utterance_key to stance_coder;
    grant usage on all sequences in schema public to stance_coder;
    -- What goes one at a time is locked row by row.
    grant update (superseded_at) on article to stance_coder;

    grant insert, update, delete on all tables in schema public to stance_owner;
    grant usage, update on all sequences in schema public to stance_owner;
    alter default privileges in schema public grant usage on sequences to stance_coder;
    alter default privileges in schema public grant insert, update, delete on tables to stance_owner;
exception
    when insufficient_privilege or duplicate_object or unique_violation or undefined_object then
        raise notice 'stance_coder and stance_owner were not granted: %', sqlerrm;
end $$;
