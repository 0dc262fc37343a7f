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
use super::threads;
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
    let story = Story::new(document, finds, times, document_day);
    let mut said: Vec<Option<Said>> = (0..finds.len()).map(|at| story.own(at)).collect();
    threads::run(&story, &mut said);
    (0..finds.len())
        .map(|at| {
            let dated = said[at].as_ref().or_else(|| story.outer(&said, at));
            dated.cloned().unwrap_or_else(|| story.by_article())
        })
        .collect()
}

/// When one attribution was said, from its own sentence alone; see [`said_all`].
pub fn said(
    document: &Document,
    find: &Find,
    times: &[TimeFind],
    document_day: Option<NaiveDate>,
) -> Said {
    let story = Story::new(document, std::slice::from_ref(find), times, document_day);
    story.own(0).unwrap_or_else(|| story.by_article())
}

/// An article with its attributions and times.
pub(super) struct Story<'d, 'a> {
    pub(super) document: &'d Document<'a>,
    pub(super) finds: &'d [Find],
    times: &'d [TimeFind],
    today: Option<NaiveDate>,
    occasions: Occasions<'d, 'a>,
}

/// How many attributions away one may hold another.
const NESTED: usize = 4;

impl<'d, 'a> Story<'d, 'a> {
    fn new(
        document: &'d Document<'a>,
        finds: &'d [Find],
        times: &'d [TimeFind],
        today: Option<NaiveDate>,
    ) -> Self {
        let occasions = Occasions::of(document, times, today);
        Self {
            document,
            finds,
            times,
            today,
            occasions,
        }
    }

    /// The date that the find's own sentence gives.
    fn own(&self, at: usize) -> Option<Said> {
        let clause = Clause::of(self.document, self.finds, at)?;
        if let Some(time) = clause.dated_by(self.times, self.today) {
            return Some(self.by_time(time));
        }
        let place = place(&self.finds[at])?;
        let sentence = self.document.sentence_at(place.start);
        let time = self.occasions.dating(&self.finds[at], sentence)?;
        Some(self.by_time(&self.times[time]))
    }

    /// The date of the saying that tells of this one as it stands: "she supports it, she said Monday".
    fn outer<'s>(&self, said: &'s [Option<Said>], at: usize) -> Option<&'s Said> {
        let cue = place(&self.finds[at])?;
        if self.is_told(at) {
            return None;
        }
        let near = at.saturating_sub(NESTED)..self.finds.len().min(at + NESTED);
        let holds = |span: &Range<usize>| span.start <= cue.start && cue.end <= span.end;
        near.filter(|other| *other != at && self.finds[*other].content.iter().any(holds))
            .find_map(|other| said[other].as_ref())
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

    /// Whether the cue is told as past or as going on with what was ("said", "noting").
    pub(super) fn is_told(&self, at: usize) -> bool {
        let Some(cue) = self.finds[at].cue.first() else {
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

/// Where the find is dated: at its cue, else at its content.
pub(super) fn place(find: &Find) -> Option<&Range<usize>> {
    find.cue.first().or(find.content.first())
}
