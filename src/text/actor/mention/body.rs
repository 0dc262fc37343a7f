//! Names of bodies that have "and" in them: "the Food and Drug Administration", "the Senate Banking, Housing and Urban
//! Affairs Committee".

use super::Scan;
use crate::text::actor::lists::{Flags, Sense};
use crate::text::actor::word::{Gap, Shape};

/// Most words of one of the parts that commas and "and" join.
const PART: usize = 3;

/// Most parts; longer lists are of several.
const PARTS: usize = 6;

impl Scan<'_, '_> {
    /// The end of the name at `at` where it is a body's with "and" in it: no part before the "and" is a name by itself, and
    /// behind it comes the word that says what kind of body it is.
    pub(super) fn body_end(&self, at: usize) -> Option<usize> {
        // "The Ways" begins a sentence.
        let at = at + usize::from(self.words.folded(at) == "the" && self.goes_on(at + 1));
        let chamber = matches!(self.words.folded(at), "house" | "senate" | "joint");
        if !chamber && !self.follows_article(at) {
            return None;
        }
        let count = self.words.list.len();
        let mut part = at + usize::from(chamber && self.goes_on(at + 1));
        for _ in 0..PARTS {
            let end = self.part_end(part);
            if end == part || end >= count || self.names_somebody(part, end) {
                return None;
            }
            let comma = self.words.list[end].gap == Gap::Comma;
            if self.words.folded(end) == "and" && (comma || self.joined(end)) {
                return self.head_behind(end);
            }
            if !comma || !self.words.capital(end) {
                return None;
            }
            part = end;
        }
        None
    }

    /// "The Ways", "the powerful Ways".
    fn follows_article(&self, at: usize) -> bool {
        let article = |n: usize| self.joined(n + 1) && self.words.folded(n) == "the";
        let one = at.checked_sub(1);
        one.is_some_and(article)
            || one.is_some_and(|n| self.joined(at) && self.words.list[n].shape == Shape::Lower)
                && at.checked_sub(2).is_some_and(article)
    }

    /// Whether the word goes on with a name that began before.
    fn goes_on(&self, at: usize) -> bool {
        at < self.words.list.len() && self.joined(at) && self.words.capital(at)
    }

    /// The end of the capitalised words at `at`.
    fn part_end(&self, at: usize) -> usize {
        let mut end = at;
        while end < at + PART && (end == at || self.goes_on(end)) && end < self.words.list.len() {
            end += 1;
        }
        end
    }

    /// Whether the words are a name without what follows: "the Pentagon and State Department" are two.
    fn names_somebody(&self, start: usize, end: usize) -> bool {
        let own = Flags::HEAD | Flags::PARTY | Flags::HONORIFIC | Flags::CALENDAR;
        let listed = |at: usize| {
            let named = self.lists.names.longest(self.words, at, end);
            named.is_some_and(|(_, sense)| !matches!(sense, Sense::Demonym(_)))
                || self.known.aliases.longest(self.words, at, end).is_some()
        };
        (start..end).any(|at| {
            let word = &self.words.list[at];
            word.flags.contains(own)
                || word.shape == Shape::Capitals
                || word.possessive
                || self.title(at).is_some()
                || listed(at)
        })
    }

    /// The end of the words behind the "and" at `and` up to the one that says what kind of body it is.
    fn head_behind(&self, and: usize) -> Option<usize> {
        let first = and + 1;
        let end = self.part_end(first);
        let kind = |at: &usize| {
            let several = matches!(
                self.words.folded(*at),
                "departments" | "committees" | "ministries" | "subcommittees"
            );
            several || self.flag(*at, Flags::HEAD)
        };
        let head = (first + 1..end).find(kind)?;
        self.goes_on(first).then_some(head + 1)
    }
}
