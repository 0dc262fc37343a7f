//! Files cut into pieces of raw bytes, one an article.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest, Sha256};

use super::csv::Header;
use super::detect::Format;
use super::refused::{Fault, Place, Refused};
use super::source::{Source, Sources};
use super::{Options, csv, encoding, json, jsonl};

/// So much is looked at to tell formats and encodings apart.
const HEAD: u64 = 64 * 1024;

/// The raw bytes of one article, and where they stand.
#[derive(Clone, Debug)]
pub struct Piece {
    /// File name, with line or record number in a file of many: the article's id, unless it has one.
    pub(super) id: String,
    /// File as the user named it.
    pub(super) origin: String,
    pub(super) raw: Raw,
    pub(super) notes: Vec<String>,
}

impl Piece {
    /// Bytes that it was cut from, for progress.
    pub fn bytes(&self) -> u64 {
        self.raw.bytes.len() as u64
    }

    /// Whether it is a JSON record that holds the article's text as it will be taken, so that who
    /// reads the input has the text that offsets count into.
    pub fn gives_text(&self) -> bool {
        const HTML: &[u8] = b"\"html\"";
        matches!(self.raw.kind, Kind::Json)
            && !self.raw.bytes.windows(HTML.len()).any(|w| w == HTML)
    }

    /// SHA-256 of the raw bytes of the file or record, without its line end (of UTF-16 and its kin:
    /// as decoded). It costs a small part of reading the article, so that callers can pass over what they
    /// already have.
    pub fn raw_sha256(&self) -> [u8; 32] {
        Sha256::digest(&self.raw.bytes).into()
    }
}

/// What a format's cutter makes.
#[derive(Clone, Debug)]
pub(super) struct Raw {
    pub bytes: Vec<u8>,
    /// None where the piece is the whole file.
    pub place: Option<Place>,
    pub kind: Kind,
}

/// What the bytes of a piece are.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    Text,
    Markdown,
    Html,
    Json,
    Csv(Arc<Header>),
}

/// A decoded stream to cut.
pub(super) type Stream = Box<dyn BufRead + Send>;

/// The pieces of one stream, in order. What is refused does not end it.
pub(super) type Cut = Box<dyn Iterator<Item = Result<Raw, Fault>> + Send>;

/// The pieces of every source in turn, an iterator. It reads and cuts, no more.
pub struct Pieces {
    sources: VecDeque<Result<Source, Refused>>,
    current: Option<Opened>,
    options: Options,
    read: Arc<AtomicU64>,
    given: u64,
}

/// A stream being cut, and what is common to its pieces.
struct Opened {
    origin: String,
    name: String,
    notes: Vec<String>,
    cut: Cut,
}

impl Pieces {
    pub(super) fn new(sources: Sources, options: Options) -> Self {
        Self {
            sources: sources.found.into(),
            current: None,
            options,
            read: Arc::default(),
            given: 0,
        }
    }

    pub(super) fn of_stream(
        name: &str,
        format: Option<Format>,
        stream: Box<dyn Read + Send>,
        options: Options,
    ) -> Self {
        let mut pieces = Self::new(Sources::default(), options);
        match pieces.open(name, name, format, stream) {
            Ok(opened) => pieces.current = Some(opened),
            Err(fault) => pieces.sources.push_back(Err(fault.in_file(name, None))),
        }
        pieces
    }

    /// Bytes read so far, for progress; compare [`Sources::bytes`].
    pub fn bytes_read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    fn open_source(&self, source: &Source) -> Result<Opened, Refused> {
        match source {
            Source::Stdin => self
                .open(STDIN, "stdin", None, Box::new(io::stdin()))
                .map_err(|fault| fault.in_file(STDIN, None)),
            Source::File { path, name, .. } => {
                let origin = path.to_string_lossy();
                File::open(path)
                    .map_err(Fault::from)
                    .and_then(|file| {
                        self.open(&origin, name, Format::of_name(name), Box::new(file))
                    })
                    .map_err(|fault| fault.in_file(&origin, None))
            }
        }
    }

    /// Tells encoding and format of a stream, and starts to cut it.
    fn open(
        &self,
        origin: &str,
        name: &str,
        named: Option<Format>,
        stream: Box<dyn Read + Send>,
    ) -> Result<Opened, Fault> {
        let mut notes = Vec::new();
        let mut stream: Box<dyn Read + Send> = Box::new(Counted {
            inner: stream,
            count: Arc::clone(&self.read),
        });
        let mut head = head_of(&mut stream)?;
        if let Some(wide) = encoding::utf16(&head) {
            notes.push(encoding::note(wide));
            let whole = Cursor::new(head).chain(stream);
            stream = Box::new(encoding::Transcoded::new(whole, wide));
            head = head_of(&mut stream)?;
        }
        if head.starts_with(b"\xef\xbb\xbf") {
            head.drain(..3);
        }
        if head.is_empty() {
            return Err(Fault::new("the file is empty", "check how it was saved"));
        }
        let format = Format::of_content(&head, named)?;
        let limit = self.options.max_bytes;
        let encoding = encoding::of_stream(&head);
        let stream: Stream = Box::new(BufReader::with_capacity(
            HEAD as usize,
            Cursor::new(head).chain(stream),
        ));
        let cut = match format {
            Format::Text => whole(stream, Kind::Text, limit),
            Format::Markdown => whole(stream, Kind::Markdown, limit),
            Format::Html => whole(stream, Kind::Html, limit),
            Format::Json => json::cut(stream, limit),
            Format::JsonLines => jsonl::cut(stream, limit),
            Format::Csv => csv::cut(stream, limit, encoding)?,
        };
        Ok(Opened {
            origin: origin.to_owned(),
            name: name.to_owned(),
            notes,
            cut,
        })
    }

    /// An address or a headline from the command line belongs to one article, and here is another.
    fn too_many(&self, origin: &str, place: Option<Place>) -> Option<Refused> {
        let option = match (&self.options.url, &self.options.title) {
            (Some(_), _) => "--url",
            (None, Some(_)) => "--title",
            (None, None) => return None,
        };
        (self.given > 1).then(|| {
            let fault = Fault::new(
                format!("{option} names one article, and this is the second"),
                "ingest it in a run of its own",
            );
            fault.in_file(origin, place)
        })
    }
}

const STDIN: &str = "standard input";

impl Iterator for Pieces {
    type Item = Result<Piece, Refused>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Some(opened) = &mut self.current else {
                match self.sources.pop_front()?.and_then(|s| self.open_source(&s)) {
                    Ok(opened) => self.current = Some(opened),
                    Err(refused) => return Some(Err(refused)),
                }
                continue;
            };
            let raw = match opened.cut.next() {
                Some(Ok(raw)) => raw,
                Some(Err(fault)) => return Some(Err(fault.in_file(&opened.origin, None))),
                None => {
                    self.current = None;
                    continue;
                }
            };
            let piece = Piece {
                id: match raw.place {
                    Some(Place::Line(line)) => format!("{}:{line}", opened.name),
                    Some(Place::Record(record)) => format!("{}#{record}", opened.name),
                    _ => opened.name.clone(),
                },
                origin: opened.origin.clone(),
                notes: opened.notes.clone(),
                raw,
            };
            self.given += 1;
            return Some(match self.too_many(&piece.origin, piece.raw.place) {
                Some(refused) => Err(refused),
                None => Ok(piece),
            });
        }
    }
}

/// The one piece that a whole stream is.
fn whole(stream: Stream, kind: Kind, limit: usize) -> Cut {
    Box::new(std::iter::once_with(move || {
        let mut bytes = Vec::new();
        stream.take(limit as u64 + 1).read_to_end(&mut bytes)?;
        if bytes.len() > limit {
            return Err(Fault::too_long("the file", limit));
        }
        Ok(Raw {
            bytes,
            place: None,
            kind,
        })
    }))
}

fn head_of(stream: &mut dyn Read) -> Result<Vec<u8>, Fault> {
    let mut head = Vec::new();
    stream.take(HEAD).read_to_end(&mut head)?;
    Ok(head)
}

/// Counts what is read, across threads.
struct Counted {
    inner: Box<dyn Read + Send>,
    count: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(out)?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}
