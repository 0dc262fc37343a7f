//! Whether a date is told as past or as still to come.

use super::grammar::Grammar;
use super::lex::Kind;
use super::words::{Preposition, Turn, Word};

/// How the words around a date tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    /// By a word in "ed", which may be no verb.
    LikelyPast,
    /// Nothing says.
    Open,
    /// By an infinitive.
    LikelyFuture,
    Future,
}

impl Tense {
    /// Whether a weekday told so is still to come.
    pub(super) fn is_ahead(self) -> bool {
        matches!(self, Self::Future | Self::LikelyFuture)
    }

    pub(super) fn is_past(self) -> bool {
        matches!(self, Self::Past | Self::LikelyPast)
    }
}

/// How many pieces away a verb may stand: keeps a text without full stops linear.
const REACH: usize = 60;

impl Grammar<'_> {
    /// The tense of the expression at pieces `first..last`: that of the nearest verb before it, or
    /// behind it where the expression opens its clause.
    pub(super) fn tense(&self, first: usize, last: usize) -> Tense {
        let preposition = first.checked_sub(1).and_then(|before| self.word(before));
        if preposition == Some(Word::Preposition(Preposition::Since)) {
            return Tense::Past;
        }
        let (before, behind) = (self.before(first), self.behind(last));
        let (one, other) = if self.opens_clause(first) {
            (behind, before)
        } else {
            (before, behind)
        };
        let tense = if one == Tense::Open { other } else { one };
        match preposition {
            // "was extended until Nov. 20" says nothing about the day itself.
            Some(Word::Preposition(Preposition::Until) | Word::To) if tense.is_past() => {
                Tense::Open
            }
            _ => tense,
        }
    }

    fn opens_clause(&self, first: usize) -> bool {
        let mut at = first;
        while at > 0
            && matches!(
                self.word(at - 1),
                Some(Word::Preposition(_) | Word::Article(_))
            )
        {
            at -= 1;
        }
        if at == 0 || self.pieces[at - 1].sentence != self.pieces[first].sentence {
            return true;
        }
        match self.pieces[at - 1].kind {
            Kind::Mark(mark) => mark != b'-' && mark != b'\'',
            Kind::Word(word) => matches!(word, Word::Turn(Turn::Same) | Word::And),
            _ => false,
        }
    }

    fn before(&self, first: usize) -> Tense {
        let sentence = self.pieces[first].sentence;
        let mut infinitive = false;
        // Whether the date stands in the verb's own clause.
        let mut near = true;
        for at in (first.saturating_sub(REACH)..first).rev() {
            let piece = &self.pieces[at];
            if piece.sentence != sentence || self.is_mark(at, b';') {
                break;
            }
            match piece.kind {
                Kind::Word(Word::Tense(1)) => return self.prospect(at),
                Kind::Word(Word::Tense(2)) if infinitive || self.is_toward(at + 1) => {
                    return self.prospect(at);
                }
                Kind::Word(Word::Tense(-1)) | Kind::Other(true) if self.is_to_be(at) => {
                    return Tense::Future;
                }
                // "is to meet", "is meeting", "is on Friday".
                Kind::Word(Word::Tense(0))
                    if infinitive || at + 2 >= first || (self.is_participle(at + 1) && near) =>
                {
                    return Tense::Future;
                }
                Kind::Word(Word::Tense(0)) => return Tense::Open,
                Kind::Word(Word::Month(5, _)) if !piece.capital => return Tense::Future,
                Kind::Word(Word::Done | Word::Tense(-1)) => return Tense::Past,
                Kind::Word(Word::Tense(_)) if self.letters(at).ends_with("ed") => {
                    return Tense::Past;
                }
                Kind::Other(true) if !piece.capital => return Tense::LikelyPast,
                Kind::Word(Word::To) => infinitive |= self.is_infinitive(at, first),
                Kind::Mark(b',') => near = false,
                _ => {}
            }
        }
        if infinitive {
            Tense::LikelyFuture
        } else {
            Tense::Open
        }
    }

    /// Whether "to" at `at` goes with a verb before the date at `first`.
    fn is_infinitive(&self, at: usize, first: usize) -> bool {
        let verb = &self.pieces[at + 1];
        at + 1 < first && !verb.capital && verb.kind == Kind::Other(false)
    }

    fn is_participle(&self, at: usize) -> bool {
        self.letters(at).ends_with("ing")
    }

    /// The tense of "scheduled" and the like: what had been scheduled is over.
    fn prospect(&self, at: usize) -> Tense {
        let had = (1..=3).any(|back| {
            at.checked_sub(back)
                .is_some_and(|at| self.letters(at).eq_ignore_ascii_case("had"))
        });
        if had { Tense::Past } else { Tense::Future }
    }

    /// Whether what makes "set" a prospect stands at `at`: "to", "for".
    fn is_toward(&self, at: usize) -> bool {
        matches!(self.word(at), Some(Word::To)) || self.letters(at).eq_ignore_ascii_case("for")
    }

    /// Whether the verb at `at` in the present tense looks ahead.
    fn is_ahead_of(&self, at: usize) -> bool {
        self.is_toward(at + 1) && !self.letters(at).ends_with("ed")
    }

    /// Whether the participle at `at` stands behind "be": "will be paid", "to be completed".
    fn is_to_be(&self, at: usize) -> bool {
        at.checked_sub(1)
            .is_some_and(|at| self.letters(at).eq_ignore_ascii_case("be"))
    }

    fn behind(&self, last: usize) -> Tense {
        let sentence = match last.checked_sub(1).and_then(|at| self.pieces.get(at)) {
            Some(piece) => piece.sentence,
            None => return Tense::Open,
        };
        for at in last..self.pieces.len().min(last + REACH) {
            let piece = &self.pieces[at];
            if piece.sentence != sentence || self.is_mark(at, b';') {
                break;
            }
            match piece.kind {
                Kind::Word(Word::Tense(1)) => return Tense::Future,
                Kind::Word(Word::Tense(2)) if self.is_ahead_of(at) => return Tense::Future,
                Kind::Word(Word::Tense(-1) | Word::Done) => return Tense::Past,
                Kind::Word(Word::Tense(0)) => return Tense::Open,
                Kind::Word(Word::Tense(_)) if self.letters(at).ends_with("ed") => {
                    return Tense::Past;
                }
                Kind::Other(true) if !piece.capital => return Tense::LikelyPast,
                _ => {}
            }
        }
        Tense::Open
    }
}
