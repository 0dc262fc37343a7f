//! Keeps pages made to exhaust a parser away from it.
//!
//! Parsing HTML as the standard asks takes time with the square of the open elements or of a tag's
//! attributes, and memory with the product of open formatting elements and paragraphs. News pages are
//! far from these bounds.

use std::collections::HashMap;

use dom_query::{Document, NodeRef};

use super::super::refused::Fault;

/// Tags in a page.
const MAX_TAGS: usize = 200_000;

/// Elements open at once in the source, mistakes included (browsers stop at 512).
const MAX_OPEN: usize = 2_000;

/// Attributes of one tag.
const MAX_ATTRIBUTES: usize = 1_000;

/// Open formatting elements times tags: the parser opens the former anew in each paragraph.
const MAX_REOPENED: usize = 2_000_000;

/// Depth of the parsed page: extraction recurses, and a stack overflow ends the process.
const MAX_DEPTH: usize = 400;

/// Elements that close without an end tag, so that open ones mean nothing.
const SELF_CLOSING: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr", "p", "li", "td", "th", "tr", "tbody", "thead", "tfoot", "colgroup", "dt", "dd",
    "option", "optgroup", "rt", "rp", "html", "head", "body",
];

const FORMATTING: &[&str] = &[
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];

/// Looks at the source, before it is parsed.
pub(super) fn check_source(page: &str) -> Result<(), Fault> {
    let mut open: HashMap<String, usize> = HashMap::new();
    let (mut tags, mut total, mut formatting, mut most_formatting) = (0, 0, 0, 0);
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        let tag = Tag::read(&rest[at + 1..]);
        rest = tag.rest;
        if tag.name.is_empty() {
            continue;
        }
        tags += 1;
        if tag.attributes > MAX_ATTRIBUTES {
            return Err(excessive("attributes in a tag", MAX_ATTRIBUTES));
        }
        if SELF_CLOSING.contains(&tag.name.as_str()) {
            continue;
        }
        let is_formatting = FORMATTING.contains(&tag.name.as_str());
        let count = open.entry(tag.name).or_default();
        if !tag.is_end {
            *count += 1;
            total += 1;
            formatting += usize::from(is_formatting);
            most_formatting = most_formatting.max(formatting);
        } else if *count > 0 {
            *count -= 1;
            total -= 1;
            formatting -= usize::from(is_formatting);
        }
        if total > MAX_OPEN {
            return Err(excessive("elements open at once", MAX_OPEN));
        }
    }
    if tags > MAX_TAGS {
        return Err(excessive("tags", MAX_TAGS));
    }
    // A few are left open by mistake everywhere.
    if most_formatting > 16 && most_formatting * tags > MAX_REOPENED {
        return Err(excessive("formatting elements open", most_formatting - 1));
    }
    Ok(())
}

/// Looks at the parsed page.
pub(super) fn check_depth(document: &Document) -> Result<(), Fault> {
    let mut depth = 0;
    let mut node = Some(document.root());
    while let Some(current) = node {
        if depth > MAX_DEPTH {
            return Err(excessive("levels of elements", MAX_DEPTH));
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
    let mut node = *node;
    loop {
        if let Some(sibling) = node.next_sibling() {
            return Some(sibling);
        }
        node = node.parent()?;
        *depth = depth.saturating_sub(1);
    }
}

fn excessive(what: &str, most: usize) -> Fault {
    Fault::new(
        format!("no article page: it has more than {most} {what}"),
        "save the article's text and ingest that",
    )
}

/// A tag in the source; comments and the like have no name.
struct Tag<'a> {
    name: String,
    is_end: bool,
    attributes: usize,
    rest: &'a str,
}

impl<'a> Tag<'a> {
    /// Reads the tag whose `<` stands before `source`.
    fn read(source: &'a str) -> Self {
        let (is_end, source) = match source.strip_prefix('/') {
            Some(source) => (true, source),
            None => (false, source),
        };
        let name: String = source
            .bytes()
            .take(16)
            .take_while(u8::is_ascii_alphanumeric)
            .map(|byte| byte.to_ascii_lowercase() as char)
            .collect();
        let mut tag = Self {
            name,
            is_end,
            attributes: 0,
            rest: source,
        };
        if let Some(comment) = source.strip_prefix("!--") {
            tag.rest = behind(comment, "-->");
        } else if !tag.name.is_empty() {
            tag.skip_attributes(source);
            if !is_end && matches!(tag.name.as_str(), "script" | "style") {
                tag.rest = tag.rest.find("</").map_or("", |end| &tag.rest[end..]);
            }
        }
        tag
    }

    fn skip_attributes(&mut self, source: &'a str) {
        let mut quote = None;
        let mut previous = b' ';
        for (at, byte) in source.bytes().enumerate() {
            match (quote, byte) {
                (Some(open), _) if open == byte => quote = None,
                (Some(_), _) => {}
                (None, b'>') => {
                    self.rest = &source[at + 1..];
                    return;
                }
                // A quote in the middle of a word is a plain mark.
                (None, b'"' | b'\'') if previous == b'=' => quote = Some(byte),
                (None, b' ' | b'\t' | b'\n' | b'/') => {}
                (None, _) => {
                    let starts = matches!(previous, b' ' | b'\t' | b'\n' | b'/' | b'"' | b'\'');
                    self.attributes += usize::from(starts);
                }
            }
            previous = byte;
        }
        self.rest = "";
    }
}

/// What follows `end`; nothing, if it does not occur.
fn behind<'a>(text: &'a str, end: &str) -> &'a str {
    text.find(end).map_or("", |at| &text[at + end.len()..])
}
