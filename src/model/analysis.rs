//! What the analysis of one article finds: the contract of `stance extract`.

use serde::{Deserialize, Serialize};

use super::{ActorKind, Said, Span, StanceValue, TimeValue};

/// Everything found in one article, and everything looked at and left out, with the reason.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Analysis {
    /// Who said what (PARC / PolNeAR: source, cue, content).
    pub attributions: Vec<Attribution>,
    /// Calendar expressions with their values (TIMEX3).
    pub timexes: Vec<Timex>,
    /// Attributions with actor, act, day and stances.
    pub claims: Vec<Claim>,
    /// What was looked at and left out.
    pub skipped: Vec<Skipped>,
    /// The codebook's actors that the article names, whether or not they say anything, each once.
    #[serde(skip)]
    pub mentioned: Vec<ActorRef>,
    /// Whether the article was analysed at all.
    #[serde(skip)]
    pub outcome: Outcome,
}

/// Whether an article was analysed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Outcome {
    /// Searched from end to end.
    #[default]
    Analysed,
    /// Not in a language that the analysis reads; stored only.
    OtherLanguage,
}

impl Outcome {
    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Analysed => "analysed",
            Self::OtherLanguage => "other_language",
        }
    }
}

/// Which text of the article the offsets count into.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// The article's text.
    #[default]
    Text,
    /// A title that the source gives apart from the text.
    Title,
}

impl Place {
    /// Whether the offsets count into the text; the default that JSON leaves out.
    pub fn is_text(&self) -> bool {
        *self == Self::Text
    }
}

/// A linguistic find: who is given as saying, believing, deciding what.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Attribution {
    /// Who, as printed; empty where the text leaves it out.
    pub source: Vec<Span>,
    /// The words that attribute ("said", "according to").
    pub cue: Vec<Span>,
    /// What is attributed; may be discontinuous.
    pub content: Vec<Span>,
    /// Calibrated probability that source and content are right, 0 … 1.
    pub confidence: f32,
    /// Which text the spans count into.
    #[serde(default, rename = "in", skip_serializing_if = "Place::is_text")]
    pub place: Place,
}

/// A calendar expression.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Timex {
    /// First code point.
    pub start: u32,
    /// First code point behind it.
    pub end: u32,
    /// Its calendar value.
    pub value: TimeValue,
    /// Which text the offsets count into.
    #[serde(rename = "in", skip_serializing_if = "Place::is_text")]
    pub place: Place,
}

/// How the content is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// In quotation marks from end to end.
    Direct,
    /// Paraphrase with quoted words in it.
    Mixed,
    /// Paraphrase.
    #[default]
    Indirect,
    /// No content: an act without words.
    None,
}

impl Form {
    /// The word in JSON and database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Mixed => "mixed",
            Self::Indirect => "indirect",
            Self::None => "none",
        }
    }
}

/// What the actor did by uttering.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Act {
    /// Said or wrote something.
    #[default]
    Statement,
    /// Declined to say.
    Refusal,
    /// Decided, ordered, signed, suspended.
    Decision,
    /// Voted.
    Vote,
    /// Is reported to think, want or fear it.
    Belief,
}

impl Act {
    /// Whether it is done rather than said.
    pub fn is_deed(self) -> bool {
        matches!(self, Self::Decision | Self::Vote)
    }

    /// The word in JSON and database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Statement => "statement",
            Self::Refusal => "refusal",
            Self::Decision => "decision",
            Self::Vote => "vote",
            Self::Belief => "belief",
        }
    }

    /// The act of a word in JSON and database; one that is none of them is a statement.
    pub fn of_word(word: &str) -> Self {
        match word {
            "refusal" => Self::Refusal,
            "decision" => Self::Decision,
            "vote" => Self::Vote,
            "belief" => Self::Belief,
            _ => Self::Statement,
        }
    }
}

/// An actor as a claim names it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ActorRef {
    /// Codebook id; none for an actor discovered in the text.
    pub id: Option<String>,
    /// Canonical name, as far as the article and codebook settle it.
    pub name: String,
    /// What kind of actor.
    pub kind: ActorKind,
}

impl ActorRef {
    /// What it is told apart by in one article: its id or, where the codebook has none, its name.
    pub fn key(&self) -> &str {
        self.id.as_deref().unwrap_or(&self.name)
    }
}

/// The passage that shows who and what: one contiguous run of the text, copied from it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// First code point.
    pub start: u32,
    /// First code point behind it.
    pub end: u32,
    /// The run itself.
    pub text: String,
}

/// An attribution recorded: actor, form, act, day, evidence, stances.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Claim {
    /// Who uttered it; none where the text leaves the source out.
    pub actor: Option<ActorRef>,
    /// The principal that a spokesperson speaks for.
    pub on_behalf_of: Option<ActorRef>,
    /// Another actor who says that the actor holds this.
    pub ascribed_by: Option<ActorRef>,
    /// How the content is given.
    pub form: Form,
    /// What the actor did by uttering.
    pub act: Act,
    /// Who, as printed.
    pub source: Vec<Span>,
    /// The attributing words.
    pub cue: Vec<Span>,
    /// What was said.
    pub content: Vec<Span>,
    /// "only if …", printed with the stance.
    pub condition: Option<Span>,
    /// The passage.
    pub evidence: Evidence,
    /// When it was said.
    #[serde(flatten)]
    pub said: Said,
    /// Stances at or above the confidence floor and of a clear side, none of them ascribed.
    pub stances: Vec<StanceFound>,
    /// Stances below the floor, of an open side, or ascribed by another.
    pub proposed: Vec<StanceFound>,
    /// Calibrated probability of the attribution, 0 … 1.
    pub confidence: f32,
    /// Which text the spans count into.
    #[serde(rename = "in", skip_serializing_if = "Place::is_text")]
    pub place: Place,
    /// How it takes up an earlier statement of the same actor; left out where it takes up none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<Link>,
    /// Whom an unnamed source belongs to ("a Pentagon official"), without speaking for it; left out where
    /// none is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub affiliation: Option<ActorRef>,
}

/// A statement taking up an earlier one of the same actor.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Link {
    /// What it does to the earlier one.
    pub kind: LinkKind,
    /// The words that say so.
    pub cue: Vec<Span>,
    /// On which topics.
    pub on: Vec<LinkedTopic>,
}

/// A topic of a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LinkedTopic {
    /// Topic id.
    pub topic: String,
    /// The side of the earlier statement, −1 against to +1 for, where it is told again.
    pub side: Option<i8>,
}

/// What a statement does to an earlier one of the same actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// Says that it still holds.
    Restates,
    /// Takes it back, without asserting the contrary.
    Withdraws,
    /// Says that it was never said.
    DeniesSaying,
    /// Says what was meant.
    Clarifies,
    /// Says that it was quoted wrongly or out of its context.
    DisputesQuotation,
}

impl LinkKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [
        Self::Restates,
        Self::Withdraws,
        Self::DeniesSaying,
        Self::Clarifies,
        Self::DisputesQuotation,
    ];

    /// The word in JSON and database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Restates => "restates",
            Self::Withdraws => "withdraws",
            Self::DeniesSaying => "denies_saying",
            Self::Clarifies => "clarifies",
            Self::DisputesQuotation => "disputes_quotation",
        }
    }

    /// The kind that a word means.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// Whether a statement of this kind is about what was said and no position of its own.
    pub fn is_no_position(self) -> bool {
        matches!(
            self,
            Self::Withdraws | Self::DeniesSaying | Self::DisputesQuotation
        )
    }
}

/// A claim's position on one topic's proposition.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StanceFound {
    /// Topic id.
    pub topic: String,
    /// The position.
    pub stance: StanceValue,
    /// About the proposition itself, or an argument that bears on it.
    pub bearing: Bearing,
    /// Probability that the side is right, 0 … 1.
    pub confidence: f32,
    /// Whether the side is as good as open: one is taken, which one nobody should be told without a look.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub side_open: bool,
    /// The words and the rule that made it.
    pub why: Why,
}

impl StanceFound {
    /// Whether it is told as a position, and not only proposed, where less sure ones than `floor` are not.
    pub fn stands(&self, floor: f32) -> bool {
        self.confidence >= floor && !self.side_open
    }
}

/// Whether a stance is about the proposition itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Bearing {
    /// About the proposition itself.
    #[default]
    Direct,
    /// An argument that bears on it.
    Inferred,
}

impl Bearing {
    /// The word in JSON and database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Inferred => "inferred",
        }
    }
}

/// What made a stance: every verdict of the machine can be taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    /// The attitude word, as printed.
    pub cue: String,
    /// The topic term that matched, as written in the codebook.
    pub term: String,
    /// The rule that composed them.
    pub rule: String,
}

/// A place that was looked at and left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// First code point.
    pub start: u32,
    /// First code point behind it.
    pub end: u32,
    /// Why, in a few words.
    pub reason: String,
}
