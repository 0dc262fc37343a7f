//! Snapshots: a list, and what is in one.

use crate::model::SnapshotRow;

use super::block::{Block, Column, Report, Table};
use super::line::Line;
use super::rows::{columns_of, row_of};
use super::words::{count, day};

/// The snapshots in the order of `rows`.
pub fn snapshots(rows: &[SnapshotRow]) -> Report {
    let table = Table {
        columns: vec![
            Column::wrapping("snapshot"),
            Column::new("made"),
            Column::wrapping("by"),
            Column::number("statements"),
            Column::number("shifts"),
            Column::wrapping("of"),
        ],
        rows: rows
            .iter()
            .map(|row| {
                vec![
                    Line::new().strong(row.name.as_str()),
                    Line::plain(day(row.made_at.date_naive())),
                    Line::plain(row.made_by.as_str()),
                    Line::plain(row.statements.to_string()),
                    Line::plain(row.shifts.to_string()),
                    Line::plain(of(row)),
                ]
            })
            .collect(),
        split: false,
    };
    Report {
        kind: "snapshots",
        title: Line::plain("Snapshots"),
        subtitle: Line::plain(count(rows.len() as i64, "snapshot")),
        blocks: vec![Block::Table(table)],
        rows: rows.iter().map(row_of).collect(),
        columns: columns_of::<SnapshotRow>(),
        ..Report::default()
    }
}

/// What is in a snapshot, and how to print it.
pub fn snapshot(row: &SnapshotRow) -> Report {
    let quoted = match row.name.contains(char::is_whitespace) {
        true => format!("\"{}\"", row.name),
        false => row.name.clone(),
    };
    let made = format!(
        "{} by {}, stance {}",
        day(row.made_at.date_naive()),
        row.made_by,
        row.program_version
    );
    let mut facts = vec![
        ("made", Line::plain(made)),
        (
            "holds",
            Line::joined([
                Line::plain(count(row.statements, "statement")),
                Line::plain(count(row.shifts, "shift")),
                Line::plain(format!("the matrix of {}", day(row.day))),
            ]),
        ),
        ("of", Line::plain(of(row))),
        (
            "recorded until",
            Line::plain(row.recorded_until.format("%Y-%m-%dT%H:%M:%SZ").to_string()),
        ),
    ];
    facts.extend(
        row.codebook_id
            .map(|id| ("codebook", Line::plain(format!("version {id}")))),
    );
    facts.extend(row.with_corrected.then(|| {
        (
            "corrected",
            Line::plain("what outlets corrected or withdrew counts, and says so"),
        )
    }));
    facts.extend((row.forgotten > 0).then(|| {
        let gone = count(row.forgotten, "passage");
        (
            "forgotten since",
            Line::new().alert(format!("{gone}, which the reports say in their place")),
        )
    }));
    facts.extend(
        row.note
            .as_ref()
            .map(|note| ("note", Line::plain(note.as_str()))),
    );
    let print = |kind: &str, what: &str| {
        (
            format!("stance snapshot report {quoted} {kind}"),
            what.to_owned(),
        )
    };
    Report {
        kind: "snapshot",
        title: Line::plain(format!("Snapshot {}", row.name)),
        blocks: vec![
            Block::Facts(facts),
            Block::Commands(vec![
                print("history --topic TOPIC", "the timeline; or --actor ACTOR"),
                print("shifts", "what had changed"),
                print("matrix", "who stood where"),
            ]),
        ],
        rows: vec![row_of(row)],
        columns: columns_of::<SnapshotRow>(),
        ..Report::default()
    }
}

/// "everyone on ferry-pier".
fn of(row: &SnapshotRow) -> String {
    let all = |names: &[String], all: &str| match names {
        [] => all.to_owned(),
        names => names.join(", "),
    };
    format!(
        "{} on {}",
        all(&row.actors, "everyone"),
        all(&row.topics, "every topic")
    )
}
