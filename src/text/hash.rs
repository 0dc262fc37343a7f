//! A fast hash for the tables that are built from our own lists and only looked up in.
//!
//! What an article says never becomes a key of such a table, so that nobody can make its keys
//! collide; tables of an article's own words keep the standard library's keyed hash.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// A table of the lists.
pub(crate) type Table<K, V> = HashMap<K, V, BuildHasherDefault<Fnv>>;

/// A set of words of the lists.
pub(crate) type Set<K> = HashSet<K, BuildHasherDefault<Fnv>>;

/// FNV-1a, 64 bits (Fowler, Noll, Vo; draft-eastlake-fnv).
pub(crate) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
