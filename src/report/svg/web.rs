//! Networks: nodes on a ring, group by group, or two columns for actors and topics; on a phone, where the names around a
//! ring of many would lie on each other, one column with the ties as arcs beside it.
//!
//! Agreement is dense: where ties pull nodes together, as most programs draw networks, dozens of names lie on
//! each other. On a ring or in a column each has its place, and the same network gives the same picture.

use std::f64::consts::{PI, TAU};

use maud::{Markup, html};

use super::frame::{Frame, drawing, fitting, safe};
use super::marks::{N, class};
use crate::report::chart::{Web, WebNode, WebTie};

/// Where a node is, and where its name goes from there.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    x: f64,
    y: f64,
    /// Of the name to the horizontal, in degrees clockwise.
    turn: f64,
    /// Whether the name ends at the node.
    left: bool,
}

/// How ties run.
#[derive(Clone, Copy, Debug)]
enum Run {
    /// From one column to the other.
    Across,
    /// Bent to the centre of a ring.
    Round { x: f64, y: f64 },
    /// In arcs beside a column, the widest of which is this far out, for this many units down.
    Beside { most: f64, high: f64 },
}

/// Draws a network.
pub fn web(web: &Web, frame: &Frame) -> Markup {
    let (places, height, run) = match web.two_mode {
        true => {
            let (places, height) = columns(web, frame);
            (places, height, Run::Across)
        }
        false => ring(web, frame).unwrap_or_else(|| column(web, frame)),
    };
    let strongest = web.ties.iter().map(|tie| tie.weight).fold(0.0, f64::max);
    let most = web
        .nodes
        .iter()
        .map(|node| node.statements)
        .max()
        .unwrap_or(1)
        .max(1);
    let inside = html! {
        // The weak ones first, so that the strong ones lie above them.
        @for one in web.ties.iter().rev() { (tie(one, &places, strongest, run)) }
        @for (one, place) in web.nodes.iter().zip(&places) { (dot(one, place, most)) }
        @for (one, place) in web.nodes.iter().zip(&places) { (name(one, place, most, letters(run, frame))) }
    };
    let width = if frame.is_narrow() { "narrow" } else { "wide" };
    drawing(frame, height, &web.title, &web.description, width, inside)
}

/// Its area grows with the statements.
fn radius(statements: i64, most: i64) -> f64 {
    4.0 + 7.0 * (statements as f64 / most as f64).sqrt()
}

/// A tie.
fn tie(tie: &WebTie, places: &[Place], strongest: f64, run: Run) -> Markup {
    let (a, b) = (places[tie.a], places[tie.b]);
    let share = if strongest > 0.0 {
        tie.weight / strongest
    } else {
        0.0
    };
    let side = match tie.sign {
        s if s > 0.0 => "p2",
        s if s < 0.0 => "m2",
        _ => "off",
    };
    let path = match run {
        Run::Beside { most, high } => {
            // The middle of the curve is half as far out as the point that bends it.
            let out = N(a.x + 2.0 * most * (0.12 + 0.88 * (a.y - b.y).abs() / high));
            let middle = N((a.y + b.y) / 2.0);
            format!(
                "M{} {}Q{out} {middle} {} {}",
                N(a.x),
                N(a.y),
                N(b.x),
                N(b.y)
            )
        }
        Run::Across => {
            let middle = N((a.x + b.x) / 2.0);
            format!(
                "M{} {}C{middle} {} {middle} {} {} {}",
                N(a.x),
                N(a.y),
                N(a.y),
                N(b.y),
                N(b.x),
                N(b.y)
            )
        }
        Run::Round { x, y } => {
            let toward = |one: f64, other: f64, centre: f64| {
                N(centre + ((one + other) / 2.0 - centre) * 0.35)
            };
            format!(
                "M{} {}Q{} {} {} {}",
                N(a.x),
                N(a.y),
                toward(a.x, b.x, x),
                toward(a.y, b.y, y),
                N(b.x),
                N(b.y)
            )
        }
    };
    html! {
        g class="m" data-weight=(format!("{:.4}", tie.weight)) data-side=(side) {
            title { (safe(&tie.label)) }
            path class={ "tie " (side) } d=(path) stroke-width=(N(0.8 + 3.6 * share)) {}
        }
    }
}

fn dot(node: &WebNode, place: &Place, most: i64) -> Markup {
    let r = radius(node.statements, most);
    html! {
        g class="m" data-statements=(node.statements) data-stance=[node.stance] data-group=[node.group.map(|group| group + 1)] {
            title { (safe(&node.label)) }
            @if node.topic {
                rect class="dot off" x=(N(place.x - r * 0.8)) y=(N(place.y - r * 0.8)) width=(N(r * 1.6)) height=(N(r * 1.6)) {}
            } @else {
                circle class={ "dot seen " (class(node.stance)) } cx=(N(place.x)) cy=(N(place.y)) r=(N(r)) {}
            }
        }
    }
}

fn name(node: &WebNode, place: &Place, most: i64, letters: usize) -> Markup {
    let away = radius(node.statements, most) + 5.0;
    let text = fitting(&node.name, letters);
    let x = if place.left { -away } else { away };
    let turned = match place.turn == 0.0 {
        true => String::new(),
        false => format!(" rotate({})", N(place.turn)),
    };
    html! {
        text class=(if place.left { "name end" } else { "name" }) x=(N(x)) y="4" transform={ "translate(" (N(place.x)) " " (N(place.y)) ")" (turned) } { (text) }
    }
}

/// How many letters of a name are shown.
fn letters(run: Run, frame: &Frame) -> usize {
    match run {
        Run::Beside { .. } => 24,
        _ if frame.is_narrow() => 13,
        _ => 28,
    }
}

/// The nodes group by group; who speaks most stands first in a group. And how many gaps part the groups.
fn by_group(web: &Web) -> (Vec<usize>, usize) {
    let group = |at: usize| web.nodes[at].group.unwrap_or(usize::MAX);
    let mut order: Vec<usize> = (0..web.nodes.len()).collect();
    order.sort_by_key(|at| {
        (
            group(*at),
            std::cmp::Reverse(web.nodes[*at].statements),
            *at,
        )
    });
    let pairs = order.windows(2);
    let bounds = pairs.filter(|pair| group(pair[0]) != group(pair[1]));
    let bounds = bounds.count();
    (order, bounds)
}

/// All in one column, the names at its left, the groups parted.
fn column(web: &Web, frame: &Frame) -> (Vec<Place>, f64, Run) {
    const ROW: f64 = 21.0;
    const GAP: f64 = 12.0;
    let (order, _) = by_group(web);
    let x = 24.0 * 7.0 + 20.0;
    let mut places = vec![Place::default(); web.nodes.len()];
    let mut y = 4.0;
    for (at, node) in order.iter().enumerate() {
        if at > 0 && web.nodes[order[at - 1]].group != web.nodes[*node].group {
            y += GAP;
        }
        places[*node] = Place {
            x,
            y: y + ROW / 2.0,
            turn: 0.0,
            left: true,
        };
        y += ROW;
    }
    let run = Run::Beside {
        most: frame.width - x - 8.0,
        high: y,
    };
    (places, y + 8.0, run)
}

/// All on a ring, with a gap between groups; none where it is too small for the names to stand apart.
fn ring(web: &Web, frame: &Frame) -> Option<(Vec<Place>, f64, Run)> {
    /// The least room of a name along the ring.
    const NAME: f64 = 14.0;
    // As much as the longest name needs, at about seven units a letter.
    let most = if frame.is_narrow() { 13 } else { 28 };
    let letters = web
        .nodes
        .iter()
        .map(|node| safe(&node.name).chars().count().min(most))
        .max()
        .unwrap_or(0);
    let room = letters as f64 * 7.0 + 24.0;
    let n = web.nodes.len();
    // As large as the names need that stand next to each other, and as the picture allows.
    let r = (n as f64 * 24.0 / TAU)
        .max(90.0)
        .min(frame.width / 2.0 - room)
        .max(60.0);
    let height = 2.0 * (r + room);
    let group = |at: usize| web.nodes[at].group.unwrap_or(usize::MAX);
    let (order, bounds) = by_group(web);
    let gaps = if bounds > 0 { bounds + 1 } else { 0 };
    let step = TAU / (n + gaps).max(1) as f64;
    if (r + 9.0) * step < NAME {
        return None;
    }
    let mut places = vec![Place::default(); n];
    let mut slot = 0.0;
    for (turn, at) in order.iter().enumerate() {
        if turn > 0 && group(order[turn - 1]) != group(*at) {
            slot += 1.0;
        }
        let angle = slot * step - PI / 2.0;
        slot += 1.0;
        let left = angle.cos() < -1e-9;
        places[*at] = Place {
            x: frame.width / 2.0 + r * angle.cos(),
            y: height / 2.0 + r * angle.sin(),
            turn: angle.to_degrees() - if left { 180.0 } else { 0.0 },
            left,
        };
    }
    let (x, y) = (frame.width / 2.0, height / 2.0);
    Some((places, height, Run::Round { x, y }))
}

/// Actors at the left, topics at the right, each in the order of those whom it is tied to.
fn columns(web: &Web, frame: &Frame) -> (Vec<Place>, f64) {
    const ROW: f64 = 26.0;
    let of = |topic: bool| -> Vec<usize> {
        (0..web.nodes.len())
            .filter(|at| web.nodes[*at].topic == topic)
            .collect()
    };
    let (mut left, mut right) = (of(false), of(true));
    // Twice each side is ordered by where the other side pulls it, supporters above.
    let pulled = |at: usize, others: &[usize], signed: bool| -> f64 {
        let mut sum = (0.0, 0.0);
        for tie in web.ties.iter().filter(|tie| tie.a == at || tie.b == at) {
            let other = if tie.a == at { tie.b } else { tie.a };
            if let Some(place) = others.iter().position(|one| *one == other) {
                let lift = if signed {
                    -tie.sign.signum() * 0.4
                } else {
                    0.0
                };
                sum.0 += (place as f64 + lift) * tie.weight.max(0.001);
                sum.1 += tie.weight.max(0.001);
            }
        }
        if sum.1 > 0.0 { sum.0 / sum.1 } else { f64::MAX }
    };
    for _ in 0..4 {
        let others = right.clone();
        left.sort_by(|a, b| {
            pulled(*a, &others, true)
                .total_cmp(&pulled(*b, &others, true))
                .then(a.cmp(b))
        });
        let others = left.clone();
        right.sort_by(|a, b| {
            pulled(*a, &others, false)
                .total_cmp(&pulled(*b, &others, false))
                .then(a.cmp(b))
        });
    }
    let rows = left.len().max(right.len()).max(1) as f64;
    let height = rows * ROW + 24.0;
    let narrow = frame.is_narrow();
    let (x0, x1) = match narrow {
        true => (130.0, frame.width - 130.0),
        false => (240.0, frame.width - 260.0),
    };
    let mut places = vec![Place::default(); web.nodes.len()];
    for (side, x, left) in [(&left, x0, true), (&right, x1, false)] {
        let gap = (height - 24.0) / side.len().max(1) as f64;
        for (row, at) in side.iter().enumerate() {
            places[*at] = Place {
                x,
                y: 12.0 + gap * (row as f64 + 0.5),
                turn: 0.0,
                left,
            };
        }
    }
    (places, height)
}
