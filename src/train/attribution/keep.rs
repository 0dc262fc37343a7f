//! Calibrates the confidence and settles from which on an attribution is reported.

/// How much F1 the floor may cost: below the best floor, recall grows faster than F1 falls, and a
/// reader can filter by confidence what was reported but cannot see what was not.
const SLACK: f32 = 0.005;

/// Slope and offset that make log odds calibrated (Platt 1999), by gradient descent.
pub(super) fn calibrate(scored: &[(f32, bool)]) -> [f32; 2] {
    let (mut slope, mut offset) = (1f64, 0f64);
    for _ in 0..500 {
        let (mut by_slope, mut by_offset) = (0.0, 0.0);
        for (score, right) in scored {
            let x = f64::from(*score);
            let error = 1.0 / (1.0 + (-(x * slope + offset)).exp()) - f64::from(u8::from(*right));
            by_slope += error * x;
            by_offset += error;
        }
        slope -= 0.5 * by_slope / scored.len().max(1) as f64;
        offset -= 0.5 * by_offset / scored.len().max(1) as f64;
    }
    [slope as f32, offset as f32]
}

/// The best F1 over all floors, and the lowest floor that comes within [`SLACK`] of it, given each
/// find's confidence and whether it is right, and how many there are to find.
pub(super) fn floor(rated: &mut [(f32, bool)], total: usize) -> (f32, f32) {
    rated.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut hit = 0;
    let f1: Vec<f32> = rated
        .iter()
        .enumerate()
        .map(|(n, (_, right))| {
            hit += usize::from(*right);
            2.0 * hit as f32 / (n + 1 + total) as f32
        })
        .collect();
    let best = f1.iter().copied().fold(0.0, f32::max);
    let last = f1.iter().rposition(|f| *f >= best - SLACK);
    (best, last.map_or(0.5, |at| rated[at].0))
}
