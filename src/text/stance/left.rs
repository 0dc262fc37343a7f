//! To the left of a mention: what acts on it, and whose wish or plan the whole is.

use std::ops::Range;

use super::chain::Chain;
use super::clause::{Clause, Gap, is_coordinated, is_passive, measure};
use super::lexicon::{Class, Operator};
use super::subject::{Holder, is_auxiliary, is_subject};
use crate::text::words::{Form, Kind, Word};

impl Chain {
    /// Walks to the left. `near` takes what acts on the thing itself; otherwise, what is said of
    /// the whole. Gives whether the walk may go on.
    pub(super) fn left(&mut self, clause: &Clause<'_>, near: bool) -> bool {
        let mut open = true;
        for operator in clause.operators.iter().rev() {
            if operator.words.end > self.span.start {
                continue;
            }
            let between = operator.words.end..self.span.start;
            let (gap, distance) = measure(clause.words, &between);
            if gap == Gap::Closed || distance > 9 {
                open = false;
                break;
            }
            if !self.step(clause, operator, gap, distance, near) {
                break;
            }
        }
        open
    }

    /// Applies one operator to the left of the chain; false stops the walk.
    fn step(
        &mut self,
        clause: &Clause<'_>,
        operator: &Operator<'_>,
        gap: Gap,
        distance: usize,
        near: bool,
    ) -> bool {
        let denies = operator.of(Class::Negation).is_some()
            || operator
                .of(Class::Deontic)
                .is_some_and(|polarity| polarity < 0);
        let between = &clause.words[operator.words.end..self.span.start];
        let was_denied = self.denied;
        self.denied = denies || was_denied && operator.of(Class::Intention).is_some();
        if was_denied && denies && is_coordinated(between) {
            self.span.start = operator.words.start;
            return true;
        }
        if let Some(goes_on) = self.step_on_thing(clause, operator, gap, distance) {
            return goes_on;
        }
        if near && self.awaits_predicate(clause) {
            return false;
        }
        self.step_on_whole(clause, operator, distance)
    }

    /// Operators that act on the thing itself; none where the operator is no such.
    fn step_on_thing(
        &mut self,
        clause: &Clause<'_>,
        operator: &Operator<'_>,
        gap: Gap,
        distance: usize,
    ) -> Option<bool> {
        let words = &operator.words;
        let reaches = |limit| distance <= limit;
        if (operator.of(Class::Hypothesis).is_some() || is_inverted(clause, words)) && reaches(6) {
            // "if we do that": only a judgement in front of it can make this a position.
            self.endorsed = None;
            self.neutral = true;
            self.span.start = words.start;
            return Some(true);
        }
        if operator.of(Class::Affirm).is_some() && reaches(4) {
            self.span.start = words.start;
            return Some(true);
        }
        // "Anti-bridge" but not "anti-noise images of the bridge".
        let prefix = matches!(clause.words[words.start].lemma.as_ref(), "anti" | "pro");
        if prefix && distance > 0 {
            return Some(true);
        }
        if let Some(polarity) = operator.of(Class::Effect)
            && reaches(5)
            && self.endorsed.is_none()
        {
            let between = &clause.words[words.end..self.span.start];
            if self.is_anothers(clause, gap, between) {
                return Some(true);
            }
            if distance == 0 && is_attributive(clause, words.start) {
                self.span.start = words.start;
                return Some(true);
            }
            // "Protect tenants from evictions": whatever else it does, it keeps the evictions away.
            let kept_away = clause.words[words.end..self.span.start]
                .last()
                .is_some_and(|w| w.is("from"))
                && is_keeping(&clause.words[words.start]);
            self.act(if kept_away { -1 } else { polarity });
            self.far |= distance > 2;
            self.span.start = words.start;
            return Some(true);
        }
        if operator.of(Class::Subject).is_some() && reaches(4) && self.endorsed.is_none() {
            self.neutral = true;
            return Some(false);
        }
        if operator.of(Class::Negation).is_some() && reaches(3) && gap == Gap::Open {
            self.negate();
            self.span.start = words.start;
            return Some(true);
        }
        // "It makes no sense to build it".
        let sense = || {
            operator
                .of(Class::Outcome)
                .filter(|_| has_empty_subject(clause, words))
        };
        if let Some(polarity) = operator.of(Class::Evaluation).or_else(sense)
            && (distance == 0 && polarity < 0 && self.endorsed.is_none()
                || self.follows_predicate(clause, words) && reaches(6))
        {
            self.turn(polarity);
            self.branded = distance == 0;
            self.evaluated = true;
            self.neutral = false;
            self.endorse("evaluation", words);
            self.span.start = words.start;
            return Some(true);
        }
        None
    }

    /// Attitudes, wishes and plans that take the whole of what has been walked.
    fn step_on_whole(
        &mut self,
        clause: &Clause<'_>,
        operator: &Operator<'_>,
        distance: usize,
    ) -> bool {
        let words = &operator.words;
        let reaches = |limit| distance <= limit;
        if matches!(distance, 1..=7) {
            self.doubt_unknown(&clause.words[words.end..self.span.start]);
        }
        if let Some(polarity) = operator
            .of(Class::Volition)
            .or_else(|| operator.of(Class::Judgement))
            && reaches(7)
        {
            let who = self.judged_owner(clause, words);
            // "Challenged us to build it" asks for it.
            let asks = clause.words[words.start].is("challenge")
                && clause.words[words.end..self.span.start]
                    .iter()
                    .any(|w| w.is("to"));
            self.turn(if asks { polarity.abs() } else { polarity });
            if operator.of(Class::Volition).is_some_and(|p| p > 0)
                && self.is_addressed(clause.words)
            {
                self.neutral = true;
            }
            self.span.start = words.start;
            self.own(who, "attitude", words);
            return true;
        }
        if let Some(polarity) = operator.of(Class::Alarm)
            && reaches(8)
        {
            let who = clause.holder(words);
            if !self.evaluated {
                self.turn(polarity);
            }
            self.span.start = words.start;
            self.own(who, "alarm", words);
            return true;
        }
        if let Some(polarity) = operator.of(Class::Deontic)
            && reaches(6)
        {
            self.act(polarity);
            self.span.start = words.start;
            self.foreign = false;
            self.endorse("deontic", words);
            return true;
        }
        if operator.of(Class::Intention).is_some() && reaches(4) {
            self.span.start = words.start;
            if self.endorsed.is_none() {
                // The subject of "will be allowed to stay" is not the one who allows it.
                let passive = is_passive(&clause.words[words.end..self.span.end]);
                let who = match clause.holder(words) {
                    Holder::Other if passive => Holder::Everybody,
                    who => who,
                };
                self.own(who, "intention", words);
            }
            return true;
        }
        if operator.of(Class::Report).is_some() && reaches(6) {
            self.span.start = words.start;
            if clause.holder(words) == Holder::Other {
                self.foreign = true;
                return false;
            }
            return true;
        }
        if operator.of(Class::Hedge).is_some() && reaches(3) {
            self.strength = 1;
            self.span.start = words.start;
        }
        true
    }

    /// Who holds an attitude, where it has not been judged: "Hale's opposition to the bridge was a mistake" is the
    /// speaker's judgement, whosever opposition it is.
    fn judged_owner(&self, clause: &Clause<'_>, words: &Range<usize>) -> Holder {
        let judged =
            matches!(&self.endorsed, Some(("evaluation", by)) if by.start >= self.mention.end);
        let owned = clause.words[clause.range.start..words.start]
            .iter()
            .rev()
            .take(2)
            .any(|w| w.possessive);
        match judged && owned {
            true => Holder::Nobody,
            false => clause.holder(words),
        }
    }

    /// Notes whose wish or plan the step was.
    fn own(&mut self, who: Holder, rule: &'static str, words: &Range<usize>) {
        match who {
            Holder::Speaker => {
                self.foreign = false;
                self.endorse(rule, words);
            }
            Holder::Everybody => {
                self.foreign = false;
                self.strength = 1;
                self.everybody = true;
                self.endorse(rule, words);
            }
            Holder::Other => {
                self.foreign = true;
                self.endorsed = None;
            }
            Holder::Nobody => {}
        }
    }

    /// Whether an effect does not reach the chain though no clause ends between them.
    fn is_anothers(&self, clause: &Clause<'_>, gap: Gap, between: &[Word<'_>]) -> bool {
        // "Pay for the cuts by raising the levy": the means have their own verb.
        if between.iter().any(|w| w.is("by")) {
            return true;
        }
        // "Close the school, raise wages and keep the bridge": each verb has its own object.
        let listed = between.iter().any(|w| w.is(","));
        if (gap == Gap::Joined || listed) && self.begins_with_verb(clause) {
            return true;
        }
        let Some(and) = between.iter().position(|w| w.is("and") || w.is("or")) else {
            return false;
        };
        // "Gun control and the bridge": a noun. "Cut taxes and make the bridge safe": another verb.
        and == 0 || between[and + 1..].iter().any(is_light_verb)
    }

    fn begins_with_verb(&self, clause: &Clause<'_>) -> bool {
        self.verbal && self.span == self.mention
            || clause
                .operators
                .iter()
                .any(|o| o.words.start == self.span.start && o.of(Class::Effect).is_some())
    }

    /// Whether a "to", "that", "for" or "if" ties the chain to a judgement on its left:
    /// "it would be wrong to …".
    fn follows_predicate(&self, clause: &Clause<'_>, operator: &Range<usize>) -> bool {
        clause.words[operator.end..self.span.start].iter().any(|w| {
            matches!(
                w.lemma.as_ref(),
                "to" | "that" | "for" | "if" | "of" | "with" | "about" | "from"
            )
        })
    }

    /// Whether a judgement follows whose subject is what has been walked so far.
    fn awaits_predicate(&self, clause: &Clause<'_>) -> bool {
        let mut probe = self.clone();
        let before = probe.span.end;
        probe.right(clause);
        probe.span.end != before
    }
}

/// "Should they vote to leave": a condition, where no question is asked.
fn is_inverted(clause: &Clause<'_>, words: &Range<usize>) -> bool {
    let subject = clause.words.get(words.end).is_some_and(is_subject)
        || clause.words.get(words.end).is_some_and(|w| w.is("it"));
    let opens = words.start == clause.range.start;
    words.len() == 1 && clause.words[words.start].is("should") && subject && !opens
}

/// Whether the subject of a verb is the "it" that stands for what follows.
fn has_empty_subject(clause: &Clause<'_>, words: &Range<usize>) -> bool {
    let before = &clause.words[clause.range.start..words.start];
    let subject = before
        .iter()
        .rev()
        .take(4)
        .find(|w| !is_auxiliary(w) && w.kind != Kind::Mark);
    subject.is_some_and(|w| w.is("it"))
}

/// Whether the word is a participle that belongs to the noun behind it: "the now-denied permit" is a
/// permit that was denied, and nobody denies it here.
fn is_attributive(clause: &Clause<'_>, at: usize) -> bool {
    let words = clause.words;
    let before = (clause.range.start..at)
        .rev()
        .find(|&n| words[n].kind != Kind::Mark && !is_of_time(&words[n]));
    words[at].form == Form::Past
        && before.is_some_and(|n| {
            matches!(
                words[n].lemma.as_ref(),
                "a" | "an"
                    | "the"
                    | "this"
                    | "that"
                    | "his"
                    | "her"
                    | "its"
                    | "their"
                    | "our"
                    | "your"
            )
        })
}

/// Verbs that say little of what they do to their object.
fn is_light_verb(word: &Word<'_>) -> bool {
    word.form == Form::Base
        && matches!(
            word.lemma.as_ref(),
            "make" | "get" | "keep" | "put" | "take" | "let" | "bring" | "ensure" | "see" | "have"
        )
}

/// Verbs that take somebody and, behind "from", what somebody is spared.
fn is_keeping(verb: &Word<'_>) -> bool {
    matches!(
        verb.lemma.as_ref(),
        "protect"
            | "shield"
            | "spare"
            | "save"
            | "exempt"
            | "keep"
            | "guard"
            | "free"
            | "rescue"
            | "prevent"
            | "stop"
            | "bar"
            | "ban"
            | "block"
            | "prohibit"
            | "deter"
            | "safeguard"
    )
}

/// Adverbs that stand before such a participle.
fn is_of_time(word: &Word<'_>) -> bool {
    matches!(
        word.lemma.as_ref(),
        "now"
            | "recently"
            | "newly"
            | "long"
            | "once"
            | "already"
            | "since"
            | "previously"
            | "just"
    )
}
