//! Sentences that their attribution parts: in "Holt, he said, would close the pier" the subject of what
//! was said stands before the attribution, and the rest behind it.
//!
//! What somebody says of another's intentions is no position of the speaker. So the subject is put back into
//! the content, and who it is tells whose the rest is.

use std::ops::Range;

use super::actor::{Gap, Reader};
use super::document::{Document, Find, Origin};
use super::inflect::lemma;
use super::stance::lexicon;

/// Most words between the parts: "Ben Ostrow, the harbour master, told reporters on Monday".
const LONGEST: usize = 14;

/// Verbs with which the rest goes on without a subject of its own.
const AUXILIARIES: [&str; 14] = [
    "would", "will", "has", "had", "is", "was", "does", "did", "can", "could", "may", "might",
    "must", "should",
];

/// Puts lost subjects back into the contents of `finds`; returns for each the entity that its content
/// is parted from.
pub(crate) fn rejoin(
    document: &Document<'_>,
    reader: &Reader<'_, '_>,
    finds: &mut [Find],
) -> Vec<Option<usize>> {
    let each = finds.iter_mut();
    each.map(|find| {
        let (bytes, entity) = subject(document, reader, find)?;
        let held = |part: &Range<usize>| part.start <= bytes.start && bytes.end <= part.end;
        if !find.content.iter().any(held) {
            find.content
                .retain(|part| part.end <= bytes.start || bytes.end <= part.start);
            find.content.push(bytes);
            find.content.sort_by_key(|part| part.start);
        }
        Some(entity)
    })
    .collect()
}

/// The subject that stands apart from what `find` attributes, with its entity.
fn subject(
    document: &Document<'_>,
    reader: &Reader<'_, '_>,
    find: &Find,
) -> Option<(Range<usize>, usize)> {
    if find.origin != Origin::Reported {
        return None;
    }
    let (source, cue) = (find.source.first()?, find.cue.first()?);
    let between = source.start.min(cue.start)..source.end.max(cue.end);
    let rest = find.content.iter().find(|part| part.start >= between.end)?;
    let sentence = document
        .sentences
        .get(document.sentence_at(between.start))?;
    if !sentence.range.contains(&rest.start) {
        return None;
    }
    let (inside, behind) = (reader.words.inside(&between), reader.words.inside(rest));
    let list = &reader.words.list;
    let parted = |word: usize| list.get(word).is_some_and(|w| w.gap == Gap::Comma);
    if behind.is_empty()
        || inside.is_empty()
        || behind.start - inside.start > LONGEST
        || !parted(inside.start)
        || !parted(behind.start)
        || !goes_on(reader, &behind)
    {
        return None;
    }
    let last = inside.start.checked_sub(1)?;
    let m = reader.mention(last)?;
    let mention = &reader.mentions[m];
    let whole = &mention.whole;
    let opens = list[whole.start].range().start <= sentence.range.start + 1
        || matches!(
            reader.words.folded(whole.start - 1),
            "that" | "the" | "and" | "but"
        );
    if whole.end != inside.start || list[last].possessive || !opens {
        return None;
    }
    let bytes = list[whole.start].range().start..list[last].range().end;
    Some((bytes, reader.entity(m)?))
}

/// Whether some words begin with a verb that wants a subject before it.
fn goes_on(reader: &Reader<'_, '_>, words: &Range<usize>) -> bool {
    let folded = reader.words.folded(words.start);
    if AUXILIARIES.contains(&folded) {
        return true;
    }
    let base = lemma(folded);
    // "wants", "opposed": inflected, or it is the speaker's infinitive.
    base != folded && lexicon().attitude_at(&[base.into_owned()]) > 0
}
