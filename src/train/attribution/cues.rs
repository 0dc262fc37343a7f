//! Trains the first stage: which words head a cue.

use std::collections::HashSet;

use super::Prepared;
use super::learn::logistic;
use crate::text::attribution::cue::{BITS, Head, SentenceFacts, beyond, close, is_candidate, near};

/// The first stage's weights.
pub(super) fn train(samples: &[&Prepared<'_>]) -> Vec<f32> {
    let mut data: Vec<(Vec<u32>, bool)> = Vec::new();
    for sample in samples {
        let heads: HashSet<usize> = sample.heads.iter().flatten().copied().collect();
        for sentence in &sample.document.sentences {
            let facts = SentenceFacts::new(&sample.atoms, sentence.tokens.clone());
            for at in sentence
                .tokens
                .clone()
                .filter(|&at| is_candidate(&sample.atoms[at]))
            {
                let mut rows = Vec::new();
                let head = Head::new(&sample.atoms, &sentence.tokens, facts, at);
                close(&head, |row| rows.push(row as u32));
                near(&head, |row| rows.push(row as u32));
                beyond(&head, |row| rows.push(row as u32));
                data.push((rows, heads.contains(&at)));
            }
        }
    }
    logistic(
        data.iter().map(|(rows, head)| (rows.as_slice(), *head)),
        1 << BITS,
    )
}
