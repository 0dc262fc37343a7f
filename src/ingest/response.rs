//! An answer of a web server as it was kept: its head read, its body unpacked.

use std::io::Read;

use chrono::{DateTime, Utc};
use encoding_rs::Encoding;

use super::links::Link;
use super::refused::Fault;

/// What is known of a page from where it was fetched.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Response {
    /// Its address.
    pub url: Option<String>,
    /// When it was fetched.
    pub retrieved_at: Option<DateTime<Utc>>,
    /// The encoding that the server states, which beats what the page says of itself.
    pub encoding: Option<&'static Encoding>,
    /// What a feed or a sitemap says of it, for what it does not say itself.
    pub link: Option<Link>,
}

/// The head of an answer.
#[derive(Debug, PartialEq)]
pub(super) struct Head {
    /// Whether it gives a page: status 200, and HTML.
    pub is_page: bool,
    /// The encoding of the page, where it is stated.
    pub encoding: Option<&'static Encoding>,
    /// Bytes of the head.
    pub length: usize,
    chunked: bool,
    packing: Option<String>,
}

/// Header lines of an answer; servers send fewer than fifty.
const MAX_LINES: usize = 256;

impl Head {
    /// Reads the head that `bytes` start with; none where they do not start with one.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let mut lines = [httparse::EMPTY_HEADER; MAX_LINES];
        let mut head = httparse::Response::new(&mut lines);
        let httparse::Status::Complete(length) = head.parse(bytes).ok()? else {
            return None;
        };
        let line = |name: &str| {
            let line = head
                .headers
                .iter()
                .find(|l| l.name.eq_ignore_ascii_case(name))?;
            Some(
                String::from_utf8_lossy(line.value)
                    .trim()
                    .to_ascii_lowercase(),
            )
        };
        let content = line("content-type").unwrap_or_default();
        let kind = content.split(';').next().unwrap_or_default().trim();
        Some(Self {
            is_page: head.code == Some(200)
                && matches!(kind, "text/html" | "application/xhtml+xml"),
            encoding: charset(&content),
            length,
            chunked: line("transfer-encoding").is_some_and(|coding| coding.contains("chunked")),
            packing: line("content-encoding"),
        })
    }

    /// The body without the packing in which it was sent. Archives differ in whether they keep that and in
    /// whether their heads then still speak of it, so that the bytes decide.
    pub(super) fn body(&self, bytes: &[u8], limit: usize) -> Result<Vec<u8>, Fault> {
        let whole = if self.chunked { unchunked(bytes) } else { None };
        let bytes = whole.as_deref().unwrap_or(bytes);
        if bytes.starts_with(b"\x1f\x8b") {
            let mut body = Vec::new();
            flate2::bufread::MultiGzDecoder::new(bytes)
                .take(limit as u64 + 1)
                .read_to_end(&mut body)?;
            if body.len() > limit {
                return Err(Fault::too_long("the page", limit));
            }
            return Ok(body);
        }
        match self.packing.as_deref() {
            Some(packing @ ("br" | "zstd" | "deflate")) if std::str::from_utf8(bytes).is_err() => {
                Err(Fault::new(
                    format!("the page is packed by a method that is not read ({packing})"),
                    "have the crawler ask for gzip or nothing",
                ))
            }
            _ => Ok(bytes.to_vec()),
        }
    }
}

/// The encoding of a `Content-Type`.
pub(super) fn charset(content_type: &str) -> Option<&'static Encoding> {
    let (_, label) = content_type.split_once("charset=")?;
    let label = label.split(';').next()?.trim_matches(['"', '\'', ' ']);
    Encoding::for_label(label.as_bytes())
}

/// A body sent in chunks, in one; none where it is not in chunks.
fn unchunked(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let httparse::Status::Complete((skip, size)) = httparse::parse_chunk_size(bytes).ok()?
        else {
            return None;
        };
        if size == 0 {
            return Some(body);
        }
        let end = skip.checked_add(usize::try_from(size).ok()?)?;
        body.extend_from_slice(bytes.get(skip..end)?);
        bytes = bytes.get(end..)?.strip_prefix(b"\r\n")?;
    }
}
