//! DOCX: paragraphs, headings and core properties of a word processor's document.

mod paragraphs;
mod properties;

use std::sync::Arc;

use super::refused::Fault;
use super::unpack::Bytes;
use super::zip::Archive;

use crate::model::Article;
pub(super) use paragraphs::{Paragraph, Rank, reference};
pub(super) use properties::set as property;

/// Longest part of a document, unpacked (bytes): a thousand pages have 20 MB of markup.
const MAX_PART: usize = 50_000_000;

/// The article of a document.
pub(super) fn article(bytes: &[u8]) -> Result<Article, Fault> {
    let mut archive = open(bytes)?;
    let paragraphs = body(&mut archive)?;
    let mut article = Article::default();
    if let Some(core) = archive.read("docProps/core.xml", MAX_PART)? {
        properties::fill(&mut article, &core);
    }
    assemble(&mut article, paragraphs);
    Ok(article)
}

/// Puts a document's paragraphs into its article. The text has one line a paragraph, with a blank line between.
pub(super) fn assemble(article: &mut Article, mut paragraphs: Vec<Paragraph>) {
    paragraphs.retain(|paragraph| !paragraph.text.is_empty());
    let stated = title(&mut paragraphs);
    // A name in the properties is often that of the template; what stands above the text is read.
    article.title = stated.or(article.title.take());
    if let (Some(title), Some(first)) = (&article.title, paragraphs.first())
        && first.text == *title
    {
        paragraphs.remove(0);
    }
    let texts: Vec<&str> = paragraphs.iter().map(|p| p.text.as_str()).collect();
    article.text = texts.join("\n\n");
}

/// The document's lines, for exports that come as documents: one a paragraph, with a blank one between.
pub(super) fn lines(bytes: &[u8]) -> Result<String, Fault> {
    let paragraphs = body(&mut open(bytes)?)?;
    let texts: Vec<&str> = paragraphs.iter().map(|p| p.text.as_str()).collect();
    Ok(texts.join("\n\n"))
}

fn open(bytes: &[u8]) -> Result<Archive, Fault> {
    Archive::open(Bytes::Memory(Arc::from(bytes)), None)
}

fn body(archive: &mut Archive) -> Result<Vec<Paragraph>, Fault> {
    let styles = archive
        .read("word/styles.xml", MAX_PART)?
        .map(|xml| paragraphs::ranks(&xml))
        .unwrap_or_default();
    let document = archive
        .read("word/document.xml", MAX_PART)?
        .ok_or_else(|| Fault::new("the document has no text part", "save it anew as DOCX"))?;
    paragraphs::read(&document, &styles)
}

/// Takes the title off the top of the text: a paragraph set as the title, or a first-level heading.
fn title(paragraphs: &mut Vec<Paragraph>) -> Option<String> {
    let is_title = paragraphs.first()?.rank == Rank::Title;
    is_title.then(|| paragraphs.remove(0).text)
}
