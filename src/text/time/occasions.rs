//! Occasions that the text dates once and comes back to: "Tuesday's hearing … at the hearing, he
//! said".

use std::ops::Range;

use chrono::NaiveDate;

use super::roles::{Role, Roles};
use crate::text::document::{Document, Find, TimeFind};

/// How many words may stand between an expression and the occasion that it dates.
const BESIDE: usize = 4;

/// How many sentences later "the hearing" still is the same one.
const STILL_THE_SAME: usize = 12;

/// How many words of a sentence are looked at: keeps a text without full stops linear.
const SENTENCE: usize = 80;

/// The dated occasions of an article, in text order.
pub(super) struct Occasions<'d, 'a> {
    document: &'d Document<'a>,
    /// Token of the noun, index of the expression.
    dated: Vec<(usize, usize)>,
}

impl<'d, 'a> Occasions<'d, 'a> {
    /// The occasions that an expression of a week at most, up to the article's day, stands beside.
    pub(super) fn of(
        document: &'d Document<'a>,
        times: &[TimeFind],
        today: Option<NaiveDate>,
    ) -> Self {
        let roles = Roles::get();
        let mut dated = Vec::new();
        for (number, time) in times.iter().enumerate() {
            let short = time.days.is_some_and(|(from, to)| {
                (to - from).num_days() < 7 && today.is_none_or(|today| from <= today)
            });
            let tokens = document.tokens_in(&time.range);
            let Some(sentence) = document
                .sentences
                .get(document.sentence_at(time.range.start))
            else {
                continue;
            };
            let behind = tokens.end..sentence.tokens.end.min(tokens.end + BESIDE);
            let before = sentence
                .tokens
                .start
                .max(tokens.start.saturating_sub(BESIDE))..tokens.start;
            let possessive = behind
                .clone()
                .next()
                .is_some_and(|at| matches!(document.word(at), "'s" | "’s"));
            let noun = if possessive {
                behind
                    .into_iter()
                    .find(|at| roles.has(document.word(*at), Role::Occasion))
            } else {
                before
                    .into_iter()
                    .rev()
                    .find(|at| roles.has(document.word(*at), Role::Occasion))
            };
            if let Some(noun) = noun.filter(|_| short) {
                dated.push((noun, number));
            }
        }
        Self { document, dated }
    }

    /// The expression that dates the occasion at which the find was said, where its sentence
    /// mentions one again: "during the visit", "at their meeting".
    pub(super) fn dating(&self, find: &Find, sentence: usize) -> Option<usize> {
        let tokens = self.document.sentences.get(sentence)?.tokens.clone();
        let noun = self.mentioned(find, tokens.start..tokens.end.min(tokens.start + SENTENCE))?;
        let known = self.dated.partition_point(|(at, _)| *at < noun);
        let word = self.document.word(noun);
        let (at, time) = self.dated[..known]
            .iter()
            .rev()
            .take_while(|(at, _)| sentence - self.sentence(*at).min(sentence) <= STILL_THE_SAME)
            .find(|(at, _)| self.document.word(*at).eq_ignore_ascii_case(word))?;
        (*at < noun).then_some(*time)
    }

    fn sentence(&self, token: usize) -> usize {
        self.document.tokens[token].sentence as usize
    }

    /// The occasion's noun outside the content, behind a preposition and a word that points back.
    fn mentioned(&self, find: &Find, tokens: Range<usize>) -> Option<usize> {
        let outside = |at: usize| {
            let start = self.document.tokens[at].start as usize;
            !find.content.iter().any(|span| span.contains(&start))
        };
        let end = tokens.end;
        let mut pairs = tokens.clone().zip(tokens.start + 1..end);
        let (_, back) = pairs.find(|(preposition, back)| {
            let preposition = self.document.word(*preposition);
            let back = (self.document.word(*back), *back);
            matches!(preposition, "during" | "During" | "at" | "At" | "in" | "In")
                && matches!(
                    back.0,
                    "the" | "that" | "this" | "their" | "his" | "her" | "its"
                )
                && outside(back.1)
        })?;
        (back + 1..end.min(back + 1 + BESIDE))
            .take_while(|at| outside(*at))
            .find(|at| Roles::get().has(self.document.word(*at), Role::Occasion))
    }
}
