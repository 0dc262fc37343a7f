//! The clause that a chain walks through, and how far its words reach.

use std::ops::Range;

use super::lexicon::{Class, Operator, is_filler};
use super::subject::{Holder, holder, is_auxiliary, is_subject};
use crate::text::words::{Form, Kind, Word};

/// The clause that the walk goes through.
pub(super) struct Clause<'a> {
    pub words: &'a [Word<'a>],
    /// Words of the content within one sentence.
    pub range: Range<usize>,
    /// Operators of that range without those of the attribution's cue, in order.
    pub operators: &'a [Operator<'static>],
    /// Words of the quotation that holds the mention; empty outside quotations.
    pub quote: Range<usize>,
    /// First bytes of pronouns that refer to somebody else than the source.
    pub others: &'a [usize],
    /// The cue names something as something ("called the deal a disaster").
    pub naming: bool,
}

impl Clause<'_> {
    /// Whether what stands at `at` is denied: an odd number of negations before it in its clause.
    pub fn is_denied(&self, at: usize) -> bool {
        let before = self.operators.iter().rev().filter(|o| o.words.end <= at);
        before
            .take_while(|o| {
                let (gap, distance) = measure(self.words, &(o.words.end..at));
                gap != Gap::Closed && distance <= 16
            })
            .filter(|o| o.of(Class::Negation).is_some())
            .count()
            % 2
            == 1
    }

    pub fn holder(&self, operator: &Range<usize>) -> Holder {
        let quoted = self.quote.contains(&operator.start);
        // "Under no circumstances would she …": the subject stands behind.
        let behind = operator.end..self.range.end.min(operator.end + 1);
        match holder(self.words, operator.start, &self.range, quoted, self.others) {
            Holder::Other | Holder::Nobody if self.words[behind.clone()].iter().any(is_subject) => {
                holder(self.words, behind.end, &behind, quoted, self.others)
            }
            who => who,
        }
    }
}

/// How the words between two places part them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    Open,
    /// "and", "or": a verb on the far side has its own object.
    Joined,
    Closed,
}

/// Whether a form of "be" with a participle right behind it opens the words.
pub(super) fn is_passive(words: &[Word<'_>]) -> bool {
    words
        .iter()
        .zip(words.iter().skip(1))
        .take(3)
        .any(|(first, second)| first.is("be") && second.form == Form::Past)
}

/// Whether a word is a verb, noun or adjective that may change what is said.
pub(super) fn is_content(word: &Word<'_>) -> bool {
    word.kind == Kind::Plain
        && word.lemma.len() > 3
        && !is_filler(word)
        && !is_auxiliary(word)
        && !matches!(
            word.lemma.as_ref(),
            "that"
                | "this"
                | "these"
                | "those"
                | "with"
                | "from"
                | "into"
                | "more"
                | "some"
                | "many"
                | "such"
                | "other"
                | "than"
                | "about"
                | "most"
                | "their"
                | "there"
        )
}

pub(super) fn is_barrier(word: &Word<'_>) -> bool {
    matches!(
        word.lemma.as_ref(),
        "but"
            | "because"
            | "while"
            | "whereas"
            | "although"
            | "though"
            | "since"
            | "who"
            | "which"
            | "whom"
            | "whose"
    )
}

/// Whether only auxiliaries join two words of denial: "cannot and will not support it" denies once.
pub(super) fn is_coordinated(between: &[Word<'_>]) -> bool {
    let joins = |w: &Word<'_>| matches!(w.lemma.as_ref(), "and" | "or" | "nor");
    between.iter().any(joins)
        && between
            .iter()
            .all(|w| joins(w) || w.kind == Kind::Mark || is_auxiliary(w))
}

/// How the words of `between` part what stands on its sides, and how many words they are.
pub(super) fn measure(words: &[Word<'_>], between: &Range<usize>) -> (Gap, usize) {
    let mut gap = Gap::Open;
    let mut count = 0;
    let mut commas = 0;
    for word in &words[between.clone()] {
        match word.lemma.as_ref() {
            _ if word.kind == Kind::Stop || is_barrier(word) => return (Gap::Closed, count),
            "and" | "or" if gap == Gap::Open => gap = Gap::Joined,
            "," => commas += 1,
            _ => {}
        }
        count += usize::from(word.is_word());
    }
    if commas > 2 {
        return (Gap::Closed, count);
    }
    (gap, count + 2 * commas)
}
