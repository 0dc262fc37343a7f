//! Lines and CSV rows of a stream, one at a time, none longer than the limit.

use std::io::{self, BufRead, Read};

/// A line or a row with its bytes, without the line end.
pub(super) struct Line {
    pub bytes: Vec<u8>,
    /// First line of it in the stream, from 1.
    pub number: u64,
    pub flaw: Option<Flaw>,
}

/// Why a line or row cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// It runs past the limit; the rest of its line is skipped.
    TooLong,
    /// A quote opened in the row never closes.
    OpenQuote,
}

/// Reads lines.
pub(super) struct Lines<R> {
    stream: R,
    limit: usize,
    next: u64,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(stream: R, limit: usize) -> Self {
        Self {
            stream,
            limit,
            next: 1,
        }
    }

    /// The next line, or several where a quoted field of a CSV row with this delimiter runs over
    /// line ends. None at the end.
    pub(super) fn next(&mut self, delimiter: Option<u8>) -> io::Result<Option<Line>> {
        let number = self.next;
        let mut bytes = Vec::new();
        let mut quoting = Quoting::FieldStart;
        let mut flaw = None;
        loop {
            let before = bytes.len();
            // One byte more than the limit and a line end, to see that it is too long.
            let room = (self.limit + 3 - before) as u64;
            let read = (&mut self.stream)
                .take(room)
                .read_until(b'\n', &mut bytes)?;
            if read == 0 {
                break;
            }
            self.next += 1;
            let ended = bytes.ends_with(b"\n");
            if bytes.len() > self.limit + 2 {
                if !ended {
                    self.stream.skip_until(b'\n')?;
                }
                flaw = Some(Flaw::TooLong);
                bytes = vec![];
                return Ok(Some(Line {
                    bytes,
                    number,
                    flaw,
                }));
            }
            let Some(delimiter) = delimiter else { break };
            let open = quoting.feed(&bytes[before..], delimiter);
            if !open || !ended {
                break;
            }
        }
        if bytes.is_empty() {
            return Ok(None);
        }
        if quoting == Quoting::Quoted {
            flaw = Some(Flaw::OpenQuote);
        }
        if bytes.ends_with(b"\n") {
            bytes.pop();
            if bytes.ends_with(b"\r") {
                bytes.pop();
            }
        }
        Ok(Some(Line {
            bytes,
            number,
            flaw,
        }))
    }
}

/// Follows the quotes of a CSV row over its lines (RFC 4180: a quote opens at the start of a
/// field only, and is doubled inside).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quoting {
    FieldStart,
    Plain,
    Quoted,
    /// Behind a quote that closes the field, unless a second one follows.
    Closed,
}

impl Quoting {
    /// Whether a quoted field is still open behind `bytes`.
    fn feed(&mut self, bytes: &[u8], delimiter: u8) -> bool {
        for byte in bytes {
            *self = match (*self, *byte) {
                (Self::FieldStart | Self::Closed, b'"') => Self::Quoted,
                (Self::Quoted, b'"') => Self::Closed,
                (Self::Quoted, _) => Self::Quoted,
                (_, b'\n') => Self::FieldStart,
                (_, byte) if byte == delimiter => Self::FieldStart,
                _ => Self::Plain,
            };
        }
        *self == Self::Quoted
    }
}
