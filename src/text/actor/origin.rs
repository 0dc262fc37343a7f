//! Of which country or place an office is: "the Russian foreign minister", "Ohio Gov. Maria Holt".

use std::ops::Range;

use super::fold::fold;
use super::lists::{Lists, Sense};
use super::word::{Gap, Words};

/// Words of the longest name of a country or place that is looked for.
const LONGEST: usize = 3;

/// The country or place that one of the words first names, as a key that is the same for "Russia" and "Russian".
pub(super) fn origin(words: &Words<'_>, lists: &Lists, range: Range<usize>) -> Option<String> {
    range
        .clone()
        .find_map(|at| named(words, lists, at, range.end))
        .map(|(_, key)| key)
}

/// The country or place whose name ends right before word `end`: "Ohio" of "Ohio Gov. Holt".
pub(super) fn origin_before(words: &Words<'_>, lists: &Lists, end: usize) -> Option<String> {
    if words.list.get(end)?.gap != Gap::Space {
        return None;
    }
    (end.saturating_sub(LONGEST)..end).find_map(|at| {
        let (len, key) = named(words, lists, at, end)?;
        (at + len == end).then_some(key)
    })
}

/// The country or place behind "of" at word `at`: "the president of Brunland".
pub(super) fn origin_behind(words: &Words<'_>, lists: &Lists, at: usize) -> Option<String> {
    let count = words.list.len();
    let of = at + 1 < count && words.list[at].gap == Gap::Space && words.folded(at) == "of";
    let first = at + 1 + usize::from(of && words.folded(at + 1) == "the");
    let end = count.min(first + LONGEST);
    (of && first < count)
        .then(|| named(words, lists, first, end))?
        .map(|(_, key)| key)
}

/// The key of a country, or none if `phrase` names none.
pub(super) fn of_country(lists: &Lists, phrase: &str) -> Option<String> {
    match lists.names.exact(phrase)? {
        Sense::Country(n) | Sense::Demonym(n) | Sense::Seat(n) => Some(country(n)),
        _ => None,
    }
}

/// Whether the key is of a country.
pub(super) fn is_country(key: &str) -> bool {
    key.starts_with(COUNTRY)
}

const COUNTRY: &str = "country ";

fn country(number: usize) -> String {
    format!("{COUNTRY}{number}")
}

fn named(words: &Words<'_>, lists: &Lists, at: usize, end: usize) -> Option<(usize, String)> {
    if !words.capital(at) {
        return None;
    }
    let (len, sense) = lists.names.longest(words, at, end)?;
    let key = match sense {
        Sense::Country(n) | Sense::Demonym(n) => country(n),
        Sense::Place => {
            let printed = words.printed(&(at..at + len));
            // "Calif." and "N.Y." are not compared with the whole name.
            let short = printed.len() < 4 || printed.contains('.') || follows_dot(words, at + len);
            return (!short).then(|| (len, fold(printed)));
        }
        _ => return None,
    };
    Some((len, key))
}

/// Whether a full stop stands right before word `at`, behind the word before it.
fn follows_dot(words: &Words<'_>, at: usize) -> bool {
    let end = words.list[at - 1].end as usize;
    words.text[end..].starts_with('.')
}
