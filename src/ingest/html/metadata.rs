//! Headline, byline, outlet, date, address and language of a page.

use chrono::{DateTime, NaiveDate, Utc};
use dom_query::Document;
use dom_smoothie::{Metadata, Readability};
use serde_json::Value;
use url::Url;

use super::super::date::{self, DateFault};
use super::super::language;
use super::super::refused::Fault;
use super::json_ld;
use crate::model::{Article, Published, PublishedBasis};

/// Fills the fields of `article` that are still empty, but for its text and language. Gives the
/// language that the page declares.
///
/// # Errors
///
/// A publication date in the future. One that cannot be read becomes a note.
pub(super) fn fill(
    article: &mut Article,
    document: Document,
    page: &str,
    today: NaiveDate,
) -> Result<Option<String>, Fault> {
    let first = |selector: &str, attribute: &str| {
        let value = document.select(selector).attr(attribute)?;
        let value = value.trim();
        (!value.is_empty()).then(|| value.to_owned())
    };
    let blocks: Vec<String> = document
        .select("script[type='application/ld+json']")
        .iter()
        .map(|script| script.text().to_string())
        .collect();
    let facts = json_ld::facts(blocks).unwrap_or_default();
    let canonical = first("link[rel='canonical']", "href")
        .or_else(|| first("meta[property='og:url']", "content"))
        .or(facts.url)
        .filter(|url| Url::parse(url).is_ok());
    let site = first("meta[property='og:site_name']", "content")
        .or_else(|| first("meta[name='application-name']", "content"));
    let time = first("time[itemprop='datePublished']", "datetime")
        .or_else(|| first("article time[datetime]", "datetime"))
        .or_else(|| first("main time[datetime]", "datetime"));
    let saved = Saved::of(page);

    let described = Metadata {
        title: facts.headline.unwrap_or_default(),
        byline: facts.authors,
        site_name: facts.publisher,
        published_time: facts.published,
        modified_time: facts.modified,
        ..Metadata::default()
    };
    let Ok(reader) = Readability::with_document(document, None, None) else {
        return Ok(None);
    };
    let found = reader.get_article_metadata(Some(described));

    set(&mut article.title, Some(found.title));
    set(&mut article.byline, found.byline);
    set(&mut article.publisher, found.site_name);
    set(&mut article.publisher, site);
    set(&mut article.url, saved.url);
    set(&mut article.canonical_url, canonical);
    article.retrieved_at = article.retrieved_at.or(saved.at);
    if article.published.is_none() {
        let (published, note) = publication([found.published_time, time], today)?;
        article.published = published;
        article.notes.extend(note);
    }
    for (key, value) in [
        ("description", found.excerpt),
        ("modified", found.modified_time),
    ] {
        if let Some(value) = value {
            let value = Value::String(value);
            article.metadata.entry(key).or_insert(value);
        }
    }
    let declared = facts.language.or(found.lang);
    Ok(declared.as_deref().and_then(language::tag))
}

fn set(field: &mut Option<String>, value: Option<String>) {
    let value = value.map(|value| value.trim().to_owned());
    if field.is_none() {
        *field = value.filter(|value| !value.is_empty());
    }
}

/// The first of the page's dates that can be read; else a note on the one that cannot.
fn publication(
    given: [Option<String>; 2],
    today: NaiveDate,
) -> Result<(Option<Published>, Option<String>), Fault> {
    let mut note = None;
    for text in given.into_iter().flatten() {
        match date::published(&text, PublishedBasis::Page, today) {
            Ok(published) => return Ok((Some(published), None)),
            Err(fault @ DateFault::Future(_)) => return Err(fault.in_field("published")),
            Err(fault) => note = Some(format!("publication date of the page: {fault}")),
        }
    }
    Ok((None, note))
}

/// What a browser notes in a page that it saves: where it came from, and when.
#[derive(Default)]
struct Saved {
    url: Option<String>,
    at: Option<DateTime<Utc>>,
}

impl Saved {
    /// Reads `<!-- saved from url=(0024)https://… -->` of Chromium and Edge, and the comment of
    /// SingleFile with `url:` and `saved date:`.
    fn of(page: &str) -> Self {
        let mut head = page.len().min(4096);
        while !page.is_char_boundary(head) {
            head -= 1;
        }
        let Some(comment) = comments(&page[..head]).find(|comment| {
            comment.contains("saved from url=") || comment.contains("Page saved with SingleFile")
        }) else {
            return Self::default();
        };
        let url = comment
            .split_whitespace()
            .filter_map(|word| word.find("http").map(|at| &word[at..]))
            .find(|url| Url::parse(url).is_ok());
        let at = comment
            .split_once("saved date:")
            .and_then(|(_, rest)| rest.lines().next())
            .and_then(|text| {
                date::published(text, PublishedBasis::Page, NaiveDate::MAX)
                    .ok()?
                    .at
            });
        Self {
            url: url.map(str::to_owned),
            at,
        }
    }
}

fn comments(html: &str) -> impl Iterator<Item = &str> {
    html.split("<!--")
        .skip(1)
        .map(|rest| rest.split("-->").next().unwrap_or(rest))
}
