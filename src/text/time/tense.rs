//! Whether a date is told as past or as still to come.

use super::grammar::Grammar;
use super::lex::Kind;
use super::word::{Preposition, Turn, Verb, Word};

/// How the words around a date tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    /// By a word in "ed", which may be no verb.
    LikelyPast,
    /// Nothing says.
    Open,
    /// By a modal, an infinitive, or a verb far away.
    LikelyFuture,
    Future,
}

impl Tense {
    pub(super) fn is_ahead(self) -> bool {
        matches!(self, Self::Future | Self::LikelyFuture)
    }

    pub(super) fn is_past(self) -> bool {
        matches!(self, Self::Past | Self::LikelyPast)
    }
}

/// How many pieces away a verb may stand: keeps a text without full stops linear.
const REACH: usize = 60;

/// How many pieces away "will" still is the date's own verb.
const OWN: usize = 12;

impl Grammar<'_> {
    /// The tense of the expression at pieces `first..last`: that of the nearest verb before it, or
    /// behind it where the expression opens its clause.
    pub(super) fn tense(&self, first: usize, last: usize) -> Tense {
        let preposition = first.checked_sub(1).and_then(|before| self.word(before));
        if preposition == Some(Word::Preposition(Preposition::Since)) {
            return Tense::Past;
        }
        let opens = self.opens_clause(first);
        let mut tense = if opens {
            self.behind(last)
        } else {
            self.before(first)
        };
        if tense == Tense::Open {
            tense = match if opens {
                self.before(first)
            } else {
                self.behind(last)
            } {
                // "The victory on Tuesday will …" is no victory to come.
                Tense::Future if !opens => Tense::LikelyFuture,
                other => other,
            };
        }
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

    /// The nearest verb before the date at `first`, read backwards.
    fn before(&self, first: usize) -> Tense {
        let sentence = self.pieces[first].sentence;
        let mut infinitive = false;
        let mut comma = false;
        let mut be = false;
        for at in (first.saturating_sub(REACH)..first).rev() {
            let piece = &self.pieces[at];
            if piece.sentence != sentence || self.is_mark(at, b';') {
                break;
            }
            let far = comma || at + OWN < first;
            match piece.kind {
                Kind::Word(Word::Tense(Verb::Future)) => return self.prospect(at, far),
                Kind::Word(Word::Tense(Verb::Plans | Verb::Agreed))
                    if infinitive || self.is_toward(at) =>
                {
                    return self.prospect(at, far);
                }
                Kind::Word(Word::Tense(Verb::Modal)) => return Tense::LikelyFuture,
                // "be paid", "to be completed": what stands before "be" tells.
                Kind::Word(Word::Tense(Verb::Past | Verb::Agreed)) | Kind::Other(true)
                    if self.is_be(at.wrapping_sub(1)) => {}
                Kind::Word(Word::Tense(Verb::Present)) if self.is_be(at) => be = true,
                // "is to meet", "is on Friday".
                Kind::Word(Word::Tense(Verb::Present)) if infinitive || at + 2 >= first => {
                    return if comma {
                        Tense::LikelyFuture
                    } else {
                        Tense::Future
                    };
                }
                Kind::Word(Word::Tense(Verb::Present)) => {
                    let going = self.letters(at + 1).ends_with("ing") && !far;
                    return if going {
                        Tense::LikelyFuture
                    } else {
                        Tense::Open
                    };
                }
                Kind::Word(Word::Month(5, _)) if !piece.capital => return Tense::LikelyFuture,
                Kind::Word(Word::Done | Word::Tense(Verb::Past | Verb::Agreed)) => {
                    return if be { Tense::LikelyFuture } else { Tense::Past };
                }
                Kind::Other(true) if !piece.capital => return self.in_ed(at),
                Kind::Word(Word::To) => infinitive |= self.is_infinitive(at, first),
                Kind::Mark(b',') => comma = true,
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
        let form = verb.kind == Kind::Other(false) || self.is_be(at + 1);
        at + 1 < first && !verb.capital && form
    }

    fn is_be(&self, at: usize) -> bool {
        self.letters(at).eq_ignore_ascii_case("be")
    }

    /// The tense of "scheduled" and the like: what was scheduled may be over.
    fn prospect(&self, at: usize, far: bool) -> Tense {
        let mut told = (1..=3)
            .filter_map(|back| at.checked_sub(back))
            .map(|at| self.letters(at));
        let told = told.find(|word| matches!(*word, "had" | "was" | "were"));
        match told {
            Some("had") => Tense::Open,
            Some(_) => Tense::LikelyFuture,
            None if far => Tense::LikelyFuture,
            None => Tense::Future,
        }
    }

    /// The tense of the word in "ed" at `at`: a verb behind a name or before an object, an adjective
    /// perhaps before a noun ("preferred shares").
    fn in_ed(&self, at: usize) -> Tense {
        let subject = at.checked_sub(1).is_some_and(|before| {
            let piece = &self.pieces[before];
            piece.capital && matches!(piece.kind, Kind::Other(_))
        });
        let noun = self
            .pieces
            .get(at + 1)
            .is_some_and(|next| !next.capital && matches!(next.kind, Kind::Other(false)));
        if subject || !noun {
            Tense::Past
        } else {
            Tense::LikelyPast
        }
    }

    /// Whether what makes the verb at `at` a prospect stands behind it: "set to", "set for".
    fn is_toward(&self, at: usize) -> bool {
        let agreed = self.word(at) == Some(Word::Tense(Verb::Agreed));
        let next = self.letters(at + 1);
        next.eq_ignore_ascii_case("to") || (next.eq_ignore_ascii_case("for") && !agreed)
    }

    /// The nearest verb behind the date that ends at `last`.
    fn behind(&self, last: usize) -> Tense {
        let Some(piece) = last.checked_sub(1).and_then(|at| self.pieces.get(at)) else {
            return Tense::Open;
        };
        let sentence = piece.sentence;
        for at in last..self.pieces.len().min(last + REACH) {
            let piece = &self.pieces[at];
            if piece.sentence != sentence || self.is_mark(at, b';') {
                break;
            }
            match piece.kind {
                Kind::Word(Word::Tense(Verb::Future)) => return Tense::Future,
                Kind::Word(Word::Tense(Verb::Plans)) if self.is_toward(at) => {
                    return Tense::Future;
                }
                Kind::Word(Word::Tense(Verb::Plans)) => {}
                Kind::Word(Word::Tense(Verb::Modal)) => return Tense::LikelyFuture,
                Kind::Word(Word::Done | Word::Tense(Verb::Past | Verb::Agreed)) => {
                    return Tense::Past;
                }
                Kind::Word(Word::Tense(Verb::Present)) => return Tense::Open,
                Kind::Other(true) if !piece.capital && at == last => return Tense::Past,
                Kind::Other(true) if !piece.capital => return self.in_ed(at),
                _ => {}
            }
        }
        Tense::Open
    }
}
