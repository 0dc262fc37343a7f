//! JSON: one object, several in a row, or an array of them, cut without parsing the whole.

use std::fmt;
use std::io;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value};

use super::columns::Columns;
use super::piece::{Cut, Kind, Raw, Stream};
use super::record;
use super::refused::{Fault, Place};

/// Cuts the stream into its values. In an array, records are counted from 1; a lone object is the
/// whole file.
pub(super) fn cut(stream: Stream, limit: usize) -> Cut {
    Box::new(Values {
        stream,
        limit,
        state: State::Start,
        count: 0,
    })
}

struct Values {
    stream: Stream,
    limit: usize,
    state: State,
    count: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Start,
    InArray,
    /// Values without an array around them.
    InStream,
    Ended,
}

impl Values {
    /// Skips white space and commas up to the first byte of the next value.
    fn seek(&mut self) -> io::Result<Option<u8>> {
        loop {
            let Some(byte) = self.peek()? else {
                return Ok(None);
            };
            let between = self.state == State::InArray && byte == b',';
            if !byte.is_ascii_whitespace() && !between {
                return Ok(Some(byte));
            }
            self.stream.consume(1);
        }
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        Ok(self.stream.fill_buf()?.first().copied())
    }

    /// Takes one value: to its closing bracket, or up to the comma or bracket behind it.
    /// None where it runs past the limit.
    fn value(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut bytes = Vec::new();
        let mut scan = Scan::default();
        let mut length = 0;
        loop {
            let buffer = self.stream.fill_buf()?;
            if buffer.is_empty() {
                break;
            }
            let (used, done) = scan.feed(buffer);
            length += used;
            if length <= self.limit {
                bytes.extend_from_slice(&buffer[..used]);
            }
            self.stream.consume(used);
            if done {
                break;
            }
        }
        Ok((length <= self.limit).then_some(bytes))
    }

    fn step(&mut self) -> io::Result<Option<Result<Raw, Fault>>> {
        let mut first = self.seek()?;
        if self.state == State::Start {
            self.state = State::InStream;
            if first == Some(b'[') {
                self.state = State::InArray;
                self.stream.consume(1);
                first = self.seek()?;
            }
        }
        if self.state == State::InArray && matches!(first, None | Some(b']')) {
            self.state = State::Ended;
            return self.end_of_array(first.is_some());
        }
        if first.is_none() {
            return Ok(None);
        }
        self.count += 1;
        let alone = self.state == State::InStream && self.count == 1;
        let place = (!alone).then_some(Place::Record(self.count));
        Ok(Some(match self.value()? {
            Some(bytes) => Ok(Raw {
                bytes,
                place,
                kind: Kind::Json,
            }),
            None => Err(Fault {
                place,
                ..Fault::too_long("the record", self.limit)
            }),
        }))
    }

    fn end_of_array(&mut self, closed: bool) -> io::Result<Option<Result<Raw, Fault>>> {
        if !closed {
            return Ok(Some(Err(Fault::new(
                "the array is cut short: its closing bracket is missing",
                "check that the file was copied whole",
            ))));
        }
        self.stream.consume(1);
        Ok(self.seek()?.map(|_| {
            Err(Fault::new(
                "something follows the closing bracket of the array",
                "remove it",
            ))
        }))
    }
}

impl Iterator for Values {
    type Item = Result<Raw, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.state == State::Ended {
            return None;
        }
        self.step().unwrap_or_else(|error| {
            self.state = State::Ended;
            Some(Err(error.into()))
        })
    }
}

/// Finds the end of a value: brackets balanced outside strings.
#[derive(Default)]
struct Scan {
    depth: u64,
    in_string: bool,
    escaped: bool,
    started: bool,
}

impl Scan {
    /// How many bytes of `buffer` belong to the value, and whether it ends there.
    fn feed(&mut self, buffer: &[u8]) -> (usize, bool) {
        for (at, byte) in buffer.iter().enumerate() {
            if self.in_string {
                match byte {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => self.in_string = false,
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                b',' | b']' | b'}' if self.depth == 0 && self.started => return (at, true),
                b']' | b'}' => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 {
                        return (at + 1, true);
                    }
                }
                _ => {}
            }
            self.started = true;
        }
        (buffer.len(), false)
    }
}

/// Parses one record. Without `keep_unknown`, keys that the contract does not name are null, which
/// spares the time that their values would take.
pub(super) fn record(
    json: &str,
    keep_unknown: bool,
    map: &Columns,
) -> Result<Map<String, Value>, Fault> {
    let mut parser = serde_json::Deserializer::from_str(json);
    Fields { keep_unknown, map }
        .deserialize(&mut parser)
        .and_then(|fields| parser.end().map(|()| fields))
        .map(|fields| map.rename(fields))
        .map_err(|error| fault(&error))
}

fn fault(error: &serde_json::Error) -> Fault {
    if error.is_data() {
        return Fault::new(
            "not a JSON object",
            "give each article as an object with a \"text\"",
        );
    }
    // The line that the parser counts is one of the record, not of the file.
    let message = error.to_string();
    let what = message.split(" at line ").next().unwrap_or(&message);
    let place = match error.line() {
        0 | 1 => format!("at column {}", error.column()),
        line => format!("at line {line}, column {} of it", error.column()),
    };
    Fault::new(
        format!("not valid JSON: {what} {place}"),
        "mend or remove it",
    )
}

/// Reads an object, its unknown fields optionally as null.
struct Fields<'m> {
    keep_unknown: bool,
    map: &'m Columns,
}

impl<'de> DeserializeSeed<'de> for Fields<'_> {
    type Value = Map<String, Value>;

    fn deserialize<D: Deserializer<'de>>(self, parser: D) -> Result<Self::Value, D::Error> {
        parser.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Fields<'_> {
    type Value = Map<String, Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        let mut fields = Map::new();
        while let Some(key) = object.next_key::<String>()? {
            let is_known = record::is_known_key(&key) || self.map.names(&key);
            let value = if self.keep_unknown || is_known {
                object.next_value()?
            } else {
                object.next_value::<IgnoredAny>()?;
                Value::Null
            };
            fields.insert(key, value);
        }
        Ok(fields)
    }
}
