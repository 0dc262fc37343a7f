//! Statements as marks: the shape says how it was said, the outline that nobody has reviewed it, the
//! size in how many articles it stands.

use maud::{Markup, Render, html};

use super::frame::{Frame, safe};
use crate::report::chart::{Mark, Shape, cut};

/// Characters of what a mark is, where there are many.
const BRIEF: usize = 90;

/// The class that colours a stance.
pub fn class(stance: Option<i16>) -> &'static str {
    match stance {
        None => "off",
        Some(..=-2) => "m2",
        Some(-1) => "m1",
        Some(0) => "z0",
        Some(1) => "p1",
        Some(_) => "p2",
    }
}

/// Half the size of a mark: its area grows with the articles that attest it, up to sixteen of them.
pub fn radius(attestations: i64, least: f64) -> f64 {
    let times = attestations.clamp(1, 16) as f64;
    least * (1.0 + 0.55 * (times.sqrt() - 1.0))
}

/// A mark at a place, with what it is where one points at it, and the way to its passage.
pub fn mark(mark: &Mark, x: f64, y: f64, r: f64, frame: &Frame) -> Markup {
    let classes = format!(
        "dot {}{}{}",
        class(mark.stance),
        if mark.reviewed { " seen" } else { "" },
        if mark.counted || mark.stance.is_none() {
            ""
        } else {
            " mute"
        },
    );
    let status = if mark.reviewed {
        "reviewed"
    } else {
        "proposed"
    };
    let label = match frame.many {
        true => cut(&mark.label, BRIEF),
        false => mark.label.clone(),
    };
    let drawn = match frame.many && frame.is_narrow() {
        true => shape(mark.shape, x, y, r, &classes),
        false => html! {
        g class="m" data-claim=(mark.claim_id) data-from=(mark.from) data-to=(mark.to) data-stance=[mark.stance]
            data-act=(mark.act) data-form=(mark.form) data-status=(status) data-attestations=(mark.attestations) {
            title { (safe(&label)) }
            (shape(mark.shape, x, y, r, &classes))
        }
        },
    };
    // A link needs words to be read out, which so many marks on a phone do not have.
    match frame.linked && !(frame.many && frame.is_narrow()) {
        true => html! { a href={ "#" (mark.anchor) } tabindex="-1" { (drawn) } },
        false => drawn,
    }
}

/// The shape alone.
pub fn shape(shape: Shape, x: f64, y: f64, r: f64, classes: &str) -> Markup {
    let path = |d: String| html! { path class=(classes) d=(d) {} };
    match shape {
        Shape::Direct => html! { circle class=(classes) cx=(N(x)) cy=(N(y)) r=(N(r)) {} },
        Shape::Indirect => {
            let h = r * 1.2;
            path(format!(
                "M{} {}l{h} {h}l-{h} {h}l-{h} -{h}z",
                N(x),
                N(y - h),
                h = N(h)
            ))
        }
        Shape::Deed => {
            let h = r * 0.92;
            html! { rect class=(classes) x=(N(x - h)) y=(N(y - h)) width=(N(2.0 * h)) height=(N(2.0 * h)) {} }
        }
        Shape::Refusal => {
            let h = r * 0.85;
            path(format!(
                "M{} {}l{w} {w}m0 -{w}l-{w} {w}",
                N(x - h),
                N(y - h),
                w = N(2.0 * h)
            ))
        }
        Shape::Withdrawal => {
            let h = r * 0.7;
            html! {
                circle class=(classes) cx=(N(x)) cy=(N(y)) r=(N(r)) {}
                path class=(classes) d={ "M" (N(x - h)) " " (N(y + h)) "L" (N(x + h)) " " (N(y - h)) } {}
            }
        }
    }
}

/// A length with one digit behind the point, and none where it is not needed.
#[derive(Clone, Copy)]
pub struct N(pub f64);

impl std::fmt::Display for N {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let tenths = (self.0 * 10.0).round() as i64;
        let sign = if tenths < 0 { "-" } else { "" };
        match tenths.abs() % 10 {
            0 => write!(f, "{sign}{}", tenths.abs() / 10),
            part => write!(f, "{sign}{}.{part}", tenths.abs() / 10),
        }
    }
}

impl Render for N {
    fn render_to(&self, out: &mut String) {
        *out += &self.to_string();
    }
}
