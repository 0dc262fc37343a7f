//! Sentences that date a saying from outside its own clause: what it was said at, or in, or by.

use std::ops::Range;

use chrono::NaiveDate;

use super::governs::Clause;
use super::roles::Role;
use crate::text::document::TimeFind;

/// How many days back what holds today may have been said: "is urged in a letter last week".
const LATELY: i64 = 31;

/// How many words a subject may have.
const SUBJECT: usize = 8;

/// How many words may stand between an occasion and what tells of it.
const BESIDE: usize = 6;

/// How many of the first words of a sentence an expression may stand among to hold for all of it.
const HEAD: usize = 3;

/// How many words on from a preposition the occasion stands: "during a long radio interview".
const NOUN: usize = 5;

impl Clause<'_, '_> {
    /// Whether the cue tells of what holds as the article is written: "has opposed", "is upbeat about".
    pub(super) fn is_of_today(&self) -> bool {
        let first = self.document.word(self.cue.start);
        matches!(
            first,
            "has" | "have" | "is" | "are" | "’s" | "'s" | "remains" | "remain"
        )
    }

    /// Whether the expression reaches to a month before the article.
    pub(super) fn is_near(&self, time: &TimeFind, today: Option<NaiveDate>) -> bool {
        match (time.days, today) {
            (Some((_, to)), Some(today)) => (today - to).num_days() <= LATELY,
            _ => true,
        }
    }

    /// How well the expression fits as the time of what the saying is set in; see `rank`.
    pub(super) fn setting(&self, tokens: &Range<usize>) -> Option<(u8, usize)> {
        let distance = self.cue.start.checked_sub(tokens.end)?;
        match () {
            () if self.is_cleft(tokens) || self.is_of_occasion(tokens) => Some((0, distance)),
            () if self.is_at_occasion(tokens) || self.is_by_saying(tokens) => Some((1, distance)),
            () if self.is_of_document(tokens) => Some((2, distance)),
            () => None,
        }
    }

    /// Whether the words from `at` on say what it was said at: "during an interview".
    pub(super) fn opens_occasion(&self, at: usize) -> bool {
        let end = self.sentence.end.min(at + NOUN);
        at < end
            && matches!(self.word(at), "during" | "in" | "at")
            && (at + 1..end).any(|at| self.has(at, Role::Occasion))
    }

    fn word(&self, at: usize) -> &str {
        self.document.word(at)
    }

    /// "It was only last year that she backed it."
    fn is_cleft(&self, tokens: &Range<usize>) -> bool {
        let start = self.sentence.start;
        let that = (tokens.end..self.cue.start.min(tokens.end + BESIDE))
            .find(|at| self.word(*at) == "that");
        self.word(start) == "It"
            && start + 1 < tokens.start
            && self.word(start + 1) == "was"
            && tokens.start <= start + 2 + HEAD
            && that.is_some_and(|that| self.is_subject(that + 1..self.cue.start))
    }

    /// "A March speech denouncing the toll".
    fn is_of_occasion(&self, tokens: &Range<usize>) -> bool {
        let gap = tokens.end..self.cue.start;
        (1..=2).contains(&gap.len())
            && gap.into_iter().all(|at| self.has(at, Role::Occasion))
            && self.word(self.cue.start).ends_with("ing")
    }

    /// "On Sunday she spoke at a rally where she backed it", "in an interview published Monday, in which …".
    fn is_at_occasion(&self, tokens: &Range<usize>) -> bool {
        let near = self.cue.start.saturating_sub(SUBJECT).max(tokens.end)..self.cue.start;
        let opens = |at: &usize| match self.word(*at) {
            "where" => true,
            "which" => matches!(self.word(at - 1), "in" | "at" | "during"),
            _ => false,
        };
        let Some(opener) = near.rev().find(opens) else {
            return false;
        };
        let from = opener.saturating_sub(2 * BESIDE).max(self.sentence.start);
        let Some(noun) = (from..opener)
            .rev()
            .find(|at| self.has(*at, Role::Occasion))
        else {
            return false;
        };
        let beside = tokens.start + BESIDE >= noun;
        let head = tokens.start < self.sentence.start + HEAD;
        let clause = |at: usize| self.has(at, Role::Clause) || self.word(at) == ";";
        (beside || head)
            && !(tokens.end..opener - usize::from(self.word(opener) == "which")).any(clause)
            && self.is_subject(opener + 1..self.cue.start)
    }

    /// "She surprised the council last week by backing it."
    fn is_by_saying(&self, tokens: &Range<usize>) -> bool {
        let Some(by) = self.cue.start.checked_sub(1).filter(|by| *by >= tokens.end) else {
            return false;
        };
        let ends =
            |at: usize| self.has(at, Role::Clause) || matches!(self.word(at), "," | ";" | ":");
        self.word(by) == "by"
            && self.word(self.cue.start).ends_with("ing")
            && self.is_when(tokens)
            && !(tokens.end..by).any(ends)
    }

    /// "A 2009 report by the council found", "one in four in a poll last year said".
    fn is_of_document(&self, tokens: &Range<usize>) -> bool {
        let Some(source) = self.find.source.first() else {
            return false;
        };
        let source = self.document.tokens_in(source);
        let inside = source.start <= tokens.start && tokens.end <= self.cue.start;
        let noun = |at: usize| self.has(at, Role::Document);
        let behind = tokens.end < self.cue.start && noun(tokens.end);
        let before = tokens.start > source.start && noun(tokens.start - 1);
        inside
            && (behind || before)
            && !(tokens.end..self.cue.start).any(|at| self.has(at, Role::Clause))
    }

    /// Whether the words are a subject and no clause of their own.
    fn is_subject(&self, words: Range<usize>) -> bool {
        words.len() <= SUBJECT
            && !words.into_iter().any(|at| {
                self.has(at, Role::Clause) || self.word(at) == "," || self.is_other_verb(at)
            })
    }
}
