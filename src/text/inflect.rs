//! From a word as printed to its base form: "restrictions" → "restriction", "easing" → "ease".
//!
//! English inflection is regular spelling plus a closed list of exceptions
//! (`lexicon/irregular.toml`). The same function is applied to the words of a lexicon or codebook
//! and to the words of a text, so a wrong base ("hopped" → "hope") costs nothing unless two words
//! fall together. The rules follow the order of Minnen, Carroll & Pearce, "Applied morphological
//! processing of English" (2001): irregular forms, then suffixes, then the spelling of the stem.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::hash::Set;
use super::listed::Listed;

#[derive(Deserialize)]
struct Irregular {
    verbs: HashMap<String, Vec<String>>,
    nouns: HashMap<String, Vec<String>>,
    adjectives: HashMap<String, Vec<String>>,
    unchanged: Unchanged,
}

#[derive(Deserialize)]
struct Unchanged {
    words: Set<String>,
}

/// Bases of the words that no rule is asked of; of some it is the word itself.
static EXCEPTIONS: LazyLock<Listed<String>> = LazyLock::new(|| {
    let file: Irregular = toml::from_str(include_str!("lexicon/irregular.toml"))
        .expect("lexicon/irregular.toml is checked by a test");
    let mut base: Listed<String> = Listed::default();
    for table in [file.adjectives, file.nouns, file.verbs] {
        for (word, forms) in table {
            for form in forms {
                base.entry(&form).clone_from(&word);
            }
        }
    }
    for word in file.unchanged.words {
        let base = base.entry(&word);
        if base.is_empty() {
            *base = word;
        }
    }
    base
});

/// The base form of `word`, which is given in lower case.
///
/// A word that no rule knows comes back as it is; words with anything but ASCII letters are left
/// alone, except for the contractions in the list of irregular forms.
pub fn lemma(word: &str) -> Cow<'_, str> {
    if let Some(base) = EXCEPTIONS.get(word) {
        return Cow::Borrowed(base);
    }
    // No rule has another ending.
    let has_ending = matches!(word.as_bytes().last(), Some(b'g' | b'd' | b's'));
    if !has_ending || word.len() < 4 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return Cow::Borrowed(word);
    }
    if let Some(stem) = word.strip_suffix("ing").filter(|s| has_vowel(s)) {
        return Cow::Owned(base_of_stem(stem));
    }
    if let Some(stem) = word.strip_suffix("ied").filter(|s| s.len() > 1) {
        return Cow::Owned(format!("{stem}y"));
    }
    if let Some(stem) = word.strip_suffix("ed").filter(|s| has_vowel(s)) {
        return Cow::Owned(base_of_stem(stem));
    }
    without_s(word)
}

/// Takes off the "s" of plurals and of the third person.
fn without_s(word: &str) -> Cow<'_, str> {
    if let Some(stem) = word.strip_suffix("ies") {
        return Cow::Owned(format!("{stem}y"));
    }
    for ending in ["sses", "shes", "ches", "xes", "zzes"] {
        if word.ends_with(ending) {
            return Cow::Borrowed(&word[..word.len() - 2]);
        }
    }
    match word.strip_suffix('s') {
        Some(stem) if !stem.ends_with(['s', 'u', 'i']) => Cow::Borrowed(stem),
        _ => Cow::Borrowed(word),
    }
}

/// The base of a stem left by "-ing" or "-ed": undoubled, with its "e" back, or as it is.
fn base_of_stem(stem: &str) -> String {
    let bytes = stem.as_bytes();
    let last = bytes[bytes.len() - 1];
    let before = if bytes.len() > 1 {
        bytes[bytes.len() - 2]
    } else {
        b' '
    };
    if last == before && !is_vowel(last) {
        // "passed", "stuffed" and "called" keep both letters; "controlled" and "banned" do not.
        let keeps = matches!(last, b's' | b'f' | b'z') || (last == b'l' && syllables(stem) == 1);
        let end = if keeps { stem.len() } else { stem.len() - 1 };
        return stem[..end].to_owned();
    }
    if wants_e(stem, last, before) {
        format!("{stem}e")
    } else {
        stem.to_owned()
    }
}

fn wants_e(stem: &str, last: u8, before: u8) -> bool {
    if is_vowel(last) {
        return last == b'u';
    }
    if !is_vowel(before) {
        return match last {
            b'v' | b'c' | b'z' => true,
            b's' => matches!(before, b'n' | b'r' | b'l' | b'p'),
            b'g' => matches!(before, b'd' | b'r' | b'l'),
            b'l' => matches!(before, b'b' | b'd' | b'g' | b'k' | b'p' | b't' | b'f'),
            b'r' => before == b'u',
            _ => false,
        };
    }
    let two_vowels = bytes_before(stem, 2).is_some_and(is_vowel)
        && !(bytes_before(stem, 2) == Some(b'u') && bytes_before(stem, 3) == Some(b'q'));
    match last {
        b'v' | b'z' | b'c' => true,
        b's' => true,
        b'g' => true,
        b'w' | b'x' | b'y' | b'h' => false,
        // Two vowels that are two syllables: "negotiate", "evaluate", "create", "persuade"; not "repeat".
        b't' | b'd'
            if ["iat", "uat", "creat", "uad", "guid"]
                .iter()
                .any(|end| stem.ends_with(end)) =>
        {
            true
        }
        _ if two_vowels => false,
        _ if syllables(stem) == 1 => true,
        b't' => matches!(before, b'a' | b'u' | b'o'),
        b'd' => matches!(before, b'a' | b'i' | b'o' | b'u'),
        b'n' => before == b'i',
        b'r' => matches!(before, b'a' | b'i' | b'u'),
        b'm' => matches!(before, b'u' | b'a'),
        b'l' => before == b'u',
        b'k' => true,
        b'p' => matches!(before, b'a' | b'o'),
        _ => false,
    }
}

fn bytes_before(stem: &str, back: usize) -> Option<u8> {
    stem.len().checked_sub(back + 1).map(|i| stem.as_bytes()[i])
}

fn is_vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u')
}

fn has_vowel(stem: &str) -> bool {
    stem.len() > 1 && stem.bytes().any(|b| is_vowel(b) || b == b'y')
}

/// Runs of vowels, which come near enough to syllables here.
fn syllables(stem: &str) -> usize {
    let mut count = 0;
    let mut inside = false;
    for byte in stem.bytes() {
        let vowel = is_vowel(byte) || byte == b'y';
        count += usize::from(vowel && !inside);
        inside = vowel;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_listed_form_leads_to_its_base() {
        assert_eq!(lemma("sought"), "seek");
        assert_eq!(lemma("n't"), "not");
    }

    #[test]
    fn regular_forms_lead_to_the_base_that_is_written_in_a_codebook() {
        let cases = "allows allow;allowed allow;allowing allow;strikes strike;striking strike;\
            restrictions restriction;eased ease;easing ease;banned ban;banning ban;policies policy;\
            deporting deport;deported deport;denied deny;repealed repeal;lifting lift;uses use;using use;\
            controlled control;passed pass;passes pass;calling call;called call;voted vote;voting vote;\
            delivered deliver;delivering deliver;delivery delivery;deliveries delivery;limited limit;\
            provided provide;providing provide;required require;measures measure;declared declare;\
            admitted admit;admitting admit;supported support;halted halt;opposed oppose;opposing oppose;\
            approved approve;increased increase;reduced reduce;expanding expand;immigrants immigrant;\
            crashes crash;boxes box;signed sign;signing sign;enabled enable;settling settle;argued argue;\
            managed manage;judged judge;pleased please;leaving leave;aided aid;\
            debated debate;determined determine;maintained maintain;considering consider;\
            threatened threaten;visited visit;wages wage;plays play;playing play;studied study;\
            reviewed review;taxed tax;forced force;merged merge;seized seize;canceled cancel;cancelled cancel;\
            assumed assume;signaled signal;provoked provoke;escaped escape;escalated escalate;\
            negotiated negotiate;evaluating evaluate;created create;creating create;persuaded persuade;\
            guided guide;repeated repeat;treating treat;defeated defeat";
        let wrong: Vec<_> = cases
            .split(';')
            .filter_map(|case| case.trim().split_once(' '))
            .filter(|(form, base)| lemma(form) != *base)
            .map(|(form, base)| format!("{form}: {} instead of {base}", lemma(form)))
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn a_base_form_stays_what_it_is() {
        for word in
            "allow strike restriction ease ban policy deport deny use pass news during united \
            congress crisis need bring status process less texas unless focus"
                .split_whitespace()
        {
            assert_eq!(lemma(word), word);
        }
    }

    proptest! {
        #[test]
        fn any_word_has_a_base_that_is_not_empty(word in "\\PC{1,12}") {
            prop_assert!(!lemma(&word).is_empty());
        }
    }
}
