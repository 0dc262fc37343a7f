//! A claim as a row: resolved, read back, and written.

use std::collections::HashMap;

use chrono::NaiveDate;
use sqlx::{FromRow, PgConnection};

use crate::model::{Claim, Place, Said, SaidBasis, Span, TextIndex};
use crate::store::StoreError;
use crate::store::copy::{CopyRows, spans};
use crate::store::write::actors::Parties;
use crate::store::write::stances::StanceRow;

/// A claim with its ids resolved, comparable with what is stored.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ClaimRow {
    pub(super) article_id: i64,
    pub(super) actor_id: Option<i64>,
    pub(super) on_behalf_of_id: Option<i64>,
    pub(super) ascribed_by_id: Option<i64>,
    pub(super) form: String,
    pub(super) act: String,
    pub(super) place: &'static str,
    pub(super) source: Vec<Span>,
    pub(super) cue: Vec<Span>,
    pub(super) content: Vec<Span>,
    pub(super) condition: Option<Span>,
    pub(super) evidence: (u32, u32, String),
    pub(super) said: Said,
    pub(super) content_words: Vec<i32>,
    pub(super) confidence: f32,
    /// How it takes up an earlier statement, and the words that say so.
    pub(super) link: Option<(String, Vec<Span>)>,
    /// Whom an unnamed source belongs to.
    pub(super) affiliation_id: Option<i64>,
}

/// A live claim of the database.
#[derive(Clone, Debug)]
pub(super) struct Existing {
    pub(super) claim_id: i64,
    pub(super) root_claim_id: i64,
    pub(super) by_person: bool,
    /// A person's verdict stands on it.
    pub(super) judged: bool,
    pub(super) utterance_id: Option<i64>,
    pub(super) row: ClaimRow,
    pub(super) stances: Vec<(i64, StanceRow)>,
}

impl ClaimRow {
    /// The row for a claim found in an article, with its [words](crate::text::utterance::words).
    pub(super) fn new(claim: &Claim, article_id: i64, words: Vec<i32>, parties: Parties) -> Self {
        let [actor_id, on_behalf_of_id, ascribed_by_id, affiliation_id] = parties;
        Self {
            article_id,
            actor_id,
            on_behalf_of_id,
            ascribed_by_id,
            form: claim.form.as_str().to_owned(),
            act: claim.act.as_str().to_owned(),
            place: place(claim.place),
            source: merged(&claim.source),
            cue: merged(&claim.cue),
            content: merged(&claim.content),
            condition: claim.condition,
            evidence: (
                claim.evidence.start,
                claim.evidence.end,
                claim.evidence.text.clone(),
            ),
            said: claim.said.clone(),
            content_words: words,
            confidence: claim.confidence,
            link: claim
                .link
                .as_ref()
                .map(|link| (link.kind.as_str().to_owned(), merged(&link.cue))),
            affiliation_id,
        }
    }

    /// The same claim in a later text of its article; none where its passage does not stand there as it was.
    pub(super) fn moved(&self, article_id: i64, text: &TextIndex<'_>) -> Option<Self> {
        let at = text.text().find(&self.evidence.2)?;
        let start = text.point(at);
        let by = |place: u32| place + start - self.evidence.0;
        let span = |span: &Span| Span::new(by(span.start), by(span.end));
        let spans = |given: &[Span]| given.iter().map(span).collect();
        // Words beside the passage may be others now.
        let inside = [&self.source, &self.cue, &self.content]
            .into_iter()
            .flatten()
            .chain(&self.condition)
            .chain(self.link.iter().flat_map(|(_, cue)| cue))
            .all(|s| s.start >= self.evidence.0 && s.end <= self.evidence.1);
        inside.then(|| Self {
            article_id,
            source: spans(&self.source),
            cue: spans(&self.cue),
            content: spans(&self.content),
            condition: self.condition.as_ref().map(span),
            link: self
                .link
                .as_ref()
                .map(|(kind, cue)| (kind.clone(), spans(cue))),
            evidence: (start, by(self.evidence.1), self.evidence.2.clone()),
            ..self.clone()
        })
    }

    /// Takes over what a person settled about the same passage in an earlier text.
    pub(super) fn keep_decisions(&mut self, settled: &ClaimRow) {
        self.actor_id = settled.actor_id;
        self.on_behalf_of_id = settled.on_behalf_of_id;
        self.affiliation_id = settled.affiliation_id;
        self.ascribed_by_id = settled.ascribed_by_id;
        self.form.clone_from(&settled.form);
        self.act.clone_from(&settled.act);
        self.said.clone_from(&settled.said);
        self.link.clone_from(&settled.link);
    }
}

#[derive(FromRow)]
struct StoredClaim {
    claim_id: i64,
    root_claim_id: i64,
    article_id: i64,
    origin: String,
    judged: bool,
    utterance_id: Option<i64>,
    actor_id: Option<i64>,
    on_behalf_of_id: Option<i64>,
    ascribed_by_id: Option<i64>,
    form: String,
    act: String,
    place: String,
    source_span: String,
    cue_span: String,
    content_span: String,
    condition_from: Option<i32>,
    condition_to: Option<i32>,
    evidence_start: i32,
    evidence_end: i32,
    evidence: String,
    said_from: Option<NaiveDate>,
    said_to: Option<NaiveDate>,
    said_basis: String,
    time_expression: Option<String>,
    content_words: Vec<i32>,
    confidence: f32,
    link_kind: Option<String>,
    link_span: String,
    affiliation_id: Option<i64>,
}

#[derive(FromRow)]
struct StoredStance {
    stance_id: i64,
    claim_id: i64,
    topic_id: i64,
    origin: String,
    value: Option<i16>,
    link_side: Option<i16>,
    bearing: String,
    confidence: f32,
    side_open: bool,
    why_cue: String,
    why_term: String,
    why_rule: String,
}

/// The live claims of articles, by article.
pub(super) async fn existing(
    connection: &mut PgConnection,
    articles: &[i64],
) -> Result<HashMap<i64, Vec<Existing>>, StoreError> {
    if articles.is_empty() {
        return Ok(HashMap::new());
    }
    let claims: Vec<StoredClaim> = sqlx::query_as(
        "select c.claim_id, c.root_claim_id, c.article_id, c.origin, m.utterance_id, \
            exists (select from review r where r.root_claim_id = c.root_claim_id and r.verdict <> 'undo' \
                and not exists (select from review u where u.undoes = r.review_id)) as judged, \
            c.actor_id, c.on_behalf_of_id, c.ascribed_by_id, c.form, c.act, c.place, \
            c.source_span::text, c.cue_span::text, c.content_span::text, \
            lower(c.condition_span) as condition_from, upper(c.condition_span) as condition_to, \
            c.evidence_start, c.evidence_end, c.evidence, c.said_from, c.said_to, c.said_basis, \
            c.time_expression, c.content_words, c.confidence, c.link_kind, c.link_span::text, c.affiliation_id \
         from claim c left join utterance_member m on m.claim_id = c.claim_id and m.superseded_at is null \
         where c.article_id = any($1) and c.superseded_at is null order by c.claim_id",
    )
    .bind(articles)
    .fetch_all(&mut *connection)
    .await?;
    let ids: Vec<i64> = claims.iter().map(|c| c.claim_id).collect();
    let stances: Vec<StoredStance> = sqlx::query_as(
        "select stance_id, claim_id, topic_id, origin, value, link_side, bearing, confidence, side_open, why_cue, why_term, why_rule \
         from stance where claim_id = any($1) and superseded_at is null order by stance_id",
    )
    .bind(ids)
    .fetch_all(connection)
    .await?;
    let mut of_claim: HashMap<i64, Vec<(i64, StanceRow)>> = HashMap::new();
    for s in stances {
        let row = StanceRow {
            topic_id: s.topic_id,
            value: s.value,
            side: s.link_side,
            bearing: s.bearing,
            confidence: s.confidence,
            side_open: s.side_open,
            why: [s.why_cue, s.why_term, s.why_rule],
            by_person: s.origin == "person",
        };
        of_claim
            .entry(s.claim_id)
            .or_default()
            .push((s.stance_id, row));
    }
    let mut by_article: HashMap<i64, Vec<Existing>> = HashMap::new();
    for c in claims {
        let stances = of_claim.remove(&c.claim_id).unwrap_or_default();
        by_article
            .entry(c.article_id)
            .or_default()
            .push(c.with(stances));
    }
    Ok(by_article)
}

impl StoredClaim {
    fn with(self, stances: Vec<(i64, StanceRow)>) -> Existing {
        let condition = self
            .condition_from
            .zip(self.condition_to)
            .map(|(from, to)| Span::new(from as u32, to as u32));
        Existing {
            claim_id: self.claim_id,
            root_claim_id: self.root_claim_id,
            by_person: self.origin == "person",
            judged: self.judged,
            utterance_id: self.utterance_id,
            stances,
            row: ClaimRow {
                article_id: self.article_id,
                actor_id: self.actor_id,
                on_behalf_of_id: self.on_behalf_of_id,
                ascribed_by_id: self.ascribed_by_id,
                form: self.form,
                act: self.act,
                place: if self.place == "title" {
                    "title"
                } else {
                    "text"
                },
                source: spans(&self.source_span),
                cue: spans(&self.cue_span),
                content: spans(&self.content_span),
                condition,
                evidence: (
                    self.evidence_start as u32,
                    self.evidence_end as u32,
                    self.evidence,
                ),
                said: Said {
                    from: self.said_from,
                    to: self.said_to,
                    basis: SaidBasis::of_word(&self.said_basis),
                    time_expression: self.time_expression,
                },
                content_words: self.content_words,
                confidence: self.confidence,
                link: self.link_kind.map(|kind| (kind, spans(&self.link_span))),
                affiliation_id: self.affiliation_id,
            },
        }
    }
}

/// Where a claim row comes from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Provenance {
    pub(super) analysis_id: Option<i64>,
    pub(super) run_id: i64,
    pub(super) codebook_id: Option<i64>,
    pub(super) by_person: bool,
}

const CLAIM_COLUMNS: &[&str] = &[
    "claim_id",
    "root_claim_id",
    "article_id",
    "analysis_id",
    "run_id",
    "origin",
    "actor_id",
    "on_behalf_of_id",
    "ascribed_by_id",
    "form",
    "act",
    "place",
    "source_span",
    "cue_span",
    "content_span",
    "condition_span",
    "evidence_start",
    "evidence_end",
    "evidence",
    "said_from",
    "said_to",
    "said_basis",
    "time_expression",
    "content_words",
    "confidence",
    "link_kind",
    "link_span",
    "affiliation_id",
];

/// Empty rows for `claim`.
pub(super) fn claim_copy() -> CopyRows {
    CopyRows::new("claim", CLAIM_COLUMNS)
}

/// Adds a claim to rows made by [`claim_copy`].
pub(super) fn add_claim(
    rows: &mut CopyRows,
    claim_id: i64,
    root_claim_id: i64,
    row: &ClaimRow,
    from: Provenance,
) {
    let condition = row.condition.filter(|c| !c.is_empty());
    rows.field(claim_id)
        .field(root_claim_id)
        .field(row.article_id)
        .or_null(from.analysis_id)
        .field(from.run_id)
        .field(if from.by_person { "person" } else { "machine" })
        .or_null(row.actor_id)
        .or_null(row.on_behalf_of_id)
        .or_null(row.ascribed_by_id)
        .field(&row.form)
        .field(&row.act)
        .field(row.place)
        .field(&row.source[..])
        .field(&row.cue[..])
        .field(&row.content[..])
        .or_null(condition)
        .field(row.evidence.0 as i32)
        .field(row.evidence.1 as i32)
        .field(&row.evidence.2)
        .or_null(row.said.from)
        .or_null(row.said.to)
        .field(row.said.basis.as_str())
        .or_null(row.said.time_expression.as_deref())
        .field(&row.content_words[..])
        .field(row.confidence)
        .or_null(row.link.as_ref().map(|(kind, _)| kind))
        .field(row.link.as_ref().map_or(&[][..], |(_, cue)| cue))
        .or_null(row.affiliation_id)
        .end();
}

fn place(place: Place) -> &'static str {
    if place.is_text() { "text" } else { "title" }
}

/// Spans as the database gives them back: in order, touching ones joined.
fn merged(given: &[Span]) -> Vec<Span> {
    let mut sorted: Vec<Span> = given.iter().copied().filter(|s| !s.is_empty()).collect();
    sorted.sort();
    let mut out: Vec<Span> = Vec::with_capacity(sorted.len());
    for span in sorted {
        match out.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => out.push(span),
        }
    }
    out
}
