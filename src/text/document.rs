//! The article's text cut into paragraphs, sentences, tokens and quotations.
//!
//! Every later stage reads this and nothing else. Offsets are bytes into the text.

use std::ops::Range;

use super::blocks::Blocks;
use super::{quote, sentence, token};

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
    blocks: Blocks,
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
    /// Cuts `text`. Linear in its length. Of a text of more than 4 GiB only the first 4 are cut.
    pub fn new(text: &'a str) -> Self {
        build(text)
    }

    /// The words of token `index`.
    pub fn word(&self, index: usize) -> &'a str {
        let token = self.tokens[index];
        &self.text[token.start as usize..token.end as usize]
    }

    /// Indexes of the tokens that share a byte with `range`.
    pub fn tokens_in(&self, range: &Range<usize>) -> Range<usize> {
        let span = |t: &Token| (t.start as usize, t.end as usize);
        self.blocks.inside(&self.tokens, range, span)
    }

    /// The quotation that holds byte `at`.
    pub fn quote_at(&self, at: usize) -> Option<&Quote> {
        let n = self.quotes.partition_point(|q| q.range.end <= at);
        self.quotes.get(n).filter(|q| q.range.start <= at)
    }

    /// Index of the sentence that holds byte `at`, or the nearest before it.
    pub fn sentence_at(&self, at: usize) -> usize {
        let tokens = self
            .blocks
            .count(&self.tokens, at, |t| t.start as usize <= at);
        let last = tokens.checked_sub(1).and_then(|last| self.tokens.get(last));
        last.map_or(0, |token| token.sentence as usize)
    }
}

fn build(text: &str) -> Document<'_> {
    let mut document = Document {
        text,
        tokens: Vec::with_capacity(text.len() / 5),
        sentences: Vec::with_capacity(text.len() / 100),
        paragraphs: Vec::new(),
        quotes: Vec::new(),
        blocks: Blocks::default(),
    };
    let mut ranges = Vec::new();
    for range in paragraphs(&text[..text.floor_char_boundary(u32::MAX as usize)]) {
        ranges.clear();
        token::tokens(text, range.clone(), |token| ranges.push(token));
        let first = document.tokens.len();
        let mut at = 0;
        for end in sentence::ends(text, &ranges) {
            let number = document.sentences.len() as u32;
            document.sentences.push(Sentence {
                range: ranges[at].start..ranges[end - 1].end,
                tokens: first + at..first + end,
                paragraph: document.paragraphs.len(),
            });
            document
                .tokens
                .extend(ranges[at..end].iter().map(|token| Token {
                    start: token.start as u32,
                    end: token.end as u32,
                    sentence: number,
                }));
            at = end;
        }
        if at > 0 {
            document.paragraphs.push(range);
        }
    }
    document.quotes = quote::quotes(text, &document.tokens, &document.sentences);
    document.blocks = Blocks::new(document.tokens.iter().map(|t| t.end as usize));
    document
}

/// The runs between line ends that are not empty.
fn paragraphs(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    let ends = text
        .char_indices()
        .filter(|(_, c)| matches!(c, '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}'))
        .map(|(at, c)| (at, c.len_utf8()))
        .chain([(text.len(), 0)]);
    ends.filter_map(move |(end, width)| {
        let range = start..end;
        start = end + width;
        (!range.is_empty()).then_some(range)
    })
}

/// What an attribution stage hands on: who, cue and content as byte ranges of the text, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Find {
    /// Who, as printed; empty where left out.
    pub source: Vec<Range<usize>>,
    /// Who else utters the same, named apart from the source.
    pub others: Vec<Range<usize>>,
    /// The attributing words.
    pub cue: Vec<Range<usize>>,
    /// What is attributed; may be discontinuous.
    pub content: Vec<Range<usize>>,
    /// Calibrated probability that source and content are right, 0 … 1.
    pub confidence: f32,
    /// Which stage found it.
    pub origin: Origin,
}

/// Which stage found an attribution.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// The model of attributions.
    #[default]
    Reported,
    /// A verb of decision, support or opposition with its subject.
    Acted,
    /// Any other verb, by which its subject does something about the topic.
    Done,
    /// A noun of attitude with its owner ("her opposition to …").
    Owned,
    /// A word for people by what they are for or against ("opponents of …").
    Sided,
    /// A verb behind the topic that it takes ("the deal that she signed").
    Trailing,
    /// A verb with a named subject in somebody's quotation: what the speaker says of another.
    Told,
}

impl Origin {
    /// A word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Acted => "acted",
            Self::Done => "done",
            Self::Owned => "owned",
            Self::Sided => "sided",
            Self::Trailing => "trailing",
            Self::Told => "told",
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Text made of what the cutting looks at, more often in odd places than prose has it.
    const PIECES: &str = "([A-Za-z]{1,6}|[ \\n.,!?]|[\"“”‘’'`«»]|''|U\\.S\\.|[0-9]|The|\\PC){0,80}";

    proptest! {
        #[test]
        fn parts_are_in_order_inside_the_text_and_nothing_visible_is_lost(text in PIECES) {
            let document = Document::new(&text);
            let mut at = 0;
            for token in &document.tokens {
                let (start, end) = (token.start as usize, token.end as usize);
                prop_assert!(at <= start && start < end);
                prop_assert!(text[at..start].chars().all(token::is_space));
                at = end;
            }
            prop_assert!(text[at..].chars().all(token::is_space));
            let mut next = 0;
            for (number, sentence) in document.sentences.iter().enumerate() {
                prop_assert_eq!(sentence.tokens.start, next);
                prop_assert!(!sentence.tokens.is_empty());
                next = sentence.tokens.end;
                for token in &document.tokens[sentence.tokens.clone()] {
                    prop_assert_eq!(token.sentence as usize, number);
                }
                let paragraph = &document.paragraphs[sentence.paragraph];
                prop_assert!(paragraph.start <= sentence.range.start && sentence.range.end <= paragraph.end);
            }
            prop_assert_eq!(next, document.tokens.len());
            for at in 0..=text.len() {
                let around = document.tokens_in(&(at..text.len().min(at + 3)));
                let first = document.tokens.iter().filter(|t| t.end as usize <= at).count();
                prop_assert_eq!(around.start, first);
                let starts = document.sentences.iter().filter(|s| s.range.start <= at).count();
                prop_assert_eq!(document.sentence_at(at), starts.saturating_sub(1));
            }
            let mut at = 0;
            for quote in &document.quotes {
                prop_assert!(at <= quote.range.start && quote.range.start < quote.range.end);
                prop_assert!(text.get(quote.range.clone()).is_some());
                at = quote.range.end;
            }
        }
    }
}
