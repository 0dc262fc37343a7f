//! Claims one by one with each of their stances, as they are edited and exchanged.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// A live claim with one of its stances, or a claim on no topic.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[allow(
    missing_docs,
    reason = "documented as the columns of claim_evidence and stance, unless it is said here"
)]
#[serde(default)]
pub struct Statement {
    pub claim_id: i64,
    pub root_claim_id: i64,
    pub actor: Option<String>,
    pub actor_kind: Option<String>,
    /// Its id in the codebook.
    pub actor_slug: Option<String>,
    /// What it is known by in any database: its id in the codebook, else kind and name as it was discovered,
    /// with an `@` behind where it stands for one article alone.
    pub actor_key: Option<String>,
    pub wikidata: Option<String>,
    pub topic: Option<String>,
    pub topic_name: Option<String>,
    pub proposition: Option<String>,
    pub stance: Option<i16>,
    pub bearing: Option<String>,
    pub said_from: Option<NaiveDate>,
    pub said_to: Option<NaiveDate>,
    pub act: String,
    pub link: Option<String>,
    /// "proposed", "confirmed", "corrected" or "rejected".
    pub status: String,
    pub reviewed_by: Option<String>,
    pub evidence: String,
    pub evidence_start: u32,
    pub evidence_end: u32,
    /// "text" or "title".
    pub place: String,
    /// Up to 32 code points before the passage.
    pub lead: String,
    /// Up to 32 code points behind it.
    pub trail: String,
    pub outlet: Option<String>,
    pub published_day: Option<NaiveDate>,
    pub title: Option<String>,
    pub byline: Option<String>,
    pub url: Option<String>,
    pub language: Option<String>,
    pub article_id: i64,
    /// SHA-256 of the article's text in UTF-8, in hexadecimal.
    pub text_sha256: String,
    pub form: String,
    pub basis: String,
    pub on_behalf_of: Option<String>,
    pub ascribed_by: Option<String>,
    pub confidence: f32,
    pub origin: String,
    pub recorded_at: DateTime<Utc>,
    pub extractor_version: String,
}

/// An article as it is exchanged.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "documented as the columns of article")]
pub struct ExchangedArticle {
    pub article_id: i64,
    pub title: Option<String>,
    pub byline: Option<String>,
    pub outlet: Option<String>,
    pub url: Option<String>,
    pub language: Option<String>,
    pub published_day: Option<NaiveDate>,
    pub text: String,
}
