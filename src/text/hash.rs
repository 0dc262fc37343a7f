//! Fast hashes: one for the tables that are built from our own lists and only looked up in, one for
//! the tables of an article's own words, and one whose values are kept: of words in a file, of names of features, which the
//! compiler reckons.
//!
//! What an article says never becomes a key of the first kind, so that nobody can make its keys
//! collide; the second is keyed at random. The standard library's hash costs three times as much.

use std::collections::hash_map::{Entry, ValuesMut};
use std::collections::{HashMap, HashSet};
use std::hash::Hasher;

use foldhash::fast::FixedState;

/// A table of the lists.
pub(crate) type Table<K, V> = HashMap<K, V, FixedState>;

/// A set of words of the lists.
pub(crate) type Set<K> = HashSet<K, FixedState>;

/// A set of an article's own words.
pub(crate) type KeyedSet<K> = HashSet<K, foldhash::quality::RandomState>;

/// A table of words of the lists. Most words of an article are in none of them, which one bit tells.
#[derive(Clone, Debug)]
pub(crate) struct WordTable<V> {
    table: Table<String, V>,
    /// A bit for each [spot] that a word of the table has.
    spots: Box<[u64; SPOTS / 64]>,
}

/// So many that the words of a list have a few in a hundred of them.
const SPOTS: usize = 1 << 14;

/// By how a word begins and ends, and how long it is.
#[inline]
fn spot(word: &str) -> usize {
    let bytes = word.as_bytes();
    let ends = match (bytes.first_chunk(), bytes.last_chunk(), bytes) {
        (Some(first), Some(last), _) => {
            u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << 32
        }
        (_, _, [first, second, ..]) => {
            u64::from(*first) | u64::from(*second) << 8 | u64::from(bytes[bytes.len() - 1]) << 16
        }
        (_, _, [only]) => u64::from(*only),
        (_, _, []) => 0,
    };
    let mixed = (ends ^ (bytes.len() as u64) << 27).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> (u64::BITS - SPOTS.ilog2())) as usize
}

impl<V> Default for WordTable<V> {
    fn default() -> Self {
        Self {
            table: Table::default(),
            spots: Box::new([0; SPOTS / 64]),
        }
    }
}

impl<V> WordTable<V> {
    #[inline]
    pub fn get(&self, word: &str) -> Option<&V> {
        let spot = spot(word);
        match self.spots[spot / 64] >> (spot % 64) & 1 {
            0 => None,
            _ => self.table.get(word),
        }
    }

    pub fn entry(&mut self, word: String) -> Entry<'_, String, V> {
        let spot = spot(&word);
        self.spots[spot / 64] |= 1 << (spot % 64);
        self.table.entry(word)
    }

    pub fn values_mut(&mut self) -> ValuesMut<'_, String, V> {
        self.table.values_mut()
    }

    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }
}

/// FNV-1a, 64 bits (Fowler, Noll, Vo; draft-eastlake-fnv): the same for a text in one piece and in several.
pub(crate) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }
}

impl Hasher for Fnv {
    #[inline(always)]
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_its_words_and_no_others() {
        let words = [
            "",
            "a",
            "be",
            "act",
            "plan",
            "plank",
            "administration",
            "über",
            "é",
        ];
        let mut table = WordTable::default();
        for word in words {
            table.entry(word.to_owned()).or_insert(word.len());
        }
        for word in words {
            assert_eq!(table.get(word), Some(&word.len()), "{word:?}");
        }
        // The last begins and ends as another, and is as long, too.
        for other in ["b", "ab", "plant", "e", "adminustration"] {
            assert_eq!(table.get(other), None, "{other:?}");
        }
    }
}
