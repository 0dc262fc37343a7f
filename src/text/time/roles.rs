//! Words that decide which expression dates a saying, read from `lexicon/time-said.toml`.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::text::listed::Listed;

/// A class of `lexicon/time-said.toml`; a word may be in several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A preposition that makes the time something else than when it was said.
    NotWhen,
    /// Opens a clause of its own.
    Clause,
    /// Opens a clause where a verb follows.
    ClauseOrPhrase,
    /// A participle that tells of the same saying.
    Speaking,
    /// What a saying is said at or in.
    Occasion,
    /// What says something itself, at a time of its own.
    Document,
    /// Stands for the speaker before.
    Pronoun,
    /// Puts a saying to another time than the one before.
    Elsewhere,
    /// Something done once, so that the time of what it acts on is its own.
    Deed,
    /// Says that the speaker goes on.
    GoesOn,
    /// Says that this goes with what was said right before.
    Adds,
    /// Says nothing but that something was said.
    Plain,
}

impl Role {
    fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "not-when" => Self::NotWhen,
            "clause" => Self::Clause,
            "clause-or-phrase" => Self::ClauseOrPhrase,
            "speaking" => Self::Speaking,
            "occasion" => Self::Occasion,
            "document" => Self::Document,
            "pronoun" => Self::Pronoun,
            "elsewhere" => Self::Elsewhere,
            "deed" => Self::Deed,
            "goes-on" => Self::GoesOn,
            "adds" => Self::Adds,
            "plain" => Self::Plain,
            _ => return None,
        })
    }

    fn bit(self) -> u16 {
        1 << self as u8
    }
}

const SOURCE: &str = include_str!("../lexicon/time-said.toml");

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
    words: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "run by the lexicon's test"))]
    pub(super) examples: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "run by the lexicon's test"))]
    pub(super) counter: Vec<String>,
}

/// The words with their roles.
#[derive(Debug)]
pub(super) struct Roles(Listed<u16>);

impl Roles {
    /// The list of `lexicon/time-said.toml`, parsed once.
    pub(super) fn get() -> &'static Self {
        static ROLES: OnceLock<Roles> = OnceLock::new();
        ROLES.get_or_init(|| {
            let refuse = |error: &dyn std::fmt::Display| -> ! {
                panic!("src/text/lexicon/time-said.toml: {error}")
            };
            let file: File = toml::from_str(SOURCE).unwrap_or_else(|error| refuse(&error));
            let mut roles: Listed<u16> = Listed::default();
            for class in &file.class {
                let Some(role) = Role::parse(&class.name) else {
                    refuse(&format!("no class is called “{}”", class.name))
                };
                for word in &class.words {
                    *roles.entry(word) |= role.bit();
                }
            }
            Self(roles)
        })
    }

    /// Whether `word`, in any case, has the role.
    pub(super) fn has(&self, word: &str, role: Role) -> bool {
        let found = if word.bytes().any(|b| b.is_ascii_uppercase()) {
            self.0.get(&word.to_ascii_lowercase())
        } else {
            self.0.get(word)
        };
        found.is_some_and(|roles| roles & role.bit() != 0)
    }
}

#[cfg(test)]
pub(super) fn file() -> File {
    toml::from_str(SOURCE).expect("lexicon/time-said.toml parses")
}
