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
    helper: Vec<Helper>,
}

/// Words that stand between a subject and its verb.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Helper {
    words: Vec<String>,
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
    /// Whether the words do nothing but attribute.
    #[serde(default)]
    certain: bool,
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
    certain: Vec<bool>,
}

fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(|| {
        let file = toml::from_str(SOURCE).unwrap_or(File {
            cue: Vec::new(),
            helper: Vec::new(),
        });
        let mut seen: HashMap<u32, Entry> = HashMap::new();
        for (number, class) in (1u8..).zip(&file.cue) {
            for form in class.words.iter().flat_map(|word| forms(word, class)) {
                let entry = seen.entry(word_hash(&form)).or_default();
                if entry.cue == 0 {
                    entry.cue = number;
                }
            }
        }
        for word in file.helper.iter().flat_map(|h| &h.words) {
            seen.entry(word_hash(word)).or_default().coarse = HELPER;
        }
        let mut entries: Vec<(u32, Entry)> = seen.into_iter().collect();
        entries.sort_unstable_by_key(|e| e.0);
        Lexicon {
            table: Vocabulary::build(&entries),
            acts: file.cue.iter().map(|c| c.act).collect(),
            certain: file.cue.iter().map(|c| c.certain).collect(),
        }
    })
}

/// Marks a helper in the table.
const HELPER: u8 = 1;

/// What the lexicon says of a word, by its [`word_hash`]: the number of its class, 0 for none, and
/// whether it can stand between a subject and its verb.
pub(crate) fn look_up(word: &str, hash: u32) -> (u8, bool) {
    let entry = Vocabulary::new(&lexicon().table)
        .get(hash)
        .unwrap_or_default();
    let adverb = word.len() > 4 && word.ends_with("ly") && entry.cue == 0;
    (entry.cue, entry.coarse == HELPER || adverb)
}

/// Whether the words of a class do nothing but attribute.
pub(crate) fn is_certain(class: u8) -> bool {
    let number = usize::from(class).checked_sub(1);
    number.is_some_and(|number| lexicon().certain.get(number) == Some(&true))
}

/// The act that a cue word names, if the lexicon has it.
pub fn act_of(word: &str) -> Option<Act> {
    let (class, _) = look_up(word, word_hash(word));
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
                        let (found, _) = look_up(word, word_hash(word));
                        assert!(found > 0 && found <= number, "{example}");
                    }
                }
            }
        }
    }

    #[test]
    fn helpers_do_what_their_examples_say() {
        let file: File = toml::from_str(SOURCE).expect("lexicon/cue.toml parses");
        for helper in &file.helper {
            for (examples, wanted) in [(&helper.finds, true), (&helper.leaves, false)] {
                for example in examples {
                    let word = example
                        .split(['[', ']'])
                        .nth(1)
                        .expect("a word in brackets");
                    assert_eq!(look_up(word, word_hash(word)).1, wanted, "{example}");
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
