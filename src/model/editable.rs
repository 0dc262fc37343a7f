//! Claims as people edit them in a table.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A live claim with one of its stances, or a claim on no topic: a row of the table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(
    missing_docs,
    reason = "documented as the columns of claim_evidence and stance"
)]
pub struct EditableClaim {
    pub claim_id: i64,
    pub root_claim_id: i64,
    pub actor: Option<String>,
    pub topic: Option<String>,
    pub stance: Option<i16>,
    pub said_from: Option<NaiveDate>,
    pub said_to: Option<NaiveDate>,
    pub act: String,
    pub link: Option<String>,
    /// "proposed", "confirmed", "corrected" or "rejected".
    pub status: String,
    pub reviewed_by: Option<String>,
    pub evidence: String,
    pub outlet: Option<String>,
    pub published_day: Option<NaiveDate>,
    pub title: Option<String>,
    pub url: Option<String>,
    pub article_id: i64,
    pub form: String,
    pub basis: String,
    pub on_behalf_of: Option<String>,
    pub ascribed_by: Option<String>,
    pub confidence: f32,
}
