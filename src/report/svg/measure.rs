//! A number over time: a line through the middles of its windows, broken where a window has none.

use maud::{Markup, html};

use super::frame::{Frame, apart, drawing, time_axis};
use super::marks::N;
use crate::report::chart::{Axis, Measure, Measured, middle};
use crate::report::words::{count, interval};

/// Draws the course of a number between 0 and 1.
pub fn measure(chart: &Measure, frame: &Frame) -> Markup {
    let (Some(first), Some(last)) = (chart.rows.first(), chart.rows.last()) else {
        return html! {};
    };
    let narrow = frame.is_narrow();
    let (left, right) = match narrow {
        true => (42.0, frame.width - 20.0),
        false => (128.0, frame.width - 40.0),
    };
    let (top, high) = (14.0, 130.0);
    let bottom = top + high;
    let day = |row: &Measured| middle(row.from, row.to);
    let axis = Axis::new(day(first), day(last), left, right - left);
    let values = chart.rows.iter().filter_map(|row| row.value);
    // As high as the numbers need, in steps that can be read.
    let most = values.fold(0.0, f64::max);
    let full = [0.2, 0.4, 0.6, 0.8]
        .into_iter()
        .find(|full| most <= *full)
        .unwrap_or(1.0);
    let y = |value: f64| bottom - value.max(0.0) / full * high;
    // Windows that follow each other with a number are one line.
    let courses = chart.rows.split(|row| row.value.is_none());
    let paths: Vec<String> = courses
        .map(|course| {
            let points = course
                .iter()
                .filter_map(|row| Some((axis.at(day(row)), y(row.value?))));
            let parts = points.enumerate().map(|(at, (x, y))| {
                format!("{}{} {}", if at == 0 { "M" } else { "L" }, N(x), N(y))
            });
            parts.collect()
        })
        .filter(|path: &String| path.contains('L'))
        .collect();
    // The numbers behind it.
    let counted = apart(&chart.rows, |row| axis.at(day(row)));
    let inside = html! {
        @for step in 0..=4 {
            @let value = full * f64::from(step) / 4.0;
            path class="rule" d={ "M" (N(left)) " " (N(y(value))) "H" (N(right)) } {}
            text class="end" x=(N(left - 10.0)) y=(N(y(value) + 4.0)) { (format!("{value:.2}")) }
        }
        (time_axis(&axis.ticks(if narrow { 46.0 } else { 58.0 }), top, bottom + 24.0))
        text class="end" x=(N(left - 10.0)) y=(N(bottom + 20.0)) { @if narrow { "n" } @else { "statements, n" } }
        @for row in counted { text class="mid" x=(N(axis.at(day(row)))) y=(N(bottom + 20.0)) { (row.statements) } }
        @for path in &paths { path class="line z0" d=(path) {} }
        @for row in &chart.rows {
            @if let Some(value) = row.value {
                g class="m" data-from=(row.from) data-to=(row.to) data-polarization=(format!("{value:.4}"))
                    data-statements=(row.statements) data-groups=(row.groups) {
                    title {
                        (interval(row.from, row.to)) ": Q " (format!("{value:.3}")) ", " (count(row.groups, "group")) ", "
                        (count(row.statements, "statement"))
                    }
                    circle class="dot seen z0" cx=(N(axis.at(day(row)))) cy=(N(y(value))) r=(if chart.rows.len() > 120 { "1.6" } else { "3" }) {}
                }
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
