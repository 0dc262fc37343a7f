//! What discourse networks are made of.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Whose statements a network is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Whose {
    /// What stands in the record.
    #[default]
    Record,
    /// Of it, what a person confirmed or corrected.
    Reviewed,
    /// Of it, what coders found and was taken.
    Adjudicated,
    /// What one coder found, whatever became of it.
    Coder(String),
}

/// A row of `network_statement`, or of `network_coded`.
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
    /// None for what a coder found and was not taken into the record.
    pub claim_id: Option<i64>,
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
