//! A stream opened: unpacked, its encoding and format told, and cut into articles or taken apart into
//! the files that are packed in it.

use std::io::{self, BufReader, Cursor, Read};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use super::detect::Format;
use super::piece::{Cut, Kind, Raw, Stream};
use super::refused::Fault;
use super::unpack::{self, Budget, Bytes};
use super::zip::{Archive, Member};
use super::{Options, csv, docx, encoding, export, json, jsonl, rtf, warc};

/// So much is looked at to tell formats and encodings apart.
const HEAD: u64 = 64 * 1024;

/// Archives in archives; deeper ones are made by hand to harm.
const MAX_DEPTH: usize = 3;

/// What an archive may weigh that does not lie in a file of its own, and so is held in memory (bytes).
const MAX_HELD: u64 = 200_000_000;

/// A stream to be opened.
pub(super) struct Closed {
    /// File as the user named it, with the member's name behind it in an archive.
    pub origin: String,
    /// What ids are made of.
    pub name: String,
    /// The format that its name suggests, or the caller says.
    pub named: Option<Format>,
    /// The file that the stream is of, if it is one.
    pub path: Option<PathBuf>,
    /// Where bytes are counted that an archive reads of its file.
    pub read: Option<Arc<AtomicU64>>,
    /// What it may unpack to, shared with the archive that it lies in.
    pub budget: Budget,
    /// How many archives it lies in.
    pub depth: usize,
}

/// A stream being read, and what is common to all in it.
pub(super) struct Opened {
    pub origin: String,
    pub name: String,
    pub notes: Vec<String>,
    pub inside: Inside,
}

/// What a stream holds.
pub(super) enum Inside {
    /// Articles.
    Pieces(Cut),
    /// Files.
    Members(Box<dyn Iterator<Item = Packed> + Send>),
}

/// A file in an archive, with its bytes as they are unpacked.
type Packed = (Closed, Result<Box<dyn Read + Send>, Fault>);

impl Closed {
    /// A stream that lies in no archive; `packed` counts what is read of it.
    pub(super) fn new(
        origin: &str,
        name: &str,
        named: Option<Format>,
        packed: Arc<AtomicU64>,
    ) -> Self {
        Self {
            origin: origin.to_owned(),
            name: name.to_owned(),
            named,
            path: None,
            read: None,
            budget: Budget::of(packed),
            depth: 0,
        }
    }

    /// Tells encoding and format of the stream, and starts to read it.
    pub(super) fn open(
        mut self,
        mut stream: Box<dyn Read + Send>,
        options: &Options,
    ) -> Result<Opened, Fault> {
        let mut notes = Vec::new();
        let mut head = head_of(&mut stream)?;
        if head.starts_with(GZIP) {
            stream = unpack::gunzip(Cursor::new(head).chain(stream), &self.budget);
            // Of what was cut short, the records before the cut are whole.
            let (found, broken) = begun(&mut stream);
            match broken {
                Some(error) if found.is_empty() => return Err(error.into()),
                Some(error) => stream = Box::new(Broken(Some(error))),
                None => {}
            }
            head = found;
            if head.starts_with(GZIP) {
                return Err(Fault::new("it is packed twice", "unpack it once"));
            }
            self.named = self.named.or_else(|| Format::of_packed_name(&self.name));
            self.path = None;
        }
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
        let mut format = Format::of_content(&head, self.named)?;
        let encoding = encoding::of_stream(&head);
        let mut stream: Stream = Box::new(BufReader::with_capacity(
            HEAD as usize,
            Cursor::new(head).chain(stream),
        ));
        if format == Format::Zip {
            // A stream is counted as it is read into memory.
            let (bytes, read) = match self.path.take() {
                Some(path) => (Bytes::File(path), self.read.take()),
                None => (held(stream)?, None),
            };
            let archive = Archive::open(bytes.clone(), read)?;
            match archive.document() {
                Some(document) => format = document?,
                None => return self.members(archive, notes),
            }
            stream = Box::new(BufReader::new(bytes.open()?));
        }
        let limit = options.max_bytes;
        let cut = match format {
            Format::Text => whole(stream, Kind::Text, limit),
            Format::Markdown => whole(stream, Kind::Markdown, limit),
            Format::Html => whole(stream, Kind::Html(None), limit),
            Format::Json => json::cut(stream, limit),
            Format::JsonLines => jsonl::cut(stream, limit),
            Format::Csv => csv::cut(stream, encoding, options)?,
            Format::Docx => {
                let bytes = all_of(stream, limit)?;
                document(docx::lines(&bytes), bytes, Kind::Docx)
            }
            Format::Rtf => {
                let bytes = all_of(stream, limit)?;
                document(rtf::lines(&bytes), bytes, Kind::Rtf)
            }
            Format::Export(service) => {
                let bytes = all_of(stream, limit)?;
                let decoded = encoding::decode(&bytes, None)?;
                notes.extend(decoded.from.map(encoding::note));
                export::cut(&decoded.text, service, false)
            }
            Format::Pdf => whole(stream, Kind::Pdf, limit),
            Format::Warc => warc::cut(stream, limit),
            Format::Zip => unreachable!("an archive is taken apart above"),
        };
        Ok(Opened {
            origin: self.origin,
            name: self.name,
            notes,
            inside: Inside::Pieces(cut),
        })
    }

    fn members(self, archive: Archive, notes: Vec<String>) -> Result<Opened, Fault> {
        if self.depth == MAX_DEPTH {
            return Err(Fault::new(
                format!("it lies in {MAX_DEPTH} other archives"),
                "unpack the outer ones and ingest what comes out",
            ));
        }
        if !archive.may_hold_articles() {
            return Err(Fault::new(
                "nothing in the archive is an article by its name",
                "check that it is the right one",
            ));
        }
        let (origin, name) = (self.origin.clone(), self.name.clone());
        let budget = self.budget.clone();
        let members = archive.members(self.budget).map(move |member: Member| {
            let closed = Closed {
                origin: format!("{origin}/{}", member.name),
                name: format!("{name}/{}", member.name),
                named: Format::of_name(&member.name),
                path: None,
                read: None,
                budget: budget.clone(),
                depth: self.depth + 1,
            };
            (closed, member.stream)
        });
        Ok(Opened {
            origin: self.origin,
            name: self.name,
            notes,
            inside: Inside::Members(Box::new(members)),
        })
    }
}

/// A document is one article, unless it is what a press service gave out.
fn document(lines: Result<String, Fault>, bytes: Vec<u8>, kind: Kind) -> Cut {
    let lines = lines.unwrap_or_default();
    if let Some(service) = export::told(&lines) {
        return export::cut(&lines, service, true);
    }
    // Whatever is wrong with it is said when it is read.
    Box::new(std::iter::once(Ok(Raw {
        bytes,
        place: None,
        kind,
    })))
}

const GZIP: &[u8] = b"\x1f\x8b";

/// The one piece that a whole stream is.
fn whole(stream: Stream, kind: Kind, limit: usize) -> Cut {
    Box::new(std::iter::once_with(move || {
        Ok(Raw {
            bytes: all_of(stream, limit)?,
            place: None,
            kind,
        })
    }))
}

/// All bytes of a stream, up to the limit.
pub(super) fn all_of(stream: impl Read, limit: usize) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    stream.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > limit {
        return Err(Fault::too_long("the file", limit));
    }
    Ok(bytes)
}

/// An archive from a stream, whose list of members stands at its end.
fn held(stream: Stream) -> Result<Bytes, Fault> {
    let mut bytes = Vec::new();
    stream.take(MAX_HELD + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_HELD {
        return Err(Fault::new(
            format!(
                "it is an archive of more than {} MB and no file",
                MAX_HELD / 1_000_000
            ),
            "save it as a file and ingest that",
        ));
    }
    Ok(Bytes::Memory(bytes.into()))
}

fn head_of(stream: &mut dyn Read) -> Result<Vec<u8>, Fault> {
    match begun(stream) {
        (_, Some(error)) => Err(error.into()),
        (head, None) => Ok(head),
    }
}

/// The head of a stream, and what keeps the rest of it from being read.
fn begun(stream: &mut dyn Read) -> (Vec<u8>, Option<io::Error>) {
    let mut head = Vec::new();
    let outcome = stream.take(HEAD).read_to_end(&mut head);
    (head, outcome.err())
}

/// A stream that breaks off.
struct Broken(Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        match self.0.take() {
            Some(error) => Err(error),
            None => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }
}
