//! Counts of units ("three days ago", "two days after Sept. 11") and times of day.

use super::{Grammar, parsed, shift};
use crate::text::time::meaning::{Meaning, Parsed, Shift, Year};
use crate::text::time::word::{Portion, Preposition, Unit, Word};

impl Grammar<'_> {
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

    /// "the day before yesterday", "the day after", "the year before".
    pub(super) fn day_beside(
        &self,
        first: usize,
        at: usize,
        unit: Unit,
        step: i32,
    ) -> Option<Parsed> {
        if let Some(Word::Today(steps)) = self.word(at + 2) {
            let shift = shift(Unit::Day, steps + step, false);
            return Some(parsed(first, at + 3, shift));
        }
        if self.is_closed(at + 2) {
            return Some(parsed(first, at + 2, shift(unit, step, true)));
        }
        self.beside(first, at, unit, step)
    }

    /// "two days after Sept. 11": only beside a day; elsewhere a length of time.
    fn beside(&self, first: usize, at: usize, unit: Unit, steps: i32) -> Option<Parsed> {
        let other = at + 2 + usize::from(matches!(self.word(at + 2), Some(Word::Article(_))));
        let base = match self.word(other) {
            Some(Word::Month(..)) => self.month(other, Year::Open),
            Some(Word::Holiday) => self.holiday(other, Year::Open),
            _ => None,
        };
        Some(match base {
            Some(Parsed {
                last,
                meaning: Meaning::Day(day, year),
                ..
            }) => {
                let shift = Shift {
                    unit,
                    steps,
                    anaphoric: false,
                };
                parsed(first, last, Meaning::From(shift, day, year))
            }
            _ => parsed(first, at + 1, Meaning::Nothing),
        })
    }

    /// "several weeks ago", "a couple of years ago"; the unit stands at `at` or behind "of".
    pub(super) fn vague(&self, first: usize, at: usize) -> Option<Parsed> {
        let at = at + usize::from(self.is_of(at));
        let Some(Word::Unit(_)) = self.word(at) else {
            return None;
        };
        Some(match self.word(at + 1) {
            Some(Word::Ago) => parsed(first, at + 2, Meaning::Past),
            _ => parsed(first, at + 1, Meaning::Nothing),
        })
    }

    /// "10:30 p.m. Wednesday", "9 a.m.".
    pub(super) fn clock_time(&self, at: usize) -> Option<Parsed> {
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
}
