//! How well an extraction did against annotations: plain data in, scores out.
//!
//! [`attribution`], [`time`], [`position`] and [`stance`] each read gold and predicted records ([`records`]) and
//! count the same things as the reference scorers in Python that the figures of the field are made
//! with, to the decimal, down to what is a word and how a half is rounded. Like them they compare
//! places only by their offsets: spans of a separate title count as if they were of the text.
//!
//! Depends on [`crate::model`] only.

pub mod agreement;
pub mod attribution;
mod figures;
mod names;
pub mod position;
mod read;
pub mod stance;
pub mod time;
mod words;

pub use read::{Fault, records};

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;

use crate::model::{ScoreRow, Scores};

/// Scores over all of `gold`, then over each outlet's part of it.
fn by_outlet<G>(
    headline: &'static str,
    gold: &[G],
    outlet: impl Fn(&G) -> Option<&str>,
    score: impl Fn(&[&G], Option<&str>) -> Vec<ScoreRow>,
) -> Scores {
    let all: Vec<&G> = gold.iter().collect();
    let mut rows = score(&all, None);
    let outlets: BTreeSet<&str> = gold.iter().filter_map(&outlet).collect();
    for name in outlets {
        let part: Vec<&G> = gold.iter().filter(|g| outlet(g) == Some(name)).collect();
        rows.extend(score(&part, Some(name)));
    }
    Scores {
        headline,
        rows,
        ..Scores::default()
    }
}

/// `scores` with how many of the annotated articles there are and how many of them nothing was
/// predicted for; `gold` names each once.
fn counted<'g>(
    scores: Scores,
    gold: impl Iterator<Item = &'g str>,
    is_predicted: impl Fn(&str) -> bool,
) -> Scores {
    let (mut articles, mut without_prediction) = (0, 0);
    for id in gold {
        articles += 1;
        without_prediction += u64::from(!is_predicted(id));
    }
    Scores {
        articles,
        without_prediction,
        ..scores
    }
}

/// Records by their key in the order of first mention; of two with one key, the later.
fn keyed<T, K: Hash + Eq + Clone>(records: Vec<T>, key: impl Fn(&T) -> &K) -> Vec<T> {
    let mut places: HashMap<K, usize> = HashMap::new();
    let mut kept: Vec<T> = Vec::with_capacity(records.len());
    for record in records {
        match places.get(key(&record)) {
            Some(place) => kept[*place] = record,
            None => {
                places.insert(key(&record).clone(), kept.len());
                kept.push(record);
            }
        }
    }
    kept
}
