//! Actors side by side, topic by topic, with the passages.

use chrono::NaiveDate;
use serde_json::Map;

use crate::model::MatrixCell;

use super::block::{Block, Column, Report, Table};
use super::line::Line;
use super::matrix::basis;
use super::rows::{columns_of, row_of};
use super::words::{count, day as in_words, position, said, scale, status, times};

/// Compares `actors` (names, in the order to print) at a day. Topics on which none of them was
/// heard are named in one line at the end.
pub fn compare(actors: &[&str], day: NaiveDate, cells: &[MatrixCell]) -> Report {
    let mut topics: Vec<&MatrixCell> = Vec::new();
    for cell in cells {
        if topics.iter().all(|topic| topic.topic_id != cell.topic_id) {
            topics.push(cell);
        }
    }
    let mut blocks = Vec::new();
    let mut silent = Vec::new();
    for topic in topics {
        let mut on_topic: Vec<&MatrixCell> = cells
            .iter()
            .filter(|cell| cell.topic_id == topic.topic_id)
            .collect();
        on_topic.sort_by_key(|cell| actors.iter().position(|name| *name == cell.actor));
        if on_topic
            .iter()
            .all(|cell| cell.answer == "no statement found")
        {
            silent.push(topic.topic_name.as_str());
            continue;
        }
        blocks.push(Block::Heading(heading(topic, &on_topic)));
        blocks.push(Block::Table(table(&on_topic)));
    }
    if !silent.is_empty() {
        blocks.push(Block::Note(Line::plain(format!(
            "No statement of any of them on: {}.",
            silent.join(", ")
        ))));
    }
    blocks.push(Block::Note(scale()));
    let mut extra = Map::new();
    extra.insert("day".into(), day.to_string().into());
    Report {
        kind: "compare",
        title: Line::plain(format!("{} at {}", actors.join(" · "), in_words(day))),
        basis: basis(cells),
        blocks,
        extra,
        rows: cells.iter().map(row_of).collect(),
        columns: columns_of::<MatrixCell>(),
        ..Report::default()
    }
}

/// The topic, and whether those who took a side took the same one.
fn heading(topic: &MatrixCell, cells: &[&MatrixCell]) -> Line {
    let sides: Vec<i16> = cells
        .iter()
        .filter_map(|cell| cell.stance)
        .map(i16::signum)
        .filter(|side| *side != 0)
        .collect();
    let verdict = match sides.as_slice() {
        [] | [_] => "",
        [first, rest @ ..] if rest.iter().all(|side| side == first) => "same side",
        _ => "opposite sides",
    };
    Line::joined([
        Line::plain(topic.topic_name.as_str()),
        Line::new().dim(verdict),
    ])
}

fn table(cells: &[&MatrixCell]) -> Table {
    let row = |cell: &&MatrixCell| {
        let (when, passage, claim) = match cell.claim_id {
            Some(id) => (
                said(cell.said_from, cell.said_to, "explicit"),
                cell.evidence.clone().unwrap_or_default(),
                id.to_string(),
            ),
            None => Default::default(),
        };
        vec![
            Line::new().strong(cell.actor.as_str()),
            answer(cell),
            Line::plain(when),
            Line::plain(passage),
            Line::new().dim(claim),
        ]
    };
    Table {
        columns: vec![
            Column::wrapping("actor"),
            Column::wrapping("position"),
            Column::new("said"),
            Column::wrapping("passage"),
            Column::number("claim"),
        ],
        rows: cells.iter().map(row).collect(),
        split: false,
    }
}

/// The position, or which kind of silence, in full words.
fn answer(cell: &MatrixCell) -> Line {
    let review = cell.status.as_deref().map(status).unwrap_or_default();
    match cell.answer.as_str() {
        "position" | "mixed" => Line::joined([
            position(cell.stance, cell.label.as_deref().unwrap_or_default()),
            review,
        ]),
        "declined to say" => Line::plain(format!("declined to say ({})", times(cell.refusals))),
        "not enough evidence" => Line::plain(format!(
            "not enough evidence ({})",
            count(cell.not_counted, "mention")
        )),
        _ => Line::new().dim(format!(
            "no statement in {} searched",
            count(cell.articles_searched, "article")
        )),
    }
}
