//! Shorter names of what a term names: "Holt" and "Ms. Holt" for "Mira Holt", "RTA" and "R.T.A." for
//! "Regional Transit Authority", whether or not the article says that they are.

use std::ops::Range;

use super::compile::{Term, term_words};
use super::find::{Mention, is_title_case};
use super::orientation::is_denied;
use super::proposition::base_forms;
use crate::text::actor::is_given_name;
use crate::text::hash::{Set, Table};
use crate::text::stance::lexicon;
use crate::text::words::{Kind, Word, Words};

/// Fewer capital letters stand for too much else.
const LEAST_INITIALS: usize = 3;

/// What somebody can be fit to do, or for.
const OFFICES: [&str; 10] = [
    "be",
    "become",
    "lead",
    "run",
    "serve",
    "govern",
    "hold",
    "the",
    "president",
    "office",
];

/// The shorter names of a codebook's terms.
#[derive(Debug, Default)]
pub(crate) struct Shorter {
    /// By family name.
    people: Table<String, Vec<Person>>,
    /// By initials in small letters: the terms.
    initials: Table<String, Vec<usize>>,
}

/// A term that is a person's full name.
#[derive(Debug)]
struct Person {
    given: String,
    term: usize,
}

/// Where a family name stands: its word, its sentence, whose it is, and the given name before it.
type Named<'s, 'w> = (usize, usize, &'s Vec<Person>, Option<&'w str>);

impl Shorter {
    pub fn of(terms: &[Term]) -> Self {
        let mut shorter = Self::default();
        for (number, term) in terms.iter().enumerate() {
            if let Some((given, family)) = full_name(&term.text, &term.words) {
                let person = Person {
                    given: given.to_owned(),
                    term: number,
                };
                shorter
                    .people
                    .entry(family.to_owned())
                    .or_default()
                    .push(person);
            } else if let Some(initials) = initials(&term.text) {
                shorter.initials.entry(initials).or_default().push(number);
            }
        }
        shorter
    }

    /// Adds the mentions by shorter names.
    pub fn add(&self, words: &Words<'_>, text: &str, found: &mut Vec<Mention>) {
        if self.people.is_empty() && self.initials.is_empty() {
            return;
        }
        let mut family: Vec<Named<'_, '_>> = Vec::new();
        for (sentence, range) in words.sentences.iter().enumerate() {
            for at in range.clone() {
                let word = &words.all[at];
                if !text[word.range()].starts_with(char::is_uppercase) {
                    continue;
                }
                if let Some(terms) = self.initials.get(word.lemma.as_ref())
                    && is_all_capitals(&text[word.range()])
                {
                    found.extend(
                        terms
                            .iter()
                            .map(|&term| Mention::by_name(term, at, sentence)),
                    );
                }
                if let Some(people) = self.people.get(word.lemma.as_ref()) {
                    family.push((at, sentence, people, given_before(words, text, range, at)));
                }
            }
        }
        let full: Set<(usize, &str)> = family
            .iter()
            .filter_map(|(.., people, given)| Some((people[0].term, (*given)?)))
            .collect();
        let called: Set<usize> = full.iter().map(|(family, _)| *family).collect();
        // Whose full name stood last, by family name.
        let mut last: Table<usize, &str> = Table::default();
        for (at, sentence, people, given) in family {
            let name = people[0].term;
            let listed = |given: &str| people.iter().any(|person| person.given == given);
            if let Some(given) = given {
                if listed(given) {
                    last.insert(name, given);
                }
                continue;
            }
            if begins_name(words, text, at, &words.sentences[sentence]) {
                continue;
            }
            // Before a full name, whose stands further on; where nobody's does, whoever alone has that name.
            let later = people.iter().map(|person| &*person.given);
            let later = later.filter(|given| full.contains(&(name, *given)));
            let alone = people.iter().all(|person| person.given == people[0].given);
            let alone = Some(&*people[0].given).filter(|_| alone && !called.contains(&name));
            let meant = last.get(&name).copied().or(later.chain(alone).next());
            for person in people.iter().filter(|p| meant == Some(&*p.given)) {
                found.push(Mention::by_name(person.term, at, sentence));
            }
        }
    }
}

/// The given and the family name of a person, where a term is nothing else. `words` are its base forms.
pub(super) fn full_name<'w>(text: &str, words: &'w [String]) -> Option<(&'w str, &'w str)> {
    let [given, .., family] = words else {
        return None;
    };
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let name = words.len() <= 3 && is_given_name(given) && text.split_whitespace().all(capital);
    name.then_some((given, family))
}

/// "rta" for "Regional Transit Authority".
fn initials(text: &str) -> Option<String> {
    let parts = text.split([' ', '-']).filter(|part| !part.is_empty());
    let mut initials = String::new();
    for part in parts {
        match part.chars().next() {
            Some(first) if first.is_uppercase() && part.chars().any(char::is_lowercase) => {
                initials.extend(first.to_lowercase());
            }
            _ if matches!(part, "of" | "for" | "the" | "and" | "on" | "to") => {}
            _ => return None,
        }
    }
    (initials.chars().count() >= LEAST_INITIALS).then_some(initials)
}

fn is_all_capitals(printed: &str) -> bool {
    let mut letters = printed.chars().filter(|c| *c != '.');
    letters.all(char::is_uppercase)
}

/// The given name right before word `at`, in its base form.
fn given_before<'w>(
    words: &'w Words<'_>,
    text: &str,
    sentence: &Range<usize>,
    at: usize,
) -> Option<&'w str> {
    let before = at
        .checked_sub(1)
        .filter(|&before| before >= sentence.start)?;
    let word = &words.all[before];
    // "John H. Hale".
    let (word, next) = match text[word.range()].trim_end_matches('.').len() {
        1 if before > sentence.start => (&words.all[before - 1], word),
        _ => (word, &words.all[at]),
    };
    let capital = text[word.range()].starts_with(char::is_uppercase);
    (capital && stands_before(word, next, text) && is_given_name(&word.lemma))
        .then_some(word.lemma.as_ref())
}

/// Whether the word at `at` begins a name of something else: "Holt Tower".
fn begins_name(words: &Words<'_>, text: &str, at: usize, sentence: &Range<usize>) -> bool {
    let next = at + 1;
    next < sentence.end
        && words.all[next].kind == Kind::Capital
        && stands_before(&words.all[at], &words.all[next], text)
        && !is_title_case(words, at..next, sentence)
}

/// Whether nothing but a space or a full stop parts two words.
fn stands_before(word: &Word<'_>, next: &Word<'_>, text: &str) -> bool {
    let between = &text[word.range().end..next.range().start.max(word.range().end)];
    between.len() <= 2 && between.chars().all(|c| c == ' ' || c == '.' || c == '-')
}

/// The person whom a proposition is a judgment of, and the side of who speaks well of that person, where
/// the judgment's words tell it: "Mira Holt is fit to be mayor" is about Mira Holt whatever else is listed.
pub(super) fn person_judged(proposition: &str) -> Option<(String, Option<i8>)> {
    let words: Vec<&str> = proposition.split_whitespace().collect();
    let judged = |at: &usize| {
        let modal = matches!(words[*at], "would" | "can" | "will" | "could" | "cannot");
        let be = words.get(at + usize::from(modal));
        matches!(words[*at], "is" | "was" | "deserves")
            || modal && be.is_some_and(|be| matches!(*be, "be" | "make"))
    };
    let verb = (2..words.len().min(4)).find(judged)?;
    let name = words[..verb].join(" ");
    full_name(&name, &term_words(&name))?;
    // "Mira Holt was right to close the bridge" is on the bridge.
    let deed = words[verb..]
        .windows(2)
        .any(|pair| matches!(pair[0], "to" | "for") && !OFFICES.contains(&pair[1]));
    if deed {
        return None;
    }
    let predicate = base_forms(&words[verb..].join(" "));
    let denied = is_denied(&predicate[..predicate.len().min(3)]);
    let value = (0..predicate.len()).find_map(|at| lexicon().evaluation_at(&predicate[at..]));
    Some((name, value.map(|value| if denied { -value } else { value })))
}
