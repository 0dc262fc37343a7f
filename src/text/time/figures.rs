//! Dates and years printed in figures, and counts of units ("3 days ago").

use chrono::NaiveDate;

use super::grammar::{Grammar, parsed, shift};
use super::lex::Kind;
use super::meaning::{InYear, Meaning, Parsed, Year};
use super::words::{Portion, Preposition, Unit, Word};
use crate::model::TimeValue;

/// Years that news writes about without a word that says it is a year.
const PLAIN_YEARS: std::ops::RangeInclusive<u32> = 1900..=2060;

/// Years that a word such as "in" before them makes one.
const YEARS: std::ops::RangeInclusive<u32> = 1000..=2199;

impl Grammar<'_> {
    /// What begins with figures at `at`.
    pub(super) fn figures(&self, at: usize) -> Option<Parsed> {
        let Kind::Number(n, digits) = self.pieces[at].kind else {
            return None;
        };
        if self.is_attached(at) {
            return None;
        }
        if let Some(found) = self.stamp(at) {
            return Some(found);
        }
        match digits {
            1 | 2 => self
                .clock_time(at)
                .or_else(|| self.day_month(at))
                .or_else(|| self.counted(at, at + 1, n)),
            3 => self.counted(at, at + 1, n),
            4 => self.year(at).or_else(|| self.counted(at, at + 1, n)),
            _ => None,
        }
    }

    /// "10:30 p.m. Wednesday", "9 a.m.".
    fn clock_time(&self, at: usize) -> Option<Parsed> {
        let mut next = at + 1;
        if self.is_mark(next, b':') && self.joined(next + 1).is_some() {
            next += 2;
        }
        let half =
            |letters: &str| letters.eq_ignore_ascii_case("a") || letters.eq_ignore_ascii_case("p");
        next = match self.letters(next) {
            "am" | "pm" | "AM" | "PM" => next + 1,
            letters
                if half(letters)
                    && self.is_mark(next + 1, b'.')
                    && self.letters(next + 2).eq_ignore_ascii_case("m") =>
            {
                next + 3 + usize::from(self.is_mark(next + 3, b'.'))
            }
            _ => return None,
        };
        Some(self.clock(at, next))
    }

    /// The day of a time of day that ends at `at`, where it is printed behind it.
    pub(super) fn clock(&self, first: usize, at: usize) -> Parsed {
        let mut next = at + usize::from(self.word(at) == Some(Word::Clock));
        next += usize::from(self.is_mark(next, b','));
        next += usize::from(self.letters(next) == "on");
        let dated = match self.word(next) {
            Some(Word::Weekday(..)) => self.weekday(next, None),
            Some(Word::Month(..)) => self.month(next, Year::Open),
            Some(Word::Today(steps)) => self.today(next, steps),
            _ => None,
        };
        match dated {
            Some(dated) => Parsed { first, ..dated },
            None => parsed(first, at, Meaning::Clock),
        }
    }

    /// Whether the figures at `at` go on from something else: money, decimals, codes.
    fn is_attached(&self, at: usize) -> bool {
        if at == 0 || self.pieces[at].gap {
            return false;
        }
        match self.pieces[at - 1].kind {
            Kind::Mark(b'(' | b'[' | b'"' | b'\'' | b'_' | b';') => false,
            Kind::Mark(b',') | Kind::Mark(b'-') | Kind::Mark(b'/') | Kind::Mark(b'.') => {
                !(at > 1
                    && match self.pieces[at - 2].kind {
                        // "1998-1999" counts on; "12,000" does not.
                        Kind::Number(_, 4) => {
                            self.is_mark(at - 1, b'-') || self.is_mark(at - 1, b'/')
                        }
                        Kind::Word(Word::Month(..) | Word::Portion(_)) => true,
                        Kind::Word(_) | Kind::Other(_) => {
                            self.is_mark(at - 1, b',') || self.is_mark(at - 1, b'.')
                        }
                        _ => false,
                    })
            }
            _ => true,
        }
    }

    /// 2024-09-12, 2024-W37, 2024-09, 9/12/2024, 09-12-24, 12.09.2024, 20240912, 9/11.
    fn stamp(&self, at: usize) -> Option<Parsed> {
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
    fn day_month(&self, at: usize) -> Option<Parsed> {
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

    /// A year on its own, or a decade.
    fn year(&self, at: usize) -> Option<Parsed> {
        let (n, _) = self.number(at)?;
        let joined = self.pieces.get(at + 1).filter(|p| !p.gap);
        if joined.is_some() && self.letters(at + 1) == "s" {
            return self.decade(at, n, at + 2);
        }
        if joined.is_some()
            && self.is_mark(at + 1, b'\'')
            && self.letters(at + 2) == "s"
            && n.is_multiple_of(10)
        {
            return self.decade(at, n, at + 3);
        }
        let year = self.year_at(at)?;
        let led = at > 0
            && match self.word(at - 1) {
                Some(Word::Preposition(Preposition::Within | Preposition::Since)) => true,
                Some(
                    Word::Of | Word::Portion(_) | Word::Fiscal | Word::Season(_) | Word::Before(_),
                ) => true,
                Some(Word::Preposition(_) | Word::To | Word::And | Word::Article(true)) => {
                    PLAIN_YEARS.contains(&n)
                }
                _ => self.is_mark(at - 1, b'('),
            };
        if self.is_counting(at + 1, led) || !(led || PLAIN_YEARS.contains(&n)) {
            return None;
        }
        Some(parsed(at, at + 1, Meaning::Value(TimeValue::Year(year))))
    }

    fn decade(&self, at: usize, n: u32, last: usize) -> Option<Parsed> {
        (YEARS.contains(&n) && n.is_multiple_of(10))
            .then(|| parsed(at, last, Meaning::Decade(n as i32)))
    }

    /// Whether what stands behind figures makes them a count: "2000 troops", "1998 people".
    fn is_counting(&self, at: usize, led: bool) -> bool {
        let Some(piece) = self.pieces.get(at) else {
            return false;
        };
        match piece.kind {
            Kind::Word(Word::Clock) => true,
            Kind::Word(Word::Unit(unit)) => {
                unit != Unit::Quarter && self.letters(at).ends_with('s')
            }
            Kind::Other(_) if !piece.capital => {
                let word = self.letters(at);
                let plural = word.ends_with('s') && !word.ends_with("ss") && word.len() > 3;
                matches!(
                    word,
                    "people" | "percent" | "men" | "women" | "children" | "feet" | "million" | "km"
                ) || (plural && !led)
            }
            _ => false,
        }
    }

    /// "'98", "the '80s"; the apostrophe stands at `at`.
    pub(super) fn short_year(&self, at: usize) -> Option<Parsed> {
        let (n, 2) = self.joined(at + 1)? else {
            return None;
        };
        let before = at.checked_sub(1).and_then(|before| self.word(before))?;
        let led = matches!(
            before,
            Word::Preposition(_)
                | Word::Of
                | Word::Portion(_)
                | Word::Month(..)
                | Word::And
                | Word::Season(_)
                | Word::Before(_)
                | Word::Article(true)
                | Word::To
        );
        if !led || !self.pieces[at].gap {
            return None;
        }
        let year = if n > 40 { 1900 + n } else { 2000 + n };
        let tail = self.pieces.get(at + 2);
        match tail.map(|p| (p.gap, p.kind)) {
            Some((false, Kind::Other(_) | Kind::Word(_) | Kind::Number(..))) => {
                let plural = self.letters(at + 2) == "s";
                plural.then(|| self.decade(at, year, at + 3)).flatten()
            }
            _ if self.is_counting(at + 2, false) => None,
            _ => Some(parsed(
                at,
                at + 2,
                Meaning::Value(TimeValue::Year(year as i32)),
            )),
        }
    }

    /// The year that the figures at `at` can be: four digits, and nothing joined on.
    pub(super) fn year_at(&self, at: usize) -> Option<i32> {
        let (n, 4) = self.number(at)? else {
            return None;
        };
        let joined = |at: usize| self.pieces.get(at).filter(|p| !p.gap).map(|p| p.kind);
        let goes_on = match (joined(at + 1), joined(at + 2)) {
            (Some(Kind::Other(_) | Kind::Word(_) | Kind::Mark(b'%' | b'$')), _) => true,
            (Some(Kind::Mark(b'.' | b',' | b':')), Some(Kind::Number(..))) => true,
            _ => false,
        };
        (YEARS.contains(&n) && !goes_on).then_some(n as i32)
    }

    /// A count of units, which stand at `at`: "ago", "earlier", "after …", or a length of time.
    pub(super) fn counted(&self, first: usize, at: usize, count: u32) -> Option<Parsed> {
        let mut at = at;
        if self.is_mark(at, b'-') {
            at += 1;
        }
        // "one or two days ago": the second number counts.
        if let (Some(Word::And | Word::To), Some(Word::Number(n))) =
            (self.word(at), self.word(at + 1))
        {
            return self.counted(first, at + 2, n).filter(|p| p.last > at + 2);
        }
        let Some(Word::Unit(unit)) = self.word(at) else {
            return None;
        };
        let count = i32::try_from(count).ok().filter(|n| *n < 10_000)?;
        let mut next = at + 1;
        if self.is_mark(next, b'-') {
            next += 1;
        }
        if self.word(next) == Some(Word::And) && self.letters(next + 1) == "so" {
            next += 2;
        }
        let meaning = match self.word(next) {
            _ if unit == Unit::Hour => return Some(parsed(first, at + 1, Meaning::Nothing)),
            Some(Word::Ago) => shift(unit, -count, false),
            Some(Word::Portion(Portion::Earlier)) => shift(unit, -count, true),
            Some(Word::Portion(Portion::Later)) => shift(unit, count, true),
            Some(Word::Before(step)) if self.is_closed(next + 1) => shift(unit, step * count, true),
            Some(Word::Before(step)) => return self.beside(first, at, unit, step * count),
            Some(Word::Preposition(Preposition::Any))
                if matches!(self.letters(next + 1), "now" | "today") =>
            {
                return Some(parsed(first, next + 2, shift(unit, count, false)));
            }
            _ => return Some(parsed(first, at + 1, Meaning::Nothing)),
        };
        Some(parsed(first, next + 1, meaning))
    }

    /// The number and its digits at `at`.
    pub(super) fn number(&self, at: usize) -> Option<(u32, u8)> {
        match self.pieces.get(at)?.kind {
            Kind::Number(n, digits) => Some((n, digits)),
            _ => None,
        }
    }

    fn joined(&self, at: usize) -> Option<(u32, u8)> {
        self.number(at).filter(|_| !self.pieces[at].gap)
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
