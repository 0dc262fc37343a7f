//! Tables by the words of our lists, which tell at a glance that they lack a word.
//!
//! Most words of an article stand in no list, and every one of them is asked for in several. Before a table is looked
//! in, one bit says whether any of its words begins so (Bloom, *Space/Time Trade-offs in Hash Coding with Allowable
//! Errors*, 1970, with one hash).

use super::hash::{Table, spread};
use super::words::{Word, first_bytes};

/// Bits of a [`Beginnings`], as a power of two: a list of a thousand words leaves 15 of 16 others out.
const BITS: u32 = 14;

/// How the words of a list begin.
#[derive(Clone, Debug)]
pub(crate) struct Beginnings(Box<[u64]>);

impl Default for Beginnings {
    fn default() -> Self {
        Self(vec![0; (1 << BITS) / u64::BITS as usize].into())
    }
}

impl Beginnings {
    /// Adds the [first bytes](first_bytes) of a word.
    pub fn add(&mut self, begin: u64) {
        let (at, bit) = place(begin);
        self.0[at] |= bit;
    }

    /// False where no word begins so.
    #[inline]
    pub fn may_have(&self, begin: u64) -> bool {
        let (at, bit) = place(begin);
        self.0[at] & bit != 0
    }
}

/// Which bit of which number stands for words that begin so.
#[inline]
fn place(begin: u64) -> (usize, u64) {
    let bit = spread(begin, BITS);
    (bit / 64, 1 << (bit % 64))
}

/// A table by words.
#[derive(Debug)]
pub(crate) struct Listed<V> {
    table: Table<String, V>,
    begins: Beginnings,
}

impl<V> Default for Listed<V> {
    fn default() -> Self {
        Self {
            table: Table::default(),
            begins: Beginnings::default(),
        }
    }
}

impl<V> Listed<V> {
    /// What is kept for `word`, put there if nothing was.
    pub fn entry(&mut self, word: &str) -> &mut V
    where
        V: Default,
    {
        self.begins.add(first_bytes(word));
        self.table.entry(word.to_owned()).or_default()
    }

    /// Whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// What is kept for `word`.
    pub fn get(&self, word: &str) -> Option<&V> {
        self.beginning(first_bytes(word), || word)
    }

    /// What is kept for the base form of `word`.
    #[inline]
    pub fn of(&self, word: &Word<'_>) -> Option<&V> {
        self.beginning(word.begin, || &word.lemma)
    }

    /// What is kept for the word that begins with the bytes `begin`.
    #[inline]
    pub fn beginning<'w>(&self, begin: u64, word: impl FnOnce() -> &'w str) -> Option<&V> {
        self.begins
            .may_have(begin)
            .then(|| self.table.get(word()))?
    }

    /// All that is kept, in no order.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.table.values_mut()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words::Words;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_listed_word_is_found_and_no_other(
            listed in prop::collection::hash_set("[a-z]{1,12}", 0..40),
            asked in prop::collection::vec("[a-z]{1,12}", 0..40),
        ) {
            let mut table: Listed<usize> = Listed::default();
            for word in &listed {
                *table.entry(word) += 1;
            }
            for word in listed.iter().chain(&asked) {
                prop_assert_eq!(table.get(word), listed.contains(word).then_some(&1));
                for read in &Words::of_phrase(word).all {
                    prop_assert_eq!(table.of(read), table.get(&read.lemma));
                }
            }
        }
    }
}
