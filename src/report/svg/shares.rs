//! The shares of a field over time: a line for each side in the band of its uncertainty.

use maud::{Markup, html};

use super::frame::{Frame, apart, drawing, time_axis};
use super::marks::N;
use crate::model::StandingRow;
use crate::report::chart::{Axis, Shares, wilson};
use crate::report::words::{count, day};

/// A side: the class that colours it, its name, how many stand there.
type Side = (&'static str, &'static str, fn(&StandingRow) -> i64);

const SIDES: [Side; 3] = [
    ("z0", "undecided", |row| row.undecided),
    ("m2", "against", |row| row.opposing),
    ("p2", "for", |row| row.supporting),
];

/// Draws the shares.
pub fn shares(chart: &Shares, frame: &Frame) -> Markup {
    let (Some(first), Some(last)) = (chart.rows.first(), chart.rows.last()) else {
        return html! {};
    };
    let narrow = frame.is_narrow();
    let (left, right) = match narrow {
        true => (42.0, frame.width - 116.0),
        false => (128.0, frame.width - 116.0),
    };
    let (top, high) = (14.0, if narrow { 150.0 } else { 180.0 });
    let bottom = top + high;
    let axis = Axis::new(first.day, last.day, left, right - left);
    let y = |share: f64| bottom - share * high;
    let share = |row: &StandingRow, side: &Side| side.2(row) as f64 / row.actors().max(1) as f64;
    let path = |points: Vec<(f64, f64)>| -> String {
        let parts = points.iter().enumerate();
        parts
            .map(|(at, (x, y))| format!("{}{} {}", if at == 0 { "M" } else { "L" }, N(*x), N(*y)))
            .collect()
    };
    let ends = labels(SIDES.map(|side| y(share(last, &side))));
    // The numbers behind the shares.
    let counted = apart(&chart.rows, |row| axis.at(row.day));
    let inside = html! {
        @for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
            path class="rule" d={ "M" (N(left)) " " (N(y(share))) "H" (N(right)) } {}
            text class="end" x=(N(left - 10.0)) y=(N(y(share) + 4.0)) { (format!("{:.0}%", share * 100.0)) }
        }
        (time_axis(&axis.ticks(if narrow { 46.0 } else { 58.0 }), top, bottom + 24.0))
        text class="end" x=(N(left - 10.0)) y=(N(bottom + 20.0)) { @if narrow { "n" } @else { "actors, n" } }
        @for row in counted { text class="mid" x=(N(axis.at(row.day))) y=(N(bottom + 20.0)) { (row.actors()) } }
        @for side in &SIDES {
            @let band = chart.rows.iter().map(|row| (axis.at(row.day), wilson(side.2(row), row.actors())));
            @let above: Vec<(f64, f64)> = band.clone().map(|(x, (_, high))| (x, y(high))).collect();
            @let below: Vec<(f64, f64)> = band.rev().map(|(x, (low, _))| (x, y(low))).collect();
            path class={ "band " (side.0) } d={ (path(above.into_iter().chain(below).collect())) "z" } {}
        }
        @for (at, side) in SIDES.iter().enumerate() {
            path class={ "line " (side.0) } d=(path(chart.rows.iter().map(|row| (axis.at(row.day), y(share(row, side)))).collect())) {}
            @for row in &chart.rows {
                g class="m" data-day=(row.day) data-side=(side.1) data-actors=(side.2(row)) data-of=(row.actors()) {
                    title { (day(row.day)) ": " (side.2(row)) " of " (count(row.actors(), "actor")) " " (side.1) }
                    circle class={ "dot seen " (side.0) } cx=(N(axis.at(row.day))) cy=(N(y(share(row, side)))) r="2.6" {}
                }
            }
            text class=(side.0) x=(N(right + 8.0)) y=(N(ends[at] + 4.0)) {
                (format!("{:.0}%", 100.0 * share(last, side))) " " (side.1)
            }
        }
    };
    drawing(
        frame,
        bottom + 64.0,
        &chart.title,
        &chart.description,
        if narrow { "narrow" } else { "wide" },
        inside,
    )
}

/// Heights for labels that would like to stand at these, none closer to another than a line.
fn labels(wanted: [f64; 3]) -> [f64; 3] {
    const LINE: f64 = 15.0;
    let mut order = [0, 1, 2];
    order.sort_by(|a, b| wanted[*a].total_cmp(&wanted[*b]));
    let mut placed = wanted;
    for pair in 1..3 {
        let (above, below) = (order[pair - 1], order[pair]);
        placed[below] = placed[below].max(placed[above] + LINE);
    }
    placed
}
