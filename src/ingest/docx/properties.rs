//! Core properties: title, author, language, and when it was written.

use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;

use super::super::language;
use super::paragraphs::reference;
use crate::model::Article;

/// Fills what the properties say. The days on which a document was made and changed are no days of
/// publication, and are kept as metadata.
pub(super) fn fill(article: &mut Article, xml: &[u8]) {
    let xml = String::from_utf8_lossy(xml);
    let mut reader = Reader::from_str(&xml);
    let mut value = String::new();
    // Properties that break off are used as far as they go.
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(_) => value.clear(),
            Event::Text(text) => value.push_str(&text.xml10_content()),
            Event::GeneralRef(name) => value.extend(reference(&name)),
            Event::End(end) => {
                let given = value.trim();
                if !given.is_empty() {
                    set(article, end.local_name().as_ref(), given);
                }
                value.clear();
            }
            Event::Eof => return,
            _ => {}
        }
    }
}

/// Puts a property where it belongs, by its name in a DOCX.
pub(in crate::ingest) fn set(article: &mut Article, name: &str, given: &str) {
    let given = given.to_owned();
    match name {
        "title" => article.title = Some(given),
        "creator" => article.byline = Some(given),
        "language" => article.language = language::tag(&given),
        "created" | "modified" | "subject" | "keywords" | "category" | "description" => {
            article
                .metadata
                .insert(name.to_owned(), Value::String(given));
        }
        _ => {}
    }
}
