//! Places in a text.

use std::ops::Range;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, SerializeTuple, Serializer};

/// A half-open run of an article's text, counted in Unicode code points.
///
/// The same unit as PostgreSQL's `substr` and the scorers use; inside `text` the analysis works on
/// byte ranges and converts at the end with a [`TextIndex`]. Written in JSON as `[start, end]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First code point of the run.
    pub start: u32,
    /// First code point behind the run.
    pub end: u32,
}

impl Span {
    /// A span from `start` up to, not including, `end` (code points).
    pub fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// Length in code points.
    pub fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Whether the span covers nothing.
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Whether both spans share a code point.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut pair = serializer.serialize_tuple(2)?;
        pair.serialize_element(&self.start)?;
        pair.serialize_element(&self.end)?;
        pair.end()
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (start, end) = <(u32, u32)>::deserialize(deserializer)?;
        Ok(Self { start, end })
    }
}

/// Converts between byte offsets and code points of one text in constant time.
///
/// One count is kept for every 64 bytes, so that a conversion looks at 64 bytes at the most.
#[derive(Debug)]
pub struct TextIndex<'a> {
    text: &'a str,
    counts: Vec<u32>,
}

const STRIDE: usize = 64;

impl<'a> TextIndex<'a> {
    /// Builds the index in one pass over `text`.
    pub fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let mut counts = Vec::with_capacity(bytes.len() / STRIDE + 1);
        let mut points = 0;
        for block in bytes.chunks(STRIDE) {
            counts.push(points);
            points += count(block);
        }
        counts.push(points);
        Self { text, counts }
    }

    /// The text that the index is for.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Code points before the byte offset `byte`, which must lie on a character boundary.
    pub fn point(&self, byte: usize) -> u32 {
        let byte = byte.min(self.text.len());
        let block = (byte / STRIDE).min(self.counts.len() - 1);
        self.counts[block] + count(&self.text.as_bytes()[block * STRIDE..byte])
    }

    /// The span of a byte range.
    pub fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.point(range.start), self.point(range.end))
    }

    /// The byte range of a span; a span that reaches past the text is cut at its end.
    pub fn range(&self, span: Span) -> Range<usize> {
        self.byte(span.start)..self.byte(span.end)
    }

    fn byte(&self, point: u32) -> usize {
        let block = self
            .counts
            .partition_point(|&c| c <= point)
            .saturating_sub(1);
        let mut seen = self.counts[block];
        let mut at = block * STRIDE;
        let bytes = self.text.as_bytes();
        while at < bytes.len() {
            if is_start(bytes[at]) {
                if seen == point {
                    return at;
                }
                seen += 1;
            }
            at += 1;
        }
        bytes.len()
    }
}

fn is_start(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

fn count(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|b| is_start(**b)).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_boundary_converts_both_ways(text in "\\PC{0,300}") {
            let index = TextIndex::new(&text);
            for (points, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(index.point(byte), points as u32);
                prop_assert_eq!(index.range(Span::new(points as u32, points as u32)).start, byte);
            }
            prop_assert_eq!(index.point(text.len()), text.chars().count() as u32);
        }
    }
}
