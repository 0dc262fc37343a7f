//! The tables of a network, and its rows for programs.

use serde_json::{Map, Value};

use super::graph::{Network, Slice};
use super::matrix::tie_value;
use super::options::Nodes;
use crate::report::block::{Block, Column, Table};
use crate::report::line::{Line, Tone};
use crate::report::words::{count, number};

/// The most rows of a table for people; files have all.
pub const MOST: usize = 25;

/// The strongest ties.
pub fn ties(network: &Network, whole: &Slice) -> Vec<Block> {
    let two_mode = network.options.two_mode;
    let ties = whole.list(two_mode);
    if ties.is_empty() {
        return vec![Block::Paragraph(Line::plain(
            "No tie: no two of them have what was asked for in common.",
        ))];
    }
    let mut columns = match two_mode {
        true => ["who", "topic", "tie", "for", "against"],
        false => ["one", "other", "tie", "agreeing", "disagreeing"],
    }
    .map(Column::wrapping)
    .to_vec();
    columns[2..]
        .iter_mut()
        .for_each(|column| column.right = true);
    if !two_mode {
        columns.push(Column::wrapping("on"));
    }
    let rows = ties.iter().take(MOST).map(|tie| {
        let mut row = vec![
            Line::plain(tie.source.name.as_str()),
            Line::plain(tie.target.name.as_str()),
            weighed(tie.weight, two_mode),
            Line::plain(figure(tie.agree)),
            Line::plain(figure(tie.disagree)),
        ];
        if !two_mode {
            let on: Vec<&str> = tie.on.iter().map(|id| network.shown(id)).collect();
            row.push(Line::plain(on.join(", ")));
        }
        row
    });
    let mut out = vec![
        Block::Heading(Line::plain(if two_mode { "Who on what" } else { "Ties" })),
        Block::Table(Table {
            columns,
            rows: rows.collect(),
            split: false,
        }),
    ];
    if ties.len() > MOST {
        out.push(Block::Note(
            Line::plain(format!(
                "The {MOST} strongest of {}; ",
                count(ties.len() as i64, "tie")
            ))
            .code("--format jsonl")
            .text(" has all."),
        ));
    }
    out
}

/// A tie, in the colour of its sign.
fn weighed(weight: f64, two_mode: bool) -> Line {
    let tone = match weight {
        w if w < 0.0 => Tone::Stance(-2),
        w if w > 0.0 && two_mode => Tone::Stance(2),
        _ => Tone::Strong,
    };
    Line::new().run(figure(weight), tone)
}

/// The nodes, those who speak most first.
pub fn nodes(network: &Network) -> Vec<Block> {
    let mut nodes = network.nodes();
    nodes.sort_by_key(|known| (std::cmp::Reverse(known.statements), known.node.clone()));
    let rows = nodes.iter().take(MOST).map(|known| {
        vec![
            Line::plain(known.node.name.as_str()),
            Line::plain(known.node.kind.as_str()),
            Line::plain(number(known.statements as i64)),
            Line::plain(number(known.sides.0 as i64)),
            Line::plain(number(known.sides.1 as i64)),
            known.group.map_or(Line::new().dim("–"), |group| {
                Line::plain((group + 1).to_string())
            }),
        ]
    });
    let mut out = vec![
        Block::Heading(Line::plain("Nodes")),
        Block::Table(Table {
            columns: vec![
                Column::wrapping("node"),
                Column::new("kind"),
                Column::number("statements"),
                Column::number("for"),
                Column::number("against"),
                Column::number("group"),
            ],
            rows: rows.collect(),
            split: false,
        }),
    ];
    if nodes.len() > MOST {
        out.push(Block::Note(Line::plain(format!(
            "The {MOST} who speak most of {}.",
            count(nodes.len() as i64, "node")
        ))));
    }
    out
}

/// A number as people read it: whole, or with three digits behind the point.
pub fn figure(value: f64) -> String {
    // What is nothing but for rounding is nothing.
    let value = if value.abs() < 0.0005 { 0.0 } else { value };
    let written = match value.fract() == 0.0 {
        true => format!("{value:.0}"),
        false => format!("{value:.3}"),
    };
    match written.strip_prefix('-') {
        Some(digits) => format!("−{digits}"),
        None => written,
    }
}

/// A row a tie and window, of the strongest of each.
pub fn tie_rows(network: &Network, most: usize) -> Vec<Map<String, Value>> {
    let two_mode = network.options.two_mode;
    let mut out = Vec::new();
    for slice in network.slices() {
        for tie in slice.list(two_mode).into_iter().take(most) {
            let (source, target) = network.ends(&tie);
            let mut row = Map::new();
            let mut put = |name: &str, value: Value| drop(row.insert(name.into(), value));
            put("window_from", slice.from.to_string().into());
            put("window_to", slice.to.to_string().into());
            put("window_polarization", slice.polarization());
            put("window_groups", slice.division.groups.into());
            put("source", source.into());
            put("source_name", tie.source.name.clone().into());
            put("target", target.into());
            put("target_name", tie.target.name.clone().into());
            put("weight", tie_value(tie.weight));
            put("agree", tie_value(tie.agree));
            put("disagree", tie_value(tie.disagree));
            match two_mode {
                false => {
                    let on = tie.on.iter().map(|id| Value::from(network.shown(id)));
                    let what = match network.options.nodes {
                        Nodes::Topics => "actors",
                        _ => "topics",
                    };
                    put(what, on.collect());
                }
                // What a tie to a topic is made of opens with "stance claims --print".
                true => put("claim_ids", claims(network, slice, &tie)),
            }
            out.push(row);
        }
    }
    out
}

/// The claims behind a tie to a topic.
fn claims(network: &Network, slice: &Slice, tie: &super::Tie) -> Value {
    let counted = network.selection.counted.iter();
    counted
        .filter(|one| {
            one.node == *tie.source
                && one.topic == *tie.target
                && (slice.from..=slice.to).contains(&one.statement.day)
        })
        .filter_map(|one| one.statement.claim_id.map(Value::from))
        .collect()
}

/// The nodes for programs.
pub fn node_rows(network: &Network) -> Value {
    let rows = network.nodes().into_iter().map(|known| {
        let mut row = Map::new();
        let mut put = |name: &str, value: Value| drop(row.insert(name.into(), value));
        put("id", known.key.into());
        put("name", known.node.name.clone().into());
        put("kind", known.node.kind.clone().into());
        put("mode", known.mode.into());
        put("statements", known.statements.into());
        put("for", known.sides.0.into());
        put("against", known.sides.1.into());
        put("mean_stance", tie_value(known.stance));
        put("first_day", known.first.to_string().into());
        put("last_day", known.last.to_string().into());
        put("group", known.group.map(|group| group + 1).into());
        Value::Object(row)
    });
    rows.collect()
}

/// The windows for programs, or the whole where there are none.
pub fn window_rows(network: &Network) -> Value {
    let rows = network.slices().iter().map(|slice| {
        let mut row = Map::new();
        let mut put = |name: &str, value: Value| drop(row.insert(name.into(), value));
        put("from", slice.from.to_string().into());
        put("to", slice.to.to_string().into());
        put("statements", slice.statements.into());
        put("nodes", slice.tally.rows.len().into());
        put("ties", slice.list(network.options.two_mode).len().into());
        put("polarization", slice.polarization());
        put("groups", slice.division.groups.into());
        Value::Object(row)
    });
    rows.collect()
}
