//! PDF documents with a text layer.
//!
//! A PDF knows glyphs and where they stand; words, lines and paragraphs are inferred. `pdf-extract` gives the
//! glyphs, `lines` and `layout` make the text of them, `widths` says what the library does not read of fonts, and
//! `tame` keeps away from it what would make it run for ever.

mod layout;
mod lines;
mod tame;
mod widths;

use pdf_extract::{Dictionary, Document, Object};
use serde_json::Value;

use super::quiet::caught;
use super::refused::Fault;
use crate::model::Article;
use layout::Page;

/// Fewer letters than this are a page number or a stamp on a scan, and no article.
const MIN_LETTERS: usize = 40;

/// The article of a document. Its text has one line a paragraph, with a blank line between.
pub(super) fn article(bytes: &[u8]) -> Result<Article, Fault> {
    tame::check(bytes)?;
    let mut document = caught(|| Document::load_mem(bytes))
        .and_then(Result::ok)
        .ok_or_else(|| {
            Fault::new(
                "the PDF is damaged",
                "check that it was copied whole, or save its text",
            )
        })?;
    if document.is_encrypted() && !caught(|| document.decrypt("").is_ok()).unwrap_or_default() {
        return Err(Fault::new(
            "the PDF is locked with a password",
            "open it and save it without one",
        ));
    }
    tame::tame(&mut document)?;
    widths::spell_out(&mut document);

    let mut pages = Vec::new();
    let mut lost = Vec::new();
    for number in document.get_pages().into_keys() {
        match lines::of_page(&document, number) {
            Some(lines) => pages.push(Page { lines }),
            None => lost.push(number.to_string()),
        }
    }
    let mut article = Article::default();
    properties(&mut article, &document);
    if pages.is_empty() && !lost.is_empty() {
        return Err(Fault::new(
            "none of its pages can be read",
            "save its text and ingest that",
        ));
    }
    if !lost.is_empty() {
        article
            .notes
            .push(format!("not read, being damaged: page {}", lost.join(", ")));
    }
    let found = layout::text(pages);
    check_text(&found.text)?;
    article.title = found.title.or(article.title.take());
    article.text = found.text;
    if !found.left_out.is_empty() {
        let left_out = found.left_out.into_iter().map(Value::String).collect();
        article
            .metadata
            .insert("left_out".to_owned(), Value::Array(left_out));
    }
    Ok(article)
}

/// Refuses scans, and text whose letters nobody can tell.
fn check_text(text: &str) -> Result<(), Fault> {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let unknown = text
        .chars()
        .filter(|&c| c == '\u{fffd}' || c.is_control() && c != '\n' || is_private(c))
        .count();
    if unknown > 20 && unknown * 5 > letters {
        return Err(Fault::new(
            "its text layer cannot be read: its fonts do not say which letters they show",
            "run text recognition (OCR) on it and ingest what comes out",
        ));
    }
    if letters < MIN_LETTERS {
        return Err(Fault::new(
            "it has no text layer, only pictures of pages",
            "run text recognition (OCR) on it and ingest what comes out",
        ));
    }
    Ok(())
}

fn is_private(c: char) -> bool {
    ('\u{e000}'..='\u{f8ff}').contains(&c)
}

/// Title, author and dates that the document states of itself. The day on which it was made is no day of
/// publication, and is kept as metadata.
fn properties(article: &mut Article, document: &Document) {
    let info = document
        .trailer
        .get(b"Info")
        .and_then(|info| document.dereference(info))
        .ok()
        .and_then(|(_, info)| info.as_dict().ok());
    let Some(info) = info else {
        return;
    };
    article.title = string(info, b"Title").filter(|title| is_title(title));
    article.byline = string(info, b"Author");
    for (key, name) in [
        (b"CreationDate" as &[u8], "created"),
        (b"ModDate", "modified"),
        (b"Subject", "subject"),
        (b"Keywords", "keywords"),
    ] {
        if let Some(value) = string(info, key) {
            article
                .metadata
                .insert(name.to_owned(), Value::String(value));
        }
    }
}

fn string(info: &Dictionary, key: &[u8]) -> Option<String> {
    let Object::String(bytes, _) = info.get(key).ok()? else {
        return None;
    };
    let text = match bytes.strip_prefix(b"\xfe\xff") {
        Some(wide) => encoding_rs::UTF_16BE.decode_without_bom_handling(wide).0,
        None => match std::str::from_utf8(bytes) {
            Ok(text) => text.into(),
            Err(_) => {
                encoding_rs::WINDOWS_1252
                    .decode_without_bom_handling(bytes)
                    .0
            }
        },
    };
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Whether the stated title is one, and no file name that a program put there.
fn is_title(title: &str) -> bool {
    let lower = title.to_lowercase();
    let is_file = [".doc", ".docx", ".pdf", ".indd", ".qxd", ".rtf", ".txt"];
    title.contains(' ')
        && !lower.starts_with("microsoft word")
        && !lower.starts_with("untitled")
        && !is_file.iter().any(|end| lower.ends_with(end))
}
