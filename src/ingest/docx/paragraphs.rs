//! Paragraphs of WordprocessingML (ECMA-376, part 1, clause 17).

use std::collections::HashMap;

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::super::refused::Fault;

/// A paragraph of the document.
#[derive(Debug, Default, PartialEq)]
pub(in crate::ingest) struct Paragraph {
    pub text: String,
    pub rank: Rank,
}

/// What a paragraph is set as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::ingest) enum Rank {
    /// The title of the document, or a first-level heading.
    Title,
    /// Anything else.
    #[default]
    Body,
}

/// Deepest nesting of paragraphs: text boxes in paragraphs, and text boxes in those.
const MAX_NESTED: usize = 20;

/// The styles that mark a title, by the id that paragraphs name them by: ids are in the language of the
/// program that wrote them, names are not.
pub(super) fn ranks(styles: &[u8]) -> HashMap<String, Rank> {
    let xml = String::from_utf8_lossy(styles);
    let mut reader = Reader::from_str(&xml);
    let mut found = HashMap::new();
    let mut id = None;
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "style" => id = attribute(&tag, "styleId"),
                "name" => {
                    let name = attribute(&tag, "val").unwrap_or_default().to_lowercase();
                    if let Some(id) = id.take()
                        && matches!(name.as_str(), "title" | "heading 1")
                    {
                        found.insert(id, Rank::Title);
                    }
                }
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    found
}

/// The paragraphs of the main part in order, empty ones too. What was deleted or moved away in tracked
/// changes, and the second rendering of a text box for old programs, is left out.
pub(super) fn read(
    document: &[u8],
    ranks: &HashMap<String, Rank>,
) -> Result<Vec<Paragraph>, Fault> {
    let xml = std::str::from_utf8(document).map_err(|_| damaged("it is not UTF-8"))?;
    let mut reader = Reader::from_str(xml);
    let mut done = Vec::new();
    let mut open: Vec<Paragraph> = Vec::new();
    let mut in_text = false;
    loop {
        match reader
            .read_event()
            .map_err(|error| damaged(&error.to_string()))?
        {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "Fallback" | "moveFrom" | "del" => {
                    let end = tag.to_end().into_owned();
                    reader
                        .read_to_end(end.name())
                        .map_err(|error| damaged(&error.to_string()))?;
                }
                "p" if open.len() == MAX_NESTED => {
                    return Err(damaged("paragraphs in paragraphs"));
                }
                "p" => open.push(Paragraph::default()),
                "t" => in_text = true,
                _ => mark(&tag, &mut open, ranks),
            },
            Event::Empty(tag) if tag.local_name().as_ref() == "p" => {
                done.push(Paragraph::default());
            }
            Event::Empty(tag) => mark(&tag, &mut open, ranks),
            Event::End(tag) => match tag.local_name().as_ref() {
                "p" => {
                    if let Some(mut paragraph) = open.pop() {
                        paragraph.text = paragraph.text.trim().to_owned();
                        done.push(paragraph);
                    }
                }
                "t" => in_text = false,
                _ => {}
            },
            Event::Text(text) if in_text => put(&mut open, &text.xml10_content()),
            Event::GeneralRef(name) if in_text => {
                let text: String = reference(&name).into_iter().collect();
                put(&mut open, &text);
            }
            Event::Eof if open.is_empty() && !done.is_empty() => return Ok(done),
            Event::Eof => return Err(damaged("it breaks off")),
            _ => {}
        }
    }
}

/// What a tag without text in it means for the paragraph that it stands in.
fn mark(tag: &BytesStart<'_>, open: &mut [Paragraph], ranks: &HashMap<String, Rank>) {
    match tag.local_name().as_ref() {
        "tab" if attribute(tag, "val").is_none() => put(open, "\t"),
        "br" if attribute(tag, "type").is_none_or(|kind| kind == "textWrapping") => put(open, "\n"),
        "cr" => put(open, "\n"),
        "noBreakHyphen" => put(open, "-"),
        "pStyle" => {
            let rank = attribute(tag, "val").and_then(|id| ranks.get(&id));
            if let (Some(paragraph), Some(rank)) = (open.last_mut(), rank) {
                paragraph.rank = *rank;
            }
        }
        _ => {}
    }
}

fn put(open: &mut [Paragraph], text: &str) {
    if let Some(paragraph) = open.last_mut() {
        paragraph.text.push_str(text);
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag
        .attributes()
        .flatten()
        .find(|a| a.key.local_name().as_ref() == name)?;
    Some(
        found
            .normalized_value(XmlVersion::Implicit1_0)
            .ok()?
            .into_owned(),
    )
}

/// The character that a reference in XML stands for.
pub(in crate::ingest) fn reference(name: &BytesRef<'_>) -> Option<char> {
    match name.xml10_content().as_ref() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => name.resolve_char_ref().ok()?,
    }
}

fn damaged(what: &str) -> Fault {
    Fault::new(
        format!("the document is damaged: {what}"),
        "open it in a word processor and save it anew",
    )
}
