//! A table of weights from samples: the features that enough of them have, each with its weights.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

use super::logistic::{Row, fit};
use crate::text::stance::{BIAS, Features};

/// A feature of fewer samples says nothing.
const RARE: usize = 4;

/// Learns what the features of each sample say of its outcome: `N` weights a feature, for the outcomes
/// from 1 on against outcome 0. Names stand in order, the bias first where there is one.
///
/// Features that `known` does not hold for are left out.
pub(super) fn table<const N: usize>(
    samples: &[(&Features, usize)],
    penalty: f64,
    bias: bool,
    known: impl Fn(&str) -> bool,
) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, _) in samples.iter().flat_map(|(features, _)| features.named()) {
        *counts.entry(name).or_default() += 1;
    }
    let often = counts
        .into_iter()
        .filter(|(name, count)| *count >= RARE && known(name));
    let first = bias.then_some(BIAS).into_iter();
    let names: Vec<&str> = first.chain(often.map(|(name, _)| name)).collect();
    let number: HashMap<&str, usize> = names
        .iter()
        .enumerate()
        .map(|(n, name)| (*name, n))
        .collect();
    let row = |(features, outcome): &(&Features, usize)| {
        let known = features.named().chain(bias.then_some((BIAS, 1.0)));
        let column = |(name, value)| Some((*number.get(name)?, f64::from(value)));
        Row {
            columns: known.filter_map(column).collect(),
            outcome: *outcome,
        }
    };
    let rows: Vec<Row> = samples.iter().map(row).collect();
    let mut table = String::new();
    for (name, weights) in names
        .iter()
        .zip(fit::<N>(&rows, names.len(), penalty, bias))
    {
        table.push_str(name);
        for weight in weights {
            let _ = write!(table, "\t{weight:.3}");
        }
        table.push('\n');
    }
    table
}
