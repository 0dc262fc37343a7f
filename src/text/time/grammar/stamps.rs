//! Days printed in figures: 2024-09-12, 9/12/2024, 12.09.2024, 20240912, "12 September".

use chrono::NaiveDate;

use super::figures::PLAIN_YEARS;
use super::{Grammar, parsed};
use crate::model::TimeValue;
use crate::text::time::lex::Kind;
use crate::text::time::meaning::{InYear, Meaning, Parsed, Year};
use crate::text::time::word::Word;

impl Grammar<'_> {
    /// 2024-09-12, 2024-W37, 2024-09, 9/12/2024, 09-12-24, 12.09.2024, 20240912, 9/11.
    pub(super) fn stamp(&self, at: usize) -> Option<Parsed> {
        let (a, a_digits) = self.number(at)?;
        if a_digits == 8 {
            let day = day(a / 10_000, a / 100 % 100, a % 100)?;
            return PLAIN_YEARS
                .contains(&(a / 10_000))
                .then(|| parsed(at, at + 1, Meaning::Value(TimeValue::Day(day))));
        }
        let Kind::Mark(mark @ (b'-' | b'/' | b'.')) = self.pieces.get(at + 1)?.kind else {
            return None;
        };
        if self.pieces[at + 1].gap || self.pieces.get(at + 2)?.gap {
            return None;
        }
        if a_digits == 4 && mark == b'-' && matches!(self.letters(at + 2), "W" | "w") {
            let (week, 1 | 2) = self.joined(at + 3)? else {
                return None;
            };
            let value = TimeValue::Week(a as i32, week);
            value.days()?;
            return Some(parsed(at, at + 4, Meaning::Value(value)));
        }
        let (b, b_digits) = self.joined(at + 2)?;
        let third = match self.is_mark(at + 3, mark) && !self.pieces[at + 3].gap {
            true => self.joined(at + 4),
            false => None,
        };
        let Some((c, c_digits)) = third else {
            return self.pair(at, (a, a_digits), (b, b_digits), mark);
        };
        let value = match (a_digits, b_digits, c_digits) {
            (4, 1 | 2, 1 | 2) => day(a, b, c),
            (1 | 2, 1 | 2, 4) => month_and_day(a, b, mark).and_then(|(m, d)| day(c, m, d)),
            (2, 2, 2) | (1, 1 | 2, 2) | (2, 1, 2)
                if mark == b'/' || (a_digits == 2 && mark == b'-') =>
            {
                let year = if c > 60 { 1900 + c } else { 2000 + c };
                month_and_day(a, b, mark).and_then(|(m, d)| day(year, m, d))
            }
            _ => None,
        }?;
        Some(parsed(at, at + 5, Meaning::Value(TimeValue::Day(value))))
    }

    /// Two numbers joined by a mark: 2024-09, 9/11; a season such as 1998-99 is its first year.
    fn pair(&self, at: usize, a: (u32, u8), b: (u32, u8), mark: u8) -> Option<Parsed> {
        let value = match (a, b, mark) {
            ((9, 1), (11, 2), b'/') => TimeValue::Day(NaiveDate::from_ymd_opt(2001, 9, 11)?),
            ((year, 4), (next, 2), b'-' | b'/') if PLAIN_YEARS.contains(&year) => {
                if mark == b'-' && (1..=12).contains(&next) && next != (year + 1) % 100 {
                    TimeValue::Month(year as i32, next)
                } else {
                    TimeValue::Year(year as i32)
                }
            }
            _ => return None,
        };
        Some(parsed(at, at + 3, Meaning::Value(value)))
    }

    /// "12 September 2024", "the 12th of September", "12-Sep-2024".
    pub(super) fn day_month(&self, at: usize) -> Option<Parsed> {
        let (day @ 1..=31, _) = self.number(at)? else {
            return None;
        };
        let mut next = at + 1;
        if self.word(next) == Some(Word::OrdinalSuffix) && !self.pieces[next].gap {
            next += 1;
        }
        if self.is_of(next) || self.is_mark(next, b'-') {
            next += 1;
        }
        let Some(Word::Month(month, _)) = self.word(next) else {
            return None;
        };
        if !self.is_month(next) {
            return None;
        }
        next += 1;
        if self.is_mark(next, b'.') && !self.pieces[next].gap {
            next += 1;
        }
        if self.is_mark(next, b'-') {
            next += 1;
        }
        let (year, last) = self.year_behind(next).unwrap_or((Year::Open, next));
        let last = if last == next && self.is_mark(next - 1, b'-') {
            next - 1
        } else {
            last
        };
        Some(parsed(
            at,
            last,
            Meaning::Day(InYear::Date(month, day), year),
        ))
    }
}

fn day(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year as i32, month, day)
}

/// Month first, as American news prints it, unless the figures or full stops say otherwise.
fn month_and_day(a: u32, b: u32, mark: u8) -> Option<(u32, u32)> {
    if a > 12 || mark == b'.' {
        (b <= 12).then_some((b, a))
    } else {
        Some((a, b))
    }
}
