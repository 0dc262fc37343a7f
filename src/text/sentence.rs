//! Ends sentences.
//!
//! A sentence ends at `.`, `?`, `!` or `…`, with the closing marks behind it, when what follows can
//! start one. Abbreviations, initials and text that lost its full stops are data:
//! `lexicon/sentence.toml`.

use std::ops::Range;
use std::sync::OnceLock;

use serde::Deserialize;

use super::hash::Set;

/// The word lists of `lexicon/sentence.toml`.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    never_last: Set<String>,
    sometimes_last: Set<String>,
    starters: Set<String>,
    lost_stops: Set<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    abbreviation: Vec<Abbreviation>,
    starter: Vec<Words>,
    lost_stop: Vec<Words>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Abbreviation {
    kind: Kind,
    #[serde(flatten)]
    entry: Words,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    NeverLast,
    SometimesLast,
}

#[derive(Debug, Deserialize)]
struct Words {
    words: Vec<String>,
    #[cfg_attr(
        not(test),
        expect(
            dead_code,
            reason = "read by the test that runs the lexicon's examples"
        )
    )]
    keeps: Vec<String>,
    #[cfg_attr(
        not(test),
        expect(
            dead_code,
            reason = "read by the test that runs the lexicon's examples"
        )
    )]
    ends: Vec<String>,
}

const SOURCE: &str = include_str!("lexicon/sentence.toml");

impl Lexicon {
    /// The lexicon, parsed once. A test sees to it that the file parses.
    pub(crate) fn get() -> &'static Self {
        static LEXICON: OnceLock<Lexicon> = OnceLock::new();
        LEXICON.get_or_init(|| {
            toml::from_str(SOURCE)
                .map(Self::from_file)
                .unwrap_or_default()
        })
    }

    fn from_file(file: File) -> Self {
        let mut lexicon = Self::default();
        for Abbreviation { kind, entry } in file.abbreviation {
            match kind {
                Kind::NeverLast => lexicon.never_last.extend(entry.words),
                Kind::SometimesLast => lexicon.sometimes_last.extend(entry.words),
            }
        }
        lexicon
            .starters
            .extend(file.starter.into_iter().flat_map(|w| w.words));
        lexicon
            .lost_stops
            .extend(file.lost_stop.into_iter().flat_map(|w| w.words));
        lexicon
    }

    /// Whether `word`, as printed, shows that a full stop was lost before it.
    pub(crate) fn is_lost_stop(&self, word: &str) -> bool {
        self.lost_stops.contains(word)
    }

    fn is_starter(&self, word: &str) -> bool {
        word.len() <= 12 && self.starters.contains(&word.to_ascii_lowercase())
    }
}

/// Cuts a paragraph's tokens into sentences: returns, in order, the index behind each one's last token.
pub(crate) fn ends(text: &str, tokens: &[Range<usize>]) -> Vec<usize> {
    let mut out = Vec::new();
    let paragraph = Paragraph {
        text,
        tokens,
        lexicon: Lexicon::get(),
    };
    let mut at = 0;
    while at < tokens.len() {
        if let Some(end) = paragraph.end_behind(at) {
            if end < tokens.len() {
                out.push(end);
            }
            at = end;
        } else {
            at += 1;
        }
    }
    if !tokens.is_empty() {
        out.push(tokens.len());
    }
    out
}

struct Paragraph<'a> {
    text: &'a str,
    tokens: &'a [Range<usize>],
    lexicon: &'static Lexicon,
}

impl<'a> Paragraph<'a> {
    fn word(&self, index: usize) -> &'a str {
        self.tokens.get(index).map_or("", |t| &self.text[t.clone()])
    }

    fn space_before(&self, index: usize) -> bool {
        index > 0
            && self
                .tokens
                .get(index)
                .is_some_and(|t| t.start > self.tokens[index - 1].end)
    }

    /// The index behind the sentence's last token, if the sentence ends with the token at `at`.
    fn end_behind(&self, at: usize) -> Option<usize> {
        let word = self.word(at);
        match word {
            "." | "?" | "!" | "…" => self.end_at_stop(at),
            _ if word.ends_with('.') => (self.opens_after_abbreviation(at + 1)).then_some(at + 1),
            _ => self.stop_lost_behind(at).then_some(at + 1),
        }
    }

    fn end_at_stop(&self, at: usize) -> Option<usize> {
        // A run of marks is looked at once, at its last.
        let is_stop = |i: usize| matches!(self.word(i), "." | "?" | "!" | "…");
        if is_stop(at + 1) {
            return None;
        }
        let alone = at == 0 || !is_stop(at - 1);
        if self.word(at) == "." && alone && self.is_abbreviated(at) {
            return None;
        }
        let mut end = at + 1;
        let mut quoted = false;
        while self.closes(end) {
            quoted |= is_quote_mark(self.word(end));
            end += 1;
        }
        if end >= self.tokens.len() {
            return Some(end);
        }
        let spaced = self.space_before(end);
        let next = self.word(end);
        let opens = starts_sentence(next) && (spaced || self.glued_sentence(at, end));
        (opens && !(quoted && self.says_who(end))).then_some(end)
    }

    /// A full stop without a space behind it still ends a sentence between a small letter and a
    /// capitalised word ("spoke.The"), but not inside names ("www.Site.com") or initials.
    fn glued_sentence(&self, at: usize, next: usize) -> bool {
        let before = self.word(at.wrapping_sub(1)).as_bytes();
        let small = before.len() > 1 && before.iter().all(u8::is_ascii_lowercase);
        let after = self.word(next);
        let long = after.len() > 1 || matches!(after, "A" | "I");
        let dotted = self.word(next + 1) == "."
            && !self.space_before(next + 1)
            && next + 2 < self.tokens.len()
            && !self.space_before(next + 2);
        next == at + 1 && small && long && !dotted
    }

    /// Whether the closing mark belongs to the sentence before it: it follows without a space, or is
    /// a curly closing mark or bracket.
    fn closes(&self, index: usize) -> bool {
        match self.word(index) {
            "”" | "’" | ")" | "]" | "»" => true,
            "\"" | "''" | "'" => !self.space_before(index),
            _ => false,
        }
    }

    fn is_abbreviated(&self, stop: usize) -> bool {
        if stop == 0 || self.space_before(stop) {
            return false;
        }
        let word = self.word(stop - 1);
        let next = self.word(stop + 1);
        if is_initial(word) {
            return !self.lexicon.is_starter(next);
        }
        if word.len() > 6 || !next.chars().next().is_some_and(char::is_alphanumeric) {
            return false;
        }
        let word = word.to_ascii_lowercase();
        if self.lexicon.never_last.contains(&word) {
            return true;
        }
        match word.as_str() {
            // "No. 3" is a number, "no." and "mar." before anything else are words.
            "no" | "nos" | "mar" | "sat" | "sun" | "miss" | "mass" | "al" | "fig" | "ill"
            | "la" | "ed" | "mo" => {
                next.as_bytes().first().is_some_and(u8::is_ascii_digit)
                    || (self.word(stop - 1).starts_with(char::is_uppercase)
                        && !self.lexicon.is_starter(next)
                        && word != "no")
            }
            _ => self.lexicon.sometimes_last.contains(&word) && !self.lexicon.is_starter(next),
        }
    }

    fn opens_after_abbreviation(&self, next: usize) -> bool {
        let word = self.word(next);
        if matches!(word, "“" | "``") || (is_quote_mark(word) && self.space_before(next)) {
            return true;
        }
        word.starts_with(char::is_uppercase) && self.lexicon.is_starter(word)
    }

    /// Whether a sentence ended behind `at` though its full stop is missing.
    fn stop_lost_behind(&self, at: usize) -> bool {
        let word = self.word(at + 1);
        if !word.as_bytes().first().is_some_and(u8::is_ascii_uppercase)
            || !self.lexicon.is_lost_stop(word)
        {
            return false;
        }
        let before = self.word(at);
        let small = before.len() > 2 && before.bytes().all(|b| b.is_ascii_lowercase());
        let glued = !self.space_before(at + 1);
        let runs_on = self
            .word(at + 2)
            .starts_with(|c: char| c.is_lowercase() || c == ',')
            || glued;
        small && runs_on && !matches!(before, "the" | "and" | "that" | "for" | "with")
    }

    /// Whether a quotation that ended in `!”` is followed by its speaker: "Ann Lee said".
    fn says_who(&self, mut at: usize) -> bool {
        let first = at;
        while at < first + 5
            && self.word(at).starts_with(char::is_uppercase)
            && !self.lexicon.is_starter(self.word(at))
        {
            at += 1 + usize::from(self.word(at + 1) == ".");
        }
        at > first
            && matches!(
                self.word(at),
                "said"
                    | "says"
                    | "asked"
                    | "wrote"
                    | "added"
                    | "told"
                    | "tweeted"
                    | "shouted"
                    | "replied"
            )
    }
}

fn is_quote_mark(word: &str) -> bool {
    matches!(
        word,
        "”" | "\"" | "''" | "“" | "``" | "’" | "'" | "‘" | "»" | "«"
    )
}

fn is_initial(word: &str) -> bool {
    word.len() == 1 && word.as_bytes()[0].is_ascii_uppercase()
}

fn starts_sentence(word: &str) -> bool {
    let Some(first) = word.chars().next() else {
        return false;
    };
    !(first.is_lowercase()
        || matches!(
            first,
            ',' | ';' | ':' | '-' | '–' | '.' | '?' | '!' | ')' | '”' | '’' | '%' | '/'
        ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::document::Document;

    #[test]
    fn every_lexicon_entry_does_what_its_examples_say() {
        let file: File = toml::from_str(SOURCE).expect("lexicon/sentence.toml parses");
        let entries = file
            .abbreviation
            .iter()
            .map(|a| &a.entry)
            .chain(&file.starter)
            .chain(&file.lost_stop);
        for entry in entries {
            for (examples, sentences) in [(&entry.keeps, 1), (&entry.ends, 2)] {
                for text in examples {
                    assert_eq!(Document::new(text).sentences.len(), sentences, "{text}");
                }
            }
        }
    }

    fn cut(text: &str) -> Vec<&str> {
        let document = Document::new(text);
        document
            .sentences
            .iter()
            .map(|s| &text[s.range.clone()])
            .collect()
    }

    #[test]
    fn closing_marks_belong_to_the_sentence() {
        assert_eq!(
            cut("“We won.” The crowd left. (It rained.) Nobody cared."),
            [
                "“We won.”",
                "The crowd left.",
                "(It rained.)",
                "Nobody cared."
            ]
        );
    }

    #[test]
    fn a_question_in_quotes_stays_with_its_speaker() {
        assert_eq!(cut("“Who pays?” Ann Lee asked. Nobody knew.").len(), 2);
        assert_eq!(cut("“Who pays?” she asked.").len(), 1);
    }

    #[test]
    fn a_stop_without_a_space_ends_a_sentence_but_not_a_site_name() {
        assert_eq!(
            cut("The talks failed.The envoy left."),
            ["The talks failed.", "The envoy left."]
        );
        assert_eq!(cut("Look at news.Example.org for it.").len(), 1);
    }
}
