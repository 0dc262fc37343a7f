//! How far a network falls into groups: in words, as a table of windows, and as a picture of its course.

use super::graph::{Network, Slice};
use super::tables::figure;
use crate::report::block::{Block, Column, Table};
use crate::report::chart::{Chart, Measure, Measured, beginning, middle};
use crate::report::line::Line;
use crate::report::words::{count, day, interval, number};

/// How far the network falls into groups: a sentence, or a row a window.
pub fn blocks(network: &Network, whole: &Slice) -> Vec<Block> {
    let about = "Polarization is the modularity Q of the network’s groups (Newman & Girvan 2004), found in the positive \
        part of congruence less conflict with average activity, as rDNA’s dna_multiclust has it: near 0 is one field, above about \
        0.3 are camps. Of a handful of actors it says little. The groups are those of the best division that joining pairs \
        (Clauset, Newman & Moore 2004) and moving nodes (Louvain, Blondel et al. 2008) find, always the same for the same statements.";
    let mut out = vec![Block::Heading(Line::plain("Polarization"))];
    match network.windows.as_slice() {
        [] => out.push(Block::Paragraph(match whole.division.modularity {
            None => Line::plain("No two of them agree on anything: there are no groups."),
            Some(q) => Line::plain("Q = ").strong(figure(q)).text(format!(
                ": {} agree in {}.",
                count(whole.division.group.iter().flatten().count() as i64, "node"),
                count(whole.division.groups as i64, "group")
            )),
        })),
        windows => {
            out.extend(picture(windows));
            out.push(Block::Table(Table {
                columns: vec![
                    Column::new("window"),
                    Column::number("statements"),
                    Column::number("nodes"),
                    Column::number("ties"),
                    Column::number("polarization"),
                    Column::number("groups"),
                ],
                rows: windows
                    .iter()
                    .filter(|slice| slice.statements > 0)
                    .map(|slice| window(network, slice))
                    .collect(),
                split: false,
            }));
        }
    }
    let silent = network
        .windows
        .iter()
        .filter(|slice| slice.statements == 0)
        .count();
    if silent > 0 {
        let told = format!(
            "Not shown: {} without a statement.",
            count(silent as i64, "window")
        );
        out.push(Block::Note(Line::plain(told)));
    }
    out.push(Block::Note(Line::plain(about)));
    out
}

fn window(network: &Network, slice: &Slice) -> Vec<Line> {
    let ties = slice.list(network.options.two_mode).len();
    vec![
        Line::plain(interval(slice.from, slice.to)),
        Line::plain(number(slice.statements as i64)),
        Line::plain(number(slice.tally.rows.len() as i64)),
        Line::plain(number(ties as i64)),
        slice
            .division
            .modularity
            .map_or(Line::new().dim("–"), |q| Line::plain(figure(q))),
        Line::plain(number(slice.division.groups as i64)),
    ]
}

/// Its course over the windows; none where fewer than two have groups.
fn picture(windows: &[Slice]) -> Option<Block> {
    let mut rows: Vec<Measured> = windows
        .iter()
        .filter(|slice| slice.statements > 0)
        .map(|slice| Measured {
            from: slice.from,
            to: slice.to,
            value: slice.division.modularity,
            statements: slice.statements as i64,
            groups: slice.division.groups as i64,
        })
        .collect();
    // As timelines do, it begins where most was said.
    let said = rows
        .iter()
        .flat_map(|row| std::iter::repeat_n(middle(row.from, row.to), row.statements as usize));
    let mut left_out = Vec::new();
    if let Some(begins) = beginning(said) {
        let (earlier, drawn): (Vec<Measured>, Vec<Measured>) = rows
            .into_iter()
            .partition(|row| middle(row.from, row.to) < begins);
        rows = drawn;
        let statements = earlier.iter().map(|row| row.statements).sum();
        left_out.push(format!(
            "{} before {}, in {}: not drawn",
            count(statements, "statement"),
            day(rows.first().map_or(begins, |row| row.from)),
            count(earlier.len() as i64, "window")
        ));
    }
    let known = rows.iter().filter_map(|row| Some((row, row.value?)));
    let known: Vec<(&Measured, f64)> = known.collect();
    let [first, .., last] = known.as_slice() else {
        return None;
    };
    let least = known.iter().min_by(|a, b| a.1.total_cmp(&b.1))?;
    let most = known.iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
    let told = |what: &str, (row, q): &(&Measured, f64)| {
        format!("{what} {} in {}", figure(*q), interval(row.from, row.to))
    };
    Some(Block::Chart(Chart::Measure(Measure {
        title: "Polarization over time".to_owned(),
        description: format!(
            "Modularity Q, window by window: {}, {}; {}, {}. 0 is one field, above about 0.3 are camps.",
            told("first", first),
            told("last", last),
            told("lowest", least),
            told("highest", most),
        ),
        rows,
        left_out,
    })))
}
