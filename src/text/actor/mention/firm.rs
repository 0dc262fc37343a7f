//! Names of companies and bodies that begin with what else is no part of a name: "General Pier Corp.", "the National
//! Pier Association".

use std::ops::Range;

use super::Scan;
use crate::text::actor::lists::{Flags, Sense};
use crate::text::actor::word::Gap;

impl Scan<'_, '_> {
    /// Whether the rank or office at `at` begins a company's name: "General Pier Corp.", and "General Pier" behind it.
    pub(super) fn begins_firm(&self, at: usize, end: usize) -> bool {
        if self.words.printed(&(at..at + 1)).ends_with('.') {
            return false;
        }
        self.names_firm(at, end) || (at + 2..=end).any(|stop| self.is_firm(&(at..stop)))
    }

    /// Whether a word for a company stands behind that at `at`, without another office between.
    pub(super) fn names_firm(&self, at: usize, end: usize) -> bool {
        let firm = (at + 1..end).find(|&n| self.flag(n, Flags::FIRM) || self.title(n).is_some());
        firm.is_some_and(|n| self.flag(n, Flags::FIRM) && n > at + 1)
    }

    /// Notes a company's name without the word that says so; a single one may be anybody's.
    pub(super) fn note_firm(&mut self, words: &Range<usize>) {
        let last = words.end - 1;
        if words.len() > 2 && self.flag(last, Flags::FIRM) {
            let name = self.folded_name(&(words.start..last));
            self.firms.insert(name);
        }
    }

    /// Whether the words are the name of a company that the text gave before with the word that says so.
    pub(super) fn is_firm(&self, words: &Range<usize>) -> bool {
        words.len() > 1 && !self.firms.is_empty() && self.firms.contains(&self.folded_name(words))
    }

    fn folded_name(&self, words: &Range<usize>) -> String {
        let folded: Vec<&str> = words.clone().map(|n| self.words.folded(n)).collect();
        folded.join(" ")
    }

    /// Whether the adjective at `at`, which else only begins a sentence, begins the name of a body: "the National Pier
    /// Association". At the start of a sentence its capital says little.
    pub(super) fn begins_body(&self, at: usize, end: usize) -> bool {
        let our = matches!(self.words.folded(at), "our" | "my" | "your");
        if !our && !self.flag(at, Flags::ADJECTIVE) {
            return false;
        }
        let stop = self.name_end(at, end);
        // "Our Piers PAC".
        if our {
            return (at + 1..stop).any(|n| self.words.folded(n) == "pac");
        }
        let opens = !matches!(self.words.list[at].gap, Gap::Space | Gap::Comma);
        let first = at + 1 + usize::from(opens);
        let body = (first..stop).any(|n| self.flag(n, Flags::HEAD));
        body && !(opens && self.small.contains(self.words.folded(at)))
    }

    /// Whether the word only says what the name behind it is: "the super PAC Clean Piers".
    pub(super) fn is_calling_pac(&self, at: usize) -> bool {
        self.words.folded(at) == "pac"
            && at > 0
            && self.joined(at)
            && self.words.folded(at - 1) == "super"
    }

    /// Whether the party's adjective at `at` begins the name of a body: "the Republican Party of Ohio"; not "Republican
    /// Senate leaders".
    pub(super) fn is_party_body(&self, at: usize, end: usize) -> bool {
        let stop = self.name_end(at, end);
        let next = at + 1;
        let listed = next < stop && self.lists.names.longest(self.words, next, stop).is_some();
        let chamber = |n: usize| {
            matches!(
                self.words.folded(n),
                "senate" | "house" | "congress" | "legislature"
            )
        };
        !listed
            && (next..stop).any(|n| self.flag(n, Flags::HEAD))
            && !(next..stop).any(chamber)
            && !(next..stop).any(|n| self.flag(n, Flags::GIVEN))
    }

    /// The end of the whole name of a country at `at`, and the country: "the Republic of Turkey".
    pub(super) fn republic(&self, at: usize) -> Option<(usize, usize)> {
        let count = self.words.list.len();
        let state = (at..count.min(at + 3))
            .take_while(|&n| n == at || self.joined(n) && self.words.capital(n))
            .find(|&n| matches!(self.words.folded(n), "republic" | "kingdom"))?;
        let name = state + 2;
        if name >= count || !(self.joined(state + 1) && self.joined(name)) {
            return None;
        }
        if self.words.folded(state + 1) != "of" || !self.words.capital(name) {
            return None;
        }
        match self.lists.names.longest(self.words, name, count)? {
            (len, Sense::Country(country)) => Some((name + len, country)),
            _ => None,
        }
    }
}
