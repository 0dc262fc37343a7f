//! Whether a date is told as past or as still to come.

use super::grammar::Grammar;
use super::lex::Kind;
use super::words::{Turn, Word};

/// How the words around a date tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Future,
    /// Nothing says.
    Open,
}

impl Grammar<'_> {
    /// The tense of the expression at pieces `first..last`: that of the nearest verb before it, or
    /// behind it where the expression opens its clause.
    pub(super) fn tense(&self, first: usize, last: usize) -> Tense {
        let order = if self.opens_clause(first) {
            [self.behind(last), self.before(first)]
        } else {
            [self.before(first), self.behind(last)]
        };
        order
            .into_iter()
            .find(|t| *t != Tense::Open)
            .unwrap_or(Tense::Open)
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
        let mut participle = false;
        let near = first.saturating_sub(REACH);
        for at in (near..first).rev() {
            let piece = &self.pieces[at];
            if piece.sentence != sentence || self.is_mark(at, b';') {
                break;
            }
            match piece.kind {
                Kind::Word(Word::Tense(1)) => return Tense::Future,
                Kind::Word(Word::Tense(0)) if infinitive || participle || at + 2 >= first => {
                    return Tense::Future;
                }
                Kind::Word(Word::Tense(0)) => return Tense::Open,
                Kind::Word(Word::Month(5, _)) if !piece.capital => return Tense::Future,
                Kind::Word(Word::Done) => return Tense::Past,
                Kind::Word(Word::Tense(_)) => return past(infinitive),
                Kind::Other(true) if !piece.capital => return past(infinitive),
                Kind::Word(Word::To) => {
                    let verb = self.pieces.get(at + 1);
                    infinitive |= verb.is_some_and(|p| !p.capital && p.kind == Kind::Other(false))
                        && at + 1 < first;
                }
                Kind::Other(false) => {
                    participle = self.letters(at).ends_with("ing");
                }
                _ => {}
            }
        }
        Tense::Open
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
                Kind::Word(Word::Tense(-1) | Word::Done) => return Tense::Past,
                Kind::Word(Word::Tense(_)) => return Tense::Open,
                Kind::Other(true) if !piece.capital => return Tense::Past,
                _ => {}
            }
        }
        Tense::Open
    }
}

/// How many pieces away a verb may stand: keeps a text without full stops linear.
const REACH: usize = 60;

fn past(infinitive: bool) -> Tense {
    if infinitive {
        Tense::Future
    } else {
        Tense::Past
    }
}
