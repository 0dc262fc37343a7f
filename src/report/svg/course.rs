//! One course of statements, large: the five levels of the scale, and below them what stands off it.

use maud::{Markup, html};

use super::bars::bars;
use super::frame::{Frame, drawing, time_axis};
use super::marks::{N, class, mark};
use super::places::{Placed, ROOMS, Room, places};
use crate::model::StanceValue;
use crate::report::chart::{Axis, Lane, Mark, Shape, Step, Timeline};
use crate::report::words::{signed, symbol};

/// Half the size of a mark with one attestation.
const LEAST: f64 = 5.0;
/// More marks than this are a blot, wherever they are put: they are counted.
const MOST_MARKS: usize = 600;
/// More shifts than this hide each other: beyond it, only confirmed ones are drawn as steps, candidates as signs above.
const MOST_STEPS: usize = 30;

/// The measures of a picture.
struct Plan {
    axis: Axis,
    left: f64,
    right: f64,
    top: f64,
    /// From one level of the scale to the next.
    level: f64,
    bottom: f64,
    narrow: bool,
    /// Whether anything stands off the scale.
    off: bool,
    /// Whether all that does is a refusal.
    refusals: bool,
}

impl Plan {
    fn new(timeline: &Timeline, lane: &Lane, frame: &Frame, room: &Room) -> Option<Self> {
        let (first, last) = timeline.period?;
        let narrow = frame.is_narrow();
        let left = if narrow { 46.0 } else { 128.0 };
        let right = frame.width - if narrow { 12.0 } else { 20.0 };
        let level = room.level * if narrow { 40.0 } else { 46.0 };
        let top = level * 0.5 + 4.0;
        let off = lane.marks.iter().any(|mark| mark.stance.is_none());
        Some(Self {
            axis: Axis::new(first, last, left, right - left),
            left,
            right,
            top,
            level,
            bottom: top + level * if off { 5.6 } else { 4.5 },
            narrow,
            off,
            refusals: lane
                .marks
                .iter()
                .all(|mark| mark.stance.is_some() || mark.shape == Shape::Refusal),
        })
    }

    fn y(&self, stance: Option<i16>) -> f64 {
        let levels = stance.map_or(5.1, |value| 2.0 - f64::from(value));
        self.top + levels * self.level
    }
}

/// The measures of a lane's picture, and the places of its marks; no places where they are too many for its width.
fn arranged<'a>(
    timeline: &Timeline,
    lane: &'a Lane,
    frame: &Frame,
) -> Option<(Plan, Option<Vec<Placed<'a>>>)> {
    let plan = |room: &Room| Plan::new(timeline, lane, frame, room);
    if lane.marks.len() <= MOST_MARKS {
        for room in &ROOMS {
            let plan = plan(room)?;
            let placed = places(&lane.marks, &plan.axis, *room, (plan.level, LEAST), |on| {
                plan.y(on)
            });
            if placed.is_some() {
                return Some((plan, placed));
            }
        }
    }
    Some((plan(&ROOMS[0])?, None))
}

/// Draws the timeline of one lane.
pub fn course(timeline: &Timeline, lane: &Lane, frame: &Frame) -> Markup {
    let Some((plan, places)) = arranged(timeline, lane, frame) else {
        return html! {};
    };
    let crowded = places.is_none();
    let inside = html! {
        (scale(&plan))
        (time_axis(&plan.axis.ticks(if plan.narrow { 46.0 } else { 58.0 }), plan.top - plan.level * 0.5, plan.bottom))
        @match places {
            Some(places) => {
                (steps(lane, &plan))
                @for place in &places { (span(place, &plan)) }
                @for place in &places { (mark(place.mark, place.x, place.y, place.r, frame)) }
            }
            // Too many to be told apart: bars that count them.
            None => {
                (bars(&lane.marks, &plan.axis, plan.level * 0.8, |stance| plan.y(stance)))
                (steps(lane, &plan))
            }
        }
        (numbers(lane, &plan, crowded, frame))
        (candidates(lane, &plan))
    };
    let width = if plan.narrow { "narrow" } else { "wide" };
    drawing(
        frame,
        plan.bottom + 40.0,
        &timeline.title,
        &timeline.description,
        width,
        inside,
    )
}

/// How the marks of a lane stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set {
    /// Each over its day.
    OnDays,
    /// Some beside it, because there is no more room.
    BesideDays,
    /// Not at all: they are counted in bars.
    Counted,
}

/// How a lane's marks stand in a picture.
pub fn set(timeline: &Timeline, lane: &Lane, frame: &Frame) -> Set {
    match arranged(timeline, lane, frame) {
        Some((_, None)) => Set::Counted,
        Some((_, Some(placed))) if placed.iter().any(|one| one.x != one.day) => Set::BesideDays,
        _ => Set::OnDays,
    }
}

/// The levels with their names, the sides in a tint.
fn scale(plan: &Plan) -> Markup {
    let (left, wide) = (plan.left, plan.right - plan.left);
    let half = plan.level * 0.5;
    html! {
        rect class="for" x=(N(left)) y=(N(plan.top - half)) width=(N(wide)) height=(N(plan.level * 2.0)) {}
        rect class="against" x=(N(left)) y=(N(plan.y(Some(-1)) - half)) width=(N(wide)) height=(N(plan.level * 2.0)) {}
        @for value in (-2..=2).rev().filter_map(StanceValue::new) {
            @let y = plan.y(Some(value.number()));
            path class=(if value.number() == 0 { "zero" } else { "rule" }) d={ "M" (N(left)) " " (N(y)) "H" (N(plan.right)) } {}
            text class={ "end " (class(Some(value.number()))) } x=(N(left - 10.0)) y=(N(y + 4.0)) {
                (symbol(value.number())) " " (signed(value.number()))
                @if !plan.narrow { " " (value.label()) }
            }
        }
        @if plan.off {
            @let y = plan.y(None);
            path class="grid" d={ "M" (N(left)) " " (N(y)) "H" (N(plan.right)) } {}
            text class="end off" x=(N(left - 10.0)) y=(N(y + 4.0)) {
                @if plan.narrow { "off" } @else if plan.refusals { "declined to say" } @else { "off the scale" }
            }
        }
    }
}

/// The days of an imprecise statement, where the mark does not hide them.
fn span(place: &Placed, plan: &Plan) -> Markup {
    let (x0, x1) = (plan.axis.at(place.mark.from), plan.axis.at(place.mark.to));
    if x1 - x0 <= 2.0 * place.r + 2.0 {
        return html! {};
    }
    let d = format!(
        "M{x0} {}v6m0-3H{}m0-3v6",
        N(place.y - 3.0),
        N(x1),
        x0 = N(x0)
    );
    html! { path class={ "span " (class(place.mark.stance)) } d=(d) {} }
}

/// The steps that are drawn.
fn shown(lane: &Lane) -> impl Iterator<Item = &Step> {
    let many = lane.steps.len() > MOST_STEPS;
    lane.steps
        .iter()
        .filter(move |step| step.confirmed || !many)
        .filter(|step| step.before != step.after)
}

/// Whether candidates are too many to be drawn as steps.
pub fn has_signs(lane: &Lane) -> bool {
    lane.steps.len() > MOST_STEPS && lane.steps.iter().any(|step| !step.confirmed)
}

/// Where candidates are too many for steps: a sign each at the upper edge, up or down.
fn candidates(lane: &Lane, plan: &Plan) -> Markup {
    let y = plan.top - plan.level * 0.5;
    let of = lane
        .steps
        .iter()
        .filter(|step| !step.confirmed && step.before != step.after);
    html! {
        @for step in of.filter(|_| has_signs(lane)) {
            g class="shift" data-shift=(step.shift_id) data-kind=(step.kind) data-status="candidate" {
                title { (step.kind) ", a candidate, not reviewed" }
                (sign(plan.axis.at(step.to), y, step.after > step.before))
            }
        }
    }
}

/// The sign of a candidate shift: the tip points to where it goes.
pub fn sign(x: f64, y: f64, up: bool) -> Markup {
    let (foot, tip) = if up { (y + 6.0, -6.0) } else { (y, 6.0) };
    html! { path class="step" d={ "M" (N(x - 3.0)) " " (N(foot)) "l3 " (N(tip)) "l3 " (N(-tip)) } {} }
}

/// The course through the positions, each shift a step: whole where people confirmed it, dashed where not.
fn steps(lane: &Lane, plan: &Plan) -> Markup {
    html! {
        @for (from, to, stance) in holds(lane) {
            path class="hold" d={ "M" (N(plan.axis.at(from))) " " (N(plan.y(stance))) "H" (N(plan.axis.at(to))) } {}
        }
        @for step in shown(lane) {
            @let (x0, x1) = (plan.axis.at(step.from), plan.axis.at(step.to));
            @let (y0, y1) = (plan.y(step.before), plan.y(step.after));
            @let back = if y1 > y0 { -1.0 } else { 1.0 };
            path class=(if step.confirmed { "step" } else { "step open" })
                d={ "M" (N(x0)) " " (N(y0)) "H" (N(x1)) "V" (N(y1 + back * 9.0)) } {}
            path class="step" d={
                "M" (N(x1 - 4.0)) " " (N(y1 + back * 14.0)) "L" (N(x1)) " " (N(y1 + back * 9.0)) "L" (N(x1 + 4.0)) " " (N(y1 + back * 14.0))
            } {}
        }
    }
}

/// Where a position was held between shifts: first day, last day, stance.
fn holds(lane: &Lane) -> Vec<(chrono::NaiveDate, chrono::NaiveDate, Option<i16>)> {
    let counted: Vec<&Mark> = lane.marks.iter().filter(|mark| mark.counted).collect();
    let (Some(first), Some(last)) = (counted.first(), counted.last()) else {
        return Vec::new();
    };
    if lane.steps.len() > MOST_STEPS {
        return Vec::new();
    }
    let mut out = Vec::new();
    let mut at = (first.middle(), first.stance);
    for step in &lane.steps {
        if at.1 == step.before {
            out.push((at.0, step.from, at.1));
        }
        at = (step.to, step.after);
    }
    if at.1 == last.stance {
        out.push((at.0, last.middle(), at.1));
    }
    out.retain(|(from, to, _)| from < to);
    out
}

/// The numbers of the shifts on their steps, with the kind where there is room.
fn numbers(lane: &Lane, plan: &Plan, crowded: bool, frame: &Frame) -> Markup {
    let mut taken: Vec<(f64, f64)> = Vec::new();
    let drawn: Vec<(&Step, f64)> = shown(lane)
        .map(|step| (step, plan.axis.at(step.to)))
        .collect();
    let badges = drawn.iter().enumerate().map(|(at, (step, x))| {
        // A short step would vanish under its number, which then stands on the way to it.
        let (y0, y1) = (plan.y(step.before), plan.y(step.after));
        let run = x - plan.axis.at(step.from);
        let (x, middle) = match (y0 - y1).abs() < plan.level * 1.5 && run > 34.0 {
            true => (x - 18.0, y0),
            false => (*x, (y0 + y1) / 2.0),
        };
        let x = &x;
        let y = [0.0, 18.0, -18.0, 36.0, -36.0]
            .into_iter()
            .map(|offset| middle + offset)
            .find(|y| taken.iter().all(|(a, b)| (x - a).hypot(y - b) >= 17.0))
            .unwrap_or(middle);
        taken.push((*x, y));
        let room = 14.0 + step.kind.len() as f64 * 6.6;
        let before = at.checked_sub(1).map_or(plan.left, |other| drawn[other].1 + 12.0);
        let behind = drawn.get(at + 1).map_or(plan.right, |(_, other)| other - 12.0);
        let label = match () {
            _ if plan.narrow || crowded => None,
            _ if x + room <= behind => Some((x + 13.0, "halo strong")),
            _ if x - room >= before => Some((x - 13.0, "halo strong end")),
            _ => None,
        };
        let open = if step.confirmed { "" } else { " open" };
        let badge = html! {
            title { (step.kind) @if step.confirmed { ", confirmed" } @else { ", a candidate, not reviewed" } }
            circle class={ "badge" (open) } cx=(N(*x)) cy=(N(y)) r="8.5" {}
            text class={ "number" (open) } x=(N(*x)) y=(N(y + 4.0)) { (step.number) }
            @if let Some((x, classes)) = label {
                text class=(classes) x=(N(x)) y=(N(y + 4.0)) { (step.kind) }
            }
        };
        html! {
            g class="shift" data-shift=(step.shift_id) data-kind=(step.kind) data-status=(if step.confirmed { "confirmed" } else { "candidate" }) {
                @if frame.linked { a href={ "#shift-" (step.shift_id) } tabindex="-1" { (badge) } } @else { (badge) }
            }
        }
    });
    let badges: Vec<Markup> = badges.collect();
    html! { @for badge in badges { (badge) } }
}
