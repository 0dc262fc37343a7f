//! Histories as timelines.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::model::{HistoryRow, ShiftRow};

use super::{Chart, Lane, Mark, Shape, Standing, Step, Timeline, middle};
use crate::report::entry::anchor;
use crate::report::words::{count, day, interval, manner, said, signed, times};

/// One course to draw: its name, its statements and its shifts.
#[derive(Clone, Debug)]
pub struct Course<'a> {
    /// Whose or on what.
    pub name: &'a str,
    /// Its statements, in any order.
    pub rows: Vec<&'a HistoryRow>,
    /// Its shifts, in the order in which the report numbers them.
    pub shifts: Vec<&'a ShiftRow>,
}

/// The most lanes that one picture holds.
const MOST_LANES: usize = 40;

/// A timeline of courses, a lane each; none where nothing has a day.
pub fn timeline(title: &str, courses: &[Course]) -> Option<Chart> {
    let drawn = &courses[..courses.len().min(MOST_LANES)];
    let lanes: Vec<Lane> = drawn.iter().map(lane).collect();
    let days = || lanes.iter().flat_map(|lane| &lane.marks);
    let period = days()
        .map(|mark| mark.from)
        .min()
        .zip(days().map(|mark| mark.to).max())?;
    let undated: usize = drawn
        .iter()
        .map(|course| course.rows.len())
        .sum::<usize>()
        .saturating_sub(days().count());
    let mut left_out = Vec::new();
    if undated > 0 {
        left_out.push(format!(
            "{} of unknown day: not drawn",
            count(undated as i64, "statement")
        ));
    }
    if courses.len() > drawn.len() {
        left_out.push(format!(
            "the {MOST_LANES} of {} with the most statements are drawn",
            courses.len()
        ));
    }
    let description = match lanes.as_slice() {
        [lane] => of_one(lane, period),
        several => of_several(several, period),
    };
    Some(Chart::Timeline(Timeline {
        title: title.to_owned(),
        description,
        period: Some(period),
        lanes,
        left_out,
    }))
}

fn lane(course: &Course) -> Lane {
    let mut marks: Vec<Mark> = course.rows.iter().filter_map(|row| mark(row)).collect();
    marks.sort_by_key(|mark| (mark.middle(), mark.from, mark.claim_id));
    let steps = course.shifts.iter().enumerate().map(|(at, row)| Step {
        number: at + 1,
        shift_id: row.shift_id.clone(),
        from: middle(row.before.said_from, row.before.said_to),
        to: middle(row.after.said_from, row.after.said_to),
        before: row.before.stance,
        after: row.after.stance,
        kind: row.kind.clone(),
        confirmed: row.status == "confirmed",
    });
    let last = match marks.iter().rev().find(|mark| mark.counted) {
        None => Standing::None,
        Some(mark) => mark.stance.map_or(Standing::Withdrawn, Standing::At),
    };
    Lane {
        name: course.name.to_owned(),
        steps: steps.collect(),
        marks,
        last,
    }
}

fn mark(row: &HistoryRow) -> Option<Mark> {
    let (from, to) = row.said_from.zip(row.said_to)?;
    let refused = row.act == "refusal";
    let shape = match (row.act.as_str(), row.form.as_str()) {
        ("refusal", _) => Shape::Refusal,
        _ if row.stance.is_none() => Shape::Withdrawal,
        ("decision" | "vote", _) => Shape::Deed,
        (_, "direct" | "mixed") => Shape::Direct,
        _ => Shape::Indirect,
    };
    Some(Mark {
        from,
        to,
        stance: row.stance.filter(|_| !refused),
        shape,
        reviewed: matches!(row.status.as_str(), "confirmed" | "corrected"),
        counted: row.not_counted_because.is_none(),
        attestations: row.attestations,
        label: label(row, refused),
        claim_id: row.claim_id,
        anchor: anchor(row),
        act: row.act.clone(),
        form: row.form.clone(),
    })
}

/// "2 May 2024: −2 opposes, statement, direct, confirmed, in 3 articles. “Taxpayers will not …”"
fn label(row: &HistoryRow, refused: bool) -> String {
    let what = match (row.stance, refused) {
        (_, true) => "declined to say".to_owned(),
        (Some(value), _) => format!("{} {}", signed(value), row.label),
        (None, _) => row.label.clone(),
    };
    let status = match row.status.as_str() {
        "proposed" => "not reviewed",
        other => other,
    };
    let mut parts = vec![what];
    parts.extend((!refused).then(|| manner(&row.act, &row.form)));
    parts.extend(row.ascribed_by.as_ref().map(|name| format!("says {name}")));
    parts.push(status.to_owned());
    parts.push(format!("in {}", count(row.attestations, "article")));
    format!(
        "{}: {}. {}",
        said(row.said_from, row.said_to, &row.basis),
        parts.join(", "),
        cut(&row.evidence, 140)
    )
}

/// The first words of a text, of at most so many characters.
pub fn cut(text: &str, most: usize) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match flat.char_indices().nth(most) {
        None => flat,
        Some((end, _)) => {
            let end = flat[..end].rfind(' ').unwrap_or(end);
            format!("{} …", &flat[..end])
        }
    }
}

fn of_one(lane: &Lane, period: (NaiveDate, NaiveDate)) -> String {
    let counted: Vec<&Mark> = lane.marks.iter().filter(|mark| mark.counted).collect();
    let on_scale = |mark: &&Mark| mark.stance.is_some();
    let mut told = vec![format!(
        "{} that form a position, {}",
        count(counted.len() as i64, "statement"),
        interval(period.0, period.1)
    )];
    let ends = counted
        .iter()
        .copied()
        .find(on_scale)
        .zip(counted.iter().copied().rev().find(on_scale));
    if let Some((first, last)) = ends {
        let at = |mark: &Mark| {
            format!(
                "{} on {}",
                mark.stance.map(signed).unwrap_or_default(),
                day(mark.middle())
            )
        };
        told.push(format!("from {} to {}", at(first), at(last)));
    }
    let confirmed = lane.steps.iter().filter(|step| step.confirmed).count() as i64;
    let candidates = lane.steps.len() as i64 - confirmed;
    if confirmed > 0 {
        told.push(count(confirmed, "confirmed shift"));
    }
    if candidates > 0 {
        told.push(count(candidates, "candidate shift"));
    }
    let refusals = lane.marks.iter().filter(|m| m.shape == Shape::Refusal);
    match refusals.count() as i64 {
        0 => {}
        n => told.push(format!("declined to say {}", times(n))),
    }
    told.join("; ") + "."
}

fn of_several(lanes: &[Lane], period: (NaiveDate, NaiveDate)) -> String {
    let mut by_end: BTreeMap<i16, Vec<&str>> = BTreeMap::new();
    for lane in lanes {
        if let Standing::At(value) = lane.last {
            by_end.entry(value).or_default().push(&lane.name);
        }
    }
    let moved: Vec<&str> = lanes
        .iter()
        .filter(|lane| !lane.steps.is_empty())
        .map(|lane| lane.name.as_str())
        .collect();
    let ends: Vec<String> = by_end
        .iter()
        .rev()
        .map(|(value, names)| format!("{}: {}", signed(*value), names.join(", ")))
        .collect();
    let mut told = vec![format!(
        "{} over {}",
        count(lanes.len() as i64, "course"),
        interval(period.0, period.1)
    )];
    if !ends.is_empty() {
        told.push(format!("last positions: {}", ends.join("; ")));
    }
    told.push(match moved.is_empty() {
        true => "no shift found".to_owned(),
        false => format!("shifts of {}", moved.join(", ")),
    });
    told.join(". ") + "."
}
