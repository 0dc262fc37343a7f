//! RTF (Rich Text Format, version 1.9.1): paragraphs, headings and properties of a word processor's document,
//! and the exports that press services give out as one.

mod charset;
mod reader;
mod scan;

use super::docx;
use super::refused::Fault;
use crate::model::Article;

/// The article of a document, made as that of a DOCX is.
pub(super) fn article(bytes: &[u8]) -> Result<Article, Fault> {
    let document = reader::read(bytes)?;
    if document.breaks_off {
        return Err(damaged("it breaks off"));
    }
    let mut article = Article::default();
    for (name, value) in document.properties {
        docx::property(&mut article, name, &value);
    }
    docx::assemble(&mut article, document.paragraphs);
    Ok(article)
}

/// The document's lines, for exports that come as documents: one a paragraph, with a blank one between. Of a document
/// that breaks off they are those before the break.
pub(super) fn lines(bytes: &[u8]) -> Result<String, Fault> {
    let paragraphs = reader::read(bytes)?.paragraphs;
    let texts: Vec<&str> = paragraphs.iter().map(|p| p.text.as_str()).collect();
    Ok(texts.join("\n\n"))
}

fn damaged(what: &str) -> Fault {
    Fault::new(
        format!("the document is damaged: {what}"),
        "open it in a word processor and save it anew",
    )
}
