//! Reads one time expression from a place in the text on: the entry, and what words begin.
//!
//! Written by hand, without search: every rule looks a few pieces ahead, so that reading an article
//! is linear in its length.

use super::lex::{Kind, Piece};
use super::meaning::{InYear, Meaning, Parsed, Shift, Year};
use super::words::{Portion, Turn, Unit, Word, Words};
use crate::model::TimeValue;

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

    /// "the day before yesterday", "the day after", "the year before".
    fn day_beside(&self, first: usize, at: usize, unit: Unit, step: i32) -> Option<Parsed> {
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
    pub(super) fn beside(&self, first: usize, at: usize, unit: Unit, steps: i32) -> Option<Parsed> {
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

    /// "last …", "this …", "the next …"; the turn stands at `at`.
    fn turn(&self, first: usize, at: usize, turn: Turn, definite: bool) -> Option<Parsed> {
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
    fn portion(&self, at: usize, portion: Portion, depth: u32) -> Option<Parsed> {
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

    /// "yesterday", "tomorrow morning".
    pub(super) fn today(&self, at: usize, steps: i32) -> Option<Parsed> {
        let inside = at > 0 && self.pieces[at - 1].sentence == self.pieces[at].sentence;
        if inside && self.pieces[at].capital && self.pieces[at - 1].capital {
            return Some(parsed(at, at + 1, Meaning::Nothing));
        }
        let last = at + 1 + usize::from(self.word(at + 1) == Some(Word::PartOfDay));
        Some(parsed(at, last, shift(Unit::Day, steps, false)))
    }

    /// "recent days"
    fn recent(&self, at: usize) -> Option<Parsed> {
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

    /// "every Tuesday": a habit.
    fn habit(&self, at: usize) -> Option<Parsed> {
        match self.word(at + 1)? {
            Word::Weekday(..) | Word::Month(..) | Word::Unit(_) | Word::Season(_) => {
                Some(parsed(at, at + 2, Meaning::Nothing))
            }
            _ => None,
        }
    }

    /// "several weeks ago", "a couple of years ago"; the unit stands at `at` or behind "of".
    fn vague(&self, first: usize, at: usize) -> Option<Parsed> {
        let at = at + usize::from(self.is_of(at));
        let Some(Word::Unit(_)) = self.word(at) else {
            return None;
        };
        Some(match self.word(at + 1) {
            Some(Word::Ago) => parsed(first, at + 2, Meaning::Past),
            _ => parsed(first, at + 1, Meaning::Nothing),
        })
    }

    /// "year-end", "year's end", "year-ago", "the year 2000", "weeks ago".
    fn unit(&self, at: usize, unit: Unit) -> Option<Parsed> {
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

    /// "summer of 2019", "last winter", "the summer".
    fn season(&self, first: usize, at: usize, season: u32, year: Year) -> Option<Parsed> {
        let (year, last) = match year {
            Year::Open => self.year_behind(at + 1)?,
            turned => (turned, at + 1),
        };
        Some(parsed(first, last, Meaning::Season(season, year)))
    }

    /// "Christmas Eve", "Labor Day 2023".
    fn holiday(&self, at: usize, year: Year) -> Option<Parsed> {
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
