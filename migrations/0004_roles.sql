-- The reader role that "stance sql" and "stance db up --tcp" connect as. Roles belong to the whole
-- server, so another stance database may have made it; and on a managed server the owner may not be
-- allowed to make roles at all, which costs that guard and nothing else.
do $$
begin
    if not exists (select from pg_roles where rolname = 'stance_reader') then
        create role stance_reader nologin;
    end if;
    execute format('grant connect on database %I to stance_reader', current_database());
    grant usage on schema public to stance_reader;
    grant select on all tables in schema public to stance_reader;
    alter default privileges in schema public grant select on tables to stance_reader;
exception
    when insufficient_privilege or duplicate_object or unique_violation then
        raise notice 'stance_reader was not granted: %', sqlerrm;
end $$;
