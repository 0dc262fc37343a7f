//! Fast hashes: one for the tables that are built from our own lists and only looked up in, one for
//! the tables of an article's own words, and one whose values are kept: of words in a file, of names of features, which the
//! compiler reckons.
//!
//! What an article says never becomes a key of the first kind, so that nobody can make its keys
//! collide; the second is keyed at random. The standard library's hash costs three times as much.

use std::collections::{HashMap, HashSet};
use std::hash::Hasher;

use foldhash::fast::FixedState;

/// A table of the lists.
pub(crate) type Table<K, V> = HashMap<K, V, FixedState>;

/// A set of words of the lists.
pub(crate) type Set<K> = HashSet<K, FixedState>;

/// A table by an article's own words.
pub(crate) type KeyedTable<K, V> = HashMap<K, V, foldhash::quality::RandomState>;

/// A set of an article's own words.
pub(crate) type KeyedSet<K> = HashSet<K, foldhash::quality::RandomState>;

/// The number spread evenly over 2^`bits` places (Fibonacci hashing: Knuth, *The Art of Computer Programming* 3, 6.4).
#[inline]
pub(crate) fn spread(number: u64, bits: u32) -> usize {
    (number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - bits)) as usize
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
