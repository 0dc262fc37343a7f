//! The TOML of a codebook file, with the place of every value that can be wrong.

use std::ops::Range;

use chrono::NaiveDate;
use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use super::CodebookError;
use super::near::nearest;
use crate::model::{
    Actor, ActorKind, Codebook, Metonym, ParentEffect, Role, StanceValue, Topic, TopicExample,
};

/// One file as read, before anything but its shape is checked.
pub(super) struct File<'a> {
    pub name: &'a str,
    pub text: &'a str,
    pub tables: Tables,
}

impl File<'_> {
    /// An error at the byte `at` of this file.
    pub fn error(
        &self,
        at: Range<usize>,
        what: impl Into<String>,
        remedy: impl Into<String>,
    ) -> CodebookError {
        CodebookError {
            file: self.name.to_owned(),
            line: self.line(at.start),
            what: what.into(),
            remedy: remedy.into(),
        }
    }

    /// The line, from 1, that the byte `at` stands on. Reads all of the file before it.
    pub fn line(&self, at: usize) -> usize {
        let before = self.text.as_bytes().get(..at).unwrap_or_default();
        1 + before.iter().filter(|b| **b == b'\n').count()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tables {
    #[serde(default, rename = "topic")]
    pub topics: Vec<Spanned<RawTopic>>,
    #[serde(default, rename = "actor")]
    pub actors: Vec<Spanned<RawActor>>,
    #[serde(default, rename = "metonym")]
    pub metonyms: Vec<RawMetonym>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTopic {
    pub id: Spanned<String>,
    pub name: Spanned<String>,
    pub parent: Option<Spanned<String>>,
    #[serde(default)]
    pub parent_effect: Option<Spanned<ParentEffect>>,
    pub proposition: Spanned<String>,
    pub about: Spanned<Vec<Spanned<String>>>,
    #[serde(default, rename = "for")]
    pub for_terms: Vec<Spanned<String>>,
    #[serde(default, rename = "against")]
    pub against_terms: Vec<Spanned<String>>,
    #[serde(default)]
    pub reasons_for: Vec<Spanned<String>>,
    #[serde(default)]
    pub reasons_against: Vec<Spanned<String>>,
    #[serde(default, rename = "example")]
    pub examples: Vec<RawExample>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawExample {
    pub text: Spanned<String>,
    pub stance: Option<Spanned<StanceValue>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawActor {
    pub id: Spanned<String>,
    pub name: Spanned<String>,
    pub kind: ActorKind,
    #[serde(default)]
    pub aliases: Vec<Spanned<String>>,
    pub wikidata: Option<Spanned<String>>,
    #[serde(default, rename = "role")]
    pub roles: Vec<RawRole>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRole {
    pub title: Option<Spanned<String>>,
    pub organization: Option<Spanned<String>>,
    pub from: Option<Spanned<Datetime>>,
    pub to: Option<Spanned<Datetime>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawMetonym {
    pub name: Spanned<String>,
    pub actor: Spanned<String>,
}

/// Reads the shape of one file: TOML, keys, types.
pub(super) fn read<'a>(name: &'a str, text: &'a str) -> Result<File<'a>, CodebookError> {
    // A byte order mark at the start is what some editors write; it is no part of TOML.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match toml::from_str(text) {
        Ok(tables) => Ok(File { name, text, tables }),
        Err(error) => {
            let file = File {
                name,
                text,
                tables: Tables {
                    topics: Vec::new(),
                    actors: Vec::new(),
                    metonyms: Vec::new(),
                },
            };
            let message = error.message().trim().replace('\n', "; ");
            let remedy = remedy_for(&message);
            // The reader speaks of Rust, the user of the file.
            let message = message
                .replace("unknown field", "unknown key")
                .replace("missing field", "missing key");
            Err(file.error(error.span().unwrap_or(0..0), message, remedy))
        }
    }
}

/// What helps against an error of the TOML reader.
fn remedy_for(message: &str) -> String {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let first = quoted.next().unwrap_or_default();
    if message.starts_with("unknown field") || message.starts_with("unknown variant") {
        let known: Vec<_> = quoted.collect();
        match nearest(first, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("possible here: {}", known.join(", ")),
        }
    } else if message.starts_with("missing field") {
        format!("add a line `{first} = …` to this table")
    } else if message.contains("a stance is") {
        "write -2, -1, 0, 1 or 2; leave `stance` out where the sentence shows none".to_owned()
    } else if message.contains("invalid type") {
        "a list of terms is written [\"one\", \"two\"], everything else \"in quotation marks\""
            .to_owned()
    } else {
        "see the example codebook for how it is written".to_owned()
    }
}

/// The day of a TOML date; none for a time of day or an impossible date.
pub(super) fn day(value: &Datetime) -> Option<NaiveDate> {
    let date = value.date.filter(|_| value.time.is_none())?;
    NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
}

/// One codebook of all files, in their order.
pub(super) fn join(files: Vec<File<'_>>) -> Codebook {
    let mut book = Codebook::default();
    for Tables {
        topics,
        actors,
        metonyms,
    } in files.into_iter().map(|f| f.tables)
    {
        book.topics.extend(topics.into_iter().map(topic));
        book.actors.extend(actors.into_iter().map(actor));
        book.metonyms.extend(metonyms.into_iter().map(|m| Metonym {
            name: m.name.into_inner(),
            actor: m.actor.into_inner(),
        }));
    }
    book
}

fn plain(terms: Vec<Spanned<String>>) -> Vec<String> {
    terms.into_iter().map(Spanned::into_inner).collect()
}

fn topic(raw: Spanned<RawTopic>) -> Topic {
    let raw = raw.into_inner();
    Topic {
        id: raw.id.into_inner(),
        name: raw.name.into_inner(),
        parent: raw.parent.map(Spanned::into_inner),
        parent_effect: raw
            .parent_effect
            .map(Spanned::into_inner)
            .unwrap_or_default(),
        proposition: raw.proposition.into_inner(),
        about: plain(raw.about.into_inner()),
        for_terms: plain(raw.for_terms),
        against_terms: plain(raw.against_terms),
        reasons_for: plain(raw.reasons_for),
        reasons_against: plain(raw.reasons_against),
        examples: raw
            .examples
            .into_iter()
            .map(|e| TopicExample {
                text: e.text.into_inner(),
                stance: e.stance.map(Spanned::into_inner),
            })
            .collect(),
    }
}

fn actor(raw: Spanned<RawActor>) -> Actor {
    let raw = raw.into_inner();
    Actor {
        id: raw.id.into_inner(),
        name: raw.name.into_inner(),
        kind: raw.kind,
        aliases: plain(raw.aliases),
        wikidata: raw.wikidata.map(Spanned::into_inner),
        roles: raw
            .roles
            .into_iter()
            .map(|r| Role {
                title: r.title.map(Spanned::into_inner).unwrap_or_default(),
                organization: r.organization.map(Spanned::into_inner),
                from: r.from.and_then(|d| day(d.get_ref())),
                to: r.to.and_then(|d| day(d.get_ref())),
            })
            .collect(),
    }
}
