//! Whom an unnamed source belongs to: "a Pentagon official", "two U.S. officials", "an aide to Holt".
//!
//! An affiliation says where somebody stands, and never makes them speak for it.

use std::ops::Range;

use super::lists::{Flags, Sense};
use super::reader::Reader;
use super::register::{Entity, one_line};
use super::source::{flag, head_end, party};
use super::word::Gap;
use crate::model::ActorKind;
use crate::text::inflect::lemma;

/// An affiliation, and how far the words reach that give it.
pub(super) struct Affiliation {
    /// The entity that the source belongs to.
    pub entity: usize,
    /// First word behind the description with its affiliation.
    pub end: usize,
}

/// The affiliation of the unnamed source that the words `phrase` describe; its rest may reach to
/// word `limit`.
pub(super) fn affiliation(
    reader: &mut Reader<'_, '_>,
    phrase: &Range<usize>,
    limit: usize,
) -> Option<Affiliation> {
    let end = head_end(reader, phrase.start, phrase.end);
    let head = end - 1;
    let noun = lemma(reader.words.folded(head)).into_owned();
    let ended = (phrase.start..end).any(|word| flag(reader, word, Flags::ENDED));
    if ended || !reader.lists.affiliated.contains(&noun) {
        return None;
    }
    before(reader, phrase.start..head)
        .map(|entity| Affiliation {
            entity,
            end: phrase.end,
        })
        .or_else(|| behind(reader, end, limit))
}

/// The name that stands in the description, the nearest to its noun.
fn before(reader: &mut Reader<'_, '_>, words: Range<usize>) -> Option<usize> {
    for word in words.rev() {
        if let Some(m) = reader.mention(word) {
            let entity = reader.entity(m)?;
            let entry = &reader.register.entities[entity];
            // "Western diplomats" are not those of somebody called Western.
            let doubtful = entry.is_person() && entry.known.is_none() && entry.given.is_none();
            let owns = reader.words.list[word].possessive;
            return belongs(reader, entity).filter(|_| owns || !doubtful);
        }
        if let Some(owner) = reader.referent(word) {
            return belongs(reader, owner);
        }
        let named = reader.lists.names.longest(reader.words, word, word + 1);
        if let Some((_, Sense::Demonym(country) | Sense::Country(country))) = named {
            return Some(of_country(reader, country));
        }
    }
    None
}

/// The name that a tie joins behind the noun.
fn behind(reader: &mut Reader<'_, '_>, from: usize, limit: usize) -> Option<Affiliation> {
    let lists = reader.lists;
    let tie = lists.affiliation_ties.iter().find(|tie| {
        let fits = |(n, word): (usize, &String)| {
            let at = from + n;
            at < limit && reader.words.list[at].gap == Gap::Space && reader.words.folded(at) == word
        };
        tie.iter().enumerate().all(fits)
    })?;
    let start = from + tie.len();
    if start >= limit {
        return None;
    }
    let end = head_end(reader, start, limit);
    let entity = party(reader, start..end).ok()?;
    let entity = belongs(reader, entity)?;
    Some(Affiliation { entity, end })
}

/// The entity, if somebody can belong to it.
fn belongs(reader: &Reader<'_, '_>, entity: usize) -> Option<usize> {
    let entry = &reader.register.entities[entity];
    let named = matches!(
        entry.kind,
        Some(ActorKind::Person | ActorKind::Organization | ActorKind::Government)
    );
    (named && !entry.media).then_some(entity)
}

/// The government of a country that only its people's name is printed of.
fn of_country(reader: &mut Reader<'_, '_>, country: usize) -> usize {
    let key = format!("country {country}");
    if let Some(&entity) = reader.register.by_name.get(&key) {
        return entity;
    }
    let name = one_line(&reader.lists.countries[country]);
    let known = match reader.known.aliases.exact(&name) {
        Some(Sense::Actor(actor)) => Some(actor),
        _ => None,
    };
    if let Some(entity) = known.and_then(|actor| reader.register.of_actor(actor)) {
        return entity;
    }
    let mut entity = Entity::new(Some(ActorKind::Government), name);
    entity.known = known;
    let number = reader.register.add(entity);
    reader.register.by_name.insert(key, number);
    number
}
