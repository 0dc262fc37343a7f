//! Sources that only a description names: groups, bodies, unnamed people, documents.

use std::ops::Range;

use super::affiliation::{Affiliation, affiliation};
use super::epithet;
use super::lists::{Flags, Gender};
use super::places::places_end;
use super::reader::Reader;
use super::register::{Entity, one_line};
use super::source::{DOCUMENT, GENERIC, NO_ACTOR, by_pronoun, flag, head_end, party};
use super::word::{Gap, Shape};
use crate::model::ActorKind;
use crate::text::inflect::lemma;
use crate::text::vector;

/// A description with its complement has at most this many words.
const LONGEST: usize = 8;

/// A source that only a description names.
pub(super) fn described(
    reader: &mut Reader<'_, '_>,
    phrase: Range<usize>,
    limit: usize,
) -> Result<usize, &'static str> {
    let mut phrase = phrase;
    // "A 54% majority of voters": the mark of the share ends no phrase.
    if reader.words.list[phrase.end - 1].shape == Shape::Number
        && phrase.end < limit
        && flag(reader, phrase.end, Flags::QUANTITY)
    {
        phrase.end += 1;
    }
    // "Four out of 10 voters".
    let tie = phrase.end;
    if reader.words.folded(phrase.end - 1) == "out" && phrase.len() > 1 {
        phrase.end -= 1;
    }
    let head = phrase.end - 1;
    let word = &reader.words.list[head];
    let flags = word.flags;
    let quantity = word.shape == Shape::Number || flags.contains(Flags::QUANTITY);
    let quantity = quantity || reader.words.folded(head).ends_with("thirds");
    let counted = tie + 1 < limit && matches!(reader.words.folded(tie), "of" | "in");
    if quantity && counted {
        let end = head_end(reader, tie + 1, limit);
        let unnamed = (tie..end).any(|w| flag(reader, w, Flags::UNNAMED));
        let kind = match unnamed {
            true => ActorKind::Anonymous,
            false => ActorKind::Group,
        };
        let whole = with_complement(reader, phrase.start..end, limit);
        return Ok(describe_group(reader, whole, limit, kind));
    }
    if is_count(reader, &phrase) {
        return Err(DOCUMENT);
    }
    if flags.contains(Flags::PEOPLE)
        && (!flags.contains(Flags::BODY) || flags.contains(Flags::PERSON))
    {
        let kind = if flags.contains(Flags::UNNAMED) {
            ActorKind::Anonymous
        } else {
            ActorKind::Group
        };
        let whole = with_complement(reader, phrase, limit);
        return Ok(describe_group(reader, whole, limit, kind));
    }
    if flags.contains(Flags::PERSON) {
        if let Some(entity) = epithet::named(reader, &phrase, limit, None, None) {
            return Ok(entity);
        }
        return Ok(describe_person(reader, phrase, limit, false));
    }
    if flags.contains(Flags::BODY) {
        if flags.contains(Flags::PEOPLE) {
            phrase = with_complement(reader, phrase, limit);
        }
        return Ok(describe_body(reader, phrase));
    }
    if flags.contains(Flags::DOCUMENT) {
        return owner_of(reader, phrase, limit);
    }
    if flags.contains(Flags::INDEFINITE)
        || reader.words.list[phrase.start]
            .flags
            .contains(Flags::INDEFINITE)
    {
        let whole = with_complement(reader, phrase, limit);
        return Ok(describe_group(reader, whole, limit, ActorKind::Anonymous));
    }
    if flags.contains(Flags::PRONOUN | Flags::DETERMINER | Flags::STARTER | Flags::CALENDAR) {
        return Err(GENERIC);
    }
    if reader.is_demonym(head) {
        return Ok(describe_group(reader, phrase, limit, ActorKind::Group));
    }
    if reader.words.capital(head) && !flags.contains(Flags::STARTER) && phrase.len() <= 2 {
        let begins = phrase.len() == 1 && reader.words.list[head].gap != Gap::Space;
        if begins && is_common(reader, head) {
            return Err(NO_ACTOR);
        }
        return Ok(named_once(reader, head));
    }
    let text = reader.words.folded(head);
    if let Some(stem) = agent(text) {
        return Ok(if stem {
            describe_person(reader, phrase, limit, false)
        } else {
            describe_group(reader, phrase, limit, ActorKind::Group)
        });
    }
    Err(NO_ACTOR)
}

/// Whether the words say in small letters who the person behind them is: "his cousin", "the painter".
pub(super) fn is_described(reader: &Reader<'_, '_>, words: Range<usize>) -> bool {
    let Some(noun) = words.clone().next_back() else {
        return false;
    };
    let closed = Flags::PREPOSITION | Flags::RELATIVE | Flags::CONJUNCTION;
    flag(reader, noun, Flags::PERSON)
        && !reader.words.list[noun].possessive
        && words.clone().all(|at| !flag(reader, at, closed))
}

/// Whether "figures" are numbers, which nothing tells to be people: "initial figures", not "party figures".
fn is_count(reader: &Reader<'_, '_>, phrase: &Range<usize>) -> bool {
    let head = phrase.end - 1;
    let told = |at: usize| {
        matches!(
            reader.words.folded(at),
            "initial"
                | "preliminary"
                | "official"
                | "new"
                | "latest"
                | "recent"
                | "updated"
                | "final"
                | "the"
                | "these"
                | "those"
        )
    };
    let who = head + 1 < reader.words.list.len() && reader.words.folded(head + 1) == "who";
    reader.words.folded(head) == "figures" && !who && (phrase.len() == 1 || told(head - 1))
}

/// A plural with what says which people are meant: "supporters of the bridge", "voters in Ohio".
fn with_complement(reader: &Reader<'_, '_>, phrase: Range<usize>, limit: usize) -> Range<usize> {
    let behind = phrase.end;
    let tie = |at: usize| {
        matches!(
            reader.words.folded(at),
            "of" | "for"
                | "in"
                | "from"
                | "at"
                | "on"
                | "within"
                | "among"
                | "outside"
                | "across"
                | "with"
                | "without"
        )
    };
    let mut end = behind;
    while end + 1 < limit && reader.joined(end) && tie(end) {
        // "Outside of" is one.
        let next = match tie(end + 1) {
            true => end + 2,
            false => end + 1,
        };
        // "Voters in May" are voters.
        if next >= limit || flag(reader, next, Flags::CALENDAR) {
            break;
        }
        let places = places_end(reader, next, limit);
        end = places.unwrap_or_else(|| head_end(reader, next, limit));
        if places.is_none() && end - phrase.start > LONGEST {
            return phrase;
        }
    }
    phrase.start..restricted(reader, phrase.start, end, limit)
}

/// The end of a phrase for people with the clause that says which ones are meant: "delegates supporting Holt",
/// "those who live here". What stands behind a comma only tells of them.
fn restricted(reader: &Reader<'_, '_>, start: usize, end: usize, limit: usize) -> usize {
    let opens = |at: usize| {
        let folded = reader.words.folded(at);
        let participle = reader.words.list[at].shape == Shape::Lower
            && folded.len() > 5
            && (folded.ends_with("ing") || folded.ends_with("ed"));
        participle || matches!(folded, "who" | "that")
    };
    let whole = (end..limit).all(|at| reader.joined(at));
    match end < limit && limit - start <= LONGEST && whole && opens(end) {
        true => limit,
        false => end,
    }
}

/// From this weight on a word is so rare in the news that it is more often part of a last name.
const RARE: f32 = 0.95;

/// Whether a word that begins a sentence is the plain plural of a noun, as "Photos", or an adjective, as "Initial", and no
/// last name like "Peters" or "Hayes".
fn is_common(reader: &Reader<'_, '_>, word: usize) -> bool {
    let folded = reader.words.folded(word);
    let lemma = lemma(folded);
    let built = [
        "ial", "quent", "ous", "ive", "ional", "ical", "able", "ible", "inary",
    ];
    let adjective = folded.len() > 5 && built.iter().any(|end| folded.ends_with(end));
    (adjective || folded.strip_suffix('s') == Some(&*lemma))
        && vector::place(&lemma).is_some_and(|noun| vector::weight(noun) < RARE)
        && !reader.lists.flags(&lemma).contains(Flags::GIVEN)
}

/// A single name that only its utterance shows to be one.
fn named_once(reader: &mut Reader<'_, '_>, word: usize) -> usize {
    let name = reader.words.printed(&(word..word + 1));
    let entity = Entity::new(Some(ActorKind::Person), one_line(name));
    reader.register.describe(entity)
}

/// Whether an unlisted noun is built like one for a person (true) or for people (false).
fn agent(folded: &str) -> Option<bool> {
    let (noun, one) = match folded.strip_suffix('s') {
        Some(stem) if !folded.ends_with("ss") => (stem, false),
        _ => (folded, true),
    };
    let endings = [
        "ist", "crat", "ologist", "man", "woman", "eer", "ician", "goer", "holder", "maker",
    ];
    let people = ["men", "women"];
    if people.iter().any(|e| folded.ends_with(e)) {
        return Some(false);
    }
    (noun.len() > 5 && endings.iter().any(|e| noun.ends_with(e))).then_some(one)
}

/// Whose words a document is: "Holt’s letter", "a statement from the ministry".
fn owner_of(
    reader: &mut Reader<'_, '_>,
    phrase: Range<usize>,
    limit: usize,
) -> Result<usize, &'static str> {
    let head = phrase.end - 1;
    if !flag(reader, head, Flags::UTTERANCE) {
        return Err(DOCUMENT);
    }
    for word in phrase.clone().rev().skip(1) {
        if let Some(m) = reader.mention(word)
            && reader.words.list[word].possessive
        {
            return reader.entity(m).ok_or(DOCUMENT);
        }
        if let Some(result) = by_pronoun(reader, word) {
            return result;
        }
    }
    let behind = phrase.end;
    if behind + 1 < limit && matches!(reader.words.folded(behind), "from" | "by" | "of") {
        return party(reader, behind + 1..limit);
    }
    Err(DOCUMENT)
}

/// The words of a description, without a leading article, possessive pronouns put as names.
fn description(reader: &Reader<'_, '_>, phrase: &Range<usize>) -> String {
    let mut start = phrase.start;
    if matches!(reader.words.folded(start), "a" | "an" | "the") && phrase.len() > 1 {
        // "A few" are more than few.
        start += usize::from(reader.words.folded(start + 1) != "few");
    }
    if let Some(owner) = reader.referent(start) {
        let owner = &reader.register.entities[owner];
        let name = owner.name.split_whitespace().last().unwrap_or(&owner.name);
        return one_line(&format!(
            "{name} {}",
            reader.words.printed(&(start + 1..phrase.end))
        ));
    }
    one_line(reader.words.printed(&(start..phrase.end)))
}

fn describe_group(
    reader: &mut Reader<'_, '_>,
    phrase: Range<usize>,
    limit: usize,
    kind: ActorKind,
) -> usize {
    let head = head_end(reader, phrase.start, phrase.end) - 1;
    let belongs = match kind {
        ActorKind::Anonymous => affiliation(reader, &phrase, limit.max(phrase.end)),
        _ => None,
    };
    let phrase = with_affiliation(phrase, belongs.as_ref());
    let mut entity = Entity::new(Some(kind), description(reader, &phrase));
    entity.affiliation = belongs.map(|belongs| belongs.entity);
    entity.plural = true;
    entity.noun = reader.words.folded(head).to_owned();
    reader.register.describe(entity)
}

pub(super) fn describe_person(
    reader: &mut Reader<'_, '_>,
    phrase: Range<usize>,
    limit: usize,
    speaks: bool,
) -> usize {
    let noun = reader.words.folded(phrase.end - 1).to_owned();
    let definite = matches!(reader.words.folded(phrase.start), "the" | "that" | "this");
    if definite
        && phrase.len() <= 2
        && let Some(entity) = reader.register.of_noun(ActorKind::Anonymous, &noun)
    {
        return entity;
    }
    let principal = if speaks {
        principal_words(reader, &phrase, limit)
    } else {
        None
    };
    let belongs = affiliation(reader, &phrase, limit.max(phrase.end));
    let mut words = match (&belongs, &principal) {
        (None, None) => with_complement(reader, phrase.clone(), limit),
        _ => with_affiliation(phrase.clone(), belongs.as_ref()),
    };
    if let Some(principal) = &principal {
        words.end = words.end.max(principal.end);
    }
    let mut entity = Entity::new(Some(ActorKind::Anonymous), description(reader, &words));
    entity.gender = Gender::of(reader.words.list[phrase.end - 1].flags);
    entity.noun = noun;
    entity.principal = principal;
    entity.affiliation = belongs.map(|belongs| belongs.entity);
    reader.register.describe(entity)
}

/// The description with the name that it belongs to, where the two are short.
fn with_affiliation(phrase: Range<usize>, belongs: Option<&Affiliation>) -> Range<usize> {
    match belongs {
        Some(found) if found.end > phrase.end && found.end - phrase.start <= LONGEST => {
            phrase.start..found.end
        }
        _ => phrase,
    }
}

/// Whom the holder of a calling speaks for: "a Pentagon spokesman", "a lawyer for Holt".
pub(crate) fn principal_words(
    reader: &Reader<'_, '_>,
    phrase: &Range<usize>,
    limit: usize,
) -> Option<Range<usize>> {
    let behind = phrase.end;
    if behind + 1 < limit
        && matches!(
            reader.words.folded(behind),
            "for" | "of" | "to" | "with" | "at"
        )
    {
        let end = head_end(reader, behind + 1, limit);
        return Some(behind + 1..end);
    }
    let word = phrase
        .clone()
        .rev()
        .find(|&w| reader.mention(w).is_some() || reader.referent(w).is_some())?;
    let start = reader
        .mention(word)
        .map_or(word, |m| reader.mentions[m].whole.start);
    Some(start..word + 1)
}

/// "the company", "his campaign", "the Holt administration".
fn describe_body(reader: &mut Reader<'_, '_>, phrase: Range<usize>) -> usize {
    let head = phrase.end - 1;
    let noun = reader.words.folded(head).to_owned();
    let definite = matches!(reader.words.folded(phrase.start), "the" | "that" | "this");
    if definite
        && phrase.len() == 2
        && let Some(entity) = reader.register.of_noun(ActorKind::Organization, &noun)
    {
        return entity;
    }
    let kind = if flag(reader, head, Flags::GOVERNING) {
        ActorKind::Government
    } else {
        ActorKind::Organization
    };
    let mut entity = Entity::new(
        Some(kind),
        description(reader, &phrase)
            .replace("’s ", " ")
            .replace("'s ", " "),
    );
    entity.noun = noun;
    reader.register.describe(entity)
}
