//! An attribution laid over the words of the text: what one reading of a mention looks at.

use std::ops::Range;

use super::Judge;
use super::cue::{self, Attitude};
use super::lexicon::{Class, Operator, lexicon};
use crate::text::document::{Find, Origin};
use crate::text::topic::Mention;

/// The parts of an attribution, as words.
pub(super) struct Parts {
    /// Words of the content, one range for each sentence and content span.
    pub content: Vec<(usize, Range<usize>)>,
    /// The operators of each of them.
    pub operators: Vec<Vec<Operator<'static>>>,
    pub source: Range<usize>,
    pub cue: Range<usize>,
    pub cue_sentence: usize,
    pub attitude: Option<Attitude>,
}

/// The part of a content that lies in one sentence.
pub(super) struct Scene {
    pub sentence: usize,
    pub range: Range<usize>,
    /// The topic mentions in it.
    pub here: Vec<Mention>,
    /// Its operators, without those of the cue.
    pub operators: Vec<Operator<'static>>,
    /// It ends with a question mark.
    pub question: bool,
}

impl Judge<'_> {
    /// Lays `find` over the words; none where it lies outside all sentences.
    pub(super) fn parts(&self, find: &Find) -> Option<Parts> {
        let words = &self.mentions.words;
        let first = find.cue.first().or(find.content.first())?;
        let cue_sentence = self.document.sentence_at(first.start);
        let cue = match (find.cue.first(), find.cue.last()) {
            (Some(first), Some(last)) => self.words_in(&(first.start..last.end)),
            _ => 0..0,
        };
        let object;
        let spans: &[Range<usize>] = if find.content.is_empty() {
            // An act without words of its own: what follows the cue in its sentence is its object.
            let end = self.document.sentences.get(cue_sentence)?.range.end;
            object = find.cue.last()?.end.min(end)..end;
            std::slice::from_ref(&object)
        } else {
            &find.content
        };
        let mut content = Vec::new();
        for span in spans {
            let all = self.words_in(span);
            let last = self
                .document
                .sentence_at(span.end.saturating_sub(1).max(span.start));
            for sentence in self.document.sentence_at(span.start)..=last {
                let Some(bounds) = words.sentences.get(sentence) else {
                    break;
                };
                let part = all.start.max(bounds.start)..all.end.min(bounds.end);
                if !part.is_empty() {
                    content.push((sentence, self.with_antecedent(sentence, part)));
                }
            }
        }
        let bounds = words.sentences.get(cue_sentence)?;
        let near = cue.start.saturating_sub(6).max(bounds.start)
            ..(cue.end + 6).min(bounds.end).max(cue.start);
        let attitude = if cue.is_empty() {
            None
        } else {
            let mut operators = lexicon().operators(&words.all, near);
            // What governs "a push by Holt" is another's.
            let owner = find.source.first().map(|source| self.words_in(source));
            // "The opposition challenged …": who somebody is, is not said of what is challenged.
            if let Some(owner) = owner.as_ref().filter(|_| find.origin != Origin::Owned) {
                operators
                    .retain(|o| !owner.contains(&o.words.start) || o.of(Class::Negation).is_some());
            }
            let from = match owner {
                Some(owner) if find.origin == Origin::Owned && owner.start >= cue.end => cue.start,
                Some(owner) if find.origin == Origin::Owned && owner.end <= cue.start => owner.end,
                _ => 0,
            };
            cue::attitude(&words.all, &operators, &cue, from).filter(|a| {
                let first = content.first().map_or(0..0, |(_, part)| part.clone());
                !a.is_question(&words.all, &words.all[first])
            })
        };
        let source = find.source.first();
        let source = source.map_or(0..0, |source| self.words_in(source));
        // "Neither Holt nor Dahl supports …".
        let first = words.all[source.clone()].first();
        let attitude = match first.is_some_and(|w| w.is("neither")) {
            true => attitude.map(Attitude::denied),
            false => attitude,
        };
        let operators =
            |(_, part): &(usize, Range<usize>)| lexicon().operators(&words.all, part.clone());
        Some(Parts {
            operators: content.iter().map(operators).collect(),
            content,
            source,
            cue,
            cue_sentence,
            attitude,
        })
    }

    /// "The pier, which Holt opposes": of a content that is only a relative pronoun, the topic before it
    /// is what is meant.
    fn with_antecedent(&self, sentence: usize, part: Range<usize>) -> Range<usize> {
        let word = &self.mentions.words.all[part.start];
        if part.len() > 1 || !matches!(word.lemma.as_ref(), "which" | "that" | "whom" | "who") {
            return part;
        }
        let near = |m: &&Mention| m.words.end <= part.start && part.start - m.words.end <= 2;
        let here = self.mentions.in_sentences(sentence..sentence + 1);
        let start = here.iter().rev().find(near).map(|m| m.words.start);
        start.unwrap_or(part.start)..part.end
    }

    /// Whether some words stand in a quotation.
    pub(super) fn is_quoted(&self, words: &Range<usize>) -> bool {
        !self.quote_of(words).is_empty()
    }

    /// The words of the quotation in which some words begin.
    pub(super) fn quote_of(&self, words: &Range<usize>) -> Range<usize> {
        let at = self.bytes(words).start;
        let quotes = &self.document.quotes;
        let before = quotes.partition_point(|q| q.range.start <= at);
        match before.checked_sub(1).map(|last| &quotes[last]) {
            Some(quote) if quote.range.end > at => self.words_in(&quote.range),
            _ => 0..0,
        }
    }

    /// Indexes of the words that share a byte with `bytes`.
    pub(super) fn words_in(&self, bytes: &Range<usize>) -> Range<usize> {
        self.mentions.words.inside(bytes)
    }
}
