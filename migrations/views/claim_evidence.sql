-- Every live claim with what an editor needs to check it, whether or not it is on a topic.
create view claim_evidence as
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
    affiliation.name as affiliation
from claim c
join article on article.article_id = c.article_id
join extraction_run run on run.run_id = c.run_id
left join analysis on analysis.analysis_id = c.analysis_id
left join utterance_member member on member.claim_id = c.claim_id and member.superseded_at is null
left join actor_identity identity on identity.actor_id = c.actor_id and identity.superseded_at is null
left join actor who on who.actor_id = identity.canonical_actor_id
left join actor principal on principal.actor_id = c.on_behalf_of_id
left join actor affiliation on affiliation.actor_id = c.affiliation_id
left join actor ascriber on ascriber.actor_id = c.ascribed_by_id
left join publisher on publisher.publisher_id = article.publisher_id
left join article_date printed on printed.article_id = c.article_id and printed.superseded_at is null
where c.superseded_at is null;

comment on view claim_evidence is 'One row per live claim: who, what, when, and the passage with its source.';
comment on column claim_evidence.claim_id is 'The claim''s live version.';
comment on column claim_evidence.root_claim_id is 'The claim through all its versions.';
comment on column claim_evidence.article_id is 'The article.';
comment on column claim_evidence.utterance_id is 'The utterance that it attests; null where nobody is named.';
comment on column claim_evidence.actor_id is 'Canonical actor; null where the text leaves the source out.';
comment on column claim_evidence.actor is 'Its name.';
comment on column claim_evidence.actor_kind is 'person, organization, government, group or anonymous.';
comment on column claim_evidence.on_behalf_of is 'The principal spoken for.';
comment on column claim_evidence.ascribed_by is 'Another actor who says that this actor holds it.';
comment on column claim_evidence.form is 'direct, mixed, indirect or none.';
comment on column claim_evidence.act is 'statement, refusal, decision, vote or belief.';
comment on column claim_evidence.said_from is 'First possible day of saying, inclusive.';
comment on column claim_evidence.said_to is 'Last possible day of saying, inclusive.';
comment on column claim_evidence.basis is 'explicit, article or unknown.';
comment on column claim_evidence.time_expression is 'The words that give the time, as printed.';
comment on column claim_evidence.evidence is 'The passage as printed.';
comment on column claim_evidence.evidence_start is 'First code point of the passage.';
comment on column claim_evidence.evidence_end is 'First code point behind it.';
comment on column claim_evidence.place is 'text or title.';
comment on column claim_evidence.source_span is 'Code points of the source.';
comment on column claim_evidence.cue_span is 'Code points of the cue.';
comment on column claim_evidence.content_span is 'Code points of the content.';
comment on column claim_evidence.condition_span is 'Code points of a condition.';
comment on column claim_evidence.confidence is 'Probability that source and content are right, 0 to 1.';
comment on column claim_evidence.origin is 'machine or person.';
comment on column claim_evidence.outlet is 'Publisher.';
comment on column claim_evidence.url is 'Address.';
comment on column claim_evidence.title is 'Headline.';
comment on column claim_evidence.revision is 'Revision of the text under its URL.';
comment on column claim_evidence.published_day is 'Publication day.';
comment on column claim_evidence.retrieved_at is 'When the article was retrieved.';
comment on column claim_evidence.recorded_at is 'When this version was recorded.';
comment on column claim_evidence.run_id is 'The run that recorded it.';
comment on column claim_evidence.extractor_version is 'Version of stance that ran.';
comment on column claim_evidence.codebook_id is 'Codebook version in force.';
comment on column claim_evidence.link is 'How it takes up an earlier statement of the same actor; null where it takes up none.';
comment on column claim_evidence.affiliation is 'Whom an unnamed source belongs to, without speaking for it.';
