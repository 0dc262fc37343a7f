//! Time cut into windows.

use chrono::{Days, NaiveDate};

use crate::report::chart::Unit;

/// More windows than this are no series that anybody reads.
const MOST: usize = 2000;

/// Windows of a length, one beginning so much behind the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Windows {
    /// How long each is.
    pub length: Unit,
    /// How far the next begins behind it; as long as it is, they lie side by side.
    pub step: Unit,
}

impl Windows {
    /// Windows that leave no day between them.
    ///
    /// # Errors
    /// Where a step is longer than a window.
    pub fn new(length: Unit, step: Unit) -> Result<Self, String> {
        if step.days() > length.days() {
            let told = |unit: Unit| match unit.name() {
                name if name.starts_with(|c: char| c.is_ascii_digit()) => name,
                name => format!("a {name}"),
            };
            return Err(format!(
                "windows of {} that begin {} apart leave out what was said between them: take a longer window, or \
                 a shorter step",
                told(length),
                told(step)
            ));
        }
        Ok(Self { length, step })
    }

    /// "month", "2 weeks", "90 days", "quarter", "year".
    ///
    /// # Errors
    /// What is meant, where it is none of these.
    pub fn span(given: &str) -> Result<Unit, String> {
        let wrong = || {
            format!(
                "\"{given}\" is no span of time: write week, month, quarter, year, \"90 days\" or \"6 months\""
            )
        };
        let given = given.trim().to_lowercase();
        let (number, unit) = match given.split_once(' ') {
            Some((number, unit)) => (number.parse().map_err(|_| wrong())?, unit.trim()),
            None => (1_u32, given.as_str()),
        };
        if number == 0 || number > 10_000 {
            return Err(wrong());
        }
        Ok(match unit.strip_suffix('s').unwrap_or(unit) {
            "day" => Unit::Days(number.into()),
            "week" => Unit::Days(u64::from(number) * 7),
            "month" => Unit::Months(number),
            "quarter" => Unit::Months(number * 3),
            "year" => Unit::Months(number * 12),
            _ => return Err(wrong()),
        })
    }

    /// The windows over `days`, which are in order, first and last day each; of very many those that hold
    /// one. Weeks begin on Monday, months on their first; spans of other days begin with the first of them.
    ///
    /// # Errors
    /// Where there are too many.
    pub fn over(&self, days: &[NaiveDate]) -> Result<Vec<(NaiveDate, NaiveDate)>, String> {
        let (first, last) = match *days {
            [day] => (day, day),
            [first, .., last] => (first, last),
            [] => return Ok(Vec::new()),
        };
        let mut from = match self.step {
            Unit::Days(n) if n % 7 == 0 => Unit::Days(7).floor(first),
            Unit::Days(_) => first,
            months => months.floor(first),
        };
        let mut out = Vec::new();
        while from <= last {
            let to = self.length.after(from) - Days::new(1);
            out.push((from, to));
            // What a window already holds to its end needs no shorter one behind it.
            if to >= last {
                break;
            }
            from = self.step.after(from);
        }
        if out.len() > MOST {
            // One old statement makes no windows of the decades behind it.
            out.retain(|(from, to)| {
                let next = days.partition_point(|day| day < from);
                days.get(next).is_some_and(|day| day <= to)
            });
        }
        match out.len() {
            ..=MOST => Ok(out),
            _ => Err(format!(
                "more than {MOST} windows: take longer steps, or fewer days by --said-since"
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_leave_no_day_out() {
        let (week, month, quarter) = (Unit::Days(7), Unit::Months(1), Unit::Months(3));
        assert!(Windows::new(week, week).is_ok() && Windows::new(quarter, month).is_ok());
        assert!(Windows::new(Unit::Days(31), month).is_ok());
        assert!(Windows::new(Unit::Days(28), month).is_err());
        let told = Windows::new(month, quarter).unwrap_err();
        assert!(
            told.contains("windows of a month that begin a quarter apart"),
            "{told}"
        );
    }

    #[test]
    fn one_old_statement_makes_no_windows_of_the_decades_behind_it() {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let week = Unit::Days(7);
        let weeks = Windows {
            length: week,
            step: week,
        };
        let days = [day(1963, 7, 2), day(2016, 3, 1), day(2016, 3, 3)];
        let expected = vec![
            (day(1963, 7, 1), day(1963, 7, 7)),
            (day(2016, 2, 29), day(2016, 3, 6)),
        ];
        assert_eq!(weeks.over(&days), Ok(expected));
        assert_eq!(weeks.over(&[]), Ok(Vec::new()));
    }
}
