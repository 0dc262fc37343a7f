//! Multinomial logistic regression over a few hundred features.
//!
//! The data is small, so that plain gradient descent with momentum (Nesterov) over all of it is fast
//! enough and gives the same weights on every machine.

/// A sample: the features that it has, each with its value, and its outcome, from 0 on.
pub(super) struct Row {
    pub columns: Vec<(usize, f64)>,
    pub outcome: usize,
}

/// Steps of the descent; at the last, weights move in the fourth decimal.
const STEPS: usize = 3000;

/// Weights of the outcomes 1 … `N` for each column, against outcome 0, which has none.
///
/// Minimises the negative log likelihood plus half of `penalty` times the squared weights; column 0
/// is free where `bias` says that it is one.
pub(super) fn fit<const N: usize>(
    rows: &[Row],
    columns: usize,
    penalty: f64,
    bias: bool,
) -> Vec<[f64; N]> {
    // An upper bound of the curvature of two outcomes: a quarter of the squared length of the longest row, summed.
    let length = |row: &Row| row.columns.iter().map(|(_, value)| value * value).sum();
    let longest: f64 = rows.iter().map(length).fold(1.0, f64::max);
    let rate = 1.0 / (rows.len() as f64 * longest / 4.0 + penalty);
    let mut weights = vec![[0.0; N]; columns];
    let mut before = weights.clone();
    for step in 0..STEPS {
        let momentum = step as f64 / (step as f64 + 3.0);
        let ahead: Vec<[f64; N]> = weights
            .iter()
            .zip(&before)
            .map(|(now, old)| std::array::from_fn(|k| now[k] + momentum * (now[k] - old[k])))
            .collect();
        let mut gradient: Vec<[f64; N]> = ahead.iter().map(|w| w.map(|w| penalty * w)).collect();
        if bias {
            gradient[0] = [0.0; N];
        }
        for row in rows {
            let mut sums = [0.0; N];
            for &(column, value) in &row.columns {
                for (sum, weight) in sums.iter_mut().zip(ahead[column]) {
                    *sum += value * weight;
                }
            }
            let odds = sums.map(f64::exp);
            let total = 1.0 + odds.iter().sum::<f64>();
            for &(column, value) in &row.columns {
                for (k, slope) in gradient[column].iter_mut().enumerate() {
                    let wanted = if row.outcome == k + 1 { 1.0 } else { 0.0 };
                    *slope += value * (odds[k] / total - wanted);
                }
            }
        }
        before = weights;
        weights = ahead
            .iter()
            .zip(&gradient)
            .map(|(w, g)| std::array::from_fn(|k| w[k] - rate * g[k]))
            .collect();
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_follow_the_odds_of_the_outcomes() {
        // Feature 1 goes with outcome 1 three times out of four, and with none once.
        let mut rows = Vec::new();
        for n in 0..400 {
            rows.push(Row {
                columns: vec![(0, 1.0), (1, 1.0)],
                outcome: usize::from(n % 4 > 0),
            });
            rows.push(Row {
                columns: vec![(0, 1.0)],
                outcome: if n % 2 == 0 { 2 } else { 0 },
            });
        }
        let weights = fit::<2>(&rows, 2, 0.01, true);
        let sum = weights[0][0] + weights[1][0];
        assert!((sum - 3f64.ln()).abs() < 0.02, "{sum}");
        assert!(weights[0][1].abs() < 0.02, "{weights:?}");
    }

    #[test]
    fn a_signal_that_is_turned_around_tells_the_other_side() {
        let row = |value, outcome| Row {
            columns: vec![(0, value)],
            outcome,
        };
        let rows: Vec<Row> = (0..400)
            .map(|n| {
                row(
                    if n % 2 == 0 { 1.0 } else { -1.0 },
                    usize::from((n % 2 == 0) == (n % 8 > 1)),
                )
            })
            .collect();
        let weights = fit::<1>(&rows, 1, 0.01, false);
        assert!((weights[0][0] - 3f64.ln()).abs() < 0.02, "{weights:?}");
    }
}
