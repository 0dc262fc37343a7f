//! Files cut into pieces of raw bytes, one an article.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use super::Options;
use super::csv::Header;
use super::detect::Format;
use super::export::Service;
use super::links::Link;
use super::open::{Closed, Inside, Opened};
use super::refused::{Fault, Place, Refused};
use super::response::{self, Response};
use super::source::{Source, Sources};

/// The raw bytes of one article, and where they stand.
#[derive(Clone, Debug)]
pub struct Piece {
    /// File name, with line or record number in a file of many: the article's id, unless it has one.
    pub(super) id: String,
    /// File as the user named it.
    pub(super) origin: String,
    pub(super) raw: Raw,
    pub(super) notes: Vec<String>,
    /// What is known of it from where it was fetched.
    pub(super) response: Option<Arc<Response>>,
}

impl Piece {
    /// What was fetched from `url`, where `address` led to, and what a feed or a sitemap said of it.
    ///
    /// # Errors
    /// Where the server states a type that holds no article.
    pub fn fetched(
        address: &str,
        url: &str,
        content_type: &str,
        at: DateTime<Utc>,
        bytes: Vec<u8>,
        link: Option<&Link>,
    ) -> Result<Self, Refused> {
        let response = Arc::new(Response {
            url: Some(url.to_owned()),
            retrieved_at: Some(at),
            encoding: response::charset(content_type),
            link: link.cloned(),
        });
        let kind = match content_type.split(';').next().unwrap_or_default().trim() {
            "" | "text/html" | "application/xhtml+xml" => Kind::Html(Some(Arc::clone(&response))),
            "text/plain" => Kind::Text,
            "application/pdf" => Kind::Pdf,
            "application/rtf" | "text/rtf" => Kind::Rtf,
            other => {
                return Err(Refused::new(
                    address,
                    format!("it is no page but {other}"),
                    "check the address, or save it and ingest the file",
                ));
            }
        };
        Ok(Self {
            id: url.to_owned(),
            origin: address.to_owned(),
            raw: Raw {
                bytes,
                place: None,
                kind,
            },
            notes: Vec::new(),
            response: Some(response),
        })
    }

    /// A record in JSON that another program's file was made into; `id` is what it is called there.
    pub fn record(origin: &str, id: &str, json: Vec<u8>) -> Self {
        Self {
            id: id.to_owned(),
            origin: origin.to_owned(),
            raw: Raw {
                bytes: json,
                place: None,
                kind: Kind::Json,
            },
            notes: Vec::new(),
            response: None,
        }
    }

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
    /// A page, with what is known of it from where it was fetched.
    Html(Option<Arc<Response>>),
    Json,
    Docx,
    Rtf,
    Pdf,
    /// An article that a press service gave out.
    Export(Service),
    Csv(Arc<Header>),
    /// A row that names an article by its address.
    Listed(Arc<Header>),
}

/// A decoded stream to cut.
pub(super) type Stream = Box<dyn BufRead + Send>;

/// The pieces of one stream, in order. What is refused does not end it.
pub(super) type Cut = Box<dyn Iterator<Item = Result<Raw, Fault>> + Send>;

/// The pieces of every source in turn, an iterator. It reads and cuts, no more.
pub struct Pieces {
    sources: VecDeque<Result<Source, Refused>>,
    /// What is being read: the last one now, those before it are the archives that it lies in.
    open: Vec<Opened>,
    options: Options,
    read: Arc<AtomicU64>,
    given: u64,
}

impl Pieces {
    pub(super) fn new(sources: Sources, options: Options) -> Self {
        Self {
            sources: sources.found.into(),
            open: Vec::new(),
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
        match pieces.open(name, name, format, stream, None) {
            Ok(opened) => pieces.open.push(opened),
            Err(refused) => pieces.sources.push_back(Err(refused)),
        }
        pieces
    }

    /// Bytes read so far, for progress; compare [`Sources::bytes`].
    pub fn bytes_read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    /// The count of bytes read so far, which goes on while the pieces are worked on.
    pub fn counter(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.read)
    }

    fn open_source(&self, source: &Source) -> Result<Opened, Refused> {
        match source {
            Source::Stdin => self.open(STDIN, "stdin", None, Box::new(io::stdin()), None),
            Source::File { path, name, .. } => {
                let origin = path.to_string_lossy();
                let named = Format::of_name(name);
                match File::open(path) {
                    Ok(file) => self.open(&origin, name, named, Box::new(file), Some(path)),
                    Err(error) => Err(Fault::from(error).in_file(&origin, None)),
                }
            }
        }
    }

    fn open(
        &self,
        origin: &str,
        name: &str,
        named: Option<Format>,
        stream: Box<dyn Read + Send>,
        path: Option<&Path>,
    ) -> Result<Opened, Refused> {
        // Of an archive in a file only parts are read, and in any order: its size is the measure.
        let size = path
            .and_then(|path| Some(path.metadata().ok()?.len()))
            .unwrap_or_default();
        let own = Arc::new(AtomicU64::new(size));
        let stream = Counted {
            inner: stream,
            counts: [Arc::clone(&self.read), Arc::clone(&own)],
        };
        let mut closed = Closed::new(origin, name, named, own);
        closed.read = Some(Arc::clone(&self.read));
        closed.path = path.filter(|path| path.is_file()).map(Path::to_owned);
        closed
            .open(Box::new(stream), &self.options)
            .map_err(|fault| fault.in_file(origin, None))
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
            let Some(opened) = self.open.last_mut() else {
                match self.sources.pop_front()?.and_then(|s| self.open_source(&s)) {
                    Ok(opened) => self.open.push(opened),
                    Err(refused) => return Some(Err(refused)),
                }
                continue;
            };
            let next = match &mut opened.inside {
                Inside::Pieces(cut) => cut.next(),
                Inside::Members(members) => {
                    let Some((closed, stream)) = members.next() else {
                        self.open.pop();
                        continue;
                    };
                    let origin = closed.origin.clone();
                    match stream.and_then(|stream| closed.open(stream, &self.options)) {
                        Ok(member) => self.open.push(member),
                        Err(fault) => return Some(Err(fault.in_file(&origin, None))),
                    }
                    continue;
                }
            };
            let raw = match next {
                Some(Ok(raw)) => raw,
                Some(Err(fault)) => return Some(Err(fault.in_file(&opened.origin, None))),
                None => {
                    self.open.pop();
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
                response: None,
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

/// Counts what is read, across threads.
pub(super) struct Counted<const N: usize> {
    pub inner: Box<dyn Read + Send>,
    pub counts: [Arc<AtomicU64>; N],
}

impl<const N: usize> Read for Counted<N> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(out)?;
        for count in &self.counts {
            count.fetch_add(read as u64, Ordering::Relaxed);
        }
        Ok(read)
    }
}
