//! Networks: nodes on a ring, group by group, or two columns for actors and topics.
//!
//! Agreement is dense: where ties pull nodes together, as most programs draw networks, dozens of names lie on
//! each other. On a ring each has its place, and the same network gives the same picture.

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

/// Draws a network.
pub fn web(web: &Web, frame: &Frame) -> Markup {
    let (places, height) = match web.two_mode {
        true => columns(web, frame),
        false => ring(web, frame),
    };
    let centre = Place {
        x: frame.width / 2.0,
        y: height / 2.0,
        ..Place::default()
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
        @for one in web.ties.iter().rev() { (tie(one, &places, strongest, (!web.two_mode).then_some(centre))) }
        @for (one, place) in web.nodes.iter().zip(&places) { (dot(one, place, most)) }
        @for (one, place) in web.nodes.iter().zip(&places) { (name(one, place, most, frame)) }
    };
    let width = if frame.is_narrow() { "narrow" } else { "wide" };
    drawing(frame, height, &web.title, &web.description, width, inside)
}

/// Its area grows with the statements.
fn radius(statements: i64, most: i64) -> f64 {
    4.0 + 7.0 * (statements as f64 / most as f64).sqrt()
}

/// A tie; on a ring it bends to the centre.
fn tie(tie: &WebTie, places: &[Place], strongest: f64, centre: Option<Place>) -> Markup {
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
    let path = match centre {
        None => {
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
        Some(centre) => {
            let toward = |one: f64, other: f64, centre: f64| {
                N(centre + ((one + other) / 2.0 - centre) * 0.35)
            };
            format!(
                "M{} {}Q{} {} {} {}",
                N(a.x),
                N(a.y),
                toward(a.x, b.x, centre.x),
                toward(a.y, b.y, centre.y),
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

fn name(node: &WebNode, place: &Place, most: i64, frame: &Frame) -> Markup {
    let away = radius(node.statements, most) + 5.0;
    let text = fitting(&node.name, shown_letters(frame));
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
fn shown_letters(frame: &Frame) -> usize {
    if frame.is_narrow() { 13 } else { 28 }
}

/// All on a ring, with a gap between groups; who speaks most stands first in a group.
fn ring(web: &Web, frame: &Frame) -> (Vec<Place>, f64) {
    // As much as the longest name needs, at about seven units a letter.
    let most = shown_letters(frame);
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
    let mut order: Vec<usize> = (0..n).collect();
    let group = |at: usize| web.nodes[at].group.unwrap_or(usize::MAX);
    order.sort_by_key(|at| {
        (
            group(*at),
            std::cmp::Reverse(web.nodes[*at].statements),
            *at,
        )
    });
    let bounds = order
        .windows(2)
        .filter(|pair| group(pair[0]) != group(pair[1]))
        .count();
    let gaps = if bounds > 0 { bounds + 1 } else { 0 };
    let step = TAU / (n + gaps).max(1) as f64;
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
    (places, height)
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
