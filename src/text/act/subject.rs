//! Who stands before a verb as its subject.

use std::ops::Range;

use super::lexicon::Verbs;
use crate::text::actor::{Flags, Gap, Reader, Shape};
use crate::text::inflect::lemma;

/// A verb's subject.
#[derive(Debug, PartialEq)]
pub(crate) struct Subject {
    /// Words of the noun phrase.
    pub noun: Range<usize>,
    /// First word of the verb with its auxiliaries.
    pub verb_start: usize,
}

/// How many words an aside between commas may have ("Holt, the mayor of Brunland, wants").
const ASIDE: usize = 14;

/// The subject of the verb at word `at` of the sentence that starts with word `first`. `earlier` is
/// the subject of a verb before it, which "and" can share.
pub(crate) fn before(
    reader: &Reader<'_, '_>,
    verbs: &Verbs,
    first: usize,
    at: usize,
    earlier: Option<&Range<usize>>,
) -> Option<Subject> {
    let words = &reader.words;
    let mut start = at;
    let mut auxiliary = at;
    while start > first {
        if is_plain(reader, start - 1) && verbs.is_between(words.folded(start - 1)) {
            start -= 1;
            if words.list[start + 1].gap == Gap::Space {
                auxiliary = start;
            }
        } else {
            match time_before(reader, first, start) {
                0 => break,
                words => start -= words,
            }
        }
    }
    if is_passive(reader, start, at) || !is_finite(reader, start, at) {
        return None;
    }
    if start == first {
        return None;
    }
    if matches!(words.folded(start - 1), "who" | "which") {
        return Some(Subject {
            noun: start - 1..start,
            verb_start: auxiliary,
        });
    }
    let shares =
        matches!(words.folded(start - 1), "and" | "but" | "or") && is_plain(reader, start - 1);
    if shares {
        let noun = earlier?.clone();
        return Some(Subject {
            noun,
            verb_start: auxiliary,
        });
    }
    let end = match words.list[start].gap {
        Gap::Space | Gap::Quote => start,
        Gap::Comma | Gap::Bracket => aside(reader, first, start)?,
        Gap::Break => return None,
    };
    let noun = phrase(reader, first, end)?;
    // "many promises", "would Holt sign": a noun, or a question.
    let folded = words.folded(at);
    let inflected = lemma(folded) != folded;
    let several = is_several(reader, &noun);
    let agrees = match () {
        _ if auxiliary < at => true,
        _ if !inflected => several,
        _ if folded.ends_with('s') => !several,
        _ => true,
    };
    if !agrees {
        return None;
    }
    Some(Subject {
        noun,
        verb_start: auxiliary.max(start),
    })
}

/// How many words before `end` say when: "Brunland this year passed a law", "has in the last year passed".
fn time_before(reader: &Reader<'_, '_>, first: usize, end: usize) -> usize {
    let word = |back: usize| match end.checked_sub(back) {
        Some(at) if at >= first && is_plain(reader, at) => reader.words.folded(at),
        _ => "",
    };
    let span = matches!(
        word(1),
        "year"
            | "month"
            | "week"
            | "decade"
            | "summer"
            | "spring"
            | "fall"
            | "winter"
            | "session"
            | "term"
    );
    if !span || !matches!(word(2), "this" | "last" | "past" | "same" | "recent") {
        return 0;
    }
    match (word(3), word(4)) {
        ("the", "in" | "over" | "during" | "for") => 4,
        _ if matches!(word(2), "this" | "last") => 2,
        _ => 0,
    }
}

fn is_plain(reader: &Reader<'_, '_>, word: usize) -> bool {
    reader.mention(word).is_none()
}

/// "was banned", "being deported": the subject suffers the act.
fn is_passive(reader: &Reader<'_, '_>, start: usize, verb: usize) -> bool {
    let participle = !reader.words.folded(verb).ends_with("ing");
    participle
        && (start..verb).any(|n| {
            matches!(
                reader.words.folded(n),
                "is" | "are" | "was" | "were" | "be" | "been" | "being"
            )
        })
}

/// Whether the verb tells what its subject does: no bare participle ("a senator seeking"), and no
/// modal that makes it somebody else's advice ("the court should strike").
fn is_finite(reader: &Reader<'_, '_>, start: usize, verb: usize) -> bool {
    let words = &reader.words;
    let any = |set: &[&str]| (start..verb).any(|n| set.contains(&words.folded(n)));
    let advised = any(&["should", "must", "could", "may", "might", "can", "shall"]);
    let progressive = any(&["is", "are", "was", "were", "be", "been"]);
    !advised && (progressive || !words.folded(verb).ends_with("ing"))
}

/// The word behind what an aside that ends before word `end` explains.
fn aside(reader: &Reader<'_, '_>, first: usize, end: usize) -> Option<usize> {
    let words = &reader.words.list;
    let low = first.max(end.saturating_sub(ASIDE));
    (low + 1..end)
        .rev()
        .find(|&n| matches!(words[n].gap, Gap::Comma | Gap::Bracket))
}

/// The noun phrase that ends before word `end`, if somebody is its head.
pub(super) fn phrase(reader: &Reader<'_, '_>, first: usize, end: usize) -> Option<Range<usize>> {
    let mut tail = end;
    // "Holt of Brunland", "a majority of voters": the head stands before the preposition.
    for _ in 0..3 {
        let start = simple(reader, first, tail)?;
        let preposition = start > first
            && reader.mention(start - 1).is_none()
            && reader.words.list[start].gap == Gap::Space
            && reader.words.list[start - 1]
                .flags
                .contains(Flags::PREPOSITION);
        if !preposition {
            let start = listed_from(reader, first, start, tail);
            return somebody(reader, start, tail).then_some(start..end);
        }
        let governs = matches!(
            reader.words.folded(start - 1),
            "of" | "from" | "in" | "for" | "at" | "with" | "on"
        );
        if !governs || start - 1 == first {
            return None;
        }
        tail = start - 1;
    }
    None
}

/// Where the names begin that end with the one at `start..end`: "Holt, Dahl and Ruiz all want".
fn listed_from(reader: &Reader<'_, '_>, first: usize, start: usize, end: usize) -> usize {
    let n = reader.series.partition_point(|series| series.end < end);
    match reader.series.get(n) {
        Some(series) if series.end == end && first <= series.start && series.start < start => {
            series.start
        }
        _ => start,
    }
}

/// Whether a word names the people of a country: "Americans".
fn is_nation(reader: &Reader<'_, '_>, at: usize) -> bool {
    reader.words.folded(at).ends_with('s') && reader.is_demonym(at)
}

/// Whether the subject takes the verb without "-s".
fn is_several(reader: &Reader<'_, '_>, noun: &Range<usize>) -> bool {
    let plural = Flags::PEOPLE | Flags::QUANTITY | Flags::INDEFINITE;
    noun.clone().any(|n| {
        reader.mention(n).is_none()
            && (is_nation(reader, n)
                || reader.words.list[n].flags.contains(plural)
                || reader.words.folded(n) == "they")
    })
}

/// The start of the noun phrase without prepositions that ends before word `end`.
fn simple(reader: &Reader<'_, '_>, first: usize, end: usize) -> Option<usize> {
    let last = end.checked_sub(1).filter(|&n| n >= first)?;
    if let Some(m) = reader.mention(last) {
        if reader.words.list[last].possessive {
            return None;
        }
        let start = reader.mentions[m].whole.start.max(first);
        let article = start > first
            && reader.words.list[start].gap == Gap::Space
            && reader.words.folded(start - 1) == "the";
        return Some(start - usize::from(article));
    }
    let word = &reader.words.list[last];
    let closed = Flags::PREPOSITION | Flags::CONJUNCTION | Flags::RELATIVE | Flags::DETERMINER;
    let who = matches!(
        reader.words.folded(last),
        "he" | "she" | "they" | "some" | "many" | "most"
    );
    if word.flags.contains(closed) && !who {
        return None;
    }
    let mut start = last;
    while start > first && last - start < 6 && modifies(reader, start) {
        start -= 1;
    }
    let open =
        Flags::DETERMINER | Flags::QUANTITY | Flags::INDEFINITE | Flags::PARTY | Flags::PRONOUN;
    let opens = start == first
        || reader.mention(start).is_some()
        || reader.words.list[start].flags.contains(open)
        || reader.words.list[start].gap != Gap::Space
        || reader.words.list[start].shape == Shape::Number;
    // Without a word that opens a phrase, what stands before the noun may be another verb.
    Some(if opens { start } else { last })
}

/// Whether the word before `at` belongs to the same noun phrase.
fn modifies(reader: &Reader<'_, '_>, at: usize) -> bool {
    let before = at - 1;
    let closed = Flags::PREPOSITION | Flags::CONJUNCTION | Flags::RELATIVE;
    let word = &reader.words.list[before];
    let determiner = word.flags.contains(Flags::DETERMINER);
    reader.words.list[at].gap == Gap::Space
        && !reader.words.list[at].flags.contains(Flags::DETERMINER)
        && (reader.mention(before).is_some()
            || determiner
            || !word.flags.contains(closed | Flags::PRONOUN))
}

/// Whether the phrase's last word is a name, a pronoun for people, or a noun for people or bodies.
fn somebody(reader: &Reader<'_, '_>, start: usize, end: usize) -> bool {
    let last = end - 1;
    if let Some(m) = reader.mention(last) {
        return reader.is_actor(m);
    }
    let word = &reader.words.list[last];
    if start + 1 == end && matches!(reader.words.folded(last), "he" | "she" | "they" | "who") {
        return true;
    }
    let kind = Flags::PERSON | Flags::PEOPLE | Flags::BODY | Flags::QUANTITY;
    (word.flags.contains(kind) || is_nation(reader, last)) && !word.possessive
}
