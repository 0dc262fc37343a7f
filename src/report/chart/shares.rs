//! Where a field of actors stood over time: the share on each side, with how little it rests on.

use chrono::NaiveDate;

use super::{Chart, Shares, Unit, beginning};
use crate::model::{HistoryRow, StandingRow, TopicRow};
use crate::report::words::{count, day, number};

/// The most days at which a field is looked at.
const SAMPLES: usize = 16;

/// Days at which to look at the field of a topic, of its history those that most was said on; none where nothing was.
pub fn field_days(topic: &TopicRow, history: &[HistoryRow]) -> Vec<NaiveDate> {
    let counted = history
        .iter()
        .filter(|row| row.not_counted_because.is_none());
    let begins = beginning(counted.filter_map(|row| row.said_from));
    let said = begins.or(topic.first_said).zip(topic.last_said);
    said.map_or(Vec::new(), |(first, last)| {
        sample_days(first, last, SAMPLES)
    })
}

/// Days at which to look at a field: the ends of calendar units, at most `most`, and the last day itself.
fn sample_days(first: NaiveDate, last: NaiveDate, most: usize) -> Vec<NaiveDate> {
    let ends = |unit: Unit| {
        let mut days = Vec::new();
        let mut next = unit.after(unit.floor(first));
        while next <= last && days.len() <= most {
            days.extend(next.pred_opt());
            next = unit.after(next);
        }
        days.push(last);
        days
    };
    let finer = Unit::ALL.iter().map(|unit| ends(*unit));
    finer
        .into_iter()
        .find(|days| days.len() <= most)
        .unwrap_or_else(|| vec![last])
}

/// The shares of those for, undecided and against; none where there is nothing to compare.
pub fn shares(title: &str, rows: &[StandingRow]) -> Option<Chart> {
    let rows: Vec<StandingRow> = rows
        .iter()
        .filter(|row| row.actors() > 0)
        .cloned()
        .collect();
    let last = rows.last().filter(|_| rows.len() > 1)?;
    let description = format!(
        "At {} {} had a position: {} for, {} undecided, {} against, {} mixed. {}",
        day(last.day),
        count(last.actors(), "actor"),
        told(last.supporting, last.actors()),
        told(last.undecided, last.actors()),
        told(last.opposing, last.actors()),
        number(last.mixed),
        caution(last),
    );
    Some(Chart::Shares(Shares {
        title: title.to_owned(),
        description,
        rows,
    }))
}

/// What the bands mean, and what they do not.
fn caution(last: &StandingRow) -> String {
    format!(
        "The bands are 95% Wilson intervals, as if these actors were drawn at random from all who have a \
         position; that the sources leave some out, and that the program errs, comes on top. {} of the {} \
         positions are reviewed.",
        number(last.reviewed),
        number(last.actors())
    )
}

/// "12 (60%, 39–78%)".
pub fn told(part: i64, whole: i64) -> String {
    let (low, high) = wilson(part, whole);
    format!(
        "{} ({:.0}%, {:.0}–{:.0}%)",
        number(part),
        100.0 * part as f64 / whole.max(1) as f64,
        100.0 * low,
        100.0 * high
    )
}

/// The 95% score interval of a share (E. B. Wilson, 1927): sound for small numbers and shares near 0 or 1.
pub fn wilson(part: i64, whole: i64) -> (f64, f64) {
    const Z: f64 = 1.96;
    if whole <= 0 {
        return (0.0, 1.0);
    }
    let (n, share) = (whole as f64, part as f64 / whole as f64);
    let middle = share + Z * Z / (2.0 * n);
    let reach = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z * Z / n;
    (
        ((middle - reach) / scale).max(0.0),
        ((middle + reach) / scale).min(1.0),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ymd(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn the_interval_is_that_of_the_textbooks() {
        // Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
        for (part, whole, low, high) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ] {
            let found = wilson(part, whole);
            assert!(
                (found.0 - low).abs() < 1e-4 && (found.1 - high).abs() < 1e-4,
                "{found:?}"
            );
        }
    }

    #[test]
    fn days_are_the_ends_of_units_and_the_last() {
        assert_eq!(
            sample_days(ymd(2024, 5, 2), ymd(2024, 8, 14), 12),
            [
                ymd(2024, 5, 5),
                ymd(2024, 5, 19),
                ymd(2024, 6, 2),
                ymd(2024, 6, 16),
                ymd(2024, 6, 30),
                ymd(2024, 7, 14),
                ymd(2024, 7, 28),
                ymd(2024, 8, 11),
                ymd(2024, 8, 14)
            ]
        );
        assert_eq!(
            sample_days(ymd(2024, 5, 2), ymd(2024, 5, 2), 12),
            [ymd(2024, 5, 2)]
        );
    }
}
