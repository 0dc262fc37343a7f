//! Feasts and public holidays that fall on a day by rule.

use chrono::{Days, NaiveDate, Weekday};

/// The rule that gives a holiday's day in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holiday {
    /// The same month and day every year.
    Fixed(u32, u32),
    /// The nth weekday of a month; the last one for −1.
    Nth(u32, Weekday, i32),
    /// Days from Easter Sunday.
    Easter(i32),
}

impl Holiday {
    /// Reads "12-25", "11 thursday 4" or "easter -2".
    pub(super) fn parse(rule: &str) -> Option<Self> {
        if let Some((month, day)) = rule.split_once('-').filter(|(m, _)| m.len() == 2) {
            return Some(Self::Fixed(month.parse().ok()?, day.parse().ok()?));
        }
        let parts: Vec<&str> = rule.split(' ').collect();
        match parts[..] {
            ["easter", days] => Some(Self::Easter(days.parse().ok()?)),
            [month, weekday, nth] => Some(Self::Nth(
                month.parse().ok()?,
                weekday.parse().ok()?,
                nth.parse().ok()?,
            )),
            _ => None,
        }
    }

    /// Its day in `year`.
    pub(super) fn day(self, year: i32) -> Option<NaiveDate> {
        match self {
            Self::Fixed(month, day) => NaiveDate::from_ymd_opt(year, month, day),
            Self::Nth(month, weekday, nth) if nth > 0 => {
                NaiveDate::from_weekday_of_month_opt(year, month, weekday, nth as u8)
            }
            Self::Nth(month, weekday, _) => (4..=5)
                .rev()
                .find_map(|nth| NaiveDate::from_weekday_of_month_opt(year, month, weekday, nth)),
            Self::Easter(days) if days < 0 => {
                easter(year)?.checked_sub_days(Days::new(days.unsigned_abs().into()))
            }
            Self::Easter(days) => easter(year)?.checked_add_days(Days::new(days as u64)),
        }
    }
}

/// Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher).
fn easter(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    NaiveDate::from_ymd_opt(year, month as u32, day as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(rule: &str, year: i32) -> String {
        let holiday = Holiday::parse(rule).expect(rule);
        holiday.day(year).expect(rule).to_string()
    }

    #[test]
    fn movable_holidays_fall_on_their_days() {
        assert_eq!(day("easter 0", 2024), "2024-03-31");
        assert_eq!(day("easter -2", 1998), "1998-04-10");
        assert_eq!(day("easter 0", 1943), "1943-04-25");
        assert_eq!(day("11 thursday 4", 2024), "2024-11-28");
        assert_eq!(day("05 monday -1", 2021), "2021-05-31");
        assert_eq!(day("05 monday -1", 2023), "2023-05-29");
    }
}
