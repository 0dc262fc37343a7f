//! The verbs that take positions, from `lexicon/decision.toml`.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::model::Act;

pub(crate) const SOURCE: &str = include_str!("../lexicon/decision.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    decision: Vec<Decision>,
    between: Between,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decision {
    act: Act,
    verbs: Vec<String>,
    #[serde(default)]
    then: Vec<String>,
    #[serde(rename = "examples")]
    _examples: IgnoredAny,
    #[serde(rename = "counter")]
    _counter: IgnoredAny,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Between {
    words: String,
    #[serde(rename = "examples")]
    _examples: IgnoredAny,
}

/// A verb's entry: its act, and what must follow it.
#[derive(Clone, Debug)]
pub(crate) struct Verb {
    /// What its subject does.
    pub act: Act,
    /// One of these must be the next word; empty for none.
    pub then: Vec<String>,
}

/// The verbs by base form.
#[derive(Debug, Default)]
pub(crate) struct Verbs {
    verbs: HashMap<String, Vec<Verb>>,
    between: HashSet<String>,
}

impl Verbs {
    /// The lexicon that the program was built with.
    pub fn embedded() -> &'static Self {
        static VERBS: OnceLock<Verbs> = OnceLock::new();
        // A test parses the same file, so that this cannot fail in a build that passed.
        VERBS.get_or_init(|| Self::parse(SOURCE).unwrap_or_default())
    }

    /// Parses the file; the error names the line.
    pub fn parse(source: &str) -> Result<Self, String> {
        let file: File = toml::from_str(source).map_err(|e| format!("decision.toml: {e}"))?;
        let mut verbs: HashMap<String, Vec<Verb>> = HashMap::new();
        for entry in file.decision {
            for verb in entry.verbs {
                verbs.entry(verb).or_default().push(Verb {
                    act: entry.act,
                    then: entry.then.clone(),
                });
            }
        }
        let between = file.between.words.split_whitespace().map(str::to_owned);
        Ok(Self {
            verbs,
            between: between.collect(),
        })
    }

    /// The entry for a verb in its base form before the word `next` (both in small letters).
    pub fn find(&self, lemma: &str, next: &str) -> Option<&Verb> {
        self.verbs
            .get(lemma)?
            .iter()
            .find(|verb| verb.then.is_empty() || verb.then.iter().any(|then| then == next))
    }

    /// Whether a word can stand between a subject and its verb.
    pub fn is_between(&self, word: &str) -> bool {
        self.between.contains(word) || (word.len() > 4 && word.ends_with("ly"))
    }
}
