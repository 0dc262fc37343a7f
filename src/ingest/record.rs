//! Records → articles: the field names of JSON, CSV, front matter and header lines.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use super::date::{self, Reading};
use super::html;
use super::language;
use super::refused::Fault;
use crate::model::{Article, PublishedBasis};

/// The article that a record is.
///
/// The text and title are taken exactly as given; other fields are trimmed. Null and blank fields
/// count as not given. Keys are matched in any case; of two keys for one field the first with a
/// value is used, and what is not used stays in the metadata.
pub(super) fn article(
    record: Map<String, Value>,
    basis: PublishedBasis,
    reading: Reading,
) -> Result<Article, Fault> {
    let nothing = no_text(&record);
    let (mut article, page) = read(record, basis, reading)?;
    match page {
        Some(page) if article.text.is_empty() => html::fill(&mut article, &page, reading.today)?,
        Some(page) => keep(&mut article, "html".to_owned(), Value::String(page)),
        None if article.text.is_empty() => return Err(nothing),
        None => {}
    }
    Ok(article)
}

/// An article as its front matter or header lines describe it, its text still empty.
pub(super) fn described(
    header: Map<String, Value>,
    basis: PublishedBasis,
    reading: Reading,
) -> Result<Article, Fault> {
    let (mut article, _) = read(header, basis, reading)?;
    article.text.clear();
    Ok(article)
}

/// The fault of a record that turns out to have no text.
fn no_text(record: &Map<String, Value>) -> Fault {
    match record.keys().find(|key| is_text_key(key)) {
        Some(key) => Fault::new(
            format!("\"{key}\" is empty"),
            "fill it in or remove the record",
        ),
        None => Fault::new(
            format!(
                "no \"text\" or \"html\" in the record, only {}",
                listed(record.keys().map(String::as_str))
            ),
            "put the article's text under \"text\"",
        ),
    }
}

/// The fields of a record, and its page if it has one.
fn read(
    record: Map<String, Value>,
    basis: PublishedBasis,
    reading: Reading,
) -> Result<(Article, Option<String>), Fault> {
    let mut article = Article::default();
    let mut page = None;
    for (key, value) in record {
        let Some(field) = Field::of(&key) else {
            keep(&mut article, key, value);
            continue;
        };
        if value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty()) {
            continue;
        }
        if field.is_taken(&article, page.is_some()) {
            keep(&mut article, key, value);
            continue;
        }
        match field {
            Field::Text => article.text = string(&key, value)?,
            Field::Html => page = Some(string(&key, value)?),
            Field::Title => article.title = Some(string(&key, value)?),
            Field::Id => article.id = line(&key, value)?,
            Field::Url => article.url = Some(line(&key, value)?),
            Field::Publisher => article.publisher = Some(line(&key, value)?),
            Field::Byline => article.byline = Some(names(&key, value)?),
            Field::Date => {
                let text = line(&key, value)?;
                let read = date::ordered(&text, basis, reading);
                article.published = Some(read.map_err(|fault| fault.in_field(&key))?);
            }
            Field::Language => {
                let given = line(&key, value)?;
                article.language = language::tag(&given);
                if article.language.is_none() {
                    article.notes.push(format!(
                        "language \"{given}\" not understood, detected instead"
                    ));
                }
            }
            Field::RetrievedAt => {
                let given = line(&key, value)?;
                match DateTime::parse_from_rfc3339(&given) {
                    Ok(time) => article.retrieved_at = Some(time.with_timezone(&Utc)),
                    Err(_) => keep(&mut article, key, Value::String(given)),
                }
            }
        }
    }
    Ok((article, page))
}

/// The fields of an article, by the names that the contract gives them.
pub(super) const NAMES: &[&str] = &[
    "text",
    "html",
    "id",
    "url",
    "title",
    "publisher",
    "author",
    "date",
    "language",
    "retrieved_at",
];

/// Whether two keys are names of one field.
pub(super) fn is_same_field(one: &str, other: &str) -> bool {
    Field::of(one).is_some_and(|field| Field::of(other) == Some(field))
}

/// Whether a key is one of the contract's.
pub(super) fn is_known_key(key: &str) -> bool {
    Field::of(key).is_some()
}

/// Whether a key names when an article was published.
pub(super) fn is_date_key(key: &str) -> bool {
    Field::of(key) == Some(Field::Date)
}

/// Whether a key names an article's address.
pub(super) fn is_url_key(key: &str) -> bool {
    Field::of(key) == Some(Field::Url)
}

/// Whether a column of this name holds the article itself.
pub(super) fn is_text_key(key: &str) -> bool {
    matches!(Field::of(key), Some(Field::Text | Field::Html))
}

/// Whether a key names a field of an article other than its text.
pub(super) fn is_header_key(key: &str) -> bool {
    Field::of(key).is_some_and(|field| !matches!(field, Field::Text | Field::Html))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Id,
    Url,
    Title,
    Publisher,
    Byline,
    Date,
    Language,
    RetrievedAt,
    Text,
    Html,
}

/// The contract's names, and the close synonyms that front matter and header lines use.
const FIELDS: &[(&str, Field)] = &[
    ("text", Field::Text),
    ("html", Field::Html),
    ("id", Field::Id),
    ("url", Field::Url),
    ("title", Field::Title),
    ("headline", Field::Title),
    ("publication", Field::Publisher),
    ("publisher", Field::Publisher),
    ("author", Field::Byline),
    ("byline", Field::Byline),
    ("date", Field::Date),
    ("published", Field::Date),
    ("dct", Field::Date),
    // MediaCloud's own.
    ("publish_date", Field::Date),
    ("media_name", Field::Publisher),
    ("language", Field::Language),
    ("retrieved_at", Field::RetrievedAt),
];

impl Field {
    fn of(key: &str) -> Option<Self> {
        FIELDS
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(key.trim()))
            .map(|(_, field)| *field)
    }

    fn is_taken(self, article: &Article, page: bool) -> bool {
        match self {
            Self::Id => !article.id.is_empty(),
            Self::Url => article.url.is_some(),
            Self::Title => article.title.is_some(),
            Self::Publisher => article.publisher.is_some(),
            Self::Byline => article.byline.is_some(),
            Self::Date => article.published.is_some(),
            Self::Language => article.language.is_some(),
            Self::RetrievedAt => article.retrieved_at.is_some(),
            Self::Text => !article.text.is_empty(),
            Self::Html => page,
        }
    }
}

fn keep(article: &mut Article, key: String, value: Value) {
    article.metadata.insert(key, value);
}

/// A string exactly as given.
fn string(key: &str, value: Value) -> Result<String, Fault> {
    match value {
        Value::String(text) => Ok(text),
        other => Err(mistyped(key, &other)),
    }
}

/// A short value without the white space around it; numbers will do.
fn line(key: &str, value: Value) -> Result<String, Fault> {
    match value {
        Value::String(text) => Ok(text.trim().to_owned()),
        Value::Number(number) => Ok(number.to_string()),
        other => Err(mistyped(key, &other)),
    }
}

/// One name, or several: strings or objects with a `name`.
fn names(key: &str, value: Value) -> Result<String, Fault> {
    match value {
        Value::Array(items) => {
            let names = items.into_iter().map(|item| names(key, item));
            Ok(names.collect::<Result<Vec<_>, _>>()?.join(", "))
        }
        Value::Object(mut person) if person.contains_key("name") => {
            line(key, person.remove("name").unwrap_or_default())
        }
        other => line(key, other),
    }
}

fn mistyped(key: &str, value: &Value) -> Fault {
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    };
    Fault::new(
        format!("\"{key}\" is {kind}, not a string"),
        "give it as a string or leave it out",
    )
}

/// Names for a message: `"a", "b" and 3 more`.
pub(super) fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    if names.is_empty() {
        return "nothing".to_owned();
    }
    let shown: Vec<String> = names.iter().take(12).map(|n| format!("\"{n}\"")).collect();
    match names.len() - shown.len() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
