//! The phrases of `lexicon/link.toml`, ready to be matched.

use std::sync::OnceLock;

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::model::LinkKind;
use crate::text::listed::{Beginnings, Listed};
use crate::text::words::{Kind, Word, first_bytes};

pub(super) const SOURCE: &str = include_str!("../lexicon/link.toml");

/// At most so many marks in a row are passed over.
const MARKS: usize = 4;

/// At most this many words stand for `..`.
const GAP: usize = 6;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    link: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    kind: LinkKind,
    negated: Option<LinkKind>,
    #[serde(default)]
    cue: Vec<String>,
    #[serde(default)]
    content: Vec<String>,
    #[serde(rename = "examples")]
    _examples: IgnoredAny,
    #[serde(rename = "counter")]
    _counter: IgnoredAny,
}

/// What one word of a phrase may be.
#[derive(Clone, Debug, PartialEq)]
enum Element {
    /// One of these base forms, or a class; may be left out where `optional`.
    Word { any: Vec<One>, optional: bool },
    /// Up to [`GAP`] words of the clause.
    Gap,
}

#[derive(Clone, Debug, PartialEq)]
enum One {
    Lemma(String),
    Own,
    Itself,
}

/// A phrase with what it does.
#[derive(Clone, Debug)]
pub(super) struct Phrase {
    pub kind: LinkKind,
    /// What it does behind a negation.
    pub negated: Option<LinkKind>,
    elements: Vec<Element>,
}

/// All phrases, by where they begin.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    pub cue: Starts,
    pub content: Starts,
}

/// Phrases in the order of the file, found by the words that they can begin with.
#[derive(Debug, Default)]
pub(super) struct Starts {
    all: Vec<Phrase>,
    by_first: Listed<Vec<usize>>,
    /// The words that phrases are told by: of each those at its most telling place.
    telling: Beginnings,
}

impl Starts {
    fn push(&mut self, phrase: Phrase) {
        let number = self.all.len();
        if let Some(Element::Word { any, .. }) = phrase.elements.first() {
            for lemma in any.iter().flat_map(One::lemmas) {
                self.by_first.entry(lemma).push(number);
            }
        }
        for lemma in phrase.telling() {
            self.telling.add(first_bytes(lemma));
        }
        self.all.push(phrase);
    }

    /// False where no phrase stands among `words`. Most begin with "the" or "she", and are told by what follows.
    pub fn may_stand_in(&self, words: &[Word<'_>]) -> bool {
        words.iter().any(|word| self.telling.may_have(word.begin))
    }

    /// The phrases that can begin with `word`.
    pub fn with(&self, word: &Word<'_>) -> impl Iterator<Item = &Phrase> {
        let first = self.by_first.of(word);
        first.into_iter().flatten().map(|&number| &self.all[number])
    }
}

impl Phrases {
    /// The lexicon that the program was built with.
    pub fn embedded() -> &'static Self {
        static PHRASES: OnceLock<Phrases> = OnceLock::new();
        // A test parses the same file, so that this cannot fail in a build that passed.
        PHRASES.get_or_init(|| Self::parse(SOURCE).unwrap_or_default())
    }

    /// Parses the file; the error names the line.
    pub fn parse(source: &str) -> Result<Self, String> {
        let file: File = toml::from_str(source).map_err(|e| format!("link.toml: {e}"))?;
        let mut phrases = Self::default();
        for entry in file.link {
            let compile = |written: &String| {
                let elements: Vec<Element> = written.split_whitespace().map(element).collect();
                match elements.first() {
                    Some(Element::Word {
                        optional: false, ..
                    }) => Ok(Phrase {
                        kind: entry.kind,
                        negated: entry.negated,
                        elements,
                    }),
                    _ => Err(format!("link.toml: “{written}” begins with no word")),
                }
            };
            for written in &entry.cue {
                phrases.cue.push(compile(written)?);
            }
            for written in &entry.content {
                phrases.content.push(compile(written)?);
            }
        }
        Ok(phrases)
    }
}

fn element(written: &str) -> Element {
    if written == ".." {
        return Element::Gap;
    }
    let (written, optional) = match written.strip_suffix('?') {
        Some(word) => (word, true),
        None => (written, false),
    };
    let any = written.split('|').map(|word| match word {
        "own" => One::Own,
        "self" => One::Itself,
        word => One::Lemma(word.to_owned()),
    });
    Element::Word {
        any: any.collect(),
        optional,
    }
}

impl Phrase {
    /// The words of which one must stand there, at the place where the shortest of them is longest: long words are rare.
    fn telling(&self) -> Vec<&str> {
        let must = self.elements.iter().filter_map(|element| match element {
            Element::Word {
                any,
                optional: false,
            } => Some(any),
            _ => None,
        });
        let lemmas = must.map(|any| any.iter().flat_map(One::lemmas).collect::<Vec<&str>>());
        let shortest = |lemmas: &Vec<&str>| lemmas.iter().map(|lemma| lemma.len()).min();
        lemmas.max_by_key(shortest).unwrap_or_default()
    }

    /// The first word behind the phrase where it begins at word `at`; `spoken` tells whether a pronoun
    /// there can mean the speaker.
    pub fn end(
        &self,
        words: &[Word<'_>],
        at: usize,
        spoken: &impl Fn(&Word<'_>) -> bool,
    ) -> Option<usize> {
        follow(&self.elements, words, at, spoken)
    }
}

fn follow(
    elements: &[Element],
    words: &[Word<'_>],
    at: usize,
    spoken: &impl Fn(&Word<'_>) -> bool,
) -> Option<usize> {
    let Some((first, rest)) = elements.split_first() else {
        return Some(at);
    };
    // Quotation marks, commas and words for when and how part no phrase: "denied on Monday having said".
    let next = |at: usize| {
        let near = at..words.len().min(at + MARKS);
        near.into_iter().find(|&n| words[n].kind != Kind::Mark)
    };
    match first {
        Element::Gap => {
            for from in at..=at + GAP {
                if let Some(end) = follow(rest, words, from, spoken) {
                    return Some(end);
                }
                if words.get(from).is_none_or(|word| word.kind == Kind::Stop) {
                    return None;
                }
            }
            None
        }
        Element::Word { any, optional } => {
            let follows = |n: usize| {
                let fits = any.iter().any(|one| one.is(&words[n], spoken));
                fits.then(|| follow(rest, words, n + 1, spoken)).flatten()
            };
            next(at)
                .and_then(follows)
                .or_else(|| optional.then(|| follow(rest, words, at, spoken)).flatten())
                .or_else(|| behind_time(words, at).and_then(next).and_then(follows))
        }
    }
}

/// The word behind a word for when or how at word `at`, which stands inside a phrase.
fn behind_time(words: &[Word<'_>], at: usize) -> Option<usize> {
    let word = words.get(at)?;
    let lemma = word.lemma.as_ref();
    let when = |lemma: &str| TIMES.contains(&lemma);
    if lemma == "on" && words.get(at + 1).is_some_and(|w| when(w.lemma.as_ref())) {
        return Some(at + 2);
    }
    (at > 0 && (when(lemma) || (lemma.len() > 4 && lemma.ends_with("ly")))).then_some(at + 1)
}

/// Words for when that stand inside a phrase.
const TIMES: [&str; 14] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "yesterday",
    "today",
    "later",
    "also",
    "again",
    "since",
    "now",
];

/// Whose it is, beside "the".
const OWN: [&str; 7] = ["the", "my", "our", "his", "her", "their", "its"];

/// Who it can be that speaks.
const ITSELF: [&str; 6] = ["i", "we", "he", "she", "they", "it"];

impl One {
    /// The base forms that can stand there.
    fn lemmas(&self) -> Vec<&str> {
        match self {
            Self::Lemma(lemma) => vec![lemma],
            Self::Own => OWN.to_vec(),
            Self::Itself => ITSELF.to_vec(),
        }
    }

    fn is(&self, word: &Word<'_>, spoken: &impl Fn(&Word<'_>) -> bool) -> bool {
        let lemma = word.lemma.as_ref();
        match self {
            Self::Lemma(wanted) => lemma == wanted,
            Self::Own => lemma == "the" || (OWN.contains(&lemma) && spoken(word)),
            Self::Itself => ITSELF.contains(&lemma) && spoken(word),
        }
    }
}
