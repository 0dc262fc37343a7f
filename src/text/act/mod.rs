//! Positions that no cue of speech reports: "Brunland suspended the deliveries", "her plan to",
//! "opponents of the levy", "the deal that she signed".
//!
//! They are found by rule, in sentences that name a topic of the codebook: a verb of decision,
//! support or opposition with its subject ([`verb`]), a noun of attitude with its owner ([`owned`]),
//! people named by their side ([`sided`]), and verbs behind the topic that they take
//! ([`trailing`]). The finds join those of the attribution stage, and go the same way from there; those by a
//! verb that no list has (`Origin::Done`) are told only where they turn out to be positions.

mod asked;
mod lexicon;
mod owned;
mod sided;
mod subject;
mod trailing;
mod verb;

use std::borrow::Cow;
use std::ops::Range;

use self::lexicon::{Holders, Noun, Verbs};
use super::actor::{Flags, Gap, Reader};
use super::document::{Document, Find, Origin, Quote};
use super::inflect::lemma;
use super::stance::lexicon;
use crate::model::Act;

/// How sure these finds are: measured on nothing finer than the rule.
const CONFIDENCE: f32 = 0.6;

/// Content has at most this many words, so that endless sentences cost no more than others.
const LONGEST: usize = 80;

/// A place where a term of the codebook stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Topical {
    /// Bytes of the term.
    pub bytes: Range<usize>,
    /// Whether it is a measure, which one can only be for or against.
    pub measure: bool,
}

/// Positions on `topics` (in text order) that `finds` do not have yet.
pub(crate) fn propose(
    document: &Document<'_>,
    reader: &Reader<'_, '_>,
    topics: &[Topical],
    finds: &[Find],
) -> Vec<Find> {
    let sourced = finds.iter().filter(|find| !find.source.is_empty());
    let mut cues: Vec<Range<usize>> = sourced.flat_map(|f| f.cue.iter().cloned()).collect();
    cues.sort_by_key(|cue| cue.start);
    let mut found = Vec::new();
    let mut last = usize::MAX;
    for topic in topics {
        let sentence = document.sentence_at(topic.bytes.start);
        if sentence == last {
            continue;
        }
        last = sentence;
        let Some(range) = document.sentences.get(sentence).map(|s| s.range.clone()) else {
            continue;
        };
        let here = topics.partition_point(|t| t.bytes.start < range.start)
            ..topics.partition_point(|t| t.bytes.start < range.end);
        let words = reader.words.inside(&range);
        let lemmas = words.clone().map(|at| lemma(reader.words.folded(at)));
        let lemmas: Vec<Cow<'_, str>> = lemmas.collect();
        let nouns = lemmas.iter().map(|noun| Holders::embedded().noun(noun));
        let mut sentence = Sentence {
            document,
            reader,
            nouns: nouns.collect(),
            lemmas,
            stops: stops(reader, words.clone()),
            words,
            end: range.end,
            topics: &topics[here],
            cues: &cues,
            found: Vec::new(),
        };
        sided::read(&mut sentence);
        owned::read(&mut sentence);
        verb::read(&mut sentence);
        trailing::read(&mut sentence);
        found.append(&mut sentence.found);
    }
    found
}

/// A sentence that names a topic.
struct Sentence<'s, 'r, 'a> {
    document: &'s Document<'a>,
    reader: &'s Reader<'r, 'a>,
    words: Range<usize>,
    /// Their base forms.
    lemmas: Vec<Cow<'s, str>>,
    /// What each tells as a noun.
    nouns: Vec<Noun>,
    /// The words before which a clause ends, in order.
    stops: Vec<usize>,
    /// Its last byte.
    end: usize,
    topics: &'s [Topical],
    cues: &'s [Range<usize>],
    found: Vec<Find>,
}

impl Sentence<'_, '_, '_> {
    fn folded(&self, at: usize) -> &str {
        match self.words.contains(&at) {
            true => self.reader.words.folded(at),
            false => "",
        }
    }

    fn lemma(&self, at: usize) -> &str {
        self.of_word(&self.lemmas, at).map_or("", |lemma| lemma)
    }

    /// What a word tells as a noun.
    fn noun(&self, at: usize) -> Noun {
        self.of_word(&self.nouns, at).copied().unwrap_or_default()
    }

    /// What `of` has for word `at`, if the sentence has that word.
    fn of_word<'o, T>(&self, of: &'o [T], at: usize) -> Option<&'o T> {
        of.get(at.checked_sub(self.words.start)?)
    }

    /// What stands before a word.
    fn gap(&self, at: usize) -> Gap {
        match self.words.contains(&at) {
            true => self.reader.words.list[at].gap,
            false => Gap::Break,
        }
    }

    /// Whether nothing but a quotation mark stands between a word and the one before it.
    fn joined(&self, at: usize) -> bool {
        matches!(self.gap(at), Gap::Space | Gap::Quote)
    }

    fn bytes(&self, words: &Range<usize>) -> Range<usize> {
        let list = &self.reader.words.list;
        list[words.start].range().start..list[words.end - 1].range().end
    }

    /// The topic that begins at word `at`.
    fn topic_at(&self, at: usize) -> Option<&Topical> {
        let word = self.reader.words.list.get(at)?.range();
        let first = self.topics.partition_point(|t| t.bytes.start < word.start);
        self.topics.get(first).filter(|t| t.bytes.start < word.end)
    }

    /// Takes an attribution, unless one with the same cue is there.
    fn push(
        &mut self,
        origin: Origin,
        source: Range<usize>,
        cue: Range<usize>,
        content: Range<usize>,
    ) {
        let known = self
            .found
            .iter()
            .any(|find| find.cue[0].start < cue.end && cue.start < find.cue[0].end);
        if known || self.has_cue(&cue) || content.is_empty() {
            return;
        }
        let origin = match (self.is_quoted(&cue), origin) {
            (false, origin) => origin,
            // Who says so is known once the speaker of the quotation is.
            (true, Origin::Acted) if self.is_named(&source) => Origin::Told,
            (true, _) => return,
        };
        let content = match (origin, self.quote_at(cue.start)) {
            (Origin::Told, Some(quote)) => content.start..content.end.min(quote.range.end),
            _ => content,
        };
        self.found.push(Find {
            source: vec![source],
            cue: vec![cue],
            content: vec![content],
            confidence: CONFIDENCE,
            origin,
            others: Vec::new(),
        });
    }

    fn has_cue(&self, bytes: &Range<usize>) -> bool {
        let n = self.cues.partition_point(|cue| cue.end <= bytes.start);
        self.cues.get(n).is_some_and(|cue| cue.start < bytes.end)
    }

    /// Whether the place stands inside a quotation of some length.
    fn is_quoted(&self, bytes: &Range<usize>) -> bool {
        self.quote_at(bytes.start)
            .is_some_and(|q| q.range.start < bytes.start && q.range.len() > 30)
    }

    /// The first quotation that ends behind byte `at`.
    fn quote_at(&self, at: usize) -> Option<&Quote> {
        let quotes = &self.document.quotes;
        quotes.get(quotes.partition_point(|q| q.range.end <= at))
    }

    /// Whether some bytes name an actor.
    fn is_named(&self, bytes: &Range<usize>) -> bool {
        let mut words = self.reader.words.inside(bytes);
        words.any(|n| {
            self.reader
                .mention(n)
                .is_some_and(|m| self.reader.is_actor(m))
        })
    }

    /// The first topic that lies in `bytes`.
    fn topic_in(&self, bytes: &Range<usize>) -> Option<&Topical> {
        let first = self
            .topics
            .partition_point(|topic| topic.bytes.start < bytes.start);
        self.topics
            .get(first)
            .filter(|topic| topic.bytes.end <= bytes.end)
    }

    /// What stands behind word `at` up to the end of its clause.
    fn behind(&self, at: usize) -> Range<usize> {
        let list = &self.reader.words.list;
        let start = list
            .get(at + 1)
            .map_or(self.end, |w| w.range().start)
            .min(self.end);
        let limit = self.words.end.min(at + LONGEST);
        let next = self.stops.partition_point(|&stop| stop < at + 2);
        let stop = self.stops.get(next).copied().filter(|&stop| stop < limit);
        let end = list[stop.unwrap_or(limit) - 1].range().end;
        start..end.max(start)
    }

    /// The actor whose phrase begins at word `at` and has at most `longest` words; a word with one
    /// of `flags` closes a phrase that no mention does.
    fn actor_from(&self, at: usize, longest: usize, flags: Flags) -> Option<Range<usize>> {
        let reader = self.reader;
        let end = (at..self.words.end.min(at + longest)).find(|&n| match reader.mention(n) {
            Some(m) => reader.is_actor(m) && reader.mentions[m].whole.end == n + 1,
            None => reader.words.list[n].flags.contains(flags),
        })?;
        (at + 1..=end)
            .all(|n| self.joined(n))
            .then_some(at..end + 1)
    }

    /// The actors whose phrases begin at word `at`: "Holt", "farmers and the council", "Holt, Dahl and Ruiz".
    fn actors_from(&self, at: usize, longest: usize, flags: Flags) -> Option<Range<usize>> {
        let first = self.actor_from(at, longest, flags)?;
        let mut next = first.end;
        while self.words.contains(&next) {
            let closes = matches!(self.folded(next), "and" | "or");
            let comma = self.gap(next) == Gap::Comma;
            if !closes && !comma {
                break;
            }
            let even = usize::from(closes && matches!(self.folded(next + 1), "even" | "also"));
            let from = next + usize::from(closes) + even;
            let Some(more) = self.actor_from(from, longest, flags) else {
                break;
            };
            if closes {
                return Some(at..more.end);
            }
            next = more.end;
        }
        // "By Holt, Dahl said": a comma alone does not join.
        Some(first)
    }

    /// Whether a listed verb stands at `at`.
    fn is_verb(&self, at: usize) -> bool {
        Verbs::embedded()
            .find(self.lemma(at), self.folded(at + 1))
            .is_some()
    }

    /// How many words the verb at `at` has with its particles; 0 where no listed verb stands.
    fn verb_width(&self, at: usize) -> usize {
        match self.is_verb(at) {
            true => 1,
            false => self.attitude(at),
        }
    }

    /// How many words from word `at` carry an attitude or decision; 0 for none.
    fn attitude(&self, at: usize) -> usize {
        let first = self.words.start;
        let lemmas = &self.lemmas[at - first..self.words.end.min(at + 4) - first];
        lexicon().attitude_at(lemmas)
    }
}

/// The words of a sentence before which a clause ends.
fn stops(reader: &Reader<'_, '_>, words: Range<usize>) -> Vec<usize> {
    let joins = |n: usize| {
        matches!(
            reader.words.folded(n),
            "but" | "while" | "although" | "though"
        )
    };
    let stop = |n: &usize| reader.words.list[*n].gap != Gap::Space && joins(*n);
    words.filter(stop).collect()
}

/// The act that a cue word of this stage names.
pub(crate) fn act_of(word: &str) -> Option<Act> {
    Verbs::embedded()
        .find(&lemma(word), "to")
        .map(|verb| verb.act)
}

#[cfg(test)]
mod tests;
