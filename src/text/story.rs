//! Near-duplicate articles: how much of their wording two texts share.
//!
//! Texts are compared as sets of word shingles by sketches of their least hashes (A. Broder, "On the
//! resemblance and containment of documents", 1997; the estimate below a common bound is that of K. Beyer
//! et al., "On synopses for distinct-value estimation under multiset operations", 2007). The measure is
//! containment: a brief made of a long report shares little with it and is wholly in it, and two texts of one
//! length of which each contains half of the other resemble each other to a third.

use std::ops::{Range, RangeInclusive};

use chrono::{Datelike, NaiveDate};

/// The day of what has none, behind every day.
const UNDATED: i64 = 0x3F_FFFF;
/// Bits of a place in the order that lie below its day.
pub const DAY: u32 = 40;
/// Bits of a place that lie below its period of 64 days.
const PERIOD: u32 = DAY + 6;
/// Words that make one shingle. Three keep more of a light rewrite than four, and passages in common still
/// stand out: unrelated reports of one campaign share one shingle in a hundred.
const SHINGLE: usize = 3;
/// Hashes kept of a text: a share near a half is known to 0.05 for texts of one length.
const KEPT: usize = 128;
/// Fewest words of a text that can be told from others by its shingles.
const FEWEST_WORDS: usize = 20;
/// Fewest hashes of the shorter of two texts by which their share is told. A cut to a twentieth is left alone.
const FEWEST_KNOWN: usize = 5;
/// The least hashes, under which near-duplicates are looked up. Of two texts of which one is a fifth of the
/// other, and wholly in it, one pair in 35 has none in common.
pub const KEYS: usize = 16;

/// What is kept of a text for comparing it with others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sketch {
    /// Distinct shingles of the text.
    pub shingles: u32,
    /// The least hashes of them, ascending.
    pub least: Vec<u32>,
}

/// The sketch of a text; none for one too short to be told from others by its shingles.
pub fn sketch(text: &str) -> Option<Sketch> {
    let words: Vec<u64> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(hash_word)
        .collect();
    if words.len() < FEWEST_WORDS {
        return None;
    }
    let mut hashes: Vec<u32> = words
        .windows(SHINGLE)
        .map(|shingle| {
            let hash = shingle
                .iter()
                .fold(0x9E37_79B9_7F4A_7C15, |hash, word| mix(hash ^ word));
            (hash >> 32) as u32
        })
        .collect();
    hashes.sort_unstable();
    hashes.dedup();
    let shingles = hashes.len() as u32;
    hashes.truncate(KEPT);
    Some(Sketch {
        shingles,
        least: hashes,
    })
}

impl Sketch {
    /// The keys under which near-duplicates are looked up.
    pub fn keys(&self) -> &[u32] {
        &self.least[..self.least.len().min(KEYS)]
    }

    /// The place of a text published on a day among all: by day, the undated last, the longest text of a day
    /// first, since cuts are wholly in it and not in each other.
    pub fn place(&self, day: Option<NaiveDate>) -> i64 {
        let brief = 0xFF_FFFF - i64::from(self.shingles.min(0xFF_FFFF));
        let hash = self
            .least
            .iter()
            .fold(0_u64, |hash, &least| mix(hash ^ u64::from(least)));
        day_begins(day) | brief << 16 | (hash >> 48) as i64
    }

    /// The hash up to which every shingle of the text is kept.
    fn known_to(&self) -> u32 {
        match self.least.last() {
            Some(&last) if (self.shingles as usize) > self.least.len() => last,
            _ => u32::MAX,
        }
    }
}

/// The first place of a day in the order of texts and claims; the undated come last.
pub fn day_begins(day: Option<NaiveDate>) -> i64 {
    day.map_or(UNDATED, |day| i64::from(day.num_days_from_ce())) << DAY
}

/// The places of a day.
pub fn of_day(day: Option<NaiveDate>) -> Range<i64> {
    let begins = day_begins(day);
    begins..begins + (1 << DAY)
}

/// The period that a place is in. Keys lie together by it.
pub fn period(place: i64) -> i32 {
    (place >> PERIOD) as i32
}

/// The periods that these places are in; there is at least one place.
pub fn periods(places: &Range<i64>) -> RangeInclusive<i32> {
    period(places.start)..=period(places.end - 1)
}

/// The places of the periods from `first` to `last`.
pub fn of_periods(first: i64, last: i64) -> Range<i64> {
    first << PERIOD..(last + 1) << PERIOD
}

/// Share of the shorter text's shingles that are in the longer too, 0 … 1, by what is known of both; 0 where
/// that is too little to tell. It is never below the resemblance, the share among the shingles of either.
pub fn containment(a: &Sketch, b: &Sketch) -> f32 {
    let bound = a.known_to().min(b.known_to());
    let known = |sketch: &Sketch| sketch.least.partition_point(|&hash| hash <= bound);
    let (in_a, in_b) = (&a.least[..known(a)], &b.least[..known(b)]);
    let shorter = if (a.shingles, in_a.len()) <= (b.shingles, in_b.len()) {
        in_a.len()
    } else {
        in_b.len()
    };
    if shorter < FEWEST_KNOWN {
        return 0.0;
    }
    (in_both(in_a, in_b) as f32 / shorter as f32).min(1.0)
}

/// How many values two ascending lists have in common.
pub(super) fn in_both<T: Ord>(a: &[T], b: &[T]) -> usize {
    let (mut i, mut j, mut count) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                count += 1;
                i += 1;
                j += 1;
            }
        }
    }
    count
}

/// Hash of a word without regard to case.
pub(crate) fn hash_word(word: &str) -> u64 {
    let mut hash = 0xCBF2_9CE4_8422_2325_u64;
    for c in word.chars().flat_map(char::to_lowercase) {
        hash = (hash ^ c as u64).wrapping_mul(0x0000_0100_0000_01B3);
    }
    mix(hash)
}

/// Finaliser of SplitMix64: spreads the bits of a weak hash.
pub(super) fn mix(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    hash ^ (hash >> 31)
}
