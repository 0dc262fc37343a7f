use std::ops::Range;

use super::chain::Clause;
use super::lexicon::Class;
use crate::text::words::Kind;

/// The words of a condition that the stance on `judged` hangs on, "if" and its like included.
///
/// Only a condition behind the stance counts: in front of it, "if elected, I will" and "if that is
/// true, then" mostly say when, not whether. "Unless" and "only if" count on either side.
pub(super) fn find(clause: &Clause<'_>, judged: &Range<usize>) -> Option<Range<usize>> {
    let words = clause.words;
    let opener = clause.operators.iter().find(|o| {
        let behind = judged.end <= o.words.start;
        let bound = matches!(
            words[o.words.start].lemma.as_ref(),
            "only" | "unless" | "provided"
        );
        o.of(Class::Condition).is_some() && (behind || bound)
    })?;
    let start = opener.words.start;
    if words[judged.end.min(start)..start]
        .iter()
        .any(|w| w.kind == Kind::Stop)
    {
        return None;
    }
    let end = (opener.words.end..clause.range.end)
        .find(|&at| words[at].kind == Kind::Stop || words[at].is(","))
        .unwrap_or(clause.range.end);
    (end > opener.words.end).then_some(start..end)
}
