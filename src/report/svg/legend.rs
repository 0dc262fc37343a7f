//! What the marks of a chart mean, for the page below it.

use maud::{Markup, html};

use super::course::is_counted;
use super::frame::Frame;
use super::marks::shape;
use super::{bars, safe};
use crate::report::chart::{Axis, Chart, Shape, Timeline, Web};
use crate::report::words::count;

/// The signs that a chart uses, and what could not be drawn.
pub fn legend(chart: &Chart, frame: &Frame) -> Markup {
    let timeline = match chart {
        Chart::Timeline(timeline) => timeline,
        // It tells what the bands mean and what they do not.
        Chart::Shares(shares) => return html! { p class="note" { (safe(&shares.description)) } },
        Chart::Measure(measure) => return html! { p class="note" { (safe(&measure.description)) } },
        Chart::Grid(_) => return html! {},
        Chart::Web(web) => return of_web(web),
    };
    let single = match timeline.lanes.as_slice() {
        [lane] => Some(lane),
        _ => None,
    };
    let counted = single.filter(|lane| is_counted(timeline, lane, frame));
    let marks = || timeline.lanes.iter().flat_map(|lane| &lane.marks);
    let used = |shape: Shape| marks().any(|mark| mark.shape == shape);
    let kinds = [
        (Shape::Direct, "quoted"),
        (Shape::Indirect, "in the reporter’s words"),
        (Shape::Deed, "decided or voted"),
        (Shape::Refusal, "declined to say"),
        (Shape::Withdrawal, "took back or denied"),
    ];
    let steps = || timeline.lanes.iter().flat_map(|lane| &lane.steps);
    html! {
        ul class="legend" {
            @if let (Some(lane), Some((first, last))) = (counted, timeline.period) {
                li { (bars::legend(&lane.marks, &Axis::new(first, last, 0.0, frame.width - 148.0))) }
            } @else {
                @for (kind, name) in kinds.into_iter().filter(|(kind, _)| used(*kind)) {
                    li { (sign(kind, "dot off seen")) (name) }
                }
                @if marks().any(|mark| !mark.reviewed) { li { (sign(Shape::Direct, "dot off")) "not reviewed" } }
                @if marks().any(|mark| !mark.counted && mark.stance.is_some()) {
                    li { (sign(Shape::Direct, "dot off mute")) "forms no position" }
                }
                @if marks().any(|mark| mark.attestations > 1) { li { "larger: in more articles" } }
                @if marks().any(|mark| mark.from != mark.to) && single.is_some() { li { (span()) "said within these days" } }
            }
            @if let Some(note) = imprecise(timeline, frame) { li { (note) } }
            @if steps().any(|step| step.confirmed) { li { (line("step")) "confirmed shift" } }
            @if steps().any(|step| !step.confirmed) { li { (line("step open")) "candidate shift, not reviewed" } }
            @for left_out in &timeline.left_out { li { (safe(left_out)) } }
        }
    }
}

/// What a picture does not show, or shows otherwise than it was: what a file says below it.
pub fn notes(chart: &Chart, frame: &Frame) -> Vec<String> {
    match chart {
        Chart::Timeline(timeline) => {
            let drawn = match imprecise(timeline, frame) {
                None if roughly(timeline) > 0 => {
                    Some("bars beside marks: said within these days".to_owned())
                }
                note => note,
            };
            drawn.into_iter().chain(timeline.left_out.clone()).collect()
        }
        Chart::Web(web) => web.left_out.clone(),
        Chart::Shares(_) | Chart::Grid(_) | Chart::Measure(_) => Vec::new(),
    }
}

/// Statements whose day is known to a week, a month or a year only.
fn roughly(timeline: &Timeline) -> usize {
    let marks = timeline.lanes.iter().flat_map(|lane| &lane.marks);
    marks.filter(|mark| mark.from != mark.to).count()
}

/// How many statements stand at the middle of their days without a bar that shows these; none where bars do.
fn imprecise(timeline: &Timeline, frame: &Frame) -> Option<String> {
    let shown = match timeline.lanes.as_slice() {
        [lane] => !is_counted(timeline, lane, frame),
        _ => false,
    };
    let n = roughly(timeline);
    (n > 0 && !shown).then(|| {
        format!(
            "{} known to some days only (a week, a month, a year): drawn at their middle",
            count(n as i64, "statement")
        )
    })
}

/// What lines and sizes mean in a network.
fn of_web(web: &Web) -> Markup {
    let has = |wanted: fn(f64) -> bool| web.ties.iter().any(|tie| wanted(tie.sign));
    let stroke = |side: &str| {
        small(
            26,
            html! { path class={ "tie " (side) } d="M1 7H25" stroke-width="3" {} },
        )
    };
    let (good, bad) = match web.two_mode {
        true => ("more for than against", "more against than for"),
        false => ("agreement", "conflict"),
    };
    html! {
        ul class="legend" {
            @if has(|sign| sign > 0.0) { li { (stroke("p2")) (good) } }
            @if has(|sign| sign < 0.0) { li { (stroke("m2")) (bad) } }
            @if has(|sign| sign == 0.0) { li { (stroke("off")) "neither" } }
            li { "thicker: stronger tie" }
            li { "larger: more statements" }
            @if !web.two_mode { li { "side by side: one group, by agreement" } }
            @if web.nodes.iter().any(|node| node.stance.is_some()) { li { "colour: mean stance, orange against and blue for" } }
            @for left_out in &web.left_out { li { (safe(left_out)) } }
        }
    }
}

fn sign(kind: Shape, classes: &str) -> Markup {
    small(14, shape(kind, 7.0, 7.0, 5.0, classes))
}

fn span() -> Markup {
    small(
        22,
        html! { path class="span off" d="M2 4v6m0-3H20m0-3v6" {} },
    )
}

fn line(classes: &str) -> Markup {
    small(26, html! { path class=(classes) d="M1 11H13V2H25" {} })
}

/// A sign as large as a letter; it is decoration, its meaning stands beside it.
fn small(width: u32, inside: Markup) -> Markup {
    html! {
        svg class="chart sign" viewBox={ "0 0 " (width) " 14" } width=(width) height="14" aria-hidden="true" { (inside) }
    }
}
