//! Texts with their attributions marked: `{source} <cue> [content]`; content that holds another
//! attribution stands in `⟦…⟧`.

use std::ops::Range;

use crate::text::document::Find;

/// A text with the attributions that were marked in it.
pub(super) struct Marked {
    pub(super) text: String,
    pub(super) finds: Vec<Find>,
}

impl Marked {
    /// Reads the marks. An attribution has one cue; the next one begins with the first mark that it
    /// has already, once it has cue and content.
    pub(super) fn parse(marked: &str) -> Self {
        let mut text = String::new();
        let mut finds = vec![Find::default()];
        let mut start = 0;
        let mut outer = 0;
        for c in marked.chars() {
            match c {
                '{' | '<' | '[' => start = text.len(),
                '}' => begin(&mut finds, |find| &mut find.source).push(start..text.len()),
                '>' => begin(&mut finds, |find| &mut find.cue).push(start..text.len()),
                ']' => begin(&mut finds, |find| &mut find.content).push(start..text.len()),
                '⟦' => outer = text.len(),
                '⟧' => {
                    finds.push(Find::default());
                    begin(&mut finds, |find| &mut find.content).push(outer..text.len());
                }
                c => text.push(c),
            }
        }
        finds.retain(|find| *find != Find::default());
        Self { text, finds }
    }
}

/// The spans that the next mark goes to.
fn begin(
    finds: &mut Vec<Find>,
    spans: impl Fn(&mut Find) -> &mut Vec<Range<usize>>,
) -> &mut Vec<Range<usize>> {
    let last = finds.last_mut().expect("there is always one");
    let complete = !last.cue.is_empty() && !last.content.is_empty();
    if complete || !spans(last).is_empty() {
        finds.push(Find::default());
    }
    spans(finds.last_mut().expect("there is always one"))
}
