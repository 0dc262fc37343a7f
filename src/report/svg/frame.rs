//! What a drawing is made for.

use maud::{Markup, html};

use crate::report::chart::Tick;
use crate::report::safe::{Breaks, shown};

use super::marks::N;

/// What a drawing is made for: how wide, and whether it stands in a page that lists the claims.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    /// Units across; one is a pixel where the drawing is shown at its own size.
    pub width: f64,
    /// Whether marks lead to the claims on the same page.
    pub linked: bool,
    /// Keeps the ids of several drawings on a page apart.
    pub number: usize,
    /// Whether its marks are so many that they are told in short, and on a phone, where nothing points at them, not at
    /// all.
    pub many: bool,
}

impl Frame {
    /// Whether it is for a phone: labels stand above and not beside.
    pub fn is_narrow(&self) -> bool {
        self.width < 560.0
    }
}

/// A text of the reports, made safe to show; the template escapes it.
pub fn safe(text: &str) -> String {
    shown(text, Breaks::Space)
}

/// A text of at most so many characters, for where there is no room for more.
pub fn fitting(text: &str, most: usize) -> String {
    let text = safe(text);
    match text.char_indices().nth(most) {
        None => text,
        Some(_) => {
            let kept: String = text.chars().take(most.saturating_sub(1)).collect();
            format!("{}…", kept.trim_end())
        }
    }
}

/// The whole drawing around its parts.
pub fn drawing(
    frame: &Frame,
    height: f64,
    title: &str,
    description: &str,
    classes: &str,
    inside: Markup,
) -> Markup {
    let (title_id, desc_id) = (format!("t{}", frame.number), format!("d{}", frame.number));
    html! {
        svg xmlns="http://www.w3.org/2000/svg" class={ "chart " (classes) } role=(if frame.linked { "group" } else { "img" })
            aria-labelledby={ (title_id) " " (desc_id) } viewBox={ "0 0 " (N(frame.width)) " " (N(height)) }
            width=(N(frame.width)) height=(N(height)) {
            title id=(title_id) { (safe(title)) }
            desc id=(desc_id) { (safe(description)) }
            (inside)
        }
    }
}

/// The time axis: hairlines through the picture, labels below it.
pub fn time_axis(ticks: &[Tick], top: f64, bottom: f64) -> Markup {
    let lines: String = ticks
        .iter()
        .map(|tick| format!("M{} {}V{}", N(tick.at), N(top), N(bottom + 4.0)))
        .collect();
    html! {
        path class="grid" d=(lines) {}
        @for tick in ticks {
            text class="mid" x=(N(tick.at.max(16.0))) y=(N(bottom + 18.0)) { (tick.label) }
            @if !tick.year.is_empty() {
                text class="mid strong" x=(N(tick.at.max(16.0))) y=(N(bottom + 34.0)) { (tick.year) }
            }
        }
    }
}

/// Those of `rows`, which lie at these places from left to right, whose numbers can be read side by side; the last is
/// one of them.
pub(super) fn apart<R>(rows: &[R], at: impl Fn(&R) -> f64) -> Vec<&R> {
    let mut kept: Vec<&R> = Vec::new();
    for row in rows.iter().rev() {
        if kept.last().is_none_or(|next| at(next) - at(row) >= 26.0) {
            kept.push(row);
        }
    }
    kept
}
