//! The phrases that begin with one word, so kept that those which go on with other words are passed over at a glance.

use super::lexicon::Class;
use crate::text::words::first_bytes;

/// One meaning of a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sense {
    pub class: Class,
    /// −2 … +2.
    pub polarity: i8,
}

/// A phrase with what it can mean.
#[derive(Debug)]
pub(super) struct Pattern {
    /// Base forms.
    pub words: Vec<String>,
    pub senses: Vec<Sense>,
}

/// The phrases that begin with one word, the longest first. Most words begin many, of which few go on with what stands
/// behind.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    pub all: Vec<Pattern>,
    /// Of each the [first bytes](first_bytes) of its second word; 0 where it has none.
    seconds: Vec<u64>,
}

impl Phrases {
    /// Puts them in order; none may be added behind it.
    pub fn sort(&mut self) {
        self.all.sort_by_key(|p| std::cmp::Reverse(p.words.len()));
        let second = |p: &Pattern| p.words.get(1).map_or(0, |word| first_bytes(word));
        self.seconds = self.all.iter().map(second).collect();
    }

    /// Whether one is a single word.
    pub fn has_single(&self) -> bool {
        self.seconds.contains(&0)
    }

    /// Those that are one word or go on with one of these; what is no word is [`NO_WORD`].
    pub fn going_on(&self, with: [u64; INSIDE + 1]) -> impl Iterator<Item = &Pattern> {
        let goes_on = move |second: &u64| *second == 0 || with.contains(second);
        let both = self.seconds.iter().zip(&self.all);
        both.filter(move |(second, _)| goes_on(second))
            .map(|(_, pattern)| pattern)
    }

    /// Those that `words` begin with.
    pub fn opening<'p, W: AsRef<str>>(
        &'p self,
        words: &'p [W],
    ) -> impl Iterator<Item = &'p Pattern> {
        let mut with = [NO_WORD; INSIDE + 1];
        if let Some(second) = words.get(1) {
            with[0] = first_bytes(second.as_ref());
        }
        self.going_on(with).filter(move |p| p.opens(words))
    }
}

/// The first bytes of no word: UTF-8 has none of these.
pub(super) const NO_WORD: u64 = u64::MAX;

impl Pattern {
    /// Whether `words` begin with it.
    fn opens<W: AsRef<str>>(&self, words: &[W]) -> bool {
        let mut both = self.words.iter().zip(words);
        self.words.len() <= words.len() && both.all(|(wanted, word)| wanted == word.as_ref())
    }
}

/// So many words may stand between two of a phrase.
pub(super) const INSIDE: usize = 3;
