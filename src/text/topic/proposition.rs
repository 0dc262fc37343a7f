//! The words that tell what a proposition does with the things that it is about, from `lexicon/proposition.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::text::words::Words;

/// What a word does in a proposition. The data file says more of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Part {
    Treatment,
    Passive,
    Charge,
    Compound,
    Less,
    Rule,
    Means,
    Remedy,
    Legal,
    Permissive,
    Evil,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entries {
    list: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    role: Part,
    #[serde(default)]
    sign: i8,
    #[serde(default)]
    verbs: Vec<String>,
    words: Vec<String>,
    /// Read by the test of this module, which runs them.
    #[cfg_attr(not(test), expect(dead_code, reason = "run by the tests"))]
    examples: Vec<String>,
}

/// One list of the file, its phrases as base forms.
#[derive(Debug)]
struct List {
    role: Part,
    sign: i8,
    verbs: Vec<Vec<String>>,
    phrases: Vec<Vec<String>>,
}

/// All lists.
#[derive(Debug)]
pub(super) struct Vocabulary(Vec<List>);

const FILE: &str = include_str!("../lexicon/proposition.toml");

/// The lists that are built in.
pub(super) fn vocabulary() -> &'static Vocabulary {
    static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
        // The file is compiled in and a test reads it: this cannot fail in a release.
        let entries: Entries = toml::from_str(FILE).expect("well-formed lists");
        let lists = entries.list.into_iter().map(|entry| List {
            role: entry.role,
            sign: entry.sign,
            verbs: phrases(&entry.verbs),
            phrases: phrases(&entry.words),
        });
        Vocabulary(lists.collect())
    });
    &VOCABULARY
}

impl Vocabulary {
    /// Whether a word is listed under `role`.
    pub fn is(&self, role: Part, word: &str) -> bool {
        self.of(role).any(|(phrase, _)| *phrase == [word])
    }

    /// The phrase under `role` that opens `words`: its sign, and how many words it has.
    pub fn opens(&self, role: Part, words: &[String]) -> Option<(i8, usize)> {
        let mut listed = self.of(role);
        listed.find_map(|(phrase, sign)| {
            Some((sign, words.starts_with(phrase).then_some(phrase.len())?))
        })
    }

    /// Whether a noun names a means that one of some verbs asks for.
    pub fn is_means(&self, noun: &str, verbs: &[String]) -> bool {
        let asks = |list: &&List| {
            list.verbs
                .iter()
                .any(|verb| verbs.iter().any(|v| *verb == [v.as_str()]))
        };
        let mut means = self
            .0
            .iter()
            .filter(|list| list.role == Part::Means)
            .filter(asks);
        means.any(|list| list.phrases.iter().any(|phrase| *phrase == [noun]))
    }

    fn of(&self, role: Part) -> impl Iterator<Item = (&Vec<String>, i8)> {
        let lists = self.0.iter().filter(move |list| list.role == role);
        lists.flat_map(|list| list.phrases.iter().map(|phrase| (phrase, list.sign)))
    }
}

fn phrases(written: &[String]) -> Vec<Vec<String>> {
    written.iter().map(|phrase| base_forms(phrase)).collect()
}

/// The words of a phrase or proposition in base form.
pub(super) fn base_forms(phrase: &str) -> Vec<String> {
    let words = Words::of_phrase(phrase);
    words.all.iter().map(|w| w.lemma.to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::codebook::parse;
    use crate::text::topic::orientation;
    use crate::text::topic::{CompiledCodebook, Role, Term};

    /// The side that the compiled codebook gives to a thing among `about`.
    fn side_of(thing: &str, proposition: &str) -> i8 {
        let book = format!(
            "[[topic]]\nid = \"t\"\nname = \"T\"\nproposition = \"{proposition}\"\nabout = [\"{thing}\"]\n"
        );
        let compiled = CompiledCodebook::new(&parse("test", &book).expect("a codebook"));
        let side = |term: &Term| match term.role {
            Role::Object(side) if term.text == thing => Some(side),
            _ => None,
        };
        compiled
            .terms
            .iter()
            .find_map(side)
            .expect("the thing as a term")
    }

    #[test]
    fn every_list_does_what_its_examples_say() {
        let entries: Entries = toml::from_str(FILE).expect("well-formed lists");
        let mut wrong = Vec::new();
        for example in entries.list.iter().flat_map(|list| &list.examples) {
            let (said, expected) = example.split_once(" => ").expect("an expected side");
            let side = match said.split_once(" | ") {
                Some((proposition, thing)) => side_of(thing, proposition),
                None => orientation::of(said).side,
            };
            if side.to_string() != expected {
                wrong.push(format!("{example}: {side}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
