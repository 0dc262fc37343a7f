//! Whether a time expression goes with the clause of a saying.

use std::ops::Range;

use chrono::NaiveDate;

use super::roles::{Role, Roles};
use super::words::{Verb, Word, Words};
use crate::text::document::{Document, Find, TimeFind};

/// How many expressions on either side of the cue are looked at, and how many words between.
const NEAR: usize = 8;
const GAP: usize = 60;

/// The sentence of a saying with its parts, in tokens.
pub(super) struct Clause<'d, 'a> {
    document: &'d Document<'a>,
    find: &'d Find,
    /// Tokens of the sentence.
    sentence: Range<usize>,
    /// Tokens of the cue, from its first to its last word.
    cue: Range<usize>,
}

impl<'d, 'a> Clause<'d, 'a> {
    /// None where the find has no cue in any sentence.
    pub(super) fn of(document: &'d Document<'a>, find: &'d Find) -> Option<Self> {
        let cue = find.cue.first()?.start..find.cue.last()?.end;
        let tokens = document.tokens_in(&cue);
        let sentence = document.sentences.get(document.sentence_at(cue.start))?;
        (!tokens.is_empty()).then(|| Self {
            document,
            find,
            sentence: sentence.tokens.clone(),
            cue: tokens,
        })
    }

    /// The expression that dates the saying; `today` is the article's day.
    pub(super) fn dated_by<'t>(
        &self,
        times: &'t [TimeFind],
        today: Option<NaiveDate>,
    ) -> Option<&'t TimeFind> {
        let cue = self.document.tokens.get(self.cue.start)?.start as usize;
        let middle = times.partition_point(|t| t.range.start < cue);
        times[middle.saturating_sub(NEAR)..times.len().min(middle + NEAR)]
            .iter()
            .filter(|time| {
                // A saying is not dated by what lies ahead of it.
                !matches!((time.days, today), (Some((from, _)), Some(today)) if from > today)
            })
            .filter_map(|time| Some((self.rank(time)?, time)))
            .min_by_key(|(rank, _)| *rank)
            .map(|(_, time)| time)
    }

    /// How well the expression fits: its place first, then how far it is; none where it dates
    /// something else.
    fn rank(&self, time: &TimeFind) -> Option<(u8, usize)> {
        let tokens = self.document.tokens_in(&time.range);
        if tokens.is_empty() || tokens.start < self.sentence.start || tokens.end > self.sentence.end
        {
            return None;
        }
        if overlaps(&self.find.content, &time.range) && !self.heads_content(&tokens) {
            return None;
        }
        if !self.is_when(&tokens) {
            return None;
        }
        if overlaps(&self.find.source, &time.range) {
            let released = (1..=3).any(|back| {
                let at = tokens.start.checked_sub(back);
                at.is_some_and(|at| at >= self.sentence.start && self.has(at, Role::Speaking))
            });
            return released.then_some((2, 0));
        }
        if tokens.start >= self.cue.start {
            let gap = self.cue.end..tokens.start.max(self.cue.end);
            let distance = gap.len();
            return self.is_clear(gap).then_some((0, distance));
        }
        let source = self.source();
        let distance = self.cue.start - tokens.end.min(self.cue.start);
        match source {
            // Between source and cue.
            Some(source) if source.end <= tokens.start => {
                let own = source.end..tokens.start;
                let clear =
                    !own.clone().any(|at| self.opens_clause(at)) && self.is_free(&tokens, own);
                (clear && self.is_clear(tokens.end..self.cue.start)).then_some((1, distance))
            }
            // At the head of the sentence.
            _ => {
                let head = self.sentence.start.max(tokens.start.saturating_sub(GAP))..tokens.start;
                let reach = source.map_or(self.cue.start, |s| s.start.min(self.cue.start));
                let clear = self.is_head(head.clone()) && self.is_free(&tokens, head);
                (clear && self.is_adjunct(tokens.end..reach.max(tokens.end)))
                    .then_some((1, distance))
            }
        }
    }

    /// Whether the expression stands right behind the cue, before "that": content that was cut too
    /// wide.
    fn heads_content(&self, tokens: &Range<usize>) -> bool {
        let behind = self.cue.end <= tokens.start && tokens.start - self.cue.end <= 4;
        behind && tokens.end < self.sentence.end && self.document.word(tokens.end) == "that"
    }

    /// Whether the words around the expression let it be the time of a saying.
    fn is_when(&self, tokens: &Range<usize>) -> bool {
        let before = tokens
            .start
            .checked_sub(1)
            .filter(|at| *at >= self.sentence.start);
        if before.is_some_and(|at| self.has(at, Role::NotWhen)) {
            return false;
        }
        if tokens.end >= self.sentence.end {
            return true;
        }
        let next = self.document.word(tokens.end);
        let possessive = matches!(next, "'s" | "’s" | "'" | "’");
        let first = self.document.word(tokens.start);
        let attributive = matches!(first, "the" | "The")
            || before.is_some_and(|at| {
                matches!(
                    self.document.word(at),
                    "a" | "A" | "an" | "his" | "her" | "their" | "its"
                )
            });
        if !possessive && !(attributive && next.starts_with(|c: char| c.is_alphabetic())) {
            return true;
        }
        let noun = tokens.end..self.sentence.end.min(tokens.end + 5);
        let at = before.is_some_and(|at| {
            let word = self.document.word(at);
            let word = if attributive
                && at > self.sentence.start
                && word.len() <= 3
                && !matches!(word, "in" | "at" | "In" | "At")
            {
                self.document.word(at - 1)
            } else {
                word
            };
            matches!(
                word,
                "in" | "In" | "at" | "At" | "during" | "During" | "on" | "On"
            )
        });
        at && noun.clone().any(|at| self.has(at, Role::Occasion))
    }

    /// Whether nothing between the cue and the expression behind it begins another clause.
    fn is_clear(&self, gap: Range<usize>) -> bool {
        gap.len() <= GAP
            && !gap.filter(|at| !self.is_content(*at)).any(|at| {
                let word = self.document.word(at);
                self.opens_clause(at)
                    || (is_past(word) && !self.has(at, Role::Speaking))
                    || matches!(word, ";" | ":")
            })
    }

    /// Whether the words before an expression at the head of the sentence leave it to the main
    /// clause.
    fn is_head(&self, head: Range<usize>) -> bool {
        !head.filter(|at| !self.is_content(*at)).any(|at| {
            self.opens_clause(at)
                || (is_past(self.document.word(at)) && !self.has(at, Role::Speaking))
        })
    }

    /// Whether no participle that tells of something else holds the expression ("elected in 2012").
    fn is_free(&self, tokens: &Range<usize>, before: Range<usize>) -> bool {
        let near = before.start.max(tokens.start.saturating_sub(4))..before.end;
        !near.into_iter().any(|at| {
            let word = self.document.word(at);
            let participle = is_past(word) && word.ends_with("ed");
            let comma = at == self.sentence.start || self.document.word(at - 1) == ",";
            participle && comma && !self.has(at, Role::Speaking)
        })
    }

    /// Whether the words from a head expression to the source hold no main clause of their own.
    fn is_adjunct(&self, gap: Range<usize>) -> bool {
        let mut inner = false;
        for at in gap.clone().take(GAP).filter(|at| !self.is_content(*at)) {
            let word = self.document.word(at);
            inner |= self.opens_clause(at);
            if is_past(word) && !inner && !self.has(at, Role::Speaking) {
                return false;
            }
            inner &= word != ",";
        }
        gap.len() <= GAP
    }

    fn source(&self) -> Option<Range<usize>> {
        let first = self.find.source.first()?;
        let tokens = self.document.tokens_in(first);
        (!tokens.is_empty()).then_some(tokens)
    }

    fn opens_clause(&self, at: usize) -> bool {
        self.has(at, Role::Clause)
    }

    fn is_content(&self, at: usize) -> bool {
        let token = &self.document.tokens[at];
        overlaps(
            &self.find.content,
            &(token.start as usize..token.end as usize),
        )
    }

    fn has(&self, at: usize, role: Role) -> bool {
        Roles::get().has(self.document.word(at), role)
    }
}

/// Whether `word` looks like a verb in the past.
pub(super) fn is_past(word: &str) -> bool {
    match Words::get().look_up(word) {
        Some(Word::Tense(Verb::Past | Verb::Agreed) | Word::Done) => true,
        Some(_) => false,
        None => word.len() > 4 && word.ends_with("ed") && !word.ends_with("eed"),
    }
}

fn overlaps(spans: &[Range<usize>], range: &Range<usize>) -> bool {
    spans
        .iter()
        .any(|span| span.start < range.end && range.start < span.end)
}
