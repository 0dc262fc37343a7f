//! Groups of several places: "the leaders of Brazil, Canada and Mexico" are one group, and no country speaks.

use std::ops::Range;

use super::lists::Flags;
use super::mention::Kind;
use super::reader::Reader;
use super::source::{flag, head_end};
use super::word::Gap;

/// Most places of a list.
const MOST: usize = 6;

/// Whether the source is people of several places, and nobody else.
pub(super) fn is_of_places(reader: &Reader<'_, '_>, range: &Range<usize>) -> bool {
    let end = head_end(reader, range.start, range.end);
    let tie = end + 1 < range.end
        && reader.joined(end)
        && matches!(reader.words.folded(end), "of" | "from" | "in");
    let people = flag(reader, end - 1, Flags::PEOPLE) && reader.mention(end - 1).is_none();
    tie && people && places_end(reader, end + 1, range.end) == Some(range.end)
}

/// The end of the list of two or more places at word `at`.
pub(super) fn places_end(reader: &Reader<'_, '_>, at: usize, limit: usize) -> Option<usize> {
    let mut end = place(reader, at, true)?;
    let mut closed = false;
    for _ in 1..MOST {
        if end + 1 >= limit || closed {
            break;
        }
        closed = reader.words.folded(end) == "and" && reader.mention(end).is_none();
        if !closed && reader.words.list[end].gap != Gap::Comma {
            break;
        }
        end = place(reader, end + usize::from(closed), false)?;
    }
    (closed && end <= limit).then_some(end)
}

/// The end of the place's name at word `at`; where others stand before it, a word that nobody knows is one, too.
fn place(reader: &Reader<'_, '_>, at: usize, first: bool) -> Option<usize> {
    let article = reader.mention(at).is_none() && reader.words.folded(at) == "the";
    let mention = &reader.mentions[reader.mention(at + usize::from(article))?];
    let named = match mention.kind {
        Kind::Place | Kind::Country(_) => true,
        Kind::Unknown => !first,
        _ => false,
    };
    (named && !reader.words.list[mention.words.end - 1].possessive).then_some(mention.whole.end)
}
