//! A time axis: days on a line, with ticks at the beginnings of calendar units.

use chrono::{Datelike, Days, Months, NaiveDate};

/// Days mapped on a line of a length, linearly: a month without statements takes its room.
#[derive(Clone, Copy, Debug)]
pub struct Axis {
    first: NaiveDate,
    /// Days from the first to the last, at least one.
    days: f64,
    start: f64,
    length: f64,
}

/// A place on the axis that is labelled.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// Where, in the units of the line.
    pub at: f64,
    /// "12 Sep", "Sep" or "2024".
    pub label: String,
    /// The year below the label, where it begins or is the first to be seen; may be empty.
    pub year: String,
}

/// A calendar unit by which time is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// So many days.
    Days(u64),
    /// So many months.
    Months(u32),
}

impl Unit {
    /// From the finest.
    pub const ALL: [Unit; 12] = [
        Unit::Days(1),
        Unit::Days(2),
        Unit::Days(7),
        Unit::Days(14),
        Unit::Months(1),
        Unit::Months(2),
        Unit::Months(3),
        Unit::Months(6),
        Unit::Months(12),
        Unit::Months(24),
        Unit::Months(60),
        Unit::Months(120),
    ];

    /// How many days one has, on average.
    pub fn days(self) -> f64 {
        match self {
            Unit::Days(n) => n as f64,
            Unit::Months(n) => f64::from(n) * 30.44,
        }
    }

    /// The first day of the unit that a day lies in; weeks begin on Monday.
    pub fn floor(self, day: NaiveDate) -> NaiveDate {
        match self {
            Unit::Days(n) => {
                // Day 1 of the proleptic calendar is a Monday.
                let from_ce = u64::from(day.num_days_from_ce().unsigned_abs());
                day - Days::new((from_ce + 6) % n)
            }
            Unit::Months(n) => {
                let months = day.year() * 12 + day.month0() as i32;
                let first = months - months.rem_euclid(n as i32);
                NaiveDate::from_ymd_opt(first.div_euclid(12), first.rem_euclid(12) as u32 + 1, 1)
                    .unwrap_or(day)
            }
        }
    }

    /// The first day of the unit after the one that begins on `first`.
    pub fn after(self, first: NaiveDate) -> NaiveDate {
        match self {
            Unit::Days(n) => first.checked_add_days(Days::new(n)),
            Unit::Months(n) => first.checked_add_months(Months::new(n)),
        }
        .unwrap_or(NaiveDate::MAX)
    }

    /// What one of it is called: "day", "week", "3 months", …
    pub fn name(self) -> String {
        match self {
            Unit::Days(1) => "day".to_owned(),
            Unit::Days(7) => "week".to_owned(),
            Unit::Days(n) => format!("{n} days"),
            Unit::Months(1) => "month".to_owned(),
            Unit::Months(3) => "quarter".to_owned(),
            Unit::Months(12) => "year".to_owned(),
            Unit::Months(n) if n % 12 == 0 => format!("{} years", n / 12),
            Unit::Months(n) => format!("{n} months"),
        }
    }
}

/// Where a picture of these days begins, so that a few old ones do not push all others into its last inch: none
/// where it begins with the first. As few as do are left out, at most one in ten (of few, one), and only if that leaves
/// a quarter of the time or less.
pub fn beginning(days: impl Iterator<Item = NaiveDate>) -> Option<NaiveDate> {
    let mut days: Vec<NaiveDate> = days.collect();
    days.sort_unstable();
    let (first, last) = (days.first()?, days.last()?);
    let least = days.len().div_ceil(20);
    let most = least.max(days.len() / 10);
    let mut cuts = (least..=most).filter_map(|at| days.get(at));
    cuts.find(|begins| (*last - **begins) * 4 <= *last - *first)
        .filter(|_| days.len() > 4)
        .copied()
}

impl Axis {
    /// The days from `first` to `last` with some air around them, on a line that begins at `start`.
    pub fn new(first: NaiveDate, last: NaiveDate, start: f64, length: f64) -> Self {
        let span = (last - first).num_days().max(0) as u64;
        let air = (span / 30).max(if span < 14 { 7 } else { 2 });
        Self {
            first: first.checked_sub_days(Days::new(air)).unwrap_or(first),
            days: (span + 2 * air) as f64,
            start,
            length,
        }
    }

    /// Where a day lies.
    pub fn at(&self, day: NaiveDate) -> f64 {
        self.start + (day - self.first).num_days() as f64 / self.days * self.length
    }

    /// The finest unit of which one takes `room` on the line.
    pub fn unit(&self, room: f64) -> Unit {
        let fits = |unit: &&Unit| unit.days() / self.days * self.length >= room;
        *Unit::ALL.iter().find(fits).unwrap_or(&Unit::Months(120))
    }

    /// The beginnings of calendar units, at least `room` apart.
    pub fn ticks(&self, room: f64) -> Vec<Tick> {
        let unit = self.unit(room);
        let mut ticks = Vec::new();
        let mut day = unit.floor(self.first);
        let mut year = None;
        loop {
            let at = self.at(day);
            if at > self.start + self.length {
                return ticks;
            }
            if at >= self.start {
                let yearly = matches!(unit, Unit::Months(n) if n >= 12);
                let new_year = year.replace(day.year()) != Some(day.year());
                ticks.push(Tick {
                    at,
                    label: match unit {
                        Unit::Days(_) => day.format("%-d %b").to_string(),
                        _ if yearly => day.year().to_string(),
                        Unit::Months(_) => day.format("%b").to_string(),
                    },
                    year: match new_year && !yearly {
                        true => day.year().to_string(),
                        false => String::new(),
                    },
                });
            }
            let next = unit.after(day);
            if next <= day {
                return ticks;
            }
            day = next;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ymd(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn labels(first: NaiveDate, last: NaiveDate) -> Vec<String> {
        let ticks = Axis::new(first, last, 0.0, 700.0).ticks(50.0);
        ticks
            .into_iter()
            .map(|tick| format!("{} {}", tick.label, tick.year).trim().to_owned())
            .collect()
    }

    #[test]
    fn ticks_stand_at_the_beginnings_of_calendar_units() {
        assert_eq!(
            labels(ymd(2024, 9, 5), ymd(2025, 8, 2)),
            [
                "Sep 2024", "Oct", "Nov", "Dec", "Jan 2025", "Feb", "Mar", "Apr", "May", "Jun",
                "Jul", "Aug"
            ]
        );
        assert_eq!(
            labels(ymd(2001, 5, 1), ymd(2024, 5, 1)),
            [
                "2002", "2004", "2006", "2008", "2010", "2012", "2014", "2016", "2018", "2020",
                "2022", "2024"
            ]
        );
        assert_eq!(labels(ymd(2024, 9, 12), ymd(2024, 9, 12)).len(), 15);
    }

    #[test]
    fn a_day_lies_at_its_share_of_the_time() {
        let axis = Axis::new(ymd(2024, 1, 1), ymd(2024, 12, 31), 100.0, 600.0);
        let middle = axis.at(ymd(2024, 7, 1));
        assert!((middle - 400.0).abs() < 1.0, "{middle}");
        assert!(axis.at(ymd(2024, 1, 1)) > 100.0 && axis.at(ymd(2024, 12, 31)) < 700.0);
    }

    #[test]
    fn weeks_begin_on_monday_and_quarters_in_january() {
        assert_eq!(Unit::Days(7).floor(ymd(2026, 11, 26)), ymd(2026, 11, 23));
        assert_eq!(Unit::Months(3).floor(ymd(2024, 8, 30)), ymd(2024, 7, 1));
        assert_eq!(Unit::Months(1).after(ymd(2024, 12, 1)), ymd(2025, 1, 1));
    }

    #[test]
    fn a_few_old_days_are_left_out_of_a_picture() {
        let of = |days: &[NaiveDate]| beginning(days.iter().copied());
        let year = |year| ymd(year, 3, 1);
        let recent = [2015, 2015, 2016, 2016].map(year);
        assert_eq!(of(&[&[year(1963)], &recent[..]].concat()), Some(year(2015)));
        // Two of six are no exception, nor is a day that is not far off.
        assert_eq!(of(&[&[year(1963); 2], &recent[..]].concat()), None);
        // Three of thirty are few, whichever years they are of.
        let many = [year(2016); 27];
        let old = [1963, 1994, 1994].map(year);
        assert_eq!(
            of(&[&old[..], &[year(2015)], &many[..]].concat()),
            Some(year(2015))
        );
        assert_eq!(of(&[&[year(2013)], &recent[..]].concat()), None);
        assert_eq!(of(&[year(1963), year(2016)]), None);
    }
}
