//! What the article says of its persons beside their names: offices and whom they speak for.
//!
//! "Ostrow spokesman Alan Pryce", "Alan Pryce, a spokesman for the port,", "the senator, Maria Holt,".

use std::ops::Range;

use super::describe::principal_words;
use super::lists::Flags;
use super::origin::{origin, origin_behind};
use super::reader::Reader;
use super::word::Gap;

/// How many words a description behind or before a name may have.
const REACH: usize = 14;

/// A description that stands beside a person's name.
struct Beside {
    /// Index of the entity.
    entity: usize,
    /// The office.
    title: usize,
    /// Words of the noun phrase up to and with the office.
    phrase: Range<usize>,
    /// Where the description ends.
    limit: usize,
}

/// Notes offices and principals of all persons.
pub(crate) fn note(reader: &mut Reader<'_, '_>) {
    let mut found = Vec::new();
    for n in 0..reader.mentions.len() {
        let Some(entity) = reader.entity(n) else {
            continue;
        };
        if !reader.register.entities[entity].is_person() {
            continue;
        }
        let mention = &reader.mentions[n];
        let (start, end) = (mention.whole.start, mention.words.end);
        let before = before(reader, start, mention.words.start, entity);
        found.extend(before.into_iter().chain(behind(reader, end, entity)));
    }
    for beside in found {
        let ended = beside
            .phrase
            .clone()
            .any(|w| reader.words.list[w].flags.contains(Flags::ENDED));
        if ended {
            continue;
        }
        let speaks = reader.lists.titles.get(beside.title);
        let principal = speaks
            .filter(|t| t.speaks_for)
            .and_then(|_| principal_words(reader, &beside.phrase, beside.limit));
        let gender = speaks.and_then(|t| t.gender);
        let of = origin(reader.words, reader.lists, beside.phrase.clone())
            .or_else(|| origin_behind(reader.words, reader.lists, beside.phrase.end));
        reader.register.give_title(beside.entity, beside.title);
        reader.register.give_origin(beside.entity, of);
        let entry = &mut reader.register.entities[beside.entity];
        entry.gender = entry.gender.or(gender);
        entry.principal = entry.principal.take().or(principal);
    }
}

/// The office right before a name: in the same breath ("Ostrow spokesman Alan Pryce") or as the
/// phrase that the name explains ("the senator, Maria Holt", "a spokesman for the port, Alan Pryce").
fn before(reader: &Reader<'_, '_>, start: usize, name: usize, entity: usize) -> Option<Beside> {
    if start == 0 {
        return None;
    }
    let sentence = reader.words.list[start].sentence();
    // The office may be part of the mention itself ("White House Press Secretary Nora Quill").
    let gap = reader.words.list[start].gap;
    let end = if name > start { name } else { start };
    if name == start && !matches!(gap, Gap::Space | Gap::Comma) {
        return None;
    }
    let mut first = start;
    while first > 0 && start - first < REACH {
        let at = first - 1;
        let word = &reader.words.list[at];
        let mark = reader.words.list[first].gap != Gap::Space && first != start;
        if word.sentence() != sentence || mark {
            break;
        }
        first = at;
    }
    let apposed = gap == Gap::Comma && name == start;
    let mut at = end;
    // The office nearest to the name counts; in "a spokesman for the port, Alan Pryce" others follow.
    while at > first {
        at -= 1;
        let Some((len, title)) = title(reader, at, end) else {
            continue;
        };
        if !apposed && at + len != end {
            return None;
        }
        let (at, len, title) = longest_before(reader, at, len, title, first);
        let phrase = phrase_start(reader, at, first)..at + len;
        // Without an article "officials told the mayor, Holt" is no description of Holt.
        if apposed
            && !reader.words.list[phrase.start]
                .flags
                .contains(Flags::DETERMINER)
            && !reader.words.list[phrase.start].possessive
            && reader.referent(phrase.start).is_none()
        {
            return None;
        }
        return Some(Beside {
            entity,
            title,
            phrase,
            limit: end,
        });
    }
    None
}

/// A longer office that ends at the same word ("press secretary" over "secretary").
fn longest_before(
    reader: &Reader<'_, '_>,
    at: usize,
    len: usize,
    title_here: usize,
    first: usize,
) -> (usize, usize, usize) {
    let end = at + len;
    (first.max(at.saturating_sub(4))..at)
        .find_map(|from| {
            title(reader, from, end)
                .filter(|(len, _)| from + len == end)
                .map(|(len, title)| (from, len, title))
        })
        .unwrap_or((at, len, title_here))
}

fn phrase_start(reader: &Reader<'_, '_>, at: usize, first: usize) -> usize {
    let mut start = at;
    while start > first {
        let before = start - 1;
        let word = &reader.words.list[before];
        if reader.mention(before).is_none() && !reader.words.capital(before) {
            let stop = Flags::PREPOSITION | Flags::CONJUNCTION | Flags::RELATIVE;
            if word.flags.contains(stop) {
                break;
            }
            if word.flags.contains(Flags::DETERMINER) {
                return before;
            }
        }
        start = before;
    }
    start
}

/// The office behind a name and a comma: "Alan Pryce, a spokesman for the port,".
fn behind(reader: &Reader<'_, '_>, end: usize, entity: usize) -> Option<Beside> {
    let first = reader.words.list.get(end)?;
    let sentence = reader.words.list[end - 1].sentence();
    if first.gap != Gap::Comma || first.sentence() != sentence {
        return None;
    }
    let opens = first.flags.contains(Flags::DETERMINER | Flags::ENDED)
        || reader.mention(end).is_some()
        || title(reader, end, reader.words.list.len()).is_some();
    if !opens {
        return None;
    }
    let mut limit = end + 1;
    while limit < reader.words.list.len()
        && limit - end < REACH
        && reader.words.list[limit].sentence() == sentence
        && matches!(reader.words.list[limit].gap, Gap::Space)
    {
        limit += 1;
    }
    let mut at = end;
    while at < limit {
        let word = &reader.words.list[at];
        let stop = Flags::PREPOSITION | Flags::RELATIVE | Flags::CONJUNCTION;
        if at > end && reader.mention(at).is_none() && word.flags.contains(stop) {
            return None;
        }
        if let Some((len, title)) = title(reader, at, limit) {
            return Some(Beside {
                entity,
                title,
                phrase: end..at + len,
                limit,
            });
        }
        at += 1;
    }
    None
}

fn title(reader: &Reader<'_, '_>, at: usize, limit: usize) -> Option<(usize, usize)> {
    reader.known.title_at(reader.lists, reader.words, at, limit)
}
