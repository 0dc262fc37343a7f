//! Multinomial logistic regression over some hundred features.
//!
//! Steps of gradient descent with momentum (Nesterov), each divided by a bound of the curvature that does not
//! change (Böhning, *Multinomial logistic regression algorithm*, 1992): it is taken apart once (Cholesky), and a few
//! steps give the same weights on every machine.

/// A sample: the features that it has, each with its value, and its outcome, from 0 on.
pub(super) struct Row {
    pub columns: Vec<(usize, f64)>,
    pub outcome: usize,
}

/// Steps of the descent; at the last, weights no longer move in the fifth decimal.
const STEPS: usize = 300;

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
    let curvature = Curvature::of::<N>(rows, columns, penalty);
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
        weights = ahead;
        for outcome in 0..N {
            let slope: Vec<f64> = gradient.iter().map(|slope| slope[outcome]).collect();
            for (weight, step) in weights.iter_mut().zip(curvature.divide(slope)) {
                weight[outcome] -= step;
            }
        }
    }
    weights
}

/// A bound of the curvature, as the lower triangle of its Cholesky factor.
struct Curvature(Vec<Vec<f64>>);

impl Curvature {
    /// A quarter of the squares of the features for one outcome against none, half for more; and the penalty.
    fn of<const N: usize>(rows: &[Row], columns: usize, penalty: f64) -> Self {
        let share = if N == 1 { 0.25 } else { 0.5 };
        let mut lower: Vec<Vec<f64>> = (0..columns).map(|n| vec![0.0; n + 1]).collect();
        for row in rows {
            for &(a, left) in &row.columns {
                let line = &mut lower[a];
                for &(b, right) in row.columns.iter().filter(|(b, _)| *b <= a) {
                    line[b] += share * left * right;
                }
            }
        }
        for n in 0..columns {
            lower[n][n] += penalty;
            let (above, here) = lower.split_at_mut(n);
            let line = &mut here[0];
            for (m, other) in above.iter().enumerate() {
                let known: f64 = line[..m].iter().zip(other).map(|(a, b)| a * b).sum();
                line[m] = (line[m] - known) / other[m];
            }
            let known: f64 = line[..n].iter().map(|a| a * a).sum();
            line[n] = (line[n] - known).sqrt();
        }
        Self(lower)
    }

    /// The solution of curvature × solution = `slope`.
    fn divide(&self, mut slope: Vec<f64>) -> Vec<f64> {
        let lower = &self.0;
        for n in 0..slope.len() {
            let known: f64 = lower[n][..n].iter().zip(&slope).map(|(a, b)| a * b).sum();
            slope[n] = (slope[n] - known) / lower[n][n];
        }
        for n in (0..slope.len()).rev() {
            slope[n] /= lower[n][n];
            let part = slope[n];
            for (other, factor) in slope[..n].iter_mut().zip(&lower[n]) {
                *other -= factor * part;
            }
        }
        slope
    }
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
