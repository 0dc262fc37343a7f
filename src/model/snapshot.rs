//! What reports were made of at a time, frozen under a name.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// A row of `snapshot`, with how much is in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "documented as the table's columns")]
pub struct SnapshotRow {
    pub snapshot_id: i64,
    pub name: String,
    pub day: NaiveDate,
    pub recorded_until: DateTime<Utc>,
    pub with_corrected: bool,
    pub actors: Vec<String>,
    pub topics: Vec<String>,
    pub codebook_id: Option<i64>,
    pub program_version: String,
    pub note: Option<String>,
    pub made_by: String,
    pub made_at: DateTime<Utc>,
    /// Utterances of its history that form positions.
    pub statements: i64,
    /// Its shifts.
    pub shifts: i64,
    /// Passages of it that were forgotten since.
    pub forgotten: i64,
}
