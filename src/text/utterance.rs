//! Whether two claims of one actor report the same event of saying.

use std::ops::Range;

use chrono::{Days, NaiveDate};

use super::story::{day_begins, hash_word, in_both, mix, of_day};
use crate::model::{Act, Analysis, Claim, Said, SaidBasis, TextIndex};

/// Words too common to tell one statement from another.
const STOP: &[&str] = &[
    "the", "and", "that", "for", "with", "this", "was", "were", "are", "has", "have", "had", "not",
    "but", "from", "they", "their", "them", "his", "her", "she", "him", "our", "you", "your",
    "its", "who", "which", "what", "will", "would", "could", "should", "been", "being", "about",
    "into", "than", "then", "there", "these", "those", "also", "any", "all", "can", "may", "more",
    "said", "says", "say", "saying", "told", "does", "did", "just", "very", "over", "when", "how",
    "why",
];

/// Days that a report may trail the words: a speech of the 12th is printed on the 13th and 14th.
const REPORT_LAG: u64 = 2;

/// Days that it may trail them where they are the same to the letter, as in a copy of a report.
const COPY_LAG: u64 = 7;

/// Agreement from which words are the same to the letter, and how many of them must be.
const SAME: (f32, usize) = (0.9, 6);

/// Days of the longest interval that can be compared by overlap. What was said "last month" is seldom one event
/// with the like of it that was said on some day of the month.
const LONGEST: i64 = 7;

/// Fewest words that two contents must share: a slogan of three words is not yet an utterance.
const FEWEST_SHARED: usize = 4;

/// The least hashes of its words, under which a claim is looked up.
const KEYS: usize = 3;

/// What is compared of a claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// First and last possible day; none where unknown.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// Where the days come from.
    pub basis: SaidBasis,
    /// What was done by uttering.
    pub act: Act,
    /// How an earlier statement is taken up; a denial repeats the words that it denies, and is another event.
    pub link: Option<String>,
    /// The content's words, from [`words`].
    pub words: Vec<i32>,
}

/// The words by which a claim is known again. A content of few words, as in "attacks on Holt", is told
/// apart by the whole passage: copies of it are the same, other sentences with that content are not, nor are
/// other contents of that passage.
pub fn words(claim: &Claim, text: &TextIndex<'_>) -> Vec<i32> {
    let mut content = String::new();
    for span in &claim.content {
        content.push_str(&text.text()[text.range(*span)]);
        content.push(' ');
    }
    let words = content_words(&content);
    if words.len() >= FEWEST_SHARED {
        return words;
    }
    // Each word of the content with each of the passage, so that a part of a content agrees with the whole.
    let own = if words.is_empty() {
        vec![hash_word(&content) as i32]
    } else {
        words
    };
    let passage = content_words(&claim.evidence.text);
    let pair = |&word: &i32| {
        let passage = passage.iter();
        passage.map(move |&other| mix(mix(word as u64) ^ other as u64) as i32)
    };
    let mut pairs: Vec<i32> = own.iter().flat_map(pair).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// The [`words`] of every claim of an analysis.
pub fn words_of(analysis: &Analysis, text: &str, title: Option<&str>) -> Vec<Vec<i32>> {
    let (text, title) = (
        TextIndex::new(text),
        TextIndex::new(title.unwrap_or_default()),
    );
    let claims = analysis.claims.iter();
    let words = claims.map(|claim| {
        let of_text = claim.place.is_text();
        words(claim, if of_text { &text } else { &title })
    });
    words.collect()
}

/// Hashes of the words of a content, without stop words, sorted and each once.
pub fn content_words(content: &str) -> Vec<i32> {
    let mut words: Vec<i32> = content
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| w.chars().count() > 2)
        .filter(|w| !STOP.iter().any(|s| s.eq_ignore_ascii_case(w)))
        .map(|w| hash_word(w) as i32)
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

impl Told {
    /// What is compared of a claim with these words.
    pub fn new(said: &Said, act: Act, link: Option<String>, words: Vec<i32>) -> Self {
        Self {
            days: said.from.zip(said.to),
            basis: said.basis,
            act,
            link,
            words,
        }
    }

    /// The keys under which claims of one utterance are looked up, where `actor` utters it.
    pub fn keys(&self, actor: i64) -> impl Iterator<Item = i32> {
        keys(actor, self.days, &self.words)
    }

    /// The places between which the first days of claims of the same utterance lie.
    pub fn window(&self) -> Range<i64> {
        window(self.days)
    }

    /// The place of a claim among those of its actor: by first day, the narrowest interval first, one that
    /// the text gives before one by its date of print, the fullest wording first. Two have the same place
    /// where they are copies: everything that is compared is the same.
    pub fn place(&self) -> i64 {
        let does = [self.act.as_str(), self.link.as_deref().unwrap_or_default()];
        let hashes = does.iter().map(|word| hash_word(word) as i32);
        let words = hashes
            .chain(self.words.iter().copied())
            .fold(0_i64, |hash, word| {
                (hash * 31 + i64::from(word)) & 0xFF_FFFF
            });
        let wordy = 255 - self.words.len().min(255) as i64;
        let day = day_begins(self.days.map(|(from, _)| from));
        let wide = self
            .days
            .map_or(0, |(from, to)| (to - from).num_days().clamp(0, 127));
        let printed = i64::from(self.basis == SaidBasis::Article);
        day | wide << 33 | printed << 32 | wordy << 24 | words
    }

    /// The days on which it can have been said: what was printed was said then or up to `lag` days before.
    fn reach(&self, lag: u64) -> Option<(NaiveDate, NaiveDate)> {
        let (from, to) = self.days?;
        match self.basis {
            SaidBasis::Article => Some((from.checked_sub_days(Days::new(lag))?, to)),
            _ => Some((from, to)),
        }
    }
}

/// The keys of what `actor` utters within `days` in `words`: hashes of the actor, one of the least words and,
/// since a long interval agrees with nothing but itself, its length. Migration 0027 has it in SQL.
pub fn keys(
    actor: i64,
    days: Option<(NaiveDate, NaiveDate)>,
    words: &[i32],
) -> impl Iterator<Item = i32> {
    let actor = actor.rem_euclid(1 << 31).wrapping_mul(2_654_435_761);
    let long = days
        .filter(|days| is_long(*days))
        .map_or(0, |(from, to)| (to - from).num_days());
    let salt = actor ^ long.wrapping_mul(40_503);
    let words = least(words).iter();
    words.map(move |&word| (((salt ^ i64::from(word)) & 0xFFFF_FFFF) - (1 << 31)) as i32)
}

/// The words of a claim by which it is looked up.
pub fn least(words: &[i32]) -> &[i32] {
    &words[..words.len().min(KEYS)]
}

/// The places between which the first days lie of what is one with something said within `days`.
pub fn window(days: Option<(NaiveDate, NaiveDate)>) -> Range<i64> {
    let Some((from, to)) = days.filter(|days| !is_long(*days)) else {
        return of_day(days.map(|(from, _)| from));
    };
    let low = from
        .checked_sub_days(Days::new(LONGEST as u64 + COPY_LAG))
        .unwrap_or(from);
    let high = to.checked_add_days(Days::new(COPY_LAG + 1)).unwrap_or(to);
    day_begins(Some(low))..day_begins(Some(high))
}

/// Whether what was said between these days is told too loosely to be compared by overlap.
fn is_long((from, to): (NaiveDate, NaiveDate)) -> bool {
    (to - from).num_days() > LONGEST
}

/// How much the words of two claims agree, 0 … 1, where days and act allow one event; else none.
///
/// The measure is the share of the shorter content's words found in the longer, lowered where the
/// lengths differ widely, so that a cut quotation matches its full text.
pub fn agreement(a: &Told, b: &Told) -> Option<f32> {
    if a.act != b.act || a.link != b.link || !days_allow(a, b, COPY_LAG) {
        return None;
    }
    let shared = in_both(&a.words, &b.words);
    let (short, long) = (
        a.words.len().min(b.words.len()),
        a.words.len().max(b.words.len()),
    );
    if short == 0 || (shared < FEWEST_SHARED && shared < long) {
        return None;
    }
    let containment = shared as f32 / short as f32;
    let jaccard = shared as f32 / (short + long - shared) as f32;
    let agreement = (containment + jaccard.sqrt()) / 2.0;
    let same = agreement >= SAME.0 && shared >= SAME.1;
    (same || days_allow(a, b, REPORT_LAG)).then_some(agreement)
}

fn days_allow(a: &Told, b: &Told, lag: u64) -> bool {
    let (Some(left), Some(right)) = (a.reach(lag), b.reach(lag)) else {
        // Undated claims join only claims that are undated too.
        return a.days.is_none() && b.days.is_none();
    };
    if a.days.is_some_and(is_long) || b.days.is_some_and(is_long) {
        return a.days == b.days;
    }
    left.0 <= right.1 && right.0 <= left.1
}
