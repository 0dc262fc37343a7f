-- The statements of discourse networks as each coder found them, before anybody decided between coders; the
-- program among them, in what people read in full. Each statement of a person's is one, as in DNA: nobody has told
-- yet which of them report the same event of saying. The rest is as in network_statement_at.
create function network_coded_at(known_at timestamptz, with_corrected boolean default false)
returns table (
    coder text, machine boolean, coded_statement_id bigint, taken boolean,
    actor_id bigint, actor text, actor_slug text, actor_kind text, organization_slug text, organization text,
    topic_id bigint, topic text, topic_name text, via_topic text, utterance_id bigint, claim_id bigint,
    claim_ids bigint[], article_id bigint, article_ids bigint[], said_from date, said_to date, day date,
    stance smallint, agrees boolean, status text, outlet text, outlets bigint, published_day date
)
language sql stable as $$
select
    p.coder, p.machine, p.coded_statement_id, p.taken,
    p.actor_id, who.name, who.slug, who.kind,
    case when own.organization then coalesce(who.slug, who.name) else office.organization end,
    case when own.organization then who.name
        else coalesce(
            (select named.name from actor named where named.slug = office.organization and held(named.recorded_at, named.superseded_at, known_at)),
            office.organization)
    end,
    topic.topic_id, topic.slug,
    coalesce((select v.name from topic_version v where v.topic_id = topic.topic_id and held(v.recorded_at, v.superseded_at, known_at)), topic.slug),
    p.topic, member.utterance_id, live.claim_id,
    case when live.claim_id is null then '{}' else array[live.claim_id] end,
    p.article_id, array[p.article_id], said.said_from, said.said_to, said.said_from + (said.said_to - said.said_from) / 2,
    (p.stance * effect.factor)::smallint,
    case when p.stance <> 0 then p.stance * effect.factor > 0 end,
    case when p.machine then 'proposed' else 'confirmed' end,
    (select outlet.name from publisher outlet where outlet.publisher_id = article.publisher_id),
    (article.publisher_id is not null)::int::bigint, printed.published_day
from coded_position_at(known_at) p
join actor who on who.actor_id = p.actor_id and who.kind <> 'anonymous'
join topic_effect_at(known_at) effect on effect.via_topic_id = p.topic_id
join topic on topic.topic_id = effect.topic_id
join article on article.article_id = p.article_id
left join coded_statement s on s.coded_statement_id = p.coded_statement_id
left join lateral (
    select c.claim_id, c.said_from, c.said_to from claim c
    where c.root_claim_id = p.root_claim_id and c.recorded_at <= known_at
    order by held(c.recorded_at, c.superseded_at, known_at) desc, c.claim_id desc limit 1
) live on true
cross join lateral (
    select case when p.machine then live.said_from else s.said_from end as said_from,
        case when p.machine then live.said_to else s.said_to end as said_to
) said
cross join lateral (
    select who.kind in ('organization', 'government') or who.kind = 'group' and who.slug is not null as organization
) own
left join lateral office_held_at(p.actor_id, said.said_from, said.said_to, known_at) office on true
left join utterance_member member on member.claim_id = live.claim_id and held(member.recorded_at, member.superseded_at, known_at)
left join article_date printed on printed.article_id = p.article_id and held(printed.recorded_at, printed.superseded_at, known_at)
where said.said_from is not null and s.act is distinct from 'refusal'
    and (with_corrected or not exists (
        select from correction x
        where x.article_id = p.article_id and (x.root_claim_id is null or x.root_claim_id = p.root_claim_id)
          and x.kind <> 'revised' and held(x.recorded_at, x.superseded_at, known_at)))
$$;
comment on function network_coded_at(timestamptz, boolean) is 'The rows of network_coded as the database had them at a time.';
