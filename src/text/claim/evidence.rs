//! The passage that shows who and what: one contiguous run of the text.

use std::ops::Range;

use crate::text::document::{Document, Find};

/// Bytes that a passage may have when it takes in whole sentences, and when it must be cut.
const LONG: usize = 450;

/// The evidence of `find`, as bytes. `focus` is the place that shows the position, where one is
/// known; the passage takes it in when it stands in the next sentences.
pub(crate) fn evidence(
    document: &Document<'_>,
    find: &Find,
    focus: Option<&Range<usize>>,
) -> Range<usize> {
    let Some(anchor) = find
        .cue
        .first()
        .or(find.source.first())
        .or(find.content.first())
    else {
        return 0..0;
    };
    let mut hull = anchor.clone();
    for range in find.cue.iter().chain(&find.source) {
        widen(&mut hull, range, LONG);
    }
    let what = focus.cloned().or_else(|| nearest(&find.content, anchor));
    if let Some(what) = what {
        let start = document.sentences.get(document.sentence_at(what.start));
        // Of long content its first sentence is enough.
        let piece = match start {
            Some(sentence) if focus.is_none() => {
                what.start..what.end.min(sentence.range.end.max(what.start))
            }
            _ => what,
        };
        widen(&mut hull, &piece, 3 * LONG);
    }
    let whole = sentences(document, &hull);
    if whole.len() <= LONG || whole.len() <= hull.len() + LONG / 2 {
        return whole;
    }
    hull
}

/// Takes `range` into `hull`, if the whole stays within `limit` bytes.
fn widen(hull: &mut Range<usize>, range: &Range<usize>, limit: usize) {
    let wide = hull.start.min(range.start)..hull.end.max(range.end);
    if wide.len() <= limit {
        *hull = wide;
    }
}

/// The run of content that is nearest to the cue.
fn nearest(content: &[Range<usize>], anchor: &Range<usize>) -> Option<Range<usize>> {
    let gap = |range: &Range<usize>| {
        if range.start >= anchor.end {
            range.start - anchor.end
        } else {
            anchor.start.saturating_sub(range.end)
        }
    };
    content
        .iter()
        .filter(|r| !r.is_empty())
        .min_by_key(|r| gap(r))
        .cloned()
}

/// The whole sentences that `range` touches.
fn sentences(document: &Document<'_>, range: &Range<usize>) -> Range<usize> {
    let first = document.sentences.get(document.sentence_at(range.start));
    let last = document
        .sentences
        .get(document.sentence_at(range.end.saturating_sub(1).max(range.start)));
    let start = first
        .map_or(range.start, |s| s.range.start)
        .min(range.start);
    let end = last.map_or(range.end, |s| s.range.end).max(range.end);
    start..end
}
