//! The network as a matrix, which spreadsheets and R read.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::graph::Network;
use super::tally::Node;

/// What stands before the rows of a window.
const WINDOW: [&str; 4] = [
    "window_from",
    "window_to",
    "window_polarization",
    "window_groups",
];

/// Columns and rows: a row a node, a column a node or topic; where there are windows, each has its rows,
/// with its days and its polarization before them, and nodes that are silent in it have none.
pub fn rows(network: &Network) -> (Vec<String>, Vec<Map<String, Value>>) {
    let two_mode = network.options.two_mode;
    let sliced = !network.windows.is_empty();
    let across: Vec<&Node> = network
        .whole
        .iter()
        .flat_map(|whole| match two_mode {
            true => &whole.tally.columns,
            false => &whole.tally.rows,
        })
        .collect();
    let down = network.whole.iter().flat_map(|whole| &whole.tally.rows);
    let down = down.filter(|_| two_mode);
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for node in across.iter().copied().chain(down) {
        *times.entry(&node.name).or_default() += 1;
    }
    // Namesakes are told apart by their ids, and so is who is called like a column of the file's own.
    let heading = |node: &Node| match times.get(node.name.as_str()) {
        Some(1) if !WINDOW.contains(&node.name.as_str()) && node.name != "node" => {
            node.name.clone()
        }
        _ => format!("{} ({})", node.name, node.id),
    };
    let mut columns: Vec<String> = match sliced {
        true => WINDOW.map(str::to_owned).to_vec(),
        false => Vec::new(),
    };
    columns.push("node".into());
    columns.extend(across.iter().map(|node| heading(node)));
    let mut out = Vec::new();
    for slice in network.slices() {
        let own = match two_mode {
            true => &slice.tally.columns,
            false => &slice.tally.rows,
        };
        for (node, ties) in slice.tally.rows.iter().zip(&slice.ties) {
            let mut row = Map::new();
            if sliced {
                row.insert("window_from".into(), slice.from.to_string().into());
                row.insert("window_to".into(), slice.to.to_string().into());
                row.insert("window_polarization".into(), slice.polarization());
                row.insert("window_groups".into(), slice.division.groups.into());
            }
            row.insert("node".into(), heading(node).into());
            for (other, tie) in own.iter().zip(ties) {
                row.insert(heading(other), tie_value(*tie));
            }
            out.push(row);
        }
    }
    (columns, out)
}

/// A tie for programs: whole numbers without a point.
pub fn tie_value(tie: f64) -> Value {
    match tie.fract() == 0.0 && tie.abs() < 1e15 {
        true => Value::from(tie as i64),
        false => Value::from(tie),
    }
}
