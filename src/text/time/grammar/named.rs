//! Dates with names in them: months, weekdays, ordinals, numbers in words.

use super::{Grammar, parsed};
use crate::model::TimeValue;
use crate::text::time::lex::Kind;
use crate::text::time::meaning::{InYear, Meaning, Parsed, Year};
use crate::text::time::word::{Preposition, Turn, Unit, Word};

impl Grammar<'_> {
    /// What begins with the month's name at `at`; `year` is what a turn before it says.
    pub(super) fn month(&self, at: usize, year: Year) -> Option<Parsed> {
        let Some(Word::Month(month, abbreviation)) = self.word(at) else {
            return None;
        };
        if !self.is_month(at) {
            return None;
        }
        let mut next = at + 1;
        let stopped = self.is_mark(next, b'.') && !self.pieces[next].gap;
        next += usize::from(stopped && abbreviation);
        if let Some((day, behind)) = self.day_of_month(next) {
            let behind = self.range_end(behind);
            let (year, last) = match year {
                Year::Open => self
                    .year_behind(behind)
                    .unwrap_or_else(|| (self.year_of_range(behind), behind)),
                turned => (turned, behind),
            };
            return Some(parsed(
                at,
                last,
                Meaning::Day(InYear::Date(month, day), year),
            ));
        }
        if year == Year::Open {
            let apostrophe = next + usize::from(self.is_mark(next, b'\''));
            if apostrophe > next
                && self
                    .number(apostrophe)
                    .is_some_and(|(_, digits)| digits == 2)
            {
                let short = self.short_year(next)?;
                let Meaning::Value(TimeValue::Year(year)) = short.meaning else {
                    return None;
                };
                return Some(parsed(
                    at,
                    short.last,
                    Meaning::Value(TimeValue::Month(year, month)),
                ));
            }
            if let Some((given, last)) = self.year_behind(next) {
                return Some(parsed(at, last, Meaning::Month(month, given)));
            }
            if let Some((spoken, last)) = self.spoken_year(next) {
                let value = TimeValue::Month(spoken, month);
                return Some(parsed(at, last, Meaning::Value(value)));
            }
            if (abbreviation && !stopped) || !self.is_bare_month(at, month) {
                return None;
            }
        }
        let year = match year {
            Year::Open => self.year_of_range(next),
            turned => turned,
        };
        Some(parsed(at, next, Meaning::Month(month, year)))
    }

    /// The year of a range whose first half ends at `at`: "September to December 2014".
    fn year_of_range(&self, at: usize) -> Year {
        let to = matches!(
            self.word(at),
            Some(Word::To | Word::And | Word::Preposition(Preposition::Until))
        );
        if !(to || self.is_mark(at, b'-')) || !matches!(self.word(at + 1), Some(Word::Month(..))) {
            return Year::Open;
        }
        let mut next = at + 2;
        next += usize::from(self.is_mark(next, b'.'));
        if let Some((_, behind)) = self.day_of_month(next) {
            next = behind;
        }
        match self.year_behind(next) {
            Some((year @ Year::Given(_), _)) => year,
            _ => Year::Open,
        }
    }

    /// Whether the word at `at` is printed as a month: capital, unless nothing else it can be.
    pub(super) fn is_month(&self, at: usize) -> bool {
        let Some(Word::Month(month, abbreviation)) = self.word(at) else {
            return false;
        };
        self.pieces[at].capital || !(abbreviation || matches!(month, 3 | 5 | 8))
    }

    /// Whether a month without day or year is one, and not a name or a verb.
    fn is_bare_month(&self, at: usize, month: u32) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.word(before));
        // January, February and the like name nothing else.
        let certain = !matches!(month, 3 | 4 | 5 | 6 | 8);
        let surname = self.pieces.get(at + 1).is_some_and(|next| {
            next.capital
                && matches!(next.kind, Kind::Other(_))
                && next.sentence == self.pieces[at].sentence
        });
        let named = self.names & (1 << month) != 0 || (surname && !certain);
        let led = match before {
            Some(Word::Preposition(Preposition::Within | Preposition::Since)) => true,
            Some(Word::Portion(_) | Word::Edge(_) | Word::Turn(_)) => true,
            Some(Word::And) => {
                let listed = at.checked_sub(2).map(|at| self.pieces[at].kind);
                let date = matches!(listed, Some(Kind::Number(..) | Kind::Word(Word::Month(..))));
                date && !named
            }
            Some(Word::Preposition(_) | Word::Of | Word::To) => !named,
            Some(Word::Before(_) | Word::Article(_)) => !named,
            _ => false,
        };
        led || (certain && self.letters(at).len() > 4)
    }

    /// The day behind a month's name and where it ends.
    fn day_of_month(&self, at: usize) -> Option<(u32, usize)> {
        match self.pieces.get(at)?.kind {
            Kind::Number(day @ 1..=31, 1 | 2) => {
                let joined = self.pieces.get(at + 1).filter(|p| !p.gap).map(|p| p.kind);
                match joined {
                    Some(Kind::Word(Word::OrdinalSuffix)) => Some((day, at + 2)),
                    Some(Kind::Word(_) | Kind::Other(_) | Kind::Mark(b'%')) => None,
                    Some(Kind::Mark(b'.' | b',' | b':'))
                        if self.number(at + 2).is_some() && !self.pieces[at + 2].gap =>
                    {
                        // "May 7,2024" lost its space; "May 7,000" is no date.
                        self.year_at(at + 2).map(|_| (day, at + 1))
                    }
                    _ => Some((day, at + 1)),
                }
            }
            Kind::Word(Word::Ordinal(day)) => {
                let unit = if day >= 20 && self.is_mark(at + 1, b'-') {
                    at + 2
                } else {
                    at + 1
                };
                match self.word(unit) {
                    Some(Word::Ordinal(unit_day @ 1..=9)) if day >= 20 => {
                        Some((day + unit_day, unit + 1))
                    }
                    _ => Some((day, at + 1)),
                }
            }
            Kind::Word(Word::Number(tens @ (20 | 30))) => {
                let unit = at + 1 + usize::from(self.is_mark(at + 1, b'-'));
                match self.word(unit) {
                    Some(Word::Ordinal(day @ 1..=9)) => Some((tens + day, unit + 1)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Where "12-14" ends, behind the day that ends at `at`: the first day is what is meant.
    fn range_end(&self, at: usize) -> usize {
        let joined = self.pieces.get(at + 1).is_some_and(|p| !p.gap);
        match (self.is_mark(at, b'-') && joined, self.number(at + 1)) {
            (true, Some((1..=31, 1 | 2))) => at + 2,
            _ => at,
        }
    }

    /// What begins with the weekday at `at`; `turn` is what stands before it.
    pub(super) fn weekday(&self, at: usize, turn: Option<Turn>) -> Option<Parsed> {
        let Some(Word::Weekday(weekday, abbreviation)) = self.word(at) else {
            return None;
        };
        let mut next = at + 1;
        let stopped = self.is_mark(next, b'.') && !self.pieces[next].gap;
        if abbreviation {
            next += usize::from(stopped);
            let comma = usize::from(self.is_mark(next, b','));
            let dated = self.month(next + comma, Year::Open).is_some()
                || self
                    .number(next + comma)
                    .is_some_and(|(n, _)| n <= 31 && comma + usize::from(stopped) > 0);
            // "Sun." and "Sat." end sentences about newspapers and chairs.
            let certain = stopped && !matches!(self.letters(at).len(), 0..=3);
            if !self.pieces[at].capital || !(dated || certain) {
                return None;
            }
        }
        match self.word(next) {
            Some(Word::Parts) => return Some(parsed(at, next + 1, Meaning::Nothing)),
            Some(Word::PartOfDay)
                if !self.pieces[next].capital || self.word(next + 1) != Some(Word::Masthead) =>
            {
                next += 1;
            }
            Some(Word::PartOfDay) => return Some(parsed(at, next + 2, Meaning::Nothing)),
            Some(Word::Masthead) if self.pieces[next].capital => {
                return Some(parsed(at, next + 1, Meaning::Nothing));
            }
            _ => {}
        }
        if let Some(dated) = self.dated(next) {
            let meaning = match dated.meaning {
                Meaning::Day(day, Year::Open) => Meaning::Day(day, Year::On(weekday)),
                other => other,
            };
            return Some(Parsed {
                first: at,
                meaning,
                ..dated
            });
        }
        let week = next + usize::from(self.is_of(next));
        if let (Some(Word::Turn(week_turn)), Some(Word::Unit(Unit::Week))) =
            (self.word(week), self.word(week + 1))
        {
            let meaning = Meaning::Weekday(weekday, turn, Some(week_turn));
            return Some(parsed(at, week + 2, meaning));
        }
        Some(parsed(at, next, Meaning::Weekday(weekday, turn, None)))
    }

    /// The date behind a weekday, between commas or brackets ("Tuesday, March 3").
    fn dated(&self, at: usize) -> Option<Parsed> {
        let mark = self.is_mark(at, b',') || self.is_mark(at, b'(');
        let date = at + usize::from(mark);
        let date = date + usize::from(self.word(date) == Some(Word::Article(true)));
        let found = match self.pieces.get(date)?.kind {
            Kind::Word(Word::Month(..)) => self.month(date, Year::Open),
            Kind::Number(..) => self.figures(date),
            _ => None,
        };
        found.filter(|found| {
            matches!(
                found.meaning,
                Meaning::Day(..) | Meaning::Value(TimeValue::Day(_))
            )
        })
    }

    /// "third quarter of 1990", "the fourth of July".
    pub(super) fn ordinal(&self, at: usize, n: u32) -> Option<Parsed> {
        let next = at + 1 + usize::from(self.is_mark(at + 1, b'-'));
        match self.word(next)? {
            Word::Unit(Unit::Quarter) if n <= 4 => {
                let (year, last) = self.year_behind(next + 1).unwrap_or((Year::Open, next + 1));
                Some(parsed(at, last, Meaning::Quarter(n, year)))
            }
            Word::Of if self.is_month(at + 2) => {
                let Some(Word::Month(month, _)) = self.word(at + 2) else {
                    return None;
                };
                let (year, last) = self.year_behind(at + 3).unwrap_or((Year::Open, at + 3));
                Some(parsed(at, last, Meaning::Day(InYear::Date(month, n), year)))
            }
            _ => None,
        }
    }

    /// "nineteen ninety-six", "three days ago".
    pub(super) fn number_words(&self, at: usize) -> Option<Parsed> {
        if let Some((year, last)) = self.spoken_year(at) {
            // "Nineteen" alone and "two thousand" count things unless a word says it is a year.
            let led = at > 0
                && matches!(
                    self.word(at - 1),
                    Some(Word::Preposition(_) | Word::Of | Word::Portion(_))
                );
            if year % 1000 != 0 || (led && self.is_closed(last)) {
                return Some(parsed(at, last, Meaning::Value(TimeValue::Year(year))));
            }
        }
        let (n, next) = self.small_number(at)?;
        self.counted(at, next, n)
    }

    /// A number under a hundred in words, and where it ends.
    fn small_number(&self, at: usize) -> Option<(u32, usize)> {
        let Some(Word::Number(n)) = self.word(at) else {
            return None;
        };
        let next = at + 1 + usize::from(self.is_mark(at + 1, b'-'));
        match self.word(next) {
            Some(Word::Number(units @ 1..=9)) if (20..100).contains(&n) => {
                Some((n + units, next + 1))
            }
            _ => Some((n, at + 1)),
        }
    }

    /// A year as it is spoken: "nineteen ninety-six", "two thousand", "twenty twenty-four".
    pub(super) fn spoken_year(&self, at: usize) -> Option<(i32, usize)> {
        let Some(Word::Number(century)) = self.word(at) else {
            return None;
        };
        match (century, self.word(at + 1)?) {
            (2, Word::Number(1000)) => Some((2000, at + 2)),
            (17..=20, Word::Number(_)) => {
                let (rest @ 10..=99, last) = self.small_number(at + 1)? else {
                    return None;
                };
                Some((century as i32 * 100 + rest as i32, last))
            }
            _ => None,
        }
    }
}
