//! What ingest makes of bytes.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// One article as read from a source, before it is stored or analysed.
///
/// The text is kept exactly as decoded (only U+0000, which PostgreSQL cannot hold, becomes U+FFFD):
/// offsets of every later find count into it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// The source's own id, or file name and line (`articles.jsonl:7`).
    pub id: String,
    /// Where it was read: file path, with `:line` for a record in a file of many.
    pub origin: String,
    /// Outlet as printed ("Associated Press").
    pub publisher: Option<String>,
    /// Headline, when the source gives one apart from the text.
    pub title: Option<String>,
    /// Author line as printed.
    pub byline: Option<String>,
    /// Address as given.
    pub url: Option<String>,
    /// Address that the page itself names as canonical.
    pub canonical_url: Option<String>,
    /// Publication day with its precision and where it came from.
    pub published: Option<Published>,
    /// BCP 47 tag, given or detected ("en").
    pub language: Option<String>,
    /// When the bytes were fetched, where the source says so.
    pub retrieved_at: Option<DateTime<Utc>>,
    /// SHA-256 of the raw bytes of the file or record.
    pub raw_sha256: [u8; 32],
    /// The text, immutable from here on.
    pub text: String,
    /// Unknown keys of the record, kept.
    pub metadata: serde_json::Map<String, serde_json::Value>,
    /// What ingest noticed and a user should know ("decoded from windows-1252").
    pub notes: Vec<String>,
}

/// A publication date: the local day of the source, and how it is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// The local day in the source's own offset, else the publisher's zone, else UTC.
    /// For a month or year this is its first day.
    pub day: NaiveDate,
    /// The instant, when a time of day with an offset was given.
    pub at: Option<DateTime<Utc>>,
    /// How exact the day is.
    pub precision: Precision,
    /// Where it came from.
    pub basis: PublishedBasis,
}

/// How exact a publication date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// A day.
    Day,
    /// A month; relative times of the text resolve no finer.
    Month,
    /// A year.
    Year,
}

/// Where a publication date came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PublishedBasis {
    /// Given on the command line.
    Given,
    /// A field of the record (JSON, CSV, front matter).
    Record,
    /// Metadata of the page (JSON-LD, meta tags, `time` elements).
    Page,
    /// A date in the address.
    Url,
    /// The dateline or a date line in the text.
    Text,
    /// Entered afterwards with `stance article date`.
    Person,
}
