//! How well something did: rows of figures.

use serde::{Deserialize, Serialize};

/// One measure over some articles: either precision, recall and F1, or one share. Percent, rounded
/// to one decimal.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ScoreRow {
    /// The outlet whose articles these are; none for all articles.
    pub outlet: Option<String>,
    /// What is measured.
    pub measure: String,
    /// Of what was predicted, the part that is right.
    pub precision: Option<f64>,
    /// Of what is in the gold, the part that was found.
    pub recall: Option<f64>,
    /// The harmonic mean of both.
    pub f1: Option<f64>,
    /// A part of `gold`, where the measure has no precision.
    pub share: Option<f64>,
    /// How many in the gold it is counted over.
    pub gold: u64,
    /// How many predictions it is counted over.
    pub predicted: Option<u64>,
}

/// What one comparison of predictions with gold came to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scores {
    /// The measure that sums up.
    pub headline: &'static str,
    /// Articles in the gold.
    pub articles: u64,
    /// Of them, those that no prediction names.
    pub without_prediction: u64,
    /// All articles first, then each outlet.
    pub rows: Vec<ScoreRow>,
}

/// How many of the shifts that the program proposed people have upheld: a row of `shift_precision`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ShiftPrecision {
    /// Codebook id of the topic; none for all topics.
    pub topic: Option<String>,
    /// Kind of shift; none for all kinds.
    pub kind: Option<String>,
    /// Candidates both of whose ends have a person's verdict.
    pub judged: i64,
    /// Of them, those that stand confirmed.
    pub confirmed: i64,
    /// Of them, those whose ends people upheld and that an argument alone bears on: never confirmed.
    pub inferred: i64,
    /// Of them, those that people's verdicts took away or turned into another kind.
    pub refuted: i64,
    /// Candidates that wait for a verdict on one end or both.
    pub open: i64,
    /// `confirmed` of `judged` in percent; none where nothing was judged.
    pub precision: Option<f64>,
}
