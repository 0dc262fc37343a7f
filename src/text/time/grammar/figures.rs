//! Years printed in figures, and what else begins with figures.

use super::{Grammar, parsed};
use crate::model::TimeValue;
use crate::text::time::lex::Kind;
use crate::text::time::meaning::{Meaning, Parsed};
use crate::text::time::word::{Preposition, Unit, Word};

/// Years that news writes about without a word that says it is a year.
pub(super) const PLAIN_YEARS: std::ops::RangeInclusive<u32> = 1900..=2060;

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
        let goes_on = match joined(at + 1) {
            Some(Kind::Other(_) | Kind::Word(_) | Kind::Mark(b'%' | b'$')) => true,
            Some(Kind::Mark(b'.' | b',' | b':')) => {
                matches!(joined(at + 2), Some(Kind::Number(..)))
            }
            _ => false,
        };
        (YEARS.contains(&n) && !goes_on).then_some(n as i32)
    }

    /// The number and its digits at `at`.
    pub(super) fn number(&self, at: usize) -> Option<(u32, u8)> {
        match self.pieces.get(at)?.kind {
            Kind::Number(n, digits) => Some((n, digits)),
            _ => None,
        }
    }

    pub(super) fn joined(&self, at: usize) -> Option<(u32, u8)> {
        self.number(at).filter(|_| !self.pieces[at].gap)
    }
}
