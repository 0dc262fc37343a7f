//! What a source phrase names: a person by name or office, an organization, a group, an unnamed
//! source, or nothing that utters.

use std::ops::Range;

use super::coordinate::{coordinated, shares_noun};
use super::describe::{described, is_described};
use super::group;
use super::lists::Flags;
use super::mention::Kind;
use super::office::office;
use super::places::is_of_places;
use super::pronoun::pronoun;
use super::reader::{Parties, Reader};
use super::word::{Gap, Shape};

pub(super) const DOCUMENT: &str = "the source is a document";
pub(super) const GENERIC: &str = "the source is nobody in particular";
const UNRESOLVED: &str = "the source's pronoun has no antecedent";
pub(super) const NO_ACTOR: &str = "the source is no actor";

/// A source has at most this many words; of a longer one the first tell who it is.
const LONGEST: usize = 60;

/// The actors that the words `range` name, one for each name that "and" joins. `passive` tells
/// that the cue is one ("it is feared that"), where "it" is nobody.
pub(crate) fn parties(reader: &mut Reader<'_, '_>, range: Range<usize>, passive: bool) -> Parties {
    let mut parties = Parties::default();
    let range = range.start..range.end.min(range.start + LONGEST);
    let range = range.start..without_adverbs(reader, &range);
    if passive && reader.words.folded(range.start) == "it" {
        parties.reason = Some(GENERIC);
        return parties;
    }
    if is_of_places(reader, &range) {
        match party(reader, range) {
            Ok(entity) => parties.list.push((entity, None)),
            Err(reason) => parties.reason = Some(reason),
        }
        return parties;
    }
    if let Some(members) = group::members(reader, &range) {
        if members.len() > 1 {
            reader.pair = Some((range.start, members.clone()));
        }
        // Examples are not the whole group, nor are the members of a coalition: "conservatives, like Holt".
        let end = head_end(reader, range.start, range.end);
        let body = flag(reader, end - 1, Flags::BODY) && !flag(reader, end - 1, Flags::PEOPLE);
        let given = end < range.end && group::gives_examples(reader, end);
        let group = (members.len() == 1 || given || body).then_some(range.start..end);
        let group = group.and_then(|words| party(reader, words).ok());
        let all = group.into_iter().chain(members);
        parties.list = all.map(|entity| (entity, None)).collect();
        return parties;
    }
    if group::is_several(reader, &range) {
        parties.reason = Some(UNRESOLVED);
        return parties;
    }
    if let Some(members) = group::listed(reader, &range) {
        parties.list = members
            .into_iter()
            .map(|entity| (entity, principal(reader, entity)))
            .collect();
        return parties;
    }
    for part in coordinated(reader, &range) {
        match party(reader, part) {
            Ok(entity) => {
                if parties.list.iter().all(|(e, _)| *e != entity) {
                    let principal = principal(reader, entity);
                    parties.list.push((entity, principal));
                }
            }
            Err(reason) => parties.reason = Some(reason),
        }
    }
    if !parties.list.is_empty() {
        parties.reason = None;
    }
    parties
}

/// The end of a source without the verb's adverbs that were taken along: "Holt no longer".
fn without_adverbs(reader: &Reader<'_, '_>, range: &Range<usize>) -> usize {
    let adverb = |at: usize| {
        reader.mention(at).is_none()
            && matches!(
                reader.words.folded(at),
                "no" | "longer"
                    | "also"
                    | "now"
                    | "never"
                    | "once"
                    | "still"
                    | "not"
                    | "long"
                    | "has"
                    | "have"
                    | "had"
                    | "repeatedly"
                    | "recently"
                    | "already"
                    | "both"
                    | "alike"
                    | "say"
                    | "says"
                    | "said"
                    | "want"
                    | "wants"
            )
    };
    let mut end = range.end;
    while end > range.start + 1 && adverb(end - 1) {
        end -= 1;
    }
    end
}

/// Whom `entity` speaks for, if it speaks for anyone.
pub(super) fn principal(reader: &mut Reader<'_, '_>, entity: usize) -> Option<usize> {
    let entry = &reader.register.entities[entity];
    let Some(range) = entry.principal.clone() else {
        return entry.speaks_for;
    };
    let found = party(reader, range).ok()?;
    (found != entity).then_some(found)
}

/// The entity that one noun phrase names.
pub(super) fn party(
    reader: &mut Reader<'_, '_>,
    range: Range<usize>,
) -> Result<usize, &'static str> {
    let mut start = range.start;
    while start < range.end
        && reader.mention(start).is_none()
        && flag(reader, start, Flags::PREPOSITION | Flags::CONJUNCTION)
        && !(start + 1 < range.end && matches!(reader.words.folded(start + 1), "least" | "most"))
    {
        start += 1;
    }
    start = reader.behind_day(start, range.end);
    // "… showed that 65 percent of voters": the conjunction was taken along.
    if start + 1 < range.end && reader.words.folded(start) == "that" && reader.joined(start + 1) {
        start += 1;
    }
    // "One reason farmers say …": the noun that the clause explains.
    if start + 2 < range.end
        && matches!(reader.words.folded(start), "one" | "another" | "the")
        && matches!(reader.words.folded(start + 1), "reason" | "thing" | "way")
        && reader.joined(start + 2)
        && !flag(reader, start + 2, Flags::PREPOSITION)
    {
        start += 2;
    }
    // "No fewer than twelve senators".
    if start + 3 < range.end
        && reader.words.folded(start) == "no"
        && matches!(reader.words.folded(start + 1), "fewer" | "less")
        && reader.words.folded(start + 2) == "than"
    {
        start += 3;
    }
    if start >= range.end {
        return Err(NO_ACTOR);
    }
    if reader.is_nobody(start) {
        return Err(GENERIC);
    }
    if let Some(result) = by_pronoun(reader, start) {
        // "his campaign" goes on behind its pronoun.
        let behind = Flags::PREPOSITION | Flags::INDEFINITE | Flags::CONJUNCTION | Flags::PRONOUN;
        let whole = start + 1 >= range.end || !reader.joined(start + 1);
        let noun = start + 1 < range.end && !flag(reader, start + 1, behind);
        if whole || !noun {
            return result;
        }
    }
    if flag(reader, start, Flags::RELATIVE) {
        return antecedent(reader, start);
    }
    let end = head_end(reader, start, range.end);
    let head = end - 1;
    if let Some(m) = reader.mention(head) {
        if let Kind::Office(title) = reader.mentions[m].kind {
            return apposed(reader, end, range.end)
                .map_or_else(|| office(reader, title, start..end, range.end), Ok);
        }
        return match reader.entity(m) {
            Some(entity) if reader.register.entities[entity].kind.is_some() => Ok(entity),
            _ => Err(NO_ACTOR),
        };
    }
    if let Some(entity) =
        apposed(reader, end, range.end).or_else(|| joined_name(reader, end, &range))
    {
        return Ok(entity);
    }
    if let Some(entity) = subject(reader, start..end) {
        return Ok(entity);
    }
    if let Some(title) = title_at_end(reader, start..end) {
        return office(reader, title, start..end, range.end);
    }
    described(reader, start..end, range.end)
}

/// The name that a phrase with its verb begins with, where a clause was taken for a source: "Holt joined
/// 89 other senators".
fn subject(reader: &Reader<'_, '_>, phrase: Range<usize>) -> Option<usize> {
    let m = reader.mention(phrase.start)?;
    let mention = &reader.mentions[m];
    let entity = reader.entity(m)?;
    let adverb = |at: usize| reader.words.folded(at).ends_with("ly");
    let behind = mention.whole.end;
    let verb = (behind..phrase.end).find(|&at| !adverb(at))?;
    let folded = reader.words.folded(verb);
    // "Trump allied groups" are groups.
    let told = (folded.len() > 5 && folded.ends_with("ed") && !is_tie(folded))
        || matches!(
            folded,
            "has" | "had" | "is" | "was" | "would" | "will" | "may" | "might"
        );
    let plain = reader.words.list[verb].shape == Shape::Lower && reader.mention(verb).is_none();
    let owns = reader.words.list[behind - 1].possessive;
    (told && plain && !owns && reader.register.entities[entity].kind.is_some()).then_some(entity)
}

/// Participles that tie a group to the name before it.
fn is_tie(folded: &str) -> bool {
    matches!(
        folded,
        "allied"
            | "aligned"
            | "backed"
            | "based"
            | "funded"
            | "appointed"
            | "affiliated"
            | "related"
            | "owned"
            | "sponsored"
            | "controlled"
            | "inspired"
            | "endorsed"
    )
}

pub(super) fn flag(reader: &Reader<'_, '_>, at: usize, flags: Flags) -> bool {
    reader.words.list[at].flags.contains(flags)
}

pub(super) fn by_pronoun(
    reader: &Reader<'_, '_>,
    at: usize,
) -> Option<Result<usize, &'static str>> {
    if reader.mention(at).is_some() {
        return None;
    }
    pronoun(reader.words.folded(at))?;
    Some(reader.referent(at).ok_or(UNRESOLVED))
}

/// End of the head of a noun phrase: before the first preposition, relative or mark.
pub(super) fn head_end(reader: &Reader<'_, '_>, start: usize, limit: usize) -> usize {
    let mut at = start;
    while at < limit {
        if at > start {
            // A quoted word is part of the phrase: the “best man” of the bride.
            let mark = !matches!(reader.words.list[at].gap, Gap::Space | Gap::Quote);
            let closed = Flags::PREPOSITION | Flags::RELATIVE | Flags::PRONOUN;
            let ends = flag(reader, at, closed) && !flag(reader, at, Flags::DETERMINER);
            if mark || (reader.mention(at).is_none() && (ends || is_new_phrase(reader, at))) {
                break;
            }
            if reader.mention(at).is_none() && is_postmodifier(reader, at) {
                break;
            }
        }
        at = match reader.mention(at) {
            Some(m) => reader.mentions[m].whole.end.max(at + 1),
            None => at + title_length(reader, at, limit).unwrap_or(1),
        };
    }
    at.min(limit).max(start + 1)
}

/// Whether "and" begins another phrase; not between two adjectives ("current and former officials").
fn is_new_phrase(reader: &Reader<'_, '_>, at: usize) -> bool {
    if !flag(reader, at, Flags::CONJUNCTION) || shares_noun(reader, at) {
        return false;
    }
    let noun = Flags::PERSON | Flags::PEOPLE | Flags::BODY | Flags::DOCUMENT | Flags::INDEFINITE;
    reader.mention(at - 1).is_some()
        || flag(reader, at - 1, noun)
        || reader.words.list[at - 1].shape != Shape::Lower
}

/// Whether word `at` describes the noun before it: "a source familiar with", "officials briefed on".
fn is_postmodifier(reader: &Reader<'_, '_>, at: usize) -> bool {
    let noun = Flags::PERSON | Flags::PEOPLE | Flags::BODY | Flags::DOCUMENT | Flags::INDEFINITE;
    if !flag(reader, at - 1, noun)
        || reader.words.list[at - 1].possessive
        || reader.words.list[at].shape != Shape::Lower
        || flag(reader, at, noun)
    {
        return false;
    }
    if is_counting(reader, at - 1) && counts_people(reader, at) {
        return false;
    }
    let word = reader.words.folded(at);
    flag(reader, at, Flags::POSTMODIFIER) || word.ends_with("ed") || word.ends_with("ing")
}

/// Whether word `at` says how many there are and not who: "several".
fn is_counting(reader: &Reader<'_, '_>, at: usize) -> bool {
    let noun = Flags::PERSON | Flags::PEOPLE | Flags::BODY | Flags::DOCUMENT;
    flag(reader, at, Flags::INDEFINITE) && !flag(reader, at, noun)
}

/// Whether a noun for people stands at word `at` or behind adjectives: "hundred uneducated voters".
fn counts_people(reader: &Reader<'_, '_>, at: usize) -> bool {
    let end = reader.words.list.len().min(at + 4);
    (at..end)
        .take_while(|&n| reader.joined(n) && !flag(reader, n, Flags::PREPOSITION))
        .any(|n| flag(reader, n, Flags::PEOPLE))
}

fn title_length(reader: &Reader<'_, '_>, at: usize, limit: usize) -> Option<usize> {
    title_at(reader, at, limit).map(|(len, _)| len)
}

fn title_at(reader: &Reader<'_, '_>, at: usize, limit: usize) -> Option<(usize, usize)> {
    reader.known.title_at(reader.lists, reader.words, at, limit)
}

/// The office whose words end a phrase.
fn title_at_end(reader: &Reader<'_, '_>, phrase: Range<usize>) -> Option<usize> {
    phrase
        .clone()
        .find_map(|at| title_at(reader, at, phrase.end).filter(|(len, _)| at + len == phrase.end))
        .map(|(_, title)| title)
}

/// The person whose name stands behind a comma in the rest of the source: "the senator, Maria
/// Holt,", "a spokesman for the port, Alan Pryce".
fn apposed(reader: &Reader<'_, '_>, from: usize, limit: usize) -> Option<usize> {
    // The name may stand behind what was marked as the source.
    let limit = match reader.words.list.get(limit) {
        Some(next) if next.gap == Gap::Comma && from == limit => reader
            .mention(limit)
            .map_or(limit, |m| reader.mentions[m].whole.end),
        _ => limit,
    };
    for at in from..limit {
        if flag(reader, at, Flags::RELATIVE) && reader.mention(at).is_none() {
            return None;
        }
        let Some(m) = reader.mention(at) else {
            continue;
        };
        let mention = &reader.mentions[m];
        let Some(entity) = reader.entity(m).filter(|_| mention.whole.start == at) else {
            continue;
        };
        // "The party’s hope, Ohio Gov. Maria Holt,".
        let first = (from..=at)
            .rev()
            .find(|&n| reader.words.list[n].gap != Gap::Space)
            .filter(|&n| (n..at).all(|n| is_called(reader, n)) || is_described(reader, n..at));
        if first.is_none_or(|first| reader.words.list[first].gap != Gap::Comma) {
            continue;
        }
        let alone =
            mention.words.end >= limit || reader.words.list[mention.words.end].gap != Gap::Space;
        let entry = &reader.register.entities[entity];
        let body = flag(reader, from - 1, Flags::BODY) && entry.kind.is_some();
        if alone && (entry.is_person() || (body && at == from)) {
            return Some(entity);
        }
    }
    None
}

/// Whether word `at` is a place or an office that stands before a name.
fn is_called(reader: &Reader<'_, '_>, at: usize) -> bool {
    match reader.mention(at) {
        Some(m) => matches!(reader.mentions[m].kind, Kind::Office(_) | Kind::Place),
        None => reader.words.capital(at),
    }
}

/// The person whose name ends two callings in a row: "former mayor and party chairman Carl Ruddock".
fn joined_name(reader: &Reader<'_, '_>, end: usize, range: &Range<usize>) -> Option<usize> {
    if end >= range.end || !flag(reader, end, Flags::CONJUNCTION) {
        return None;
    }
    let stop = head_end(reader, end + 1, range.end);
    let m = reader.mention(stop - 1)?;
    let entity = reader.entity(m)?;
    let plain = reader.mentions[m].whole.start > end + 1;
    (plain && reader.register.entities[entity].is_person()).then_some(entity)
}

/// What "who" or "which" refers to: what stands right before it.
fn antecedent(reader: &mut Reader<'_, '_>, at: usize) -> Result<usize, &'static str> {
    let Some(before) = at.checked_sub(1) else {
        return Err(UNRESOLVED);
    };
    let sentence = reader.words.list[at].sentence();
    if reader.words.list[before].sentence() != sentence {
        return Err(UNRESOLVED);
    }
    let person = reader.words.folded(at).starts_with("who");
    if reader.mention(before).is_none()
        && flag(reader, before, Flags::PEOPLE | Flags::PERSON | Flags::BODY)
    {
        let start = noun_start(reader, before);
        let mut aside = start;
        // "Holt, a lawyer and activist, who".
        while aside > 1 && reader.words.folded(aside - 1) == "and" && reader.joined(aside - 1) {
            aside = noun_start(reader, aside - 2);
        }
        // "Holt, a Republican from Ohio, who": a name before the description is meant.
        if let Some(entity) = named_before(reader, aside, sentence, person)
            && aside > 0
            && reader.words.list[aside].gap == Gap::Comma
        {
            return Ok(entity);
        }
        return party(reader, start..before + 1);
    }
    named_before(reader, at, sentence, person).ok_or(UNRESOLVED)
}

/// The people whose noun is `word`, with the words that describe them.
pub(crate) fn people(reader: &mut Reader<'_, '_>, word: usize) -> Option<usize> {
    let start = noun_start(reader, word);
    party(reader, start..word + 1).ok()
}

/// Where the noun phrase that ends with the common noun `last` begins.
fn noun_start(reader: &Reader<'_, '_>, last: usize) -> usize {
    let stop = Flags::PREPOSITION | Flags::CONJUNCTION | Flags::PRONOUN | Flags::RELATIVE;
    let mut start = last;
    while start > 0 && last - start < 5 && reader.joined(start) && !flag(reader, start - 1, stop) {
        start -= 1;
        if flag(reader, start, Flags::DETERMINER | Flags::QUANTITY) {
            break;
        }
    }
    // "A coalition of shop unions who".
    if start > 2 && reader.joined(start) && reader.words.folded(start - 1) == "of" {
        let counted = start - 2;
        let article = |n: usize| matches!(reader.words.folded(n), "a" | "the");
        if flag(reader, counted, Flags::QUANTITY)
            && reader.joined(start - 1)
            && reader.mention(counted).is_none()
        {
            let first = (counted.saturating_sub(2)..counted).find(|&n| article(n));
            let number = reader.words.list[counted - 1].shape == Shape::Number;
            let first = first.unwrap_or(counted - usize::from(number && reader.joined(counted)));
            let one = reader.words.folded(counted) == "one";
            if !one && !reader.is_nobody(first) {
                return first;
            }
        }
    }
    // Without a word that opens the phrase, what stands before the noun may be a verb.
    let opener = Flags::DETERMINER | Flags::QUANTITY | Flags::INDEFINITE | Flags::PARTY;
    let opens = flag(reader, start, opener) || reader.words.list[start].shape == Shape::Number;
    if opens { start } else { last }
}

fn named_before(
    reader: &Reader<'_, '_>,
    at: usize,
    sentence: usize,
    person: bool,
) -> Option<usize> {
    let mut word = at;
    while word > 0 && at - word < 16 && reader.words.list[word - 1].sentence() == sentence {
        word -= 1;
        if let Some(entity) = reader.mention(word).and_then(|m| reader.entity(m)) {
            let entry = &reader.register.entities[entity];
            if entry.is_person() == person && entry.kind.is_some() {
                return Some(entity);
            }
        }
    }
    None
}
