//! What the marks of a chart mean: a list on the page below it, lines below the picture in a file.

use maud::{Markup, html};

use super::course::{Set, has_signs, set, sign};
use super::frame::Frame;
use super::marks::{N, shape};
use super::{bars, safe};
use crate::report::chart::{Axis, Chart, Lane, Shape, Timeline, Web};
use crate::report::words::count;

/// Of a picture with more marks on some days than stand above one another.
const BESIDE: &str = "so many on one day that some stand beside it";
/// From one line of a legend in a file to the next.
const LINE: f64 = 19.0;
/// The room of a letter there.
const LETTER: f64 = 6.3;

/// A sign with its meaning.
struct Item {
    /// How wide it is, and what is drawn; none for what is said without a sign.
    sign: Option<(u32, Markup)>,
    words: String,
}

impl Item {
    fn new(wide: u32, sign: Markup, words: impl Into<String>) -> Self {
        Self {
            sign: Some((wide, sign)),
            words: words.into(),
        }
    }

    fn words(words: impl Into<String>) -> Self {
        Self {
            sign: None,
            words: words.into(),
        }
    }
}

/// The signs that a chart uses, and what could not be drawn.
pub fn legend(chart: &Chart, frame: &Frame) -> Markup {
    match chart {
        // They tell what their lines mean and what they do not.
        Chart::Shares(_) | Chart::Measure(_) => html! {
            p class="note" { (safe(chart.description())) }
            @if !items(chart, frame).is_empty() { (list(&items(chart, frame))) }
        },
        Chart::Grid(_) => html! {},
        Chart::Timeline(_) | Chart::Web(_) => list(&items(chart, frame)),
    }
}

fn list(items: &[Item]) -> Markup {
    html! {
        ul class="legend" {
            @for item in items {
                li { @if let Some((wide, sign)) = &item.sign { (small(*wide, sign)) } (safe(&item.words)) }
            }
        }
    }
}

/// The same for a file, below the picture: drawn, and how high it is.
pub fn below(chart: &Chart, frame: &Frame, top: f64) -> (Markup, f64) {
    const LEFT: f64 = 20.0;
    let mut items = items(chart, frame);
    if matches!(chart, Chart::Shares(_) | Chart::Measure(_)) {
        let most = ((frame.width - 2.0 * LEFT) / LETTER) as usize;
        let lines = wrapped(&safe(chart.description()), most);
        items.splice(0..0, lines.into_iter().map(Item::words));
    }
    let (mut x, mut y) = (LEFT, top);
    let mut drawn = Vec::with_capacity(items.len());
    for item in &items {
        let words = safe(&item.words);
        let sign = item
            .sign
            .as_ref()
            .map_or(0.0, |(wide, _)| f64::from(*wide) + 6.0);
        let wide = sign + words.chars().count() as f64 * LETTER + 20.0;
        if x > LEFT && x + wide - 20.0 > frame.width - LEFT {
            (x, y) = (LEFT, y + LINE);
        }
        drawn.push(html! {
            @if let Some((_, sign)) = &item.sign {
                g class="sign" transform={ "translate(" (N(x)) " " (N(y + 3.0)) ")" } { (sign) }
            }
            text x=(N(x + sign)) y=(N(y + 14.0)) { (words) }
        });
        x += wide;
    }
    let high = if items.is_empty() {
        0.0
    } else {
        y + LINE - top
    };
    (html! { @for one in &drawn { (one) } }, high)
}

/// A text in lines of so many characters at most.
fn wrapped(text: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < most => {
                *line += " ";
                *line += word;
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn items(chart: &Chart, frame: &Frame) -> Vec<Item> {
    match chart {
        Chart::Timeline(timeline) => of_timeline(timeline, frame),
        Chart::Web(web) => of_web(web),
        Chart::Measure(measure) => measure.left_out.iter().map(Item::words).collect(),
        Chart::Shares(_) | Chart::Grid(_) => Vec::new(),
    }
}

/// What marks and steps mean.
fn of_timeline(timeline: &Timeline, frame: &Frame) -> Vec<Item> {
    let single = match timeline.lanes.as_slice() {
        [lane] => Some(lane),
        _ => None,
    };
    let how = single.map(|lane| set(timeline, lane, frame));
    let mut items = match (single, timeline.period) {
        (Some(lane), Some((first, last))) if how == Some(Set::Counted) => {
            let axis = Axis::new(first, last, 0.0, frame.width - 148.0);
            vec![Item::words(bars::legend(&lane.marks, &axis))]
        }
        _ => of_marks(&timeline.lanes),
    };
    if how == Some(Set::BesideDays) {
        items.push(Item::words(BESIDE));
    }
    items.extend(imprecise(timeline, frame).map(Item::words));
    let steps = || timeline.lanes.iter().flat_map(|lane| &lane.steps);
    if steps().any(|step| step.confirmed) {
        items.push(Item::new(26, line("step"), "confirmed shift"));
    }
    if single.is_some_and(has_signs) {
        let both = html! { (sign(5.0, 4.0, true)) (sign(15.0, 4.0, false)) };
        items.push(Item::new(
            22,
            both,
            "candidate shifts, up and down, not reviewed",
        ));
    } else if steps().any(|step| !step.confirmed) {
        let words = "candidate shift, not reviewed";
        items.push(Item::new(26, line("step open"), words));
    }
    items.extend(timeline.left_out.iter().map(Item::words));
    items
}

fn of_marks(lanes: &[Lane]) -> Vec<Item> {
    let marks = || lanes.iter().flat_map(|lane| &lane.marks);
    let kinds = [
        (Shape::Direct, "quoted"),
        (Shape::Indirect, "in the reporter’s words"),
        (Shape::Deed, "decided or voted"),
        (Shape::Refusal, "declined to say"),
        (Shape::Withdrawal, "took back or denied"),
    ];
    let used = |wanted: Shape| marks().any(|mark| mark.shape == wanted);
    let drawn = |kind: Shape, classes: &str| shape(kind, 7.0, 7.0, 5.0, classes);
    let mut items: Vec<Item> = kinds
        .into_iter()
        .filter(|(kind, _)| used(*kind))
        .map(|(kind, name)| match kind {
            // Filled, it would hide its bar.
            Shape::Withdrawal => Item::new(14, drawn(kind, "dot off"), name),
            kind => Item::new(14, drawn(kind, "dot off seen"), name),
        })
        .collect();
    let disc = |classes: &str, words: &str| Item::new(14, drawn(Shape::Direct, classes), words);
    if marks().any(|mark| !mark.reviewed) {
        items.push(disc("dot off", "not reviewed"));
    }
    if marks().any(|mark| !mark.counted && mark.stance.is_some()) {
        items.push(disc("dot off mute", "forms no position"));
    }
    if marks().any(|mark| mark.attestations > 1) {
        items.push(Item::words("larger: in more articles"));
    }
    if marks().any(|mark| mark.from != mark.to) && lanes.len() == 1 {
        let bar = html! { path class="span off" d="M2 4v6m0-3H20m0-3v6" {} };
        items.push(Item::new(22, bar, "said within these days"));
    }
    items
}

/// Statements whose day is known to a week, a month or a year only.
fn roughly(timeline: &Timeline) -> usize {
    let marks = timeline.lanes.iter().flat_map(|lane| &lane.marks);
    marks.filter(|mark| mark.from != mark.to).count()
}

/// How many statements stand at the middle of their days without a bar that shows these; none where bars do.
fn imprecise(timeline: &Timeline, frame: &Frame) -> Option<String> {
    let shown = match timeline.lanes.as_slice() {
        [lane] => set(timeline, lane, frame) != Set::Counted,
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

/// What colours, lines, sizes and shapes mean in a network.
fn of_web(web: &Web) -> Vec<Item> {
    let has = |wanted: fn(f64) -> bool| web.ties.iter().any(|tie| wanted(tie.sign));
    let stroke = |classes: &str, wide: &str| html! { path class={ "tie " (classes) } d="M1 7H25" stroke-width=(wide) {} };
    let (good, bad) = match web.two_mode {
        true => ("more for than against", "more against than for"),
        false => ("agreement", "conflict"),
    };
    let mut items = Vec::new();
    for (there, side, words) in [
        (has(|sign| sign > 0.0), "p2", good),
        (has(|sign| sign < 0.0), "m2", bad),
        (has(|sign| sign == 0.0), "off", "neither"),
    ] {
        if there {
            items.push(Item::new(26, stroke(side, "3"), words));
        }
    }
    let widths =
        html! { (stroke("off", "0.8")) path class="tie off" d="M29 7H53" stroke-width="4.4" {} };
    items.push(Item::new(54, widths, "thicker: stronger tie"));
    let sizes = html! {
        circle class="dot off" cx="5" cy="7" r="3" {}
        circle class="dot off" cx="18" cy="7" r="6" {}
    };
    items.push(Item::new(26, sizes, "larger: more statements"));
    if web.two_mode {
        let disc = html! { circle class="dot seen off" cx="7" cy="7" r="5" {} };
        items.push(Item::new(14, disc, "who speaks"));
        let square = html! { rect class="dot off" x="2" y="2" width="10" height="10" {} };
        items.push(Item::new(14, square, "topic"));
    } else {
        items.push(Item::words("side by side: one group, by agreement"));
    }
    if web.nodes.iter().any(|node| node.stance.is_some()) {
        let disc = |classes: &str, x: &str| html! { circle class={ "dot seen " (classes) } cx=(x) cy="7" r="5" {} };
        let both = html! { (disc("m2", "7")) (disc("p2", "21")) };
        let words = "mean stance: orange against, blue for";
        items.push(Item::new(28, both, words));
    }
    items.extend(web.left_out.iter().map(Item::words));
    items
}

fn line(classes: &str) -> Markup {
    html! { path class=(classes) d="M1 11H13V2H25" {} }
}

/// A sign as large as a letter; it is decoration, its meaning stands beside it.
fn small(width: u32, inside: &Markup) -> Markup {
    html! {
        svg class="chart sign" viewBox={ "0 0 " (width) " 14" } width=(width) height="14" aria-hidden="true" { (inside) }
    }
}
