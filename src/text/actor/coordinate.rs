//! Sources that "and" joins: where one name ends and the next begins.

use std::ops::Range;

use super::lists::Flags;
use super::mention::Kind;
use super::others::joiner;
use super::reader::Reader;
use super::source::{flag, head_end};
use super::word::Gap;
use crate::model::ActorKind;

/// Cuts "Holt and Ostrow" or "engineers, unions and the bank" apart. Only names and groups of people part:
/// "the president and publisher" is one person.
pub(super) fn coordinated(reader: &Reader<'_, '_>, range: &Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = range.start;
    for at in range.start + 1..range.end.saturating_sub(1) {
        let Some(width) = joiner(reader, at) else {
            continue;
        };
        if shares_noun(reader, at) {
            continue;
        }
        let left = (names(reader, at - 1) && !reader.words.list[at - 1].possessive)
            || (at == start + 1 && reader.referent(start).is_some())
            || people(reader, at - 1);
        let behind = at + width;
        let behind = behind + usize::from(behind + 1 < range.end && is_adverb(reader, behind));
        if behind >= range.end {
            break;
        }
        let next = names(reader, behind) || titled(reader, behind);
        let from = next && is_from_a_place(reader, start, at);
        let right = next
            || reader.words.list[behind]
                .flags
                .contains(Flags::DETERMINER | Flags::PEOPLE | Flags::INDEFINITE)
            || people(reader, head_end(reader, behind, range.end) - 1);
        // "Holt (R), who is retiring, and Ben Dahl".
        let told = reader.words.list[at].gap == Gap::Comma
            && next
            && reader.mention(start).is_some()
            && (start + 1..at).any(|n| {
                flag(reader, n, Flags::RELATIVE) && reader.words.list[n].gap != Gap::Space
            });
        let people = (left && right).then(|| listed(reader, start, at));
        let people = people.filter(|people| people.len() > 1 || head_end(reader, start, at) == at);
        match people {
            Some(people) => parts.extend(people),
            None if told || from => parts.push(start..at),
            None => continue,
        }
        start = behind;
    }
    parts.push(start..range.end);
    parts
}

/// Whether the names on both sides of the "and" at word `at` say of the same people who they are: "British and French
/// diplomats", "Holt and Dahl supporters", "state and federal officials"; not "Holt and House leaders".
pub(super) fn shares_noun(reader: &Reader<'_, '_>, at: usize) -> bool {
    let count = reader.words.list.len();
    if at == 0 || at + 2 >= count || !reader.joined(at) || !reader.joined(at + 1) {
        return false;
    }
    if is_level(reader, at - 1) && is_level(reader, at + 1) && people(reader, at + 2) {
        return true;
    }
    let (Some((left, by_left)), Some((right, by_right))) =
        (called(reader, at - 1), called(reader, at + 1))
    else {
        return false;
    };
    let noun = right.end;
    // "Anna Holt and Dahl supporters" are Holt and others.
    let short = !by_left || left.len() == 1;
    by_left == by_right
        && short
        && !people(reader, at - 1)
        && left.end == at
        && !reader.words.list[at - 1].possessive
        && right.start == at + 1
        && noun < count
        && reader.joined(noun)
        && reader.mention(noun).is_none()
        && people(reader, noun)
}

/// The words of the name, or of the party or country, that the word is of, and whether it is a person's.
fn called(reader: &Reader<'_, '_>, at: usize) -> Option<(Range<usize>, bool)> {
    let Some(m) = reader.mention(at) else {
        return reader.words.capital(at).then_some((at..at + 1, false));
    };
    let whole = reader.mentions[m].whole.clone();
    let party = flag(reader, whole.start, Flags::PARTY);
    let entity = reader.entity(m).filter(|_| !party);
    let person = entity.is_some_and(|entity| reader.register.entities[entity].is_person());
    Some((whole, person))
}

/// "Engineers, unions" of "engineers, unions and the bank": what commas part, where all of it is people.
/// Else the words as they are.
fn listed(reader: &Reader<'_, '_>, start: usize, end: usize) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut first = start;
    let comma =
        |at: &usize| reader.words.list[*at].gap == Gap::Comma && reader.mention(*at).is_none();
    for at in (start + 1..end).filter(comma).chain([end]) {
        let head = head_end(reader, first, at);
        if head != at || !(people(reader, at - 1) || names(reader, at - 1)) {
            return std::iter::once(start..end).collect();
        }
        parts.push(first..at);
        first = at;
    }
    parts
}

/// Whether the word is of a name that is no place's.
fn names(reader: &Reader<'_, '_>, at: usize) -> bool {
    let place = |m: usize| matches!(reader.mentions[m].kind, Kind::Place);
    reader.mention(at).is_some_and(|m| !place(m))
}

/// Whether a name with its office begins at the word: "Deputy Mayor Dahl".
fn titled(reader: &Reader<'_, '_>, at: usize) -> bool {
    let behind = at + 1..reader.words.list.len().min(at + 5);
    // "Engineer Dahl".
    if flag(reader, at, Flags::PERSON) && names(reader, at + 1) && reader.joined(at + 1) {
        return true;
    }
    behind
        .take_while(|&n| reader.joined(n))
        .filter_map(|n| reader.mention(n))
        .map(|m| reader.mentions[m].whole.start)
        .any(|start| start == at || start == at + 1 && reader.words.capital(at))
}

/// Whether the word says of which level of government somebody is.
fn is_level(reader: &Reader<'_, '_>, at: usize) -> bool {
    matches!(
        reader.words.folded(at),
        "state" | "federal" | "local" | "city" | "county" | "national" | "regional" | "municipal"
    )
}

/// Whether the word means several people: "farmers", "African Americans".
fn people(reader: &Reader<'_, '_>, at: usize) -> bool {
    let several = flag(reader, at, Flags::PEOPLE) || reader.words.folded(at) == "americans";
    several && !reader.words.list[at].possessive
}

/// "And even the bank".
fn is_adverb(reader: &Reader<'_, '_>, at: usize) -> bool {
    reader.mention(at).is_none() && matches!(reader.words.folded(at), "even" | "also")
}

/// Whether the words up to `end` are a name and where it is from: "Holt of Bergen", "Holt (Bergen)".
fn is_from_a_place(reader: &Reader<'_, '_>, start: usize, end: usize) -> bool {
    let Some(name) = (start..end.min(start + 3)).find_map(|at| reader.mention(at)) else {
        return false;
    };
    let mention = &reader.mentions[name];
    let person = reader
        .entity(name)
        .is_some_and(|entity| reader.register.entities[entity].kind == Some(ActorKind::Person));
    let behind = mention.whole.end;
    let bracket = behind < end && reader.words.list[behind].gap == Gap::Bracket;
    let of = behind < end && reader.words.folded(behind) == "of";
    let place = end - behind.min(end) <= 3
        && reader.mention(end - 1).is_some_and(|m| {
            m != name
                && matches!(
                    reader.mentions[m].kind,
                    Kind::Place | Kind::Country(_) | Kind::Unknown
                )
        });
    person && (bracket || (of && place))
}
