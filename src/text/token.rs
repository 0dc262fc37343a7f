//! Cuts a paragraph into words, numbers and marks.
//!
//! A word keeps its inner apostrophe ("O’Malley", "don’t"); a possessive or contracted verb is cut
//! off ("Trump|’s", "they|’ll"), so that the noun stands alone. Numbers keep their inner separators
//! ("3.2", "300,000"), dotted letters their full stops ("U.S."). Hyphens are marks of their own, and
//! so are pairs of `''` and ` `` `. Words glued together by a lost full stop are cut
//! ("territory|The").

use std::ops::Range;

use super::sentence::Lexicon;

/// Calls `emit` with the bytes of each token of `text[range]`, in order.
pub(crate) fn tokens(text: &str, range: Range<usize>, mut emit: impl FnMut(Range<usize>)) {
    let bytes = text.as_bytes();
    let mut at = range.start;
    while at < range.end {
        let byte = bytes[at];
        if byte == b' ' {
            at += 1;
        } else if is_word_at(text, at) {
            let end = word_end(text, at, range.end);
            for part in parts(text, at..end) {
                emit(part);
            }
            at = end;
        } else {
            let c = char_at(text, at);
            let end = at + c.len_utf8();
            if is_space(c) {
                at = end;
                continue;
            }
            let pair =
                matches!(byte, b'\'' | b'`') && bytes.get(end) == Some(&byte) && end < range.end;
            let end = end + usize::from(pair);
            if let Some(suffix) = clitic(text, at, range.end) {
                emit(at..suffix);
                at = suffix;
            } else {
                emit(at..end);
                at = end;
            }
        }
    }
}

/// White space, and the invisible marks that copied web text is full of.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}' | '\u{2060}' | '\u{AD}')
}

fn char_at(text: &str, at: usize) -> char {
    text[at..].chars().next().unwrap_or(' ')
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || matches!(c, '\u{300}'..='\u{36F}' | '\u{200C}' | '\u{200D}')
}

fn is_word_at(text: &str, at: usize) -> bool {
    let byte = text.as_bytes()[at];
    if byte.is_ascii() {
        byte.is_ascii_alphanumeric() || byte == b'_'
    } else {
        is_word(char_at(text, at))
    }
}

/// End of the run of word characters that starts at `at`.
fn run_end(text: &str, mut at: usize, limit: usize) -> usize {
    let bytes = text.as_bytes();
    while at < limit {
        let byte = bytes[at];
        if byte.is_ascii_alphanumeric() || byte == b'_' {
            at += 1;
        } else if byte.is_ascii() {
            break;
        } else {
            let c = char_at(text, at);
            if !is_word(c) && !is_misread(text, at, c) {
                break;
            }
            at += c.len_utf8();
        }
    }
    at
}

/// Whether `c` is the second half of a letter that was read in the wrong encoding: the name Peña
/// printed as "PeÃ±a" is one word, and so it is where it was read wrong twice or its accents stand apart.
fn is_misread(text: &str, at: usize, c: char) -> bool {
    let before = &text[..at];
    let second = matches!(
        c,
        '\u{A1}'..='\u{BF}' | '\u{2C6}' | '\u{2DC}' | '\u{2020}' | '\u{2021}' | '\u{2030}'
    );
    let apart = ["A\u{303}", "A\u{30A}", "\u{83}A\u{302}", "\u{83}Â"];
    (second && before.ends_with(['Ã', 'Å']))
        || (matches!(c, '\u{80}'..='\u{BF}') && apart.iter().any(|end| before.ends_with(end)))
        || (c == '\u{83}' && before.ends_with('Ã'))
}

fn word_end(text: &str, start: usize, limit: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = run_end(text, start, limit);
    if let Some(dotted) = dotted_end(bytes, start, end, limit) {
        return dotted;
    }
    loop {
        if end >= limit {
            return end;
        }
        let digit = bytes[end - 1].is_ascii_digit();
        let next = match bytes[end] {
            b'.' | b',' if digit => end + 1,
            _ => match apostrophe(text, end) {
                Some(next) if !digit && clitic(text, end, limit).is_none() => next,
                _ => return end,
            },
        };
        if next >= limit || !is_word_at(text, next) || (digit && !bytes[next].is_ascii_digit()) {
            return end;
        }
        end = run_end(text, next, limit);
    }
}

/// End of a run such as "U.S." or "a.m" whose first letter is `start..end`.
fn dotted_end(bytes: &[u8], start: usize, end: usize, limit: usize) -> Option<usize> {
    if end != start + 1 || !bytes[start].is_ascii_alphabetic() {
        return None;
    }
    let mut at = end;
    let mut letters = 1;
    while at + 1 < limit
        && bytes[at] == b'.'
        && bytes[at + 1].is_ascii_alphabetic()
        && !(at + 2 < limit && bytes[at + 2].is_ascii_alphanumeric())
    {
        at += 2;
        letters += 1;
    }
    let stop = at < limit && bytes[at] == b'.';
    (letters > 1).then_some(at + usize::from(stop))
}

/// The byte behind an apostrophe at `at`.
fn apostrophe(text: &str, at: usize) -> Option<usize> {
    let rest = &text.as_bytes()[at..];
    match rest {
        [b'\'', b'\'', ..] => None,
        [b'\'', ..] => Some(at + 1),
        [0xE2, 0x80, 0x99, ..] => Some(at + 3),
        _ => None,
    }
}

/// End of a cut-off "’s", "’re", "’ll" … that starts at `at`.
fn clitic(text: &str, at: usize, limit: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let behind_word = at > 0 && text[..at].chars().next_back().is_some_and(is_word);
    let next = apostrophe(text, at).filter(|_| behind_word)?;
    let rest = &bytes[next.min(limit)..limit];
    let letters = rest.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let known = match &rest[..letters.min(3)] {
        [a] => matches!(a.to_ascii_lowercase(), b's' | b'd' | b'm'),
        [a, b] => matches!(
            [a.to_ascii_lowercase(), b.to_ascii_lowercase()],
            [b'r', b'e'] | [b'v', b'e'] | [b'l', b'l']
        ),
        _ => false,
    };
    let end = next + letters;
    let stands_alone = end >= limit || !is_word_at(text, end);
    (known && stands_alone).then_some(end)
}

/// Cuts a word in two where a sentence starter is glued to it.
fn parts(text: &str, word: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let cut = glued(&text[word.clone()]).map_or(word.end, |at| word.start + at);
    let second = (cut < word.end).then_some(cut..word.end);
    std::iter::once(word.start..cut).chain(second)
}

/// Where in `word` a capitalised sentence starter is glued to at least three small letters.
fn glued(word: &str) -> Option<usize> {
    let bytes = word.as_bytes();
    let at = bytes.iter().rposition(u8::is_ascii_uppercase)?;
    let small = at >= 3 && bytes[at - 3..at].iter().all(u8::is_ascii_lowercase);
    (small && Lexicon::get().is_lost_stop(&word[at..])).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::tokens;

    fn cut(text: &str) -> Vec<&str> {
        let mut out = Vec::new();
        tokens(text, 0..text.len(), |range| out.push(&text[range]));
        out
    }

    #[test]
    fn possessives_and_contractions_are_cut_off_but_names_stay_whole() {
        assert_eq!(cut("O’Neill’s aides"), ["O’Neill", "’s", "aides"]);
        assert_eq!(
            cut("they'll don't voters’"),
            ["they", "'ll", "don't", "voters", "’"]
        );
    }

    #[test]
    fn numbers_and_dotted_letters_are_one_token() {
        assert_eq!(
            cut("$3.2, 300,000. In"),
            ["$", "3.2", ",", "300,000", ".", "In"]
        );
        assert_eq!(
            cut("the U.S., at 9 a.m. F.Kolb"),
            ["the", "U.S.", ",", "at", "9", "a.m.", "F", ".", "Kolb"]
        );
    }

    #[test]
    fn doubled_apostrophes_are_a_quote_mark() {
        assert_eq!(cut("''No,'' he"), ["''", "No", ",", "''", "he"]);
    }

    #[test]
    fn a_letter_in_the_wrong_encoding_cuts_no_word() {
        assert_eq!(cut("Mr. PeÃ±a’s deal"), ["Mr", ".", "PeÃ±a", "’s", "deal"]);
        let apart = "BenA\u{303}\u{83}A\u{302}\u{A1}n";
        assert_eq!(cut(apart), [apart]);
        let twice = "BenÃ\u{83}Â\u{A1}n";
        assert_eq!(cut(twice), [twice]);
        assert_eq!(cut("Ã±¡"), ["Ã±", "¡"]);
    }

    #[test]
    fn words_glued_by_a_lost_full_stop_are_cut() {
        assert_eq!(
            cut("the borderThe McHale"),
            ["the", "border", "The", "McHale"]
        );
        assert_eq!(cut("WikipediaThesis"), ["WikipediaThesis"]);
    }
}
