//! Whom a description with "the" means that stands for a name: "The Brunland senator said", "the mogul".
//!
//! News calls the person whom it talks about by what is known of them, in order not to repeat the
//! name. Somebody whom the text brought in without a name ("a heckler … the heckler") stays unnamed.

use std::ops::Range;

use super::lists::{Flags, Gender};
use super::origin::is_country;
use super::reader::Reader;
use super::register::Entity;
use super::source::flag;
use super::word::Gap;

/// How many words before an epithet its noun may have brought somebody in without a name.
const BROUGHT_IN: usize = 400;

/// How many words may stand between "a" and that noun.
const DESCRIBED: usize = 5;

/// The named person whom the noun phrase `phrase` of a source that ends before word `limit` means;
/// `title` is the office that its words name, `origin` the country or place of that.
pub(super) fn named(
    reader: &Reader<'_, '_>,
    phrase: &Range<usize>,
    limit: usize,
    title: Option<usize>,
    origin: Option<&str>,
) -> Option<usize> {
    let head = phrase.end - 1;
    let words = &reader.words.list;
    let goes_on = limit > phrase.end && words[phrase.end].gap == Gap::Space;
    let owned = phrase.clone().any(|at| words[at].possessive);
    if reader.words.folded(phrase.start) != "the" || phrase.len() < 2 || goes_on || owned {
        return None;
    }
    let anybody = matches!(
        reader.words.folded(head),
        "man"
            | "woman"
            | "boy"
            | "girl"
            | "person"
            | "individual"
            | "voter"
            | "narrator"
            | "speaker"
    );
    if anybody || flag(reader, head, Flags::UNNAMED) || is_brought_in(reader, phrase) {
        return None;
    }
    let sentence = words[head].sentence();
    let gender = Gender::of(words[head].flags);
    let entities = &reader.register.entities;
    let agrees = |entity: usize| {
        let own = entities[entity].gender;
        let of = origin.is_none_or(|origin| may_be_of(&entities[entity], origin));
        of && (own.is_none() || gender.is_none() || own == gender)
    };
    let holds = |entity: usize| title.is_some_and(|t| entities[entity].titles.contains(&t));
    let holder = reader
        .salience
        .person(sentence, entities, |entity| holds(entity) && agrees(entity));
    // "The Russian minister" is nobody who holds another office; "the Russian leader" may.
    let general = matches!(reader.words.folded(head), "leader" | "chief" | "head");
    let bound = |entity: usize| match origin.filter(|origin| is_country(origin)) {
        Some(origin) => {
            let entity = &entities[entity];
            let unknown = entity.origins.is_empty() && (general || entity.titles.is_empty());
            unknown || entity.origins.iter().any(|own| own == origin)
        }
        None => true,
    };
    holder.or_else(|| {
        reader
            .salience
            .person(sentence, entities, |entity| bound(entity) && agrees(entity))
    })
}

/// Whether somebody may hold an office of the country or place `origin`: nobody does who holds one elsewhere.
pub(super) fn may_be_of(entity: &Entity, origin: &str) -> bool {
    entity.origins.is_empty() || entity.origins.iter().any(|own| own == origin)
}

/// Whether the noun of `phrase` stood before with "a": "a judge kept him in jail … the judge said".
fn is_brought_in(reader: &Reader<'_, '_>, phrase: &Range<usize>) -> bool {
    let noun = reader.words.folded(phrase.end - 1);
    let low = phrase.start.saturating_sub(BROUGHT_IN);
    (low..phrase.start).rev().any(|at| {
        reader.words.folded(at) == noun
            && (low.max(at.saturating_sub(DESCRIBED))..at)
                .rev()
                .take_while(|&n| reader.joined(n + 1))
                .any(|n| matches!(reader.words.folded(n), "a" | "an" | "one" | "another"))
            && !is_named(reader, at)
    })
}

/// Whether a name stands right behind the noun at `at`, or a comma and a name.
fn is_named(reader: &Reader<'_, '_>, at: usize) -> bool {
    let behind = reader.words.list.get(at + 1);
    let near = behind.is_some_and(|word| matches!(word.gap, Gap::Space | Gap::Comma));
    near && reader.mention(at + 1).is_some()
}
