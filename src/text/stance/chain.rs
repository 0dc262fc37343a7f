//! The side of one mention from the words that govern it: composition, not counting.
//!
//! A mention starts with the side of its term. Walking outward from it, each operator that reaches
//! it turns or keeps that side and then stands for the whole: in "refused to lift the ban" the
//! walk goes ban → lift → refused. Without a parser, reach is distance in words within the clause.

use std::ops::Range;

use super::clause::{Clause, is_content};
use super::lexicon::{Class, lexicon};
use super::subject::is_possessive;
use crate::text::words::{Form, Kind, Word};

/// Verbs of who prefers one to another.
const PREFERS: [&str; 11] = [
    "prefer", "choose", "pick", "take", "favor", "back", "endorse", "support", "want", "elect",
    "nominate",
];

/// Nouns that "over" belongs to without anybody being preferred: "a fight over Hale".
const CONTENDS: [&str; 9] = [
    "dispute",
    "fight",
    "debate",
    "battle",
    "control",
    "power",
    "authority",
    "concern",
    "row",
];

/// What is known of the side on the way outward.
#[derive(Clone, Debug)]
pub(super) struct Chain {
    /// Outermost word so far and the last one: what the next operator has to reach.
    pub span: Range<usize>,
    /// Words of the mention.
    pub(super) mention: Range<usize>,
    /// The mention is of a thing, not of a measure: a verb that the lexicon does not know may do
    /// anything to it.
    thing: bool,
    /// The mention is of a measure.
    measure: bool,
    /// +1 or −1.
    pub sign: i8,
    /// 1 leans, 2 outright.
    pub strength: u8,
    /// A word that the lexicon does not know stands between the thing and what governs it.
    pub doubt: bool,
    /// A step reached over several words.
    pub far: bool,
    /// The wish or plan is given as everybody's, which the speaker mostly shares.
    pub everybody: bool,
    /// The rule that makes it somebody's position, and its words.
    pub endorsed: Option<(&'static str, Range<usize>)>,
    /// Said of somebody else, or left open.
    pub foreign: bool,
    /// Only talked about, supposed, or not meant at all: no position whatever is said around it.
    pub neutral: bool,
    /// A judgement ("is a mistake") stands inside.
    pub evaluated: bool,
    /// The last thing said was bad: its denial only leans ("does not oppose", "not a mistake").
    bad: bool,
    /// The mention itself begins with a verb: a relative clause behind it is about its object.
    pub verbal: bool,
    /// An adjective calls the thing bad ("a terrible deal").
    pub(super) branded: bool,
    /// The term is itself a charge ("a bad deal", "wastes money"), which blame repeats.
    pub(super) charge: bool,
    /// Something is done to the thing: "eliminating tuition".
    pub(super) acted: bool,
    /// The outermost word denies.
    pub(super) denied: bool,
}

impl Chain {
    /// A chain that begins at a mention.
    pub fn new(span: Range<usize>, sign: i8, thing: bool) -> Self {
        Self {
            mention: span.clone(),
            span,
            thing,
            measure: !thing,
            sign,
            strength: 2,
            doubt: false,
            far: false,
            everybody: false,
            endorsed: None,
            foreign: false,
            neutral: false,
            evaluated: false,
            bad: false,
            verbal: false,
            branded: false,
            charge: false,
            acted: false,
            denied: false,
        }
    }

    /// Lets every operator of the clause act that reaches the mention.
    pub fn walk(mut self, clause: &Clause<'_>) -> Self {
        self.compound(clause);
        self.compared(clause);
        let near = self.left(clause, true);
        let relative = clause
            .words
            .get(self.span.end)
            .is_some_and(|w| matches!(w.lemma.as_ref(), "who" | "which" | "that" | "whom"));
        if !(relative && (self.endorsed.is_some() || self.verbal)) {
            self.right(clause);
        }
        if near {
            self.left(clause, false);
        }
        if self.endorsed.is_none() && self.is_command(clause) {
            let first = self.span.start;
            self.endorse("command", &(first..first + 1));
        }
        self
    }

    /// What is done to the thing turns the side, and says nothing of how strongly it is meant.
    pub(super) fn act(&mut self, polarity: i8) {
        // "Trash a bad deal" is no praise: the adjective agrees with the verb.
        if !(std::mem::take(&mut self.branded) && polarity < 0) {
            self.sign *= polarity.signum();
        }
        self.bad = false;
        self.acted = true;
    }

    /// An attitude or judgement turns the side and limits the strength.
    pub(super) fn turn(&mut self, polarity: i8) {
        if !(std::mem::take(&mut self.branded) && polarity < 0) {
            self.sign *= polarity.signum();
        }
        self.strength = self.strength.min(polarity.unsigned_abs());
        self.bad = polarity < 0;
    }

    pub(super) fn negate(&mut self) {
        self.sign = -self.sign;
        if self.bad {
            self.strength = 1;
        }
        self.bad = false;
    }

    /// Notes that a thing stands under words that the lexicon does not know.
    pub fn doubt_unknown(&mut self, between: &[Word<'_>]) {
        if self.thing && !self.evaluated && between.iter().any(is_content) {
            self.doubt = true;
            // Once is enough: further out, the same doubt says nothing new.
            self.thing = false;
        }
    }

    pub(super) fn endorse(&mut self, rule: &'static str, words: &Range<usize>) {
        self.endorsed = Some((rule, words.clone()));
    }

    /// Whether the outermost word blames.
    pub(super) fn is_bad(&self) -> bool {
        self.bad
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
            // "House Republicans": a name.
            && clause.words.get(first + 1).is_none_or(|w| w.kind != Kind::Capital)
            && !matches!(lemmas[0].as_str(), "anti" | "pro")
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
        let behind = clause.words[..clause.range.end].get(self.span.end);
        if behind.is_some_and(|w| is_sparing(w) || is_opponent(w)) {
            self.act(-1);
            self.span.end += 1;
            return;
        }
        if let Some(polarity) = behind.and_then(done_behind) {
            self.act(polarity);
            self.span.end += 1;
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

    /// "Chose Holt over Hale": who prefers another is against the one behind.
    fn compared(&mut self, clause: &Clause<'_>) {
        let before = &clause.words[clause.range.start..self.span.start];
        let article = before.last().is_some_and(|w| w.is("the") || w.is("a"));
        let before = &before[..before.len() - usize::from(article)];
        let Some((over, before)) = before.split_last() else {
            return;
        };
        let any = |list: &'static [&str]| move |w: &Word<'_>| list.contains(&w.lemma.as_ref());
        let near = before.len().saturating_sub(7);
        let verb = before[near..].iter().rposition(any(&PREFERS));
        // A name or noun of its own is what is preferred.
        let apart = verb.is_some_and(|verb| near + verb + 1 < before.len());
        if (over.is("over") || over.is("than"))
            && apart
            && !before.last().is_some_and(any(&CONTENDS))
        {
            self.negate();
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

    /// "His support of the bridge" behind somebody else's name: whose stand it is, the word before tells.
    pub(super) fn is_owned(&self, words: &[Word<'_>]) -> bool {
        let owner = self.span.start.checked_sub(1).map(|before| &words[before]);
        matches!(self.endorsed, Some(("attitude", _))) && owner.is_some_and(is_possessive)
    }

    /// "Called on the refugees to …": the one who is to do something, not what is wanted. What is
    /// done, or has something done to it, has a purpose behind "to".
    pub fn is_addressed(&self, words: &[Word<'_>]) -> bool {
        !self.acted
            && !self.measure
            && words[self.span.end.min(words.len())..]
                .iter()
                .take(2)
                .any(|w| w.is("to"))
    }
}

/// What a noun behind the thing does to it, as it does before "of": "the bridge's removal".
fn done_behind(word: &Word<'_>) -> Option<i8> {
    if word.kind != Kind::Plain {
        return None;
    }
    let noun = word.lemma.to_string();
    let of = |preposition: &str| lexicon().effect_at(&[noun.clone(), preposition.to_owned()]);
    let (effect, used) = of("of").or_else(|| of("on"))?;
    (used == 2).then_some(effect)
}

/// Those who are against what stands before them: "praised the bridge's critics".
fn is_opponent(word: &Word<'_>) -> bool {
    matches!(
        word.lemma.as_ref(),
        "critic" | "opponent" | "foe" | "detractor" | "skeptic" | "naysayer"
    )
}

/// Nouns that, behind a thing, say that somebody is spared it: "tax relief".
fn is_sparing(word: &Word<'_>) -> bool {
    matches!(
        word.lemma.as_ref(),
        "relief" | "reprieve" | "deferral" | "exemption" | "waiver"
    )
}
