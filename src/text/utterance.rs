//! Whether two claims of one actor report the same event of saying.

use chrono::{Days, NaiveDate};

use super::story::hash_word;
use crate::model::{Act, SaidBasis};

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

/// Fewest words that two contents must share: a slogan of three words is not yet an utterance.
pub const FEWEST_SHARED: usize = 4;

/// What is compared of a claim.
#[derive(Clone, Debug)]
pub struct Said<'a> {
    /// First and last possible day; none where unknown.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// Where the days come from.
    pub basis: SaidBasis,
    /// What was done by uttering.
    pub act: Act,
    /// The content's words, from [`content_words`].
    pub words: &'a [i32],
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

/// How much the words of two claims agree, 0 … 1, where days and act allow one event; else none.
///
/// The measure is the share of the shorter content's words found in the longer, lowered where the
/// lengths differ widely, so that a cut quotation matches its full text.
pub fn agreement(a: &Said<'_>, b: &Said<'_>) -> Option<f32> {
    if a.act != b.act || !days_allow(a, b) {
        return None;
    }
    let shared = shared(a.words, b.words);
    let (short, long) = (
        a.words.len().min(b.words.len()),
        a.words.len().max(b.words.len()),
    );
    if short == 0 || (shared < FEWEST_SHARED && shared < long) {
        return None;
    }
    let containment = shared as f32 / short as f32;
    let jaccard = shared as f32 / (short + long - shared) as f32;
    Some((containment + jaccard.sqrt()) / 2.0)
}

fn days_allow(a: &Said<'_>, b: &Said<'_>) -> bool {
    let (Some(left), Some(right)) = (reach(a), reach(b)) else {
        // Undated claims join only claims that are undated too.
        return a.days.is_none() && b.days.is_none();
    };
    left.0 <= right.1 && right.0 <= left.1
}

/// The days on which it can have been said: what was printed was said then or shortly before.
fn reach(said: &Said<'_>) -> Option<(NaiveDate, NaiveDate)> {
    let (from, to) = said.days?;
    match said.basis {
        SaidBasis::Article => Some((from.checked_sub_days(Days::new(REPORT_LAG))?, to)),
        _ => Some((from, to)),
    }
}

fn shared(a: &[i32], b: &[i32]) -> usize {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<(NaiveDate, NaiveDate)> {
        let day = text.parse().unwrap();
        Some((day, day))
    }

    fn said<'a>(
        days: Option<(NaiveDate, NaiveDate)>,
        basis: SaidBasis,
        words: &'a [i32],
    ) -> Said<'a> {
        Said {
            days,
            basis,
            act: Act::Statement,
            words,
        }
    }

    #[test]
    fn a_shortened_quotation_is_the_same_utterance() {
        let long = content_words(
            "the ferry pier must stay open through the winter whatever the engineers claim",
        );
        let short = content_words("the ferry pier must stay open through the winter");
        let a = said(day("2024-09-12"), SaidBasis::Explicit, &long);
        let b = said(day("2024-09-13"), SaidBasis::Article, &short);
        assert!(agreement(&a, &b).unwrap() > 0.8);
    }

    #[test]
    fn the_same_words_a_month_later_are_another_utterance() {
        let words = content_words("the ferry pier must stay open through the winter");
        let a = said(day("2024-09-12"), SaidBasis::Explicit, &words);
        let b = said(day("2024-10-12"), SaidBasis::Explicit, &words);
        assert_eq!(agreement(&a, &b), None);
    }

    #[test]
    fn a_shared_slogan_does_not_join_two_speeches() {
        let a = content_words(
            "ferries first, he said, and then promised lower harbour fees for trawlers",
        );
        let b = content_words(
            "ferries first, he said, before turning to the price of diesel in the islands",
        );
        let a = said(day("2024-09-12"), SaidBasis::Explicit, &a);
        let b = said(day("2024-09-12"), SaidBasis::Explicit, &b);
        assert!(agreement(&a, &b).is_none_or(|s| s < 0.6));
    }
}
