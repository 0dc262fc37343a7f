//! A noun of attitude with its owner: "Holt’s plan to close the bridge", "their bridge plan", "his
//! proposed ban", "a push by the mayor to".

use std::ops::Range;

use super::super::actor::Flags;
use super::{Holders, Origin, Sentence, Topical, Verbs, subject};

/// Words that may stand between an owner and what it owns.
const NEAR: usize = 5;

/// Words of the owner behind "by".
const LONGEST_OWNER: usize = 6;

/// Words between a topic and the noun that it met with.
const MET: usize = 16;

/// Bytes between the noun and the topic: further away it is about something else.
const REACH: usize = 120;

pub(super) fn read(sentence: &mut Sentence<'_, '_, '_>) {
    for at in sentence.words.clone() {
        if let Some(owner) = owner(sentence, at) {
            owned(sentence, owner);
        } else if sentence.noun(at).owned {
            by(sentence, at);
            voiced(sentence, at);
        }
    }
}

/// The owner whose last word is `at`.
fn owner(sentence: &Sentence<'_, '_, '_>, at: usize) -> Option<Range<usize>> {
    let reader = sentence.reader;
    let word = &reader.words.list[at];
    if let Some(m) = reader.mention(at) {
        return (word.possessive && reader.is_actor(m))
            .then(|| reader.mentions[m].whole.start..at + 1);
    }
    if matches!(reader.words.folded(at), "his" | "her" | "their") {
        return Some(at..at + 1);
    }
    let somebody = Flags::PERSON | Flags::PEOPLE | Flags::BODY;
    if word.possessive && word.flags.contains(somebody) {
        return subject::phrase(reader, sentence.words.start, at + 1);
    }
    None
}

fn owned(sentence: &mut Sentence<'_, '_, '_>, owner: Range<usize>) {
    let holders = Holders::embedded();
    let source = sentence.bytes(&owner);
    for at in owner.end..sentence.words.end.min(owner.end + NEAR) {
        let flags = sentence.reader.words.list[at].flags;
        let closed = Flags::PREPOSITION | Flags::CONJUNCTION | Flags::RELATIVE;
        if !sentence.joined(at) || flags.contains(closed) {
            return;
        }
        let word = sentence.bytes(&(at..at + 1));
        if holders.is_adjective(sentence.folded(at)) {
            let content = sentence.behind(at);
            if let Some(topic) = sentence.topic_in(&content)
                && topic.bytes.start <= content.start + 24
            {
                sentence.push(Origin::Owned, source, word, content);
                return;
            }
        }
        let noun = sentence.lemma(at);
        if !sentence.noun(at).owned {
            continue;
        }
        // "Holt’s nuclear pact with Brunland", where that is the topic.
        let holds =
            |topic: &&Topical| topic.bytes.start <= word.start && word.end <= topic.bytes.end;
        if let Some(topic) = sentence.topics.iter().find(holds).cloned() {
            sentence.own(source, topic.bytes);
            return;
        }
        let before = source.end..word.start;
        if let Some(topic) = sentence.topic_in(&before).cloned() {
            if holders.is_compound(noun) {
                sentence.push(Origin::Owned, source, word, topic.bytes);
            }
            return;
        }
        if connects(sentence.folded(at + 1)) && sentence.joined(at + 1) {
            about(sentence, source, word, at);
            return;
        }
    }
    let next = owner.end;
    let measure = (next..next + 3)
        .filter_map(|at| sentence.topic_at(at))
        .find(|topic| topic.measure)
        .cloned();
    if let Some(topic) = measure
        && (next + 1..next + 3).all(|at| sentence.joined(at) || !sentence.words.contains(&at))
    {
        sentence.own(source, topic.bytes);
    }
}

impl Sentence<'_, '_, '_> {
    /// "Holt’s nuclear pact": nothing but the possessive says that it is hers. A name that is part of what the
    /// topic is called owns nothing: "Holt’s campaign".
    fn own(&mut self, owner: Range<usize>, topic: Range<usize>) {
        if owner.start < topic.end && topic.start < owner.end {
            return;
        }
        let behind = &self.document.text[owner.end..topic.start.max(owner.end)];
        let suffix = behind.find(char::is_whitespace).filter(|end| *end > 0);
        let cue = match suffix.filter(|_| behind.starts_with(['\'', '’'])) {
            Some(end) => owner.end..owner.end + end,
            None => owner.clone(),
        };
        self.push(Origin::Owned, owner, cue, topic);
    }
}

/// "A push by Holt to close the bridge", "calls from voters for".
fn by(sentence: &mut Sentence<'_, '_, '_>, at: usize) {
    // "The ire of farmers", but "a critic of farmers".
    let of = Holders::embedded().is_felt(sentence.lemma(at))
        && sentence.folded(at + 1) == "of"
        && sentence.folded(at + 2) != "others";
    if !of && !matches!(sentence.folded(at + 1), "by" | "from" | "among") {
        return;
    }
    let people = Flags::PEOPLE | Flags::BODY;
    if let Some(owner) = sentence.actors_from(at + 2, LONGEST_OWNER, people) {
        let source = sentence.bytes(&owner);
        let word = sentence.bytes(&(at..at + 1));
        if !about(sentence, source.clone(), word.clone(), owner.end - 1) {
            met(sentence, source, word, at);
        }
    }
}

/// "The toll met with resistance from farmers": the topic stands before the noun.
fn met(sentence: &mut Sentence<'_, '_, '_>, source: Range<usize>, cue: Range<usize>, at: usize) {
    let list = &sentence.reader.words.list;
    let first = sentence.words.start.max(at.saturating_sub(MET));
    let start = (first..at)
        .rev()
        .find(|&n| !sentence.joined(n))
        .unwrap_or(first);
    let content = list[start].range().start..cue.start;
    if sentence.topic_in(&content).is_some() {
        sentence.push(Origin::Owned, source, cue, content);
    }
}

/// "Holt has a plan to close the bridge", "the mayor voiced support for".
fn voiced(sentence: &mut Sentence<'_, '_, '_>, at: usize) {
    if !connects(sentence.folded(at + 1)) || !sentence.joined(at + 1) {
        return;
    }
    let closed = Flags::PREPOSITION | Flags::CONJUNCTION | Flags::RELATIVE;
    let first = sentence.words.start;
    let verb = (first.max(at.saturating_sub(NEAR))..at)
        .rev()
        .take_while(|&n| {
            sentence.joined(n + 1) && !sentence.reader.words.list[n].flags.contains(closed)
        })
        .find(|&n| Holders::embedded().is_light(sentence.lemma(n)));
    let Some(verb) = verb else { return };
    let verbs = Verbs::embedded();
    if let Some(subject) = subject::before(sentence.reader, verbs, first, verb, None) {
        let source = sentence.bytes(&subject.noun);
        let word = sentence.bytes(&(at..at + 1));
        about(sentence, source, word, at);
    }
}

/// The content behind word `last`, where a topic stands near; whether one does.
fn about(
    sentence: &mut Sentence<'_, '_, '_>,
    source: Range<usize>,
    cue: Range<usize>,
    last: usize,
) -> bool {
    let content = before_verdict(sentence, sentence.behind(last));
    let near = sentence
        .topic_in(&content)
        .is_some_and(|topic| topic.bytes.start <= content.start + REACH);
    if near {
        sentence.push(Origin::Owned, source, cue, content);
    }
    near
}

/// Words that tie a noun of attitude to what it is about.
fn connects(folded: &str) -> bool {
    matches!(
        folded,
        "to" | "for"
            | "of"
            | "that"
            | "on"
            | "against"
            | "from"
            | "in"
            | "about"
            | "over"
            | "with"
            | "toward"
    )
}

/// Content up to what is said of it: that "Holt’s plan to close the bridge *was madness*" is not hers.
fn before_verdict(sentence: &Sentence<'_, '_, '_>, content: Range<usize>) -> Range<usize> {
    let words = sentence.reader.words.inside(&content);
    let Some(topic) = sentence.topic_in(&content) else {
        return content;
    };
    let list = &sentence.reader.words.list;
    let verdict = words
        .filter(|&n| list[n].range().start >= topic.bytes.end)
        .take_while(|&n| list[n].range().start == content.start || sentence.joined(n))
        .find(|&n| {
            matches!(
                sentence.folded(n),
                "is" | "was" | "are" | "were" | "would" | "will"
            )
        });
    match verdict {
        Some(verdict) => content.start..list[verdict - 1].range().end,
        None => content,
    }
}
