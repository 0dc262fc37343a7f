//! Bytes → [`Article`]: one file per format, one that detects.
//!
//! Reading has two halves. [`pieces`] does the input and output: it finds the files, tells their
//! formats apart and cuts them into [`Piece`]s of raw bytes, one an article, one at a time, so that
//! a file of millions needs no more memory than its longest record. [`Piece::article`] does the
//! work: decoding, parsing, finding the body of a page. It is a pure function of the piece and the
//! [`Options`], so that callers may run it on several threads. [`read`] is the two in one.
//!
//! Nothing here asks a clock or the environment: "today" is an option. A record that cannot be
//! read becomes a [`Refused`], and the reading goes on with the next.

mod address;
mod clock;
mod columns;
mod csv;
mod date;
mod detect;
mod docx;
mod encoding;
mod export;
mod finish;
mod front_matter;
mod html;
mod json;
mod jsonl;
mod language;
mod lines;
mod links;
mod markdown;
mod open;
mod order;
mod pdf;
mod piece;
mod plain;
mod quiet;
mod record;
mod refused;
mod response;
mod rtf;
mod source;
mod table;
mod unpack;
mod warc;
mod zip;

use chrono::NaiveDate;

use crate::model::{Article, Published};

pub use address::url_key;
pub use columns::Columns;
pub use date::{DateFault, DayOrder, published};
pub use detect::Format;
pub use export::Service;
pub use links::{Link, Listing, listing};
pub use piece::{Piece, Pieces};
pub use refused::{Place, Record, Refused};
pub use source::{Source, Sources};
pub use table::{Table, table};

/// What the caller says about the articles, and the limits.
///
/// A value here fills what a file does not state; it never replaces what the file states.
#[derive(Clone, Debug)]
pub struct Options {
    /// Outlet of articles that name none.
    pub publisher: Option<String>,
    /// Publication date of articles that state none (see [`published`] to read one). It beats a date
    /// that is only inferred, from the address or the dateline.
    pub published: Option<Published>,
    /// Address, for the one article of the run.
    pub url: Option<String>,
    /// Headline, for the one article of the run.
    pub title: Option<String>,
    /// Which columns and keys hold what, where their own names do not say so.
    pub columns: Columns,
    /// Which number is the day in dates of records and header lines that can be read two ways. Of a table that
    /// is told by other rows of it, where nothing is said.
    pub date_order: Option<DayOrder>,
    /// The day of the run. Articles dated more than one day later (time zones) are refused.
    pub today: NaiveDate,
    /// Whether the caller fetches the articles that lists of addresses name (see [`Piece::link`]); such lists are
    /// refused where nobody does.
    pub fetches_lists: bool,
    /// Whether unknown keys of a record become the article's metadata. Parsing them can cost more than
    /// all the rest, and analysis alone needs none.
    pub keep_metadata: bool,
    /// Longest article, or record with its metadata, in bytes.
    pub max_bytes: usize,
}

impl Options {
    /// Nothing filled in, metadata kept, and records of up to 40 million bytes: an article of 20 million
    /// fits in, however its record escapes it.
    pub fn new(today: NaiveDate) -> Self {
        Self {
            publisher: None,
            published: None,
            url: None,
            title: None,
            columns: Columns::default(),
            date_order: None,
            today,
            fetches_lists: false,
            keep_metadata: true,
            max_bytes: 40_000_000,
        }
    }

    /// How dates are read.
    fn reading(&self) -> date::Reading {
        date::Reading {
            today: self.today,
            order: self.date_order,
        }
    }
}

/// Cuts the sources into pieces of raw bytes, one an article.
pub fn pieces(sources: Sources, options: &Options) -> Pieces {
    Pieces::new(sources, options.clone())
}

/// Reads every article of `inputs`: paths, folders, globs, and `-` for standard input.
///
/// ```
/// use stance::ingest::{Options, read};
///
/// let today = chrono::NaiveDate::from_ymd_opt(2024, 12, 1).unwrap();
/// for outcome in read(["no/such/file.txt"], &Options::new(today)) {
///     assert_eq!(
///         outcome.unwrap_err().to_string(),
///         "no/such/file.txt: no such file or folder; check the path"
///     );
/// }
/// ```
pub fn read<S: AsRef<str>>(inputs: impl IntoIterator<Item = S>, options: &Options) -> Articles {
    Articles {
        pieces: pieces(Sources::find(inputs), options),
        options: options.clone(),
    }
}

/// Reads every article of one stream, such as an unpacked archive member or a fetched page.
///
/// `name` stands for the stream in messages and ids; `format` is detected where none is given.
pub fn read_stream(
    name: &str,
    format: Option<Format>,
    stream: impl std::io::Read + Send + 'static,
    options: &Options,
) -> Articles {
    Articles {
        pieces: pieces_of(name, format, stream, options),
        options: options.clone(),
    }
}

/// Cuts one stream into pieces; `name` stands for it in messages and ids.
pub fn pieces_of(
    name: &str,
    format: Option<Format>,
    stream: impl std::io::Read + Send + 'static,
    options: &Options,
) -> Pieces {
    Pieces::of_stream(name, format, Box::new(stream), options.clone())
}

/// The articles of every source in turn, an iterator; what is refused does not end it.
pub struct Articles {
    pieces: Pieces,
    options: Options,
}

impl Articles {
    /// Bytes read so far, for progress.
    pub fn bytes_read(&self) -> u64 {
        self.pieces.bytes_read()
    }
}

impl Iterator for Articles {
    type Item = Result<Article, Refused>;

    fn next(&mut self) -> Option<Self::Item> {
        let piece = self.pieces.next()?;
        Some(piece.and_then(|piece| piece.article(&self.options)))
    }
}
