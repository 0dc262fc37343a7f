//! Others who utter the same, named apart from the source: "Several towns objected, including Norwick and Hale
//! Bay", "Holt, joined by Dahl, said", "Holt opposes the levy, as does Dahl".

use std::ops::Range;

use super::group::series_at_name;
use super::lists::Flags;
use super::reader::Reader;
use super::source::{flag, head_end};
use super::word::Gap;
use crate::text::document::Find;

/// Words between what is said and those who are named behind it.
const REACH: usize = 45;

/// Puts down with each attribution who else utters it. `finds` are in the order of their cues.
pub(crate) fn note(reader: &Reader<'_, '_>, finds: &mut [Find]) {
    for n in 0..finds.len() {
        let others = of(reader, finds, n);
        let find = &mut finds[n];
        find.others = others;
        if let [source] = &mut find.source[..] {
            let words = reader.words.inside(source);
            let named_to = reader.named_to(&words);
            if named_to > words.end {
                source.end = reader.words.list[named_to - 1].range().end;
            }
        }
    }
}

fn of(reader: &Reader<'_, '_>, finds: &[Find], n: usize) -> Vec<Range<usize>> {
    let find = &finds[n];
    let ([source], [cue, ..]) = (&find.source[..], &find.cue[..]) else {
        return Vec::new();
    };
    let (source, cue) = (reader.words.inside(source), reader.words.inside(cue));
    if source.is_empty() || cue.is_empty() || source.start >= cue.start {
        return Vec::new();
    }
    let sentence = reader.words.list[source.start].sentence();
    let here = |n: &usize| {
        let word = reader.words.list.get(*n);
        word.is_some_and(|word| word.sentence() == sentence)
    };
    let mut others = Vec::new();
    // "Holt, joined by Dahl, said".
    let beside = source.end;
    if beside < cue.start
        && let Some(width) = joins(reader, beside)
        && let Some(named) = named(reader, beside + width)
        && named.end <= cue.start
    {
        others.push(named);
    }
    let group = heads_group(reader, &source);
    // Who does as well is named behind the last verb of a sentence that has several.
    let last = finds.get(n + 1).is_none_or(|next| {
        let next = next.cue.first().map(|cue| reader.words.inside(cue).start);
        next.is_none_or(|next| !here(&next))
    });
    let mut people = false;
    for at in (cue.end..cue.end + REACH).take_while(here) {
        let parted = reader.words.list[at].gap != Gap::Space;
        let word = reader.words.folded(at);
        if group && !people && parted && word == "including" {
            others.extend(named(reader, at + 1));
            break;
        }
        if last
            && matches!(reader.words.list[at].gap, Gap::Comma)
            && word == "as"
            && does(reader.words.folded(at + 1))
            && reader.joined(at + 1)
        {
            others.extend(named(reader, at + 2).filter(|named| closes(reader, named.end)));
            break;
        }
        // "… attacked several aldermen, including Dahl": those are others.
        let noun = flag(reader, at, Flags::PEOPLE | Flags::QUANTITY | Flags::BODY);
        people |= noun && reader.mention(at).is_none();
    }
    others
        .into_iter()
        .map(|words| {
            let list = &reader.words.list;
            list[words.start].range().start..list[words.end - 1].range().end
        })
        .collect()
}

/// Whether the source is several, some of whom can be named apart.
fn heads_group(reader: &Reader<'_, '_>, source: &Range<usize>) -> bool {
    let head = head_end(reader, source.start, source.end) - 1;
    let plural = Flags::PEOPLE | Flags::QUANTITY | Flags::INDEFINITE | Flags::BODY;
    reader.mention(head).is_none() && flag(reader, head, plural)
}

/// The length of the words at `at` by which a name joins the source before them.
fn joins(reader: &Reader<'_, '_>, at: usize) -> Option<usize> {
    if reader.words.list[at].gap != Gap::Comma {
        return joiner(reader, at).filter(|width| *width > 1);
    }
    let next = reader.words.folded(at + 1);
    match (reader.words.folded(at), next) {
        ("joined" | "accompanied" | "flanked" | "seconded", "by") => Some(2),
        _ => joiner(reader, at).filter(|width| *width > 1),
    }
}

/// The length of the words at `at` that join two names: "and", "along with", "as well as".
pub(super) fn joiner(reader: &Reader<'_, '_>, at: usize) -> Option<usize> {
    if at >= reader.words.list.len() || reader.mention(at).is_some() {
        return None;
    }
    let word = |n: usize| match at + n < reader.words.list.len() {
        true => reader.words.folded(at + n),
        false => "",
    };
    match (word(0), word(1), word(2)) {
        ("and" | "or" | "nor", ..) => Some(1),
        ("along" | "together", "with", _) => Some(2),
        ("as", "well", "as") => Some(3),
        _ => None,
    }
}

/// "… opposes it, as does Dahl".
fn does(folded: &str) -> bool {
    matches!(
        folded,
        "do" | "does"
            | "did"
            | "has"
            | "have"
            | "had"
            | "is"
            | "are"
            | "was"
            | "were"
            | "would"
            | "will"
    )
}

/// Whether a clause ends before word `at`.
fn closes(reader: &Reader<'_, '_>, at: usize) -> bool {
    let word = reader.words.list.get(at);
    word.is_none_or(|word| word.gap != Gap::Space)
}

/// The names that begin at word `at`, or the people described there.
fn named(reader: &Reader<'_, '_>, at: usize) -> Option<Range<usize>> {
    let sentence = reader.words.list.get(at.checked_sub(1)?)?.sentence();
    let first = reader.words.list.get(at)?;
    if first.sentence() != sentence || !matches!(first.gap, Gap::Space | Gap::Quote) {
        return None;
    }
    if let Some(end) = series_at_name(reader, at) {
        // "Holt and other aldermen".
        let more = joiner(reader, end).and_then(|width| described(reader, end + width));
        return Some(at..more.map_or(end, |more| more.end));
    }
    described(reader, at)
}

/// The people whom the noun phrase at word `at` describes: "other aldermen".
fn described(reader: &Reader<'_, '_>, at: usize) -> Option<Range<usize>> {
    if at >= reader.words.list.len() {
        return None;
    }
    let limit = (at..reader.words.list.len().min(at + 10))
        .take_while(|n| *n == at || reader.joined(*n))
        .last()?;
    let end = head_end(reader, at, limit + 1);
    let several = flag(reader, end - 1, Flags::PEOPLE) && reader.mention(end - 1).is_none();
    several.then_some(at..end)
}
