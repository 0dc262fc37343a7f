//! The article's words as names need them: titles with their dot, compounds whole, possessives off.

use std::ops::Range;

use super::fold::{fold_into, is_folded};
use super::lists::{Flags, Lists};
use crate::text::blocks::Blocks;
use crate::text::document::Document;
use crate::text::words::first_bytes;

/// What stands between a word and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gap {
    /// Nothing but white space.
    Space,
    /// A comma.
    Comma,
    /// A bracket.
    Bracket,
    /// A quotation mark.
    Quote,
    /// A dash, colon, semicolon, full stop or any other mark; the start of a paragraph.
    Break,
}

/// One word.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    /// First byte in the text.
    pub start: u32,
    /// First byte behind it, the possessive left off.
    pub end: u32,
    /// What stands before it.
    pub gap: Gap,
    /// How it is written.
    pub shape: Shape,
    /// Whether "’s" or a bare apostrophe behind "s" follows.
    pub possessive: bool,
    /// What the lists say of it.
    pub flags: Flags,
    /// The [first bytes](first_bytes) of its folded form.
    pub begin: u64,
    sentence: u32,
    /// Length of the buffer before its folded form, which reaches to where that of the next word begins.
    folded: u32,
    /// Whether it is printed in its folded form, as most are: then the buffer does not hold it.
    plain: bool,
}

impl Word {
    /// Its bytes in the text, without the possessive.
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Index of its sentence.
    pub fn sentence(&self) -> usize {
        self.sentence as usize
    }
}

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// In small letters, or no letters at all.
    Lower,
    /// With a capital first letter.
    Capital,
    /// In capitals throughout, two letters or more.
    Capitals,
    /// One capital, with or without a dot.
    Initial,
    /// Beginning with a digit.
    Number,
}

/// All words of a text, with folded forms in one buffer.
#[derive(Debug)]
pub(crate) struct Words<'a> {
    /// The text.
    pub text: &'a str,
    /// The words in text order.
    pub list: Vec<Word>,
    buffer: String,
    blocks: Blocks,
}

impl<'a> Words<'a> {
    /// Reads the words of `document`. Linear.
    pub fn new(document: &Document<'a>) -> Self {
        let mut words = Self {
            text: document.text,
            list: Vec::with_capacity(document.tokens.len()),
            buffer: String::new(),
            blocks: Blocks::default(),
        };
        words.read(document, Lists::embedded());
        words.blocks = Blocks::new(words.list.iter().map(|w| w.end as usize));
        words
    }

    /// The folded form of word `index`.
    pub fn folded(&self, index: usize) -> &str {
        let word = &self.list[index];
        if word.plain {
            return &self.text[word.range()];
        }
        let next = self.list.get(index + 1);
        let end = next.map_or(self.buffer.len(), |next| next.folded as usize);
        &self.buffer[word.folded as usize..end]
    }

    /// The text from word `range.start` to the last of `range`, possessive left off.
    pub fn printed(&self, range: &Range<usize>) -> &'a str {
        if range.is_empty() {
            return "";
        }
        &self.text[self.list[range.start].start as usize..self.list[range.end - 1].end as usize]
    }

    /// Whether word `index` is written with a capital.
    pub fn capital(&self, index: usize) -> bool {
        matches!(
            self.list[index].shape,
            Shape::Capital | Shape::Capitals | Shape::Initial
        )
    }

    /// Indexes of the words that share a byte with `bytes`.
    pub fn inside(&self, bytes: &Range<usize>) -> Range<usize> {
        let span = |w: &Word| (w.start as usize, w.end as usize);
        self.blocks.inside(&self.list, bytes, span)
    }

    fn read(&mut self, document: &Document<'a>, lists: &Lists) {
        let mut gap = Gap::Break;
        let mut sentence = u32::MAX;
        let mut nickname = usize::MAX;
        let mut at = 0;
        while at < document.tokens.len() {
            let token = document.tokens[at];
            let start = token.start as usize;
            let here = token.sentence;
            if here != sentence {
                // A sentence that the splitter began behind "Ms." goes on.
                let abbreviation = self
                    .list
                    .last()
                    .is_some_and(|w| w.flags.contains(Flags::ABBREVIATION));
                if !abbreviation {
                    gap = Gap::Break;
                }
                sentence = here;
            }
            let piece = document.word(at);
            if !piece.starts_with(char::is_alphanumeric) {
                if let Some(last) = self.list.last_mut()
                    && token.start == last.end
                    && is_clitic(piece)
                {
                    at += 1;
                    last.possessive |= is_possessive(piece, last.shape, &self.text[last.range()]);
                    continue;
                }
                if at == nickname || self.opens_nickname(document, at, lists) {
                    // The marks of John “Tig” Holt part no name.
                    nickname = at + 2;
                    at += 1;
                    continue;
                }
                at += 1;
                gap = wider(gap, mark(piece));
                continue;
            }
            let (next, end) = self.compound(document, at);
            let printed = &self.text[start..end];
            let plain = is_folded(printed);
            let folded = self.buffer.len();
            if !plain {
                fold_into(printed, &mut self.buffer);
            }
            // Folding can lengthen a text of nearly 4 GiB beyond what 32 bits count.
            let (Ok(folded), Ok(_)) = (u32::try_from(folded), u32::try_from(self.buffer.len()))
            else {
                return;
            };
            let shape = shape(printed);
            // Dots make "U.S." another word than "us".
            let dotted = shape == Shape::Capitals && printed.contains('.');
            let form = match plain {
                true => printed,
                false => &self.buffer[folded as usize..],
            };
            let flags = match dotted {
                true => Flags::default(),
                false => lists.flags(form),
            };
            let begin = first_bytes(form);
            let mut word = Word {
                start: token.start,
                end: end as u32,
                sentence: here,
                gap,
                shape,
                possessive: false,
                flags,
                begin,
                folded,
                plain,
            };
            gap = Gap::Space;
            at = next;
            if document.text[end..].starts_with('.') && at < document.tokens.len() {
                let dotted = shape == Shape::Initial
                    || (shape == Shape::Capital && flags.contains(Flags::ABBREVIATION));
                if dotted {
                    word.end += 1;
                    at += 1;
                }
            }
            self.list.push(word);
        }
    }

    /// Whether the mark at token `at` opens a nickname between a given name and a last name.
    fn opens_nickname(&self, document: &Document<'a>, at: usize, lists: &Lists) -> bool {
        let Some(around) = document.tokens.get(at..at + 4) else {
            return false;
        };
        // "William J. “Bill” Holt".
        let initial = |n: &usize| self.list[*n].shape != Shape::Initial || *n == 0;
        let before = (self.list.len().saturating_sub(2)..self.list.len())
            .rev()
            .find(initial);
        let given = before.is_some_and(|n| {
            let before = &self.list[n];
            before.sentence == around[0].sentence && before.flags.contains(Flags::GIVEN)
        });
        let word = |n: usize| document.word(at + n);
        let name = |n: usize| shape(word(n)) == Shape::Capital;
        given
            && matches!(mark(word(0)), Gap::Quote)
            && matches!(mark(word(2)), Gap::Quote)
            && around[3].sentence == around[0].sentence
            && name(1)
            && name(3)
            && !lists
                .flags(&word(3).to_lowercase())
                .contains(Flags::STARTER)
    }

    /// The token behind the word that starts with token `at`, and the word's last byte: parts joined
    /// by a hyphen without spaces are one word ("al-Assad", "front-runner").
    fn compound(&self, document: &Document<'a>, at: usize) -> (usize, usize) {
        let tokens = &document.tokens;
        let mut end = tokens[at].end;
        let mut next = at + 1;
        while let Some(token) = tokens.get(next)
            && is_torn(
                &document.text[..end as usize],
                &document.text[end as usize..],
                token.start - end,
            )
        {
            end = token.end;
            next += 1;
        }
        while next + 1 < tokens.len()
            && tokens[next].start == end
            && document.word(next) == "-"
            && tokens[next + 1].start == tokens[next].end
            && document.word(next + 1).starts_with(char::is_alphanumeric)
        {
            end = tokens[next + 1].end;
            next += 2;
        }
        (next, end as usize)
    }
}

/// Whether a word goes on over a space because "è" was read as "Ã" and a mark that stands on a space.
fn is_torn(word: &str, behind: &str, gap: u32) -> bool {
    let mut rest = behind.chars();
    let space = rest.next().is_some_and(char::is_whitespace);
    let mark = rest
        .next()
        .is_some_and(|c| matches!(c, '\u{300}'..='\u{36F}'));
    gap == 1 && space && mark && word.ends_with(['Ã', 'Å', 'Ä'])
}

fn is_clitic(piece: &str) -> bool {
    piece.starts_with(['\'', '’']) && piece != "''" && piece.len() < 6
}

/// "’s" is a possessive here; a bare apostrophe only behind a final s ("Sanders’").
fn is_possessive(piece: &str, shape: Shape, word: &str) -> bool {
    let letters = piece.trim_start_matches(['\'', '’']);
    match letters {
        "s" | "S" => true,
        "" => shape != Shape::Lower && word.ends_with('s'),
        _ => false,
    }
}

fn mark(piece: &str) -> Gap {
    match piece {
        "," => Gap::Comma,
        "(" | ")" | "[" | "]" => Gap::Bracket,
        "\"" | "“" | "”" | "''" | "``" | "‘" | "’" | "'" | "„" | "«" | "»" => {
            Gap::Quote
        }
        "&" => Gap::Space,
        _ => Gap::Break,
    }
}

/// The stronger of two marks in a row.
fn wider(a: Gap, b: Gap) -> Gap {
    match (a, b) {
        (Gap::Space, other) | (other, Gap::Space) => other,
        (Gap::Quote, _) | (_, Gap::Quote) => Gap::Quote,
        (Gap::Break, _) | (_, Gap::Break) => Gap::Break,
        (Gap::Bracket, _) | (_, Gap::Bracket) => Gap::Bracket,
        _ => Gap::Comma,
    }
}

fn shape(word: &str) -> Shape {
    let mut letters = word.chars();
    let Some(first) = letters.next() else {
        return Shape::Lower;
    };
    if first.is_numeric() {
        return Shape::Number;
    }
    if !first.is_uppercase() {
        // "al-Assad", "e-Bay": a compound counts by its second part.
        let inner = word.split('-').nth(1).and_then(|p| p.chars().next());
        return if word.len() < 12
            && word.starts_with("al-")
            && inner.is_some_and(char::is_uppercase)
        {
            Shape::Capital
        } else {
            Shape::Lower
        };
    }
    let (mut count, mut small) = (1, false);
    for c in letters.filter(|c| c.is_alphabetic()) {
        count += 1;
        small |= !c.is_uppercase();
    }
    match (count, small) {
        (1, _) => Shape::Initial,
        (_, false) => Shape::Capitals,
        _ => Shape::Capital,
    }
}
