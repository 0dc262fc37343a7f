//! A verb of decision, support or opposition, or an adjective with "is", with its subject before it
//! and a topic behind it.

use std::ops::Range;

use super::super::actor::Flags;
use super::{Holders, Origin, Sentence, Verbs, asked, subject};

pub(super) fn read(sentence: &mut Sentence<'_, '_, '_>) {
    let verbs = Verbs::embedded();
    let mut earlier: Option<Range<usize>> = None;
    let last = sentence.topics.last().map_or(0, |t| t.bytes.start);
    for at in sentence.words.clone() {
        // Behind the last topic no verb takes any.
        if sentence.reader.words.list[at].range().start > last {
            break;
        }
        if sentence.reader.words.capital(at) {
            continue;
        }
        // "Populists like Holt blame …".
        if sentence.folded(at) == "like" && sentence.reader.mention(at + 1).is_some() {
            continue;
        }
        let taken = sentence.topic_at(at).filter(|t| t.measure).cloned();
        let used = match sentence.verb_width(at) {
            0 if taken.is_some() => 1,
            0 => {
                predicate(sentence, verbs, at);
                deed(sentence, verbs, at);
                continue;
            }
            used => used,
        };
        let first = sentence.words.start;
        let subject = subject::before(sentence.reader, verbs, first, at, earlier.as_ref());
        let Some(subject) = subject.or_else(|| asked::subject(sentence, at)) else {
            predicate(sentence, verbs, at);
            continue;
        };
        earlier = Some(subject.noun.clone());
        if asked::is_supposed(sentence, subject.noun.start) {
            continue;
        }
        let end = (at + used).min(sentence.words.end);
        if let Some(topic) = taken {
            let cue = sentence.bytes(&(subject.verb_start..at + 1));
            let source = sentence.bytes(&subject.noun);
            sentence.push(Origin::Acted, source, cue, topic.bytes);
            continue;
        }
        let cue = sentence.bytes(&(subject.verb_start..end));
        let content = sentence.behind(end - 1);
        if sentence.topic_in(&content).is_some() {
            let source = sentence.bytes(&subject.noun);
            sentence.push(Origin::Acted, source, cue, content);
        }
    }
}

/// Bytes between a verb of no attitude and the topic: what stands further away is hardly done by it.
const DEED_REACH: usize = 60;

/// "Norland lengthened the ferry’s hours": a past form or a verb with an auxiliary that no list has.
fn deed(sentence: &mut Sentence<'_, '_, '_>, verbs: &Verbs, at: usize) {
    let folded = sentence.folded(at);
    let past = folded.len() > 3 && sentence.lemma(at) != folded && !folded.ends_with('s');
    if !past || is_copula(folded) || sentence.reader.mention(at).is_some() {
        return;
    }
    let content = sentence.behind(at);
    let near = sentence
        .topic_in(&content)
        .is_some_and(|topic| topic.bytes.start <= content.start + DEED_REACH);
    if !near {
        return;
    }
    let first = sentence.words.start;
    let Some(subject) = subject::before(sentence.reader, verbs, first, at, None) else {
        return;
    };
    if folded.ends_with("ing") && subject.verb_start == at || !acts(sentence, &subject.noun) {
        return;
    }
    let cue = sentence.bytes(&(subject.verb_start..at + 1));
    let source = sentence.bytes(&subject.noun);
    sentence.push(Origin::Done, source, cue, content);
}

/// Whether a subject is somebody who can do something: no "scores of trucks".
fn acts(sentence: &Sentence<'_, '_, '_>, noun: &Range<usize>) -> bool {
    let last = noun.end - 1;
    let somebody = Flags::PERSON | Flags::PEOPLE | Flags::BODY;
    sentence.reader.mention(last).is_some()
        || sentence.reader.words.list[last].flags.contains(somebody)
        || matches!(sentence.folded(last), "he" | "she" | "they" | "who")
}

/// "Holt is opposed to the bridge", "voters opposed to the bridge".
fn predicate(sentence: &mut Sentence<'_, '_, '_>, verbs: &Verbs, at: usize) {
    let used = Holders::embedded().predicate(|n| sentence.folded(at + n));
    if used == 0 || at <= sentence.words.start {
        return;
    }
    let first = sentence.words.start;
    let mut be = at - 1;
    while be > first && verbs.is_between(sentence.folded(be)) && !is_copula(sentence.folded(be)) {
        be -= 1;
    }
    let (source, start) = if is_copula(sentence.folded(be)) {
        match subject::before(sentence.reader, verbs, first, be, None) {
            Some(subject) => (subject.noun, subject.verb_start),
            None => return,
        }
    } else {
        let noun = at - 1;
        let people = sentence.reader.words.list[noun]
            .flags
            .contains(Flags::PEOPLE)
            && sentence.reader.mention(noun).is_none();
        // "Services for the elderly" are for nothing; "voters against the bridge" are against it.
        let said_of = !matches!(sentence.folded(at), "for" | "behind");
        match subject::phrase(sentence.reader, first, at)
            .filter(|_| people && said_of && sentence.joined(at))
        {
            Some(phrase) => (phrase, at),
            None => return,
        }
    };
    let end = (at + used).min(sentence.words.end);
    let content = sentence.behind(end - 1);
    if sentence.topic_in(&content).is_some() {
        let cue = sentence.bytes(&(start..end));
        let source = sentence.bytes(&source);
        sentence.push(Origin::Acted, source, cue, content);
    }
}

pub(super) fn is_copula(folded: &str) -> bool {
    matches!(
        folded,
        "is" | "are"
            | "was"
            | "were"
            | "been"
            | "be"
            | "remains"
            | "remained"
            | "remain"
            | "became"
            | "seems"
            | "seemed"
            | "appears"
            | "appeared"
    )
}
