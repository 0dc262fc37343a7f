//! Whether content is quoted, paraphrased, or both.

use std::ops::Range;

use crate::model::Form;
use crate::text::document::Document;

/// The form of `content`: by how many of its letters stand in quotation marks.
pub(crate) fn form(document: &Document<'_>, content: &[Range<usize>]) -> Form {
    let (mut all, mut quoted) = (0, 0);
    for range in content {
        all += letters(&document.text[range.clone()]);
        let first = document
            .quotes
            .partition_point(|q| q.range.end <= range.start);
        let inside = document.quotes[first..]
            .iter()
            .take_while(|quote| quote.range.start < range.end);
        for quote in inside {
            let shared = quote.range.start.max(range.start)..quote.range.end.min(range.end);
            quoted += letters(&document.text[shared]);
        }
    }
    match (all, quoted) {
        (0, _) => Form::None,
        (_, 0) => Form::Indirect,
        // A word or two outside ("that “…”") leave it a quotation.
        (all, quoted) if quoted * 100 >= all * 92 => Form::Direct,
        _ => Form::Mixed,
    }
}

fn letters(text: &str) -> usize {
    text.bytes()
        .filter(|b| b.is_ascii_alphanumeric() || *b >= 0x80)
        .count()
}
