//! What a source phrase names: a person by name or office, an organization, a group, an unnamed
//! source, or nothing that utters.

use std::ops::Range;

use super::lists::{Flags, Gender, Sense};
use super::mention::Kind;
use super::pronoun::pronoun;
use super::reader::{Parties, Reader};
use super::register::{Entity, one_line};
use super::word::{Gap, Shape};
use crate::model::ActorKind;

const DOCUMENT: &str = "the source is a document";
const GENERIC: &str = "the source is nobody in particular";
const UNRESOLVED: &str = "the source's pronoun has no antecedent";
const NO_ACTOR: &str = "the source is no actor";

/// The actors that the words `range` name, one for each name that "and" joins.
pub(crate) fn parties(reader: &mut Reader<'_, '_>, range: Range<usize>) -> Parties {
    let mut parties = Parties::default();
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

/// Whom `entity` speaks for, if it speaks for anyone.
fn principal(reader: &mut Reader<'_, '_>, entity: usize) -> Option<usize> {
    let range = reader.register.entities[entity].principal.clone()?;
    let found = party(reader, range).ok()?;
    (found != entity).then_some(found)
}

/// Cuts "Holt and Ostrow" in two. Only names part: "the president and publisher" is one person.
fn coordinated(reader: &Reader<'_, '_>, range: &Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = range.start;
    for at in range.start + 1..range.end.saturating_sub(1) {
        if !matches!(reader.words.folded(at), "and" | "or") || reader.mention(at).is_some() {
            continue;
        }
        let names = |n: usize| {
            reader
                .mention(n)
                .is_some_and(|m| !matches!(reader.mentions[m].kind, Kind::Place))
        };
        let left = (names(at - 1) && !reader.words.list[at - 1].possessive)
            || (at == start + 1 && reader.pronouns.contains_key(&start));
        let right = names(at + 1)
            || reader.words.list[at + 1]
                .flags
                .contains(Flags::DETERMINER | Flags::PEOPLE | Flags::INDEFINITE);
        if left && right && head_end(reader, start, at) == at {
            parts.push(start..at);
            start = at + 1;
        }
    }
    parts.push(start..range.end);
    parts
}

/// The entity that one noun phrase names.
fn party(reader: &mut Reader<'_, '_>, range: Range<usize>) -> Result<usize, &'static str> {
    let mut start = range.start;
    while start < range.end
        && reader.mention(start).is_none()
        && flag(reader, start, Flags::PREPOSITION | Flags::CONJUNCTION)
    {
        start += 1;
    }
    if start >= range.end {
        return Err(NO_ACTOR);
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
    if let Some(title) = title_at_end(reader, start..end) {
        return office(reader, title, start..end, range.end);
    }
    described(reader, start..end, range.end)
}

fn flag(reader: &Reader<'_, '_>, at: usize, flags: Flags) -> bool {
    reader.words.list[at].flags.contains(flags)
}

fn by_pronoun(reader: &Reader<'_, '_>, at: usize) -> Option<Result<usize, &'static str>> {
    if reader.mention(at).is_some() {
        return None;
    }
    pronoun(reader.words.folded(at))?;
    Some(reader.pronouns.get(&at).copied().ok_or(UNRESOLVED))
}

/// End of the head of a noun phrase: before the first preposition, relative or mark.
fn head_end(reader: &Reader<'_, '_>, start: usize, limit: usize) -> usize {
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
    if !flag(reader, at, Flags::CONJUNCTION) {
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
        || reader.words.list[at].shape != Shape::Lower
        || flag(reader, at, noun)
    {
        return false;
    }
    let word = reader.words.folded(at);
    flag(reader, at, Flags::POSTMODIFIER) || word.ends_with("ed") || word.ends_with("ing")
}

fn title_length(reader: &Reader<'_, '_>, at: usize, limit: usize) -> Option<usize> {
    title_at(reader, at, limit).map(|(len, _)| len)
}

fn title_at(reader: &Reader<'_, '_>, at: usize, limit: usize) -> Option<(usize, usize)> {
    let own = reader.known.titles.longest(reader.words, at, limit);
    let listed = reader.lists.phrases.longest(reader.words, at, limit);
    match own.into_iter().chain(listed).max_by_key(|(len, _)| *len) {
        Some((len, Sense::Title(title))) => Some((len, title)),
        _ => None,
    }
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
    for at in from..limit {
        if flag(reader, at, Flags::RELATIVE) && reader.mention(at).is_none() {
            return None;
        }
        let Some(m) = reader.mention(at) else {
            continue;
        };
        let mention = &reader.mentions[m];
        if mention.whole.start != at || reader.words.list[at].gap != Gap::Comma {
            continue;
        }
        let alone =
            mention.words.end >= limit || reader.words.list[mention.words.end].gap != Gap::Space;
        let entity = reader.entity(m)?;
        if alone && reader.register.entities[entity].is_person() {
            return Some(entity);
        }
    }
    None
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
    let sentence = reader.words.list[at].sentence;
    if reader.words.list[before].sentence != sentence {
        return Err(UNRESOLVED);
    }
    let person = reader.words.folded(at).starts_with("who");
    if reader.mention(before).is_none()
        && flag(reader, before, Flags::PEOPLE | Flags::PERSON | Flags::BODY)
    {
        let mut start = before;
        while start > 0
            && before - start < 5
            && reader.joined(start)
            && !flag(
                reader,
                start - 1,
                Flags::PREPOSITION | Flags::CONJUNCTION | Flags::PRONOUN | Flags::RELATIVE,
            )
        {
            start -= 1;
            if flag(reader, start, Flags::DETERMINER | Flags::QUANTITY) {
                break;
            }
        }
        // Without a word that opens the phrase, what stands before the noun may be a verb.
        let opener = Flags::DETERMINER | Flags::QUANTITY | Flags::INDEFINITE | Flags::PARTY;
        if !flag(reader, start, opener) && reader.words.list[start].shape != Shape::Number {
            start = before;
        }
        // "Holt, a Republican from Ohio, who": a name before the description is meant.
        if let Some(entity) = named_before(reader, start, sentence, person) {
            if start > 0 && reader.words.list[start].gap == Gap::Comma {
                return Ok(entity);
            }
        }
        return party(reader, start..before + 1);
    }
    named_before(reader, at, sentence, person).ok_or(UNRESOLVED)
}

fn named_before(
    reader: &Reader<'_, '_>,
    at: usize,
    sentence: usize,
    person: bool,
) -> Option<usize> {
    let mut word = at;
    while word > 0 && at - word < 16 && reader.words.list[word - 1].sentence == sentence {
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

/// An office without a name: whoever holds it in the article or, by the codebook, on the day.
fn office(
    reader: &mut Reader<'_, '_>,
    title: usize,
    phrase: Range<usize>,
    limit: usize,
) -> Result<usize, &'static str> {
    let speaks = reader.lists.titles.get(title).is_some_and(|t| t.speaks_for);
    let first = reader.words.folded(phrase.start);
    let indefinite = matches!(
        first,
        "a" | "an" | "one" | "another" | "two" | "three" | "some" | "several"
    ) || reader.words.folded(phrase.end - 1).ends_with("ors");
    let ended = phrase.clone().any(|w| flag(reader, w, Flags::ENDED));
    if !indefinite && !ended {
        let own = !speaks || phrase.len() <= 2;
        if let Some(entity) = holder_in_article(reader, title).filter(|_| own) {
            return Ok(entity);
        }
        if let Some(entity) = holder_in_codebook(reader, title, &phrase) {
            return Ok(entity);
        }
        let sentence = reader.words.list[phrase.start].sentence;
        let alone = phrase.len() <= 2;
        if let Some(entity) = reader
            .salience
            .speaker(sentence, 3)
            .filter(|_| alone && !speaks)
        {
            if reader.register.entities[entity].is_person() {
                return Ok(entity);
            }
        }
    }
    Ok(describe_person(reader, phrase, limit, speaks))
}

fn holder_in_article(reader: &Reader<'_, '_>, title: usize) -> Option<usize> {
    let mut holders = reader
        .register
        .entities
        .iter()
        .enumerate()
        .filter(|(_, e)| e.titles.contains(&title));
    let only = holders.next()?;
    holders.next().is_none().then_some(only.0)
}

fn holder_in_codebook(
    reader: &mut Reader<'_, '_>,
    title: usize,
    phrase: &Range<usize>,
) -> Option<usize> {
    let modifiers: Vec<&str> = phrase
        .clone()
        .filter(|&w| reader.words.capital(w))
        .map(|w| reader.words.folded(w))
        .collect();
    let holders: Vec<_> = reader.known.holders(title, reader.day).collect();
    let fits = |organization: &[String]| {
        modifiers
            .iter()
            .any(|m| organization.iter().any(|o| o.contains(m)))
    };
    let narrowed: Vec<usize> = holders
        .iter()
        .filter(|h| fits(&h.organization))
        .map(|h| h.actor)
        .collect();
    let candidates = if narrowed.is_empty() {
        holders.iter().map(|h| h.actor).collect()
    } else {
        narrowed
    };
    let actor = match candidates[..] {
        [only] => only,
        _ => {
            let mut named = candidates
                .iter()
                .copied()
                .filter(|&a| entity_of(reader, a).is_some());
            let only = named.next()?;
            if named.next().is_some() {
                return None;
            }
            only
        }
    };
    Some(entity_of(reader, actor).unwrap_or_else(|| {
        let known = &reader.known.actors[actor];
        let mut entity = Entity::new(Some(known.reference.kind), known.reference.name.clone());
        entity.known = Some(actor);
        entity.gender = known.gender;
        entity.titles.push(title);
        reader.register.describe(entity)
    }))
}

fn entity_of(reader: &Reader<'_, '_>, actor: usize) -> Option<usize> {
    reader
        .register
        .entities
        .iter()
        .position(|e| e.known == Some(actor))
}

/// A source that only a description names.
fn described(
    reader: &mut Reader<'_, '_>,
    phrase: Range<usize>,
    limit: usize,
) -> Result<usize, &'static str> {
    let head = phrase.end - 1;
    let word = &reader.words.list[head];
    let flags = word.flags;
    let quantity = word.shape == Shape::Number || flags.contains(Flags::QUANTITY);
    let quantity = quantity || reader.words.folded(head).ends_with("thirds");
    let counted = phrase.end + 1 < limit && matches!(reader.words.folded(phrase.end), "of" | "in");
    if quantity && counted {
        let end = head_end(reader, phrase.end + 1, limit);
        let unnamed = (phrase.end..end).any(|w| flag(reader, w, Flags::UNNAMED));
        let kind = match unnamed {
            true => ActorKind::Anonymous,
            false => ActorKind::Group,
        };
        return Ok(describe_group(reader, phrase.start..end, kind));
    }
    if flags.contains(Flags::PEOPLE)
        && !(flags.contains(Flags::BODY) && !flags.contains(Flags::PERSON))
    {
        let kind = if flags.contains(Flags::UNNAMED) {
            ActorKind::Anonymous
        } else {
            ActorKind::Group
        };
        return Ok(describe_group(reader, phrase, kind));
    }
    if flags.contains(Flags::PERSON) {
        return Ok(describe_person(reader, phrase, limit, false));
    }
    if flags.contains(Flags::BODY) {
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
        return Ok(describe_group(reader, phrase, ActorKind::Anonymous));
    }
    if flags.contains(Flags::PRONOUN | Flags::DETERMINER | Flags::STARTER) {
        return Err(GENERIC);
    }
    if let Some((_, Sense::Demonym(_))) = reader.lists.names.longest(reader.words, head, head + 1) {
        return Ok(describe_group(reader, phrase, ActorKind::Group));
    }
    if reader.words.capital(head) && !flags.contains(Flags::STARTER) && phrase.len() <= 2 {
        return Ok(named_once(reader, head));
    }
    let text = reader.words.folded(head);
    if let Some(stem) = agent(text) {
        return Ok(if stem {
            describe_person(reader, phrase, limit, false)
        } else {
            describe_group(reader, phrase, ActorKind::Group)
        });
    }
    Err(NO_ACTOR)
}

/// A single name that only its utterance shows to be one.
fn named_once(reader: &mut Reader<'_, '_>, word: usize) -> usize {
    let name = reader.words.printed(&(word..word + 1));
    let entity = Entity::new(Some(ActorKind::Person), one_line(name));
    same_or_new(reader, entity)
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
        if let Some(m) = reader.mention(word) {
            if reader.words.list[word].possessive {
                return reader.entity(m).ok_or(DOCUMENT);
            }
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
        start += 1;
    }
    if let Some(&owner) = reader.pronouns.get(&start) {
        let owner = &reader.register.entities[owner];
        let name = owner.name.split_whitespace().last().unwrap_or(&owner.name);
        return one_line(&format!(
            "{name} {}",
            reader.words.printed(&(start + 1..phrase.end))
        ));
    }
    one_line(reader.words.printed(&(start..phrase.end)))
}

fn describe_group(reader: &mut Reader<'_, '_>, phrase: Range<usize>, kind: ActorKind) -> usize {
    let mut entity = Entity::new(Some(kind), description(reader, &phrase));
    entity.plural = true;
    entity.noun = reader.words.folded(phrase.end - 1).to_owned();
    same_or_new(reader, entity)
}

fn describe_person(
    reader: &mut Reader<'_, '_>,
    phrase: Range<usize>,
    limit: usize,
    speaks: bool,
) -> usize {
    let noun = reader.words.folded(phrase.end - 1).to_owned();
    let definite = matches!(reader.words.folded(phrase.start), "the" | "that" | "this");
    if definite && phrase.len() <= 2 {
        let earlier = reader
            .register
            .entities
            .iter()
            .rposition(|e| e.kind == Some(ActorKind::Anonymous) && e.noun == noun);
        if let Some(entity) = earlier {
            return entity;
        }
    }
    let principal = if speaks {
        principal_words(reader, &phrase, limit)
    } else {
        None
    };
    let mut words = phrase.clone();
    if let Some(principal) = &principal {
        words.end = words.end.max(principal.end);
    }
    let mut entity = Entity::new(Some(ActorKind::Anonymous), description(reader, &words));
    entity.gender = Gender::of(reader.words.list[phrase.end - 1].flags);
    entity.noun = noun;
    entity.principal = principal;
    same_or_new(reader, entity)
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
        .find(|&w| reader.mention(w).is_some() || reader.pronouns.contains_key(&w))?;
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
    if definite && phrase.len() == 2 {
        let named = reader.register.entities.iter().rposition(|e| {
            e.kind == Some(ActorKind::Organization)
                && !e.media
                && (e.noun == noun
                    || e.name
                        .split_whitespace()
                        .last()
                        .is_some_and(|w| super::fold::fold(w) == noun))
        });
        if let Some(entity) = named {
            return entity;
        }
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
    same_or_new(reader, entity)
}

/// The entity with the same description, or a new one.
fn same_or_new(reader: &mut Reader<'_, '_>, entity: Entity) -> usize {
    let same = reader
        .register
        .entities
        .iter()
        .position(|e| e.kind == entity.kind && e.known.is_none() && e.name == entity.name);
    same.unwrap_or_else(|| reader.register.describe(entity))
}
