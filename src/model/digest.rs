//! What changed, as the function `digest` tells it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A row of `digest`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "documented as the function's columns")]
pub struct DigestRow {
    /// "shift", "confirmed" (a shift that was a candidate), "first", "position", "past" or "silence".
    pub what: String,
    pub actor_id: i64,
    pub actor: String,
    pub actor_slug: Option<String>,
    pub topic_id: i64,
    pub topic: String,
    pub topic_name: String,
    pub shift_id: Option<String>,
    pub kind: Option<String>,
    pub status: Option<String>,
    pub before_stance: Option<i16>,
    pub before_label: Option<String>,
    pub before_said_from: Option<NaiveDate>,
    pub before_said_to: Option<NaiveDate>,
    pub before_claim_id: Option<i64>,
    pub before_article_id: Option<i64>,
    pub before_evidence: Option<String>,
    pub before_outlet: Option<String>,
    pub before_url: Option<String>,
    pub after_stance: Option<i16>,
    pub after_label: Option<String>,
    pub after_said_from: Option<NaiveDate>,
    pub after_said_to: Option<NaiveDate>,
    pub after_claim_id: Option<i64>,
    pub after_article_id: Option<i64>,
    pub after_evidence: Option<String>,
    pub after_outlet: Option<String>,
    pub after_url: Option<String>,
    pub statements: Option<i64>,
    pub silent_days: Option<i32>,
    pub articles_meanwhile: Option<i64>,
    #[serde(default)]
    pub before_status: Option<String>,
    #[serde(default)]
    pub before_confidence: Option<f32>,
    #[serde(default)]
    pub after_status: Option<String>,
    #[serde(default)]
    pub after_confidence: Option<f32>,
}
