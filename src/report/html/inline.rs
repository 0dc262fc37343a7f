//! Lines of runs as HTML.

use maud::{Markup, html};

use crate::report::line::{Line, Run, Tone};
use crate::report::safe::web_address;
use crate::report::svg::safe;

/// A line; its text keeps its no-break spaces.
pub fn line(line: &Line) -> Markup {
    html! { @for part in &line.0 { (run(part)) } }
}

fn run(run: &Run) -> Markup {
    let text = safe(&run.text);
    match &run.tone {
        Tone::Plain => html! { (text) },
        Tone::Strong => html! { strong { (text) } },
        Tone::Dim => html! { span class="dim" { (text) } },
        Tone::Stance(value) => html! { span class=(class(*value)) { (text) } },
        Tone::Alert => html! { span class="alert" { (text) } },
        Tone::Code => html! { code { (text) } },
        Tone::Marked => html! { mark { (text) } },
        Tone::Place(path) => html! { a href=(path) { (text) } },
        Tone::Link(url) => match web_address(url) {
            Some(address) => html! { a href=(address) rel="noopener noreferrer" { (text) } },
            None => html! { (text) },
        },
    }
}

/// The class that colours a stance.
pub fn class(stance: i16) -> &'static str {
    match stance {
        ..=-2 => "m2",
        -1 => "m1",
        0 => "z0",
        1 => "p1",
        _ => "p2",
    }
}

/// The first stance of a line, for the ground of its cell or the edge of its card.
pub fn stance(line: &Line) -> Option<i16> {
    line.0.iter().find_map(|run| match run.tone {
        Tone::Stance(value) => Some(value),
        _ => None,
    })
}
