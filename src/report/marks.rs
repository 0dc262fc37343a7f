//! Where claims begin and end in an article's text.

use crate::model::{Span, TextIndex};

use super::block::Piece;

/// Cuts a text where claims begin and end. Nested and overlapping claims keep their own marks: at
/// one place the inner ones end first and the outer ones begin first. `claims` are numbers with their
/// code points; spans that reach past the text are cut at its end, empty ones are left out.
pub fn pieces(text: &str, claims: &[(usize, Span)]) -> Vec<Piece> {
    let index = TextIndex::new(text);
    // (byte, 0 for an end and 1 for a start, inner ends or outer starts first, number)
    let mut marks = Vec::new();
    for (number, span) in claims {
        let range = index.range(*span);
        if range.start < range.end {
            let (start, end) = (range.start, range.end);
            marks.push((start, 1, usize::MAX - end, *number));
            marks.push((end, 0, usize::MAX - start, *number));
        }
    }
    marks.sort_unstable();
    let mut out = Vec::new();
    let (mut at, mut cover) = (0, 0);
    for (byte, opens, _, number) in marks {
        if byte > at {
            out.push(Piece::Text(text[at..byte].to_owned(), cover));
            at = byte;
        }
        match (opens, out.last_mut()) {
            (1, Some(Piece::Open(numbers))) | (0, Some(Piece::Close(numbers))) => {
                numbers.push(number)
            }
            (1, _) => out.push(Piece::Open(vec![number])),
            _ => out.push(Piece::Close(vec![number])),
        }
        cover = if opens == 1 { cover + 1 } else { cover - 1 };
    }
    if at < text.len() {
        out.push(Piece::Text(text[at..].to_owned(), cover));
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn marked(text: &str, claims: &[(usize, u32, u32)]) -> String {
        let claims: Vec<(usize, Span)> = claims
            .iter()
            .map(|(n, start, end)| (*n, Span::new(*start, *end)))
            .collect();
        let print = |piece: &Piece| match piece {
            Piece::Open(numbers) => format!("<{numbers:?} "),
            Piece::Text(text, cover) => format!("{text}/{cover}"),
            Piece::Close(numbers) => format!(" {numbers:?}>"),
        };
        pieces(text, &claims).iter().map(print).collect()
    }

    #[test]
    fn nested_and_overlapping_claims_are_each_marked() {
        assert_eq!(
            marked("abcdef", &[(1, 0, 4), (2, 1, 3)]),
            "<[1] a/1<[2] bc/2 [2]>d/1 [1]>ef/0"
        );
        assert_eq!(
            marked("abcdef", &[(1, 0, 3), (2, 2, 5)]),
            "<[1] ab/1<[2] c/2 [1]>de/1 [2]>f/0"
        );
        assert_eq!(
            marked("abc", &[(1, 0, 3), (2, 0, 3)]),
            "<[1, 2] abc/2 [1, 2]>"
        );
        assert_eq!(
            marked("abcd", &[(1, 0, 2), (2, 2, 4)]),
            "<[1] ab/1 [1]><[2] cd/1 [2]>"
        );
    }

    #[test]
    fn offsets_count_code_points_and_may_lie_outside() {
        assert_eq!(marked("éàü", &[(1, 1, 2)]), "é/0<[1] à/1 [1]>ü/0");
        assert_eq!(
            marked("éàü", &[(1, 2, 99), (2, 50, 60), (3, 2, 1)]),
            "éà/0<[1] ü/1 [1]>"
        );
        assert_eq!(marked("", &[(1, 0, 1)]), "");
    }

    proptest! {
        #[test]
        fn no_offsets_lose_or_double_a_character(text in "\\PC{0,40}", spans in vec((0..50u32, 0..50u32), 0..8)) {
            let claims: Vec<(usize, Span)> = spans.iter().enumerate()
                .map(|(n, (start, end))| (n, Span::new(*start, *end))).collect();
            let (mut whole, mut open) = (String::new(), Vec::new());
            for piece in pieces(&text, &claims) {
                match piece {
                    Piece::Open(numbers) => open.extend(numbers),
                    Piece::Close(numbers) => open.retain(|n| !numbers.contains(n)),
                    Piece::Text(part, cover) => {
                        prop_assert_eq!(cover, open.len());
                        whole += &part;
                    }
                }
            }
            prop_assert_eq!(whole, text);
            prop_assert!(open.is_empty());
        }
    }
}
