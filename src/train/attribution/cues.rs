//! Trains the first stage: logistic regression by AdaGrad over hashed features.

use super::Prepared;
use super::options::{number, shuffle};
use crate::text::attribution::cue::{self, SentenceFacts};

pub(super) fn train(samples: &[&Prepared<'_>]) -> Vec<f32> {
    let mut data: Vec<(Vec<u32>, f32)> = Vec::new();
    for p in samples {
        let is_head: std::collections::HashSet<usize> = p.heads.iter().flatten().copied().collect();
        for s in &p.document.sentences {
            let facts = SentenceFacts::new(&p.atoms, s.tokens.clone());
            for at in s.tokens.clone() {
                if cue::is_candidate(&p.atoms[at]) {
                    let mut rows = Vec::new();
                    cue::features(&p.atoms, &s.tokens, facts, at, |r| rows.push(r as u32));
                    data.push((rows, if is_head.contains(&at) { 1.0 } else { 0.0 }));
                }
            }
        }
    }
    let mut count = vec![0u8; 1 << cue::BITS];
    for (rows, _) in &data {
        for &r in rows {
            count[r as usize] = count[r as usize].saturating_add(1);
        }
    }
    let cutoff = number("CUECUT", 2.0) as u8;
    for (rows, _) in &mut data {
        rows.retain(|&r| count[r as usize] >= cutoff);
    }
    let mut w = vec![0f32; 1 << cue::BITS];
    let mut g2 = vec![1e-6f32; 1 << cue::BITS];
    let mut order: Vec<usize> = (0..data.len()).collect();
    let mut rng = 12345u64;
    let rate = number("CUERATE", 0.02);
    let l2 = number("CUEL2", 0.0005);
    let epochs = number("CUEEPOCHS", 6.0) as usize;
    let mut average = vec![0f32; 1 << cue::BITS];
    let drop = number("CUEDROP", 0.0);
    let mut kept: Vec<u32> = Vec::new();
    for epoch in 0..epochs {
        shuffle(&mut order, &mut rng);
        for &i in &order {
            let (rows, y) = &data[i];
            kept.clear();
            kept.extend(
                rows.iter()
                    .copied()
                    .filter(|_| super::options::chance(&mut rng) >= drop),
            );
            let rows = &kept;
            let score: f32 = rows.iter().map(|&r| w[r as usize]).sum::<f32>() / (1.0 - drop);
            let p = 1.0 / (1.0 + (-score).exp());
            let error = p - y;
            for &r in rows {
                let r = r as usize;
                let g = error + l2 * w[r];
                g2[r] += g * g;
                w[r] -= rate * g / g2[r].sqrt();
            }
        }
        if epoch * 2 >= epochs {
            for (a, w) in average.iter_mut().zip(&w) {
                *a += w;
            }
        }
    }
    let n = (epochs - epochs.div_ceil(2)).max(1) as f32;
    average.iter_mut().for_each(|a| *a /= n);
    average
}
