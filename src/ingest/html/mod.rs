//! Web pages: what the page says about the article, and the article without the page around it.

mod body;
mod breaks;
mod guard;
mod json_ld;
mod metadata;

use chrono::NaiveDate;
use dom_query::Document;

use super::language;
use super::quiet::caught;
use super::refused::Fault;
use crate::model::Article;

/// Shorter bodies are cookie notes, teasers and captions, not articles (letters).
const MIN_LETTERS: usize = 140;

/// Fills `article` from a page: its text, and each field that is still empty.
pub(super) fn fill(article: &mut Article, page: &str, today: NaiveDate) -> Result<(), Fault> {
    // The libraries are made for the web at large, and still meet pages that they panic on. That
    // page is refused, the batch goes on.
    caught(|| fill_unguarded(article, page, today)).unwrap_or_else(|| {
        Err(Fault::new(
            "the page is too broken to find an article in",
            "save its text and ingest that",
        ))
    })
}

fn fill_unguarded(article: &mut Article, page: &str, today: NaiveDate) -> Result<(), Fault> {
    guard::check_source(page)?;
    let document = Document::from(page);
    guard::check_depth(&document)?;
    let rewritten = breaks::to_paragraphs(&document).then(|| document.html());
    let declared = metadata::fill(article, document, page, today)?;
    let source = rewritten.as_deref().unwrap_or(page);
    let Some(text) = body::text(source, article.title.as_deref()) else {
        return Err(no_article());
    };
    if text.chars().filter(|c| c.is_alphabetic()).count() < MIN_LETTERS {
        return Err(no_article());
    }
    if article.language.is_none() {
        let (language, note) = language::of_page(declared, &text);
        article.language = language;
        article.notes.extend(note);
    }
    article.text = text;
    Ok(())
}

fn no_article() -> Fault {
    Fault::new(
        "no article found in the page",
        "check that it is not an overview, a login or an error page, or save the article's text",
    )
}
