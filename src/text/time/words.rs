//! The words that time expressions are made of, read from `lexicon/time.toml`.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::OnceLock;

use serde::Deserialize;

use super::holiday::Holiday;
use super::word::{Word, word};

const SOURCE: &str = include_str!("../lexicon/time.toml");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) class: Vec<Class>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Class {
    #[serde(rename = "is")]
    pub(super) name: String,
    words: Vec<Entry>,
    #[cfg_attr(not(test), expect(dead_code, reason = "run by the lexicon's test"))]
    pub(super) examples: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "run by the lexicon's test"))]
    pub(super) counter: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    #[serde(default)]
    number: i32,
    rule: Option<String>,
    forms: Vec<String>,
}

/// The word list, in a table that is asked once a word of the article.
#[derive(Debug)]
pub(super) struct Words {
    table: HashMap<u128, Word, BuildHasherDefault<Mix>>,
    /// The lengths of the words that begin with each letter, as bits: most words end here.
    lengths: [u32; 32],
    /// Names in lower case with their days, longer names first.
    pub(super) holidays: Vec<(String, Holiday)>,
}

impl Words {
    /// The list of `lexicon/time.toml`, parsed once.
    pub(super) fn get() -> &'static Self {
        static WORDS: OnceLock<Words> = OnceLock::new();
        WORDS.get_or_init(|| {
            let file = toml::from_str(SOURCE)
                .unwrap_or_else(|error| panic!("src/text/lexicon/time.toml: {error}"));
            Self::new(file).unwrap_or_else(|error| panic!("src/text/lexicon/time.toml: {error}"))
        })
    }

    fn new(file: File) -> Result<Self, String> {
        let mut words = Self {
            table: HashMap::default(),
            lengths: [0; 32],
            holidays: Vec::new(),
        };
        for class in &file.class {
            for entry in &class.words {
                for form in &entry.forms {
                    words.add(&class.name, entry, form)?;
                }
            }
        }
        words
            .holidays
            .sort_by_key(|(name, _)| usize::MAX - name.len());
        Ok(words)
    }

    fn add(&mut self, class: &str, entry: &Entry, form: &str) -> Result<(), String> {
        let first = form.split([' ', '\'']).next().unwrap_or(form);
        let key = key(first).ok_or_else(|| format!("“{form}” is longer than 16 letters"))?;
        self.lengths[usize::from(first.as_bytes()[0] & 31)] |= 1 << first.len();
        if class == "holiday" {
            let rule = entry.rule.as_deref().unwrap_or_default();
            let day = Holiday::parse(rule)
                .ok_or_else(|| format!("“{form}”: “{rule}” is no rule for a day"))?;
            self.holidays.push((form.to_string(), day));
            self.table.entry(key).or_insert(Word::Holiday);
            return Ok(());
        }
        let abbreviation = entry.forms.first().is_some_and(|full| full != form);
        let word = word(class, entry.number, abbreviation)
            .ok_or_else(|| format!("“{form}”: no class “{class}” with number {}", entry.number))?;
        match self.table.insert(key, word) {
            Some(other) if other != word => Err(format!("“{form}” is both {other:?} and {word:?}")),
            _ => Ok(()),
        }
    }

    /// What `word` means, in any case; none for words of no concern.
    pub(super) fn look_up(&self, word: &str) -> Option<Word> {
        let lengths = self.lengths[usize::from(word.as_bytes().first()? & 31)];
        if word.len() > 16 || lengths & (1 << word.len()) == 0 {
            return None;
        }
        self.table.get(&key(word)?).copied()
    }
}

/// The letters of a short ASCII word packed into a number: equal numbers are equal words.
fn key(word: &str) -> Option<u128> {
    let bytes = word.as_bytes();
    if bytes.len() > 16 {
        return None;
    }
    let mut packed = [0; 16];
    packed[..bytes.len()].copy_from_slice(bytes);
    Some(u128::from_le_bytes(packed) | LOWER)
}

/// Turns upper-case ASCII letters into lower case; other bytes may collide, which costs a look.
const LOWER: u128 = u128::from_le_bytes([0x20; 16]);

/// Multiplies the packed word down to a hash; the words are our own, so nothing can be flooded.
#[derive(Default)]
struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u128(u128::from(*byte));
        }
    }

    fn write_u128(&mut self, number: u128) {
        let (low, high) = (number as u64, (number >> 64) as u64);
        let mixed = (self.0 ^ low ^ high.rotate_left(29)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ (mixed >> 32);
    }
}

#[cfg(test)]
pub(super) fn file() -> File {
    toml::from_str(SOURCE).expect("lexicon/time.toml parses")
}
