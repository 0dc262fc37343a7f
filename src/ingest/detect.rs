//! Which format a file has: by what it holds first, then by its name.

use std::path::Path;

use super::export::{self, Service};
use super::refused::Fault;

/// A format that articles are read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text, one article a file.
    Text,
    /// Markdown, one article a file, with optional front matter.
    Markdown,
    /// A web page.
    Html,
    /// One JSON object, several, or an array of them.
    Json,
    /// One JSON object a line.
    JsonLines,
    /// Comma-, semicolon- or tab-separated values with a header.
    Csv,
    /// A web archive: its pages.
    Warc,
    /// What a press service gives out, many articles in a text.
    Export(Service),
    /// A document of a word processor.
    Docx,
    /// A document in Rich Text Format.
    Rtf,
    /// A PDF with a text layer.
    Pdf,
    /// A zip archive of any of these.
    Zip,
}

/// Extensions and what they stand for.
const EXTENSIONS: &[(&str, Format)] = &[
    ("txt", Format::Text),
    ("text", Format::Text),
    ("md", Format::Markdown),
    ("markdown", Format::Markdown),
    ("html", Format::Html),
    ("htm", Format::Html),
    ("xhtml", Format::Html),
    ("json", Format::Json),
    ("jsonl", Format::JsonLines),
    ("ndjson", Format::JsonLines),
    ("csv", Format::Csv),
    ("tsv", Format::Csv),
    ("warc", Format::Warc),
    ("docx", Format::Docx),
    ("rtf", Format::Rtf),
    ("pdf", Format::Pdf),
    ("zip", Format::Zip),
];

/// Documents that people expect to be read; they are refused with a word, not passed over.
const EXPECTED: &[&str] = &["doc", "odt", "epub", "gz", "mhtml", "xml", "rss", "atom"];

/// First bytes of formats that are read.
const KNOWN: &[(&[u8], Format)] = &[
    (b"PK\x03\x04", Format::Zip),
    (b"PK\x05\x06", Format::Zip),
    (b"%PDF-", Format::Pdf),
    (b"{\\rtf", Format::Rtf),
    (b"WARC/", Format::Warc),
];

/// First bytes of what is not read, what they mean, and what to do.
const MAGIC: &[(&[u8], &str, &str)] = &[
    (b"BZh", "bzip2-compressed", "unpack it first"),
    (b"\xfd7zXZ\0", "xz-compressed", "unpack it first"),
    (b"\x28\xb5\x2f\xfd", "zstd-compressed", "unpack it first"),
    (
        b"\xd0\xcf\x11\xe0",
        "an old Office document",
        "save it as text or HTML",
    ),
    (
        b"SQLite format 3\0",
        "an SQLite database",
        "export its rows as CSV",
    ),
    (b"PAR1", "a Parquet file", "export its rows as CSV or JSONL"),
    (
        b"\x89PNG",
        "a PNG picture",
        "give an article's text or page",
    ),
    (
        b"\xff\xd8\xff",
        "a JPEG picture",
        "give an article's text or page",
    ),
    (b"GIF8", "a GIF picture", "give an article's text or page"),
    (b"RIFF", "a media file", "give an article's text or page"),
    (b"ID3", "an audio file", "give a transcript"),
    (b"\x7fELF", "a program", "give an article's text or page"),
];

impl Format {
    /// What the file's extension stands for.
    pub fn of_name(name: &str) -> Option<Self> {
        let extension = extension(name)?;
        EXTENSIONS
            .iter()
            .find(|(known, _)| *known == extension)
            .map(|(_, format)| *format)
    }

    /// The extension that its files carry.
    pub fn extension(self) -> &'static str {
        if let Self::Export(_) = self {
            return "txt";
        }
        EXTENSIONS
            .iter()
            .find(|(_, format)| *format == self)
            .map_or("txt", |(extension, _)| extension)
    }

    /// What a name such as `pages.warc.gz` stands for once it is unpacked.
    pub(super) fn of_packed_name(name: &str) -> Option<Self> {
        Self::of_name(Path::new(name).file_stem()?.to_str()?)
    }

    /// Whether a file found in a folder is worth opening, going by its name.
    pub(super) fn may_hold_articles(path: &Path) -> bool {
        match extension(&path.to_string_lossy()) {
            Some(extension) => {
                EXTENSIONS.iter().any(|(known, _)| *known == extension)
                    || EXPECTED.contains(&extension.as_str())
            }
            None => true,
        }
    }

    /// The format of a stream that starts with `head` (decoded if it was UTF-16, without a byte
    /// order mark), whose name suggests `named`.
    pub(super) fn of_content(head: &[u8], named: Option<Self>) -> Result<Self, Fault> {
        if let Some((_, format)) = KNOWN.iter().find(|(magic, _)| head.starts_with(magic)) {
            return Ok(*format);
        }
        if let Some((_, what, remedy)) = MAGIC.iter().find(|(magic, ..)| head.starts_with(magic)) {
            return Err(Fault::new(format!("it is {what}"), *remedy));
        }
        // In the record formats a stray NUL spoils one record at the most.
        let by_record = matches!(named, Some(Self::Json | Self::JsonLines | Self::Csv));
        if !by_record && let Some(at) = head.iter().position(|byte| *byte == 0) {
            return Err(Fault::new(
                format!("it is binary (a NUL at byte {at})"),
                "give an article's text or page",
            ));
        }
        let start = head.trim_ascii_start();
        if matches!(named, None | Some(Self::Text))
            && let Some(service) = export_of(head)
        {
            return Ok(Self::Export(service));
        }
        match named {
            Some(Self::Zip) => Err(not_what_it_says("a zip archive")),
            Some(Self::Pdf) => Err(not_what_it_says("a PDF")),
            Some(Self::Rtf) => Err(not_what_it_says("an RTF document")),
            Some(Self::Docx) => Err(not_what_it_says("a DOCX document")),
            Some(Self::Warc) => Err(not_what_it_says("a web archive (WARC)")),
            Some(Self::Json) if is_json_lines(start) => Ok(Self::JsonLines),
            Some(format) => Ok(format),
            None => guess(start),
        }
    }
}

/// The press service whose export starts like this; its marks are in ASCII, whatever the encoding.
fn export_of(head: &[u8]) -> Option<Service> {
    export::told(&String::from_utf8_lossy(head))
}

fn not_what_it_says(what: &str) -> Fault {
    Fault::new(
        format!("by its name it is {what}, and it does not begin like one"),
        "check that it was copied whole",
    )
}

/// The format of a stream without a telling name.
fn guess(start: &[u8]) -> Result<Format, Fault> {
    let lower = start[..start.len().min(1024)].to_ascii_lowercase();
    let has = |needle: &[u8]| lower.windows(needle.len()).any(|window| window == needle);
    if lower.starts_with(b"<!doctype html") || has(b"<html") || has(b"<article") {
        return Ok(Format::Html);
    }
    if has(b"<rss") || has(b"<feed") || has(b"<rdf:rdf") {
        return Err(Fault::new(
            "it is a feed, and its articles are elsewhere",
            "give its address in place of the file, so that they are fetched",
        ));
    }
    if lower.starts_with(b"<?xml") {
        return Err(Fault::new(
            "it is XML of an unknown kind",
            "convert it to HTML, text or JSONL",
        ));
    }
    Ok(match start.first() {
        Some(b'{') if is_json_lines(start) => Format::JsonLines,
        Some(b'{') if next_is(start, b"\"}") => Format::Json,
        Some(b'[') if next_is(start, b"{]") => Format::Json,
        Some(b'<') if has(b"<p>") || has(b"<body") || has(b"<div") => Format::Html,
        Some(b'-' | b'+') if start.starts_with(b"---\n") || start.starts_with(b"+++\n") => {
            Format::Markdown
        }
        Some(b'#') if start.starts_with(b"# ") => Format::Markdown,
        _ if super::csv::is_article_header(start) => Format::Csv,
        _ => Format::Text,
    })
}

/// Whether the first line is a whole JSON object and another follows, or it runs past what is
/// seen, as one long line of a JSONL file does.
fn is_json_lines(start: &[u8]) -> bool {
    if start.first() != Some(&b'{') {
        return false;
    }
    match start.iter().position(|byte| *byte == b'\n') {
        Some(end) => {
            serde_json::from_slice::<serde::de::IgnoredAny>(&start[..end]).is_ok()
                && start[end..]
                    .trim_ascii_start()
                    .first()
                    .is_none_or(|byte| *byte == b'{')
        }
        None => {
            serde_json::from_slice::<serde::de::IgnoredAny>(start).is_ok() || start.len() > 4096
        }
    }
}

/// Whether one of `expected` follows the first byte, white space apart.
fn next_is(start: &[u8], expected: &[u8]) -> bool {
    let rest = start[1..].trim_ascii_start();
    rest.first().is_none_or(|byte| expected.contains(byte))
}

fn extension(name: &str) -> Option<String> {
    Some(Path::new(name).extension()?.to_str()?.to_ascii_lowercase())
}
