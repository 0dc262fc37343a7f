//! The article's text cut into paragraphs, sentences, tokens and quotations.
//!
//! Every later stage reads this and nothing else. Offsets are bytes into the text.

use std::ops::Range;

/// A text with its parts. Built once an article by [`Document::new`]; cannot fail.
#[derive(Debug)]
pub struct Document<'a> {
    /// The text, exactly as given.
    pub text: &'a str,
    /// Words and marks in text order.
    pub tokens: Vec<Token>,
    /// Sentences in text order; every token lies in exactly one.
    pub sentences: Vec<Sentence>,
    /// Paragraphs (runs between line ends), bytes.
    pub paragraphs: Vec<Range<usize>>,
    /// Quotations in text order.
    pub quotes: Vec<Quote>,
}

/// A word, a number or one mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// First byte.
    pub start: u32,
    /// First byte behind it.
    pub end: u32,
    /// Index of its sentence.
    pub sentence: u32,
}

/// A sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Bytes, without the white space around it.
    pub range: Range<usize>,
    /// Indexes of its tokens.
    pub tokens: Range<usize>,
    /// Index of its paragraph.
    pub paragraph: usize,
}

/// A quotation: curly, straight or `''` marks; may run over several sentences and paragraphs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// Bytes, marks included where there are any.
    pub range: Range<usize>,
    /// Whether a closing mark was found.
    pub closed: bool,
}

impl<'a> Document<'a> {
    /// Cuts `text`. Linear in its length.
    pub fn new(_text: &'a str) -> Self {
        todo!("replaced by the attribution stage's author")
    }

    /// The words of token `index`.
    pub fn word(&self, index: usize) -> &'a str {
        let token = self.tokens[index];
        &self.text[token.start as usize..token.end as usize]
    }

    /// Indexes of the tokens that share a byte with `range`.
    pub fn tokens_in(&self, range: &Range<usize>) -> Range<usize> {
        let first = self
            .tokens
            .partition_point(|t| (t.end as usize) <= range.start);
        let last = self
            .tokens
            .partition_point(|t| (t.start as usize) < range.end);
        first..last.max(first)
    }

    /// Index of the sentence that holds byte `at`, or the nearest before it.
    pub fn sentence_at(&self, at: usize) -> usize {
        self.sentences
            .partition_point(|s| s.range.start <= at)
            .saturating_sub(1)
    }
}

/// What an attribution stage hands on: who, cue and content as byte ranges of the text, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Find {
    /// Who, as printed; empty where left out.
    pub source: Vec<Range<usize>>,
    /// The attributing words.
    pub cue: Vec<Range<usize>>,
    /// What is attributed; may be discontinuous.
    pub content: Vec<Range<usize>>,
    /// Calibrated probability that source and content are right, 0 … 1.
    pub confidence: f32,
}

/// A time expression with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeFind {
    /// Bytes of the expression.
    pub range: Range<usize>,
    /// Calendar value; none for what is no calendar time ("for two years").
    pub value: Option<crate::model::TimeValue>,
    /// First and last day that the expression can mean, which may be narrower than its value
    /// ("earlier this week" printed on a Friday: Monday to Thursday).
    pub days: Option<(chrono::NaiveDate, chrono::NaiveDate)>,
}
