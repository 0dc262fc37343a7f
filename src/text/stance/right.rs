//! To the right of a mention: what is said of it, and what should be done to it.

use std::ops::Range;

use super::chain::Chain;
use super::clause::{Clause, is_barrier, is_coordinated};
use super::lexicon::Class;
use crate::text::words::{Form, Kind, Word};

impl Chain {
    /// Looks to the right for what is said of the chain so far: "… would be a mistake",
    /// "… should not be lifted".
    pub(super) fn right(&mut self, clause: &Clause<'_>) {
        let words = clause.words;
        let mut linked = clause.naming;
        let mut wanted = false;
        let mut hedged = false;
        let mut negated = false;
        let mut denial = None;
        let mut perfect = false;
        let mut at = self.span.end;
        let limit = (at + 14).min(clause.range.end);
        while at < limit {
            let word = &words[at];
            if ends_clause(words, at, limit) {
                return;
            }
            linked |= is_linking(word);
            let Some(operator) = clause.operators.iter().find(|o| o.words.start == at) else {
                at += 1;
                continue;
            };
            let next = operator.words.end;
            let as_predicate = operator
                .of(Class::Evaluation)
                .filter(|_| linked || word.is("not"))
                .or_else(|| {
                    operator
                        .of(Class::Outcome)
                        .filter(|_| is_finite(words, at, linked, &self.span))
                });
            if let Some(polarity) = as_predicate {
                self.turn(polarity);
                if negated {
                    self.negate();
                }
                self.evaluated = true;
                self.foreign = false;
                self.endorse("evaluation", &operator.words);
                self.strength = if hedged { 1 } else { self.strength };
                self.span.end = next;
                return;
            }
            let have = word.is("have") && next == at + 1;
            perfect |= have;
            let passive = operator
                .of(Class::Effect)
                .filter(|_| !have)
                .filter(|_| words[next - 1].form == Form::Past || word.form == Form::Past)
                .filter(|_| linked || at == self.span.end)
                .or_else(|| {
                    operator
                        .of(Class::Happen)
                        .filter(|_| wanted || (linked && word.form == Form::Base))
                });
            // "Has been contained" tells what happened.
            if passive.is_some() && perfect && !wanted {
                return;
            }
            if let Some(polarity) = passive {
                self.act(polarity);
                if negated {
                    self.negate();
                }
                self.span.end = next;
                if wanted {
                    self.endorse("deontic", &operator.words);
                }
                return;
            }
            // "The law that would dismantle risky banks": the risk is no more the law's.
            let takes =
                linked && !have && word.form == Form::Base && operator.of(Class::Effect).is_some();
            if takes && !words[at - 1].is("to") {
                return;
            }
            let denies = operator
                .of(Class::Deontic)
                .is_some_and(|polarity| polarity < 0)
                || operator.of(Class::Negation).is_some();
            if denies {
                // "Should not and must not be built".
                let again = denial.is_some_and(|end| is_coordinated(&words[end..at]));
                negated ^= !again;
                denial = Some(next);
            }
            if operator.of(Class::Deontic).is_some() {
                wanted = true;
                linked = true;
            } else if !denies && operator.of(Class::Hedge).is_some() {
                hedged = true;
                linked = true;
            } else if !denies && operator.of(Class::Intention).is_some() {
                linked = true;
            }
            at = next;
        }
    }
}

/// Whether the outcome verb at `at` is a predicate and not a noun or infinitive.
fn is_finite(words: &[Word<'_>], at: usize, linked: bool, subject: &Range<usize>) -> bool {
    // "Bridges hurt farms".
    let plural = at == subject.end && words[at - 1].form == Form::S && !words[at - 1].possessive;
    linked
        || plural
        || words[at].form == Form::S
        || words[at].form == Form::Past
        || words[at].is("do")
}

fn is_linking(word: &Word<'_>) -> bool {
    matches!(
        word.lemma.as_ref(),
        "be" | "have"
            | "do"
            | "will"
            | "would"
            | "can"
            | "could"
            | "may"
            | "might"
            | "become"
            | "remain"
            | "prove"
            | "seem"
            | "look"
            | "sound"
            | "appear"
            | "feel"
            | "as"
            | "make"
            | "represent"
            | "amount"
            | "pose"
            | "mean"
            | "constitute"
    )
}

/// Whether the clause of a predicate ends at this word.
fn ends_clause(words: &[Word<'_>], at: usize, limit: usize) -> bool {
    let word = &words[at];
    if word.kind == Kind::Stop || is_barrier(word) {
        return true;
    }
    // ", and the council …", "and we …": another subject begins.
    matches!(word.lemma.as_ref(), "and" | "so" | "or")
        && at + 1 < limit
        && matches!(
            words[at + 1].lemma.as_ref(),
            "i" | "we" | "he" | "she" | "they" | "it" | "the" | "that" | "this" | "you" | "there"
        )
}
