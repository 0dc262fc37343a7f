//! What another program says of passages in articles: the common ground of the formats that bring it.

use chrono::NaiveDate;

use crate::model::{Act, Form, StanceValue};

/// A statement that another program found in an article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Where it stands in the file, for messages.
    pub place: String,
    /// The article's own id, where the file was made by stance.
    pub article: Option<i64>,
    /// SHA-256 of its text in UTF-8, in hexadecimal: by this it is known in another database, too.
    pub text_sha256: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// The passage.
    pub quote: Quote,
    /// Its code points, half-open, as the file says.
    pub position: Option<(u32, u32)>,
    /// Whether it stands in the headline.
    pub in_title: bool,
    /// Who, by name.
    pub actor: Option<String>,
    /// Who, by the key of a [`Statement`](crate::model::Statement), where the file gives it.
    pub actor_id: Option<String>,
    /// On what, by id or name.
    pub topic: Option<String>,
    /// Where on the scale.
    pub stance: Option<StanceValue>,
    /// First and last day of saying; none for the article's.
    pub said: Option<(NaiveDate, NaiveDate)>,
    /// What was done.
    pub act: Act,
    /// How it was told.
    pub form: Form,
    /// Anything to remember.
    pub note: Option<String>,
    /// Whether a program proposes it, and nobody has judged it.
    pub proposed: bool,
}

/// The coder of what stance proposes, in projects of other programs.
pub const PROPOSER: &str = "stance";

/// An article that a file of another program brings.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// What it is called in the file.
    pub id: String,
    /// Its text.
    pub text: String,
    /// The record that `stance ingest` takes in.
    pub json: serde_json::Value,
}

/// A statement in an article that the same file brings.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundBy {
    /// The statement.
    pub found: Found,
    /// The article's id in the file.
    pub record: String,
    /// Who coded it.
    pub coder: String,
}

/// A passage with what stands around it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quote {
    /// The passage.
    pub exact: String,
    /// What stands before it; may be empty.
    pub prefix: String,
    /// What stands behind it; may be empty.
    pub suffix: String,
}

/// Where a passage stands in a text, in code points: at the place that the file says, else wherever the
/// quotation stands once, else where what stands around it stands, too.
///
/// # Errors
/// Why it does not anchor.
pub fn anchor(
    text: &str,
    quote: &Quote,
    position: Option<(u32, u32)>,
) -> Result<(u32, u32), &'static str> {
    let exact = quote.exact.as_str();
    if let Some((start, end)) = position.filter(|(start, end)| start < end) {
        let there: String = text
            .chars()
            .skip(start as usize)
            .take((end - start) as usize)
            .collect();
        let whole = there.chars().count() == (end - start) as usize;
        if whole && (exact.is_empty() || there == exact) {
            return Ok((start, end));
        }
    }
    if exact.is_empty() {
        return Err("the passage lies behind the end of the text");
    }
    let places: Vec<usize> = text.match_indices(exact).map(|(at, _)| at).collect();
    let among = |places: Vec<usize>| -> Option<usize> {
        match places.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    };
    let around = places.iter().copied().filter(|&at| {
        text[..at].ends_with(quote.prefix.as_str())
            && text[at + exact.len()..].starts_with(quote.suffix.as_str())
    });
    let at = match (places.as_slice(), among(around.collect())) {
        ([], _) => return Err("the passage does not stand in the text any more"),
        (_, Some(at)) => at,
        ([one], None) => *one,
        (_, None) => return Err("the passage stands in the text more than once"),
    };
    let start = text[..at].chars().count() as u32;
    Ok((start, start + exact.chars().count() as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_anchors_by_its_place_its_words_or_its_surroundings() {
        let text = "𝄞 No. She said no. No.";
        let quote = |exact: &str, prefix: &str, suffix: &str| Quote {
            exact: exact.into(),
            prefix: prefix.into(),
            suffix: suffix.into(),
        };
        assert_eq!(
            anchor(text, &quote("No.", "", ""), Some((2, 5))),
            Ok((2, 5))
        );
        assert_eq!(
            anchor(text, &quote("She", "", ""), Some((2, 5))),
            Ok((6, 9))
        );
        assert_eq!(anchor(text, &quote("No.", "no. ", ""), None), Ok((19, 22)));
        assert_eq!(anchor(text, &quote("", "", ""), Some((6, 9))), Ok((6, 9)));
        assert!(
            anchor(text, &quote("No.", "", ""), None)
                .unwrap_err()
                .contains("more than once")
        );
        assert!(
            anchor(text, &quote("Yes", "", ""), None)
                .unwrap_err()
                .contains("any more")
        );
        assert!(anchor(text, &quote("", "", ""), Some((20, 90))).is_err());
    }
}
