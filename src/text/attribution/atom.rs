//! What the feature templates look at: a few small facts of each token, worked out once a text.

use std::ops::Range;

use crate::text::document::{Document, Token};

use super::lexicon;
use super::vocabulary::{Vocabulary, word_hash};

/// The facts of one token. Small integers, so that a template is a hash of a few of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Atom {
    /// Hash of the word in small letters; of its shape and ending where the vocabulary lacks it.
    pub word: u32,
    /// Distributional class, fine.
    pub fine: u16,
    /// Distributional class, coarse.
    pub coarse: u8,
    /// Hash of the last three letters.
    pub suffix: u16,
    /// Capitals and digits.
    pub shape: Shape,
    /// Where it stands to quotation marks.
    pub quote: QuotePlace,
    /// How often the word is a cue, in steps.
    pub cue: u8,
    /// Its class in the cue lexicon, 0 for none.
    pub class: u8,
    /// What it does to the clause.
    pub joint: Joint,
    /// Whether it can stand between a subject and its verb: an auxiliary, a negation, an adverb.
    pub helper: bool,
}

impl Atom {
    /// What stands where there is no token: before the first or behind the last that are looked at.
    pub(super) const EDGE: Self = Self {
        word: 1,
        fine: 0xFFFF,
        coarse: 0xFF,
        suffix: 1,
        shape: Shape::Mark,
        quote: QuotePlace::Outside,
        cue: 0,
        class: 0,
        joint: Joint::Stop,
        helper: false,
    };

    /// The atom `at` of those of `tokens`, which may lie beyond them.
    #[inline]
    pub(super) fn within(atoms: &[Self], tokens: &Range<usize>, at: isize) -> Self {
        match usize::try_from(at) {
            Ok(at) if tokens.contains(&at) => atoms[at],
            _ => Self::EDGE,
        }
    }
}

/// Capitals and digits of a token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Shape {
    /// Small letters.
    #[default]
    Lower,
    /// Capital first.
    Title,
    /// Capitals only, two or more.
    Upper,
    /// Capitals inside.
    Camel,
    /// Has a digit.
    Number,
    /// No letter or digit.
    Mark,
}

/// Where a token stands to quotation marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum QuotePlace {
    /// Outside.
    #[default]
    Outside,
    /// The mark that opens.
    Opens,
    /// Inside.
    Inside,
    /// The mark that closes.
    Closes,
}

/// What a token does to the clause structure around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Joint {
    /// Nothing.
    #[default]
    None,
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// `:`
    Colon,
    /// A dash between clauses.
    Dash,
    /// An opening or closing bracket.
    Bracket,
    /// A quotation mark.
    Quote,
    /// The end of a sentence.
    Stop,
    /// "that"
    That,
    /// "who", "which", "whose", "where", "when", "whom"
    Relative,
    /// "and", "or"
    And,
    /// "but", "yet"
    But,
    /// "to"
    To,
    /// "because", "if", "while", "as", …
    Subordinate,
    /// "of", "for", "with", "by", …
    Preposition,
}

/// The atoms of all tokens of a document.
pub(crate) fn atoms(document: &Document<'_>, vocabulary: &Vocabulary<'_>) -> Vec<Atom> {
    let mut out: Vec<Atom> = document
        .tokens
        .iter()
        .map(|token| atom(document, token, vocabulary))
        .collect();
    for quote in &document.quotes {
        let tokens = document.tokens_in(&quote.range);
        let last = tokens.end - 1;
        for atom in &mut out[tokens.clone()] {
            atom.quote = QuotePlace::Inside;
        }
        out[tokens.start].quote = QuotePlace::Opens;
        out[tokens.start].joint = Joint::Quote;
        if quote.closed {
            out[last].quote = QuotePlace::Closes;
            out[last].joint = Joint::Quote;
        }
    }
    for sentence in &document.sentences {
        let last =
            sentence.tokens.clone().rev().find(|&i| {
                out[i].shape != Shape::Mark || matches!(document.word(i), "." | "?" | "!")
            });
        if let Some(last) = last.filter(|&i| out[i].shape == Shape::Mark) {
            out[last].joint = Joint::Stop;
        }
    }
    out
}

fn atom(document: &Document<'_>, token: &Token, vocabulary: &Vocabulary<'_>) -> Atom {
    let word = &document.text[token.start as usize..token.end as usize];
    let shape = shape(word);
    let hash = word_hash(word);
    let suffix = suffix(word);
    let mut atom = Atom {
        word: hash,
        suffix,
        shape,
        ..Atom::default()
    };
    match vocabulary.get(hash) {
        Some(entry) => {
            atom.fine = entry.fine;
            atom.coarse = entry.coarse;
            atom.cue = entry.cue;
        }
        None => {
            atom.word = u32::from(suffix) << 8 | shape as u32;
            atom.fine = 0xFF00 | shape as u16;
            atom.coarse = 0xF0 | shape as u8;
        }
    }
    if shape != Shape::Number && shape != Shape::Mark {
        (atom.class, atom.helper) = lexicon::look_up(word, hash);
    }
    atom.joint = joint(word, shape);
    atom
}

fn shape(word: &str) -> Shape {
    let bytes = word.as_bytes();
    let (mut upper, mut lower, mut digit, mut other) = (0, 0, false, false);
    for &b in bytes {
        match b {
            b'A'..=b'Z' => upper += 1,
            b'a'..=b'z' => lower += 1,
            b'0'..=b'9' => digit = true,
            0x80.. => other = true,
            _ => {}
        }
    }
    let first_upper = bytes[0].is_ascii_uppercase();
    match (upper, lower) {
        _ if digit => Shape::Number,
        (0, 0) if other && word.chars().any(char::is_uppercase) => Shape::Title,
        (0, 0) if other && word.chars().any(char::is_alphabetic) => Shape::Lower,
        (0, 0) => Shape::Mark,
        (0, _) => Shape::Lower,
        (1, _) if first_upper => Shape::Title,
        (_, 0) => Shape::Upper,
        _ => Shape::Camel,
    }
}

fn suffix(word: &str) -> u16 {
    let bytes = word.as_bytes();
    let tail = &bytes[bytes.len().saturating_sub(3)..];
    let hash = tail.iter().fold(7u32, |h, b| {
        (h ^ u32::from(b.to_ascii_lowercase())).wrapping_mul(0x0100_0193)
    });
    (hash ^ hash >> 16) as u16
}

fn joint(word: &str, shape: Shape) -> Joint {
    if shape == Shape::Mark {
        return match word {
            "," => Joint::Comma,
            ";" => Joint::Semicolon,
            ":" => Joint::Colon,
            "—" | "–" => Joint::Dash,
            "(" | ")" | "[" | "]" => Joint::Bracket,
            _ => Joint::None,
        };
    }
    if word.len() > 7 || !matches!(shape, Shape::Lower | Shape::Title) {
        return Joint::None;
    }
    let mut small = [0u8; 7];
    let small = &mut small[..word.len()];
    small.copy_from_slice(word.as_bytes());
    small.make_ascii_lowercase();
    match &*small {
        b"that" => Joint::That,
        b"who" | b"which" | b"whose" | b"whom" | b"where" | b"when" | b"what" | b"how" | b"why" => {
            Joint::Relative
        }
        b"and" | b"or" => Joint::And,
        b"but" | b"yet" => Joint::But,
        b"to" => Joint::To,
        b"because" | b"if" | b"while" | b"as" | b"since" | b"after" | b"before" | b"though"
        | b"until" | b"unless" | b"whether" | b"than" => Joint::Subordinate,
        b"of" | b"for" | b"with" | b"by" | b"in" | b"on" | b"at" | b"from" | b"about" | b"over"
        | b"against" | b"into" => Joint::Preposition,
        _ => Joint::None,
    }
}
