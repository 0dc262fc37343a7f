//! What counts as a word: `\w` of Python's `re`, which is Unicode's letters and numbers and "_".
//!
//! Rust's own `char::is_alphanumeric` also takes in vowel signs and circled letters.

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// `\w`
pub(super) fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    matches!(
        c.general_category_group(),
        GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number
    )
}

/// `\s`: with the four separators of ASCII, which Unicode does not count as white space.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// `\w+|[^\w\s]`: words, and every other mark by itself, as half-open places in `text`.
pub(super) fn tokens(text: &[char]) -> Vec<(u32, u32)> {
    let mut tokens = Vec::with_capacity(text.len() / 4);
    let mut at = 0;
    while at < text.len() {
        let start = at;
        at += 1;
        if is_word(text[start]) {
            while at < text.len() && is_word(text[at]) {
                at += 1;
            }
        } else if is_space(text[start]) {
            continue;
        }
        tokens.push((start as u32, at as u32));
    }
    tokens
}

/// `\w+`: the words of `text`.
pub(super) fn words(text: &str) -> Vec<&str> {
    text.split(|c| !is_word(c))
        .filter(|word| !word.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_what_python_takes_for_one() {
        // A vowel sign and a combining accent end a word; a raised two and a half do not.
        let text = "naïve_2 x² ½ नि e\u{301}a Ⓐ …\u{1f}z";
        assert_eq!(words(text), ["naïve_2", "x²", "½", "न", "e", "a", "z"]);
        let chars: Vec<char> = text.chars().collect();
        assert_eq!(tokens(&chars).len(), 11);
    }
}
