//! Long texts in parts: a book, a day in parliament.
//!
//! Every stage goes over all words of what it reads and keeps something of each, so that a long text at once
//! would take memory by its length and miss the cache at every step. Whom it named goes on from part to
//! part; "he" at the start of a part, and a quotation over its end, do not.

use std::ops::Range;

/// Most bytes of a part. An article of a newspaper is one part; the facts of so many words stay in the cache.
const LONGEST: usize = 128 << 10;

/// Where a part may end, the best first.
const ENDS: [&str; 4] = ["\n\n", "\n", ". ", " "];

/// The bytes of the parts of `text`, in order, none empty but that of an empty text. Linear.
pub(super) fn of(text: &str) -> impl Iterator<Item = Range<usize>> {
    // Of about the same size, so that the last is no scrap.
    let count = text.len().div_ceil(LONGEST).max(1);
    let size = text.len().div_ceil(count);
    let mut start = 0;
    (0..).map_while(move |n| {
        (n == 0 || start < text.len()).then(|| {
            let part = start..end(text, start, size);
            start = part.end;
            part
        })
    })
}

/// The end of the part that begins at `start`: the last good place before it is `size` long.
fn end(text: &str, start: usize, size: usize) -> usize {
    if text.len() - start <= size {
        return text.len();
    }
    let limit = text.floor_char_boundary(start + size);
    let late = text.ceil_char_boundary(start + size / 2);
    let last = |end: &str| text[late..limit].rfind(end).map(|at| late + at + end.len());
    ENDS.into_iter().find_map(last).unwrap_or(limit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts() -> impl Strategy<Value = String> {
        let piece = prop_oneof!["[a-zé]{1,9}", " |\\. |\n|\n\n|“", "\\PC{0,20}"];
        (proptest::collection::vec(piece, 0..40), 0..20_000usize)
            .prop_map(|(pieces, times)| pieces.concat().repeat(times))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn the_parts_are_the_whole_text(text in texts()) {
            let parts: Vec<Range<usize>> = of(&text).collect();
            prop_assert_eq!(parts.iter().map(|part| &text[part.clone()]).collect::<String>(), &text[..]);
            prop_assert!(parts.iter().all(|part| part.len() <= LONGEST));
            prop_assert_eq!(parts.len() == 1, text.len() <= LONGEST);
            prop_assert!(text.is_empty() || parts.iter().all(|part| !part.is_empty()));
        }
    }

    #[test]
    fn a_part_ends_with_a_paragraph() {
        let text = "The pier stays open. Boats land here.\n\n".repeat(8_000);
        assert!(of(&text).all(|part| text[part].ends_with("\n\n")));
    }
}
