//! "The tax" for the carbon tax named before: a topic taken up by the head noun of its name, or by
//! another noun of the same sense.

use std::ops::Range;

use super::compile::{CompiledCodebook, Role, Term};
use super::find::Mention;
use super::orientation;
use crate::text::words::{Form, Kind, Words};

/// Sentences after which a head noun no longer takes a topic up, and a noun of the same sense.
const SAME: usize = 12;
const LIKE: usize = 3;

/// Nouns that stand for each other when something named is taken up.
const SENSES: [&[&str]; 8] = [
    &["organization", "group", "agency", "company", "body"],
    &[
        "deal",
        "agreement",
        "accord",
        "pact",
        "treaty",
        "partnership",
    ],
    &["law", "act", "legislation", "statute", "bill", "measure"],
    &[
        "ban",
        "prohibition",
        "moratorium",
        "shutdown",
        "proposal",
        "plan",
        "idea",
    ],
    &[
        "plan",
        "proposal",
        "program",
        "policy",
        "initiative",
        "idea",
    ],
    &["wall", "barrier", "fence"],
    &["tax", "levy"],
    &["ruling", "decision", "verdict"],
];

/// A mention's head noun, where it was last named.
struct Named<'c> {
    head: &'c str,
    /// Which of [`SENSES`] it has, a bit each.
    senses: u8,
    sentence: usize,
    mention: Mention,
}

impl Named<'_> {
    /// The topic taken up by `words`.
    fn again(&self, words: Range<usize>, sentence: usize) -> Mention {
        Mention {
            words,
            size: 1,
            sentence,
            anaphoric: true,
            ..self.mention.clone()
        }
    }
}

/// The noun by which a text takes a term up.
pub(super) fn of(term: &Term) -> Option<String> {
    match term.role {
        Role::Reason(_) => None,
        _ if !term.common && term.words.len() > 1 && is_bodys(&term.text) => {
            Some("organization".to_owned())
        }
        _ => head(&term.words),
    }
}

/// Adds the mentions that take a topic up by a head noun. `all` is in text order.
pub(super) fn add(words: &Words<'_>, codebook: &CompiledCodebook, all: &mut Vec<Mention>) {
    if all.is_empty() {
        return;
    }
    let topic_of = |mention: &Mention| {
        let topic = codebook.topic_of(mention.term);
        move |other: &Mention| codebook.topic_of(other.term) == topic
    };
    let mut added = Vec::new();
    let mut named: Vec<Named<'_>> = Vec::new();
    let mut next = 0;
    for (sentence, range) in words.sentences.iter().enumerate() {
        for at in range.clone() {
            while let Some(mention) = all.get(next).filter(|m| m.words.start <= at) {
                next += 1;
                let Some(head) = &codebook.terms[mention.term].head else {
                    continue;
                };
                named.retain(|n| n.head != head && sentence - n.sentence <= SAME);
                named.push(Named {
                    head,
                    senses: senses(head),
                    sentence,
                    mention: mention.clone(),
                });
            }
            if named.is_empty() {
                continue;
            }
            if !opens(words, at) {
                let word = &words.all[at];
                let bare = named.iter().rev().find(|n| n.head == word.lemma);
                if let Some(found) = bare
                    && word.kind == Kind::Plain
                    && (word.lemma.len() > 3 || is_some(words, at))
                    && !is_taken(all, added.last(), at, topic_of(&found.mention))
                {
                    added.push(found.again(at..at + 1, sentence));
                }
                continue;
            }
            // "The proposed tax": one adjective may stand between.
            let noun = (at + 1..range.end.min(at + 3)).find_map(|n| {
                let lemma = words.all[n].lemma.as_ref();
                let alike = senses(lemma);
                let found = named.iter().rev().find(|named| {
                    let distance = sentence - named.sentence;
                    named.head == lemma || (distance <= LIKE && named.senses & alike != 0)
                })?;
                Some((n, found))
            });
            let Some((noun, found)) = noun else { continue };
            let is_name = words
                .all
                .get(noun + 1)
                .is_some_and(|w| w.kind == Kind::Capital);
            if !is_name
                && !is_taken(all, added.last(), noun, topic_of(&found.mention))
                && words.all[noun].kind == Kind::Plain
            {
                added.push(found.again(at..noun + 1, sentence));
            }
        }
    }
    all.append(&mut added);
}

/// Whether the word belongs to a mention of the topic already. `all` is in text order.
fn is_taken(
    all: &[Mention],
    last: Option<&Mention>,
    at: usize,
    same_topic: impl Fn(&Mention) -> bool,
) -> bool {
    let n = all.partition_point(|m| m.words.start <= at);
    // Mentions of several topics may begin before the word and end behind it.
    all[n.saturating_sub(8)..n]
        .iter()
        .chain(last)
        .any(|m| m.words.contains(&at) && same_topic(m))
}

/// Whether the word opens a phrase that takes something up.
fn opens(words: &Words<'_>, at: usize) -> bool {
    matches!(
        words.all[at].lemma.as_ref(),
        "the" | "this" | "that" | "such" | "these" | "those" | "its"
    )
}

/// Whether the short noun at `at` is said of one such thing, and goes on with nothing else: "a ban".
fn is_some(words: &Words<'_>, at: usize) -> bool {
    let one = at.checked_sub(1).map(|before| &words.all[before]);
    let goes_on = words.all.get(at + 1).is_some_and(|w| {
        matches!(w.lemma.as_ref(), "on" | "of" | "for" | "against" | "to")
            || w.kind == Kind::Plain && w.form == Form::Base
    });
    one.is_some_and(|w| matches!(w.lemma.as_ref(), "a" | "any" | "no")) && !goes_on
}

/// Which of [`SENSES`] a noun has, a bit each.
fn senses(noun: &str) -> u8 {
    let bit = |(n, sense): (usize, &&[&str])| u8::from(sense.contains(&noun)) << n;
    SENSES.iter().enumerate().map(bit).sum()
}

/// Whether a term is a name in capitals throughout that ends with no common noun: "Planned Parenthood".
fn is_bodys(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let last = text
        .split_whitespace()
        .next_back()
        .unwrap_or_default()
        .to_lowercase();
    words.all(capital) && senses(&last) == 0
}

/// The head noun of a term that is a noun phrase of several words: the word before the first
/// preposition, else the last.
fn head(words: &[String]) -> Option<String> {
    let preposition = |w: &String| {
        matches!(
            w.as_str(),
            "of" | "on" | "for" | "to" | "against" | "in" | "with" | "from" | "at"
        )
    };
    let end = words.iter().position(preposition).unwrap_or(words.len());
    let head = words[..end].last()?;
    let nominal = senses(head) != 0 || orientation::effect_at(words).is_none();
    (words.len() > 1 && nominal && head.len() > 2).then(|| head.clone())
}
