//! The side of one mention from the words that govern it: composition, not counting.
//!
//! A mention starts with the side of its term. Walking outward from it, each operator that reaches
//! it turns or keeps that side and then stands for the whole: in "refused to lift the ban" the
//! walk goes ban → lift → refused. Without a parser, reach is distance in words within the clause.

use std::ops::Range;

use super::lexicon::{Class, Operator, is_filler, lexicon};
use super::subject::{Holder, holder, is_auxiliary, is_subject};
use crate::text::words::{Form, Kind, Word};

/// What is known of the side on the way outward.
#[derive(Clone, Debug)]
pub(super) struct Chain {
    /// Outermost word so far and the last one: what the next operator has to reach.
    pub span: Range<usize>,
    /// The mention is of a thing, not of a measure: a verb that the lexicon does not know may do
    /// anything to it.
    thing: bool,
    /// +1 or −1.
    pub sign: i8,
    /// 1 leans, 2 outright.
    pub strength: u8,
    /// Product of the certainties of the steps.
    pub confidence: f32,
    /// The rule that makes it somebody's position, and its words.
    pub endorsed: Option<(&'static str, Range<usize>)>,
    /// Said of somebody else, or left open.
    pub foreign: bool,
    /// Only talked about, supposed, or not meant at all: no position whatever is said around it.
    pub neutral: bool,
    /// A judgement ("is a mistake") stands inside.
    pub evaluated: bool,
    /// The side of the thing done, before anybody judges it: what "such a move" takes up again.
    pub event: i8,
    /// The last thing said was bad: its denial only leans ("does not oppose", "not a mistake").
    bad: bool,
}

/// The clause that the walk goes through.
pub(super) struct Clause<'a> {
    pub words: &'a [Word<'a>],
    /// Words of the content within one sentence.
    pub range: Range<usize>,
    /// Operators of that range without those of the attribution's cue, in order.
    pub operators: &'a [Operator<'static>],
    /// Words of the quotation that holds the mention; empty outside quotations.
    pub quote: Range<usize>,
    /// The cue names something as something ("called the deal a disaster").
    pub naming: bool,
}

impl Clause<'_> {
    /// Whether what stands at `at` is denied: an odd number of negations before it in its clause.
    pub fn is_denied(&self, at: usize) -> bool {
        let before = self.operators.iter().rev().filter(|o| o.words.end <= at);
        before
            .take_while(|o| {
                let (gap, distance) = measure(self.words, &(o.words.end..at));
                gap != Gap::Closed && distance <= 16
            })
            .filter(|o| o.of(Class::Negation).is_some())
            .count()
            % 2
            == 1
    }

    fn holder(&self, operator: &Range<usize>) -> Holder {
        let quoted = self.quote.contains(&operator.start);
        // "Under no circumstances would she …": the subject stands behind.
        let behind = operator.end..self.range.end.min(operator.end + 1);
        match holder(self.words, operator.start, &self.range, quoted) {
            Holder::Other | Holder::Nobody if self.words[behind.clone()].iter().any(is_subject) => {
                holder(self.words, behind.end, &behind, quoted)
            }
            who => who,
        }
    }
}

/// How the words between two places part them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    Open,
    /// "and", "or": a verb on the far side has its own object.
    Joined,
    Closed,
}

impl Chain {
    /// A chain that begins at a mention.
    pub fn new(span: Range<usize>, sign: i8, certainty: f32, thing: bool) -> Self {
        Self {
            span,
            thing,
            sign,
            strength: 2,
            confidence: certainty,
            endorsed: None,
            foreign: false,
            neutral: false,
            evaluated: false,
            event: sign,
            bad: false,
        }
    }

    /// Lets every operator of the clause act that reaches the mention.
    pub fn walk(mut self, clause: &Clause<'_>) -> Self {
        self.compound(clause);
        let near = self.left(clause, true);
        self.event = self.sign;
        let relative = clause
            .words
            .get(self.span.end)
            .is_some_and(|w| matches!(w.lemma.as_ref(), "who" | "which" | "that" | "whom"));
        if !(relative && self.endorsed.is_some()) {
            self.right(clause);
        }
        if near {
            self.left(clause, false);
        }
        if self.endorsed.is_none() && self.is_command(clause) {
            let first = self.span.start;
            self.endorse("command", 0.85, &(first..first + 1));
        }
        self
    }

    /// What is done to the thing turns the side, and says nothing of how strongly it is meant.
    fn act(&mut self, polarity: i8) {
        self.sign *= polarity.signum();
        self.bad = false;
    }

    /// An attitude or judgement turns the side and limits the strength.
    fn turn(&mut self, polarity: i8) {
        self.sign *= polarity.signum();
        self.strength = self.strength.min(polarity.unsigned_abs());
        self.bad = polarity < 0;
    }

    fn negate(&mut self) {
        self.sign = -self.sign;
        if self.bad {
            self.strength = 1;
        }
        self.bad = false;
    }

    /// Lowers the confidence of a thing under words that the lexicon does not know.
    pub fn doubt_unknown(&mut self, between: &[Word<'_>]) {
        if self.thing && !self.evaluated && between.iter().any(is_content) {
            self.confidence *= 0.6;
            // Once is enough: further out, the same doubt says nothing new.
            self.thing = false;
        }
    }

    fn endorse(&mut self, rule: &'static str, certainty: f32, words: &Range<usize>) {
        self.confidence *= certainty;
        self.endorsed = Some((rule, words.clone()));
    }

    /// "Build the wall": a verb in base form that opens a quoted sentence.
    fn is_command(&self, clause: &Clause<'_>) -> bool {
        let first = self.span.start;
        let opens = clause.words[clause.range.start..first]
            .iter()
            .all(|w| w.kind == Kind::Mark || w.is("do"));
        let lemmas: Vec<String> = clause.words[first..clause.range.end.min(first + 3)]
            .iter()
            .map(|w| w.lemma.to_string())
            .collect();
        opens
            && clause.quote.contains(&first)
            && clause.words[first].form == Form::Base
            && (lexicon().effect_at(&lemmas).is_some()
                || matches!(lemmas[0].as_str(), "not" | "no"))
    }

    /// "the refugee ban": an effect noun right behind the mention.
    fn compound(&mut self, clause: &Clause<'_>) {
        if let Some((verb, polarity)) = self.around(clause) {
            self.act(polarity);
            self.span = verb..self.span.end + 1;
            return;
        }
        let next = clause.operators.iter().find(|o| {
            o.words.start == self.span.end && clause.words[o.words.start].form == Form::Base
        });
        let Some(operator) = next else { return };
        let last = &clause.words[self.span.end - 1];
        if let Some(polarity) = operator.of(Class::Effect)
            && !last.is("to")
            && last.form != Form::S
        {
            self.act(polarity);
            self.span.end = operator.words.end;
        }
    }

    /// "Keep the refugees out": a verb before the mention with its particle behind it.
    fn around(&self, clause: &Clause<'_>) -> Option<(usize, i8)> {
        let particle = clause.words[..clause.range.end].get(self.span.end)?;
        if !matches!(
            particle.lemma.as_ref(),
            "out" | "away" | "in" | "back" | "down" | "up" | "home" | "off"
        ) {
            return None;
        }
        let first = self.span.start.saturating_sub(5).max(clause.range.start);
        (first..self.span.start).rev().find_map(|at| {
            let pair = [
                clause.words[at].lemma.to_string(),
                particle.lemma.to_string(),
            ];
            let (polarity, used) = lexicon().effect_at(&pair)?;
            (used == 2).then_some((at, polarity))
        })
    }

    /// Walks to the left. `near` takes what acts on the thing itself; otherwise, what is said of
    /// the whole. Gives whether the walk may go on.
    fn left(&mut self, clause: &Clause<'_>, near: bool) -> bool {
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
        if operator.of(Class::Hypothesis).is_some() && reaches(6) {
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
        if let Some(polarity) = operator.of(Class::Effect)
            && reaches(5)
            && self.endorsed.is_none()
        {
            if gap == Gap::Joined && self.begins_with_verb(clause) {
                return Some(true);
            }
            self.act(polarity);
            self.confidence *= if distance > 2 { 0.93 } else { 1.0 };
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
        if let Some(polarity) = operator.of(Class::Evaluation)
            && (distance == 0 && polarity < 0 && self.endorsed.is_none()
                || self.follows_predicate(clause, words) && reaches(6))
        {
            self.turn(polarity);
            self.evaluated = true;
            self.neutral = false;
            self.endorse("evaluation", if distance == 0 { 0.75 } else { 0.85 }, words);
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
            let who = clause.holder(words);
            self.turn(polarity);
            if operator.of(Class::Volition).is_some_and(|p| p > 0)
                && self.is_addressed(clause.words)
            {
                self.neutral = true;
            }
            self.span.start = words.start;
            self.own(who, "attitude", 0.9, words);
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
            self.own(who, "alarm", 0.75, words);
            return true;
        }
        if let Some(polarity) = operator.of(Class::Deontic)
            && reaches(6)
        {
            self.act(polarity);
            self.span.start = words.start;
            self.foreign = false;
            self.endorse("deontic", 0.92, words);
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
                self.own(who, "intention", 0.85, words);
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

    /// Notes whose wish or plan the step was.
    fn own(&mut self, who: Holder, rule: &'static str, certainty: f32, words: &Range<usize>) {
        match who {
            Holder::Speaker => {
                self.foreign = false;
                self.endorse(rule, certainty, words);
            }
            Holder::Everybody => {
                self.foreign = false;
                self.strength = 1;
                self.endorse(rule, certainty * 0.75, words);
            }
            Holder::Other => {
                self.foreign = true;
                self.endorsed = None;
            }
            Holder::Nobody => {}
        }
    }

    /// "Called on the refugees to …": the one who is to do something, not what is wanted.
    pub fn is_addressed(&self, words: &[Word<'_>]) -> bool {
        words[self.span.end.min(words.len())..]
            .iter()
            .take(2)
            .any(|w| w.is("to"))
    }

    fn begins_with_verb(&self, clause: &Clause<'_>) -> bool {
        clause
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
                "to" | "that" | "for" | "if" | "of" | "in" | "with" | "about" | "from"
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

    /// Looks to the right for what is said of the chain so far: "… would be a mistake",
    /// "… should not be lifted".
    fn right(&mut self, clause: &Clause<'_>) {
        let words = clause.words;
        let mut linked = clause.naming;
        let mut wanted = false;
        let mut hedged = false;
        let mut negated = false;
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
                        .filter(|_| is_finite(words, at, linked))
                });
            if let Some(polarity) = as_predicate {
                self.turn(polarity);
                if negated {
                    self.negate();
                }
                self.evaluated = true;
                self.foreign = false;
                self.endorse("evaluation", 0.85, &operator.words);
                self.strength = if hedged { 1 } else { self.strength };
                self.span.end = next;
                return;
            }
            let passive = operator
                .of(Class::Effect)
                .filter(|_| words[next - 1].form == Form::Past || word.form == Form::Past)
                .filter(|_| linked || at == self.span.end)
                .or_else(|| {
                    operator
                        .of(Class::Happen)
                        .filter(|_| wanted || (linked && word.form == Form::Base))
                });
            if let Some(polarity) = passive {
                self.act(polarity);
                if negated {
                    self.negate();
                }
                self.span.end = next;
                if wanted {
                    self.endorse("deontic", 0.9, &operator.words);
                }
                return;
            }
            if let Some(polarity) = operator.of(Class::Deontic) {
                wanted = true;
                linked = true;
                negated ^= polarity < 0;
            } else if operator.of(Class::Negation).is_some() {
                negated = !negated;
            } else if operator.of(Class::Hedge).is_some() {
                hedged = true;
                linked = true;
            } else if operator.of(Class::Intention).is_some() {
                linked = true;
            }
            at = next;
        }
    }
}

/// Whether a form of "be" with a participle right behind it opens the words.
fn is_passive(words: &[Word<'_>]) -> bool {
    words
        .iter()
        .zip(words.iter().skip(1))
        .take(3)
        .any(|(first, second)| first.is("be") && second.form == Form::Past)
}

/// Whether a word is a verb, noun or adjective that may change what is said.
fn is_content(word: &Word<'_>) -> bool {
    word.kind == Kind::Plain
        && word.lemma.len() > 3
        && !is_filler(word)
        && !is_auxiliary(word)
        && !matches!(
            word.lemma.as_ref(),
            "that"
                | "this"
                | "these"
                | "those"
                | "with"
                | "from"
                | "into"
                | "more"
                | "some"
                | "many"
                | "such"
                | "other"
                | "than"
                | "about"
                | "most"
                | "their"
                | "there"
        )
}

/// Whether the outcome verb at `at` is a predicate and not a noun or infinitive.
fn is_finite(words: &[Word<'_>], at: usize, linked: bool) -> bool {
    linked || words[at].form == Form::S || words[at].form == Form::Past || words[at].is("do")
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

fn is_barrier(word: &Word<'_>) -> bool {
    matches!(
        word.lemma.as_ref(),
        "but"
            | "because"
            | "while"
            | "whereas"
            | "although"
            | "though"
            | "since"
            | "who"
            | "which"
            | "whom"
            | "whose"
    )
}

/// How the words of `between` part what stands on its sides, and how many words they are.
fn measure(words: &[Word<'_>], between: &Range<usize>) -> (Gap, usize) {
    let mut gap = Gap::Open;
    let mut count = 0;
    let mut commas = 0;
    for word in &words[between.clone()] {
        match word.lemma.as_ref() {
            _ if word.kind == Kind::Stop || is_barrier(word) => return (Gap::Closed, count),
            "and" | "or" if gap == Gap::Open => gap = Gap::Joined,
            "," => commas += 1,
            _ => {}
        }
        count += usize::from(word.is_word());
    }
    if commas > 2 {
        return (Gap::Closed, count);
    }
    (gap, count + 2 * commas)
}
