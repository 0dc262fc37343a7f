//! Which time expression dates a saying, and not what was said.
//!
//! An expression outside the content dates the saying where it goes with the cue's own clause:
//! behind the cue ("said Thursday that …"), between source and cue, or as an adjunct at the head of
//! the sentence ("During a meeting last week, …"). A saying without one goes on from the one before
//! where the same speaker plainly speaks on. Everything else is dated by the article.

use std::ops::Range;

use chrono::NaiveDate;

use super::governs::{Clause, is_past};
use super::occasions::Occasions;
use super::roles::{Role, Roles};
use crate::model::{Said, SaidBasis};
use crate::text::document::{Document, Find, TimeFind};

/// When each of an article's attributions was said, in their order.
///
/// `finds` stand in text order, `times` are what [`super::find`] gave for the same document and day.
/// An interval never reaches beyond the article's day, and an expression that lies ahead of it dates
/// nothing. An article without a day dates only what its text dates absolutely.
pub fn said_all(
    document: &Document,
    finds: &[Find],
    times: &[TimeFind],
    document_day: Option<NaiveDate>,
) -> Vec<Said> {
    let mut story = Story {
        document,
        times,
        today: document_day,
        occasions: Occasions::of(document, times, document_day),
        open: None,
    };
    let said: Vec<Said> = (0..finds.len()).map(|at| story.date(finds, at)).collect();
    (0..finds.len())
        .map(|at| story.outer(finds, &said, at).unwrap_or(&said[at]).clone())
        .collect()
}

/// When one attribution was said, from its own sentence alone; see [`said_all`].
pub fn said(
    document: &Document,
    find: &Find,
    times: &[TimeFind],
    document_day: Option<NaiveDate>,
) -> Said {
    let story = Story {
        document,
        times,
        today: document_day,
        occasions: Occasions::of(document, &[], document_day),
        open: None,
    };
    story
        .own(std::slice::from_ref(find), 0)
        .unwrap_or_else(|| story.by_article())
}

/// The article as far as it has been dated.
struct Story<'d, 'a> {
    document: &'d Document<'a>,
    times: &'d [TimeFind],
    today: Option<NaiveDate>,
    occasions: Occasions<'d, 'a>,
    /// The last saying, as long as its speaker may speak on.
    open: Option<Spoken<'a>>,
}

/// A saying that the text dates.
struct Spoken<'a> {
    said: Said,
    /// The last word of the source, which of a name is the family name.
    speaker: &'a str,
    sentence: usize,
    paragraph: usize,
}

/// How many attributions away one may hold another.
const NESTED: usize = 4;

/// How many sentences later a speaker still speaks on.
const STILL_SPEAKING: usize = 3;

impl<'a> Story<'_, 'a> {
    fn date(&mut self, finds: &[Find], at: usize) -> Said {
        let find = &finds[at];
        let Some(place) = place(find) else {
            return self.by_article();
        };
        let sentence = self.document.sentence_at(place.start);
        let Some(paragraph) = self.document.sentences.get(sentence).map(|s| s.paragraph) else {
            return self.by_article();
        };
        let speaker = match &self.open {
            // "…, adding that …"
            Some(open) if find.source.is_empty() && open.sentence == sentence => Speaker::Same,
            _ => self.speaker(find),
        };
        let again = || Some(self.by_time(&self.times[self.occasions.dating(find, sentence)?]));
        if let Some(said) = self.own(finds, at).or_else(again) {
            let speaker = match (speaker, &self.open) {
                (Speaker::Same, Some(open)) => open.speaker,
                (Speaker::Named(name), _) => name,
                _ => "",
            };
            self.open = Some(Spoken {
                said: said.clone(),
                speaker,
                sentence,
                paragraph,
            });
            return said;
        }
        let goes_on = self.open.as_ref().is_some_and(|open| {
            let same = match speaker {
                Speaker::Same => true,
                Speaker::Named(name) => !name.is_empty() && name == open.speaker,
            };
            same && is_short(&open.said)
                && sentence.abs_diff(open.sentence) <= STILL_SPEAKING
                && paragraph.abs_diff(open.paragraph) <= 1
                && !self.is_elsewhere(find, sentence)
        });
        match &mut self.open {
            Some(open) if goes_on => {
                (open.sentence, open.paragraph) = (sentence, paragraph);
                open.said.clone()
            }
            _ => {
                // Another speaker, or the same at another time: from here on "he" is somebody else.
                self.open = None;
                self.by_article()
            }
        }
    }

    /// The date of the saying that tells of this one as it stands: "she supports it, she said Monday".
    fn outer<'s>(&self, finds: &[Find], said: &'s [Said], at: usize) -> Option<&'s Said> {
        let cue = place(&finds[at])?;
        if said[at].basis != SaidBasis::Article || self.is_told(&finds[at]) {
            return None;
        }
        let near = at.saturating_sub(NESTED)..finds.len().min(at + NESTED);
        let holds = |span: &Range<usize>| span.start <= cue.start && cue.end <= span.end;
        near.filter(|other| *other != at && finds[*other].content.iter().any(holds))
            .map(|other| &said[other])
            .find(|said| said.basis == SaidBasis::Explicit)
    }

    /// The date that the find's own sentence gives.
    fn own(&self, finds: &[Find], at: usize) -> Option<Said> {
        let clause = Clause::of(self.document, finds, at)?;
        Some(self.by_time(clause.dated_by(self.times, self.today)?))
    }

    fn by_time(&self, time: &TimeFind) -> Said {
        let days = time.days.map(|(from, to)| match self.today {
            Some(today) => (from, to.min(today)),
            None => (from, to),
        });
        Said {
            from: days.map(|days| days.0),
            to: days.map(|days| days.1),
            basis: match days {
                Some(_) => SaidBasis::Explicit,
                None => SaidBasis::Unknown,
            },
            time_expression: self
                .document
                .text
                .get(time.range.clone())
                .map(str::to_string),
        }
    }

    fn by_article(&self) -> Said {
        Said {
            from: self.today,
            to: self.today,
            basis: match self.today {
                Some(_) => SaidBasis::Article,
                None => SaidBasis::Unknown,
            },
            time_expression: None,
        }
    }

    fn speaker(&self, find: &Find) -> Speaker<'a> {
        let Some(source) = find.source.first() else {
            return Speaker::Named("");
        };
        let tokens = self.document.tokens_in(source);
        let words = tokens.map(|at| self.document.word(at));
        if words.len() == 1
            && words
                .clone()
                .all(|word| Roles::get().has(word, Role::Pronoun))
        {
            return Speaker::Same;
        }
        let mut names = words
            .rev()
            .filter(|word| word.starts_with(char::is_uppercase));
        Speaker::Named(names.next().unwrap_or_default())
    }

    /// Whether the find's sentence puts it to a time or occasion of its own.
    fn is_elsewhere(&self, find: &Find, sentence: usize) -> bool {
        let inside = |at: usize, spans: &[Range<usize>]| {
            let start = self.document.tokens[at].start as usize;
            spans.iter().any(|span| span.contains(&start))
        };
        let tokens = self.document.sentences[sentence].tokens.clone();
        let roles = Roles::get();
        let mut before = "";
        for at in tokens.take(SENTENCE) {
            if inside(at, &find.content) {
                before = "";
                continue;
            }
            let word = self.document.word(at);
            let occasion = matches!(word, "a" | "an" | "another")
                && matches!(before, "In" | "At" | "During" | "in" | "at" | "during");
            if occasion || roles.has(word, Role::Elsewhere) {
                return true;
            }
            before = word;
        }
        !self.is_told(find)
    }

    /// Whether the cue is told as past or as going on with what was ("said", "noting").
    fn is_told(&self, find: &Find) -> bool {
        let Some(cue) = find.cue.first() else {
            return true;
        };
        let mut words = self
            .document
            .tokens_in(cue)
            .map(|at| self.document.word(at));
        words
            .clone()
            .next()
            .is_some_and(|word| word.ends_with("ing"))
            || words.any(is_past)
    }
}

/// Whether a saying is dated to a week at most: "he" who spoke in 2013 speaks today in the next
/// sentence.
fn is_short(said: &Said) -> bool {
    matches!((said.from, said.to), (Some(from), Some(to)) if (to - from).num_days() < 7)
}

/// How many words of a sentence are looked at: keeps a text without full stops linear.
const SENTENCE: usize = 80;

/// Who is given as the source.
enum Speaker<'a> {
    /// Whoever spoke before.
    Same,
    Named(&'a str),
}

/// Where the find is dated: at its cue, else at its content.
fn place(find: &Find) -> Option<&Range<usize>> {
    find.cue.first().or(find.content.first())
}
