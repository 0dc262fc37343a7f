//! The cue lexicon: words that attribute, by class, with their inflections.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::vocabulary::{Entry, Vocabulary, word_hash};
use crate::model::Act;

const SOURCE: &str = include_str!("../lexicon/cue.toml");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    cue: Vec<Class>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Class {
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "names the entry in the test's messages")
    )]
    class: String,
    part: Part,
    act: Act,
    words: Vec<String>,
    #[serde(default)]
    forms: HashMap<String, Vec<String>>,
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "read by the test that runs the examples")
    )]
    finds: Vec<String>,
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "read by the test that runs the examples")
    )]
    leaves: Vec<String>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Part {
    Verb,
    Noun,
    Adjective,
    Other,
}

struct Lexicon {
    table: Vec<u8>,
    acts: Vec<Act>,
}

fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(|| {
        let classes = toml::from_str(SOURCE).map_or_else(|_| Vec::new(), |file: File| file.cue);
        let mut seen = HashMap::new();
        for (number, class) in (1u8..).zip(&classes) {
            for word in &class.words {
                for form in forms(word, class) {
                    seen.entry(word_hash(&form)).or_insert(number);
                }
            }
        }
        let mut entries: Vec<(u32, Entry)> = seen
            .into_iter()
            .map(|(hash, cue)| {
                (
                    hash,
                    Entry {
                        cue,
                        ..Entry::default()
                    },
                )
            })
            .collect();
        entries.sort_unstable_by_key(|e| e.0);
        Lexicon {
            table: Vocabulary::build(&entries),
            acts: classes.iter().map(|c| c.act).collect(),
        }
    })
}

/// The number of the class that a word belongs to, by its [`word_hash`]; 0 for none.
pub(crate) fn class_of(hash: u32) -> u8 {
    Vocabulary::new(&lexicon().table)
        .get(hash)
        .map_or(0, |entry| entry.cue)
}

/// The act that a cue word names, if the lexicon has it.
pub fn act_of(word: &str) -> Option<Act> {
    let class = class_of(word_hash(word));
    lexicon()
        .acts
        .get(usize::from(class).checked_sub(1)?)
        .copied()
}

/// All forms of a word of the class.
fn forms(word: &str, class: &Class) -> Vec<String> {
    let mut out = vec![word.to_owned()];
    let irregular = class.forms.get(word);
    out.extend(irregular.into_iter().flatten().cloned());
    match class.part {
        Part::Verb => {
            out.push(with_s(word));
            if !irregular.is_some_and(|f| f.iter().any(|f| f.ends_with("ing"))) {
                out.push(with_ing(word));
            }
            if irregular.is_none() {
                out.push(with_ed(word));
            }
        }
        Part::Noun => out.push(with_s(word)),
        Part::Adjective | Part::Other => {}
    }
    out
}

fn after_consonant(word: &str) -> bool {
    !word[..word.len() - 1].ends_with(['a', 'e', 'i', 'o', 'u'])
}

fn with_s(word: &str) -> String {
    if word.ends_with('y') && after_consonant(word) {
        return format!("{}ies", &word[..word.len() - 1]);
    }
    let hissing = ["s", "x", "z", "ch", "sh"]
        .iter()
        .any(|end| word.ends_with(end));
    format!("{word}{}", if hissing { "es" } else { "s" })
}

fn with_ed(word: &str) -> String {
    if word.ends_with('e') {
        return format!("{word}d");
    }
    if word.ends_with('y') && after_consonant(word) {
        return format!("{}ied", &word[..word.len() - 1]);
    }
    format!("{word}ed")
}

fn with_ing(word: &str) -> String {
    match word.strip_suffix('e') {
        Some(stem) if !stem.ends_with(['e', 'o', 'y']) => format!("{stem}ing"),
        _ => format!("{word}ing"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_does_what_its_examples_say() {
        let file: File = toml::from_str(SOURCE).expect("lexicon/cue.toml parses");
        for (number, class) in (1u8..).zip(&file.cue) {
            for (examples, wanted) in [(&class.finds, true), (&class.leaves, false)] {
                for example in examples {
                    let word = example
                        .split(['[', ']'])
                        .nth(1)
                        .expect("a word in brackets");
                    let known = class
                        .words
                        .iter()
                        .any(|w| forms(w, class).iter().any(|f| f == word));
                    assert_eq!(known, wanted, "{}: {example}", class.class);
                    if wanted {
                        assert!(
                            class_of(word_hash(word)) > 0 && class_of(word_hash(word)) <= number
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn inflections_follow_spelling() {
        assert_eq!(with_ed("deny"), "denied");
        assert_eq!(with_ing("believe"), "believing");
        assert_eq!(with_ing("see"), "seeing");
        assert_eq!(with_s("wish"), "wishes");
    }
}
