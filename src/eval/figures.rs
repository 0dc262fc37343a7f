//! From counts to the figures that are printed.

use crate::model::ScoreRow;

/// What was found of what there is, seen from either side.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    /// Predictions that are right.
    pub(super) right: u64,
    /// Predictions.
    pub(super) predicted: u64,
    /// Gold that was found; differs from `right` where one prediction may answer to several.
    pub(super) found: u64,
    /// Gold.
    pub(super) gold: u64,
}

impl Counts {
    /// Adds `both` to either side's hits.
    pub(super) fn hit(&mut self, both: usize) {
        self.right += both as u64;
        self.found += both as u64;
    }

    /// Adds what there is on either side.
    pub(super) fn there(&mut self, gold: usize, predicted: usize) {
        self.gold += gold as u64;
        self.predicted += predicted as u64;
    }

    /// Precision, recall and F1.
    pub(super) fn row(self, outlet: Option<&str>, measure: impl Into<String>) -> ScoreRow {
        let precision = percent(self.right, self.predicted);
        let recall = percent(self.found, self.gold);
        let sum = precision + recall;
        let f1 = if sum > 0.0 {
            2.0 * precision * recall / sum
        } else {
            0.0
        };
        ScoreRow {
            outlet: outlet.map(str::to_owned),
            measure: measure.into(),
            precision: Some(rounded(precision)),
            recall: Some(rounded(recall)),
            f1: Some(rounded(f1)),
            share: None,
            gold: self.gold,
            predicted: Some(self.predicted),
        }
    }
}

/// A part of a whole.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Share {
    pub(super) part: u64,
    pub(super) whole: u64,
}

impl Share {
    /// Counts one more of the whole, and of the part if `holds`.
    pub(super) fn add(&mut self, holds: bool) {
        self.part += u64::from(holds);
        self.whole += 1;
    }

    /// The share.
    pub(super) fn row(self, outlet: Option<&str>, measure: impl Into<String>) -> ScoreRow {
        ScoreRow {
            outlet: outlet.map(str::to_owned),
            measure: measure.into(),
            share: Some(rounded(percent(self.part, self.whole))),
            gold: self.whole,
            ..ScoreRow::default()
        }
    }
}

fn percent(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        0.0
    } else {
        (100 * part) as f64 / whole as f64
    }
}

/// One decimal, by the exact value of the double, a tie going to the even digit, as Python's
/// `round` has it: multiplying by ten first would round again.
fn rounded(figure: f64) -> f64 {
    format!("{figure:.1}").parse().unwrap_or(figure)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_to_the_even_digit_and_near_halves_to_the_nearer() {
        // 1/16, 3/16, 5/16 and 7/16 are exact halves; 0.15 and 2.675 lie a little under theirs.
        let cases = [
            (6.25, 6.2),
            (18.75, 18.8),
            (31.25, 31.2),
            (43.75, 43.8),
            (0.15, 0.1),
            (0.35, 0.3),
            (97.45, 97.5),
            (100.0, 100.0),
        ];
        for (figure, want) in cases {
            assert_eq!(rounded(figure), want, "{figure}");
        }
    }
}
