//! Fits the confidence on drafts of articles that the other stages were not trained on.

use super::options::{number, shuffle};
use crate::text::attribution::confidence::BITS;

/// A draft's feature rows, and whether it is right.
pub(super) type Judged = (Vec<u32>, bool);

/// Logistic regression by AdaGrad.
pub(super) fn train(data: &[&Judged]) -> Vec<f32> {
    let mut w = vec![0f32; 1 << BITS];
    let mut g2 = vec![1e-6f32; 1 << BITS];
    let mut average = vec![0f32; 1 << BITS];
    let mut order: Vec<usize> = (0..data.len()).collect();
    let mut rng = 999u64;
    let (rate, l2, epochs) = (
        number("KEEPRATE", 0.02),
        number("KEEPL2", 0.001),
        number("KEEPEPOCHS", 6.0) as usize,
    );
    for epoch in 0..epochs {
        shuffle(&mut order, &mut rng);
        for &i in &order {
            let (rows, right) = data[i];
            let score: f32 = rows.iter().map(|&r| w[r as usize]).sum();
            let error = 1.0 / (1.0 + (-score).exp()) - f32::from(u8::from(*right));
            for &r in rows {
                let r = r as usize;
                let g = error + l2 * w[r];
                g2[r] += g * g;
                w[r] -= rate * g / g2[r].sqrt();
            }
        }
        if epoch * 2 >= epochs {
            average.iter_mut().zip(&w).for_each(|(a, w)| *a += w);
        }
    }
    let n = (epochs - epochs.div_ceil(2)).max(1) as f32;
    average.iter_mut().for_each(|a| *a /= n);
    average
}

/// Slope and offset that make log odds calibrated (Platt 1999), by gradient descent.
pub(super) fn calibrate(scored: &[(f32, bool)]) -> [f32; 2] {
    let (mut slope, mut offset) = (1f64, 0f64);
    for _ in 0..500 {
        let (mut ds, mut d) = (0.0, 0.0);
        for (score, right) in scored {
            let x = f64::from(*score);
            let error = 1.0 / (1.0 + (-(x * slope + offset)).exp()) - f64::from(u8::from(*right));
            ds += error * x;
            d += error;
        }
        slope -= 0.5 * ds / scored.len() as f64;
        offset -= 0.5 * d / scored.len() as f64;
    }
    [slope as f32, offset as f32]
}

/// The floor with the best F1, and that F1, given how many there are to find.
pub(super) fn best_f1(rated: &mut [(f32, bool)], total: usize) -> (f32, f32) {
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
    (floor, best)
}
