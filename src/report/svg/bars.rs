//! Many statements, counted: for each unit of time and level of the scale a bar.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use maud::{Markup, html};

use super::marks::{N, class};
use crate::report::chart::{Axis, Mark};
use crate::report::words::{count, day, signed};

/// How wide a bar is at least.
const ROOM: f64 = 7.0;

/// Bars that stand on their level, the highest `most` high; of each the filled part is reviewed. What
/// forms no position is left out, as on the scale, but for refusals and withdrawals.
pub fn bars(marks: &[Mark], axis: &Axis, most: f64, y: impl Fn(Option<i16>) -> f64) -> Markup {
    let unit = axis.unit(ROOM);
    let mut tally: BTreeMap<(NaiveDate, Option<i16>), (i64, i64)> = BTreeMap::new();
    for mark in marks
        .iter()
        .filter(|mark| mark.counted || mark.stance.is_none())
    {
        let one = tally
            .entry((unit.floor(mark.middle()), mark.stance))
            .or_default();
        one.0 += 1;
        one.1 += i64::from(mark.reviewed);
    }
    let highest = tally.values().map(|(all, _)| *all).max().unwrap_or(1) as f64;
    html! {
        @for ((from, stance), (all, reviewed)) in &tally {
            @let (x0, x1) = (axis.at(*from), axis.at(unit.after(*from)));
            @let wide = (x1 - x0 - 1.6).max(1.5);
            @let (high, seen) = (*all as f64 / highest * most, *reviewed as f64 / highest * most);
            @let foot = y(*stance) + most * 0.5;
            g class="m" data-from=(from) data-stance=[*stance] data-statements=(all) data-reviewed=(reviewed) {
                title {
                    (day(*from)) ", " (unit.name()) ": " (count(*all, "statement")) " at " (stance.map_or("off the scale".to_owned(), signed))
                    ", " (reviewed) " reviewed"
                }
                rect class={ "bar " (class(*stance)) } x=(N(x0)) y=(N(foot - high)) width=(N(wide)) height=(N(high)) {}
                @if *reviewed > 0 {
                    rect class={ "bar seen " (class(*stance)) } x=(N(x0)) y=(N(foot - seen)) width=(N(wide)) height=(N(seen)) {}
                }
            }
        }
    }
}

/// What the bars count, for the legend.
pub fn legend(marks: &[Mark], axis: &Axis) -> String {
    let unit = axis.unit(ROOM);
    let mut tally: BTreeMap<(NaiveDate, Option<i16>), i64> = BTreeMap::new();
    for mark in marks.iter().filter(|mark| mark.counted) {
        *tally
            .entry((unit.floor(mark.middle()), mark.stance))
            .or_default() += 1;
    }
    let highest = tally.into_values().max().unwrap_or(0);
    format!(
        "each bar counts the statements of a {}, the highest {highest}; the filled part is reviewed",
        unit.name()
    )
}
