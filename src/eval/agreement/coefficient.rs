//! The coefficients themselves.

/// How far apart two values are held to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// The same or not.
    Nominal,
    /// By how many values lie between them in the data.
    Ordinal,
    /// By the square of their difference.
    Interval,
}

/// Krippendorff's alpha of a table: a row a coder, a column a unit, none where the coder did not judge it.
///
/// None where no unit was judged twice, or where all judgements are the same: then chance alone would
/// agree as well. After Krippendorff, "Computing Krippendorff's alpha-reliability", 2011.
pub fn alpha(table: &[Vec<Option<i16>>], level: Level) -> Option<f64> {
    let mut values: Vec<i16> = table.iter().flatten().flatten().copied().collect();
    values.sort_unstable();
    values.dedup();
    let place = |value: i16| values.binary_search(&value).unwrap_or_default();
    let size = values.len();
    // Coincidences: each pair of judgements of a unit, so that a unit counts as often as it was judged.
    let mut together = vec![vec![0.0; size]; size];
    let units = table.iter().map(Vec::len).max().unwrap_or_default();
    for unit in 0..units {
        let judged: Vec<usize> = table
            .iter()
            .filter_map(|row| row.get(unit).copied().flatten())
            .map(place)
            .collect();
        if judged.len() < 2 {
            continue;
        }
        let weight = 1.0 / (judged.len() - 1) as f64;
        for (at, &one) in judged.iter().enumerate() {
            for (other_at, &other) in judged.iter().enumerate() {
                if at != other_at {
                    together[one][other] += weight;
                }
            }
        }
    }
    let counts: Vec<f64> = together.iter().map(|row| row.iter().sum()).collect();
    let all: f64 = counts.iter().sum();
    let (mut observed, mut expected) = (0.0, 0.0);
    for one in 0..size {
        for other in 0..size {
            let apart = match level {
                _ if one == other => 0.0,
                Level::Nominal => 1.0,
                Level::Interval => (f64::from(values[one]) - f64::from(values[other])).powi(2),
                Level::Ordinal => {
                    let (low, high) = (one.min(other), one.max(other));
                    let between: f64 = counts[low..=high].iter().sum();
                    (between - (counts[low] + counts[high]) / 2.0).powi(2)
                }
            };
            observed += together[one][other] * apart;
            expected += counts[one] * counts[other] * apart;
        }
    }
    (expected > 0.0).then(|| 1.0 - (all - 1.0) * observed / expected)
}

/// Cohen's kappa of two coders' judgements of the same units (Cohen 1960), unweighted.
///
/// None where there are none, or where both gave one and the same value throughout.
pub fn kappa(pairs: &[(i16, i16)]) -> Option<f64> {
    let all = pairs.len() as f64;
    let same = pairs.iter().filter(|(one, other)| one == other).count() as f64 / all;
    let mut values: Vec<i16> = pairs.iter().flat_map(|&(a, b)| [a, b]).collect();
    values.sort_unstable();
    values.dedup();
    let by_chance: f64 = values
        .iter()
        .map(|value| {
            let one = pairs.iter().filter(|pair| pair.0 == *value).count() as f64 / all;
            let other = pairs.iter().filter(|pair| pair.1 == *value).count() as f64 / all;
            one * other
        })
        .sum();
    (!pairs.is_empty() && by_chance < 1.0).then(|| (same - by_chance) / (1.0 - by_chance))
}
