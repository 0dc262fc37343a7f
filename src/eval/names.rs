//! Whether a name that the extraction gives is one that the annotators accept.

use unicase::UniCase;

use super::words::{is_space, is_word};

/// Words that stand before a name and are no part of it.
const HONORIFICS: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "dr",
    "sen",
    "rep",
    "gov",
    "gen",
    "lt",
    "col",
    "maj",
    "sir",
    "president",
    "senator",
    "representative",
    "governor",
    "secretary",
    "the",
];

/// A text without its case, as Unicode folds it ("ß" to "ss"), which lower case alone does not.
pub(super) fn folded(text: &str) -> String {
    UniCase::unicode(text).to_folded_case()
}

/// A name without case, possessive, marks and what stands before it.
pub(super) fn plain(name: &str) -> String {
    let name = folded(name).replace("'s", "").replace("’s", "");
    let words: Vec<&str> = name
        .split(|c| is_space(c) || !is_word(c))
        .filter(|word| !word.is_empty())
        .collect();
    let mut words = words.as_slice();
    while let [first, rest @ ..] = words
        && !rest.is_empty()
        && HONORIFICS.contains(first)
    {
        words = rest;
    }
    words.join(" ")
}

/// The names of one actor in the gold, made plain once.
#[derive(Debug)]
pub(super) struct Accepted {
    names: Vec<String>,
    person: bool,
}

impl Accepted {
    /// The actor's `name` and its other `names`; whether it is one person.
    pub(super) fn new(name: &str, names: &[String], person: bool) -> Self {
        let all = std::iter::once(name).chain(names.iter().map(String::as_str));
        Self {
            names: all.map(plain).filter(|name| !name.is_empty()).collect(),
            person,
        }
    }

    /// Whether `name`, made plain, means this actor: a name of the list; of a person, the same last
    /// word with another in common or nothing else to tell; else half of all words in common.
    pub(super) fn has(&self, name: &str) -> bool {
        let Some(last) = name.split(' ').next_back().filter(|last| !last.is_empty()) else {
            return false;
        };
        if self.names.iter().any(|accepted| accepted == name) {
            return true;
        }
        let words = distinct(name);
        self.names.iter().any(|accepted| {
            let theirs = distinct(accepted);
            let both = words.iter().filter(|word| theirs.contains(word)).count();
            if self.person {
                accepted.split(' ').next_back() == Some(last)
                    && (words.len() == 1 || theirs.len() == 1 || both >= 2)
            } else {
                2 * both >= words.len() + theirs.len() - both
            }
        })
    }
}

fn distinct(name: &str) -> Vec<&str> {
    let mut words: Vec<&str> = name.split(' ').collect();
    words.sort_unstable();
    words.dedup();
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_plain() {
        let cases = [
            ("The Harbour Board's", "harbour board"),
            ("Sen. Mr. Anna Groß-Weiß", "anna gross weiss"),
            ("President", "president"),
            ("the", "the"),
            ("ΟΔΟΣ", "οδοσ"),
            ("’s", ""),
        ];
        for (name, want) in cases {
            assert_eq!(plain(name), want, "{name}");
        }
    }

    #[test]
    fn a_name_is_accepted_as_the_annotators_would() {
        let mira = Accepted::new("Mira C. Holt", &["the mayor".into()], true);
        for (name, want) in [
            ("holt", true),
            ("mira holt", true),
            ("mayor", true),
            ("jonas holt", false),
            ("mira", false),
            ("", false),
        ] {
            assert_eq!(mira.has(name), want, "{name}");
        }
        let board = Accepted::new("Harbour Board", &[], false);
        assert!(board.has("harbour board members"));
        assert!(!board.has("board of the whole county"));
    }
}
