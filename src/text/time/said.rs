//! Which time expression dates a saying, and not what was said.
//!
//! An expression outside the content dates the saying where it goes with the cue's own clause:
//! behind the cue ("said Thursday that …"), between source and cue, or as an adjunct at the head of
//! the sentence ("During a meeting last week, …"). A saying without one goes on from the one before
//! where the same speaker plainly speaks on. Everything else is dated by the article.

use std::ops::Range;

use chrono::NaiveDate;

use super::deeds::Deeds;
use super::governs::Clause;
use super::occasions::Occasions;
use super::scene::{self, Scene};
use super::shape::is_past;
use super::threads;
use crate::model::{Said, SaidBasis};
use crate::text::document::{Document, Find, Origin, TimeFind};

/// When each of an article's attributions was said, in their order.
///
/// `finds` stand in text order, `times` are what [`super::find`] gave for the same document and day,
/// `speakers` the names of those whom pronouns and descriptions mean, as far as they are known.
/// An interval never reaches beyond the article's day, and an expression that lies ahead of it dates
/// nothing. An article without a day dates only what its text dates absolutely.
pub fn said_all(
    document: &Document,
    finds: &[Find],
    times: &[TimeFind],
    document_day: Option<NaiveDate>,
    speakers: &[Option<&str>],
) -> Vec<Said> {
    let story = Story::new(document, finds, times, document_day, speakers);
    let mut said: Vec<Option<Said>> = (0..finds.len()).map(|at| story.own(at)).collect();
    let turns = threads::turns(&story);
    threads::run(&story, &turns, &mut said);
    if let Some(scene) = scene::find(document, &story.contents, times, document_day) {
        threads::at_scene(&story, &turns, &scene, &mut said);
    }
    (0..finds.len())
        .map(|at| {
            let dated = said[at].as_ref().or_else(|| story.outer(&said, at));
            dated.cloned().unwrap_or_else(|| story.by_article(at))
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
    let story = Story::new(
        document,
        std::slice::from_ref(find),
        times,
        document_day,
        &[],
    );
    story.own(0).unwrap_or_else(|| story.by_article(0))
}

/// An article with its attributions and times.
pub(super) struct Story<'d, 'a> {
    pub(super) document: &'d Document<'a>,
    pub(super) finds: &'d [Find],
    pub(super) times: &'d [TimeFind],
    today: Option<NaiveDate>,
    speakers: &'d [Option<&'d str>],
    occasions: Occasions<'d, 'a>,
    /// What is said, in order of the starts.
    contents: Vec<Range<usize>>,
    pub(super) deeds: Deeds<'a>,
    /// Whether the article tells of the day before it.
    tells_of_yesterday: bool,
}

/// How many sentences before the day of an event its sayings begin.
const BEFORE: usize = 2;

/// How many sentences back "at the time" may be named.
const BACK: usize = 4;

/// How many attributions away one may hold another.
const NESTED: usize = 4;

impl<'d, 'a> Story<'d, 'a> {
    fn new(
        document: &'d Document<'a>,
        finds: &'d [Find],
        times: &'d [TimeFind],
        today: Option<NaiveDate>,
        speakers: &'d [Option<&'d str>],
    ) -> Self {
        let occasions = Occasions::of(document, times, today);
        let mut contents: Vec<Range<usize>> = finds
            .iter()
            .flat_map(|find| find.content.iter().cloned())
            .collect();
        contents.sort_by_key(|content| content.start);
        Self {
            document,
            finds,
            times,
            today,
            speakers,
            occasions,
            deeds: Deeds::of(document, &contents, times, today),
            contents,
            tells_of_yesterday: tells_of_yesterday(document, times, today),
        }
    }

    /// The last name word of whoever speaks in find `at`, empty where it has none.
    pub(super) fn speaker(&self, at: usize) -> Option<&'d str> {
        let name = (*self.speakers.get(at)?)?;
        let words = name.split_whitespace();
        let mut names = words.filter(|word| word.starts_with(char::is_uppercase));
        Some(names.next_back().unwrap_or_default())
    }

    /// The date that the find's own sentence gives.
    fn own(&self, at: usize) -> Option<Said> {
        let clause = Clause::of(self.document, self.finds, at)?;
        if let Some(time) = clause.dated_by(self.times, self.today) {
            return Some(self.by_time(time));
        }
        if let Some(then) = self.at_the_time(at) {
            return Some(self.by_time(then));
        }
        let place = place(&self.finds[at])?;
        let sentence = self.document.sentence_at(place.start);
        let time = self.occasions.dating(&self.finds[at], sentence)?;
        Some(self.by_time(&self.times[time]))
    }

    /// The last time that the text named, where the sentence takes it up: "At the time, she opposed it".
    fn at_the_time(&self, at: usize) -> Option<&TimeFind> {
        let place = place(&self.finds[at])?;
        let number = self.document.sentence_at(place.start);
        let sentence = self.document.sentences.get(number)?;
        let mut words = sentence.tokens.clone().map(|t| self.document.word(t));
        let taken_up = match words.next()? {
            "At" => matches!(words.next()?, "the" | "that") && words.next()? == "time",
            "Back" => words.next()? == "then",
            _ => false,
        };
        if !taken_up {
            return None;
        }
        let from = self
            .document
            .sentences
            .get(number.saturating_sub(BACK))?
            .range
            .start;
        let before = self
            .times
            .partition_point(|t| t.range.start < sentence.range.start);
        self.times[..before]
            .iter()
            .rev()
            .take_while(|t| t.range.start >= from)
            .find(|t| {
                // Nobody has spoken yet at a time that lies ahead.
                t.days
                    .is_some_and(|(from, _)| self.today.is_none_or(|today| from <= today))
            })
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

    /// The said-interval of a time expression.
    pub(super) fn by_time(&self, time: &TimeFind) -> Said {
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

    /// The article's day; where the article tells of the day before too, what it leaves undated may be
    /// of either, as in every newspaper that is printed overnight.
    fn by_article(&self, at: usize) -> Said {
        if let Some(word) = self.formerly(at) {
            return Said {
                from: None,
                to: None,
                basis: SaidBasis::Unknown,
                time_expression: Some(word.to_owned()),
            };
        }
        let yesterday = self.tells_of_yesterday && self.is_told(at);
        let from = self.today.and_then(|day| match yesterday {
            true => day.pred_opt(),
            false => Some(day),
        });
        Said {
            from,
            to: self.today.filter(|_| from.is_some()),
            basis: match from {
                Some(_) => SaidBasis::Article,
                None => SaidBasis::Unknown,
            },
            time_expression: None,
        }
    }

    /// The word that puts a saying to some earlier day that the text does not give: "once opposed", "her
    /// previous support".
    fn formerly(&self, at: usize) -> Option<&'a str> {
        let cue = self.finds[at].cue.first()?;
        let tokens = self.document.tokens_in(cue);
        let sentence = self.document.tokens.get(tokens.start)?.sentence as usize;
        let first = self.document.sentences[sentence].tokens.start;
        let owned = self.finds[at].origin == Origin::Owned;
        (tokens.start.saturating_sub(1).max(first)..tokens.end)
            .map(|token| self.document.word(token))
            .find(|word| {
                let adverb = matches!(
                    *word,
                    "once" | "previously" | "formerly" | "originally" | "initially"
                );
                adverb || owned && matches!(*word, "previous" | "past" | "former" | "earlier")
            })
    }

    /// Whether the saying can belong to the event of the article.
    pub(super) fn is_of_scene(&self, at: usize, scene: &Scene) -> bool {
        let Some(place) = place(&self.finds[at]) else {
            return false;
        };
        let sentence = self.document.sentence_at(place.start);
        let from = self
            .document
            .sentence_at(self.times[scene.time].range.start);
        sentence + BEFORE >= from
            && matches!(
                self.finds[at].origin,
                Origin::Reported | Origin::Acted | Origin::Done
            )
            && self.is_told(at)
            && threads::is_on(self, at, sentence)
            && !self.is_dated_otherwise(at, sentence)
    }

    /// Whether the sentence of find `at` names a time of its own, outside what is said in it.
    pub(super) fn is_dated_otherwise(&self, at: usize, sentence: usize) -> bool {
        let Some(range) = self.document.sentences.get(sentence).map(|s| &s.range) else {
            return false;
        };
        let near = &self.finds[at.saturating_sub(NESTED)..self.finds.len().min(at + NESTED)];
        let first = self.times.partition_point(|t| t.range.end <= range.start);
        self.times[first..]
            .iter()
            .take_while(|t| t.range.start < range.end)
            .any(|t| {
                let inside = |f: &Find| f.content.iter().any(|c| c.contains(&t.range.start));
                t.days.is_some() && !near.iter().any(inside)
            })
    }

    /// The words of the cue of find `at`, none where it has no cue.
    pub(super) fn cue_words(&self, at: usize) -> impl Iterator<Item = &'d str> + Clone {
        let cue = self.finds[at].cue.first();
        let document = self.document;
        let tokens = cue.map_or(0..0, |cue| document.tokens_in(cue));
        tokens.map(move |at| document.word(at))
    }

    /// Whether the cue is told as past or as going on with what was ("said", "noting").
    pub(super) fn is_told(&self, at: usize) -> bool {
        if self.finds[at].cue.is_empty() {
            return true;
        }
        let mut words = self.cue_words(at);
        let goes_on = words
            .clone()
            .next()
            .is_some_and(|word| word.ends_with("ing"));
        goes_on || words.any(is_past)
    }
}

/// Whether a time outside quotations is the day before `today`.
fn tells_of_yesterday(document: &Document, times: &[TimeFind], today: Option<NaiveDate>) -> bool {
    let Some(day) = today.and_then(|day| day.pred_opt()) else {
        return false;
    };
    let quoted = |time: &TimeFind| document.quote_at(time.range.start).is_some();
    times
        .iter()
        .any(|time| time.days == Some((day, day)) && !quoted(time))
}

/// Where the find is dated: at its cue, else at its content.
pub(super) fn place(find: &Find) -> Option<&Range<usize>> {
    find.cue.first().or(find.content.first())
}
