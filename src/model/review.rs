//! What a reviewer sees of one proposed stance, and the verdicts that stand on it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// In which order proposals are shown to a reviewer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReviewOrder {
    /// Those first of which it is least known whether they are right: by what people have found of the
    /// topic's proposals of like confidence, and by the confidence itself where they have not judged many.
    #[default]
    Uncertain,
    /// The ends of candidate shifts first, in the order in which shifts are listed.
    Shifts,
    /// What was said last first.
    Date,
}

impl ReviewOrder {
    /// The names that the command line takes, in the order of the variants.
    pub const NAMES: [&'static str; 3] = ["uncertain", "shifts", "date"];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// The order of a name.
    pub fn of_name(name: &str) -> Option<Self> {
        [Self::Uncertain, Self::Shifts, Self::Date]
            .into_iter()
            .find(|order| order.as_str() == name)
    }

    /// The next one, round and round.
    pub fn next(self) -> Self {
        match self {
            Self::Uncertain => Self::Shifts,
            Self::Shifts => Self::Date,
            Self::Date => Self::Uncertain,
        }
    }
}

/// One proposed stance with everything that is needed to judge it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(
    missing_docs,
    reason = "documented as the columns of claim_evidence and stance"
)]
pub struct ReviewItem {
    pub claim_id: i64,
    pub root_claim_id: i64,
    pub article_id: i64,
    pub actor: Option<String>,
    pub actor_kind: Option<String>,
    pub on_behalf_of: Option<String>,
    pub ascribed_by: Option<String>,
    pub affiliation: Option<String>,
    pub topic_id: i64,
    pub topic: String,
    pub topic_name: String,
    pub proposition: String,
    pub stance: Option<i16>,
    pub bearing: String,
    pub confidence: f32,
    pub why_cue: String,
    pub why_term: String,
    pub why_rule: String,
    pub form: String,
    pub act: String,
    pub link: Option<String>,
    pub said_from: Option<NaiveDate>,
    pub said_to: Option<NaiveDate>,
    pub basis: String,
    pub time_expression: Option<String>,
    pub outlet: Option<String>,
    pub url: Option<String>,
    pub title: Option<String>,
    pub published_day: Option<NaiveDate>,
    pub evidence: String,
    /// The text before the passage, from the beginning of a line where one is near.
    pub lead: String,
    /// The text behind the passage.
    pub trail: String,
    /// Whether the passage stands in the headline.
    pub in_title: bool,
    /// Verdicts on the claim, on this topic or as a whole, oldest first; those taken back are left out.
    pub verdicts: Vec<VerdictRow>,
    /// Which side it is is as good as open.
    pub side_open: bool,
}

/// A verdict that stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "documented as the columns of review")]
pub struct VerdictRow {
    pub review_id: i64,
    pub verdict: String,
    pub reviewer: String,
    pub note: Option<String>,
    pub recorded_at: DateTime<Utc>,
}

/// A verdict as the record keeps it, whether or not it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(
    missing_docs,
    reason = "documented as the columns of review, unless it is said here"
)]
pub struct GivenVerdict {
    pub review_id: i64,
    pub verdict: String,
    /// Codebook id of the topic; none where the claim as a whole was judged.
    pub topic: Option<String>,
    /// What a correction set, in words: "stance=-1, actor=Mira Holt".
    pub changed: Option<String>,
    pub reviewer: String,
    pub note: Option<String>,
    pub recorded_at: DateTime<Utc>,
    /// Who took it back; none where it stands.
    pub undone_by: Option<String>,
    /// When it was taken back.
    pub undone_at: Option<DateTime<Utc>>,
}

/// Where a passage comes from, for an editor who will be asked.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[allow(
    missing_docs,
    reason = "documented as the columns of article, unless it is said here"
)]
pub struct PassageSource {
    pub retrieved_at: Option<DateTime<Utc>>,
    pub revision: i32,
    /// What the outlet did about the passage, where it does not stand by it.
    #[serde(default)]
    pub correction: Option<String>,
    /// When the text before this revision was replaced.
    pub replaced_at: Option<DateTime<Utc>>,
    pub byline: Option<String>,
    pub language: Option<String>,
    /// Who translated it, where the source names one.
    pub translator: Option<String>,
    /// Other outlets that printed what attests the same utterance.
    pub copies: Vec<PrintedCopy>,
    /// Verdicts that stand on the claim, oldest first.
    pub verdicts: Vec<VerdictRow>,
}

/// Another article that attests the same utterance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "documented as the columns of article")]
pub struct PrintedCopy {
    pub article_id: i64,
    pub outlet: Option<String>,
    pub published_day: Option<NaiveDate>,
}
