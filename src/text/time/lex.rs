//! Cuts a text into the small pieces that dates are made of.
//!
//! Finer than the document's tokens, which keep "12.09.2024" and "don't" whole: here letters, digits
//! and marks are always pieces of their own, so that one grammar reads every way to print a date.

use super::word::Word;
use super::words::Words;
use crate::text::document::Document;

/// A run of letters, a run of digits, or one mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    /// First byte.
    pub(super) start: u32,
    /// First byte behind it.
    pub(super) end: u32,
    /// Index of its sentence in the document.
    pub(super) sentence: u32,
    pub(super) kind: Kind,
    /// Whether white space stands before it.
    pub(super) gap: bool,
    /// Whether it begins with a capital letter.
    pub(super) capital: bool,
}

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word of the lexicon.
    Word(Word),
    /// A word that is not in the lexicon; whether it ends in "ed", as most past verbs do.
    Other(bool),
    /// A run of up to eight digits: its value and how many digits.
    Number(u32, u8),
    /// A mark. Typographic apostrophes and dashes count as their ASCII kin.
    Mark(u8),
}

/// Stands for every mark that no date has in it.
const OTHER_MARK: u8 = 0;

/// Pieces of a chunk, from which on it ends at the next blank line: those of all of a long text would
/// take several times its own memory.
pub(super) const CHUNK: usize = 1 << 14;

/// Cuts a document's text, a chunk at a time. Linear in its length.
pub(super) struct Chunks<'d> {
    document: &'d Document<'d>,
    words: &'static Words,
    at: usize,
    sentence: usize,
}

impl<'d> Chunks<'d> {
    pub(super) fn new(document: &'d Document<'d>) -> Self {
        Self {
            document,
            words: Words::get(),
            at: 0,
            sentence: 0,
        }
    }

    /// Puts the pieces of the next chunk in place of those in `pieces`; false where there is none.
    /// No time expression reaches from one chunk to the next.
    pub(super) fn next(&mut self, pieces: &mut Vec<Piece>) -> bool {
        pieces.clear();
        let text = self.document.text;
        let bytes = text.as_bytes();
        // Offsets are 32 bits wide; the document cuts such a text at the same place.
        let length = bytes.len().min(u32::MAX as usize);
        let mut gap = true;
        let mut lines = 0;
        while self.at < length {
            let byte = bytes[self.at];
            if byte == b' ' {
                gap = true;
                self.at += 1;
                continue;
            }
            let (end, kind) = self.piece(byte);
            if byte.is_ascii_whitespace() || kind == Kind::Mark(b' ') {
                gap = true;
                lines += usize::from(byte == b'\n');
                self.at = end;
                continue;
            }
            if lines > 1 && pieces.len() >= CHUNK {
                break;
            }
            let sentences = &self.document.sentences;
            while sentences
                .get(self.sentence + 1)
                .is_some_and(|s| s.range.start <= self.at)
            {
                self.sentence += 1;
            }
            pieces.push(Piece {
                start: self.at as u32,
                end: end as u32,
                sentence: self.sentence as u32,
                kind,
                gap,
                capital: byte.is_ascii_uppercase(),
            });
            (gap, lines) = (false, 0);
            self.at = end;
        }
        !pieces.is_empty()
    }

    /// The end and the kind of the piece that begins here with `byte`.
    fn piece(&self, byte: u8) -> (usize, Kind) {
        let (text, at) = (self.document.text, self.at);
        if byte.is_ascii_alphabetic() {
            let end = letters_end(text, at);
            (end, word(self.words, &text[at..end]))
        } else if byte.is_ascii_digit() {
            number(text.as_bytes(), at)
        } else if byte.is_ascii() {
            (at + 1, Kind::Mark(byte))
        } else {
            let c = text[at..].chars().next().unwrap_or(' ');
            let end = at + c.len_utf8();
            match c {
                _ if c.is_alphabetic() => (letters_end(text, at), Kind::Other(false)),
                '’' | '‘' => (end, Kind::Mark(b'\'')),
                '‐' | '‑' | '–' => (end, Kind::Mark(b'-')),
                '“' | '”' => (end, Kind::Mark(b'"')),
                _ if c.is_whitespace() => (end, Kind::Mark(b' ')),
                _ => (end, Kind::Mark(OTHER_MARK)),
            }
        }
    }
}

fn letters_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    while at < bytes.len() {
        if bytes[at].is_ascii_alphabetic() {
            at += 1;
        } else if bytes[at].is_ascii() {
            break;
        } else {
            match text[at..].chars().next() {
                Some(c) if c.is_alphabetic() => at += c.len_utf8(),
                _ => break,
            }
        }
    }
    at
}

fn word(words: &Words, word: &str) -> Kind {
    match words.look_up(word) {
        Some(found) => Kind::Word(found),
        None => Kind::Other(word.len() > 4 && word.ends_with("ed") && !word.ends_with("eed")),
    }
}

/// The run of digits at `start`. A longer run than eight digits is no date and gets zero digits.
fn number(bytes: &[u8], start: usize) -> (usize, Kind) {
    let digits = bytes[start..]
        .iter()
        .take_while(|b| b.is_ascii_digit())
        .count();
    let end = start + digits;
    if digits > 8 {
        return (end, Kind::Number(0, 0));
    }
    let value = bytes[start..end]
        .iter()
        .fold(0, |value, digit| value * 10 + u32::from(digit - b'0'));
    (end, Kind::Number(value, digits as u8))
}
