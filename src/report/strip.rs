//! Timelines in a terminal: a line of symbols for each course, all on one time axis.

use std::collections::BTreeMap;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::chart::{Axis, Lane, Mark, Shape, Standing, Timeline};
use super::line::{Line, Tone};
use super::safe::{Breaks, shown};
use super::words::{WITHDRAWN, signed, symbol};

/// The most columns of a name.
const NAME: usize = 24;
/// Columns behind the course, for where it ends: "  ▲ +2".
const END: usize = 6;
/// The most columns of a course.
const LONGEST: usize = 100;

/// The lines of a timeline, at most `width` columns wide; none where it would show a single day.
pub fn lines(timeline: &Timeline, width: usize) -> Vec<Line> {
    let several = timeline.lanes.len() > 1;
    let names: Vec<String> = timeline.lanes.iter().map(|lane| name(lane, NAME)).collect();
    let gutter = match several {
        true => names.iter().map(|name| name.width()).max().unwrap_or(0) + 2,
        false => 0,
    };
    let room = width.saturating_sub(gutter + END).min(LONGEST);
    let Some((first, last)) = timeline.period.filter(|(first, last)| first < last) else {
        return Vec::new();
    };
    if room < 16 {
        return Vec::new();
    }
    // A day falls into the column that its place begins in; the last one is for the very end.
    let axis = Axis::new(first, last, 0.0, room as f64 - 1.0);
    let mut out: Vec<Line> = timeline
        .lanes
        .iter()
        .zip(&names)
        .map(|(lane, name)| {
            let label = match several {
                true => Line::plain(name.as_str()).text(" ".repeat(gutter - name.width())),
                false => Line::new(),
            };
            label.then(course(lane, &axis, room)).then(end(lane.last))
        })
        .collect();
    out.push(Line::new().dim(" ".repeat(gutter) + &scale(&axis, room)));
    out
}

fn name(lane: &Lane, most: usize) -> String {
    let whole = match lane.of.is_empty() {
        true => lane.name.clone(),
        false => format!("{} · {}", lane.name, lane.of),
    };
    let whole = shown(&whole, Breaks::Space);
    if whole.width() <= most {
        return whole;
    }
    let mut out = String::new();
    for c in whole.chars() {
        if out.width() + c.width().unwrap_or(0) >= most {
            break;
        }
        out.push(c);
    }
    out.trim_end().to_owned() + "…"
}

/// A symbol in each column in which something was said, dots between the first and the last.
fn course(lane: &Lane, axis: &Axis, room: usize) -> Line {
    let mut columns: BTreeMap<usize, Vec<&Mark>> = BTreeMap::new();
    for mark in lane
        .marks
        .iter()
        .filter(|mark| mark.counted || mark.stance.is_none())
    {
        let column = axis.at(mark.middle()).round().max(0.0) as usize;
        columns.entry(column.min(room - 1)).or_default().push(mark);
    }
    let (Some(first), Some(last)) = (columns.keys().next(), columns.keys().last()) else {
        return Line::plain(" ".repeat(room));
    };
    let mut line = Line::plain(" ".repeat(*first));
    for column in *first..=*last {
        line = match columns.get(&column) {
            Some(marks) => line.then(sign(marks)),
            None => line.dim("·"),
        };
    }
    line.text(" ".repeat(room - 1 - last))
}

/// One sign for all that was said in a column: positions before refusals, both sides as "±".
fn sign(marks: &[&Mark]) -> Line {
    let stances = || marks.iter().filter_map(|mark| mark.stance);
    let sides = (
        stances().any(|value| value < 0),
        stances().any(|value| value > 0),
    );
    match stances().next_back() {
        Some(_) if sides == (true, true) => Line::new().alert("±"),
        Some(value) => Line::new().run(symbol(value), Tone::Stance(value)),
        None if marks.iter().any(|mark| mark.shape == Shape::Withdrawal) => {
            Line::new().alert(WITHDRAWN)
        }
        None => Line::plain("d"),
    }
}

fn end(last: Standing) -> Line {
    match last {
        Standing::At(value) => Line::plain("  ").run(
            format!("{} {}", symbol(value), signed(value)),
            Tone::Stance(value),
        ),
        Standing::Withdrawn => Line::plain("  ").alert(WITHDRAWN),
        Standing::None => Line::new(),
    }
}

/// "May 2024     Jun      Jul": each label begins where its unit does.
fn scale(axis: &Axis, room: usize) -> String {
    let mut out = String::new();
    for tick in axis.ticks(12.0) {
        let label = format!("{} {}", tick.label, tick.year);
        let (label, column) = (label.trim(), tick.at.round() as usize);
        let free = out.width() == 0 || column > out.width();
        if free && column + label.width() <= room + END {
            out += &" ".repeat(column - out.width());
            out += label;
        }
    }
    out
}
