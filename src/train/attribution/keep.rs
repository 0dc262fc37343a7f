//! Fits the confidence: logistic regression on attributions found in articles that the stages were
//! not trained on, and the floor that gives the best F1 there.

use crate::text::attribution::assemble::Facts;
use crate::text::attribution::confidence::{INPUTS, confidence, inputs};

/// Weights by full-batch gradient descent with momentum.
pub(super) fn fit(data: &[(Facts, bool)]) -> [f32; INPUTS] {
    let rows: Vec<([f32; INPUTS], f32)> = data
        .iter()
        .map(|(f, y)| (inputs(f), f32::from(u8::from(*y))))
        .collect();
    let mut weights = [0f64; INPUTS];
    let mut speed = [0f64; INPUTS];
    for _ in 0..800 {
        let mut gradient = [0f64; INPUTS];
        for (x, y) in &rows {
            let score: f64 = x.iter().zip(&weights).map(|(x, w)| f64::from(*x) * w).sum();
            let error = 1.0 / (1.0 + (-score).exp()) - f64::from(*y);
            for (g, x) in gradient.iter_mut().zip(x) {
                *g += error * f64::from(*x);
            }
        }
        for ((w, v), g) in weights.iter_mut().zip(&mut speed).zip(gradient) {
            *v = 0.9 * *v - 0.3 * g / rows.len() as f64;
            *w += *v;
        }
    }
    weights.map(|w| w as f32)
}

/// The floor with the best F1, given how many attributions there are to find.
pub(super) fn floor(data: &[(Facts, bool)], weights: &[f32; INPUTS], total: usize) -> f32 {
    let mut rated: Vec<(f32, bool)> = data
        .iter()
        .map(|(f, y)| (confidence(f, weights), *y))
        .collect();
    rated.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut hit, mut best, mut floor) = (0, 0.0, 0.5);
    for (n, (sure, right)) in rated.iter().enumerate() {
        hit += usize::from(*right);
        let f1 = 2.0 * hit as f32 / (n + 1 + total) as f32;
        if f1 > best {
            best = f1;
            floor = *sure;
        }
    }
    floor
}
