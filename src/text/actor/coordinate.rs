//! Sources that "and" joins: where one name ends and the next begins.

use std::ops::Range;

use super::lists::Flags;
use super::mention::Kind;
use super::reader::Reader;
use super::source::{flag, head_end};
use super::word::Gap;
use crate::model::ActorKind;

/// Cuts "Holt and Ostrow" in two. Only names part: "the president and publisher" is one person.
pub(super) fn coordinated(reader: &Reader<'_, '_>, range: &Range<usize>) -> Vec<Range<usize>> {
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
            || (at == start + 1 && reader.referent(start).is_some());
        let next = names(at + 1);
        let from = next && is_from_a_place(reader, start, at);
        let right = next
            || reader.words.list[at + 1]
                .flags
                .contains(Flags::DETERMINER | Flags::PEOPLE | Flags::INDEFINITE);
        // "Holt (R), who is retiring, and Ben Dahl".
        let told = reader.words.list[at].gap == Gap::Comma
            && next
            && reader.mention(start).is_some()
            && (start + 1..at).any(|n| {
                flag(reader, n, Flags::RELATIVE) && reader.words.list[n].gap != Gap::Space
            });
        if told || from || (left && right && head_end(reader, start, at) == at) {
            parts.push(start..at);
            start = at + 1;
        }
    }
    parts.push(start..range.end);
    parts
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
