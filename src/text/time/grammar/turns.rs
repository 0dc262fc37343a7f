//! Expressions that say which one is meant: "last week", "the next day", "early this year".

use super::{Grammar, parsed, shift};
use crate::text::time::lex::Kind;
use crate::text::time::meaning::{Meaning, Parsed, Year};
use crate::text::time::word::{Portion, Turn, Unit, Word};

impl Grammar<'_> {
    /// "last …", "this …", "the next …"; the turn stands at `at`.
    pub(super) fn turn(
        &self,
        first: usize,
        at: usize,
        turn: Turn,
        definite: bool,
    ) -> Option<Parsed> {
        let title = self.pieces[at].capital && self.pieces.get(at + 1).is_some_and(|p| p.capital);
        if title && matches!(self.word(at + 1), Some(Word::Unit(_))) {
            return Some(parsed(first, at + 2, Meaning::Nothing));
        }
        let (turn, mut next, plain) = match (turn, self.word(at + 1)) {
            (Turn::Same, Some(Word::Turn(_))) => (Turn::Same, at + 2, true),
            (_, Some(Word::Turn(second))) => (second, at + 2, true),
            _ => (turn, at + 1, !definite && !self.is_past(at)),
        };
        // "Following Wednesday's vote" has no turn in it.
        if turn == Turn::Following && !definite {
            return None;
        }
        if self.word(next) == Some(Word::Fiscal) {
            next += 1;
        }
        match self.word(next) {
            None => match self.pieces.get(next)?.kind {
                Kind::Number(n, 1..=3) => self.stretch(first, next + 1, turn, n),
                _ => None,
            },
            Some(Word::Number(n)) => self.stretch(first, next + 1, turn, n),
            Some(Word::Few) => {
                self.stretch(first, next + 1 + usize::from(self.is_of(next + 1)), turn, 3)
            }
            Some(Word::Unit(unit)) => self.turned_unit(first, next, turn, unit, plain),
            Some(Word::Weekday(..)) => {
                let found = self.weekday(next, Some(turn))?;
                Some(Parsed { first, ..found })
            }
            Some(Word::PartOfDay) => {
                let anaphoric = turn.is_anaphoric() || turn == Turn::Next;
                Some(parsed(
                    first,
                    next + 1,
                    shift(Unit::Day, turn.steps(), anaphoric),
                ))
            }
            Some(Word::Season(season)) => self
                .season(first, next, season, Year::Turn(turn))
                .filter(|_| !matches!(turn, Turn::Same)),
            Some(Word::Month(..)) if turn != Turn::Same => {
                let found = self.month(next, Year::Turn(turn))?;
                Some(Parsed { first, ..found })
            }
            Some(Word::Holiday) => {
                let found = self.holiday(next, Year::Turn(turn))?;
                Some(Parsed { first, ..found })
            }
            _ => None,
        }
    }

    /// Whether the turn at `at` is "past", which counts back from today.
    fn is_past(&self, at: usize) -> bool {
        self.letters(at).eq_ignore_ascii_case("past")
    }

    fn turned_unit(
        &self,
        first: usize,
        at: usize,
        turn: Turn,
        unit: Unit,
        plain: bool,
    ) -> Option<Parsed> {
        let compound = self.is_mark(at + 1, b'-') && !self.pieces[at + 1].gap;
        let plural = self.letters(at).ends_with(['s', 'S']);
        if compound
            || (self.is_of(at + 1) && !turn.is_anaphoric())
            || (plural && turn == Turn::Same)
        {
            return None;
        }
        let meaning = match unit {
            Unit::Hour | Unit::Decade | Unit::Quarter => Meaning::Nothing,
            Unit::Weekend => Meaning::Weekend(turn),
            _ if plural => match turn {
                Turn::Last => Meaning::Recent(3, unit),
                _ => Meaning::Nothing,
            },
            _ if plain || turn.is_anaphoric() || turn == Turn::This => match (turn, unit) {
                (Turn::Last | Turn::Next, Unit::Day) => return None,
                _ => shift(unit, turn.steps(), turn.is_anaphoric()),
            },
            _ => match turn {
                Turn::Last => Meaning::Recent(1, unit),
                _ => shift(
                    unit,
                    turn.steps(),
                    unit == Unit::Day || self.is_next(at - 1),
                ),
            },
        };
        Some(parsed(first, at + 1, meaning))
    }

    /// Whether the turn at `at` is "next", which behind "the" is seen from the story's time.
    fn is_next(&self, at: usize) -> bool {
        self.letters(at).eq_ignore_ascii_case("next")
    }

    /// "the past three months", "the next two weeks".
    fn stretch(&self, first: usize, at: usize, turn: Turn, count: u32) -> Option<Parsed> {
        match self.word(at) {
            Some(Word::Unit(unit)) => {
                let meaning = match turn {
                    Turn::Last => Meaning::Recent(count, unit),
                    _ => Meaning::Nothing,
                };
                Some(parsed(first, at + 1, meaning))
            }
            _ => None,
        }
    }

    /// "early …", "earlier …", "the end of …".
    pub(super) fn portion(&self, at: usize, portion: Portion, depth: u32) -> Option<Parsed> {
        let mut next = at + 1;
        if self.is_mark(next, b'-') {
            next += 1;
        }
        if matches!(self.word(next), Some(Word::Of | Word::Preposition(_))) {
            next += 1;
        }
        let bare = next + usize::from(self.word(next) == Some(Word::Article(true)));
        if let Some(Word::Unit(unit @ (Unit::Day | Unit::Week | Unit::Month | Unit::Year))) =
            self.word(bare)
        {
            // "at the end of the day" is an idiom; "later in the day" is the day just told of.
            let day = unit == Unit::Day;
            let idiom = day && !matches!(portion, Portion::Earlier | Portion::Later);
            let meant = bare > at + 1 && !idiom && !self.is_of(bare + 1);
            return meant.then(|| Parsed {
                portion: Some(portion),
                ..parsed(at, bare + 1, shift(unit, 0, day))
            });
        }
        if let Some(Word::PartOfDay) = self.word(next) {
            return None;
        }
        let inner = self.read_within(next, depth)?;
        Some(Parsed {
            first: at,
            portion: Some(portion),
            ..inner
        })
    }

    /// "recent days"
    pub(super) fn recent(&self, at: usize) -> Option<Parsed> {
        let Some(Word::Unit(unit)) = self.word(at + 1) else {
            return None;
        };
        let count = match unit {
            Unit::Day => 7,
            Unit::Week => 4,
            _ => 3,
        };
        Some(parsed(at, at + 2, Meaning::Recent(count, unit)))
    }
}
