//! Reading articles as a coder, and how far coders agree.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A row of `coded_position`: a position that a coder found in an article. The program counts as a coder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "documented as the view's columns")]
pub struct CodedPosition {
    pub coder: String,
    pub machine: bool,
    pub article_id: i64,
    pub actor_id: Option<i64>,
    pub actor: Option<String>,
    pub topic_id: i64,
    pub topic: String,
    pub stance: i16,
    pub confidence: Option<f32>,
    pub place: String,
    pub evidence_start: i32,
    pub evidence_end: i32,
    pub evidence: String,
    pub coded_statement_id: Option<i64>,
    pub root_claim_id: Option<i64>,
    pub taken: Option<bool>,
}

/// A row of `article_read`: a person read the article in full.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "documented as the view's columns")]
pub struct ArticleRead {
    pub article_id: i64,
    pub coder: String,
}

/// An article as a coder works on it: without anything that the program or another coder found in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "documented as the columns of article")]
pub struct CodingItem {
    pub article_id: i64,
    pub title: Option<String>,
    pub outlet: Option<String>,
    pub published_day: Option<NaiveDate>,
    pub text: String,
    /// Sentences as code points of the text, half-open, in order.
    #[serde(default)]
    pub sentences: Vec<(usize, usize)>,
    /// What this coder recorded so far, in the order of the text.
    pub statements: Vec<CodedPosition>,
    /// Whether the coder has read it in full.
    pub read: bool,
}

/// A topic to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "documented as the columns of topic_version")]
pub struct TopicChoice {
    pub topic: String,
    pub name: String,
    pub proposition: String,
}

/// How far coders agree who read the same articles without seeing each other's work.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Agreement {
    /// The coders, by name.
    pub coders: Vec<String>,
    /// Articles that at least two of them read.
    pub articles: usize,
    /// Of all coders together.
    pub figures: Vec<AgreementFigure>,
    /// Of each two of them.
    pub pairs: Vec<PairFigure>,
    /// Where they differ, by article.
    pub disagreements: Vec<Disagreement>,
    /// How often the program was right, where it was compared with people: all, by topic, by confidence.
    pub machine: Vec<MachineFigure>,
}

/// Agreement of all coders on one question.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AgreementFigure {
    /// "topics" (is the topic there?) or "stances" (of an actor on a topic in an article).
    pub question: String,
    /// The topic; none for all of them.
    pub topic: Option<String>,
    /// Units that at least two coders judged.
    pub units: u64,
    /// Krippendorff's alpha for nominal data; none where nothing varies.
    pub alpha_nominal: Option<f64>,
    /// For ordinal data; of stances only.
    pub alpha_ordinal: Option<f64>,
    /// For interval data; of stances only.
    pub alpha_interval: Option<f64>,
}

/// Agreement of two coders.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PairFigure {
    /// One coder.
    pub coder: String,
    /// The other.
    pub other: String,
    /// Articles that both read.
    pub articles: u64,
    /// Cohen's kappa on whether a topic is there.
    pub topic_kappa: Option<f64>,
    /// Positions that both found.
    pub positions: u64,
    /// Cohen's kappa on their stances.
    pub stance_kappa: Option<f64>,
    /// Passages of the one.
    pub passages: u64,
    /// Passages of the other.
    pub other_passages: u64,
    /// Passages of the two that share at least half of what they cover together, of all passages, 0 to 1.
    pub span_f1: Option<f64>,
    /// Passages that are the same to the character, of all passages, 0 to 1.
    pub exact_f1: Option<f64>,
}

/// An actor's position on a topic in an article on which coders differ.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Disagreement {
    /// The article.
    pub article_id: i64,
    /// The actor.
    pub actor: String,
    /// The topic.
    pub topic: String,
    /// "another stance", or "not found by all".
    pub about: String,
    /// What each coder who read the article holds.
    pub codings: Vec<Coding>,
    /// Whether somebody decided between them.
    pub adjudicated: bool,
}

/// One coder's view in a disagreement.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Coding {
    /// The coder.
    pub coder: String,
    /// The stance; none where the coder found no such position.
    pub stance: Option<i16>,
    /// Key of the statement; none for the program's and for what was not found.
    pub coded_statement_id: Option<i64>,
    /// The claim that the program proposed, or that the statement became; any version of it.
    #[serde(default)]
    pub claim_id: Option<i64>,
    /// The passage.
    pub evidence: Option<String>,
}

/// How often the program was right in articles that people read in full.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MachineFigure {
    /// The topic; none for all.
    pub topic: Option<String>,
    /// The tenth of confidence, 0 to 9; none for all.
    pub band: Option<i32>,
    /// Positions that it proposed.
    pub proposed: u64,
    /// Of them, those that people hold on the same side.
    pub right: u64,
    /// Positions that people found; none by confidence.
    pub held: Option<u64>,
    /// `right` of `proposed`, 0 to 1.
    pub precision: Option<f64>,
    /// `right` of `held`, 0 to 1.
    pub recall: Option<f64>,
    /// The claims that are right, by any version of them.
    #[serde(default)]
    pub right_claims: Vec<i64>,
    /// The claims proposed that are not.
    #[serde(default)]
    pub wrong_claims: Vec<i64>,
}
