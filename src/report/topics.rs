//! Topics: a list, and one with where its actors stand.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::model::{HistoryRow, PositionRow, ShiftRow, StandingRow, Topic, TopicRow};

use super::basis::Basis;
use super::block::{Block, Column, Report, Table};
use super::chart::{self, Course};
use super::line::{Line, Tone};
use super::namesakes::Namesakes;
use super::rows::{columns_of, row_of};
use super::shifts::shift_rows;
use super::standing::standing;
use super::words::{WITHDRAWN, count, day, number, symbol};

/// The topics in the order of `rows`.
pub fn topic_list(rows: &[TopicRow]) -> Report {
    let table = Table {
        columns: vec![
            Column::new("topic"),
            Column::wrapping("name"),
            Column::number("statements"),
            Column::number("actors"),
            Column::wrapping("against / undecided / for"),
            Column::wrapping("shifts"),
        ],
        rows: rows
            .iter()
            .map(|row| {
                vec![
                    Line::new().code(row.topic.as_str()),
                    Line::plain(row.topic_name.as_str()),
                    Line::plain(number(row.statements)),
                    Line::plain(number(row.actors)),
                    sides(row),
                    Line::plain(shift_counts(row)),
                ]
            })
            .collect(),
        split: false,
    };
    Report {
        kind: "topics",
        title: Line::plain("Topics"),
        basis: basis(rows),
        blocks: vec![
            Block::Table(table),
            Block::Note(Line::plain(count(rows.len() as i64, "topic"))),
        ],
        rows: rows.iter().map(row_of).collect(),
        columns: columns_of::<TopicRow>(),
        ..Report::default()
    }
}

/// One topic: its proposition and terms, where its actors stand, what changed.
///
/// `entry` is the topic as the codebook has it; of it only the terms are read. `field` is drawn on a page.
pub fn topic_show(
    row: &TopicRow,
    entry: &Topic,
    positions: &[PositionRow],
    shifts: &[ShiftRow],
    field: &Field,
) -> Report {
    let who = positions
        .iter()
        .map(|row| (row.actor_id, row.actor.as_str()));
    let said = field.history.iter();
    let namesakes = Namesakes::among(who.chain(said.map(|row| (row.actor_id, row.actor.as_str()))));
    let told = namesakes.told(positions);
    let (shifts_told, history) = (namesakes.told(shifts), namesakes.told(field.history));
    let field_told = Field {
        history: &history,
        ..*field
    };
    let mut blocks = vec![Block::Note(Line::joined([
        Line::new().code(row.topic.as_str()),
        Line::plain(parent(row)),
        Line::plain(count(row.actors, "actor")),
        Line::plain(count(row.refusals, "refusal")),
        Line::plain(shift_counts(row)),
    ]))];
    blocks.extend(pictures(row, &field_told, &shifts_told));
    let terms = [
        ("about", &entry.about),
        ("for", &entry.for_terms),
        ("against", &entry.against_terms),
        ("reasons for", &entry.reasons_for),
        ("reasons against", &entry.reasons_against),
    ];
    let given = terms.into_iter().filter(|(_, terms)| !terms.is_empty());
    blocks.push(Block::Page(vec![Block::Heading(Line::plain("Terms"))]));
    blocks.push(Block::Facts(
        given
            .map(|(what, terms)| (what, Line::plain(terms.join(" · "))))
            .collect(),
    ));
    let mut by_side: Vec<&PositionRow> = told.iter().collect();
    by_side.sort_by_key(|position| {
        (
            position.stance.is_none(),
            position.stance,
            position.actor.clone(),
        )
    });
    blocks.extend(standing(
        by_side.into_iter(),
        &shifts_told,
        |row| &row.actor,
        |row| &row.actor,
        sides(row),
    ));
    let mut extra = Map::new();
    extra.insert("topic".into(), Value::Object(row_of(row)));
    extra.insert("terms".into(), Value::Object(row_of(entry)));
    extra.insert("shifts".into(), shift_rows(shifts));
    let standings = field.standings.iter().map(|one| Value::Object(row_of(one)));
    extra.insert("standings".into(), standings.collect());
    Report {
        kind: "topic",
        title: Line::plain(row.topic_name.as_str()),
        subtitle: Line::plain(row.proposition.as_str()),
        basis: whole(row, field.history),
        blocks,
        extra,
        rows: positions.iter().map(row_of).collect(),
        columns: columns_of::<PositionRow>(),
        ..Report::default()
    }
}

/// As many statements as the list of topics tells; articles are those that attest any of them, as a history of the topic
/// has it, where that is here and not of some actors alone.
fn whole(row: &TopicRow, history: &[HistoryRow]) -> Basis {
    let told = Basis {
        statements: Some(row.statements),
        articles: Some(row.articles),
        outlets: Some(row.outlets),
        ..basis(std::slice::from_ref(row))
    };
    Some(Basis::of_history(history))
        .filter(|all| all.statements == told.statements)
        .unwrap_or(told)
}

/// How a topic's field came to stand where it does.
#[derive(Clone, Copy, Debug, Default)]
pub struct Field<'a> {
    /// All that was said on it.
    pub history: &'a [HistoryRow],
    /// How many stood where, day by day.
    pub standings: &'a [StandingRow],
}

/// For a page: how the shares went, and each actor's course, those who moved first.
fn pictures(row: &TopicRow, field: &Field, shifts: &[ShiftRow]) -> Vec<Block> {
    let name = row.topic_name.as_str();
    let mut groups: BTreeMap<(&str, i64), Vec<&HistoryRow>> = BTreeMap::new();
    for said in field
        .history
        .iter()
        .filter(|said| said.not_counted_because.is_none() || said.act == "refusal")
    {
        groups
            .entry((&said.actor, said.actor_id))
            .or_default()
            .push(said);
    }
    let mut courses: Vec<Course> = groups
        .into_iter()
        .map(|((actor, id), rows)| Course {
            name: actor,
            rows,
            shifts: shifts.iter().filter(|shift| shift.actor_id == id).collect(),
        })
        .collect();
    courses.sort_by_key(|course| (course.shifts.is_empty(), Reverse(course.rows.len())));
    let shares = chart::shares(&format!("{name}: shares over time"), field.standings);
    // Only the positions are listed, not all that led to them.
    let lanes = chart::timeline(&format!("{name}: who stood where"), &courses)
        .map(|chart| chart.unlisted());
    let mut blocks = Vec::new();
    if let Some(shares) = shares {
        let heading = Block::Heading(Line::plain("Where the field stands"));
        blocks.extend([Block::Page(vec![heading]), Block::Chart(shares)]);
        blocks.push(Block::Page(vec![Block::Table(standings(field.standings))]));
    }
    if let Some(lanes) = lanes {
        let heading = Block::Heading(Line::plain("Who stood where, who moved"));
        blocks.extend([Block::Page(vec![heading]), Block::Chart(lanes)]);
    }
    blocks
}

/// The shares with what they rest on.
fn standings(rows: &[StandingRow]) -> Table {
    let titles = ["for", "undecided", "against"];
    let columns = [Column::new("day"), Column::number("actors")];
    Table {
        columns: columns
            .into_iter()
            .chain(titles.map(Column::number))
            .chain([Column::number("mixed"), Column::number("reviewed")])
            .collect(),
        rows: rows
            .iter()
            .filter(|row| row.actors() > 0)
            .map(|row| {
                let share = |n: i64| Line::plain(chart::told(n, row.actors()));
                vec![
                    Line::plain(day(row.day)),
                    Line::plain(number(row.actors())),
                    share(row.supporting),
                    share(row.undecided),
                    share(row.opposing),
                    Line::plain(number(row.mixed)),
                    Line::plain(number(row.reviewed)),
                ]
            })
            .collect(),
        split: false,
    }
}

/// Of topics, the days alone: what is on several of them is one statement, so that theirs do not add up.
fn basis(rows: &[TopicRow]) -> Basis {
    let mut basis = Basis::default();
    for row in rows {
        basis.cover(row.first_said, row.last_said);
    }
    basis
}

/// "▼ 3  ○ 1  ▲ 2  ± 1": how many actors stand where.
fn sides(row: &TopicRow) -> Line {
    let side = |stance: i16, n: i64| {
        Line::new().run(format!("{} {n}", symbol(stance)), Tone::Stance(stance))
    };
    let line = side(-2, row.actors_opposing)
        .text("  ")
        .then(side(0, row.actors_undecided))
        .text("  ");
    let line = line.then(side(2, row.actors_supporting));
    let line = match row.actors_mixed {
        0 => line,
        mixed => line.alert(format!("  ± {mixed}")),
    };
    match row.actors_withdrawn {
        0 => line,
        withdrawn => line.alert(format!("  {WITHDRAWN} {withdrawn}")),
    }
}

fn shift_counts(row: &TopicRow) -> String {
    match (row.shifts_confirmed, row.shifts_candidate) {
        (0, 0) => String::new(),
        (confirmed, candidates) => {
            format!("{confirmed} confirmed, {}", count(candidates, "candidate"))
        }
    }
}

fn parent(row: &TopicRow) -> String {
    let effect = match row.parent_effect.as_str() {
        "same" => ", counts for it",
        "opposite" => ", counts for it with the sign turned",
        _ => "",
    };
    row.parent
        .as_ref()
        .map(|parent| format!("part of {parent}{effect}"))
        .unwrap_or_default()
}
