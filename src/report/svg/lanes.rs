//! Several courses below one another, small: who stands where, and who moved.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::frame::{Frame, drawing, fitting, safe, time_axis};
use super::marks::{self, N, class, radius};
use crate::report::chart::{Axis, Lane, Mark, Standing, Timeline};
use crate::report::words::{WITHDRAWN, signed, symbol};

/// Half the size of a mark with one attestation.
const LEAST: f64 = 3.3;
/// From one level of the scale to the next.
const LEVEL: f64 = 8.0;
/// Marks of one level closer than this are shown as one; where there would be too many, closer than the next.
const APART: [f64; 5] = [6.0, 9.0, 12.0, 18.0, 24.0];
/// More marks than this are no picture that anybody reads.
const MOST: usize = 700;

/// Draws the lanes of a timeline.
pub fn lanes(timeline: &Timeline, frame: &Frame) -> Markup {
    let Some((first, last)) = timeline.period else {
        return html! {};
    };
    let narrow = frame.is_narrow();
    let (left, right) = match narrow {
        true => (8.0, frame.width - 52.0),
        false => (206.0, frame.width - 64.0),
    };
    // In a narrow picture the name stands above its lane.
    let (high, head) = if narrow { (72.0, 22.0) } else { (54.0, 6.0) };
    let axis = Axis::new(first, last, left, right - left);
    let top = 6.0;
    let bottom = top + high * timeline.lanes.len() as f64;
    let marks = |apart: &f64| -> usize {
        let lanes = timeline.lanes.iter();
        lanes.map(|lane| together(lane, &axis, *apart).len()).sum()
    };
    let apart = APART.into_iter().find(|apart| marks(apart) <= MOST);
    let apart = apart.unwrap_or(APART[APART.len() - 1]);
    let inside = html! {
        (time_axis(&axis.ticks(if narrow { 46.0 } else { 58.0 }), top, bottom))
        @for (at, lane) in timeline.lanes.iter().enumerate() {
            @let from = top + high * at as f64;
            @let y = |stance: Option<i16>| from + head + 6.0 + LEVEL * stance.map_or(4.9, |value| 2.0 - f64::from(value));
            rect class="for" x=(N(left)) y=(N(y(Some(2)) - 5.0)) width=(N(right - left)) height=(N(LEVEL * 2.0 + 1.0)) {}
            rect class="against" x=(N(left)) y=(N(y(Some(0)) + 4.0)) width=(N(right - left)) height=(N(LEVEL * 2.0 + 1.0)) {}
            path class="zero" d={ "M" (N(left)) " " (N(y(Some(0)))) "H" (N(right)) } {}
            @if narrow {
                @let whole = [lane.name.as_str(), lane.of.as_str()].join(if lane.of.is_empty() { "" } else { " · " });
                text class="name" x=(N(left)) y=(N(from + 15.0)) { title { (safe(&whole)) } (fitting(&whole, 44)) }
            } @else {
                @let up = if lane.of.is_empty() { 4.0 } else { -3.0 };
                text class="name end" x=(N(left - 12.0)) y=(N(y(Some(0)) + up)) { title { (safe(&lane.name)) } (fitting(&lane.name, 26)) }
                @if !lane.of.is_empty() {
                    text class="end" x=(N(left - 12.0)) y=(N(y(Some(0)) + 13.0)) { title { (safe(&lane.of)) } (fitting(&lane.of, 28)) }
                }
            }
            (steps(lane, &axis, y))
            @for (mark, n) in together(lane, &axis, apart) {
                (marks::mark(mark, axis.at(mark.middle()), y(mark.stance), radius(n, LEAST), frame))
            }
            @let y0 = y(Some(0)) + 4.0;
            @match lane.last {
                Standing::At(value) => text class=(class(Some(value))) x=(N(right + 10.0)) y=(N(y0)) { (symbol(value)) " " (signed(value)) },
                Standing::Withdrawn => text class="off" x=(N(right + 10.0)) y=(N(y0)) { (WITHDRAWN) },
                Standing::None => {}
            }
        }
    };
    drawing(
        frame,
        bottom + 40.0,
        &timeline.title,
        &timeline.description,
        if narrow { "narrow" } else { "wide" },
        inside,
    )
}

/// Marks that would cover one another as one, as large as all of them together; reviewed only if each is.
fn together<'a>(lane: &'a Lane, axis: &Axis, apart: f64) -> Vec<(&'a Mark, i64)> {
    let mut groups: BTreeMap<(Option<i16>, bool, i64), (&Mark, i64)> = BTreeMap::new();
    for mark in &lane.marks {
        let slot = (axis.at(mark.middle()) / apart) as i64;
        let group = groups
            .entry((mark.stance, mark.counted, slot))
            .or_insert((mark, 0));
        group.1 += mark.attestations;
        if !mark.reviewed {
            group.0 = mark;
        }
    }
    let mut out: Vec<(&Mark, i64)> = groups.into_values().collect();
    out.sort_by_key(|(mark, _)| (mark.counted, mark.middle()));
    out
}

fn steps(lane: &Lane, axis: &Axis, y: impl Fn(Option<i16>) -> f64) -> Markup {
    html! {
        @for step in lane.steps.iter().filter(|step| step.before != step.after) {
            g class="shift" data-shift=(step.shift_id) data-kind=(step.kind) data-status=(if step.confirmed { "confirmed" } else { "candidate" }) {
                path class=(if step.confirmed { "step" } else { "step open" })
                    d={ "M" (N(axis.at(step.from))) " " (N(y(step.before))) "H" (N(axis.at(step.to))) "V" (N(y(step.after))) } {}
            }
        }
    }
}
