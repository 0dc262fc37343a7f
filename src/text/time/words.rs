//! The words that time expressions are made of, read from `lexicon/time.toml`.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::OnceLock;

use serde::Deserialize;

use super::holiday::Holiday;

/// What a word means to the grammar. Words of one class differ by their number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// 1 … 12; whether the form is an abbreviation.
    Month(u32, bool),
    /// 0 is Monday; whether the form is an abbreviation.
    Weekday(u32, bool),
    /// A number in words.
    Number(u32),
    /// "first" … "thirtieth".
    Ordinal(u32),
    /// "st", "nd", "rd", "th" behind a number.
    OrdinalSuffix,
    Unit(Unit),
    PartOfDay,
    /// "nights": a habit, no day.
    Parts,
    Season(u32),
    /// Days from today: "yesterday" is −1.
    Today(i32),
    Turn(Turn),
    Portion(Portion),
    /// "end", "start": a portion as a noun.
    Edge(Portion),
    Ago,
    /// "before" (−1) or "after" (1).
    Before(i32),
    Recent,
    Few,
    Fiscal,
    Clock,
    Masthead,
    NameOfDay,
    Every,
    /// "the", or "a".
    Article(bool),
    Of,
    Preposition(Preposition),
    And,
    To,
    Tense(Verb),
    Pronoun,
    Done,
    /// A word that a holiday's name begins with.
    Holiday,
}

/// A length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Day,
    Week,
    Month,
    Year,
    Quarter,
    Decade,
    Weekend,
    Hour,
}

/// Which one is meant, and seen from where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// The one before the article's.
    Last,
    /// The article's own.
    This,
    /// The one after the article's.
    Next,
    /// The one before the last mentioned.
    Previous,
    /// The one after the last mentioned.
    Following,
    /// The last mentioned.
    Same,
}

impl Turn {
    /// Steps from the article's time, or from the last mentioned time.
    pub(super) fn steps(self) -> i32 {
        match self {
            Self::Last | Self::Previous => -1,
            Self::This | Self::Same => 0,
            Self::Next | Self::Following => 1,
        }
    }

    /// Whether it is seen from the last mentioned time.
    pub(super) fn is_anaphoric(self) -> bool {
        matches!(self, Self::Previous | Self::Following | Self::Same)
    }
}

/// What a verb form says about the time of the date beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    Past,
    /// "is": needs a participle or an infinitive to tell.
    Present,
    Future,
    /// "would": perhaps still to come.
    Modal,
    /// "plans": still to come before "to", else nothing.
    Plans,
    /// "agreed": still to come before "to", else past.
    Agreed,
}

/// What a preposition says about the time behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Preposition {
    /// "in", "during": a time above all.
    Within,
    /// The time is past.
    Since,
    /// The time may be ahead, whatever the verb's tense.
    Until,
    /// Nothing.
    Any,
}

/// Which part of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Portion {
    Early,
    Mid,
    Late,
    /// Before now, within it.
    Earlier,
    /// After now, within it.
    Later,
}

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

fn word(class: &str, number: i32, abbreviation: bool) -> Option<Word> {
    let count = u32::try_from(number).ok();
    Some(match class {
        "month" => Word::Month(count?, abbreviation),
        "weekday" => Word::Weekday(count?, abbreviation),
        "number" => Word::Number(count?),
        "ordinal" => Word::Ordinal(count?),
        "ordinal-suffix" => Word::OrdinalSuffix,
        "unit" => Word::Unit(unit(number)?),
        "part-of-day" => Word::PartOfDay,
        "parts" => Word::Parts,
        "season" => Word::Season(count?),
        "today" => Word::Today(number),
        "turn" => Word::Turn(turn(number)?),
        "portion" => Word::Portion(portion(number)?),
        "edge" => Word::Edge(portion(number)?),
        "ago" => Word::Ago,
        "before" => Word::Before(number),
        "recent" => Word::Recent,
        "few" => Word::Few,
        "fiscal" => Word::Fiscal,
        "clock" => Word::Clock,
        "masthead" => Word::Masthead,
        "name-of-day" => Word::NameOfDay,
        "every" => Word::Every,
        "article" => Word::Article(number == 0),
        "of" => Word::Of,
        "preposition" => Word::Preposition(preposition(number)?),
        "and" => Word::And,
        "to" => Word::To,
        "tense" => Word::Tense(verb(number)?),
        "pronoun" => Word::Pronoun,
        "done" => Word::Done,
        _ => return None,
    })
}

fn unit(number: i32) -> Option<Unit> {
    Some(match number {
        0 => Unit::Day,
        1 => Unit::Week,
        2 => Unit::Month,
        3 => Unit::Year,
        4 => Unit::Quarter,
        5 => Unit::Decade,
        6 => Unit::Weekend,
        7 => Unit::Hour,
        _ => return None,
    })
}

fn turn(number: i32) -> Option<Turn> {
    Some(match number {
        -1 => Turn::Last,
        0 => Turn::This,
        1 => Turn::Next,
        -10 => Turn::Previous,
        10 => Turn::Following,
        20 => Turn::Same,
        _ => return None,
    })
}

fn verb(number: i32) -> Option<Verb> {
    Some(match number {
        -1 => Verb::Past,
        0 => Verb::Present,
        1 => Verb::Future,
        2 => Verb::Modal,
        3 => Verb::Plans,
        4 => Verb::Agreed,
        _ => return None,
    })
}

fn preposition(number: i32) -> Option<Preposition> {
    Some(match number {
        0 => Preposition::Within,
        1 => Preposition::Since,
        2 => Preposition::Until,
        3 => Preposition::Any,
        _ => return None,
    })
}

fn portion(number: i32) -> Option<Portion> {
    Some(match number {
        0 => Portion::Early,
        1 => Portion::Mid,
        2 => Portion::Late,
        3 => Portion::Earlier,
        4 => Portion::Later,
        _ => return None,
    })
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
