-- An actor's position on a topic is the last period of what it said by a day. A mixed last period
-- gives no value, and neither does a withdrawal: those are answers too.
create function stance_as_of(said_by date, recorded_by timestamptz default 'infinity', with_corrected boolean default false)
returns table (
    actor_id bigint, actor text, actor_slug text, actor_kind text, topic_id bigint, topic text, topic_name text,
    stance smallint, label text, mixed boolean, said_from date, said_to date, status text, confidence real,
    statements bigint, utterance_id bigint, claim_id bigint, article_id bigint, evidence text, outlet text, url text, withdrawn boolean
)
language sql stable as $$
select
    last.actor_id, (last.shown).actor, (last.shown).actor_slug, (last.shown).actor_kind,
    last.topic_id, (last.shown).topic, (last.shown).topic_name,
    case when last.mixed then null else last.value end,
    case when last.mixed then 'mixed' else (last.shown).label end,
    last.mixed, last.said_from, last.said_to,
    case when last.confirmed then 'confirmed' else 'proposed' end, last.confidence,
    last.statements, last.utterance_id, (last.shown).claim_id, (last.shown).article_id,
    (last.shown).evidence, (last.shown).outlet, (last.shown).url, last.withdrawn
from stance_period(said_by, recorded_by, with_corrected) last
where last.superseded_on is null
$$;
comment on function stance_as_of(date, timestamptz, boolean) is 'Every actor''s position per topic from what was said by a day, as the database had it at a time (default: now).';
