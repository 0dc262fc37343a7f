//! Questions and suppositions. "Why does Holt want to close the pier?" takes for granted that she does, and
//! whoever asks says so of her; "does Holt want to?" and "if Holt closes it" say nothing of anybody.

use super::subject::Subject;
use super::{Gap, Sentence};

/// Words that ask for more than whether something is so.
const ASKS: [&str; 6] = ["why", "how", "when", "since", "where", "what"];

/// Words behind which something is only supposed.
const SUPPOSES: [&str; 16] = [
    "whether",
    "if",
    "unless",
    "suppose",
    "supposing",
    "imagine",
    "assuming",
    "assume",
    "should",
    "would",
    "will",
    "does",
    "did",
    "do",
    "until",
    "lest",
];

/// The subject of the verb at word `at` in a quoted question of why or how.
pub(super) fn subject(sentence: &Sentence<'_, '_, '_>, at: usize) -> Option<Subject> {
    let first = sentence.words.start;
    let last = at.checked_sub(1).filter(|&n| n >= first)?;
    let m = sentence.reader.mention(last)?;
    let noun = sentence.reader.mentions[m].whole.clone();
    if noun.end != at || noun.start < first + 2 || !sentence.joined(at) {
        return None;
    }
    let auxiliary = sentence.folded(noun.start - 1);
    let asks = matches!(auxiliary, "does" | "did" | "do")
        && sentence.joined(noun.start)
        && ASKS.contains(&sentence.folded(noun.start - 2))
        && sentence.gap(noun.start - 1) == Gap::Space;
    let quoted = sentence.is_quoted(&sentence.bytes(&noun));
    (asks && quoted).then_some(Subject {
        noun,
        verb_start: at,
    })
}

/// Whether the subject that begins at word `start` stands in a supposition or a question of whether.
pub(super) fn is_supposed(sentence: &Sentence<'_, '_, '_>, start: usize) -> bool {
    let Some(before) = start.checked_sub(1).filter(|n| sentence.words.contains(n)) else {
        return false;
    };
    // "if the mayor", "suppose that Holt".
    let near = match sentence.folded(before) {
        "the" | "that" | "a" => before.saturating_sub(1),
        _ => before,
    };
    let folded = sentence.folded(near);
    let asked = near > 0 && ASKS.contains(&sentence.folded(near - 1));
    SUPPOSES.contains(&folded) && !asked
}
