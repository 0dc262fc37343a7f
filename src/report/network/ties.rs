//! From counts to ties: the definitions of the Discourse Network Analyzer.
//!
//! As Leifeld, P. (2017), "Discourse Network Analysis: Policy Debates as Dynamic Networks", in *The Oxford
//! Handbook of Political Networks*, and DNA 3 (its class `Exporter`) have them. Two nodes i and j that spoke on a
//! topic with the sides a and b are congruent by the closeness of the sides, 1 − |a − b| ÷ range, and in conflict by
//! their distance, |a − b| ÷ range; each pair of their statements on it counts. With two sides that is: same, or not.

use super::options::{Normalization, Options, Qualifier};
use super::tally::Tally;

/// The ties of a tally by row and column: between rows, or of rows to columns in a two-mode network.
pub fn ties(options: &Options, tally: &Tally) -> Vec<Vec<f64>> {
    match options.two_mode {
        true => two_mode(tally, options.qualifier, options.normalization),
        false => one_mode(tally, options.qualifier, options.normalization),
    }
}

/// Ties between rows; the diagonal is zero.
pub fn one_mode(
    tally: &Tally,
    qualifier: Qualifier,
    normalization: Normalization,
) -> Vec<Vec<f64>> {
    let rows = 0..tally.rows.len();
    // Both directions alike, and nobody with itself.
    let row = |i: usize| {
        let tie = |j: usize| match i == j {
            true => 0.0,
            false => between(tally, i.min(j), i.max(j), qualifier, normalization),
        };
        rows.clone().map(tie).collect()
    };
    rows.clone().map(row).collect()
}

/// The tie between two rows.
fn between(
    tally: &Tally,
    i: usize,
    j: usize,
    qualifier: Qualifier,
    normalization: Normalization,
) -> f64 {
    let (congruence, conflict) = agreement(tally, i, j);
    let raw = match qualifier {
        Qualifier::Congruence => congruence,
        Qualifier::Conflict => conflict,
        Qualifier::Subtract => congruence - conflict,
        // Every pair of statements on a topic, whatever their sides: both parts together.
        Qualifier::Ignore | Qualifier::Combine => congruence + conflict,
    };
    let by = divisor(tally, i, j, normalization);
    if by == 0.0 { 0.0 } else { raw / by }
}

/// How much two rows agree, and how much they disagree, before anything is divided.
pub fn agreement(tally: &Tally, i: usize, j: usize) -> (f64, f64) {
    let range = match (tally.levels.first(), tally.levels.last()) {
        (Some(first), Some(last)) if last > first => f64::from(last - first),
        _ => 1.0,
    };
    let (mut congruence, mut conflict) = (0.0, 0.0);
    for (one, other) in tally.counts[i].iter().zip(&tally.counts[j]) {
        for (a, times) in tally.levels.iter().zip(one).filter(|(_, n)| **n > 0.0) {
            for (b, more) in tally.levels.iter().zip(other).filter(|(_, n)| **n > 0.0) {
                let distance = f64::from((a - b).abs()) / range;
                congruence += times * more * (1.0 - distance);
                conflict += times * more * distance;
            }
        }
    }
    (congruence, conflict)
}

fn divisor(tally: &Tally, i: usize, j: usize, normalization: Normalization) -> f64 {
    let (of_i, of_j) = (tally.of_row(i), tally.of_row(j));
    match normalization {
        Normalization::Average => (of_i + of_j) / 2.0,
        // DNA's: the lengths that it multiplies are those of the total counts.
        Normalization::Cosine => of_i * of_j,
        Normalization::Jaccard => {
            let cells = tally.counts[i].iter().flatten();
            cells
                .zip(tally.counts[j].iter().flatten())
                .map(|(one, other)| match (*one > 0.0, *other > 0.0) {
                    (true, true) => one * other,
                    _ => one + other,
                })
                .sum()
        }
        Normalization::No | Normalization::Activity | Normalization::Prominence => 1.0,
    }
}

/// Ties of rows to columns.
pub fn two_mode(
    tally: &Tally,
    qualifier: Qualifier,
    normalization: Normalization,
) -> Vec<Vec<f64>> {
    // The sides of the Boolean scale are 0 and 1, those of the degrees their numbers.
    let sides = tally.levels.len() == 2;
    let weigh = |counts: &Vec<f64>| -> f64 {
        let levels = tally.levels.iter().zip(counts);
        match qualifier {
            Qualifier::Subtract => levels
                .map(|(level, n)| match (sides, *level) {
                    (true, 0) => -n,
                    (true, _) => *n,
                    (false, level) => f64::from(level) * n,
                })
                .sum(),
            Qualifier::Combine => combined(counts, &tally.levels),
            _ => counts.iter().sum(),
        }
    };
    tally
        .counts
        .iter()
        .enumerate()
        .map(|(i, row)| {
            let tie = |(j, counts): (usize, &Vec<f64>)| {
                let by = match normalization {
                    Normalization::Activity => tally.of_row(i),
                    Normalization::Prominence => tally.of_column(j),
                    _ => 1.0,
                };
                if by == 0.0 { 0.0 } else { weigh(counts) / by }
            };
            row.iter().enumerate().map(tie).collect()
        })
        .collect()
}

/// Which sides were taken as one number: DNA's, where the first side is the highest bit. With two sides: 1 for,
/// 2 against, 3 both.
fn combined(counts: &[f64], levels: &[i16]) -> f64 {
    let bits = counts.iter().zip((0..levels.len()).rev());
    bits.filter(|(n, _)| **n > 0.0)
        .map(|(_, bit)| f64::from(1_u32 << bit))
        .sum()
}
