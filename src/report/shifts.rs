//! Shifts: never a bare label, always both passages.

use serde_json::{Map, Value};

use crate::model::{ShiftEnd, ShiftRow};

use super::basis::Basis;
use super::block::{Block, Pair, Report};
use super::chart;
use super::entry;
use super::line::Line;
use super::namesakes::Namesakes;
use super::rows::{columns_of, row_of};
use super::words::{count, days_between};

/// What shifts were asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct ShiftsQuery<'a> {
    /// The actor's name; none for everyone.
    pub actor: Option<&'a str>,
    /// The topic's name; none for every topic.
    pub topic: Option<&'a str>,
    /// The statements among which they were looked for; none counts the ends of the shifts alone.
    pub among: Option<&'a Basis>,
}

/// Two lists, confirmed first; within each the order of `rows`, which the view ranks.
pub fn shifts(query: &ShiftsQuery, rows: &[ShiftRow]) -> Report {
    let basis = query
        .among
        .cloned()
        .unwrap_or_else(|| Basis::of_shifts(rows));
    let told = Namesakes::of(rows).told(rows);
    let (confirmed, candidates) = by_status(&told);
    let mut blocks = Vec::new();
    if rows.is_empty() {
        let among = count(basis.statements.unwrap_or(0), "statement");
        blocks.push(Block::Paragraph(Line::plain(format!(
            "No shift found among {among}."
        ))));
    }
    let course = |row: &ShiftRow| match (query.actor, query.topic) {
        (Some(_), None) => [row.topic_name.clone(), String::new()],
        (_, Some(_)) => [row.actor.clone(), String::new()],
        (None, None) => [row.actor.clone(), row.topic_name.clone()],
    };
    blocks.extend(chart::of_shifts(&title(query).to_plain(), &told, course).map(Block::Chart));
    for (list, title) in [
        (&confirmed, "Confirmed"),
        (&candidates, "Candidates, not reviewed"),
    ] {
        if !list.is_empty() {
            blocks.push(Block::Heading(Line::plain(format!(
                "{title} ({})",
                list.len()
            ))));
            blocks.extend(list.iter().map(|row| Block::Pair(Box::new(pair(row)))));
        }
    }
    Report {
        kind: "shifts",
        title: title(query),
        basis,
        blocks,
        rows: [by_status(rows).0, by_status(rows).1]
            .into_iter()
            .flatten()
            .map(shift_row)
            .collect(),
        columns: columns(),
        ..Report::default()
    }
}

/// The confirmed ones, and the others.
fn by_status(rows: &[ShiftRow]) -> (Vec<&ShiftRow>, Vec<&ShiftRow>) {
    rows.iter().partition(|row| row.status == "confirmed")
}

fn title(query: &ShiftsQuery) -> Line {
    let scope = [Some("Shifts"), query.actor, query.topic];
    Line::plain(scope.into_iter().flatten().collect::<Vec<_>>().join(" · "))
}

/// The line that marks a shift on a timeline.
pub fn change_line(row: &ShiftRow) -> Line {
    Line::joined([
        kind(row),
        Line::plain(format!(
            "{} later",
            days_between(row.days_between_min, row.days_between_max)
        )),
        standing(row),
        command(row),
    ])
}

/// A shift as a row: the view's columns, `from_…` and `to_…` for the ends.
pub fn shift_row(row: &ShiftRow) -> Map<String, Value> {
    let mut out = Map::new();
    for (name, value) in row_of(row) {
        match (name.as_str(), value) {
            ("before", Value::Object(end)) => {
                out.extend(end.into_iter().map(|(name, v)| (format!("from_{name}"), v)))
            }
            ("after", Value::Object(end)) => {
                out.extend(end.into_iter().map(|(name, v)| (format!("to_{name}"), v)))
            }
            (_, value) => drop(out.insert(name, value)),
        }
    }
    out
}

/// Shifts as a JSON list of [`shift_row`].
pub fn shift_rows(rows: &[ShiftRow]) -> Value {
    rows.iter()
        .map(|row| Value::Object(shift_row(row)))
        .collect()
}

/// The keys of [`shift_row`] in order.
pub fn columns() -> Vec<String> {
    let own = columns_of::<ShiftRow>()
        .into_iter()
        .filter(|name| name != "before" && name != "after");
    let ends = ["from", "to"].into_iter().flat_map(|end| {
        columns_of::<ShiftEnd>()
            .into_iter()
            .map(move |name| format!("{end}_{name}"))
    });
    own.chain(ends).collect()
}

/// The id of a shift on a page.
pub fn anchor(row: &ShiftRow) -> String {
    format!("shift-{}", row.shift_id)
}

/// Both passages, with the command that opens them as the last note.
pub fn pair(row: &ShiftRow) -> Pair {
    let days = days_between(row.days_between_min, row.days_between_max);
    Pair {
        anchor: Some(anchor(row)),
        number: None,
        head: Line::joined([
            Line::plain(row.actor.as_str()),
            Line::plain(row.topic_name.as_str()),
            kind(row),
        ]),
        notes: vec![
            Line::joined([standing(row), Line::plain(format!("{days} between"))]),
            command(row),
        ],
        before: entry::of_end(&row.before),
        after: entry::of_end(&row.after),
    }
}

/// "◇ reversal −2 → +1 (said, then did)"; the diamond is filled once people confirmed it.
fn kind(row: &ShiftRow) -> Line {
    let mark = if row.status == "confirmed" {
        "◆"
    } else {
        "◇"
    };
    let line = Line::new()
        .strong(format!("{mark} {} ", row.kind))
        .then(entry::step(row.before.stance, row.after.stance));
    match &row.said_did {
        Some(order) => line.text(format!(" ({order})")),
        None => line,
    }
}

/// Whether people confirmed it, and what speaks for caution.
fn standing(row: &ShiftRow) -> Line {
    let status = match row.status.as_str() {
        "confirmed" => Line::new().strong("confirmed"),
        _ => Line::new().alert("candidate, not reviewed"),
    };
    let lone = if row.lone_outlier {
        "a lone outlier: the next statement takes it back"
    } else {
        ""
    };
    let mixed = if row.mixed_between {
        "contrary statements lie between"
    } else {
        ""
    };
    let restated = if row.restated {
        "the speaker says that nothing changed"
    } else {
        ""
    };
    let inferred = [&row.before, &row.after]
        .iter()
        .any(|end| end.bearing == "inferred");
    let inferred = if inferred {
        "rests on an inference"
    } else {
        ""
    };
    Line::joined([
        status,
        Line::new().alert(lone),
        Line::new().alert(mixed),
        Line::new().alert(restated),
        Line::plain(inferred),
    ])
}

fn command(row: &ShiftRow) -> Line {
    // Kept on one line, to be copied.
    Line::new().code(format!(
        "stance\u{a0}shifts\u{a0}--print\u{a0}{}",
        row.shift_id
    ))
}
