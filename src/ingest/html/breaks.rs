//! Old pages set paragraphs with two line breaks. Extraction looks for `p` elements, and loses the
//! lead paragraph of such pages or the breaks between the others.

use dom_query::{Document, NodeRef};

use super::body::is_block;

/// Wraps the text around double line breaks into paragraphs. Says whether there was any.
pub(super) fn to_paragraphs(document: &Document) -> bool {
    let mut parents: Vec<NodeRef<'_>> = Vec::new();
    for line_break in document.select("br").nodes() {
        let is_double = following(line_break).is_some_and(|next| next.has_name("br"));
        if let Some(parent) = line_break.parent()
            && is_double
            && parents.last().is_none_or(|last| last.id != parent.id)
        {
            parents.push(parent);
        }
    }
    for parent in &parents {
        if parent.has_name("p") {
            parent.rename("div");
        }
        wrap(document, parent);
    }
    !parents.is_empty()
}

/// Moves each run of text and inline elements between blocks and double breaks into a paragraph.
fn wrap(document: &Document, parent: &NodeRef<'_>) {
    let mut open: Option<NodeRef<'_>> = None;
    for child in parent.children() {
        let name = child.node_name().unwrap_or_default();
        if is_block(&name) {
            open = None;
        } else if child.has_name("br") {
            let breaks_again = following(&child).is_some_and(|next| next.has_name("br"));
            match &open {
                Some(paragraph) if !breaks_again => paragraph.append_child(&child),
                _ => {
                    open = None;
                    child.remove_from_parent();
                }
            }
        } else if open.is_some() || !is_blank(&child) {
            let paragraph = open.get_or_insert_with(|| {
                let paragraph = document.tree.new_element("p");
                child.insert_before(&paragraph);
                paragraph
            });
            paragraph.append_child(&child);
        }
    }
}

/// The next sibling that is not just white space.
fn following<'a>(node: &NodeRef<'a>) -> Option<NodeRef<'a>> {
    let mut next = node.next_sibling();
    while let Some(sibling) = next.as_ref().filter(|sibling| is_blank(sibling)) {
        next = sibling.next_sibling();
    }
    next
}

fn is_blank(node: &NodeRef<'_>) -> bool {
    node.is_comment() || node.is_text() && node.text().trim().is_empty()
}
