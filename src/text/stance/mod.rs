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
mod left;
mod lexicon;
mod reading;
mod reconcile;
mod right;
mod subject;

pub(crate) use lexicon::lexicon;
pub use reconcile::reconcile;

use std::ops::Range;

use super::document::{Document, Find};
use super::topic::{CompiledCodebook, Mention, Mentions};
use crate::model::StanceFound;
use reading::Reading;

/// The settings of the judgement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameters {
    /// Stances less sure than this wait for a person instead of entering a history, 0 … 1.
    pub floor: f32,
}

impl Default for Parameters {
    fn default() -> Self {
        Self { floor: 0.5 }
    }
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
    /// Whether it stands at or above the confidence floor.
    pub stands: bool,
}

/// Judges the attributions of one article. Made once an article, so that its topic terms are
/// looked for once.
#[derive(Debug)]
pub struct Judge<'a> {
    document: &'a Document<'a>,
    codebook: &'a CompiledCodebook,
    mentions: Mentions<'a>,
    parameters: Parameters,
}

impl<'a> Judge<'a> {
    /// Finds the topic terms of the article.
    pub fn new(
        document: &'a Document<'a>,
        codebook: &'a CompiledCodebook,
        parameters: Parameters,
    ) -> Self {
        Self {
            document,
            codebook,
            mentions: Mentions::new(document, codebook),
            parameters,
        }
    }

    /// Every place where a term of the codebook stands.
    pub fn mentions(&self) -> &[Mention] {
        &self.mentions.all
    }

    /// The bytes of all those places, in text order.
    pub fn places(&self) -> Vec<Range<usize>> {
        self.mentions
            .all
            .iter()
            .map(|m| self.bytes(&m.words))
            .collect()
    }

    /// The position that `find` takes on each topic, at most one a topic, in codebook order.
    pub fn judge(&self, find: &Find) -> Vec<Judged> {
        if self.mentions.all.is_empty() {
            return Vec::new();
        }
        let mut readings: Vec<Reading> = self.read(find);
        readings.sort_by_key(|r| r.topic);
        readings
            .chunk_by(|a, b| a.topic == b.topic)
            .filter_map(combine::combine)
            .map(|reading| self.found(reading))
            .collect()
    }

    fn found(&self, reading: Reading) -> Judged {
        let printed = |words: &Range<usize>| self.document.text[self.bytes(words)].to_owned();
        let confidence = reading.confidence.clamp(0.0, 1.0);
        Judged {
            stands: confidence >= self.parameters.floor,
            condition: reading.condition.clone(),
            term: self.bytes(&reading.mention),
            found: StanceFound {
                topic: self.codebook.topics[reading.topic].clone(),
                stance: reading.stance,
                bearing: reading.bearing,
                confidence,
                why: crate::model::Why {
                    cue: printed(&reading.cue),
                    term: self.codebook.terms[reading.term].text.clone(),
                    rule: reading.rule,
                },
            },
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
