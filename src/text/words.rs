//! The words of a text as rules see them: base forms without hyphens, possessives and contractions.
//!
//! Tokens say where something stands; words say what it is. "Long-range" and "long range" are the
//! same two words, "won’t" is "will" and "not", "U.S." and "US" are one word.

use std::borrow::Cow;
use std::ops::Range;

use super::actor::without_accents;
use super::blocks::Blocks;
use super::document::Document;
use super::inflect::lemma;

/// A word or a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// Base form in lower case; for a mark the mark itself.
    pub lemma: Cow<'a, str>,
    /// The [first bytes](first_bytes) of the base form.
    pub(super) begin: u64,
    /// First byte in the text.
    pub start: u32,
    /// First byte behind it.
    pub end: u32,
    /// What it is.
    pub kind: Kind,
    /// How it is inflected, as far as its spelling shows.
    pub form: Form,
    /// Whether "'s" behind it says that something is his, hers or its.
    pub possessive: bool,
}

/// What stands at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A word in lower case, or at the start of a sentence.
    Plain,
    /// A word with a capital letter inside a sentence.
    Capital,
    /// A number.
    Number,
    /// A mark that ends no clause by itself: comma, quotation mark.
    Mark,
    /// A mark that ends a clause: semicolon, colon, dash, bracket, full stop, question mark.
    Stop,
}

/// The inflection that a spelling shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As in the dictionary.
    Base,
    /// "-s": a plural or a third person.
    S,
    /// "-ed" and irregular past forms.
    Past,
    /// "-ing".
    Ing,
}

impl Word<'_> {
    /// Whether it is a word or number, not a mark.
    pub fn is_word(&self) -> bool {
        !matches!(self.kind, Kind::Mark | Kind::Stop)
    }

    /// The bytes in the text.
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether the base form is `lemma`.
    pub fn is(&self, lemma: &str) -> bool {
        self.lemma == lemma
    }
}

/// All words and marks of a text in order, cut into sentences.
#[derive(Debug, Default)]
pub struct Words<'a> {
    /// Words and marks.
    pub all: Vec<Word<'a>>,
    /// Indexes of the words of each sentence of the document.
    pub sentences: Vec<Range<usize>>,
    blocks: Blocks,
}

impl<'a> Words<'a> {
    /// The words of a document. Linear in its length.
    pub fn new(document: &Document<'a>) -> Self {
        let mut words = Self {
            all: Vec::with_capacity(document.tokens.len()),
            sentences: Vec::with_capacity(document.sentences.len()),
            blocks: Blocks::default(),
        };
        for sentence in &document.sentences {
            let first = words.all.len();
            for index in sentence.tokens.clone() {
                let token = document.tokens[index];
                let at = token.start as usize..token.end as usize;
                words.push_token(document.text, at, words.all.len() == first);
            }
            words.sentences.push(first..words.all.len());
        }
        words.blocks = Blocks::new(words.all.iter().map(|w| w.end as usize));
        words
    }

    /// Indexes of the words of a document that share a byte with `bytes`.
    pub fn inside(&self, bytes: &Range<usize>) -> Range<usize> {
        let span = |w: &Word<'_>| (w.start as usize, w.end as usize);
        self.blocks.inside(&self.all, bytes, span)
    }

    /// The words of a short text that is no article, such as a term of a codebook.
    pub fn of_phrase(text: &'a str) -> Self {
        let mut words = Self::default();
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '\'' | '’' | '&');
        let mut start = None;
        for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
            match start {
                None if is_part(c) => start = Some(at),
                Some(first) if !is_part(c) => {
                    words.push_phrase_word(text, first..at);
                    start = None;
                }
                _ => {}
            }
        }
        words.sentences.push(0..words.all.len());
        words
    }

    fn push_phrase_word(&mut self, text: &'a str, at: Range<usize>) {
        let word = &text[at.clone()];
        // A full stop belongs to "U.S." and not to the end of "the deal."
        let inner = word.trim_end_matches('.').contains('.');
        let stop = |c: char| !inner && c == '.';
        let opened = word
            .trim_start_matches(['\'', '’'])
            .trim_start_matches(stop);
        let from = at.end - opened.len();
        let trimmed = opened.trim_end_matches(['\'', '’']).trim_end_matches(stop);
        match trimmed.find(['\'', '’']) {
            Some(cut) if is_clitic(&trimmed[cut..]) && not_contracted(trimmed).is_none() => {
                self.push_token(text, from..from + cut, false);
                self.push_token(text, from + cut..from + trimmed.len(), false);
            }
            _ if trimmed.is_empty() => {}
            _ => self.push_token(text, from..from + trimmed.len(), false),
        }
    }

    fn push_token(&mut self, text: &'a str, at: Range<usize>, opens: bool) {
        let printed = &text[at.clone()];
        let Some(first) = printed.chars().next() else {
            return;
        };
        if is_small(printed) && printed != "cannot" && !printed.starts_with("anti") {
            // Most are, and none of what follows.
            return self.push_word(printed, at, Kind::Plain);
        }
        let mut push = |lemma: Cow<'a, str>, kind, form| {
            self.all.push(Word {
                begin: first_bytes(&lemma),
                lemma,
                start: at.start as u32,
                end: at.end as u32,
                kind,
                form,
                possessive: false,
            });
        };
        if matches!(first, '-' | '\u{2010}' | '\u{2011}') && printed.len() <= 3 {
            if !is_between_words(text, &at) {
                push(Cow::Borrowed("-"), Kind::Stop, Form::Base);
            }
            return;
        }
        if is_clitic(printed) {
            let suffix = printed.trim_start_matches(['\'', '’']);
            let verb = match suffix {
                "m" | "re" => Some("be"),
                "ve" => Some("have"),
                "ll" => Some("will"),
                "d" => Some("would"),
                "s" | "S" if self.all.last().is_some_and(|w| can_be_is(&w.lemma)) => Some("be"),
                _ => None,
            };
            match (verb, self.all.last_mut()) {
                (Some(verb), _) => push_verb(&mut self.all, verb, &at),
                (None, Some(owner)) => owner.possessive = true,
                (None, None) => {}
            }
            return;
        }
        if !first.is_alphanumeric() {
            push(Cow::Borrowed(printed), mark(first), Form::Base);
            return;
        }
        if first.is_numeric() {
            push(Cow::Borrowed(printed), Kind::Number, Form::Base);
            return;
        }
        let kind = if first.is_uppercase() && !opens {
            Kind::Capital
        } else {
            Kind::Plain
        };
        if let Some(verb) = not_contracted(printed) {
            push_verb(&mut self.all, verb, &at);
            push_verb(&mut self.all, "not", &at);
            return;
        }
        if let Some(cut) = anti(printed) {
            self.push_token(text, at.start..at.start + cut, opens);
            self.push_token(text, at.start + cut..at.end, false);
            return;
        }
        if is_united_states(printed) {
            push(Cow::Borrowed("u.s."), Kind::Capital, Form::Base);
            return;
        }
        if let Some(letters) = dotted(printed) {
            push(Cow::Owned(letters), kind, Form::Base);
            return;
        }
        self.push_word(printed, at, kind);
    }

    fn push_word(&mut self, printed: &'a str, at: Range<usize>, kind: Kind) {
        let lemma = match is_small(printed) {
            true => lemma(printed),
            false => Cow::Owned(lemma_of(in_small_letters(printed))),
        };
        self.all.push(Word {
            begin: first_bytes(&lemma),
            form: form_of(printed, &lemma),
            lemma,
            start: at.start as u32,
            end: at.end as u32,
            kind,
            possessive: false,
        });
    }
}

/// The first eight bytes of a base form, as a number: words that differ in it differ, and numbers are compared at a
/// glance.
pub(super) fn first_bytes(lemma: &str) -> u64 {
    let bytes = lemma.as_bytes();
    match bytes.first_chunk() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => bytes
            .iter()
            .rev()
            .fold(0, |all, byte| all << 8 | u64::from(*byte)),
    }
}

fn is_small(printed: &str) -> bool {
    printed.bytes().all(|b| b.is_ascii_lowercase())
}

/// "rta" for "R.T.A.".
fn dotted(printed: &str) -> Option<String> {
    let letters = printed.strip_suffix('.').unwrap_or(printed).split('.');
    let one = |part: &str| part.len() == 1 && part.bytes().all(|b| b.is_ascii_uppercase());
    (printed.contains('.') && letters.clone().count() > 1 && letters.clone().all(one))
        .then(|| letters.collect::<String>().to_ascii_lowercase())
}

fn in_small_letters(printed: &str) -> String {
    match printed.is_ascii() {
        true => printed.to_ascii_lowercase(),
        false => without_accents(printed),
    }
}

/// The base form in place of the word, mostly the same string.
fn lemma_of(word: String) -> String {
    match lemma(&word) {
        Cow::Borrowed(base) if base == word => word,
        base => base.into_owned(),
    }
}

fn push_verb(all: &mut Vec<Word<'_>>, verb: &'static str, at: &Range<usize>) {
    all.push(Word {
        begin: first_bytes(verb),
        lemma: Cow::Borrowed(verb),
        start: at.start as u32,
        end: at.end as u32,
        kind: Kind::Plain,
        form: Form::Base,
        possessive: false,
    });
}

/// The verb of "don’t", "won’t", "cannot".
fn not_contracted(printed: &str) -> Option<&'static str> {
    let bytes = printed.as_bytes();
    let is_short = bytes.len() <= 10 && matches!(bytes.last(), Some(b't' | b'T'));
    let is_cut = || printed.contains(['\'', '’']) || printed.eq_ignore_ascii_case("cannot");
    if !is_short || !is_cut() {
        return None;
    }
    let lower = printed.to_ascii_lowercase().replace('’', "'");
    Some(match lower.as_str() {
        "cannot" | "can't" => "can",
        "won't" => "will",
        "don't" | "doesn't" | "didn't" => "do",
        "isn't" | "aren't" | "wasn't" | "weren't" | "ain't" => "be",
        "hasn't" | "haven't" | "hadn't" => "have",
        "shouldn't" => "should",
        "wouldn't" => "would",
        "couldn't" => "could",
        "mustn't" => "must",
        "needn't" => "need",
        _ => return None,
    })
}

fn is_clitic(printed: &str) -> bool {
    printed.len() <= 6
        && printed.starts_with(['\'', '’'])
        && matches!(
            printed.trim_start_matches(['\'', '’']),
            "s" | "S" | "m" | "re" | "ve" | "ll" | "d" | ""
        )
        && printed != "''"
        && printed != "'"
        && printed != "’"
}

/// Words after which "’s" is "is" and not a possessive.
fn can_be_is(lemma: &str) -> bool {
    matches!(
        lemma,
        "it" | "he" | "she" | "that" | "there" | "here" | "what" | "who" | "this" | "where" | "how"
    )
}

/// Where "antiabortion" parts, for the words that are written so.
fn anti(printed: &str) -> Option<usize> {
    let rest = printed.get(4..).filter(|_| {
        printed
            .get(..4)
            .is_some_and(|first| first.eq_ignore_ascii_case("anti"))
    })?;
    matches!(
        rest.to_ascii_lowercase().as_str(),
        "abortion"
            | "war"
            | "gun"
            | "gay"
            | "tax"
            | "trade"
            | "union"
            | "nuclear"
            | "immigrant"
            | "immigration"
            | "poverty"
            | "corruption"
            | "discrimination"
            | "establishment"
            | "government"
            | "police"
            | "smoking"
            | "drug"
            | "crime"
            | "terrorism"
            | "vaccine"
            | "vaccination"
            | "slavery"
            | "refugee"
    )
    .then_some(4)
}

fn is_united_states(printed: &str) -> bool {
    matches!(printed, "US" | "U.S." | "U.S" | "USA" | "U.S.A.")
}

fn is_between_words(text: &str, at: &Range<usize>) -> bool {
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    word(text[..at.start].chars().next_back()) && word(text[at.end..].chars().next())
}

fn mark(first: char) -> Kind {
    match first {
        ';' | ':' | '.' | '?' | '!' | '(' | ')' | '[' | ']' | '…' | '—' | '–' => Kind::Stop,
        _ => Kind::Mark,
    }
}

fn form_of(printed: &str, base: &str) -> Form {
    if printed.eq_ignore_ascii_case(base) {
        return Form::Base;
    }
    let ends = |suffix: &str| {
        printed.len() > suffix.len()
            && printed.as_bytes()[printed.len() - suffix.len()..]
                .eq_ignore_ascii_case(suffix.as_bytes())
    };
    if ends("ing") {
        Form::Ing
    } else if ends("s") {
        Form::S
    } else {
        Form::Past
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lemmas(text: &str) -> String {
        let words = Words::new(&Document::new(text));
        let all: Vec<_> = words.all.iter().map(|w| w.lemma.to_string()).collect();
        all.join(" ")
    }

    #[test]
    fn hyphens_possessives_and_contractions_make_no_difference() {
        assert_eq!(
            lemmas("They won’t ease the US’s long-range limits."),
            "they will not ease the u.s. long range limit ."
        );
        assert_eq!(lemmas("It's Kyiv's turn - now."), "it be kyiv turn - now .");
    }

    #[test]
    fn a_phrase_has_the_same_words_as_the_text() {
        for text in [
            "long-range missiles",
            "don't allow it",
            "U.S. strikes",
            "the mayor's plan",
        ] {
            let phrase = Words::of_phrase(text);
            let phrase: Vec<_> = phrase.all.iter().map(|w| w.lemma.to_string()).collect();
            assert_eq!(phrase.join(" "), lemmas(text));
        }
    }

    proptest! {
        #[test]
        fn any_text_has_words_within_it(text in "\\PC{0,200}") {
            let words = Words::new(&Document::new(&text));
            for word in &words.all {
                prop_assert!(text.get(word.range()).is_some());
            }
            Words::of_phrase(&text);
        }
    }
}
