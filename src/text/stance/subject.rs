//! Whose wish or plan a verb inside a content is: the speaker's own or somebody else's.

use std::ops::Range;

use super::lexicon::is_filler;
use crate::text::words::{Form, Kind, Word};

/// Who holds what a verb or noun says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holder {
    /// "I", "we", or left out at the start of the content.
    Speaker,
    /// "The country", "Congress", "Americans": the speaker often speaks for them.
    Everybody,
    /// Somebody else.
    Other,
    /// An infinitive, participle or noun without an owner of its own.
    Nobody,
}

/// The holder of the operator whose first word is `at`, looking back no further than `clause.start`.
///
/// In quoted words "he" and "they" are other people; in paraphrase they go back to the source, unless
/// they are known to refer to `others`.
pub(super) fn holder(
    words: &[Word<'_>],
    at: usize,
    clause: &Range<usize>,
    quoted: bool,
    others: &[usize],
) -> Holder {
    if words.get(at).is_some_and(|w| w.form == Form::Ing)
        && !has_auxiliary_before(words, at, clause)
    {
        return Holder::Nobody;
    }
    let mut back = at;
    // Plain words before a noun may be its adjectives ("is a strong advocate for") or its subject.
    let mut plain = false;
    while back > clause.start {
        back -= 1;
        let word = &words[back];
        match word.lemma.as_ref() {
            "a" | "an" | "the" if back > clause.start && words[back - 1].is("be") => plain = false,
            "to" | "a" | "an" | "the" | "of" | "for" | "by" | "in" | "with" | "any" | "such" => {
                return Holder::Nobody;
            }
            "i" | "we" | "me" | "us" | "my" | "our" | "there" => return Holder::Speaker,
            "he" | "she" | "they" | "his" | "her" | "their" | "it" | "its" | "him" | "them" => {
                return if quoted || others.binary_search(&(word.start as usize)).is_ok() {
                    Holder::Other
                } else {
                    Holder::Speaker
                };
            }
            "you" | "american" | "america" | "person" | "u.s." | "country" | "nation"
            | "congress" | "government" | "everyone" | "everybody" | "nobody" | "one"
            | "somebody" | "voter" | "public" | "state" | "president" | "administration" => {
                return Holder::Everybody;
            }
            // "She cannot and will not support it".
            "and" | "or" | "nor"
                if !plain && back > clause.start && is_auxiliary(&words[back - 1]) => {}
            // "She has read the study and opposes it": the verbs share the subject that opens the clause.
            "and" | "but" if !plain && is_finite(&words[at]) => {
                match opening_subject(words, clause) {
                    Some(subject) if subject < back => back = subject + 1,
                    _ => return Holder::Nobody,
                }
            }
            "and" | "or" | "but" | "," | "that" => return Holder::Nobody,
            "who" | "which" => return Holder::Other,
            _ if is_auxiliary(word) => plain = false,
            _ if is_filler(word) || word.kind == Kind::Mark => {}
            _ if word.kind == Kind::Plain && at - back <= 4 => plain = true,
            _ => return Holder::Other,
        }
    }
    if plain {
        Holder::Other
    } else {
        Holder::Speaker
    }
}

fn is_finite(verb: &Word<'_>) -> bool {
    matches!(verb.form, Form::S | Form::Past)
}

/// The pronoun that begins the clause and can only be a subject.
fn opening_subject(words: &[Word<'_>], clause: &Range<usize>) -> Option<usize> {
    let mut first = clause.clone().filter(|&n| words[n].is_word());
    first
        .find(|&n| !words[n].is("that"))
        .filter(|&n| is_subject(&words[n]))
}

fn has_auxiliary_before(words: &[Word<'_>], at: usize, clause: &Range<usize>) -> bool {
    words[clause.start.max(at.saturating_sub(3))..at]
        .iter()
        .any(|w| w.is("be"))
}

/// A pronoun that can only be a subject.
pub(super) fn is_subject(word: &Word<'_>) -> bool {
    matches!(word.lemma.as_ref(), "i" | "we" | "he" | "she" | "they")
}

/// A pronoun that says whose something is.
pub(super) fn is_possessive(word: &Word<'_>) -> bool {
    matches!(
        word.lemma.as_ref(),
        "his" | "her" | "their" | "its" | "my" | "our"
    )
}

/// Verbs that stand between a subject and its main verb, and "not".
pub(super) fn is_auxiliary(word: &Word<'_>) -> bool {
    matches!(
        word.lemma.as_ref(),
        "be" | "have"
            | "do"
            | "will"
            | "would"
            | "can"
            | "could"
            | "should"
            | "shall"
            | "may"
            | "might"
            | "must"
            | "not"
            | "never"
            | "ought"
            | "long"
            | "once"
            | "no"
            | "longer"
    )
}
