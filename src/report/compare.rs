//! Actors side by side, topic by topic, with the passages.

use chrono::NaiveDate;
use serde_json::Map;

use crate::model::MatrixCell;

use super::basis::Basis;
use super::block::{Block, Column, Entry, Passage, Report, Table};
use super::line::Line;
use super::matrix::{legend, short};
use super::namesakes::Namesakes;
use super::rows::{columns_of, row_of};
use super::words::{count, day as in_words, position, said, scale, status, times};

/// Compares `actors` (names, in the order to print, numbered as [`Namesakes::names`] has them) at a day. Topics on which none of them was
/// heard are named in one line at the end.
pub fn compare(actors: &[&str], day: NaiveDate, cells: &[MatrixCell], behind: &Basis) -> Report {
    let told = Namesakes::of(cells).told(cells);
    let mut topics: Vec<&MatrixCell> = Vec::new();
    for cell in told.iter() {
        if topics.iter().all(|topic| topic.topic_id != cell.topic_id) {
            topics.push(cell);
        }
    }
    let (mut summary, mut passages, mut silent) = (Vec::new(), Vec::new(), Vec::new());
    for topic in topics {
        let mut on_topic: Vec<&MatrixCell> = told
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
        summary.push(row(topic, actors, &on_topic));
        passages.push(Block::Heading(heading(topic, &on_topic)));
        passages.extend(on_topic.into_iter().map(|cell| Block::Entry(entry(cell))));
    }
    let mut blocks = Vec::new();
    if !summary.is_empty() {
        let columns = std::iter::once("topic").chain(actors.iter().copied());
        blocks.push(Block::Table(Table {
            columns: columns.map(Column::wrapping).collect(),
            rows: summary,
            split: true,
        }));
        blocks.push(Block::Note(legend()));
        blocks.push(Block::Note(scale()));
    }
    blocks.extend(passages);
    if !silent.is_empty() {
        blocks.push(Block::Note(Line::plain(format!(
            "No statement of any of them on: {}.",
            silent.join(", ")
        ))));
    }
    let mut extra = Map::new();
    extra.insert("day".into(), day.to_string().into());
    Report {
        kind: "compare",
        title: Line::plain(format!("{} at {}", actors.join(" · "), in_words(day))),
        basis: behind.clone(),
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

/// The topic, and each actor's answer on it, in the order of `actors`.
fn row(topic: &MatrixCell, actors: &[&str], cells: &[&MatrixCell]) -> Vec<Line> {
    let answers = actors.iter().map(|name| {
        let cell = cells.iter().find(|cell| cell.actor == *name);
        cell.map(|cell| short(cell)).unwrap_or_default()
    });
    std::iter::once(Line::plain(topic.topic_name.as_str()))
        .chain(answers)
        .collect()
}

/// An actor's answer with the passage that shows it.
fn entry(cell: &MatrixCell) -> Entry {
    let claim = |id: i64| {
        Line::joined([
            Line::fact(format!("claim {id}")),
            Line::fact(format!("from {}", count(cell.statements, "statement"))),
        ])
    };
    Entry {
        anchor: None,
        when: match cell.claim_id {
            Some(_) => said(cell.said_from, cell.said_to, "explicit"),
            None => String::new(),
        },
        head: Line::joined([Line::new().strong(cell.actor.as_str()), answer(cell)]),
        passage: cell.evidence.as_ref().map(|text| Passage {
            text: text.clone(),
            ..Passage::default()
        }),
        details: cell.claim_id.map(claim).into_iter().collect(),
    }
}

/// The position, or which kind of silence, in full words.
fn answer(cell: &MatrixCell) -> Line {
    let review = cell.status.as_deref().map(status).unwrap_or_default();
    match cell.answer.as_str() {
        "position" | "mixed" | "withdrawn" => Line::joined([
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
