//! "It", "the deal", "such a ban": a topic taken up from the sentence before.

use std::ops::Range;

use super::Judge;
use super::lexicon::lexicon;
use crate::text::topic::{Mention, Role};
use crate::text::words::Word;

/// Nouns that take up a measure, plan or law named before.
const NOUNS: [&str; 30] = [
    "deal",
    "plan",
    "policy",
    "ban",
    "law",
    "bill",
    "measure",
    "proposal",
    "program",
    "move",
    "idea",
    "agreement",
    "decision",
    "legislation",
    "order",
    "rule",
    "approach",
    "step",
    "initiative",
    "act",
    "effort",
    "project",
    "pact",
    "treaty",
    "package",
    "provision",
    "amendment",
    "resolution",
    "suggestion",
    "facility",
];

/// Nouns for words that took a side: outside quotations, where they are not the speaker's own.
const WORDS: [&str; 4] = ["statement", "remark", "comment", "rhetoric"];

/// Nouns for something done or wanted rather than something there.
const EVENTS: [&str; 24] = [
    "move",
    "decision",
    "order",
    "step",
    "effort",
    "idea",
    "approach",
    "proposal",
    "plan",
    "policy",
    "measure",
    "initiative",
    "suggestion",
    "amendment",
    "provision",
    "resolution",
    "statement",
    "remark",
    "comment",
    "rhetoric",
    "ban",
    "prohibition",
    "moratorium",
    "shutdown",
];

/// How many words back a pronoun reaches, and a noun.
const PRONOUN: usize = 40;
const NOUN: usize = 60;

/// How many words before a thing say what is done to it.
const ACTED: usize = 3;

/// Verbs that take a bill and not what the bill is about.
const PASSED: [&str; 8] = [
    "veto",
    "sign",
    "pass",
    "enact",
    "ratify",
    "introduce",
    "sponsor",
    "adopt",
];

/// Whether the taken-up mention stands for the measure itself and not for what it acts on: "the
/// plan" for "ban cars", unless a plan is what is banned.
pub(super) fn is_event(judge: &Judge<'_>, mention: &Mention) -> bool {
    if mention.event || mention.turned {
        return true;
    }
    let term = &judge.codebook.terms[mention.term].words;
    let words = &judge.mentions.words.all;
    // "Promised to veto it": what is voted on is the bill.
    let before = mention.words.start.checked_sub(1).map(|at| &words[at]);
    if before.is_some_and(|w| PASSED.contains(&w.lemma.as_ref())) {
        return true;
    }
    words[mention.words.clone()].last().is_some_and(|w| {
        let object = term.iter().skip(1).any(|t| w.is(t));
        EVENTS.contains(&w.lemma.as_ref()) && !object
    })
}

/// Mentions of topics that this part of a sentence takes up without naming them.
///
/// Conservative: only where no topic is named here, only from a few words before, and only by a
/// pronoun or by "the", "this", "that", "such" before one of a few nouns.
pub(super) fn taken_up(
    judge: &Judge<'_>,
    sentence: usize,
    range: &Range<usize>,
    here: &[Mention],
    source: &Range<usize>,
) -> Option<Mention> {
    if !here.is_empty() {
        return None;
    }
    let quoted = judge.is_quoted(range);
    let at = anaphor(judge, range, quoted)?;
    let words = &judge.mentions.words;
    // "It" means what stands right before it; "the proposal" may have been named a little earlier.
    let (sentences, reach) = match at.len() {
        1 => (1, PRONOUN),
        _ => (2, NOUN),
    };
    let before = judge
        .mentions
        .in_sentences(sentence.saturating_sub(sentences)..sentence + 1)
        .iter()
        .rev()
        // "Holt slammed the proposal": the proposal is not Holt, even where Holt is a topic.
        .find(|m| m.words.end <= range.start && !source.contains(&m.words.start))?;
    let near = words
        .sentences
        .get(sentence)?
        .start
        .saturating_sub(before.words.end)
        <= reach;
    let done = EVENTS.contains(&words.all[at.end - 1].lemma.as_ref()) && !before.anaphoric;
    near.then(|| Mention {
        turned: done && is_undone(judge, before),
        words: at,
        sentence,
        anaphoric: true,
        event: is_planned(&words.all, before.words.start),
        ..before.clone()
    })
}

/// The first words of `range` that can take something up.
fn anaphor(judge: &Judge<'_>, range: &Range<usize>, quoted: bool) -> Option<Range<usize>> {
    let words = &judge.mentions.words.all;
    range.clone().find_map(|at| {
        let next = words.get(at + 1).filter(|_| at + 1 < range.end);
        // Asked only behind a word that can open such a phrase.
        let noun = || {
            next.is_some_and(|w| {
                NOUNS.contains(&w.lemma.as_ref()) || (!quoted && WORDS.contains(&w.lemma.as_ref()))
            })
        };
        match words[at].lemma.as_ref() {
            "the" | "this" | "that" | "such" | "these" | "those" if noun() => Some(at..at + 2),
            "the" | "this" | "that" | "such" if is_modified(words, at + 1, range.end) => {
                Some(at..at + 3)
            }
            "such" if next.is_some_and(|w| w.is("a")) => {
                let noun = words.get(at + 2).filter(|_| at + 2 < range.end)?;
                NOUNS.contains(&noun.lemma.as_ref()).then_some(at..at + 3)
            }
            // "It is a mistake" but not "it is time to": the predicate must be said of the pronoun.
            // "That" behind a noun opens a clause about the noun.
            "that" | "this"
                if at > range.start && words[at - 1].is_word() && !words[at - 1].is("and") =>
            {
                None
            }
            "it" | "them" if at > 0 && acts_on(words, at - 1) => Some(at..at + 1),
            "they" if quoted && next.is_some_and(|w| is_verb(&w.lemma)) => Some(at..at + 1),
            "these" | "those" if next.is_some_and(|w| w.is("person")) => Some(at..at + 2),
            "it" | "that" | "this" if next.is_some_and(|w| is_verb(&w.lemma)) => {
                let impersonal = (at + 2..range.end.min(at + 8))
                    .any(|i| matches!(words[i].lemma.as_ref(), "to" | "that" | "if"));
                (!impersonal).then_some(at..at + 1)
            }
            _ => None,
        }
    })
}

/// Whether one word that tells such things apart stands before one of the nouns: "the bipartisan bill".
fn is_modified(words: &[Word<'_>], at: usize, end: usize) -> bool {
    let Some([modifier, noun]) = words[..end].get(at..at + 2) else {
        return false;
    };
    matches!(
        modifier.lemma.as_ref(),
        "bipartisan"
            | "proposed"
            | "new"
            | "controversial"
            | "republican"
            | "democratic"
            | "gop"
            | "senate"
            | "house"
            | "compromise"
            | "whole"
            | "entire"
            | "final"
            | "draft"
            | "latest"
            | "current"
            | "pending"
    ) && NOUNS.contains(&noun.lemma.as_ref())
}

/// Whether less is to be done of the thing that `mention` names: "close the pier".
fn is_undone(judge: &Judge<'_>, mention: &Mention) -> bool {
    let words = &judge.mentions.words.all;
    let first = mention.words.start.saturating_sub(ACTED);
    let lemmas: Vec<&str> = words[first..mention.words.start]
        .iter()
        .map(|w| w.lemma.as_ref())
        .collect();
    let acts = (0..lemmas.len())
        .rev()
        .find_map(|at| lexicon().effect_at(&lemmas[at..]));
    matches!(judge.codebook.terms[mention.term].role, Role::Object(_))
        && acts.is_some_and(|(polarity, _)| polarity < 0)
}

/// Whether the words before `at` call what follows a plan: "a plan to close the pier".
fn is_planned(words: &[Word<'_>], at: usize) -> bool {
    at > 1
        && words[at - 1].is("to")
        && (NOUNS.contains(&words[at - 2].lemma.as_ref())
            || EVENTS.contains(&words[at - 2].lemma.as_ref()))
}

/// Whether a word is a verb of the lexicon that can have "it" or "them" as its object, or the end of
/// an attitude that can: "is for it".
fn acts_on(words: &[Word<'_>], at: usize) -> bool {
    let lemma = |at: usize| words.get(at).map_or("", |w| w.lemma.as_ref());
    let pair = [lemma(at), lemma(at + 2)];
    if lexicon().effect_at(&pair[..1]).is_some() || lexicon().effect_at(&pair).is_some() {
        return true;
    }
    (at.saturating_sub(3)..=at).any(|first| {
        let phrase: Vec<&str> = (first..=at).map(lemma).collect();
        lexicon().attitude_at(&phrase) == phrase.len()
    })
}

fn is_verb(lemma: &str) -> bool {
    matches!(
        lemma,
        "be" | "would" | "will" | "have" | "do" | "should" | "must" | "can" | "may"
    )
}
