//! Which side a thing has that `about` names: from what the measures listed do with it, from what the proposition asks
//! to be done to it, else from the side of the proposition.

use super::compile::{Role, STOP_WORDS, Term, term_words};
use super::orientation::{self, Orientation};
use super::tone;
use crate::model::Topic;
use crate::text::stance::lexicon;

/// A thing that no measure of the codebook acts on, but that the proposition names: what should be
/// done to it there gives the side.
pub(super) const CERTAINTY_FROM_PROPOSITION: f32 = 0.88;
/// A thing that neither names: that it is wanted by those who are for the proposition is right more
/// often than not, and not often enough to stand alone.
const CERTAINTY_ASSUMED: f32 = 0.6;
/// A thing that a measure of the codebook acts on.
pub(super) const CERTAINTY_FROM_MEASURE: f32 = 0.95;

/// By how many words of judgement the terms of one side must go beyond the other's to tell a side.
const TELLING_TONE: i32 = 2;

/// What the measures of a topic act on: its words, the measure, and its side.
pub(super) type Objects = [(Vec<String>, String, i8)];

/// The side of what `text` among `about` names, and how sure it is. `terms` are the topic's other terms.
pub(super) fn of(
    text: &str,
    words: &[String],
    topic: &Topic,
    terms: &[Term],
    objects: &Objects,
    says: &Orientation,
) -> (i8, f32) {
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let name = text.split_whitespace().all(capital);
    // "Closed primaries" close nothing, and "reduced fares" are less.
    let first = text.split_whitespace().next().unwrap_or_default();
    let adjective =
        first.ends_with("ed") && !matches!(first, "reduced" | "lowered" | "limited" | "restricted");
    // "Banning cars" among `about` names a measure: its own verb turns the side of the cars.
    let own = match orientation::effect_at(words) {
        Some((effect, used)) if used < words.len() && !name => effect,
        _ => 1,
    };
    if let Some(side) = voted(terms, words) {
        return (side * own, CERTAINTY_FROM_MEASURE);
    }
    if let Some((side, object)) = of_objects(objects, words) {
        // A measure on the "car ban" tells the side of the "ban on cars", and one on cars that of the cars.
        let own = if object.contains(&words[0]) { 1 } else { own };
        return (side * own, CERTAINTY_FROM_MEASURE);
    }
    let named = shares_word(&term_words(&topic.proposition), words);
    let certainty = if named {
        CERTAINTY_FROM_PROPOSITION
    } else {
        CERTAINTY_ASSUMED
    };
    if says.is_remedy(head(words)) || says.is_place(words) {
        return (1, certainty);
    }
    if let Some(side) = acted_on(topic, words, says) {
        return (side * own, CERTAINTY_FROM_PROPOSITION);
    }
    let tone = if says.told { 0 } else { tone::of_terms(topic) };
    let side = match tone.abs() < TELLING_TONE {
        true => says.side,
        false => tone.signum() as i8,
    };
    // "The tax on cars" that should go is no tax that takes the cars away.
    let own = match adjective || says.subject.contains(&words[0]) {
        true => 1,
        false => own,
    };
    let noun = says
        .side_of_noun(head(words), side, named)
        .filter(|_| own == 1);
    (noun.unwrap_or(side * own), certainty)
}

/// The noun of a phrase: "ban" of "ban on cars".
fn head(words: &[String]) -> &str {
    let end = words.iter().position(|w| is_preposition(w));
    let end = end.filter(|end| *end > 0).unwrap_or(words.len());
    &words[end - 1]
}

/// The side of a thing in most of the measures that name it: "mass deportation" among `against` and
/// "stop deportation" among `for` both say that deportation is against.
fn voted(terms: &[Term], words: &[String]) -> Option<i8> {
    let mut votes = 0;
    for term in terms {
        let end = term
            .words
            .iter()
            .position(|w| is_preposition(w))
            .unwrap_or(term.words.len());
        // "The pact has been good" says how good the thing is.
        if matches!(term.role, Role::Measure(_)) && term.words.starts_with(words) {
            let said = &term.words[words.len()..];
            let verb = said.first().is_some_and(|w| w == "be" || w == "have");
            let value = (1..said.len()).find_map(|at| lexicon().evaluation_at(&said[at..]));
            if let (true, Some(value)) = (verb, value) {
                votes += i32::from(value * term.object_side);
                continue;
            }
        }
        // Of "flood money", it is the money that something is done with.
        let names = term.words[..end].ends_with(words);
        if matches!(term.role, Role::Measure(_)) && names {
            // "Bad deals" said by those against it are a word for it, and the deals are what they are against.
            let before = &term.words[..end - words.len()];
            let bad = (0..before.len())
                .any(|at| lexicon().evaluation_at(&before[at..]) == Some(-1))
                && orientation::effect_at(&term.words).is_none();
            votes += i32::from(if bad {
                -term.object_side
            } else {
                term.object_side
            });
        }
    }
    match votes {
        0 => None,
        votes => Some(votes.signum() as i8),
    }
}

/// The side of a thing that a measure or the proposition says what to do with: "fight Zika".
fn acted_on(topic: &Topic, words: &[String], says: &Orientation) -> Option<i8> {
    let lists = [(&topic.for_terms, 1), (&topic.against_terms, -1)];
    let mut measures = lists
        .iter()
        .flat_map(|(list, side)| list.iter().map(|text| (term_words(text), *side)));
    let of_measure =
        measures.find_map(|(phrase, side)| Some(side * done_to(&phrase, words, true)?));
    of_measure.or_else(|| {
        let phrase = term_words(&topic.proposition);
        // "Open trade should be limited" opens nothing, "building the bridge was a mistake" builds it.
        let verb = topic
            .proposition
            .split_whitespace()
            .next()
            .is_some_and(|first| first.ends_with("ing"));
        let from = usize::from(!verb);
        Some(says.deed * done_to(&phrase[from.min(phrase.len())..], words, says.deed > 0)?)
    })
}

/// What a phrase does to the thing of `words`.
fn done_to(phrase: &[String], words: &[String], denials: bool) -> Option<i8> {
    let at = phrase
        .windows(words.len().max(1))
        .position(|w| w == words)?;
    (at.saturating_sub(3)..at).rev().find_map(|n| {
        if phrase[n] == "against" {
            return Some(-1);
        }
        let before = n.checked_sub(1).map(|before| &phrase[before]);
        let (effect, used) = orientation::treatment_at(before, &phrase[n..])?;
        let between = phrase.get(n + used..at).unwrap_or_default();
        if between
            .iter()
            .any(|w| matches!(w.as_str(), "as" | "like" | "than"))
        {
            return None;
        }
        // "Hold off raising rates", "stop building there".
        let denied = before.is_some_and(|w| match w.as_str() {
            "not" | "never" => denials,
            word => matches!(word, "off" | "avoid" | "stop"),
        });
        (n + used <= at).then_some(if denied { -effect } else { effect })
    })
}

/// The side of a thing from the measures that act on something named with its last word.
fn of_objects<'o>(objects: &'o Objects, words: &[String]) -> Option<(i8, &'o [String])> {
    let related = objects.iter().find(|(object, ..)| {
        // Of "immigrants from deportation", it is the immigrants that something is done to.
        let end = object
            .iter()
            .position(|w| is_preposition(w))
            .unwrap_or(object.len());
        let object = &object[..end];
        let head = object.last() == words.last();
        object.iter().all(|w| words.contains(w)) || head && words.iter().all(|w| object.contains(w))
    });
    let (object, _, side) = related?;
    // Who wants taxes cut wants the "tax cut".
    let turned = !object.contains(words.last()?) && orientation::is_less(words.last()?);
    Some((if turned { -side } else { *side }, object))
}

fn shares_word(some: &[String], others: &[String]) -> bool {
    others
        .iter()
        .any(|w| !STOP_WORDS.contains(w) && some.contains(w))
}

pub(super) fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "of" | "on" | "for" | "to" | "against" | "in" | "with" | "from" | "at" | "by"
    )
}
