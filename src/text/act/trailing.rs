//! Verbs behind the topic that they take: "the deal that she signed", "the levy, which he opposes",
//! "the plan backed by Holt", "a longer pier, as Holt proposes".

use super::super::actor::Flags;
use super::{Gap, Origin, Sentence, Verbs, subject};

/// Words that may stand between the topic and the verb.
const NEAR: usize = 10;

/// Words of the phrase behind "by".
const LONGEST_AGENT: usize = 7;

pub(super) fn read(sentence: &mut Sentence<'_, '_, '_>) {
    let verbs = Verbs::embedded();
    let people = Flags::PEOPLE | Flags::BODY | Flags::PERSON;
    for topic in sentence.topics {
        let from = sentence.reader.words.inside(&topic.bytes).end;
        let limit = sentence.words.end.min(from + NEAR);
        for at in from..limit {
            if matches!(sentence.gap(at), Gap::Break) {
                break;
            }
            if sentence.reader.words.capital(at) || sentence.verb_width(at) == 0 {
                continue;
            }
            if sentence.folded(at + 1) == "by" {
                if let Some(source) = sentence.actors_from(at + 2, LONGEST_AGENT, people) {
                    let (source, cue) = (sentence.bytes(&source), sentence.bytes(&(at..at + 1)));
                    sentence.push(Origin::Trailing, source, cue, topic.bytes.clone());
                }
                break;
            }
            if is_free(sentence, at + 1)
                && let Some(subject) = subject::before(sentence.reader, verbs, from, at, None)
                && subject.noun.start >= from
                && opens_relative(sentence, from, subject.noun.start)
            {
                let source = sentence.bytes(&subject.noun);
                let cue = sentence.bytes(&(subject.verb_start..at + 1));
                sentence.push(Origin::Trailing, source, cue, topic.bytes.clone());
                break;
            }
        }
    }
}

/// Whether the verb before word `at` has no object of its own behind it.
fn is_free(sentence: &Sentence<'_, '_, '_>, at: usize) -> bool {
    if !sentence.words.contains(&at) || !sentence.joined(at) {
        return true;
    }
    let free = Flags::PREPOSITION | Flags::CONJUNCTION | Flags::CALENDAR;
    let word = &sentence.reader.words.list[at];
    (word.flags.contains(free) && !word.flags.contains(Flags::PRONOUN))
        || matches!(
            sentence.folded(at),
            "as" | "when" | "while" | "last" | "this" | "in" | "during"
                // "The deal that she signed was read": of the deal.
                | "is" | "was" | "are" | "were" | "has" | "had" | "will" | "would"
        )
}

/// Whether nothing but "that", "which" or "as" stands between the topic and the clause's subject.
fn opens_relative(sentence: &Sentence<'_, '_, '_>, from: usize, noun: usize) -> bool {
    let opener = |n: usize| matches!(sentence.folded(n), "that" | "which" | "as" | "like");
    let between = from..noun;
    match between.len() {
        0 => sentence.joined(noun),
        1 => opener(from),
        // "The deal with Asia that she backs".
        _ => (from..noun).any(|n| opener(n) && n + 1 == noun),
    }
}
