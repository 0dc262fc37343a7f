//! Where a name ends, and what is none.

use super::{Kind, LONGEST, Mention, Scan};
use crate::text::actor::lists::Flags;
use crate::text::actor::word::Shape;

impl Scan<'_, '_> {
    /// Whether the word is a day's or month's; "OCT" without a number behind it may be a body.
    pub(super) fn is_day(&self, at: usize) -> bool {
        let number = |n: usize| {
            let word = self.words.list.get(n);
            word.is_some_and(|word| word.shape == Shape::Number)
        };
        let capitals = self.words.list[at].shape == Shape::Capitals;
        self.flag(at, Flags::CALENDAR)
            && !self.flag(at, Flags::GIVEN)
            && (!capitals || number(at + 1))
    }

    /// Whether a body's name begins at `at`: "the Union of Harbors and the National Pier Board" are two.
    pub(super) fn is_headed(&self, at: usize) -> bool {
        (at..self.words.list.len().min(at + LONGEST))
            .take_while(|&n| n == at || self.joined(n) && self.words.capital(n))
            .any(|n| self.flag(n, Flags::HEAD))
    }

    /// Whether the word begins a sentence behind an abbreviation: "Tom Rudd Jr. She".
    pub(super) fn opens_sentence(&self, at: usize) -> bool {
        let word = &self.words.list[at];
        word.sentence() != self.words.list[at - 1].sentence()
            && word.flags.contains(Flags::STARTER)
            && !word.flags.contains(Flags::GIVEN)
    }

    /// End of the name that starts at `at`: the run's end, or the office that follows in it.
    pub(super) fn name_end(&self, at: usize, end: usize) -> usize {
        let mut n = at + 1;
        while n < end {
            let title = self.title(n);
            // "The Department of Justice", "the Office of the Inspector General".
            if !self.words.capital(n - 1) {
                n += title.map_or(1, |(len, _)| len);
                continue;
            }
            // "The rate of Holt The Federal Reserve": a lost line end.
            let begins = self.words.capital(n) && self.words.folded(n) == "the";
            let calls = title.is_some() || self.flag(n, Flags::HONORIFIC) || begins;
            if calls && !self.is_surname(n, end) && !self.names_firm(n - 1, end) {
                return n;
            }
            n += 1;
        }
        end
    }

    /// Whether an office at the end of a run is a last name: "Ada Judge", "Peter T. King".
    pub(super) fn is_surname(&self, at: usize, end: usize) -> bool {
        let first = &self.words.list[at - 1];
        let initial = first.shape == Shape::Initial && first.range().len() > 1;
        let last = at + 1 == end || !self.words.capital(at + 1);
        last && (initial || first.flags.contains(Flags::GIVEN))
    }

    /// Whether somebody was named before whose last name the word is: "Mr. King" where "Peter T. King" is.
    pub(super) fn is_known_surname(&self, at: usize) -> bool {
        let folded = self.words.folded(at);
        let of = |m: &&Mention| m.kind == Kind::Person && m.words.len() > 1;
        self.found
            .iter()
            .filter(of)
            .any(|m| self.words.folded(m.words.end - 1) == folded)
    }
}
