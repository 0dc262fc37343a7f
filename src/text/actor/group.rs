//! Several people at once: "A and B", "the candidates, A and B,", "A, B and C, all of whom", and
//! "they" or "both" for a pair named before.

use std::ops::Range;

use super::lists::Flags;
use super::mention::Kind;
use super::reader::Reader;
use super::source::{flag, head_end};
use super::word::{Gap, Shape};

/// Names joined by commas and "and".
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Series {
    /// First word of the first name.
    pub start: usize,
    /// First word behind the last name.
    pub end: usize,
    /// The entities, in text order.
    pub members: Vec<usize>,
    /// It stands in what somebody says, so that the reporter's "they" hardly means it.
    pub told: bool,
}

/// Sentences after which "they" no longer means a pair.
const REACH: usize = 2;

/// A series has at most this many names, and a sentence is searched this many words back.
const LONGEST: usize = 12;
const BACK: usize = 60;

/// Every series of two or more people in the text, in order.
pub(super) fn series(reader: &Reader<'_, '_>) -> Vec<Series> {
    let mut all = Vec::new();
    let mut at = 0;
    while at < reader.words.list.len() {
        let found = series_at(reader, at, false).filter(|s| s.members.len() > 1);
        at = found.as_ref().map_or(at + 1, |s| s.end.max(at + 1));
        all.extend(found);
    }
    all
}

/// The series that begins with the name at word `at`, which may be of one name only.
fn series_at(reader: &Reader<'_, '_>, at: usize, bodies: bool) -> Option<Series> {
    let (first, mut end) = name_at(reader, at, bodies)?;
    let mut members = vec![first];
    let mut closed = false;
    while members.len() < LONGEST && end < reader.words.list.len() {
        let and = reader.words.folded(end) == "and" && reader.mention(end).is_none();
        let comma = matches!(reader.words.list[end].gap, Gap::Comma | Gap::Bracket);
        let next = end + usize::from(and);
        // "Holt and Senators Dahl and Ruiz".
        if !and && (!comma || closed) {
            break;
        }
        let Some((entity, behind)) = name_at(reader, skip_article(reader, next, bodies), bodies)
        else {
            break;
        };
        if !members.contains(&entity) {
            members.push(entity);
        }
        end = behind;
        closed |= and;
    }
    Some(Series {
        start: at,
        end,
        members,
        told: false,
    })
}

/// The end of the names of people and bodies that begin at word `at`, with their offices.
pub(super) fn series_at_name(reader: &Reader<'_, '_>, at: usize) -> Option<usize> {
    let series = series_at(reader, skip_article(reader, at, true), true)?;
    Some(series.end)
}

/// The person or body whose name begins at word `at`, and the word behind the name with "of Ohio",
/// "(D-Ohio)" or "III".
fn name_at(reader: &Reader<'_, '_>, at: usize, bodies: bool) -> Option<(usize, usize)> {
    let m = reader.mention(at)?;
    let mention = &reader.mentions[m];
    if mention.whole.start != at || reader.words.list[mention.whole.end - 1].possessive {
        return None;
    }
    let entity = reader.entity(m)?;
    let entry = &reader.register.entities[entity];
    if !(entry.is_person() || (bodies && entry.kind.is_some())) {
        return None;
    }
    let count = reader.words.list.len();
    let mut end = mention.whole.end;
    if end + 1 < count && reader.joined(end) && reader.words.folded(end) == "of" {
        let place = reader.mention(end + 1).map(|m| &reader.mentions[m]);
        if let Some(place) = place.filter(|p| matches!(p.kind, Kind::Place | Kind::Country(_))) {
            end = place.whole.end;
        }
    }
    if end < count && reader.words.list[end].gap == Gap::Bracket {
        // The full stops of "(D-W.Va.)" end no bracket.
        let mut inside = end + 1..count.min(end + 6);
        let closes = |n: &usize| matches!(reader.words.list[*n].gap, Gap::Bracket | Gap::Comma);
        let breaks = |n: &usize| reader.words.list[*n].gap == Gap::Break;
        let behind = inside.clone().find(closes).or_else(|| inside.find(breaks));
        end = behind.unwrap_or(end);
    }
    Some((entity, end))
}

/// The first word of a name behind what may stand before it in a series: an article before a body's
/// name, "British Foreign Secretary", "Republican".
fn skip_article(reader: &Reader<'_, '_>, at: usize, bodies: bool) -> usize {
    let count = reader.words.list.len();
    let mut first = at;
    if bodies && first + 1 < count && reader.words.folded(first) == "the" {
        first += usize::from(reader.mention(first).is_none());
    }
    let place = |m: usize| matches!(reader.mentions[m].kind, Kind::Place);
    let names = |n: usize| {
        reader.mention(n).is_some_and(|m| {
            reader.mentions[m].whole.start == n && reader.entity(m).is_some() && !place(m)
        })
    };
    // "Texas Sen. Mira Holt": the place and the office.
    let calls = |n: usize| {
        let office = reader
            .mention(n)
            .is_some_and(|m| reader.entity(m).is_none() || place(m));
        office || (reader.mention(n).is_none() && reader.words.capital(n))
    };
    // "British Foreign Secretary David Holt".
    let ahead = (first..count.min(first + 5))
        .take_while(|&n| n == first || reader.joined(n))
        .find(|&n| names(n) || !(calls(n) || flag(reader, n, Flags::PERSON | Flags::PARTY)));
    if let Some(name) = ahead.filter(|&n| names(n)) {
        first = name;
    }
    who_is_of(reader, first).unwrap_or(first)
}

/// "Norland College professor Tess Dahl": the name behind that of where somebody works.
fn who_is_of(reader: &Reader<'_, '_>, at: usize) -> Option<usize> {
    let person = |n: usize| {
        let entity = reader.mention(n).and_then(|m| reader.entity(m));
        entity.is_some_and(|entity| reader.register.entities[entity].is_person())
    };
    let behind = reader.mentions[reader.mention(at)?].whole.end;
    if person(at) {
        return None;
    }
    let mut role = false;
    for n in behind..reader.words.list.len().min(behind + 4) {
        if !reader.joined(n) {
            return None;
        }
        if role && person(n) {
            return Some(n);
        }
        role |= flag(reader, n, Flags::PERSON) && reader.mention(n).is_none();
        if reader.mention(n).is_some() || reader.words.capital(n) {
            return None;
        }
    }
    None
}

/// The entities that a source phrase stands for, where it is several people named elsewhere.
pub(super) fn members(reader: &Reader<'_, '_>, range: &Range<usize>) -> Option<Vec<usize>> {
    let first = range.start;
    if reader.mention(first).is_some() {
        return None;
    }
    let word = reader.words.folded(first);
    let of_whom = range.len() > 2
        && reader.words.folded(first + 1) == "of"
        && matches!(
            reader.words.folded(first + 2),
            "whom" | "them" | "these" | "those"
        );
    let alone = range.len() == 1 || of_whom;
    let two = word == "the" && range.len() == 2 && reader.words.folded(first + 1) == "two";
    if (alone && matches!(word, "both" | "all" | "each" | "they" | "neither" | "two")) || two {
        return named_before(reader, first)
            .or_else(|| lately(reader, first, word))
            .or_else(|| only_two(reader, range));
    }
    if range.len() == 1 && word == "their" {
        return owners(reader, first);
    }
    apposed(reader, range)
}

/// Whether the source is two or more people whom only their names elsewhere tell: "both", "the two".
pub(super) fn is_several(reader: &Reader<'_, '_>, range: &Range<usize>) -> bool {
    let last = reader.words.folded(range.end - 1);
    let article = reader.words.folded(range.start) == "the";
    match range.len() {
        1 => matches!(last, "both" | "neither"),
        2 => article && last == "two",
        _ => false,
    }
}

/// The two people named in the last sentences, where there are no more, for "both" and "the two".
fn only_two(reader: &Reader<'_, '_>, range: &Range<usize>) -> Option<Vec<usize>> {
    if !is_several(reader, range) {
        return None;
    }
    let sentence = reader.words.list[range.start].sentence();
    let entities = &reader.register.entities;
    let here = reader.salience.persons(sentence, 0, entities);
    let near = match here.len() {
        2 => here,
        _ => reader.salience.persons(sentence, REACH, entities),
    };
    (near.len() == 2).then_some(near)
}

/// Whose "their" at word `at` is, where its sentence has several people before it: "Both made their
/// support plain", "Holt and Dahl dropped their plan".
fn owners(reader: &Reader<'_, '_>, at: usize) -> Option<Vec<usize>> {
    let sentence = reader.words.list[at].sentence();
    let before = |n: &usize| reader.words.list[*n].sentence() == sentence;
    for n in (at.saturating_sub(BACK)..at).rev().take_while(before) {
        if flag(reader, n, Flags::PEOPLE) && reader.mention(n).is_none() {
            return None;
        }
        if matches!(reader.words.folded(n), "both" | "they") && reader.mention(n).is_none() {
            return lately(reader, n, reader.words.folded(n));
        }
        if let Some(members) = named_before(reader, n + 1) {
            return Some(members);
        }
    }
    None
}

/// The entities of a source that lists three or more by name: "Holt, Dahl and Ruiz".
pub(super) fn listed(reader: &Reader<'_, '_>, range: &Range<usize>) -> Option<Vec<usize>> {
    let series = series_at(reader, skip_article(reader, range.start, true), true)?;
    // Without "and", what follows a comma explains the name before it.
    let closed = (range.start..series.end).any(|at| reader.words.folded(at) == "and");
    (series.members.len() > 2 && closed && series.end <= range.end).then_some(series.members)
}

/// The series that ends right before word `at`, in its sentence.
fn named_before(reader: &Reader<'_, '_>, at: usize) -> Option<Vec<usize>> {
    let sentence = reader.words.list[at].sentence();
    let touching =
        |s: &&Series| s.end == at && at > 0 && reader.words.list[s.end - 1].sentence() == sentence;
    let n = reader.series.partition_point(|s| s.end < at);
    let series = reader.series.get(n).filter(touching)?;
    Some(series.members.clone())
}

/// The pair named in the last sentences, where nobody else is what `word` means.
fn lately(reader: &Reader<'_, '_>, at: usize, word: &str) -> Option<Vec<usize>> {
    let sentence = reader.words.list[at].sentence();
    let n = reader.series.partition_point(|s| s.end <= at);
    let sentence_of = |series: &Series| reader.words.list[series.end - 1].sentence();
    let near: Vec<&Series> = reader.series[..n]
        .iter()
        .rev()
        .take_while(|s| at - s.end <= BACK && sentence.saturating_sub(sentence_of(s)) <= REACH)
        .collect();
    let again = reader
        .pair
        .as_ref()
        .filter(|(word, _)| sentence.saturating_sub(reader.words.list[*word].sentence()) <= REACH);
    let named = near.iter().find(|s| !s.told);
    if let Some((word, members)) = again
        && named.is_none_or(|s| s.end <= *word)
    {
        return Some(members.clone());
    }
    // Of pairs that are all talked about, the one of whoever spoke last is still on the scene.
    let speaker = reader.salience.speaker(sentence, REACH);
    let spoke = near
        .iter()
        .find(|s| speaker.is_some_and(|speaker| s.members.contains(&speaker)));
    let series = named.or(spoke).or(near.first())?;
    let then = sentence_of(series);
    let seen = reader
        .referent(at)
        .and_then(|entity| reader.salience.last_sentence(entity));
    let nearer = word == "they" && seen.is_some_and(|seen| seen > then);
    let pair = series.members.len() == 2 || matches!(word, "they" | "all");
    (pair && !nearer).then(|| series.members.clone())
}

/// Whether the word before names makes them examples of what stands before it.
pub(super) fn gives_examples(reader: &Reader<'_, '_>, at: usize) -> bool {
    matches!(reader.words.folded(at), "like" | "including" | "as")
}

/// The names that explain a plural: "the candidates, Ada Holt and Ben Ostrow,".
fn apposed(reader: &Reader<'_, '_>, range: &Range<usize>) -> Option<Vec<usize>> {
    let end = head_end(reader, range.start, range.end);
    let head = end - 1;
    let plural = Flags::PEOPLE | Flags::INDEFINITE;
    let counted = reader.words.list[head].shape == Shape::Number;
    let body = flag(reader, head, Flags::BODY);
    if reader.mention(head).is_some() || !(flag(reader, head, plural) || counted || body) {
        return None;
    }
    let limit = reader.words.list.len().min(range.end + 3);
    let (start, given) = (end..limit).find_map(|n| {
        let parted = matches!(reader.words.list[n].gap, Gap::Comma | Gap::Break);
        let given = gives_examples(reader, n.saturating_sub(1));
        let first = skip_article(reader, n, true);
        let named = reader.words.list[n].sentence() == reader.words.list[head].sentence()
            && reader.mention(first).is_some();
        ((parted && !body || given) && named).then_some((first, given))
    })?;
    let series = series_at(reader, start, true)?;
    let closes = reader
        .words
        .list
        .get(series.end)
        .is_none_or(|w| w.gap != Gap::Space);
    let inside = given && series.end <= range.end;
    ((series.members.len() > 1 || inside) && (closes || limit > range.end))
        .then_some(series.members)
}
