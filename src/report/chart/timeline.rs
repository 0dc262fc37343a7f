//! Histories as timelines.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::model::{HistoryRow, ShiftEnd, ShiftRow};

use super::{Chart, Lane, Mark, Shape, Standing, Step, Timeline, beginning, middle};
use crate::report::entry::anchor;
use crate::report::shifts;
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
    let mut lanes: Vec<Lane> = drawn.iter().map(lane).collect();
    let marks = |lanes: &[Lane]| lanes.iter().map(|lane| lane.marks.len()).sum::<usize>();
    let dated = marks(&lanes);
    let undated: usize = drawn
        .iter()
        .map(|course| course.rows.len())
        .sum::<usize>()
        .saturating_sub(dated);
    let mut left_out = Vec::new();
    let begins = beginning(
        lanes
            .iter()
            .flat_map(|lane| &lane.marks)
            .map(|mark| mark.from),
    );
    if let Some(begins) = begins {
        for lane in &mut lanes {
            lane.begin(begins);
        }
        let earlier = dated - marks(&lanes);
        left_out.push(format!(
            "{} before {}: not drawn",
            count(earlier as i64, "statement"),
            day(begins)
        ));
    }
    let days = || lanes.iter().flat_map(|lane| &lane.marks);
    let period = days()
        .map(|mark| mark.from)
        .min()
        .zip(days().map(|mark| mark.to).max())?;
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
        listed: true,
        left_out,
    }))
}

/// The shifts alone, a lane for each actor and topic, each with both its ends.
pub fn of_shifts(
    title: &str,
    rows: &[ShiftRow],
    name: impl Fn(&ShiftRow) -> [String; 2],
) -> Option<Chart> {
    let mut groups: Vec<([String; 2], Vec<&ShiftRow>)> = Vec::new();
    for row in rows {
        let same = |group: &&mut ([String; 2], Vec<&ShiftRow>)| {
            (group.1[0].actor_id, group.1[0].topic_id) == (row.actor_id, row.topic_id)
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.1.push(row),
            None => groups.push((name(row), vec![row])),
        }
    }
    let left_out = match groups.len() > MOST_LANES {
        true => vec![format!(
            "the first {MOST_LANES} of {} are drawn",
            groups.len()
        )],
        false => Vec::new(),
    };
    groups.truncate(MOST_LANES);
    let lanes: Vec<Lane> = groups
        .into_iter()
        .map(|(name, mut shifts)| {
            shifts.sort_by_key(|row| (row.after.said_from, row.after.utterance_id));
            let ends = shifts
                .iter()
                .flat_map(|row| [(&row.before, *row), (&row.after, *row)]);
            let mut marks: Vec<Mark> = ends.map(|(end, row)| mark_of_end(end, row)).collect();
            marks.dedup_by_key(|mark| mark.claim_id);
            let [name, of] = name;
            Lane {
                of,
                ..lane_of(name, marks, &shifts)
            }
        })
        .collect();
    let days = || lanes.iter().flat_map(|lane| &lane.marks);
    let period = days()
        .map(|mark| mark.from)
        .min()
        .zip(days().map(|mark| mark.to).max())?;
    Some(Chart::Timeline(Timeline {
        title: title.to_owned(),
        description: of_several(&lanes, period),
        period: Some(period),
        lanes,
        listed: true,
        left_out,
    }))
}

fn mark_of_end(end: &ShiftEnd, row: &ShiftRow) -> Mark {
    let what = end.stance.map_or(end.label.clone(), |value| {
        format!("{} {}", signed(value), end.label)
    });
    Mark {
        from: end.said_from,
        to: end.said_to,
        stance: end.stance,
        shape: shape(&end.act, &end.form, end.stance),
        reviewed: is_reviewed(&end.status),
        counted: true,
        attestations: end.attestations,
        label: format!(
            "{}: {what}. {}",
            said(Some(end.said_from), Some(end.said_to), &end.basis),
            cut(&end.evidence, 140)
        ),
        claim_id: end.claim_id,
        anchor: shifts::anchor(row),
        act: end.act.clone(),
        form: end.form.clone(),
    }
}

fn shape(act: &str, form: &str, stance: Option<i16>) -> Shape {
    match (act, form) {
        ("refusal", _) => Shape::Refusal,
        _ if stance.is_none() => Shape::Withdrawal,
        ("decision" | "vote", _) => Shape::Deed,
        (_, "direct" | "mixed") => Shape::Direct,
        _ => Shape::Indirect,
    }
}

fn is_reviewed(status: &str) -> bool {
    matches!(status, "confirmed" | "corrected")
}

fn lane(course: &Course) -> Lane {
    let marks = course.rows.iter().filter_map(|row| mark(row)).collect();
    lane_of(course.name.to_owned(), marks, &course.shifts)
}

impl Lane {
    /// Leaves out what was said before a day; a step from there begins with it.
    fn begin(&mut self, begins: NaiveDate) {
        self.marks.retain(|mark| mark.from >= begins);
        self.steps.retain(|step| step.to >= begins);
        for step in &mut self.steps {
            step.from = step.from.max(begins);
        }
    }
}

fn lane_of(name: String, mut marks: Vec<Mark>, shifts: &[&ShiftRow]) -> Lane {
    marks.sort_by_key(|mark| (mark.middle(), mark.from, mark.claim_id));
    let steps = shifts.iter().enumerate().map(|(at, row)| Step {
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
        name,
        of: String::new(),
        steps: steps.collect(),
        marks,
        last,
    }
}

fn mark(row: &HistoryRow) -> Option<Mark> {
    let (from, to) = row.said_from.zip(row.said_to)?;
    let refused = row.act == "refusal";
    Some(Mark {
        from,
        to,
        stance: row.stance.filter(|_| !refused),
        shape: shape(&row.act, &row.form, row.stance),
        reviewed: is_reviewed(&row.status),
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
