//! Multinomial logistic regression over a few hundred indicator features.
//!
//! The data is small, so that plain gradient descent with momentum (Nesterov) over all of it is fast
//! enough and gives the same weights on every machine.

/// A sample: the features that hold, and which of the three outcomes it has.
pub(super) struct Row {
    pub columns: Vec<usize>,
    pub outcome: usize,
}

/// Steps of the descent; at the last, weights move in the fourth decimal.
const STEPS: usize = 3000;

/// Weights of outcomes 1 and 2 for each column, against outcome 0, which has none.
///
/// Minimises the negative log likelihood plus half of `penalty` times the squared weights; column 0,
/// the bias, is free.
pub(super) fn fit(rows: &[Row], columns: usize, penalty: f64) -> Vec<[f64; 2]> {
    // An upper bound of the curvature: half the squared length of the longest row, summed.
    let longest = rows.iter().map(|row| row.columns.len()).max().unwrap_or(1);
    let rate = 1.0 / (0.5 * rows.len() as f64 * longest as f64 / 4.0 + penalty);
    let mut weights = vec![[0.0; 2]; columns];
    let mut before = weights.clone();
    for step in 0..STEPS {
        let momentum = step as f64 / (step as f64 + 3.0);
        let ahead: Vec<[f64; 2]> = weights
            .iter()
            .zip(&before)
            .map(|(now, old)| [0, 1].map(|k| now[k] + momentum * (now[k] - old[k])))
            .collect();
        let mut gradient: Vec<[f64; 2]> = ahead.iter().map(|w| w.map(|w| penalty * w)).collect();
        gradient[0] = [0.0; 2];
        for row in rows {
            let mut sums = [0.0; 2];
            for &column in &row.columns {
                sums[0] += ahead[column][0];
                sums[1] += ahead[column][1];
            }
            let odds = sums.map(f64::exp);
            let total = 1.0 + odds[0] + odds[1];
            let error =
                [0, 1].map(|k| odds[k] / total - if row.outcome == k + 1 { 1.0 } else { 0.0 });
            for &column in &row.columns {
                gradient[column][0] += error[0];
                gradient[column][1] += error[1];
            }
        }
        before = weights;
        weights = ahead
            .iter()
            .zip(&gradient)
            .map(|(w, g)| [0, 1].map(|k| w[k] - rate * g[k]))
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
                columns: vec![0, 1],
                outcome: usize::from(n % 4 > 0),
            });
            rows.push(Row {
                columns: vec![0],
                outcome: if n % 2 == 0 { 2 } else { 0 },
            });
        }
        let weights = fit(&rows, 2, 0.01);
        let sum = weights[0][0] + weights[1][0];
        assert!((sum - 3f64.ln()).abs() < 0.02, "{sum}");
        assert!(weights[0][1].abs() < 0.02, "{weights:?}");
    }
}
