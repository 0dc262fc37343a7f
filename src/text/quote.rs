//! Finds quotations: “…”, "…", ''…'', ``…'' and «…».
//!
//! A quotation that is left open at the end of its paragraph runs on if the next paragraph opens with
//! a mark again, as newspapers print long quotations; otherwise it ends with its paragraph, unclosed.

use std::ops::Range;

use super::document::{Quote, Sentence, Token};

/// The quotations of a text, in order, given its tokens and sentences.
pub(crate) fn quotes(text: &str, tokens: &[Token], sentences: &[Sentence]) -> Vec<Quote> {
    let mut finder = Finder {
        text,
        tokens,
        sentences,
        open: None,
        quotes: Vec::new(),
    };
    let mut paragraph = 0..0;
    for sentence in sentences {
        if paragraph.end != 0
            && sentence.paragraph == sentences[tokens[paragraph.start].sentence as usize].paragraph
        {
            paragraph.end = sentence.tokens.end;
            continue;
        }
        finder.paragraph(paragraph);
        paragraph = sentence.tokens.clone();
    }
    finder.paragraph(paragraph);
    finder.leave_open(tokens.len());
    finder.quotes
}

#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Opening(Style),
    Closing(Style),
    /// The same mark opens and closes.
    Either(Style),
}

#[derive(Clone, Copy, PartialEq)]
enum Style {
    Curly,
    Straight,
    Doubled,
    Angle,
}

struct Finder<'a> {
    text: &'a str,
    tokens: &'a [Token],
    sentences: &'a [Sentence],
    /// Token that opened the quotation, its style, and the last paragraph's end it reached.
    open: Option<(usize, Style, usize)>,
    quotes: Vec<Quote>,
}

impl Finder<'_> {
    fn paragraph(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        let mut first = range.start;
        if let Some((_, style, reached)) = self.open {
            if self.mark(first).is_some_and(|m| opens(m, style)) {
                first += 1;
            } else {
                self.leave_open(reached);
            }
        }
        for at in first..range.end {
            match self.mark(at) {
                None => {}
                Some(Mark::Opening(style)) => self.open_at(at, style),
                Some(Mark::Closing(style)) => self.close_at(at, style),
                Some(Mark::Either(style)) => match self.open {
                    Some((_, s, _)) if s == style || !self.could_open(at) => {
                        self.close_at(at, style)
                    }
                    _ if self.could_open(at) => self.open_at(at, style),
                    _ => {}
                },
            }
        }
        if let Some((_, _, reached)) = &mut self.open {
            *reached = range.end;
        }
    }

    fn open_at(&mut self, at: usize, style: Style) {
        if let Some((start, open, _)) = self.open {
            if open != style {
                // Another style inside an open quotation is a quotation within it.
                return;
            }
            let sentence = &self.sentences[self.tokens[start].sentence as usize];
            self.leave_open(sentence.tokens.end.min(at));
        }
        self.open = Some((at, style, at));
    }

    fn close_at(&mut self, at: usize, style: Style) {
        let Some((start, open, _)) = self.open else {
            return;
        };
        // Typists close a curly quotation with a straight mark and the other way round; a pair of
        // another style inside is left alone because its opening mark was.
        let mends = matches!(
            (open, style),
            (Style::Curly, Style::Straight | Style::Doubled)
        ) || style == Style::Curly;
        if open == style || mends || (open == Style::Doubled && style == Style::Straight) {
            self.push(start, at + 1, true);
            self.open = None;
        }
    }

    fn leave_open(&mut self, end: usize) {
        if let Some((start, ..)) = self.open.take() {
            self.push(start, end, false);
        }
    }

    fn push(&mut self, start: usize, end: usize, closed: bool) {
        if end > start + 1 {
            let range = self.tokens[start].start as usize..self.tokens[end - 1].end as usize;
            self.quotes.push(Quote { range, closed });
        }
    }

    fn mark(&self, at: usize) -> Option<Mark> {
        let token = self.tokens[at];
        if token.end - token.start > 3 {
            return None;
        }
        match &self.text[token.start as usize..token.end as usize] {
            "“" | "„" => Some(Mark::Opening(Style::Curly)),
            "”" => Some(Mark::Closing(Style::Curly)),
            "\"" | "＂" => Some(Mark::Either(Style::Straight)),
            "''" => Some(Mark::Either(Style::Doubled)),
            "``" => Some(Mark::Opening(Style::Doubled)),
            "«" => Some(Mark::Opening(Style::Angle)),
            "»" => Some(Mark::Closing(Style::Angle)),
            _ => None,
        }
    }

    /// Whether a mark that can open or close stands where an opening one does: nothing glued
    /// before it but brackets and dashes, and something glued behind it.
    fn could_open(&self, at: usize) -> bool {
        let token = self.tokens[at];
        let before = self.text[..token.start as usize].chars().next_back();
        let behind = self.text[token.end as usize..].chars().next();
        before.is_none_or(|c| {
            c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | '-' | '‘' | '\'')
        }) && behind.is_some_and(|c| !c.is_whitespace())
    }
}

fn opens(mark: Mark, style: Style) -> bool {
    matches!(mark, Mark::Opening(s) | Mark::Either(s) if s == style)
}

#[cfg(test)]
mod tests {
    use crate::text::document::Document;

    fn found(text: &str) -> Vec<(&str, bool)> {
        let document = Document::new(text);
        document
            .quotes
            .iter()
            .map(|q| (&text[q.range.clone()], q.closed))
            .collect()
    }

    #[test]
    fn every_style_of_mark_is_found() {
        for text in [
            "“Go,” he said.",
            "\"Go,\" he said.",
            "''Go,'' he said.",
            "``Go,'' he said.",
            "«Go,» he said.",
        ] {
            let quotes = found(text);
            assert_eq!(quotes.len(), 1, "{text}");
            assert!(
                quotes[0].1 && quotes[0].0.contains("Go,") && !quotes[0].0.contains("he"),
                "{text}"
            );
        }
    }

    #[test]
    fn a_quotation_runs_on_when_the_next_paragraph_opens_with_a_mark() {
        let quotes = found("He said: “It is late.\n\n“We go home.” They went.");
        assert_eq!(quotes, [("“It is late.\n\n“We go home.”", true)]);
    }

    #[test]
    fn an_unclosed_quotation_ends_with_its_paragraph() {
        assert_eq!(
            found("He said: “It is late.\nThey went home."),
            [("“It is late.", false)]
        );
    }

    #[test]
    fn an_unclosed_quotation_ends_with_its_sentence_when_another_opens() {
        assert_eq!(
            found("He said “no way. She said “yes” to it."),
            [("“no way.", false), ("“yes”", true)]
        );
    }

    #[test]
    fn inches_and_stray_marks_are_no_quotations() {
        assert_eq!(found("The 6\" pipe broke. It was old” they said."), []);
    }
}
