//! Offices without a name: "the defense minister", "the senator".

use std::ops::Range;

use super::describe::describe_person;
use super::epithet;
use super::lists::Flags;
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
    if !indefinite && !ended {
        let own = !speaks || phrase.len() <= 2;
        if let Some(entity) = holder_in_article(reader, title).filter(|_| own) {
            return Ok(entity);
        }
        if let Some(entity) = holder_in_codebook(reader, title, &phrase) {
            return Ok(entity);
        }
        let sentence = reader.words.list[phrase.start].sentence();
        let alone = phrase.len() <= 2;
        if let Some(entity) = reader
            .salience
            .speaker(sentence, 3)
            .filter(|_| alone && !speaks)
            && reader.register.entities[entity].is_person()
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
            false => epithet::named(reader, &phrase, limit, Some(title).filter(|_| !ended)),
        };
        if let Some(entity) = named {
            return Ok(entity);
        }
    }
    Ok(describe_person(reader, phrase, limit, speaks))
}

fn holder_in_article(reader: &Reader<'_, '_>, title: usize) -> Option<usize> {
    match reader.register.holders(title)[..] {
        [only] => Some(only),
        _ => None,
    }
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
