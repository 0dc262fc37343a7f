//! Whether a statement takes up an earlier one of the same speaker: repeats it, takes it back, denies
//! it, explains it, or disputes how it was quoted.
//!
//! Which earlier one is meant is settled where all of an actor's statements are known, in the
//! database; here it is found that there is a link, by which words, and on which topics.

mod lexicon;

use std::ops::Range;

use self::lexicon::{Phrase, Phrases, Starts};
use super::document::{Document, Find};
use super::words::{Kind, Word, Words};
use crate::model::LinkKind;

/// Words before a phrase among which its negation stands.
const BEFORE: usize = 3;

/// Words that end a phrase and tell nothing of what was said.
const PARTICLES: [&str; 10] = [
    "back", "away", "from", "off", "down", "on", "to", "by", "with", "firm",
];

/// A link that an attribution's words make.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Linking {
    /// What it does to the earlier statement.
    pub kind: LinkKind,
    /// Bytes of the words that say so.
    pub cue: Range<usize>,
    /// The earlier words as an attribution of their own, as far as they are told again.
    pub earlier: Find,
}

/// The link that `find` makes, by the first phrase of its cue, else of its content. `others` are the
/// first bytes of pronouns that refer to somebody else than the speaker, in text order.
pub(crate) fn link(
    document: &Document<'_>,
    words: &Words<'_>,
    find: &Find,
    others: &[usize],
) -> Option<Linking> {
    let spoken = |word: &Word<'_>| {
        let first = matches!(word.lemma.as_ref(), "i" | "we" | "my" | "our");
        first || (document.quote_at(word.start as usize).is_none() && !is_other(others, word))
    };
    let phrases = Phrases::embedded();
    let begins = |at: usize, phrases: &'static Starts| {
        let mut opened = phrases.with(&words.all[at]).peekable();
        // As most words open none, their sentences are not looked for.
        opened.peek()?;
        let sentence = words.sentences.partition_point(|s| s.end <= at);
        let sentence = words.sentences.get(sentence)?;
        let before = &words.all[at.saturating_sub(BEFORE).max(sentence.start)..at];
        opened.find_map(|phrase| {
            let end = phrase.end(&words.all[..sentence.end], at, &spoken)?;
            Some((phrase, kind(phrase, before)?, at..end))
        })
    };
    let of_cue = find.cue.iter().flat_map(|range| inside(words, range));
    let of_cue = of_cue.filter_map(|at| begins(at, &phrases.cue));
    // "refused *to back* down": the verb that counts stands behind the cue.
    let behind = find
        .content
        .iter()
        .take(1)
        .flat_map(|range| inside(words, range));
    let refused = behind.take(2).filter_map(|at| begins(at, &phrases.cue));
    let refused = refused.filter(|(phrase, kind, _)| phrase.negated == Some(*kind));
    let may_link = |range: &&Range<usize>| {
        let touched = words.inside(range);
        let end = words.sentences.partition_point(|s| s.end < touched.end);
        let end = words.sentences.get(end).map_or(touched.end, |s| s.end);
        phrases.content.may_stand_in(&words.all[touched.start..end])
    };
    let of_content = find.content.iter().filter(may_link);
    let of_content = of_content.flat_map(|range| inside(words, range));
    let of_content = of_content.filter_map(|at| begins(at, &phrases.content));
    let (_, kind, phrase) = of_cue.chain(refused).chain(of_content).next()?;
    Some(linking(words, find, kind, phrase))
}

/// What a phrase does behind the words `before`.
fn kind(phrase: &Phrase, before: &[Word<'_>]) -> Option<LinkKind> {
    let clause = before
        .iter()
        .rposition(|w| w.kind == Kind::Stop)
        .map_or(before, |stop| &before[stop + 1..]);
    let any = |list: &[&str]| clause.iter().any(|w| list.contains(&w.lemma.as_ref()));
    if any(&["not", "never", "no", "refuse", "decline", "nor", "without"]) {
        return phrase.negated;
    }
    let restates = phrase.kind == LinkKind::Restates;
    let unreal = any(&["if", "whether", "unless", "should"])
        || (!restates
            && any(&[
                "would", "could", "may", "might", "will", "can", "must", "to", "than",
            ]));
    (!unreal).then_some(phrase.kind)
}

fn linking(words: &Words<'_>, find: &Find, kind: LinkKind, phrase: Range<usize>) -> Linking {
    let bytes = |words: &[Word<'_>]| match (words.first(), words.last()) {
        (Some(first), Some(last)) => first.start as usize..last.end as usize,
        _ => 0..0,
    };
    let cue = bytes(&words.all[phrase.clone()]);
    // "walked back *her pledge* to": the last word carries the earlier attitude, unless it is a particle.
    let last = words.all[..phrase.end].iter().rfind(|w| w.is_word());
    let told = last
        .filter(|w| !PARTICLES.contains(&w.lemma.as_ref()))
        .map(Word::range);
    let behind = find
        .cue
        .iter()
        .chain(&find.content)
        .map(|range| range.start.max(cue.end)..range.end)
        .filter(|range| range.start < range.end);
    Linking {
        kind,
        earlier: Find {
            source: find.source.clone(),
            cue: told.into_iter().collect(),
            content: behind.collect(),
            ..find.clone()
        },
        cue,
    }
}

/// The words, without marks, that begin in `range`.
fn inside<'w>(words: &'w Words<'_>, range: &Range<usize>) -> impl Iterator<Item = usize> + 'w {
    let begins = range.start;
    let touched = words.inside(range);
    touched.filter(move |&at| words.all[at].start as usize >= begins && words.all[at].is_word())
}

fn is_other(others: &[usize], word: &Word<'_>) -> bool {
    others.binary_search(&(word.start as usize)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::lexicon::SOURCE;
    use super::*;

    /// Reads "<source> *cue* content", the content before or behind the source.
    fn marked(example: &str) -> (String, Find) {
        let mut text = String::new();
        let mut places = Vec::new();
        for c in example.chars() {
            match c {
                '<' | '>' | '*' => places.push(text.len()),
                _ => text.push(c),
            }
        }
        let [source, source_end, cue, cue_end] = places[..] else {
            panic!("“{example}” is not “<source> *cue* content”");
        };
        let content = match source > 10 {
            true => 0..source - 1,
            false => cue_end..text.trim_end_matches('.').len(),
        };
        let find = Find {
            source: std::iter::once(source..source_end).collect(),
            cue: std::iter::once(cue..cue_end).collect(),
            content: std::iter::once(content).collect(),
            confidence: 1.0,
            ..Find::default()
        };
        (text, find)
    }

    #[test]
    fn every_entry_finds_its_examples_and_leaves_its_counter_examples() {
        let value: toml::Value = toml::from_str(SOURCE).expect("the lexicon is TOML");
        Phrases::parse(SOURCE).expect("the lexicon has the right keys");
        for entry in value["link"].as_array().expect("entries") {
            let kind: LinkKind = entry["kind"].clone().try_into().expect("a kind");
            for (key, holds) in [("examples", true), ("counter", false)] {
                let list = entry[key].as_array().expect("a list of examples");
                assert!(!list.is_empty(), "{kind:?} has no {key}");
                for example in list {
                    let example = example.as_str().expect("a sentence");
                    let (text, find) = marked(example);
                    let document = Document::new(&text);
                    let words = Words::new(&document);
                    let found = link(&document, &words, &find, &[]);
                    let same = found.as_ref().is_some_and(|l| l.kind == kind);
                    assert_eq!(same, holds, "{kind:?}: {example}: {found:?}");
                }
            }
        }
    }

    #[test]
    fn a_phrase_that_begins_with_no_word_is_refused() {
        let source =
            "[[link]]\nkind = \"restates\"\ncue = [\"ever? say\"]\nexamples = []\ncounter = []\n";
        let error = Phrases::parse(source).expect_err("an optional word in front");
        assert!(error.contains("ever? say"), "{error}");
    }

    #[test]
    fn what_was_said_earlier_is_told_behind_the_phrase() {
        let (text, find) = marked("<Holt> *denied ever calling for* the pier to be closed.");
        let document = Document::new(&text);
        let found = link(&document, &Words::new(&document), &find, &[]).expect("a denial");
        let printed = |range: &Range<usize>| &text[range.clone()];
        assert_eq!(printed(&found.cue), "denied ever calling");
        assert_eq!(printed(&found.earlier.cue[0]), "calling");
        assert_eq!(printed(&found.earlier.content[0]), " for");
    }
}
