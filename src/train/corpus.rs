//! Reads annotated articles (PolNeAR as JSONL) into tokens and labels.

use std::io::BufRead;
use std::ops::Range;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::model::{Span, TextIndex};
use crate::text::document::Document;

/// An annotated article as it stands in the file.
#[derive(Debug, Deserialize)]
pub struct Article {
    /// Its id.
    pub id: String,
    /// Its text.
    pub text: String,
    /// The annotations.
    pub attributions: Vec<Annotation>,
}

/// One annotated attribution; spans in code points.
#[derive(Debug, Deserialize)]
pub struct Annotation {
    /// Who.
    pub source: Vec<(u32, u32)>,
    /// The attributing words.
    pub cue: Vec<(u32, u32)>,
    /// What.
    pub content: Vec<(u32, u32)>,
}

/// An annotated attribution in tokens of its document, sorted, each once.
#[derive(Clone, Debug, Default)]
pub struct Gold {
    /// Tokens of the source.
    pub source: Vec<u32>,
    /// Tokens of the cue.
    pub cue: Vec<u32>,
    /// Tokens of the content.
    pub content: Vec<u32>,
}

/// Reads a JSONL file.
///
/// # Errors
/// If the file cannot be read or a line is no annotated article; the message names the line.
pub fn read(path: &std::path::Path) -> std::io::Result<Vec<Article>> {
    lines(path)
}

/// Reads a JSONL file of anything.
///
/// # Errors
/// As [`read`].
pub(super) fn lines<T: DeserializeOwned>(path: &std::path::Path) -> std::io::Result<Vec<T>> {
    let file = std::io::BufReader::new(std::fs::File::open(path)?);
    let mut articles = Vec::new();
    for (number, line) in file.lines().enumerate() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let article = serde_json::from_str(&line).map_err(|error| {
            let place = format!("{}:{}: {error}", path.display(), number + 1);
            std::io::Error::new(std::io::ErrorKind::InvalidData, place)
        })?;
        articles.push(article);
    }
    Ok(articles)
}

/// The article's annotations in tokens of `document`, which was cut from its text.
pub fn gold(article: &Article, document: &Document<'_>) -> Vec<Gold> {
    let index = TextIndex::new(&article.text);
    let tokens = |spans: &[(u32, u32)]| {
        let mut out: Vec<u32> = spans
            .iter()
            .flat_map(|&(start, end)| {
                let range: Range<usize> = index.range(Span::new(start, end));
                document.tokens_in(&range)
            })
            .map(|i| i as u32)
            .collect();
        out.sort_unstable();
        out.dedup();
        out
    };
    article
        .attributions
        .iter()
        .map(|a| Gold {
            source: tokens(&a.source),
            cue: tokens(&a.cue),
            content: tokens(&a.content),
        })
        .collect()
}
