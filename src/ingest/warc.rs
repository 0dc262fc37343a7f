//! Web archives (WARC, ISO 28500): the pages that servers answered with, and when.

use std::io::{self, BufRead, Read};
use std::sync::Arc;

use chrono::DateTime;

use super::piece::{Cut, Kind, Raw, Stream};
use super::refused::{Fault, Place};
use super::response::{Head, Response};

/// Longest head of a record, and longest head of an answer in one (bytes).
const MAX_HEAD: u64 = 64 * 1024;

/// Cuts the archive into its pages: answers with status 200 that are HTML. Records are counted from 1, all
/// kinds of them; pictures, style sheets, requests and errors are passed over.
pub(super) fn cut(stream: Stream, limit: usize) -> Cut {
    let mut records = Records {
        stream,
        limit,
        count: 0,
        pages: 0,
        in_step: true,
        ended: false,
    };
    Box::new(std::iter::from_fn(move || {
        while !records.ended {
            match records.step() {
                Ok(Some(outcome)) => return Some(outcome),
                Ok(None) => {}
                Err(error) => {
                    records.ended = true;
                    return Some(Err(records.fault_at(error.into())));
                }
            }
        }
        None
    }))
}

struct Records {
    stream: Stream,
    limit: usize,
    count: u64,
    pages: u64,
    /// Whether the last record ended where it said.
    in_step: bool,
    ended: bool,
}

/// The head of a record.
struct Record {
    is_response: bool,
    length: u64,
    about: Response,
}

impl Records {
    /// Reads one record; None where it is no page.
    fn step(&mut self) -> io::Result<Option<Result<Raw, Fault>>> {
        let Some(head) = self.head()? else {
            self.ended = true;
            return Ok((self.pages == 0).then(|| {
                Err(Fault::new(
                    "no page in the archive: no response with status 200 and HTML",
                    "check that the crawl went well",
                ))
            }));
        };
        self.count += 1;
        let record = match head.and_then(|head| Record::read(&head)) {
            Ok(record) => record,
            Err(what) => {
                // Its length is unknown, and so is where the next one begins.
                self.in_step = false;
                let fault = Fault::new(what, "check that it was copied whole");
                return Ok(Some(Err(self.fault_at(fault))));
            }
        };
        if !record.is_response {
            self.pass_over(record.length)?;
            return Ok(None);
        }
        let mut body = self.take(record.length.min(MAX_HEAD), record.length)?;
        let rest = record.length - body.len() as u64;
        let Some(answer) = Head::read(&body).filter(|answer| answer.is_page) else {
            self.pass_over(rest)?;
            return Ok(None);
        };
        self.pages += 1;
        if record.length > self.limit as u64 {
            self.pass_over(rest)?;
            return Ok(Some(Err(
                self.fault_at(Fault::too_long("the page", self.limit))
            )));
        }
        body.extend(self.take(rest, rest)?);
        let page = answer.body(&body[answer.length..], self.limit);
        Ok(Some(match page {
            Ok(bytes) => Ok(Raw {
                bytes,
                place: Some(Place::Record(self.count)),
                kind: Kind::Html(Some(Arc::new(Response {
                    encoding: answer.encoding,
                    ..record.about
                }))),
            }),
            Err(fault) => Err(self.fault_at(fault)),
        }))
    }

    /// The lines of the next record's head; none at the end. Behind a damaged record it looks for a line
    /// with which one begins.
    fn head(&mut self) -> io::Result<Option<Result<Vec<u8>, &'static str>>> {
        let mut head = Vec::new();
        loop {
            let line = self.line()?;
            let Some(line) = line else {
                return Ok(None);
            };
            if line.starts_with(b"WARC/") {
                self.in_step = true;
                break;
            }
            if !line.trim_ascii().is_empty() && self.in_step {
                return Ok(Some(Err(
                    "the record does not begin where the one before it ends",
                )));
            }
        }
        while let Some(line) = self.line()? {
            if line.trim_ascii().is_empty() {
                head.extend_from_slice(b"\r\n");
                return Ok(Some(Ok(head)));
            }
            head.extend_from_slice(line.trim_ascii_end());
            head.extend_from_slice(b"\r\n");
            if head.len() as u64 > MAX_HEAD {
                break;
            }
        }
        Ok(Some(Err("the head of the record does not end")))
    }

    fn line(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        (&mut self.stream)
            .take(MAX_HEAD)
            .read_until(b'\n', &mut line)?;
        Ok((!line.is_empty()).then_some(line))
    }

    /// The next bytes of a record that has `left` of them.
    fn take(&mut self, length: u64, left: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        (&mut self.stream).take(length).read_to_end(&mut bytes)?;
        if (bytes.len() as u64) < length {
            short(bytes.len() as u64, left)?;
        }
        Ok(bytes)
    }

    fn pass_over(&mut self, length: u64) -> io::Result<()> {
        let passed = io::copy(&mut (&mut self.stream).take(length), &mut io::sink())?;
        short(passed, length)
    }

    fn fault_at(&self, fault: Fault) -> Fault {
        fault.at(Place::Record(self.count.max(1)))
    }
}

fn short(found: u64, stated: u64) -> io::Result<()> {
    if found == stated {
        return Ok(());
    }
    Err(io::Error::new(
        io::ErrorKind::UnexpectedEof,
        format!("the record is cut short: {found} of {stated} bytes are there"),
    ))
}

impl Record {
    /// Reads a head without its first line; says what is wrong with it.
    fn read(head: &[u8]) -> Result<Self, &'static str> {
        let mut lines = [httparse::EMPTY_HEADER; 64];
        let Ok(httparse::Status::Complete((_, lines))) = httparse::parse_headers(head, &mut lines)
        else {
            return Err("the head of the record cannot be read");
        };
        let line = |name: &str| {
            let line = lines.iter().find(|l| l.name.eq_ignore_ascii_case(name))?;
            Some(String::from_utf8_lossy(line.value).trim().to_owned())
        };
        let length = line("Content-Length").and_then(|length| length.parse().ok());
        let date = line("WARC-Date");
        let date = date.and_then(|date| DateTime::parse_from_rfc3339(&date).ok());
        Ok(Self {
            is_response: line("WARC-Type").is_some_and(|kind| kind == "response"),
            length: length.ok_or("the head of the record does not say how long it is")?,
            about: Response {
                // The first version of the standard set the address in angle brackets.
                url: line("WARC-Target-URI").map(|uri| uri.trim_matches(['<', '>']).to_owned()),
                retrieved_at: date.map(|date| date.to_utc()),
                encoding: None,
                link: None,
            },
        })
    }
}
