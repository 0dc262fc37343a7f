//! What discourse networks are made of.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A row of `network_statement`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "documented as the view's columns")]
pub struct NetworkStatement {
    pub actor_id: i64,
    pub actor: String,
    pub actor_slug: Option<String>,
    pub actor_kind: String,
    pub organization_slug: Option<String>,
    pub organization: Option<String>,
    pub topic_id: i64,
    pub topic: String,
    pub topic_name: String,
    pub via_topic: String,
    pub utterance_id: i64,
    pub claim_id: i64,
    pub claim_ids: Vec<i64>,
    pub article_id: i64,
    pub article_ids: Vec<i64>,
    pub said_from: NaiveDate,
    pub said_to: NaiveDate,
    pub day: NaiveDate,
    pub stance: i16,
    pub agrees: Option<bool>,
    pub status: String,
    pub outlet: Option<String>,
    pub outlets: i64,
    pub published_day: Option<NaiveDate>,
}
