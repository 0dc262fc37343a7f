//! Finds the terms of a codebook in a text.

use std::collections::BTreeMap;
use std::ops::Range;

use super::compile::{CompiledCodebook, Role};
use super::{alias, heads};
use crate::text::document::Document;
use crate::text::words::{Form, Kind, Word, Words};

/// At most this many words may stand between two words of a term.
const GAP: usize = 3;

/// Among this many words the next word of a term stands, marks counted.
const REACH: usize = 2 * GAP + 1;

/// One place where a term of a topic stands, or something that takes it up again.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Index into [`CompiledCodebook::terms`].
    pub term: usize,
    /// First to last word, indexes into [`Words::all`].
    pub words: Range<usize>,
    /// Words of the place that are the term's own, without what stands between.
    pub size: usize,
    /// Index of the sentence.
    pub sentence: usize,
    /// Taken up by "it", "the deal", "such a ban" instead of being named.
    pub anaphoric: bool,
    /// What is taken up is the measure itself, as in "the plan" for "ban cars", and not what it acts on.
    pub event: bool,
    /// What is taken up is what was to be done to the thing, and that is less of it: "the idea" of
    /// closing it.
    pub turned: bool,
}

impl Mention {
    /// A term by one word, which is its name or a shorter one.
    pub(super) fn by_name(term: usize, at: usize, sentence: usize) -> Self {
        Self {
            term,
            words: at..at + 1,
            size: 1,
            sentence,
            anaphoric: false,
            event: false,
            turned: false,
        }
    }
}

/// A text's words with every mention of every topic, in text order.
#[derive(Debug)]
pub struct Mentions<'a> {
    /// The words.
    pub words: Words<'a>,
    /// The mentions.
    pub all: Vec<Mention>,
}

impl<'a> Mentions<'a> {
    /// Looks for all terms in one pass over the document.
    pub fn new(document: &Document<'a>, codebook: &CompiledCodebook) -> Self {
        if codebook.is_empty() {
            return Self {
                words: Words::default(),
                all: Vec::new(),
            };
        }
        let words = Words::new(document);
        let mut all = Vec::new();
        for (sentence, range) in words.sentences.iter().enumerate() {
            find_in(&words, document.text, range, sentence, codebook, &mut all);
        }
        codebook.shorter.add(&words, document.text, &mut all);
        alias::add(&words, document, codebook, &mut all);
        let mut all = longest(all, codebook);
        all.sort_by_key(|m| (m.words.start, m.words.end, m.term));
        heads::add(&words, codebook, &mut all);
        all.sort_by_key(|m| (m.words.start, m.words.end, m.term));
        Self { words, all }
    }

    /// The mentions in the given sentences, in text order.
    pub fn in_sentences(&self, sentences: Range<usize>) -> &[Mention] {
        let first = self.all.partition_point(|m| m.sentence < sentences.start);
        let last = self.all.partition_point(|m| m.sentence < sentences.end);
        &self.all[first..last.max(first)]
    }
}

/// Finds the terms in a sentence.
fn find_in(
    words: &Words<'_>,
    text: &str,
    range: &Range<usize>,
    sentence: usize,
    codebook: &CompiledCodebook,
    found: &mut Vec<Mention>,
) {
    for first in range.clone() {
        let one = codebook
            .by_first
            .of(&words.all[first])
            .into_iter()
            .flatten();
        let one = one.map(|term| (term, first + 1));
        let joined = hyphened(words, text, first, range.end).map(|lemma| (lemma, first + 2));
        let joined = joined
            .iter()
            .flat_map(|(lemma, next)| Some((codebook.by_first.get(lemma)?, *next)))
            .flat_map(|(terms, next)| terms.iter().map(move |term| (term, next)));
        for (&(second, number), next) in one.chain(joined) {
            let near = &words.all[next..range.end.min(next + REACH)];
            if second.is_some_and(|second| near.iter().all(|word| word.begin != second)) {
                continue;
            }
            let term = &codebook.terms[number];
            let rest = &term.words[1..];
            if let Some(end) = match_rest(words, next..range.end, rest)
                && (!term.passive || is_to_be_done(words, first..end))
                && !(term.common && in_name(words, first..end, range))
                && !(term.person && is_parted(words, first + 1..end))
            {
                found.push(Mention {
                    term: number,
                    words: first..end,
                    size: rest.len() + 1,
                    sentence,
                    anaphoric: false,
                    event: false,
                    turned: false,
                });
            }
        }
    }
}

/// "Superdelegate" for "super-delegate".
fn hyphened(words: &Words<'_>, text: &str, first: usize, end: usize) -> Option<String> {
    // Bytes by which hyphens begin: where most words end, nothing more is asked.
    let behind = text.as_bytes().get(words.all[first].end as usize)?;
    if !matches!(behind, b'-' | 0xE2) {
        return None;
    }
    let (word, next) = (&words.all[first], words.all[..end].get(first + 1)?);
    let between = text.get(word.range().end..next.range().start)?;
    let one = matches!(between, "-" | "\u{2010}" | "\u{2011}") && word.is_word() && next.is_word();
    one.then(|| format!("{}{}", word.lemma, next.lemma))
}

/// Whether other words than names stand within a person's name.
fn is_parted(words: &Words<'_>, behind_first: Range<usize>) -> bool {
    words.all[behind_first]
        .iter()
        .any(|word| word.kind != Kind::Capital)
}

/// Whether the match is part of a longer name: "wall" in "Wall Street".
fn in_name(words: &Words<'_>, found: Range<usize>, sentence: &Range<usize>) -> bool {
    let capital = |at: usize| words.all[at].kind == Kind::Capital;
    let opens = found.start == sentence.start && found.len() == 1;
    if !(opens || capital(found.end - 1)) {
        return false;
    }
    let next = found.end < sentence.end && capital(found.end);
    let before = found.start > sentence.start && capital(found.start - 1);
    (next || before) && !is_title_case(words, found, sentence)
}

/// Whether every other word around has a capital letter, too, as in a headline.
pub(super) fn is_title_case(
    words: &Words<'_>,
    found: Range<usize>,
    sentence: &Range<usize>,
) -> bool {
    let around = sentence.start.max(found.start.saturating_sub(4))..sentence.end.min(found.end + 4);
    let capital = |at: &usize| words.all[*at].kind == Kind::Capital;
    let capitals = around.clone().filter(capital).count();
    2 * capitals > around.len() + found.len()
}

/// The end of the match of `rest` within `range`, with at most [`GAP`] words before each of them.
fn match_rest(words: &Words<'_>, range: Range<usize>, rest: &[String]) -> Option<usize> {
    let mut at = range.start;
    for wanted in rest {
        let mut between = 0;
        let mut marks = 0;
        loop {
            if at >= range.end || between > GAP || marks > GAP {
                return None;
            }
            let word = &words.all[at];
            at += 1;
            if word.lemma == wanted.as_str() {
                break;
            }
            match word.kind {
                // "More captains endorsed her than Holt" endorse no Holt.
                _ if is_contrast(word) => return None,
                Kind::Stop => return None,
                Kind::Mark => marks += 1,
                _ => between += 1,
            }
        }
    }
    Some(at)
}

/// Words behind which something else is set against what stands before.
fn is_contrast(word: &Word<'_>) -> bool {
    matches!(
        word.lemma.as_ref(),
        "than" | "over" | "instead" | "rather" | "versus" | "without"
    )
}

/// Whether the words say that something is to be done: "the school should be closed".
fn is_to_be_done(words: &Words<'_>, found: Range<usize>) -> bool {
    let [inside @ .., verb] = &words.all[found] else {
        return false;
    };
    let be = |w: &Word<'_>| w.is("be") && w.form == Form::Base;
    verb.form == Form::Past && inside.iter().any(be)
}

fn is_within(inner: &Range<usize>, outer: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// Keeps, of mentions of one topic that share words, the one with most words; of equals the first.
fn longest(mut all: Vec<Mention>, codebook: &CompiledCodebook) -> Vec<Mention> {
    let topic = |m: &Mention| codebook.topic_of(m.term);
    let listed = |m: &Mention| !matches!(codebook.terms[m.term].role, Role::Object(_));
    all.sort_by(|a, b| {
        topic(a)
            .cmp(&topic(b))
            .then(a.sentence.cmp(&b.sentence))
            .then(b.size.cmp(&a.size))
            .then(a.words.len().cmp(&b.words.len()))
            .then(listed(b).cmp(&listed(a)))
            .then(a.words.start.cmp(&b.words.start))
    });
    let mut kept: Vec<Mention> = Vec::with_capacity(all.len());
    // The kept mentions of the current topic and sentence, by where they begin.
    let mut places: BTreeMap<usize, usize> = BTreeMap::new();
    for mention in all {
        let same = kept
            .last()
            .is_some_and(|k| topic(k) == topic(&mention) && k.sentence == mention.sentence);
        if !same {
            places.clear();
        }
        let last_before = places.range(..mention.words.end).next_back();
        let over = last_before
            .map(|(_, &at)| at)
            .filter(|&at| kept[at].words.end > mention.words.start);
        match over {
            None => {
                places.insert(mention.words.start, kept.len());
                kept.push(mention);
            }
            // "Ban" belongs to "ban Muslims from entering" even where only the end of it is listed.
            Some(at) if codebook.terms[kept[at].term].role == codebook.terms[mention.term].role => {
                let words = &mut kept[at].words;
                *words = words.start.min(mention.words.start)..words.end.max(mention.words.end);
            }
            // "A phone ban in schools": that phones in schools are spoken of says less than the measure.
            Some(at)
                if matches!(codebook.terms[kept[at].term].role, Role::Object(_))
                    && matches!(codebook.terms[mention.term].role, Role::Measure(_))
                    && mention.words.len() > 1
                    && is_within(&mention.words, &kept[at].words) =>
            {
                places.remove(&kept[at].words.start);
                places.insert(mention.words.start, at);
                kept[at] = mention;
            }
            Some(_) => {}
        }
    }
    kept
}
