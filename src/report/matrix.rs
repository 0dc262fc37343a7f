//! Actors × topics at a day.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde_json::Map;

use crate::model::MatrixCell;

use super::basis::Basis;
use super::block::{Block, Column, Report, Table};
use super::chart::{Chart, Grid, GridCell, GridRow};
use super::line::{Line, Tone};
use super::namesakes::Namesakes;
use super::rows::{columns_of, row_of};
use super::words::{WITHDRAWN, count, day, number, scale, signed, symbol};

/// What a matrix was asked for.
#[derive(Clone, Copy, Debug)]
pub struct MatrixQuery<'a> {
    /// What was said by this day counts.
    pub day: NaiveDate,
    /// Whether actors with no statement on any of the topics get a row.
    pub all: bool,
    /// An earlier day with its cells, to show what moved since.
    pub before: Option<(NaiveDate, &'a [MatrixCell])>,
    /// What stands behind it, where the caller knows; the cells tell no articles or outlets.
    pub behind: Option<&'a Basis>,
}

/// The matrix; actors and topics in the order of their first cell.
pub fn matrix(query: &MatrixQuery, cells: &[MatrixCell]) -> Report {
    let told = Namesakes::of(cells).told(cells);
    let mut topics = Vec::new();
    let mut actors = Vec::new();
    let mut seen = BTreeSet::new();
    let mut cell_of = BTreeMap::new();
    let mut heard = BTreeSet::new();
    for cell in told.iter() {
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
    let earlier: BTreeMap<(i64, i64), &MatrixCell> = query
        .before
        .iter()
        .flat_map(|(_, cells)| *cells)
        .map(|cell| ((cell.actor_id, cell.topic_id), cell))
        .collect();
    let moved = |cell: &MatrixCell| {
        query.before?;
        movement(earlier.get(&(cell.actor_id, cell.topic_id)).copied(), cell)
    };
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
                        .map(|cell| match moved(cell) {
                            Some(moved) => short(cell).text("\u{a0}").then(moved.line()),
                            None => short(cell),
                        })
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
            Block::Chart(Chart::Grid(picture(
                query, &topics, &actors, &cell_of, &moved,
            ))),
            Block::Table(table),
            Block::Note(Line::joined([legend(), since(query)])),
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
    let mut columns = columns_of::<MatrixCell>();
    if let Some((day, _)) = query.before {
        extra.insert("since".into(), day.to_string().into());
        columns.extend(["before_answer", "before_stance", "moved"].map(str::to_owned));
    }
    let rows = cells.iter().map(|cell| {
        let mut row = row_of(cell);
        if query.before.is_some() {
            let before = earlier.get(&(cell.actor_id, cell.topic_id));
            row.insert(
                "before_answer".into(),
                before.map(|cell| cell.answer.clone()).into(),
            );
            row.insert(
                "before_stance".into(),
                before.and_then(|cell| cell.stance).into(),
            );
            row.insert("moved".into(), moved(cell).map(|moved| moved.name()).into());
        }
        row
    });
    Report {
        kind: "matrix",
        title: Line::plain(title(query)),
        basis: query.behind.cloned().unwrap_or_default(),
        blocks,
        extra,
        rows: rows.collect(),
        columns,
        ..Report::default()
    }
}

/// What became of a position since an earlier day.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Movement {
    /// Toward support, from this stance.
    Up(i16),
    /// Toward opposition, from this stance.
    Down(i16),
    /// There was none.
    New,
    /// There was one, at this stance, and is none now: mixed or withdrawn.
    Lost(i16),
}

impl Movement {
    /// For programs.
    fn name(self) -> &'static str {
        match self {
            Movement::Up(_) => "toward support",
            Movement::Down(_) => "toward opposition",
            Movement::New => "new",
            Movement::Lost(_) => "lost",
        }
    }

    /// "↑ from −1"
    fn line(self) -> Line {
        let from = |sign: &str, stance: i16| {
            Line::plain(format!("{sign}\u{a0}from\u{a0}{}", signed(stance)))
        };
        match self {
            Movement::Up(stance) => from("↑", stance),
            Movement::Down(stance) => from("↓", stance),
            Movement::New => Line::plain("new"),
            Movement::Lost(stance) => Line::plain(format!("was\u{a0}{}", signed(stance))),
        }
    }
}

fn movement(before: Option<&MatrixCell>, now: &MatrixCell) -> Option<Movement> {
    let position = |cell: &MatrixCell| cell.stance.filter(|_| cell.answer == "position");
    match (before.and_then(position), position(now)) {
        (Some(before), Some(now)) if now > before => Some(Movement::Up(before)),
        (Some(before), Some(now)) if now < before => Some(Movement::Down(before)),
        (None, Some(_))
            if before.is_none_or(|cell| !matches!(cell.answer.as_str(), "mixed" | "withdrawn")) =>
        {
            Some(Movement::New)
        }
        (Some(before), None) => Some(Movement::Lost(before)),
        _ => None,
    }
}

fn title(query: &MatrixQuery) -> String {
    let at = format!("Positions at {}", day(query.day));
    match query.before {
        Some((since, _)) => format!("{at}, and what moved since {}", day(since)),
        None => at,
    }
}

/// What the arrows mean, where there are any.
fn since(query: &MatrixQuery) -> Line {
    match query.before {
        None => Line::new(),
        Some((day_before, _)) => Line::joined([
            Line::plain(format!(
                "↑ moved toward support, ↓ toward opposition since {}",
                day(day_before)
            )),
            Line::fact("new: had no position then"),
        ]),
    }
}

/// The cells in reading order, for a picture.
fn picture(
    query: &MatrixQuery,
    topics: &[&MatrixCell],
    actors: &[&MatrixCell],
    cells: &BTreeMap<(i64, i64), &MatrixCell>,
    moved: &impl Fn(&MatrixCell) -> Option<Movement>,
) -> Grid {
    let cell_of = |actor: &MatrixCell, topic: &MatrixCell| {
        let Some(cell) = cells.get(&(actor.actor_id, topic.topic_id)) else {
            return GridCell::default();
        };
        // Claims have no place in a picture.
        let bare = MatrixCell {
            claim_id: None,
            ..(*cell).clone()
        };
        let text = short(&bare).to_plain();
        let moved = moved(cell).map(|moved| moved.line().to_plain());
        let answer = match cell.stance {
            Some(value) => format!(
                "{} {}",
                signed(value),
                cell.label.as_deref().unwrap_or_default()
            ),
            None => cell.answer.clone(),
        };
        GridCell {
            stance: cell.stance.filter(|_| cell.answer == "position"),
            answer: cell.answer.clone(),
            text: [Some(text), moved.clone()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" "),
            label: [Some(answer), moved]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(", "),
        }
    };
    let rows = actors.iter().map(|actor| GridRow {
        name: actor.actor.clone(),
        cells: topics.iter().map(|topic| cell_of(actor, topic)).collect(),
    });
    let rows: Vec<GridRow> = rows.collect();
    let all = || rows.iter().flat_map(|row| &row.cells);
    let side =
        |of: fn(i16) -> bool| all().filter(|cell| cell.stance.is_some_and(of)).count() as i64;
    Grid {
        title: title(query),
        description: format!(
            "{} on {}: {} against, {} undecided, {} for.",
            count(rows.len() as i64, "actor"),
            count(topics.len() as i64, "topic"),
            count(side(|value| value < 0), "position"),
            number(side(|value| value == 0)),
            number(side(|value| value > 0)),
        ),
        columns: topics
            .iter()
            .map(|topic| topic.topic_name.clone())
            .collect(),
        rows,
    }
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
