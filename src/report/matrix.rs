//! Actors × topics at a day.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde_json::Map;

use crate::model::MatrixCell;

use super::basis::Basis;
use super::block::{Block, Column, Report, Table};
use super::line::{Line, Tone};
use super::rows::{columns_of, row_of};
use super::words::{WITHDRAWN, count, day, number, scale, signed, symbol};

/// What a matrix was asked for.
#[derive(Clone, Copy, Debug)]
pub struct MatrixQuery<'a> {
    /// What was said by this day counts.
    pub day: NaiveDate,
    /// Whether actors with no statement on any of the topics get a row.
    pub all: bool,
    /// What stands behind it, where the caller knows; the cells tell no articles or outlets.
    pub behind: Option<&'a Basis>,
}

/// The matrix; actors and topics in the order of their first cell.
pub fn matrix(query: &MatrixQuery, cells: &[MatrixCell]) -> Report {
    let mut topics = Vec::new();
    let mut actors = Vec::new();
    let mut seen = BTreeSet::new();
    let mut cell_of = BTreeMap::new();
    let mut heard = BTreeSet::new();
    for cell in cells {
        if seen.insert((0, cell.topic_id)) {
            topics.push(cell);
        }
        if seen.insert((1, cell.actor_id)) {
            actors.push(cell);
        }
        if cell.answer != "no statement found" {
            heard.insert(cell.actor_id);
        }
        cell_of.insert((cell.actor_id, cell.topic_id), cell);
    }
    let everyone = actors.len();
    actors.retain(|actor| query.all || heard.contains(&actor.actor_id));
    let silent = (everyone - actors.len()) as i64;

    let table = Table {
        columns: std::iter::once(Column::wrapping("actor"))
            .chain(
                topics
                    .iter()
                    .map(|topic| Column::wrapping(topic.topic_name.as_str())),
            )
            .collect(),
        rows: actors
            .iter()
            .map(|actor| {
                let answers = topics.iter().map(|topic| {
                    cell_of
                        .get(&(actor.actor_id, topic.topic_id))
                        .map(|cell| short(cell))
                        .unwrap_or_default()
                });
                std::iter::once(Line::plain(actor.actor.as_str()))
                    .chain(answers)
                    .collect()
            })
            .collect(),
        split: true,
    };
    let mut blocks = match actors.is_empty() {
        true => vec![Block::Paragraph(Line::plain(
            "No statement found on any topic by this day.",
        ))],
        false => vec![
            Block::Table(table),
            Block::Note(legend()),
            Block::Note(scale()),
        ],
    };
    if silent > 0 {
        let line = format!(
            "{} with no statement on any of the topics (",
            count(silent, "actor")
        );
        let shows = if silent == 1 {
            " shows it)"
        } else {
            " shows them)"
        };
        blocks.push(Block::Note(Line::plain(line).code("--all").text(shows)));
    }
    let mut extra = Map::new();
    extra.insert("day".into(), query.day.to_string().into());
    Report {
        kind: "matrix",
        title: Line::plain(format!("Positions at {}", day(query.day))),
        basis: query.behind.cloned().unwrap_or_else(|| basis(cells)),
        blocks,
        extra,
        rows: cells.iter().map(row_of).collect(),
        columns: columns_of::<MatrixCell>(),
        ..Report::default()
    }
}

/// What cells tell of their basis: statements, and the days of the positions.
pub fn basis(cells: &[MatrixCell]) -> Basis {
    let mut basis = Basis::of_statements(cells.iter().map(|cell| cell.statements).sum());
    for cell in cells {
        basis.cover(cell.said_from, cell.said_to);
    }
    basis
}

/// "▼ −2 #31", or which kind of silence: "d", "?", "· 12".
pub fn short(cell: &MatrixCell) -> Line {
    let claim = |line: Line| match cell.claim_id {
        Some(id) => line.dim(format!("\u{a0}#{id}")),
        None => line,
    };
    match (cell.answer.as_str(), cell.stance) {
        ("position", Some(stance)) => {
            let text = format!("{}\u{a0}{}", symbol(stance), signed(stance));
            let open = if cell.status.as_deref() == Some("proposed") {
                "°"
            } else {
                ""
            };
            claim(Line::new().run(text, Tone::Stance(stance)).alert(open))
        }
        ("withdrawn", _) => claim(Line::new().alert(WITHDRAWN)),
        ("mixed", _) => claim(Line::new().alert("±")),
        ("declined to say", _) => Line::plain("d"),
        ("not enough evidence", _) => Line::plain("?"),
        _ => Line::new().dim(format!("·\u{a0}{}", number(cell.articles_searched))),
    }
}

/// What the signs of [`short`] mean.
pub fn legend() -> Line {
    Line::joined(
        [
            "#31 is claim 31",
            "° not reviewed",
            "± mixed",
            "⊘ withdrawn",
            "d declined to say",
            "? not enough evidence",
            "·\u{a0}12 no statement found in 12 articles searched",
        ]
        .map(Line::fact),
    )
}
