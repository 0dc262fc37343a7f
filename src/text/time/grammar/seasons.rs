//! Seasons, holidays, ends of years and "today".

use super::{Grammar, parsed, shift};
use crate::model::TimeValue;
use crate::text::time::meaning::{InYear, Meaning, Parsed, Year};
use crate::text::time::word::{Portion, Unit, Word};
use crate::text::time::words::Words;

impl Grammar<'_> {
    /// "summer of 2019", "last winter", "the summer".
    pub(super) fn season(
        &self,
        first: usize,
        at: usize,
        season: u32,
        year: Year,
    ) -> Option<Parsed> {
        let (year, last) = match year {
            Year::Open => self.year_behind(at + 1)?,
            turned => (turned, at + 1),
        };
        Some(parsed(first, last, Meaning::Season(season, year)))
    }

    /// "Christmas Eve", "Labor Day 2023".
    pub(super) fn holiday(&self, at: usize, year: Year) -> Option<Parsed> {
        let piece = self.pieces[at];
        if !piece.capital {
            return None;
        }
        let rest = &self.text[piece.start as usize..];
        let (length, holiday) = Words::get()
            .holidays
            .iter()
            .find_map(|(name, holiday)| Some((starts_with(rest, name)?, *holiday)))?;
        let end = piece.start as usize + length;
        let mut last = at + 1;
        while self
            .pieces
            .get(last)
            .is_some_and(|p| (p.start as usize) < end)
        {
            last += 1;
        }
        let (year, last) = match year {
            Year::Open => self.year_behind(last).unwrap_or((Year::Open, last)),
            turned => (turned, last),
        };
        Some(parsed(
            at,
            last,
            Meaning::Day(InYear::Holiday(holiday), year),
        ))
    }

    /// "year-end", "year's end", "year-ago", "the year 2000", "weeks ago".
    pub(super) fn unit(&self, at: usize, unit: Unit) -> Option<Parsed> {
        let mut next = at + 1;
        if self.is_mark(next, b'-') {
            next += 1;
        } else if self.is_mark(next, b'\'') && self.letters(next + 1) == "s" {
            next += 2;
        }
        match (unit, self.word(next)) {
            (Unit::Year, Some(Word::Edge(Portion::Late))) => Some(Parsed {
                portion: Some(Portion::Late),
                ..parsed(at, next + 1, shift(unit, 0, false))
            }),
            (Unit::Year, Some(Word::Ago | Word::Portion(Portion::Earlier))) if next > at + 1 => {
                Some(parsed(at, next + 1, shift(unit, -1, false)))
            }
            (_, Some(Word::Ago)) => Some(parsed(at, next + 1, Meaning::Past)),
            (Unit::Year, Some(Word::Number(_))) if next == at + 1 => {
                let (year, last) = self.spoken_year(next)?;
                Some(parsed(at, last, Meaning::Value(TimeValue::Year(year))))
            }
            (Unit::Year, None) if next == at + 1 => {
                let value = TimeValue::Year(self.year_at(next)?);
                Some(parsed(at, next + 1, Meaning::Value(value)))
            }
            _ => None,
        }
    }

    /// "yesterday", "tomorrow morning".
    pub(super) fn today(&self, at: usize, steps: i32) -> Option<Parsed> {
        let inside = at > 0 && self.pieces[at - 1].sentence == self.pieces[at].sentence;
        if inside && self.pieces[at].capital && self.pieces[at - 1].capital {
            return Some(parsed(at, at + 1, Meaning::Nothing));
        }
        let last = at + 1 + usize::from(self.word(at + 1) == Some(Word::PartOfDay));
        Some(parsed(at, last, shift(Unit::Day, steps, false)))
    }

    /// "every Tuesday": a habit.
    pub(super) fn habit(&self, at: usize) -> Option<Parsed> {
        match self.word(at + 1)? {
            Word::Weekday(..) | Word::Month(..) | Word::Unit(_) | Word::Season(_) => {
                Some(parsed(at, at + 2, Meaning::Nothing))
            }
            _ => None,
        }
    }
}

/// Bytes of `text` that print `name`, in any case and with either apostrophe, as whole words.
fn starts_with(text: &str, name: &str) -> Option<usize> {
    let mut rest = text.chars();
    let mut length = 0;
    for expected in name.chars() {
        let c = rest.next()?;
        let same = c.eq_ignore_ascii_case(&expected) || (expected == '\'' && c == '’');
        if !same {
            return None;
        }
        length += c.len_utf8();
    }
    rest.next()
        .is_none_or(|c| !c.is_alphanumeric())
        .then_some(length)
}
