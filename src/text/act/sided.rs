//! People named by their side: "opponents of the levy", "bridge supporters", "anti-levy activists",
//! and somebody said to be one of them.

use std::ops::Range;

use super::super::actor::Flags;
use super::verb::is_copula;
use super::{Gap, Noun, Origin, Sentence, Verbs, subject};

pub(super) fn read(sentence: &mut Sentence<'_, '_, '_>) {
    described(sentence);
    for at in sentence.words.clone() {
        let Noun { sided, camp, .. } = sentence.noun(at);
        if !sided && !camp {
            continue;
        }
        let word = sentence.bytes(&(at..at + 1));
        if let Some((content, prefix)) = topic_before(sentence, at, sided) {
            let cue = prefix.unwrap_or(word);
            let start = sentence.reader.words.inside(&content).start;
            let source = holder(sentence, start, at + 1);
            let source = sentence.bytes(&source);
            sentence.push(Origin::Sided, source, cue, content);
        } else if sided && matches!(sentence.folded(at + 1), "of" | "for" | "to") {
            let near = (at + 2..at + 6).find_map(|n| sentence.topic_at(n)).cloned();
            let Some(topic) = near else { continue };
            let content = sentence.bytes(&(at + 2..at + 3)).start..topic.bytes.end;
            let whole = sentence.reader.words.inside(&topic.bytes).end;
            let source = holder(sentence, at, whole.max(at + 1));
            let source = sentence.bytes(&source);
            sentence.push(Origin::Sided, source, word, content);
        }
    }
}

/// "Holt is anti-levy", "calls herself pro-bridge".
fn described(sentence: &mut Sentence<'_, '_, '_>) {
    for topic in sentence.topics {
        let Some(prefix) = prefix(sentence, topic.bytes.start) else {
            continue;
        };
        let words = sentence.reader.words.inside(&topic.bytes);
        let (at, end) = (words.start, words.end);
        let noun = sentence.joined(end)
            && sentence.words.contains(&end)
            && !sentence.reader.words.list[end]
                .flags
                .contains(Flags::PREPOSITION | Flags::CONJUNCTION | Flags::RELATIVE);
        let verbs = Verbs::embedded();
        let first = sentence.words.start;
        let be = (first.max(at.saturating_sub(4))..at).rev().find(|&n| {
            is_copula(sentence.folded(n))
                || matches!(sentence.folded(n), "himself" | "herself" | "themselves")
        });
        let Some(be) = be.filter(|_| !noun) else {
            continue;
        };
        let verb = if is_copula(sentence.folded(be)) {
            be
        } else {
            be.max(first + 1) - 1
        };
        if let Some(subject) = subject::before(sentence.reader, verbs, first, verb, None) {
            let source = sentence.bytes(&subject.noun);
            sentence.push(Origin::Sided, source, prefix, topic.bytes.clone());
        }
    }
}

/// "Anti" or "pro" with a hyphen right before byte `start`.
fn prefix(sentence: &Sentence<'_, '_, '_>, start: usize) -> Option<Range<usize>> {
    let before = &sentence.document.text[..start];
    ["anti-", "pro-", "anti"].into_iter().find_map(|p| {
        let from = start.checked_sub(p.len())?;
        let same = before
            .get(from..)
            .is_some_and(|text| text.eq_ignore_ascii_case(p));
        same.then(|| from..from + p.trim_end_matches('-').len())
    })
}

/// The topic that ends right before word `at` or one word earlier, with "anti" or "pro" before it.
fn topic_before(
    sentence: &Sentence<'_, '_, '_>,
    at: usize,
    sided: bool,
) -> Option<(Range<usize>, Option<Range<usize>>)> {
    let list = &sentence.reader.words.list;
    let near = (1..=2).filter(|back| at >= sentence.words.start + back);
    let topic = near
        .filter(|back| (at + 1 - back..=at).all(|n| sentence.joined(n)))
        .find_map(|back| {
            let end = list[at - back].range().end;
            sentence.topics.iter().find(|t| t.bytes.end == end)
        })?;
    let prefix = prefix(sentence, topic.bytes.start);
    (sided || topic.measure || prefix.is_some()).then(|| (topic.bytes.clone(), prefix))
}

/// Who is meant by the people noun whose words are `noun`: whom "is" or an aside says it of, else
/// the phrase itself.
fn holder(sentence: &Sentence<'_, '_, '_>, start: usize, end: usize) -> Range<usize> {
    let first = sentence.words.start;
    let reader = sentence.reader;
    let mut at = start;
    let closed = Flags::PREPOSITION | Flags::CONJUNCTION | Flags::RELATIVE | Flags::PRONOUN;
    while at > first && start - at < 6 && sentence.joined(at) {
        let before = &reader.words.list[at - 1];
        if is_copula(sentence.folded(at - 1)) || before.possessive {
            break;
        }
        if before.flags.contains(closed) && !before.flags.contains(Flags::DETERMINER)
            || reader.mention(at - 1).is_some()
        {
            break;
        }
        // A verb does not belong to the noun phrase behind it: "Holt met supporters of".
        let done = at > first + 1
            && reader
                .mention(at - 2)
                .is_some_and(|m| reader.is_actor(m) && reader.mentions[m].whole.end == at - 1)
            && !reader.words.list[at - 2].possessive;
        let verb = before.range().len() > 3 && !before.flags.contains(Flags::QUANTITY);
        if verb && (sentence.is_verb(at - 1) || done) || is_past(sentence, at - 1) {
            break;
        }
        at -= 1;
    }
    if at > first && is_copula(sentence.folded(at - 1)) {
        let verbs = Verbs::embedded();
        if let Some(subject) = subject::before(reader, verbs, first, at - 1, None) {
            return subject.noun;
        }
    }
    // "She's a supporter": the contraction looks like a possessive.
    if at > first
        && reader.words.list[at - 1].possessive
        && matches!(sentence.folded(at - 1), "he" | "she" | "who")
    {
        return at - 1..at;
    }
    if at > first
        && sentence.gap(at) == Gap::Comma
        && let Some(m) = reader.mention(at - 1)
        && reader.is_actor(m)
    {
        return reader.mentions[m].whole.clone();
    }
    at..end
}

/// Whether a word is spelled like a past form behind a noun: "the mayor met supporters".
fn is_past(sentence: &Sentence<'_, '_, '_>, at: usize) -> bool {
    let word = sentence.folded(at);
    let past = sentence.lemma(at) != word && !word.ends_with('s') && !word.ends_with("ing");
    past && at > sentence.words.start
        && sentence.reader.words.list[at - 1]
            .flags
            .contains(Flags::PERSON | Flags::PEOPLE | Flags::BODY)
}
