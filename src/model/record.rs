//! What the public views hand out: the rows that every report is made of.
//!
//! Field names are the views' column names, so that a report's JSON and a SQL user's result agree;
//! the reference in `docs/` says what each column means.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// A row of `stance_history`: one actor, topic and utterance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "documented as the view's columns")]
pub struct HistoryRow {
    pub actor_id: i64,
    pub actor: String,
    pub actor_slug: Option<String>,
    pub actor_kind: String,
    pub topic_id: i64,
    pub topic: String,
    pub topic_name: String,
    pub via_topic: String,
    pub utterance_id: i64,
    pub claim_id: i64,
    pub claim_ids: Vec<i64>,
    pub article_id: i64,
    pub article_ids: Vec<i64>,
    pub said_from: Option<NaiveDate>,
    pub said_to: Option<NaiveDate>,
    pub basis: String,
    pub time_expression: Option<String>,
    pub stance: Option<i16>,
    pub label: String,
    pub form: String,
    pub act: String,
    pub bearing: String,
    pub on_behalf_of: Option<String>,
    pub ascribed_by: Option<String>,
    pub evidence: String,
    pub condition: Option<String>,
    pub outlet: Option<String>,
    pub url: Option<String>,
    pub title: Option<String>,
    pub published_day: Option<NaiveDate>,
    pub retrieved_at: DateTime<Utc>,
    pub outlets: i64,
    pub attestations: i64,
    pub status: String,
    pub confidence: f32,
    pub disputed: bool,
    pub not_counted_because: Option<String>,
    pub why_cue: String,
    pub why_term: String,
    pub why_rule: String,
    pub codebook_ids: Option<Vec<i64>>,
    #[serde(default)]
    pub link: Option<String>,
    #[serde(default)]
    pub linked_utterance_id: Option<i64>,
    #[serde(default)]
    pub linked_claim_id: Option<i64>,
    #[serde(default)]
    pub linked_said_from: Option<NaiveDate>,
    #[serde(default)]
    pub linked_said_to: Option<NaiveDate>,
    #[serde(default)]
    pub linked_stance: Option<i16>,
    #[serde(default)]
    pub restated_by_claim_id: Option<i64>,
    #[serde(default)]
    pub brought_back_by: Option<String>,
    #[serde(default)]
    pub brought_back_on: Option<NaiveDate>,
    #[serde(default)]
    pub affiliation: Option<String>,
    #[serde(default)]
    pub correction: Option<String>,
}

/// One end of a shift.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "documented as the view's columns")]
pub struct ShiftEnd {
    pub utterance_id: i64,
    pub claim_id: i64,
    pub article_id: i64,
    pub stance: Option<i16>,
    pub label: String,
    pub said_from: NaiveDate,
    pub said_to: NaiveDate,
    pub basis: String,
    pub form: String,
    pub act: String,
    pub bearing: String,
    pub evidence: String,
    pub outlet: Option<String>,
    pub url: Option<String>,
    pub title: Option<String>,
    pub published_day: Option<NaiveDate>,
    pub outlets: i64,
    pub attestations: i64,
    pub status: String,
    pub confidence: f32,
    #[serde(default)]
    pub link: Option<String>,
    #[serde(default)]
    pub correction: Option<String>,
}

/// A row of `stance_shift`, its two ends grouped.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "documented as the view's columns")]
pub struct ShiftRow {
    pub shift_id: String,
    pub actor_id: i64,
    pub actor: String,
    pub actor_slug: Option<String>,
    pub topic_id: i64,
    pub topic: String,
    pub topic_name: String,
    pub kind: String,
    pub said_did: Option<String>,
    pub status: String,
    pub lone_outlier: bool,
    pub mixed_between: bool,
    pub days_between_min: i32,
    pub days_between_max: i32,
    #[serde(default)]
    pub restated: bool,
    pub before: ShiftEnd,
    pub after: ShiftEnd,
}

/// A row of `current_position` or `stance_as_of`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "documented as the view's columns")]
pub struct PositionRow {
    pub actor_id: i64,
    pub actor: String,
    pub actor_slug: Option<String>,
    pub actor_kind: String,
    pub topic_id: i64,
    pub topic: String,
    pub topic_name: String,
    pub stance: Option<i16>,
    pub label: String,
    pub mixed: bool,
    pub said_from: NaiveDate,
    pub said_to: NaiveDate,
    pub status: String,
    pub confidence: f32,
    pub statements: i64,
    pub utterance_id: i64,
    pub claim_id: i64,
    pub article_id: i64,
    pub evidence: String,
    pub outlet: Option<String>,
    pub url: Option<String>,
    #[serde(default)]
    pub withdrawn: bool,
}

/// A row of `stance_matrix`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "documented as the function's columns")]
pub struct MatrixCell {
    pub actor_id: i64,
    pub actor: String,
    pub actor_slug: Option<String>,
    pub topic_id: i64,
    pub topic: String,
    pub topic_name: String,
    /// "position", "mixed", "withdrawn", "declined to say", "not enough evidence" or "no statement found".
    pub answer: String,
    pub stance: Option<i16>,
    pub label: Option<String>,
    pub said_from: Option<NaiveDate>,
    pub said_to: Option<NaiveDate>,
    pub status: Option<String>,
    pub statements: i64,
    pub refusals: i64,
    pub not_counted: i64,
    pub articles_searched: i64,
    pub claim_id: Option<i64>,
    pub evidence: Option<String>,
}

/// A row of `topic_standing`: how many actors stood where on a topic at a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "documented as the function's columns")]
pub struct StandingRow {
    pub day: NaiveDate,
    pub opposing: i64,
    pub undecided: i64,
    pub supporting: i64,
    pub mixed: i64,
    pub withdrawn: i64,
    pub reviewed: i64,
}

impl StandingRow {
    /// Actors with a position: on one side, undecided or mixed. Who took it back has none.
    pub fn actors(&self) -> i64 {
        self.opposing + self.undecided + self.supporting + self.mixed
    }
}

/// A row of `coverage`: what was searched for an actor on a topic.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "documented as the view's columns")]
pub struct Coverage {
    pub articles_searched: i64,
    pub outlets_searched: i64,
    pub first_day: Option<NaiveDate>,
    pub last_day: Option<NaiveDate>,
    pub undated_articles: i64,
    #[serde(default)]
    pub articles_read: i64,
}

/// How much of a history there is: of the rows that form positions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Extent {
    /// Utterances, each counted once however often it was printed.
    pub statements: i64,
    /// Articles that attest them.
    pub articles: i64,
    /// Outlets whose passages are shown, or as many as attest a single utterance if that is more.
    pub outlets: i64,
    /// First day of saying among them.
    pub said_from: Option<NaiveDate>,
    /// Last day of saying among them.
    pub said_to: Option<NaiveDate>,
}

/// A live claim with its stances: what `claims` lists.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "documented as the columns of claim_evidence")]
pub struct ClaimRow {
    pub claim_id: i64,
    pub root_claim_id: i64,
    pub article_id: i64,
    pub utterance_id: Option<i64>,
    pub actor_id: Option<i64>,
    pub actor: Option<String>,
    pub actor_kind: Option<String>,
    pub on_behalf_of: Option<String>,
    pub ascribed_by: Option<String>,
    pub form: String,
    pub act: String,
    pub said_from: Option<NaiveDate>,
    pub said_to: Option<NaiveDate>,
    pub basis: String,
    pub time_expression: Option<String>,
    pub evidence: String,
    pub evidence_start: i32,
    pub evidence_end: i32,
    pub place: String,
    pub confidence: f32,
    pub origin: String,
    pub outlet: Option<String>,
    pub url: Option<String>,
    pub title: Option<String>,
    pub published_day: Option<NaiveDate>,
    /// Its stances, in the order of their topics.
    pub stances: Vec<ClaimStance>,
    #[serde(default)]
    pub link: Option<String>,
    #[serde(default)]
    pub affiliation: Option<String>,
    #[serde(default)]
    pub correction: Option<String>,
    #[serde(default)]
    pub run_id: Option<i64>,
    #[serde(default)]
    pub extractor_version: Option<String>,
    #[serde(default)]
    pub codebook_id: Option<i64>,
}

/// What an outlet does not stand by any more: a row of `corrected_claim`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "documented as the view's columns")]
pub struct CorrectedRow {
    pub kind: String,
    pub correction: String,
    pub recorded_by: Option<String>,
    pub corrected_at: DateTime<Utc>,
    pub claim_id: i64,
    pub article_id: i64,
    pub outlet: Option<String>,
    pub actor_id: Option<i64>,
    pub actor: Option<String>,
    pub topic_ids: Option<Vec<i64>>,
    pub utterance_id: Option<i64>,
    pub said_from: Option<NaiveDate>,
    pub said_to: Option<NaiveDate>,
    pub evidence: String,
    pub revised_by_article_id: Option<i64>,
    pub reads_now_claim_id: Option<i64>,
    pub copy_claim_ids: Option<Vec<i64>>,
    pub copy_article_ids: Option<Vec<i64>>,
    pub copy_outlets: Option<Vec<Option<String>>>,
}

/// A stance of a listed claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "documented as the columns of stance")]
pub struct ClaimStance {
    pub topic: String,
    pub stance: i16,
    pub label: String,
    pub bearing: String,
    pub confidence: f32,
    pub status: String,
    pub why_cue: String,
    pub why_term: String,
    pub why_rule: String,
    pub side_open: bool,
}

/// A row of `actor_overview`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "documented as the view's columns")]
pub struct ActorRow {
    pub actor_id: i64,
    pub actor_slug: Option<String>,
    pub actor: String,
    pub actor_kind: String,
    pub origin: String,
    pub wikidata: Option<String>,
    pub aliases: Option<Vec<String>>,
    pub merged_actor_ids: Option<Vec<i64>>,
    pub claims: i64,
    pub statements: i64,
    pub topics: i64,
    pub first_said: Option<NaiveDate>,
    pub last_said: Option<NaiveDate>,
    pub articles_mentioning: i64,
    #[serde(default)]
    pub joined_because: Option<String>,
    #[serde(default)]
    pub merged_because: Option<Vec<String>>,
    #[serde(default)]
    pub kept_apart_from: Option<Vec<String>>,
}

/// Where an actor is mentioned first: what tells those of one name apart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FirstSeen {
    /// The canonical actor.
    pub actor_id: i64,
    /// The article that was taken in first of those that mention it.
    pub article_id: i64,
    /// Its headline.
    pub title: Option<String>,
    /// Who printed it.
    pub outlet: Option<String>,
    /// When it was printed.
    pub published_day: Option<NaiveDate>,
}

/// A row of `topic_overview`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "documented as the view's columns")]
pub struct TopicRow {
    pub topic_id: i64,
    pub topic: String,
    pub topic_name: String,
    pub proposition: String,
    pub parent: Option<String>,
    pub parent_effect: String,
    pub codebook_id: i64,
    pub statements: i64,
    pub actors: i64,
    pub articles: i64,
    pub outlets: i64,
    pub refusals: i64,
    pub first_said: Option<NaiveDate>,
    pub last_said: Option<NaiveDate>,
    pub actors_opposing: i64,
    pub actors_undecided: i64,
    pub actors_supporting: i64,
    pub actors_mixed: i64,
    pub shifts_confirmed: i64,
    pub shifts_candidate: i64,
    #[serde(default)]
    pub actors_withdrawn: i64,
}

/// A stored article, for lists and for `article show`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "documented as the columns of article")]
pub struct ArticleRow {
    pub article_id: i64,
    pub kind: String,
    pub external_id: Option<String>,
    pub outlet: Option<String>,
    pub title: Option<String>,
    pub byline: Option<String>,
    pub url: Option<String>,
    pub language: Option<String>,
    pub published_day: Option<NaiveDate>,
    pub published_precision: Option<String>,
    pub published_basis: Option<String>,
    pub revision: i32,
    pub superseded: bool,
    pub forgotten: bool,
    pub retrieved_at: DateTime<Utc>,
    pub story_id: Option<i64>,
    /// Articles of the same story, this one included.
    pub story_articles: i64,
    /// "analysed", "other_language", or none where it was never analysed.
    pub outcome: Option<String>,
    pub codebook_id: Option<i64>,
    pub attributions: Option<i32>,
    pub claims: i64,
    pub notes: Vec<String>,
    /// When its text was taken down, where it was.
    pub forgotten_at: Option<DateTime<Utc>>,
    pub forgotten_because: Option<String>,
    pub forgotten_by: Option<String>,
    /// What people recorded that its outlet did: "withdrawn: …" or "corrected: …".
    #[serde(default)]
    pub correction: Option<String>,
    /// The text; empty in lists.
    pub text: String,
}

/// How many articles a filter finds, where only some are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleTotals {
    /// Articles.
    pub articles: i64,
    /// Outlets that printed them.
    pub outlets: i64,
    /// Of the articles, those without a date.
    pub undated: i64,
}
