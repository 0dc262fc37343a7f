//! Web pages: what the page says about the article, and the article without the page around it.

mod body;
mod breaks;
mod json_ld;
mod metadata;

use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::NaiveDate;
use dom_query::{Document, NodeRef};

use super::refused::Fault;
use crate::model::Article;

/// Deeper pages are refused: the libraries below recurse, and a stack overflow ends the process.
const MAX_DEPTH: usize = 400;

/// Larger pages are refused: some of the libraries' steps are more than linear.
const MAX_ELEMENTS: usize = 100_000;

/// Shorter bodies are cookie notes, teasers and captions, not articles (letters).
const MIN_LETTERS: usize = 140;

/// Fills `article` from a page: its text, and each field that is still empty.
pub(super) fn fill(article: &mut Article, page: &str, today: NaiveDate) -> Result<(), Fault> {
    // The libraries are made for the web at large, and still meet pages that they panic on. That
    // page is refused, the batch goes on.
    catch_unwind(AssertUnwindSafe(|| fill_unguarded(article, page, today))).unwrap_or_else(|_| {
        Err(Fault::new(
            "the page is too broken to find an article in",
            "save its text and ingest that",
        ))
    })
}

fn fill_unguarded(article: &mut Article, page: &str, today: NaiveDate) -> Result<(), Fault> {
    let document = Document::from(page);
    check_size(&document)?;
    let rewritten = breaks::to_paragraphs(&document).then(|| document.html());
    metadata::fill(article, document, page, today)?;
    let source = rewritten.as_deref().unwrap_or(page);
    let Some(text) = body::text(source, article.title.as_deref()) else {
        return Err(no_article());
    };
    if text.chars().filter(|c| c.is_alphabetic()).count() < MIN_LETTERS {
        return Err(no_article());
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

fn check_size(document: &Document) -> Result<(), Fault> {
    let (mut elements, mut depth) = (0, 0);
    let mut node = Some(document.root());
    while let Some(current) = node {
        elements += usize::from(current.is_element());
        if depth > MAX_DEPTH || elements > MAX_ELEMENTS {
            let what = if depth > MAX_DEPTH {
                format!("its elements are nested more than {MAX_DEPTH} deep")
            } else {
                format!("it has more than {MAX_ELEMENTS} elements")
            };
            return Err(Fault::new(
                format!("no article page: {what}"),
                "save the article's text and ingest that",
            ));
        }
        node = next(&current, &mut depth);
    }
    Ok(())
}

/// The next node in document order, keeping count of the depth.
fn next<'a>(node: &NodeRef<'a>, depth: &mut usize) -> Option<NodeRef<'a>> {
    if let Some(child) = node.first_child() {
        *depth += 1;
        return Some(child);
    }
    let mut node = node.clone();
    loop {
        if let Some(sibling) = node.next_sibling() {
            return Some(sibling);
        }
        node = node.parent()?;
        *depth = depth.saturating_sub(1);
    }
}
