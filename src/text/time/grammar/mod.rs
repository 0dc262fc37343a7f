//! Reads one time expression from a place in the text on: the entry, and what words begin.
//!
//! Written by hand, without search: every rule looks a few pieces ahead, so that reading an article
//! is linear in its length.

mod counts;
mod figures;
mod named;
mod seasons;
mod stamps;
mod turns;

use crate::model::TimeValue;
use crate::text::time::lex::{Kind, Piece};
use crate::text::time::meaning::{Meaning, Parsed, Shift, Year};
use crate::text::time::word::{Turn, Unit, Word};

/// An article's pieces, with its text for the few rules that look at letters.
pub(super) struct Grammar<'a> {
    pub(super) text: &'a str,
    pub(super) pieces: &'a [Piece],
    /// Months that the article also uses as a name ("Theresa May"), by number.
    pub(super) names: u16,
}

/// How often an expression may hold another ("early on Thursday of last week").
const DEPTH: u32 = 4;

impl Grammar<'_> {
    /// The expression that begins at piece `at`.
    pub(super) fn read(&self, at: usize) -> Option<Parsed> {
        self.read_within(at, DEPTH)
    }

    fn read_within(&self, at: usize, depth: u32) -> Option<Parsed> {
        let depth = depth.checked_sub(1)?;
        match self.pieces.get(at)?.kind {
            Kind::Number(..) => self.figures(at),
            Kind::Mark(b'\'') => self.short_year(at),
            Kind::Word(word) => self.words(at, word, depth),
            _ => None,
        }
    }

    fn words(&self, at: usize, word: Word, depth: u32) -> Option<Parsed> {
        match word {
            Word::Month(..) => self.month(at, Year::Open),
            Word::Weekday(..) => self.weekday(at, None),
            Word::Article(true) => self.definite(at, depth),
            Word::Article(false) => match self.word(at + 1)? {
                Word::Unit(_) => self.counted(at, at + 1, 1),
                Word::Few => self.vague(at, at + 2),
                _ => None,
            },
            Word::Number(_) => self.number_words(at),
            Word::Few => self.vague(at, at + 1),
            Word::Ordinal(n) => self.ordinal(at, n),
            Word::Turn(turn) => self.turn(at, at, turn, false),
            Word::Portion(portion) => self.portion(at, portion, depth),
            Word::Edge(portion) if self.is_of(at + 1) => self.portion(at, portion, depth),
            Word::Unit(unit) => self.unit(at, unit),
            Word::Season(season) => self.season(at, at, season, Year::Open),
            Word::Today(steps) => self.today(at, steps),
            Word::Recent => self.recent(at),
            Word::Fiscal => {
                let year = at + 1 + usize::from(self.is_unit(at + 1, Unit::Year));
                let value = TimeValue::Year(self.year_at(year)?);
                Some(parsed(at, year + 1, Meaning::Value(value)))
            }
            Word::PartOfDay if matches!(self.letters(at), "noon" | "midnight" | "midday") => {
                Some(self.clock(at, at + 1))
            }
            Word::Every => self.habit(at),
            Word::NameOfDay => match self.word(at + 1)? {
                Word::Weekday(..) if self.pieces[at].capital => {
                    Some(parsed(at, at + 2, Meaning::Nothing))
                }
                _ => None,
            },
            Word::Holiday => self.holiday(at, Year::Open),
            _ => None,
        }
    }

    /// "the …"
    fn definite(&self, at: usize, depth: u32) -> Option<Parsed> {
        let next = at + 1;
        let found = match self.word(next) {
            Some(Word::Turn(turn)) => self.turn(at, next, turn, true),
            Some(Word::Unit(unit)) => match self.word(next + 1) {
                Some(Word::Before(step)) => self.day_beside(at, next, unit, step),
                _ if unit == Unit::Weekend => {
                    Some(parsed(at, next + 1, Meaning::Weekend(Turn::Same)))
                }
                _ => self.unit(next, unit),
            },
            Some(Word::Season(season)) if season != 2 || !self.is_of(next + 1) => {
                self.season(at, next, season, Year::Open).or(Some(parsed(
                    at,
                    next + 1,
                    Meaning::Season(season, Year::Open),
                )))
            }
            _ => self.read_within(next, depth),
        };
        found.map(|found| Parsed { first: at, ..found })
    }

    /// A year, or "[of] last year", at `at`: the year and where it ends.
    pub(super) fn year_behind(&self, at: usize) -> Option<(Year, usize)> {
        let at = at + usize::from(self.is_of(at) || self.is_mark(at, b','));
        if let Some(year) = self.year_at(at) {
            return Some((Year::Given(year), at + 1));
        }
        match (self.word(at)?, self.word(at + 1)) {
            (Word::Turn(turn), Some(Word::Unit(Unit::Year))) if !turn.is_anaphoric() => {
                Some((Year::Steps(turn.steps()), at + 2))
            }
            _ => None,
        }
    }

    /// The lexicon's word at `at`.
    pub(super) fn word(&self, at: usize) -> Option<Word> {
        match self.pieces.get(at)?.kind {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    /// The letters of piece `at`; empty behind the end.
    pub(super) fn letters(&self, at: usize) -> &str {
        match self.pieces.get(at) {
            Some(piece) => &self.text[piece.start as usize..piece.end as usize],
            None => "",
        }
    }

    pub(super) fn is_of(&self, at: usize) -> bool {
        self.word(at) == Some(Word::Of)
    }

    fn is_unit(&self, at: usize, unit: Unit) -> bool {
        self.word(at) == Some(Word::Unit(unit))
    }

    pub(super) fn is_mark(&self, at: usize, mark: u8) -> bool {
        self.pieces
            .get(at)
            .is_some_and(|p| p.kind == Kind::Mark(mark))
    }

    /// Whether a clause ends at `at`: a mark, or another sentence.
    pub(super) fn is_closed(&self, at: usize) -> bool {
        match self.pieces.get(at) {
            None => true,
            Some(piece) => {
                matches!(piece.kind, Kind::Mark(_))
                    || piece.sentence != self.pieces[at - 1].sentence
            }
        }
    }
}

pub(super) fn parsed(first: usize, last: usize, meaning: Meaning) -> Parsed {
    Parsed {
        first,
        last,
        meaning,
        portion: None,
    }
}

pub(super) fn shift(unit: Unit, steps: i32, anaphoric: bool) -> Meaning {
    Meaning::Shift(Shift {
        unit,
        steps,
        anaphoric,
    })
}
