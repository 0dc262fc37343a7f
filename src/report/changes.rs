//! Which positions a re-coding, a verdict or a merge changed.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::model::{PositionRow, ShiftRow};

use super::basis::Basis;
use super::block::{Block, Column, Report, Table};
use super::line::Line;
use super::rows::{columns_of, row_of};
use super::words::{count, position, said};

/// A position that is not as it was.
#[derive(Serialize, Deserialize)]
struct ChangeRow {
    /// "new", "gone", "changed" (another stance) or "redated".
    change: String,
    actor_id: i64,
    actor: String,
    actor_slug: Option<String>,
    topic_id: i64,
    topic: String,
    topic_name: String,
    before_stance: Option<i16>,
    before_label: Option<String>,
    before_said_from: Option<NaiveDate>,
    before_said_to: Option<NaiveDate>,
    before_claim_id: Option<i64>,
    after_stance: Option<i16>,
    after_label: Option<String>,
    after_said_from: Option<NaiveDate>,
    after_said_to: Option<NaiveDate>,
    after_claim_id: Option<i64>,
}

/// A report of [`positions_diff`] with the shifts that come and go.
pub fn with_shifts(report: Report, before: &[ShiftRow], after: &[ShiftRow]) -> Report {
    // By the claims at both ends: a change of actors gathers utterances anew.
    let ends = |row: &ShiftRow| (row.topic_id, row.before.claim_id, row.after.claim_id);
    let without = |rows: &[ShiftRow], others: &[ShiftRow]| -> Vec<ShiftRow> {
        let others: BTreeSet<_> = others.iter().map(ends).collect();
        let rows = rows.iter().filter(|row| !others.contains(&ends(row)));
        rows.cloned().collect()
    };
    let (come, go) = (without(after, before), without(before, after));
    let mut report = report;
    for (rows, verb) in [(&come, "appear"), (&go, "go")] {
        if !rows.is_empty() {
            report.blocks.push(Block::Heading(Line::plain(format!(
                "Shifts that would {verb} ({})",
                rows.len()
            ))));
            report.blocks.extend(rows.iter().map(|row| {
                let mut pair = super::shifts::pair(row);
                // There is nothing to open yet, or no more.
                pair.notes.pop();
                Block::Pair(Box::new(pair))
            }));
        }
    }
    if come.is_empty() && go.is_empty() {
        let same = Line::plain(format!(
            "No shift would appear or go ({}).",
            count(after.len() as i64, "shift")
        ));
        report.blocks.push(Block::Paragraph(same));
    }
    report.extra.insert(
        "shifts_that_appear".into(),
        super::shifts::shift_rows(&come),
    );
    report
        .extra
        .insert("shifts_that_go".into(), super::shifts::shift_rows(&go));
    report
}

/// What differs between two states of `current_position`, by actor and topic.
pub fn positions_diff(title: &str, before: &[PositionRow], after: &[PositionRow]) -> Report {
    let mut pairs: BTreeMap<(&str, &str, i64, i64), [Option<&PositionRow>; 2]> = BTreeMap::new();
    for (side, rows) in [before, after].into_iter().enumerate() {
        for row in rows {
            let key = (
                row.topic_name.as_str(),
                row.actor.as_str(),
                row.topic_id,
                row.actor_id,
            );
            pairs.entry(key).or_default()[side] = Some(row);
        }
    }
    let changes: Vec<ChangeRow> = pairs
        .into_values()
        .filter_map(|[before, after]| change(before, after))
        .collect();
    let mut blocks = vec![Block::Paragraph(summary(&changes, after.len() as i64))];
    if !changes.is_empty() {
        blocks.push(Block::Table(table(&changes)));
    }
    Report {
        kind: "changes",
        title: Line::plain(title),
        basis: Basis::of_positions(after),
        blocks,
        rows: changes.iter().map(row_of).collect(),
        columns: columns_of::<ChangeRow>(),
        ..Report::default()
    }
}

fn change(before: Option<&PositionRow>, after: Option<&PositionRow>) -> Option<ChangeRow> {
    let either = after.or(before)?;
    let change = match (before, after) {
        (None, _) => "new",
        (_, None) => "gone",
        (Some(b), Some(a)) if (b.stance, b.mixed) != (a.stance, a.mixed) => "changed",
        (Some(b), Some(a)) if (b.said_from, b.said_to) != (a.said_from, a.said_to) => "redated",
        _ => return None,
    };
    Some(ChangeRow {
        change: change.to_owned(),
        actor_id: either.actor_id,
        actor: either.actor.clone(),
        actor_slug: either.actor_slug.clone(),
        topic_id: either.topic_id,
        topic: either.topic.clone(),
        topic_name: either.topic_name.clone(),
        before_stance: before.and_then(|row| row.stance),
        before_label: before.map(|row| row.label.clone()),
        before_said_from: before.map(|row| row.said_from),
        before_said_to: before.map(|row| row.said_to),
        before_claim_id: before.map(|row| row.claim_id),
        after_stance: after.and_then(|row| row.stance),
        after_label: after.map(|row| row.label.clone()),
        after_said_from: after.map(|row| row.said_from),
        after_said_to: after.map(|row| row.said_to),
        after_claim_id: after.map(|row| row.claim_id),
    })
}

/// "Of 12 positions: 3 new, 1 changed, 8 as before."
fn summary(changes: &[ChangeRow], now: i64) -> Line {
    let of = |kind: &str| changes.iter().filter(|row| row.change == kind).count() as i64;
    let kinds = ["new", "changed", "redated", "gone"];
    let mut told: Vec<String> = kinds
        .iter()
        .map(|kind| (of(kind), kind))
        .filter(|(n, _)| *n > 0)
        .map(|(n, kind)| format!("{n} {kind}"))
        .collect();
    let same = now - of("new") - of("changed") - of("redated");
    if changes.is_empty() {
        return Line::plain(format!("No position changed ({}).", count(now, "position")));
    }
    told.push(format!("{same} as before"));
    Line::plain(format!("{}: {}.", count(now, "position"), told.join(", ")))
}

fn table(changes: &[ChangeRow]) -> Table {
    let row = |row: &ChangeRow| {
        let from = row.after_said_from.or(row.before_said_from);
        let to = row.after_said_to.or(row.before_said_to);
        vec![
            Line::new().strong(row.change.as_str()),
            Line::plain(row.actor.as_str()),
            Line::plain(row.topic_name.as_str()),
            step(row),
            Line::plain(said(from, to, "explicit")),
            Line::new().dim(claims(row)),
        ]
    };
    Table {
        columns: vec![
            Column::new("change"),
            Column::wrapping("actor"),
            Column::wrapping("topic"),
            Column::wrapping("position"),
            Column::wrapping("said"),
            Column::new("claim"),
        ],
        rows: changes.iter().map(row).collect(),
        split: false,
    }
}

/// "▼ −2 opposes → △ +1 leans for", or the position alone where it only came, went or moved.
fn step(row: &ChangeRow) -> Line {
    let stands = |stance: Option<i16>, label: &Option<String>| {
        let label = label.as_deref()?;
        Some(position(stance, label))
    };
    let before = stands(row.before_stance, &row.before_label);
    let after = stands(row.after_stance, &row.after_label);
    match (before, after) {
        (Some(before), Some(after)) if before != after => before.text(" → ").then(after),
        (before, after) => after.or(before).unwrap_or_default(),
    }
}

/// The claims whose passages show it: "1 → 15".
fn claims(row: &ChangeRow) -> String {
    let mut ids: Vec<i64> = [row.before_claim_id, row.after_claim_id]
        .into_iter()
        .flatten()
        .collect();
    ids.dedup();
    ids.iter()
        .map(i64::to_string)
        .collect::<Vec<_>>()
        .join(" → ")
}
