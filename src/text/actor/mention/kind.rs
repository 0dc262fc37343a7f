//! What kind of name the words of a mention are.

use std::ops::Range;

use super::{Before, Kind, Mention, Scan};
use crate::text::actor::lists::{Flags, Sense};
use crate::text::actor::word::{Gap, Shape};

/// Among how many names before a last name is looked for.
const NAMED: usize = 256;

impl Scan<'_, '_> {
    /// Whether a single capitalised word may be a common one.
    pub(super) fn is_doubtful(&self, at: usize) -> bool {
        let word = &self.words.list[at];
        let common = Flags::PERSON
            | Flags::PEOPLE
            | Flags::BODY
            | Flags::DOCUMENT
            | Flags::STARTER
            | Flags::INDEFINITE
            | Flags::CALENDAR
            | Flags::HONORIFIC;
        let opens = word.gap != Gap::Space && !word.possessive && !self.is_apposed(at);
        self.headline
            || word.flags.contains(common | Flags::HEAD)
            || (opens && !self.capital.contains(self.words.folded(at)))
    }

    /// Whether the word is a given name between commas: "Holt’s brother, Carl, said".
    fn is_apposed(&self, at: usize) -> bool {
        let comma = |n: usize| {
            self.words
                .list
                .get(n)
                .is_some_and(|word| word.gap == Gap::Comma)
        };
        comma(at) && comma(at + 1) && self.flag(at, Flags::GIVEN)
    }

    pub(super) fn kind(&self, range: Range<usize>, before: Before) -> Kind {
        let words = &self.words.list[range.clone()];
        let last = words.len() - 1;
        let given = words[0].flags.contains(Flags::GIVEN);
        let headed = words.iter().any(|w| w.flags.contains(Flags::HEAD));
        let office = before.title.is_some() && !(headed && words.len() > 1 && !given);
        if before.honorific || office {
            return Kind::Person;
        }
        let place = words[last].flags.contains(Flags::PLACE_HEAD)
            || words[0].flags.contains(Flags::PLACE_FIRST);
        if self.is_firm(&range) || (!given && !place && self.is_called_body(&range)) {
            return Kind::Organization;
        }
        if words.len() == 1 {
            return match words[0].shape {
                Shape::Capitals if !given => Kind::Organization,
                _ if words[0].flags.contains(Flags::PLACE_HEAD) => Kind::Place,
                _ => Kind::Unknown,
            };
        }
        // "The Holt White House".
        let house = (range.start + 1..range.end - 1).any(|at| {
            let named = self.lists.names.longest(self.words, at, range.end);
            matches!(named, Some((len, Sense::Government)) if at + len == range.end)
        });
        if house {
            return Kind::Organization;
        }
        // A given name before one such word is more often "Eric Church" than a company.
        let person = given && words.len() <= 3 && !(headed && words.len() > 2);
        if person {
            return Kind::Person;
        }
        if headed {
            return Kind::Organization;
        }
        if place {
            return Kind::Place;
        }
        if words.len() > 4 || words.iter().any(|w| w.shape == Shape::Capitals) {
            return Kind::Organization;
        }
        let article = range.start > 0
            && self.joined(range.start)
            && self.words.folded(range.start - 1) == "the";
        if article {
            Kind::Organization
        } else {
            Kind::Person
        }
    }

    /// Whether the name stands behind the noun for a body or is written as only bodies' are: "the group Clean Piers",
    /// "SeaFirst". "The group Holt leads" is none.
    fn is_called_body(&self, range: &Range<usize>) -> bool {
        let first = range.start;
        let handle = self.words.text[..self.words.list[first].start as usize].ends_with('@');
        let camel = range.len() == 1 && !handle && is_camel(self.words.printed(range));
        let behind_noun = first > 0
            && self.joined(first)
            && matches!(
                self.words.folded(first - 1),
                "group"
                    | "organization"
                    | "organisation"
                    | "nonprofit"
                    | "charity"
                    | "startup"
                    | "firm"
                    | "pac"
                    | "tank"
            );
        (camel || behind_noun) && !self.is_last_name(range.end - 1)
    }

    /// Whether the word is the last name of somebody whom the text named before.
    fn is_last_name(&self, at: usize) -> bool {
        let last = self.words.folded(at);
        let named =
            |m: &Mention| m.kind == Kind::Person && self.words.folded(m.words.end - 1) == last;
        self.found.iter().rev().take(NAMED).any(named)
    }
}

/// Whether a capital stands inside the word behind small letters, and no part of a last name ("MacArthur", "DeSantis").
fn is_camel(word: &str) -> bool {
    let Some(hump) = word.char_indices().skip(1).find(|(_, c)| c.is_uppercase()) else {
        return false;
    };
    let first = &word[..hump.0];
    let name = matches!(
        first,
        "Vander" | "Mac" | "Fitz" | "Van" | "Von" | "Del" | "Ben" | "Saint" | "Abu"
    );
    let small = first.chars().skip(1).all(char::is_lowercase);
    let letters = word.bytes().all(|byte| byte.is_ascii_alphabetic());
    letters && first.len() > 2 && small && !name && word.len() > hump.0 + 1
}
