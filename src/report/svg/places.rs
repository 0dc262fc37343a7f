//! Places for many marks of one level: on it, above and below it, and only where that does not do beside their day.

use super::marks::radius;
use crate::report::chart::{Axis, Mark};

/// No two marks that touch are further apart in time than this.
const REACH: f64 = 36.0;

/// How marks may be set.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// From one level of the scale to the next, by the usual distance.
    pub level: f64,
    /// How large marks are, by their usual size.
    pub size: f64,
    /// How far from its day a mark may stand.
    pub aside: f64,
}

/// The ways to set marks, those first that are easiest to read.
pub const ROOMS: [Room; 6] = [
    room(1.0, 1.0, 0.0),
    room(1.0, 0.8, 0.0),
    room(1.5, 0.8, 0.0),
    room(2.0, 0.64, 0.0),
    room(2.0, 0.56, 7.0),
    room(2.2, 0.5, 16.0),
];

const fn room(level: f64, size: f64, aside: f64) -> Room {
    Room { level, size, aside }
}

impl Room {
    /// How far above or below its level a mark may stand, the nearest first.
    fn heights(&self, level: f64, r: f64) -> Vec<f64> {
        // As it is usual, a seventh of the way to the next level; where there are more, as close as they fit.
        let (step, most) = match self.size < 1.0 {
            true => (r, level / 2.0 - r - 1.0),
            false => (level / 7.0, level / 7.0 * 3.0),
        };
        around(step, most)
    }

    /// How far before or behind its day, the nearest first.
    fn sides(&self, r: f64) -> Vec<f64> {
        around(2.0 * r + 0.2, self.aside)
    }
}

/// Nothing, then a step down and up, then two, as far as `most`.
fn around(step: f64, most: f64) -> Vec<f64> {
    let steps = (most / step + 1e-9).floor().max(0.0) as i32;
    let pairs = (1..=steps).flat_map(|n| [-f64::from(n) * step, f64::from(n) * step]);
    std::iter::once(0.0).chain(pairs).collect()
}

/// A mark with its place.
#[derive(Debug)]
pub struct Placed<'a> {
    /// What is drawn.
    pub mark: &'a Mark,
    /// Where its day is.
    pub day: f64,
    /// Where it stands.
    pub x: f64,
    /// How high.
    pub y: f64,
    /// Half its size.
    pub r: f64,
}

/// A place for each mark, which are in the order of their days; none where they cannot all be told apart.
pub fn places<'a>(
    marks: &'a [Mark],
    axis: &Axis,
    room: Room,
    (level, least): (f64, f64),
    y: impl Fn(Option<i16>) -> f64,
) -> Option<Vec<Placed<'a>>> {
    let mut places: Vec<Placed> = Vec::with_capacity(marks.len());
    for mark in marks {
        let day = axis.at(mark.middle());
        let on = y(mark.stance);
        let r = radius(mark.attestations, least * room.size);
        let near: Vec<&Placed> = places
            .iter()
            .rev()
            .take_while(|other| day - other.day < REACH + 2.0 * room.aside)
            .collect();
        let free = |(x, y): &(f64, f64)| {
            near.iter()
                .all(|other| (x - other.x).hypot(y - other.y) > r + other.r)
        };
        let heights = room.heights(level, r);
        let (x, y) = room
            .sides(r)
            .into_iter()
            .flat_map(|aside| heights.iter().map(move |above| (day + aside, on + above)))
            .find(free)?;
        places.push(Placed { mark, day, x, y, r });
    }
    Some(places)
}
