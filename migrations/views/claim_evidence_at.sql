-- Every claim as the database had it at a time, with what an editor needs to check it, whether or not it is on a
-- topic. What outlets corrected or withdrew says so; where it is asked for, what left the record with a
-- revision is there, too.
create function claim_evidence_at(known_at timestamptz, with_corrected boolean default false)
returns table (
    claim_id bigint, root_claim_id bigint, article_id bigint, utterance_id bigint, actor_id bigint, actor text, actor_kind text,
    on_behalf_of text, ascribed_by text, form text, act text, said_from date, said_to date, basis text, time_expression text,
    evidence text, evidence_start int, evidence_end int, place text, source_span int4multirange, cue_span int4multirange,
    content_span int4multirange, condition_span int4range, confidence real, origin text, outlet text, url text, title text,
    revision int, published_day date, retrieved_at timestamptz, recorded_at timestamptz, run_id bigint, extractor_version text,
    codebook_id bigint, link text, affiliation text, correction text
)
language sql stable as $$
select
    c.claim_id, c.root_claim_id, c.article_id, member.utterance_id,
    who.actor_id, who.name as actor, who.kind as actor_kind,
    principal.name as on_behalf_of, ascriber.name as ascribed_by,
    c.form, c.act, c.said_from, c.said_to, c.said_basis as basis, c.time_expression,
    c.evidence, c.evidence_start, c.evidence_end, c.place, c.source_span, c.cue_span, c.content_span, c.condition_span,
    c.confidence, c.origin,
    publisher.name as outlet, coalesce(article.canonical_url, article.url) as url, article.title, article.revision,
    printed.published_day, article.retrieved_at, c.recorded_at,
    c.run_id, run.extractor_version, analysis.codebook_id, c.link_kind as link,
    affiliation.name as affiliation,
    correction_told(c.article_id, c.root_claim_id, c.superseded_at, known_at) as correction
from claim c
join article on article.article_id = c.article_id
join extraction_run run on run.run_id = c.run_id
left join analysis on analysis.analysis_id = c.analysis_id
left join utterance_member member on member.claim_id = c.claim_id and (held(member.recorded_at, member.superseded_at, known_at)
    or with_corrected and member.superseded_at = c.superseded_at)
left join actor_identity identity on identity.actor_id = c.actor_id and held(identity.recorded_at, identity.superseded_at, known_at)
left join actor who on who.actor_id = identity.canonical_actor_id
left join actor principal on principal.actor_id = c.on_behalf_of_id
left join actor affiliation on affiliation.actor_id = c.affiliation_id
left join actor ascriber on ascriber.actor_id = c.ascribed_by_id
left join publisher on publisher.publisher_id = article.publisher_id
left join article_date printed on printed.article_id = c.article_id and held(printed.recorded_at, printed.superseded_at, known_at)
where held(c.recorded_at, c.superseded_at, known_at)
    or with_corrected and c.superseded_at <= known_at and exists (
        select from correction x
        where x.root_claim_id = c.root_claim_id and x.kind = 'revised' and x.recorded_at = c.superseded_at)
$$;
comment on function claim_evidence_at(timestamptz, boolean) is 'The rows of claim_evidence as the database had them at a time; with the claims that revisions of their outlets dropped where the second is true.';
