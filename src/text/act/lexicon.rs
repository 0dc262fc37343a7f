//! The words of this stage: verbs that take positions (`lexicon/decision.toml`) and nouns by which
//! somebody holds one (`lexicon/holder.toml`).

use std::sync::OnceLock;

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::model::Act;
use crate::text::hash::{Set, Table};
use crate::text::listed::Listed;

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
    verbs: Listed<Vec<Verb>>,
    between: Set<String>,
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
        let mut verbs: Listed<Vec<Verb>> = Listed::default();
        for entry in file.decision {
            for verb in entry.verbs {
                verbs.entry(&verb).push(Verb {
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
            .find(|verb| match verb.then.is_empty() {
                // "Backed off" is not "backed", nor "passed over" "passed".
                true => !is_particle(next),
                false => verb.then.iter().any(|then| then == next),
            })
    }

    /// Whether a word can stand between a subject and its verb.
    pub fn is_between(&self, word: &str) -> bool {
        self.between.contains(word) || (word.len() > 4 && word.ends_with("ly"))
    }
}

/// Whether a word behind a verb makes another verb of it.
fn is_particle(word: &str) -> bool {
    matches!(word, "off" | "away" | "up" | "down" | "out" | "over")
}

pub(crate) const HOLDERS: &str = include_str!("../lexicon/holder.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HolderFile {
    owned: String,
    compound: String,
    adjective: String,
    #[serde(rename = "for")]
    with: String,
    against: String,
    camp: String,
    light: String,
    felt: String,
    predicate: Vec<String>,
    #[serde(rename = "examples")]
    _examples: IgnoredAny,
    #[serde(rename = "counter")]
    _counter: IgnoredAny,
}

/// What a noun tells of who holds a position.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Noun {
    /// An owner can hold it as an attitude.
    pub owned: bool,
    /// It names people by their side.
    pub sided: bool,
    /// It names people whose side is the measure before it.
    pub camp: bool,
}

/// Nouns and adjectives by which somebody holds a position.
#[derive(Debug, Default)]
pub(crate) struct Holders {
    nouns: Listed<Noun>,
    compound: Set<String>,
    adjective: Set<String>,
    light: Set<String>,
    felt: Set<String>,
    /// By their first word, the longest first.
    predicate: Table<String, Vec<Vec<String>>>,
}

impl Holders {
    /// The lexicon that the program was built with.
    pub fn embedded() -> &'static Self {
        static HOLDERS_READ: OnceLock<Holders> = OnceLock::new();
        HOLDERS_READ.get_or_init(|| Self::parse(HOLDERS).unwrap_or_default())
    }

    /// Parses the file; the error names the line.
    pub fn parse(source: &str) -> Result<Self, String> {
        let file: HolderFile = toml::from_str(source).map_err(|e| format!("holder.toml: {e}"))?;
        let set = |words: &str| words.split_whitespace().map(str::to_owned).collect();
        let mut nouns: Listed<Noun> = Listed::default();
        let mut mark = |words: &str, mark: fn(&mut Noun)| {
            for word in words.split_whitespace() {
                mark(nouns.entry(word));
            }
        };
        mark(&file.owned, |noun| noun.owned = true);
        mark(&file.with, |noun| noun.sided = true);
        mark(&file.against, |noun| noun.sided = true);
        mark(&file.camp, |noun| noun.camp = true);
        let mut predicate: Table<String, Vec<Vec<String>>> = Table::default();
        for phrase in &file.predicate {
            let words: Vec<String> = phrase.split_whitespace().map(str::to_owned).collect();
            let Some(first) = words.first() else {
                return Err("holder.toml: a predicate has no word".to_owned());
            };
            predicate.entry(first.clone()).or_default().push(words);
        }
        for phrases in predicate.values_mut() {
            phrases.sort_by_key(|words| std::cmp::Reverse(words.len()));
        }
        Ok(Self {
            nouns,
            compound: set(&file.compound),
            adjective: set(&file.adjective),
            light: set(&file.light),
            felt: set(&file.felt),
            predicate,
        })
    }

    /// What a noun (base form) tells.
    pub fn noun(&self, noun: &str) -> Noun {
        self.nouns.get(noun).copied().unwrap_or_default()
    }

    /// Whether the topic can stand before the noun: "the bridge plan".
    pub fn is_compound(&self, noun: &str) -> bool {
        self.compound.contains(noun)
    }

    /// Whether a word stands between an owner and a measure that is the owner's own.
    pub fn is_adjective(&self, word: &str) -> bool {
        self.adjective.contains(word)
    }

    /// Whether the subject of a verb (base form) holds the noun behind it.
    pub fn is_light(&self, verb: &str) -> bool {
        self.light.contains(verb)
    }

    /// Whether what stands behind the noun and "of" holds it: "the ire of farmers".
    pub fn is_felt(&self, noun: &str) -> bool {
        self.felt.contains(noun)
    }

    /// How many of the words that `word` gives, counted from 0, say an attitude with "is".
    pub fn predicate<'w>(&self, word: impl Fn(usize) -> &'w str) -> usize {
        let Some(phrases) = self.predicate.get(word(0)) else {
            return 0;
        };
        let stands = |phrase: &&Vec<String>| (1..phrase.len()).all(|n| word(n) == phrase[n]);
        phrases.iter().find(stands).map_or(0, Vec::len)
    }
}
