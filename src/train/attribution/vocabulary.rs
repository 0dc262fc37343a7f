//! Which words the model knows, their classes, and how often each heads a cue.

use std::collections::HashMap;

use super::Prepared;
use super::options::number;
use crate::text::attribution::vocabulary::{Entry, Vocabulary, word_hash};
use crate::train::cluster;

pub(super) fn build(prepared: &mut [Prepared<'_>]) -> Vec<u8> {
    let mut total: HashMap<u32, u32> = HashMap::new();
    let mut in_cue: HashMap<u32, u32> = HashMap::new();
    for p in prepared.iter() {
        for i in 0..p.document.tokens.len() {
            *total.entry(word_hash(p.document.word(i))).or_default() += 1;
        }
        for g in &p.gold {
            for &t in &g.cue {
                *in_cue
                    .entry(word_hash(p.document.word(t as usize)))
                    .or_default() += 1;
            }
        }
    }
    let mut heads: HashMap<u32, u32> = HashMap::new();
    for p in prepared.iter_mut() {
        p.heads = p
            .gold
            .iter()
            .map(|g| {
                let rate = |t: u32| {
                    let h = word_hash(p.document.word(t as usize));
                    in_cue[&h] as f32 / (total[&h] as f32 + 4.0)
                };
                g.cue
                    .iter()
                    .copied()
                    .max_by(|&a, &b| rate(a).total_cmp(&rate(b)))
                    .map(|t| t as usize)
            })
            .collect();
        for h in p.heads.iter().flatten() {
            *heads.entry(word_hash(p.document.word(*h))).or_default() += 1;
        }
    }
    // Words by frequency.
    let mut words: Vec<(u32, u32)> = total
        .iter()
        .map(|(h, n)| (*h, *n))
        .filter(|w| w.1 >= 3)
        .collect();
    words.sort_unstable_by_key(|w| (std::cmp::Reverse(w.1), w.0));
    let rank: HashMap<u32, u32> = words
        .iter()
        .enumerate()
        .map(|(i, w)| (w.0, i as u32))
        .collect();
    let unknown = words.len() as u32;
    let mut text = Vec::new();
    for p in prepared.iter() {
        for s in &p.document.sentences {
            text.push(unknown + 1);
            for t in s.tokens.clone() {
                text.push(*rank.get(&word_hash(p.document.word(t))).unwrap_or(&unknown));
            }
        }
    }
    let fine = cluster::exchange(&text, words.len() + 2, number("FINE", 256.0) as usize, 8);
    let coarse = cluster::exchange(&text, words.len() + 2, number("COARSE", 48.0) as usize, 8);
    let entries: Vec<(u32, Entry)> = words
        .iter()
        .enumerate()
        .map(|(i, &(hash, n))| {
            let ratio = heads.get(&hash).map_or(0.0, |&c| c as f32 / n as f32);
            let steps = [0.003, 0.02, 0.06, 0.15, 0.3, 0.5, 0.75];
            let cue = steps.iter().filter(|s| ratio >= **s).count() as u8;
            (
                hash,
                Entry {
                    fine: fine[i],
                    coarse: coarse[i] as u8,
                    cue,
                },
            )
        })
        .collect();
    Vocabulary::build(&entries)
}
