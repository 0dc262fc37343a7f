//! Charts as SVG: in a page, which brings the colours, or as a file that stands by itself.
//!
//! Each drawing has a title and a description, which screen readers read, and data attributes, which
//! scripts and spreadsheets can read: `data-claim`, `data-from`, `data-to`, `data-stance`, `data-act`,
//! `data-form`, `data-status`, `data-attestations` on statements; `data-shift`, `data-kind`,
//! `data-status` on shifts; `data-statements`, `data-stance`, `data-group` on nodes of networks, `data-weight`
//! and `data-side` on ties; `data-from`, `data-to`, `data-polarization`, `data-statements`, `data-groups` on windows.

mod bars;
mod course;
mod frame;
mod grid;
mod lanes;
mod legend;
mod marks;
mod measure;
mod palette;
mod places;
mod shares;
mod web;

use maud::{Markup, PreEscaped, html};

pub use frame::{Frame, safe};
pub use legend::legend;
pub use palette::{chart_rules, variables};

use super::block::{Block, Report};
use super::chart::Chart;
use frame::drawing;
use marks::N;

/// More marks than this are told in short.
const MANY: usize = 400;

/// Draws a chart.
pub fn draw(chart: &Chart, frame: &Frame) -> Markup {
    match chart {
        Chart::Timeline(timeline) => {
            let marks: usize = timeline.lanes.iter().map(|lane| lane.marks.len()).sum();
            let frame = Frame {
                linked: frame.linked && timeline.listed,
                many: marks > MANY,
                ..*frame
            };
            match timeline.lanes.as_slice() {
                [lane] => course::course(timeline, lane, &frame),
                _ => lanes::lanes(timeline, &frame),
            }
        }
        Chart::Shares(shares) => shares::shares(shares, frame),
        Chart::Grid(grid) => grid::grid(grid, frame),
        Chart::Web(web) => web::web(web, frame),
        Chart::Measure(measure) => measure::measure(measure, frame),
    }
}

/// The report's charts as one SVG file, below one another under the report's title and basis; none
/// where the report has none.
pub fn render(report: &Report) -> Option<String> {
    const WIDTH: f64 = 920.0;
    const HEAD: f64 = 64.0;
    let charts: Vec<&Chart> = charts(&report.blocks);
    let first = charts.first()?;
    let mut y = HEAD;
    let mut drawn = Vec::new();
    for (number, chart) in charts.iter().enumerate() {
        let frame = Frame {
            width: WIDTH,
            linked: false,
            number: number + 1,
            many: false,
        };
        let inside = draw(chart, &frame).into_string();
        let high = height(&inside);
        // Of several each has its own headline, where that is not the report's.
        if charts.len() > 1 && chart.title() != report.title.to_plain() {
            let title = frame::fitting(chart.title(), 110);
            drawn.push(html! { text class="head second" x="20" y=(N(y + 14.0)) { (title) } });
            y += 26.0;
        }
        // A drawing within a drawing is placed by x and y.
        let placed = inside.replacen("<svg ", &format!("<svg y=\"{}\" ", N(y)), 1);
        drawn.push(PreEscaped(placed));
        let (legend, deep) = legend::below(chart, &frame, y + high);
        drawn.push(legend);
        y += high + deep + 24.0;
    }
    let frame = Frame {
        width: WIDTH,
        linked: false,
        number: 0,
        many: false,
    };
    let inside = html! {
        style { (PreEscaped(palette::chart_rules_alone())) }
        rect class="ground" width=(N(WIDTH)) height=(N(y)) {}
        text class="head" x="20" y="28" { (safe(&report.title.to_plain())) }
        text x="20" y="48" { (frame::fitting(&below(report), 130)) }
        @for one in &drawn { (one) }
    };
    let whole = drawing(
        &frame,
        y,
        &report.title.to_plain(),
        first.description(),
        "file",
        inside,
    );
    Some(format!("{}\n", whole.into_string()))
}

/// The line under the title: the proposition, else the basis.
fn below(report: &Report) -> String {
    match report.subtitle.is_empty() {
        true => report.basis.line().to_plain(),
        false => report.subtitle.to_plain(),
    }
}

/// The charts of a report, those for pages too.
fn charts(blocks: &[Block]) -> Vec<&Chart> {
    blocks
        .iter()
        .filter_map(|block| match block {
            Block::Chart(chart) => Some(chart),
            _ => None,
        })
        .collect()
}

/// The height that a drawing says it has.
fn height(svg: &str) -> f64 {
    svg.split_once(" height=\"")
        .and_then(|(_, rest)| rest.split('"').next())
        .and_then(|number| number.parse().ok())
        .unwrap_or(0.0)
}
