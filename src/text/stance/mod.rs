//! Which position an attribution takes on each topic of the codebook.
//!
//! The side is composed: the side of the topic's term (codebook), times what the content does to it
//! (effect), times what is said of it (evaluation, deontic), times negation, times the attitude of
//! the cue. What no rule makes somebody's position gets no stance; below the confidence floor it is
//! only proposed. Every stance names the words and the rule that made it.

mod anaphora;
mod chain;
mod clause;
mod combine;
mod condition;
mod cue;
mod evidence;
mod features;
mod heard;
mod label;
mod left;
mod lexicon;
mod likeness;
mod noted;
mod phrases;
mod reading;
mod reconcile;
mod right;
mod scene;
mod scope;
mod settle;
mod subject;
mod weigh;
mod wording;

pub use features::Features;
pub(crate) use features::{BIAS, Weights};
pub(crate) use heard::Heard;
pub(crate) use lexicon::{Class, is_denied, lexicon};
pub use reconcile::reconcile;
pub(crate) use settle::{pooled, probability};

use std::ops::Range;

use super::act::Topical;
use super::document::{Document, Find};
use super::link::{Linking, link};
use super::topic::{CompiledCodebook, Mention, Mentions, Role};
use crate::model::{ActorKind, StanceFound};
use reading::Reading;
use scope::Scope;
pub(crate) use weigh::sides;
pub(crate) use wording::NAMES as WORDING;

/// The settings of the judgement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameters {
    /// Stances less sure than this wait for a person instead of entering a history, 0 … 1.
    pub floor: f32,
}

impl Parameters {
    /// The settings of a new database: on topics that nothing was trained on, F1 of sides is within half a point of
    /// its highest here, and more of the sides are right than below.
    pub const DEFAULT: Self = Self { floor: 0.22 };
}

impl Default for Parameters {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// What is known of who utters an attribution.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Voice {
    /// What kind of actor; none where the text leaves it out.
    pub kind: Option<ActorKind>,
    /// A news outlet, which reports.
    pub outlet: bool,
    /// Another says that the actor holds it.
    pub ascribed: bool,
    /// First bytes of pronouns in the content that refer to somebody else, in text order.
    pub others: Vec<usize>,
}

/// A stance of one attribution on one topic.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The stance with its reasons.
    pub found: StanceFound,
    /// Bytes of the condition that it hangs on ("only if …").
    pub condition: Option<Range<usize>>,
    /// Bytes of the words that show the topic.
    pub term: Range<usize>,
    /// Whether it stands at or above the confidence floor and has a clear side.
    pub stands: bool,
    /// What the confidence was weighed from.
    pub features: Features,
}

/// Judges the attributions of one article. Made once an article, so that its topic terms are
/// looked for once.
#[derive(Debug)]
pub struct Judge<'a> {
    document: &'a Document<'a>,
    codebook: &'a CompiledCodebook,
    mentions: Mentions<'a>,
    scopes: Vec<Scope>,
    parameters: Parameters,
    /// Whether features keep their names, for training.
    named: bool,
}

impl<'a> Judge<'a> {
    /// Finds the topic terms of the article.
    pub fn new(
        document: &'a Document<'a>,
        codebook: &'a CompiledCodebook,
        parameters: Parameters,
    ) -> Self {
        let mentions = Mentions::new(document, codebook);
        Self {
            document,
            codebook,
            scopes: scope::scopes(&mentions, codebook),
            mentions,
            parameters,
            named: false,
        }
    }

    /// Keeps the names of features, for training.
    pub(crate) fn naming(self) -> Self {
        Self {
            named: true,
            ..self
        }
    }

    /// Whether the text names any topic: without one there is nothing to judge.
    pub(crate) fn finds_topics(&self) -> bool {
        !self.mentions.all.is_empty()
    }

    /// The places where terms of the codebook stand, in text order.
    pub(crate) fn topical(&self) -> Vec<Topical> {
        let measure = |m: &Mention| matches!(self.codebook.terms[m.term].role, Role::Measure(_));
        self.mentions
            .all
            .iter()
            .map(|m| Topical {
                bytes: self.bytes(&m.words),
                measure: measure(m),
            })
            .collect()
    }

    /// The places in bytes where a topic is named or taken up, in text order.
    pub(crate) fn terms_of(&self, topic: &str) -> impl Iterator<Item = Range<usize>> {
        let of = move |m: &&Mention| self.codebook.topics[self.codebook.topic_of(m.term)] == topic;
        self.mentions
            .all
            .iter()
            .filter(of)
            .map(|m| self.bytes(&m.words))
    }

    /// The position that `find` takes on each topic, at most one a topic, in codebook order.
    pub fn judge(&self, find: &Find, voice: &Voice) -> Vec<Judged> {
        if self.mentions.all.is_empty() {
            return Vec::new();
        }
        let readings = combine::by_topic(self.read_all(find, voice));
        readings.map(|reading| self.found(reading)).collect()
    }

    /// The link that `find` makes to an earlier statement of its speaker.
    pub(crate) fn link(&self, find: &Find, others: &[usize]) -> Option<Linking> {
        link(self.document, &self.mentions.words, find, others)
    }

    /// The topics that the cue and content of `find` name, each once, in codebook order.
    pub(crate) fn topics_of(&self, find: &Find) -> Vec<String> {
        let start = |m: &Mention| self.bytes(&m.words).start;
        let all = &self.mentions.all;
        let mut topics: Vec<usize> = Vec::new();
        for part in find.cue.iter().chain(&find.content) {
            let first = all.partition_point(|m| start(m) < part.start);
            let inside = all[first..].iter().take_while(|m| start(m) < part.end);
            topics.extend(inside.map(|m| self.codebook.topic_of(m.term)));
        }
        topics.sort_unstable();
        topics.dedup();
        let name = |topic: usize| self.codebook.topics[topic].clone();
        topics.into_iter().map(name).collect()
    }

    /// Every reading of every mention, for training.
    pub fn readings(&self, find: &Find, voice: &Voice) -> Vec<Judged> {
        let readings = self.read_all(find, voice).into_iter();
        readings.map(|reading| self.found(reading)).collect()
    }

    fn found(&self, reading: Reading) -> Judged {
        let printed = |words: &Range<usize>| self.document.text[self.bytes(words)].to_owned();
        let found = StanceFound {
            topic: self.codebook.topics[reading.topic].clone(),
            stance: reading.stance,
            bearing: reading.bearing,
            confidence: reading.confidence.clamp(0.0, 1.0),
            side_open: reading.side_open,
            why: crate::model::Why {
                cue: printed(&reading.cue),
                term: self.codebook.terms[reading.term].text.clone(),
                rule: reading.rule.to_owned(),
            },
        };
        Judged {
            stands: found.stands(self.parameters.floor),
            condition: reading.condition.clone(),
            term: self.bytes(&reading.mention),
            features: reading.features,
            found,
        }
    }

    /// The bytes from the first to the last of some words.
    fn bytes(&self, words: &Range<usize>) -> Range<usize> {
        let all = &self.mentions.words.all;
        match (all.get(words.start), all.get(words.end.wrapping_sub(1))) {
            (Some(first), Some(last)) if first.start <= last.end => {
                first.start as usize..last.end as usize
            }
            _ => 0..0,
        }
    }
}
