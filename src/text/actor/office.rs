//! Offices without a name: "the defense minister", "the senator".

use std::ops::Range;

use super::describe::describe_person;
use super::epithet::{self, may_be_of};
use super::lists::Flags;
use super::origin::{is_country, of_country, origin, origin_behind};
use super::reader::Reader;
use super::register::Entity;
use super::source::flag;

/// An office without a name: whoever holds it in the article or, by the codebook, on the day.
pub(super) fn office(
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
    let of = origin(reader.words, reader.lists, phrase.clone())
        .or_else(|| origin_behind(reader.words, reader.lists, phrase.end));
    let of = of.as_deref();
    if !indefinite && !ended {
        let own = !speaks || phrase.len() <= 2;
        if let Some(entity) = holder_in_article(reader, title, of).filter(|_| own) {
            return Ok(entity);
        }
        if let Some(entity) = holder_in_codebook(reader, title, &phrase, of) {
            return Ok(entity);
        }
        let sentence = reader.words.list[phrase.start].sentence();
        let alone = phrase.len() <= 2;
        if let Some(entity) = reader
            .salience
            .speaker(sentence, 3)
            .filter(|_| alone && !speaks)
            && reader.register.entities[entity].is_person()
            && of.is_none_or(|of| may_be_of(&reader.register.entities[entity], of))
        {
            return Ok(entity);
        }
    }
    if !indefinite && !speaks {
        let actors = |day| reader.known.holders(title, day).map(|h| h.actor);
        let now: Vec<usize> = actors(reader.day).collect();
        let named = match ended && actors(None).next().is_some() {
            // "The former minister" is one of those whom the codebook knows to have been it.
            true => actors(None)
                .filter(|actor| reader.day.is_none() || !now.contains(actor))
                .find_map(|actor| reader.register.of_actor(actor)),
            false => epithet::named(reader, &phrase, limit, Some(title).filter(|_| !ended), of),
        };
        if let Some(entity) = named {
            return Ok(entity);
        }
    }
    Ok(describe_person(reader, phrase, limit, speaks))
}

/// The only one to whom the text gives the office, of the country or place `of` if that is told.
fn holder_in_article(reader: &Reader<'_, '_>, title: usize, of: Option<&str>) -> Option<usize> {
    let entities = &reader.register.entities;
    let holders = reader.register.holders(title);
    let only = |fits: &dyn Fn(&Entity) -> bool| {
        let mut fitting = holders.iter().copied().filter(|&e| fits(&entities[e]));
        let only = fitting.next()?;
        fitting.next().is_none().then_some(only)
    };
    let Some(of) = of else {
        return only(&|_| true);
    };
    let bound = only(&|entity| entity.origins.iter().any(|own| own == of));
    bound.or_else(|| only(&|entity| may_be_of(entity, of)))
}

fn holder_in_codebook(
    reader: &mut Reader<'_, '_>,
    title: usize,
    phrase: &Range<usize>,
    of: Option<&str>,
) -> Option<usize> {
    let modifiers: Vec<&str> = phrase
        .clone()
        .filter(|&w| reader.words.capital(w))
        .map(|w| reader.words.folded(w))
        .collect();
    let lists = reader.lists;
    // "The Russian minister" is no minister of another country.
    let may_hold = |organization: &[String]| {
        let own = organization.iter().find_map(|name| of_country(lists, name));
        of.filter(|of| is_country(of))
            .is_none_or(|of| own.is_none_or(|own| own == of))
    };
    let holders: Vec<_> = reader
        .known
        .holders(title, reader.day)
        .filter(|h| may_hold(&h.organization))
        .collect();
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
                .filter(|&a| reader.register.of_actor(a).is_some());
            let only = named.next()?;
            if named.next().is_some() {
                return None;
            }
            only
        }
    };
    Some(reader.register.of_actor(actor).unwrap_or_else(|| {
        let known = &reader.known.actors[actor];
        let mut entity = Entity::new(Some(known.reference.kind), known.reference.name.clone());
        entity.known = Some(actor);
        entity.gender = known.gender;
        entity.titles.push(title);
        reader.register.add(entity)
    }))
}
