//! What single words look like, for telling which expression dates a saying.

use super::word::{Verb, Word};
use super::words::Words;

/// Whether `word` is the mark of a possessive.
pub(super) fn is_possessive(word: &str) -> bool {
    matches!(word, "'s" | "’s" | "'" | "’")
}

/// Whether `word` looks like a verb in the past.
pub(super) fn is_past(word: &str) -> bool {
    match Words::get().look_up(word) {
        Some(Word::Tense(Verb::Past | Verb::Agreed) | Word::Done) => true,
        Some(_) => false,
        None => word.len() > 4 && word.ends_with("ed") && !word.ends_with("eed"),
    }
}

/// Whether a noun follows `word`.
pub(super) fn is_determiner(word: &str) -> bool {
    matches!(
        word,
        "the" | "The" | "a" | "A" | "an" | "his" | "her" | "their" | "its"
    )
}

/// Whether no verb can stand behind `word`, as behind a determiner.
pub(super) fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "of" | "with" | "from" | "for" | "between" | "among" | "by" | "about" | "against"
    )
}

/// Whether `word` looks like a verb that has a subject.
pub(super) fn is_verb(word: &str) -> bool {
    is_past(word) || matches!(Words::get().look_up(word), Some(Word::Tense(_)))
}
