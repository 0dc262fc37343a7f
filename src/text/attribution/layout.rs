//! Who speaks where no word says so but the layout does: turns of a transcript, quotations under or
//! over a name, posts with a handle.
//!
//! The field needs a cue; here a colon, a dash or a quotation mark stands for it, as PolNeAR's
//! annotators have it.

use std::ops::Range;

use super::assemble::Draft;
use super::atom::{Atom, Joint, QuotePlace, Shape};
use super::window::LONGEST;
use crate::text::document::Document;

/// Fewest tokens, marks included, of a quotation that a name beside it claims.
const SHORTEST: usize = 6;

/// Most tokens of a speaker's label or of a signature.
const LONGEST_LABEL: usize = 14;

/// How many of such attributions are right (training part of PolNeAR).
const CONFIDENCE: f32 = 0.8;

/// Adds what the layout attributes and no cue does.
pub(crate) fn add(document: &Document<'_>, atoms: &[Atom], finds: &mut Vec<(Draft, f32)>) {
    let page = Page::new(document, atoms);
    let mut drafts = page.turns(finds);
    drafts.extend(page.posts());
    drafts.extend(page.signed());
    drafts.retain(|draft| !is_claimed(draft, finds));
    if !drafts.is_empty() {
        finds.extend(drafts.into_iter().map(|draft| (draft, CONFIDENCE)));
        finds.sort_by_key(|(draft, _)| draft.head);
    }
}

/// A text as runs of tokens, one a paragraph.
struct Page<'a> {
    document: &'a Document<'a>,
    atoms: &'a [Atom],
    paragraphs: Vec<Range<usize>>,
}

/// A paragraph that is a name, perhaps with what the person is.
struct NameLine {
    /// The name and what follows, without marks around it.
    name: Range<usize>,
    /// The dash before it.
    dash: Option<usize>,
    /// Whether what the person is follows behind a comma.
    described: bool,
}

impl<'a> Page<'a> {
    fn new(document: &'a Document<'a>, atoms: &'a [Atom]) -> Self {
        let mut paragraphs: Vec<Range<usize>> = Vec::new();
        for sentence in &document.sentences {
            match paragraphs.last_mut() {
                Some(last)
                    if document.sentences[document.tokens[last.start].sentence as usize]
                        .paragraph
                        == sentence.paragraph =>
                {
                    last.end = sentence.tokens.end;
                }
                _ => paragraphs.push(sentence.tokens.clone()),
            }
        }
        Self {
            document,
            atoms,
            paragraphs,
        }
    }

    /// The paragraph that holds a token.
    fn paragraph_of(&self, token: usize) -> usize {
        self.paragraphs.partition_point(|p| p.end <= token)
    }

    fn is_name_word(&self, at: usize) -> bool {
        let atom = self.atoms[at];
        matches!(atom.shape, Shape::Title | Shape::Upper | Shape::Camel)
            && !atom.helper
            && matches!(atom.joint, Joint::None)
    }

    /// Turns of a transcript ("HOLT: …"). Existing attributions that have the colon as their cue get
    /// the whole turn.
    fn turns(&self, finds: &mut [(Draft, f32)]) -> Vec<Draft> {
        let labels: Vec<(Range<usize>, usize, usize)> = self
            .paragraphs
            .iter()
            .filter_map(|p| self.label(p).map(|(label, colon)| (label, colon, p.end)))
            .collect();
        let last = |label: &Range<usize>| self.document.word(label.end - 1);
        let same = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
        let repeats = |i: usize| {
            let near = i.saturating_sub(6)..(i + 7).min(labels.len());
            let own = last(&labels[i].0);
            near.into_iter()
                .any(|j| j != i && same(own, last(&labels[j].0)))
        };
        let speakers = labels
            .first()
            .is_some_and(|first| labels.iter().any(|l| !same(last(&l.0), last(&first.0))));
        let upper = |label: &Range<usize>| {
            let mut words = label.clone().filter(|&t| self.is_name_word(t));
            words.all(|t| self.atoms[t].shape == Shape::Upper)
        };
        let is_transcript = speakers
            && (0..labels.len()).any(|i| repeats(i) || upper(&labels[i].0) && labels.len() > 2);
        if !is_transcript {
            return Vec::new();
        }
        let mut out = Vec::new();
        for (label, colon, end) in labels {
            let content: Vec<u32> = (colon + 1..end).map(|t| t as u32).collect();
            let near = with_heads(finds, label.start..colon + 1);
            let known = finds[near]
                .iter_mut()
                .find(|(draft, _)| draft.cue.binary_search(&(colon as u32)).is_ok());
            match known {
                Some((draft, _)) => draft.content = content,
                None => out.push(draft(label, colon, content)),
            }
        }
        out
    }

    /// The speaker's label that opens a paragraph, and its colon.
    fn label(&self, paragraph: &Range<usize>) -> Option<(Range<usize>, usize)> {
        let mut start = paragraph.start;
        while start < paragraph.end && self.atoms[start].quote == QuotePlace::Opens {
            start += 1;
        }
        let near = start..paragraph.end.min(start + LONGEST_LABEL);
        let colon = near
            .clone()
            .find(|&t| self.atoms[t].joint == Joint::Colon)?;
        let mut words = 0;
        let mut in_brackets = false;
        for t in start..colon {
            let word = self.document.word(t);
            match word {
                "(" | "[" => in_brackets = true,
                ")" | "]" => in_brackets = false,
                _ if in_brackets || word == "." || word == "," => {}
                _ if self.is_name_word(t) => words += 1,
                _ => return None,
            }
        }
        let letters = self.document.word(colon - usize::from(colon > start)).len();
        // "Clinton: 2,316" is a line of a table.
        let spoken = (colon + 1..paragraph.end)
            .filter(|&t| self.atoms[t].shape == Shape::Lower)
            .count();
        let fits = (1..=5).contains(&words) && letters > 1 && spoken > 1;
        (fits && !is_rubric(self.document.word(start))).then_some((start..colon, colon))
    }

    /// Posts: "… — Mira Holt (@miraholt) September 1, 2016".
    fn posts(&self) -> Vec<Draft> {
        let mut out = Vec::new();
        for (number, paragraph) in self.paragraphs.iter().enumerate() {
            let mut start = paragraph.start;
            for at in paragraph.clone() {
                if self.document.word(at) == ">" {
                    start = at + 1;
                }
                if !self.document.word(at).starts_with('@') || at < start + 3 {
                    continue;
                }
                let near = at.saturating_sub(9).max(start)..at;
                let Some(dash) = near
                    .rev()
                    .find(|&t| matches!(self.document.word(t), "—" | "–" | "-" | "--"))
                else {
                    continue;
                };
                let name = dash + 1..at - 1;
                if name.is_empty() || !self.is_name_word(name.start) {
                    continue;
                }
                let content = if dash > start {
                    start..dash
                } else if number > 0 {
                    self.paragraphs[number - 1].clone()
                } else {
                    continue;
                };
                if content.len() >= SHORTEST {
                    out.push(draft(name, dash, content.map(|t| t as u32).collect()));
                }
                start = at + 1;
            }
        }
        out
    }

    /// Quotations of whole paragraphs with a name under, over or in their last line.
    fn signed(&self) -> Vec<Draft> {
        let mut sure = Vec::new();
        let mut listed = Vec::new();
        let mut used = usize::MAX;
        for quote in &self.document.quotes {
            let tokens = self.document.tokens_in(&quote.range);
            let (first, last) = (
                self.paragraph_of(tokens.start),
                self.paragraph_of(tokens.end - 1),
            );
            if tokens.len() < SHORTEST || self.paragraphs[first].start != tokens.start {
                continue;
            }
            let sign = |line: &NameLine| {
                let content = tokens.start + 1..tokens.end;
                let cue = line.dash.unwrap_or(tokens.start);
                draft(line.name.clone(), cue, content.map(|t| t as u32).collect())
            };
            let rest = tokens.end..self.paragraphs[last].end;
            if let Some(line) = self.name_line(rest.clone()) {
                if line.dash.is_some() {
                    sure.push(sign(&line));
                }
                continue;
            }
            if !rest.is_empty() {
                continue;
            }
            let line = |at: usize| {
                let paragraph = self.paragraphs.get(at)?;
                self.name_line(paragraph.clone())
            };
            if !quote.closed {
                // The name stands within the marks, in a line of its own.
                sure.extend(self.last_line(last + 1).as_ref().map(sign));
                continue;
            }
            let over = first.checked_sub(1).filter(|at| *at != used).and_then(line);
            let under = line(last + 1);
            let (line, at) = match (over, under) {
                (_, Some(under)) if under.dash.is_some() => (under, last + 1),
                (Some(over), _) if over.dash.is_none() => (over, first - 1),
                (_, Some(under)) => (under, last + 1),
                _ => continue,
            };
            used = at;
            if line.dash.is_some() || line.described {
                sure.push(sign(&line));
            } else {
                listed.push(sign(&line));
            }
        }
        // A single line of capitals over a quotation may be a heading; several are a list of speakers.
        if listed.len() + sure.len() > 2 {
            sure.extend(listed);
        }
        sure
    }

    /// The name that closes a quotation, with the mark behind it.
    fn last_line(&self, paragraph: usize) -> Option<NameLine> {
        let tokens = self.paragraphs.get(paragraph)?;
        let last = self.document.word(tokens.end - 1);
        let closes = matches!(last, "\"" | "”" | "''");
        closes
            .then(|| self.name_line(tokens.start..tokens.end - 1))
            .flatten()
    }

    /// The name that `tokens` are, whatever dash stands before it; none if they are anything else.
    fn name_line(&self, tokens: Range<usize>) -> Option<NameLine> {
        let mut start = tokens.start;
        let mut dash = None;
        while start < tokens.end
            && matches!(
                self.document.word(start),
                "—" | "–" | "-" | "--" | "~" | "―"
            )
        {
            dash = Some(start);
            start += 1;
        }
        let mut end = tokens.end;
        while end > start && matches!(self.document.word(end - 1), "." | ",") {
            end -= 1;
        }
        if start >= end || end - start > LONGEST_LABEL || is_rubric(self.document.word(start)) {
            return None;
        }
        let stop = (start..end)
            .find(|&t| matches!(self.document.word(t), "," | "("))
            .unwrap_or(end);
        let small = |t: usize| {
            matches!(
                self.document.word(t),
                "de" | "van" | "von" | "of" | "the" | "." | "al"
            )
        };
        let words = (start..stop).filter(|&t| self.is_name_word(t)).count();
        let named = self.is_name_word(start)
            && (start..stop).all(|t| self.is_name_word(t) || small(t))
            && (1..=5).contains(&words)
            && (words > 1 || stop < end);
        let plain = (stop..end).all(|t| {
            let atom = self.atoms[t];
            let verb = atom.cue >= 5 && atom.shape == Shape::Lower;
            !verb
                && !atom.helper
                && atom.quote == self.atoms[start].quote
                && !matches!(self.document.word(t), "?" | "!" | ":")
        });
        (named && plain).then_some(NameLine {
            name: start..end,
            dash,
            described: stop < end,
        })
    }
}

/// The finds, in the order of their heads, whose heads lie in `tokens`.
fn with_heads(finds: &[(Draft, f32)], tokens: Range<usize>) -> Range<usize> {
    let before = |end: usize| finds.partition_point(|(find, _)| find.head < end);
    before(tokens.start)..before(tokens.end)
}

/// Whether other words claim much of the content: attributions whose cues stand outside it.
fn is_claimed(draft: &Draft, finds: &[(Draft, f32)]) -> bool {
    let (Some(&first), Some(&last)) = (draft.content.first(), draft.content.last()) else {
        return true;
    };
    let own = first as usize..last as usize + 1;
    let reach = own.start.saturating_sub(LONGEST)..own.end + LONGEST;
    let others = finds[with_heads(finds, reach)]
        .iter()
        .filter(|(other, _)| !own.contains(&other.head));
    let taken: usize = others
        .map(|(other, _)| {
            let inside = |t: &&u32| own.contains(&(**t as usize));
            other.content.iter().filter(inside).count()
        })
        .sum();
    taken * 3 > draft.content.len()
}

/// Words over or under passages that are nobody's name.
fn is_rubric(word: &str) -> bool {
    matches!(
        word.to_lowercase().as_str(),
        "update"
            | "updated"
            | "note"
            | "related"
            | "read"
            | "photo"
            | "photos"
            | "watch"
            | "video"
            | "source"
            | "sources"
            | "correction"
            | "editor"
            | "editors"
            | "more"
            | "advertisement"
            | "image"
            | "credit"
            | "listen"
            | "share"
            | "topics"
            | "tags"
            | "by"
            | "contact"
            | "see"
            | "also"
            | "the"
            | "a"
    )
}

fn draft(source: Range<usize>, cue: usize, content: Vec<u32>) -> Draft {
    Draft {
        head: cue,
        source: source.map(|t| t as u32).collect(),
        cue: vec![cue as u32],
        content,
        ..Draft::default()
    }
}
