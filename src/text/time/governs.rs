//! Whether a time expression goes with the clause of a saying.

use std::ops::Range;

use chrono::NaiveDate;

use super::roles::{Role, Roles};
use super::shape::{is_determiner, is_past, is_possessive, is_preposition, is_verb};
use crate::text::document::{Document, Find, Origin, TimeFind};

/// How many expressions on either side of the cue are looked at, and how many words between.
const NEAR: usize = 8;
const GAP: usize = 60;

/// How many words may stand between the content and an expression behind it.
const TAIL: usize = 9;

/// How many, where the first say at what it was said: "during an interview with … in October".
const LONG_TAIL: usize = 18;

/// How many attributions on either side may hold an expression in their contents.
const OTHERS: usize = 4;

/// The sentence of a saying with its parts, in tokens.
pub(super) struct Clause<'d, 'a> {
    pub(super) document: &'d Document<'a>,
    pub(super) find: &'d Find,
    /// The attributions around it.
    others: &'d [Find],
    /// Tokens of the sentence.
    pub(super) sentence: Range<usize>,
    /// Bytes of the sentence.
    bytes: Range<usize>,
    /// Tokens of the cue, from its first to its last word.
    pub(super) cue: Range<usize>,
}

impl<'d, 'a> Clause<'d, 'a> {
    /// The clause of `finds[at]`; none where it has no cue in any sentence.
    pub(super) fn of(document: &'d Document<'a>, finds: &'d [Find], at: usize) -> Option<Self> {
        let find = finds.get(at)?;
        let cue = find.cue.first()?.start..find.cue.last()?.end;
        let tokens = document.tokens_in(&cue);
        let sentence = document.sentences.get(document.sentence_at(cue.start))?;
        (!tokens.is_empty()).then(|| Self {
            document,
            find,
            others: &finds[at.saturating_sub(OTHERS)..finds.len().min(at + OTHERS)],
            sentence: sentence.tokens.clone(),
            bytes: sentence.range.clone(),
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
            .filter(|time| overlaps(std::slice::from_ref(&self.bytes), &time.range))
            .filter(|time| {
                // A saying is not dated by what lies ahead of it.
                !matches!((time.days, today), (Some((from, _)), Some(today)) if from > today)
            })
            .filter(|time| !self.is_of_today() || self.is_near(time, today))
            .filter_map(|time| Some((self.rank(time)?, time)))
            .min_by_key(|(rank, _)| *rank)
            .map(|(_, time)| time)
    }

    /// Whether an expression behind these words, which follow the source, is part of what explains
    /// the source: "Holt, the nominee in 2008, said".
    fn is_in_aside(&self, between: Range<usize>) -> bool {
        let mut words = between.map(|at| self.document.word(at));
        words.next() == Some(",")
            && matches!(
                words.next(),
                Some(
                    "the" | "a" | "an" | "his" | "her" | "their" | "its" | "who" | "whose" | "then"
                )
            )
    }

    /// How well the expression fits: its place first, then how far it is; none where it dates
    /// something else.
    fn rank(&self, time: &TimeFind) -> Option<(u8, usize)> {
        let tokens = self.document.tokens_in(&time.range);
        let Range { start, end } = self.sentence;
        if tokens.is_empty() || tokens.start < start || tokens.end > end {
            return None;
        }
        if tokens.start < self.cue.start && self.is_gerund() {
            return None;
        }
        if tokens.end <= self.cue.start && self.opens_when(&tokens) {
            return Some((0, self.cue.start - tokens.end));
        }
        if let Some(rank) = self.setting(&tokens) {
            return Some(rank);
        }
        if self.is_of_deed(&tokens) {
            return Some((3, 1));
        }
        if self.is_when_done(&tokens) {
            return Some((3, 2));
        }
        if !self.is_when(&tokens) {
            return None;
        }
        if let Some(content) = self.content_around(&time.range) {
            if self.heads_content(&tokens) {
                return Some((0, 0));
            }
            return self.ends_deed(&content, &tokens).then_some((3, 0));
        }
        if self.is_told_by_another(&time.range) {
            return None;
        }
        if overlaps(&self.find.source, &time.range) {
            let released = (1..=3).any(|back| {
                let at = tokens.start.checked_sub(back);
                at.is_some_and(|at| at >= start && self.has(at, Role::Speaking))
            });
            return released.then_some((2, 0));
        }
        if tokens.start >= self.cue.start {
            let gap = self.cue.end..tokens.start.max(self.cue.end);
            let distance = gap.len();
            // "only a third opposed the toll, down from half in 2009"
            let apart = |at: usize| self.document.word(at) == "," && !self.is_content(at);
            let rank = if gap.clone().any(apart) { 2 } else { 0 };
            return self.is_clear(gap).then_some((rank, distance));
        }
        let distance = self.cue.start - tokens.end.min(self.cue.start);
        let fits = match self.source() {
            // Between source and cue.
            Some(source) if source.end <= tokens.start => {
                let own = source.end..tokens.start;
                let clear = !own.clone().any(|at| self.has(at, Role::Clause));
                clear
                    && !self.is_in_aside(own.clone())
                    && self.is_free(own)
                    && self.is_clear(tokens.end..self.cue.start)
            }
            // At the head of the sentence.
            source => {
                let head = self.head(&tokens);
                // "After the speech at Monday's fair": the speech was at the fair.
                let nested = tokens.end < self.sentence.end
                    && is_possessive(self.document.word(tokens.end))
                    && head.clone().any(|at| self.has(at, Role::ClauseOrPhrase));
                let reach = source.map_or(self.cue.start, |s| s.start.min(self.cue.start));
                !nested
                    && self.is_head(head.clone())
                    && self.is_free(head)
                    && self.is_adjunct(tokens.end..reach.max(tokens.end))
            }
        };
        fits.then_some((1, distance))
    }

    /// Whether a clause with "when" stands behind the expression, and the cue is its verb: "in 2010,
    /// when Holt joined others to reject it".
    fn opens_when(&self, tokens: &Range<usize>) -> bool {
        let comma = tokens.end < self.cue.start && self.document.word(tokens.end) == ",";
        let when = tokens.end + usize::from(comma);
        let subject = when + 1..self.cue.start;
        when < self.cue.start
            && self.document.word(when) == "when"
            && subject.len() <= 12
            && !subject.into_iter().any(|at| {
                self.has(at, Role::Clause)
                    || self.is_other_verb(at)
                    || self.document.word(at) == ","
            })
    }

    /// Whether the cue is done before or beside what the sentence tells: "on Saturday, since accepting it".
    fn is_gerund(&self) -> bool {
        let governed = self.cue.start > self.sentence.start
            && matches!(
                self.document.word(self.cue.start - 1),
                "since" | "after" | "before" | "despite"
            );
        governed && self.document.word(self.cue.start).ends_with("ing")
    }

    /// The words before an expression that decide what it goes with: those behind the last comma,
    /// where only a preposition stands there ("When asked, on Tuesday she said").
    fn head(&self, tokens: &Range<usize>) -> Range<usize> {
        let start = self.sentence.start.max(tokens.start.saturating_sub(GAP));
        let near = tokens.start.saturating_sub(3).max(start);
        let comma = (near..tokens.start)
            .rev()
            .find(|at| self.document.word(*at) == ",");
        comma.map_or(start, |at| at + 1)..tokens.start
    }

    /// The tokens of the content span that shares a byte with `range`.
    pub(super) fn content_around(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let around = |span: &&Range<usize>| span.start < range.end && range.start < span.end;
        let span = self.find.content.iter().find(around)?;
        Some(self.document.tokens_in(span))
    }

    /// Whether the expression is part of what another attribution tells, without this one.
    fn is_told_by_another(&self, range: &Range<usize>) -> bool {
        let cue = self.find.cue.first();
        self.others.iter().any(|other| {
            overlaps(&other.content, range) && !cue.is_some_and(|cue| overlaps(&other.content, cue))
        })
    }

    /// Whether the cue is a deed, and the expression stands with what it acts on: "opposed the 2007
    /// bill", "proposed a levy last year on ferries".
    fn is_of_deed(&self, tokens: &Range<usize>) -> bool {
        let deed = self.cue.clone().any(|at| self.has(at, Role::Deed))
            && !self
                .cue
                .clone()
                .any(|at| matches!(self.document.word(at), "has" | "have" | "would" | "will"));
        let gap = self.cue.end..tokens.start;
        if !deed || tokens.start < self.cue.end || gap.len() > 6 {
            return false;
        }
        let plain = gap.clone().all(|at| {
            let word = self.document.word(at);
            word.starts_with(char::is_alphabetic)
                && !self.has(at, Role::Clause)
                && !is_verb(word)
                && word != "to"
        });
        let year = self
            .document
            .word(tokens.end - 1)
            .bytes()
            .all(|b| b.is_ascii_digit());
        let next = match tokens.end < self.sentence.end {
            true => self.document.word(tokens.end),
            false => "",
        };
        let before = self.document.word(tokens.start - 1);
        let determined = is_determiner(before) || is_determiner(self.document.word(tokens.start));
        let attributive = year
            && determined
            && next.starts_with(char::is_lowercase)
            && !self.has(tokens.end, Role::Clause);
        let goes_on = !gap.is_empty()
            && before.starts_with(char::is_lowercase)
            && !is_preposition(before)
            && !is_determiner(before)
            && matches!(
                next,
                "on" | "for" | "against" | "over" | "with" | "in" | "at" | "under"
            );
        plain && (attributive || goes_on)
    }

    /// Whether the cue is a deed that was done when something else was: "vetoed the levy when she took
    /// office in 2009".
    fn is_when_done(&self, tokens: &Range<usize>) -> bool {
        let gap = self.cue.end..tokens.start.max(self.cue.end);
        let plain = gap.len() <= 20
            && self.cue.clone().any(|at| self.has(at, Role::Deed))
            && self.cue.clone().all(|at| is_past(self.document.word(at)));
        let word = |at: usize| self.document.word(at);
        let when = gap.clone().find(|at| word(*at) == "when");
        plain
            && tokens.start > self.cue.end
            && when.is_some_and(|when| {
                gap.clone().all(|at| {
                    at == when
                        || !(matches!(word(at), "," | ";" | ":") || self.has(at, Role::Clause))
                })
            })
    }

    /// Whether the content is a deed without a clause of its own, at whose end the expression stands
    /// ("announced a plan on Monday").
    fn ends_deed(&self, content: &Range<usize>, tokens: &Range<usize>) -> bool {
        content.start >= self.cue.end
            && content.end <= tokens.end + 1
            && (content.start..=content.start + GAP).contains(&tokens.start)
            && !(content.start..tokens.start).any(|at| {
                let word = self.document.word(at);
                self.has(at, Role::Clause)
                    || is_verb(word)
                    || word.starts_with(['"', '“', '‘'])
                    || matches!(word, "''" | "``" | "to")
            })
    }

    /// Whether the expression stands right behind the cue, before the word that opens the clause told
    /// ("declined to say Thursday whether …"): content that was cut too wide.
    fn heads_content(&self, tokens: &Range<usize>) -> bool {
        let behind = self.cue.end <= tokens.start && tokens.start - self.cue.end <= 4;
        behind
            && tokens.end < self.sentence.end
            && matches!(
                self.document.word(tokens.end),
                "that"
                    | "whether"
                    | "if"
                    | "what"
                    | "how"
                    | "why"
                    | "when"
                    | "who"
                    | "where"
                    | "to"
                    | "not"
            )
    }

    /// Whether the words around the expression let it be the time of a saying.
    pub(super) fn is_when(&self, tokens: &Range<usize>) -> bool {
        let before = before(tokens, &self.sentence);
        if before.is_some_and(|at| self.has(at, Role::NotWhen)) {
            return false;
        }
        if tokens.end == self.cue.start && self.find.origin == Origin::Owned {
            // "her 2005 vote to repeal it"
            return true;
        }
        if !is_attributive(self.document, tokens, &self.sentence) {
            return true;
        }
        let determined = before.is_some_and(|at| is_determiner(self.document.word(at)));
        // "at Tuesday's debate", "in a Sunday interview": only what is said there and then.
        let preposition = before.and_then(|at| at.checked_sub(usize::from(determined)));
        let there = preposition
            .filter(|at| *at >= self.sentence.start)
            .is_some_and(|at| {
                let word = self.document.word(at).to_ascii_lowercase();
                matches!(word.as_str(), "in" | "at" | "during" | "on")
            });
        let mut noun = tokens.end..self.sentence.end.min(tokens.end + 5);
        there && noun.any(|at| self.has(at, Role::Occasion))
    }

    /// Whether nothing between the cue and the expression behind it begins another clause. Behind
    /// the content only a few words may follow.
    fn is_clear(&self, gap: Range<usize>) -> bool {
        let mut behind = 0;
        for at in gap.clone().take(GAP) {
            if self.is_content(at) {
                behind = if self.opens_occasion(at + 1) {
                    LONG_TAIL
                } else {
                    TAIL
                };
                continue;
            }
            let word = self.document.word(at);
            // "In the interview, taped Sunday".
            let tied = at + 1 == gap.end && self.has(at, Role::Speaking);
            if self.has(at, Role::Clause)
                || (self.is_other_verb(at) && !tied)
                || matches!(word, ";" | ":")
                || behind == 1
            {
                return false;
            }
            behind = behind.saturating_sub(1);
        }
        gap.len() <= GAP
    }

    /// Whether the words before an expression at the head of the sentence leave it to the main
    /// clause.
    fn is_head(&self, mut head: Range<usize>) -> bool {
        !head.any(|at| {
            !self.is_content(at) && (self.is_other_verb(at) || self.has(at, Role::Clause))
        })
    }

    /// Whether no participle that tells of something else holds the expression before which
    /// `before` stands ("elected in 2012").
    fn is_free(&self, before: Range<usize>) -> bool {
        let near = before.start.max(before.end.saturating_sub(4))..before.end;
        !near.into_iter().any(|at| {
            let opens = at == self.sentence.start || self.document.word(at - 1) == ",";
            opens && self.document.word(at).ends_with("ed") && !self.has(at, Role::Speaking)
        })
    }

    /// Whether the words from a head expression to the source hold no main clause of their own.
    fn is_adjunct(&self, gap: Range<usize>) -> bool {
        let mut inner = false;
        for at in gap.clone().take(GAP).filter(|at| !self.is_content(*at)) {
            let word = self.document.word(at);
            inner |= self.has(at, Role::Clause) || self.has(at, Role::ClauseOrPhrase);
            if is_past(word) && !inner && !self.has(at, Role::Speaking) && !self.is_participle(at) {
                return false;
            }
            inner &= word != ",";
        }
        gap.len() <= GAP
    }

    /// Whether the word at `at` looks like a past verb that tells of something else than the saying:
    /// "a moderated panel", "of allied ministers" and "a statement issued" do not.
    pub(super) fn is_other_verb(&self, at: usize) -> bool {
        let before = at
            .checked_sub(1)
            .map_or("", |before| self.document.word(before));
        let goes_on = matches!(before, "," | "and" | "but" | "then");
        is_past(self.document.word(at))
            && !self.is_participle(at)
            && (goes_on || !self.has(at, Role::Speaking))
    }

    /// Whether the past verb at `at` stands where a noun is told of: "of allied ministers", "a previously
    /// unpublished letter".
    fn is_participle(&self, at: usize) -> bool {
        let back = |by: usize| at.checked_sub(by).map_or("", |b| self.document.word(b));
        let before = if back(1).ends_with("ly") {
            back(2)
        } else {
            back(1)
        };
        is_determiner(before) || is_preposition(before)
    }

    fn source(&self) -> Option<Range<usize>> {
        let first = self.find.source.first()?;
        let tokens = self.document.tokens_in(first);
        (!tokens.is_empty()).then_some(tokens)
    }

    fn is_content(&self, at: usize) -> bool {
        let token = &self.document.tokens[at];
        overlaps(
            &self.find.content,
            &(token.start as usize..token.end as usize),
        )
    }

    pub(super) fn has(&self, at: usize, role: Role) -> bool {
        Roles::get().has(self.document.word(at), role)
    }
}

/// The word before an expression in its sentence.
fn before(tokens: &Range<usize>, sentence: &Range<usize>) -> Option<usize> {
    let before = tokens.start.checked_sub(1)?;
    (before >= sentence.start).then_some(before)
}

/// Whether an expression says when something happens, and no preposition or noun makes it say else:
/// not "since Monday", "Tuesday’s vote", "the 2007 bill".
pub(super) fn stands_free(
    document: &Document,
    tokens: &Range<usize>,
    sentence: &Range<usize>,
) -> bool {
    let before = before(tokens, sentence).map_or("", |at| document.word(at));
    !Roles::get().has(before, Role::NotWhen) && !is_attributive(document, tokens, sentence)
}

/// Whether an expression belongs to the noun behind it: "Tuesday’s vote", "the 2007 bill".
fn is_attributive(document: &Document, tokens: &Range<usize>, sentence: &Range<usize>) -> bool {
    if tokens.end >= sentence.end {
        return false;
    }
    let next = document.word(tokens.end);
    let determined = before(tokens, sentence).is_some_and(|at| is_determiner(document.word(at)))
        || is_determiner(document.word(tokens.start));
    let ago = document.word(tokens.end - 1) == "ago";
    is_possessive(next) || (determined && !ago && next.starts_with(char::is_alphabetic))
}

fn overlaps(spans: &[Range<usize>], range: &Range<usize>) -> bool {
    spans
        .iter()
        .any(|span| span.start < range.end && range.start < span.end)
}
