//! Which words the model knows, their classes, and how often each heads a cue.

use std::collections::HashMap;

use super::{FOLDS, Prepared};
use crate::text::attribution::vocabulary::{Entry, Vocabulary, word_hash};
use crate::train::cluster;

/// Shares of a word's occurrences that head a cue, where each step of [`Entry::cue`] begins.
const STEPS: [f32; 7] = [0.003, 0.02, 0.06, 0.15, 0.3, 0.5, 0.75];

/// Fewest occurrences of a word that the model knows.
const RARE: u32 = 3;

/// Numbers of distributional classes, and rounds of moving words between them.
const FINE: usize = 256;
const COARSE: usize = 48;
const ROUNDS: usize = 8;

/// Vocabulary tables: the one that ships, and for each fold one whose cue counts leave that fold
/// out, so that a word's count never holds the very cue that is to be learned.
pub(super) struct Tables {
    pub full: Vec<u8>,
    pub without: Vec<Vec<u8>>,
}

/// Builds the tables and settles which token heads each cue: the one that is most typical of cues.
pub(super) fn build(samples: &mut [Prepared<'_>]) -> Tables {
    let mut total: HashMap<u32, u32> = HashMap::new();
    let mut in_cue: HashMap<u32, u32> = HashMap::new();
    for sample in samples.iter() {
        for i in 0..sample.document.tokens.len() {
            *total.entry(word_hash(sample.document.word(i))).or_default() += 1;
        }
        for &token in sample.gold.iter().flat_map(|g| &g.cue) {
            *in_cue
                .entry(word_hash(sample.document.word(token as usize)))
                .or_default() += 1;
        }
    }
    for sample in samples.iter_mut() {
        let rate = |token: u32| {
            let hash = word_hash(sample.document.word(token as usize));
            in_cue[&hash] as f32 / (total[&hash] as f32 + 4.0)
        };
        let typical = |cue: &Vec<u32>| {
            cue.iter()
                .copied()
                .max_by(|&a, &b| rate(a).total_cmp(&rate(b)))
        };
        sample.heads = sample
            .gold
            .iter()
            .map(|g| typical(&g.cue).map(|t| t as usize))
            .collect();
    }
    let mut words: Vec<(u32, u32)> = total
        .iter()
        .map(|(h, n)| (*h, *n))
        .filter(|w| w.1 >= RARE)
        .collect();
    words.sort_unstable_by_key(|w| (std::cmp::Reverse(w.1), w.0));
    let text = numbered(samples, &words);
    let fine = cluster::exchange(&text, words.len() + 2, FINE, ROUNDS);
    let coarse = cluster::exchange(&text, words.len() + 2, COARSE, ROUNDS);
    let table = |leave: Option<usize>| {
        let (counts, total) = head_counts(samples, leave);
        let entries: Vec<(u32, Entry)> = words
            .iter()
            .zip(fine.iter().zip(&coarse))
            .map(|(&(hash, _), (&fine, &coarse))| {
                let heads = counts.get(&hash).copied().unwrap_or(0) as f32;
                let share = heads / total.get(&hash).copied().unwrap_or(1) as f32;
                let cue = STEPS.iter().filter(|s| share >= **s).count() as u8;
                (
                    hash,
                    Entry {
                        fine,
                        coarse: coarse as u8,
                        cue,
                    },
                )
            })
            .collect();
        Vocabulary::build(&entries)
    };
    Tables {
        full: table(None),
        without: (0..FOLDS).map(|fold| table(Some(fold))).collect(),
    }
}

/// How often each word heads a cue, and how often it occurs, without the articles of fold `leave`.
fn head_counts(
    samples: &[Prepared<'_>],
    leave: Option<usize>,
) -> (HashMap<u32, u32>, HashMap<u32, u32>) {
    let (mut heads, mut total) = (HashMap::new(), HashMap::new());
    for (_, sample) in samples
        .iter()
        .enumerate()
        .filter(|(i, _)| leave != Some(i % FOLDS))
    {
        for i in 0..sample.document.tokens.len() {
            *total.entry(word_hash(sample.document.word(i))).or_default() += 1;
        }
        for head in sample.heads.iter().flatten() {
            *heads
                .entry(word_hash(sample.document.word(*head)))
                .or_default() += 1;
        }
    }
    (heads, total)
}

/// The text as word numbers, rare words and sentence starts each as one word.
fn numbered(samples: &[Prepared<'_>], words: &[(u32, u32)]) -> Vec<u32> {
    let rank: HashMap<u32, u32> = words.iter().zip(0..).map(|(w, i)| (w.0, i)).collect();
    let rare = words.len() as u32;
    let mut text = Vec::new();
    for sample in samples {
        for sentence in &sample.document.sentences {
            text.push(rare + 1);
            let hashes = sentence
                .tokens
                .clone()
                .map(|t| word_hash(sample.document.word(t)));
            text.extend(hashes.map(|hash| *rank.get(&hash).unwrap_or(&rare)));
        }
    }
    text
}
