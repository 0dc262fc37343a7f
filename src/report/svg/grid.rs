//! Actors × topics as a picture, for use elsewhere; a page has the table.

use maud::{Markup, html};

use super::frame::{Frame, drawing, fitting, safe};
use super::marks::{N, class};
use crate::report::chart::Grid;

/// Draws a grid.
pub fn grid(grid: &Grid, frame: &Frame) -> Markup {
    const LEFT: f64 = 190.0;
    const ROW: f64 = 26.0;
    let columns = grid.columns.len().max(1) as f64;
    let wide = (frame.width - LEFT - 20.0) / columns;
    // Headings slant where they would run into one another.
    let slant = grid
        .columns
        .iter()
        .any(|name| name.chars().count() as f64 * 6.8 > wide);
    let top = if slant { 150.0 } else { 34.0 };
    let inside = html! {
        @for (at, name) in grid.columns.iter().enumerate() {
            @let x = LEFT + wide * (at as f64 + 0.5);
            @if slant {
                text class="strong" transform={ "translate(" (N(x - 4.0)) " " (N(top - 8.0)) ") rotate(-40)" } { title { (safe(name)) } (fitting(name, 30)) }
            } @else {
                text class="strong mid" x=(N(x)) y=(N(top - 10.0)) { (safe(name)) }
            }
        }
        @for (at, row) in grid.rows.iter().enumerate() {
            @let y = top + ROW * at as f64;
            path class="rule" d={ "M20 " (N(y)) "H" (N(frame.width - 20.0)) } {}
            text class="name" x="20" y=(N(y + 17.0)) { title { (safe(&row.name)) } (fitting(&row.name, 26)) }
            @for (column, cell) in row.cells.iter().enumerate() {
                @let x = LEFT + wide * column as f64;
                g class="m" data-row=(safe(&row.name)) data-column=(safe(&grid.columns[column])) data-stance=[cell.stance] data-answer=(safe(&cell.answer)) {
                    title { (safe(&row.name)) ", " (safe(&grid.columns[column])) ": " (safe(&cell.label)) }
                    @if cell.stance.is_some() {
                        rect class={ "cell " (class(cell.stance)) } x=(N(x + 1.0)) y=(N(y + 1.0)) width=(N(wide - 2.0)) height=(N(ROW - 2.0)) {}
                    }
                    text class={ "mid " (class(cell.stance)) } x=(N(x + wide / 2.0)) y=(N(y + 17.0)) { (safe(&cell.text)) }
                }
            }
        }
    };
    let height = top + ROW * grid.rows.len() as f64 + 12.0;
    drawing(
        frame,
        height,
        &grid.title,
        &grid.description,
        "wide",
        inside,
    )
}
