//! Feeds (RSS, Atom, JSON) and sitemaps: the articles they link to, and what they say of each.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, NaiveDate, Utc};
use quick_xml::Reader;
use quick_xml::events::Event;
use url::Url;

use super::date;
use super::docx::reference;
use super::refused::{Fault, Refused};
use crate::model::{Article, Published, PublishedBasis};

/// An article that a feed, a sitemap or a table links to, or another sitemap.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// Its address.
    pub url: String,
    /// Its headline.
    pub title: Option<String>,
    /// Its outlet.
    pub publisher: Option<String>,
    /// When it was published.
    pub published: Option<Published>,
    /// When it was published or changed last.
    pub changed: Option<DateTime<Utc>>,
    /// The row of a table that names it, as it is refused where the article cannot be had.
    pub row: Option<Box<Refused>>,
}

impl Link {
    /// An article that a table names.
    pub(super) fn of_row(article: Article, row: Refused) -> Result<Self, Fault> {
        let given = article.url.unwrap_or_default();
        let remedy = "write it with http:// or https://, or remove the row";
        let url = match Url::parse(&given) {
            Ok(url) if matches!(url.scheme(), "http" | "https") => url.to_string(),
            _ if given.is_empty() => return Err(Fault::new("there is no address in it", remedy)),
            _ => return Err(Fault::new(format!("\"{given}\" is no address"), remedy)),
        };
        let midnight = |day: NaiveDate| day.and_time(chrono::NaiveTime::MIN).and_utc();
        Ok(Self {
            url,
            title: article.title,
            publisher: article.publisher,
            changed: article
                .published
                .as_ref()
                .map(|p| p.at.unwrap_or_else(|| midnight(p.day))),
            published: article.published,
            row: Some(Box::new(row)),
        })
    }

    /// What could not be had of it: where a table names it, as its row, so that it can be mended there.
    pub fn refused(&self, refused: Refused) -> Refused {
        match &self.row {
            Some(row) => Refused {
                reason: format!("{}: {}", refused.origin, refused.reason),
                remedy: refused.remedy,
                ..row.as_ref().clone()
            },
            None => refused,
        }
    }
}

/// What was fetched, as far as where to go from there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listing {
    /// A page or a document: an article, if anything.
    None,
    /// A feed or a sitemap, the newest first.
    Articles(Vec<Link>),
    /// A list of sitemaps, the newest first.
    Sitemaps(Vec<Link>),
}

/// Most links of one list that are looked at; the standard allows a sitemap 50,000.
const MAX_LINKS: usize = 50_000;

/// Tells a feed or a sitemap by what it holds; `base` is where it was fetched.
///
/// # Errors
/// What is wrong with it, and what to do.
pub fn listing(bytes: &[u8], base: &str, today: NaiveDate) -> Result<Listing, (String, String)> {
    let head = bytes[..bytes.len().min(2048)].to_ascii_lowercase();
    let has = |needle: &str| {
        head.windows(needle.len())
            .any(|window| window == needle.as_bytes())
    };
    let is_page = has("<html") || has("<!doctype html");
    let found = if !is_page && (has("<rss") || has("<feed") || has("<rdf:rdf"))
        || has("jsonfeed.org/version")
    {
        feed(bytes, base, today).map(Listing::Articles)
    } else if has("<urlset") {
        sitemap(bytes, "url", base, today).map(Listing::Articles)
    } else if has("<sitemapindex") {
        sitemap(bytes, "sitemap", base, today).map(Listing::Sitemaps)
    } else {
        Ok(Listing::None)
    };
    found.map_err(|fault| (fault.reason, fault.remedy))
}

fn feed(bytes: &[u8], base: &str, today: NaiveDate) -> Result<Vec<Link>, Fault> {
    // What reads feeds gives instants, and the day is the local one, as it is written.
    let written: Arc<Mutex<HashMap<DateTime<Utc>, Published>>> = Arc::default();
    let noted = Arc::clone(&written);
    let parser = feed_rs::parser::Builder::new()
        .base_uri(Some(base))
        .timestamp_parser(move |given| {
            let published = stated(given, today)?;
            let midnight = || published.day.and_time(chrono::NaiveTime::MIN).and_utc();
            let at = published.at.unwrap_or_else(midnight);
            let mut noted = noted.lock().unwrap_or_else(PoisonError::into_inner);
            noted.insert(at, published);
            Some(at)
        })
        .build();
    let feed = parser.parse(bytes).map_err(|error| {
        Fault::new(
            format!("the feed is damaged: {error}"),
            "check it in a browser",
        )
    })?;
    let written = written.lock().unwrap_or_else(PoisonError::into_inner);
    let publisher = feed.title.map(|title| title.content.trim().to_owned());
    let links = feed
        .entries
        .into_iter()
        .take(MAX_LINKS)
        .filter_map(|entry| {
            let own = entry
                .links
                .iter()
                .find(|l| l.rel.as_deref().is_none_or(|rel| rel == "alternate"));
            let href = own.map_or(entry.id.as_str(), |link| &link.href);
            let at = entry.published.or(entry.updated);
            Some(Link {
                url: resolved(href, base)?,
                title: entry.title.map(|title| plain(&title.content)),
                publisher: publisher.clone().filter(|name| !name.is_empty()),
                published: at.and_then(|at| written.get(&at).cloned()),
                changed: entry.updated.max(entry.published),
                row: None,
            })
        });
    Ok(newest_first(links.collect()))
}

/// A time in a feed; the day of the week before it may be in any language.
fn stated(given: &str, today: NaiveDate) -> Option<Published> {
    let behind = || given.split_once(',').map(|(_, date)| date);
    day(given, today).or_else(|| day(behind()?, today))
}

/// Titles of feeds may hold markup, and entities of it.
fn plain(title: &str) -> String {
    let text = dom_query::Document::fragment(title).text().to_string();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Reads the `element`s of a sitemap: `url` or `sitemap`. The news extension gives headline, outlet and day.
fn sitemap(bytes: &[u8], element: &str, base: &str, today: NaiveDate) -> Result<Vec<Link>, Fault> {
    let xml = String::from_utf8_lossy(bytes);
    let mut reader = Reader::from_str(&xml);
    let (mut links, mut link, mut value) = (Vec::new(), Link::default(), String::new());
    loop {
        let event = reader.read_event().map_err(|error| {
            Fault::new(
                format!("the sitemap is damaged: {error}"),
                "check it in a browser",
            )
        })?;
        match event {
            Event::Start(tag) => {
                value.clear();
                if tag.local_name().as_ref() == element {
                    link = Link::default();
                }
            }
            Event::Text(text) => value.push_str(&text.xml10_content()),
            Event::CData(text) => value.push_str(&text.xml10_content()),
            Event::GeneralRef(name) => value.extend(reference(&name)),
            Event::End(tag) => {
                let given = value.trim().to_owned();
                // Pictures and films have a `loc` and a title of their own.
                let is_own =
                    |prefix: &str| tag.name().prefix().is_none_or(|p| p.as_ref() == prefix);
                match tag.local_name().as_ref() {
                    "loc" if is_own("") && link.url.is_empty() => {
                        link.url = resolved(&given, base).unwrap_or_default();
                    }
                    "lastmod" => link.changed = instant(&given),
                    "publication_date" => link.published = day(&given, today),
                    "title" if is_own("news") => link.title = Some(given).filter(|t| !t.is_empty()),
                    "name" if is_own("news") => {
                        link.publisher = Some(given).filter(|n| !n.is_empty())
                    }
                    name if name == element && !link.url.is_empty() => {
                        let mut done = std::mem::take(&mut link);
                        done.changed = done.changed.or(done.published.as_ref().and_then(|p| p.at));
                        links.push(done);
                    }
                    _ => {}
                }
                value.clear();
            }
            Event::Eof => return Ok(newest_first(links)),
            _ => {}
        }
        if links.len() == MAX_LINKS {
            return Ok(newest_first(links));
        }
    }
}

/// Those that say nothing of when come last, all in the order of the list.
fn newest_first(mut links: Vec<Link>) -> Vec<Link> {
    links.sort_by_key(|link| std::cmp::Reverse(link.changed));
    links
}

fn resolved(href: &str, base: &str) -> Option<String> {
    let url = Url::parse(base).ok()?.join(href.trim()).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.to_string())
}

fn day(given: &str, today: NaiveDate) -> Option<Published> {
    date::published(given, PublishedBasis::Record, today).ok()
}

fn instant(given: &str) -> Option<DateTime<Utc>> {
    let day = || {
        let day: NaiveDate = given.get(..10)?.parse().ok()?;
        Some(day.and_time(chrono::NaiveTime::MIN).and_utc())
    };
    DateTime::parse_from_rfc3339(given)
        .ok()
        .map(|time| time.to_utc())
        .or_else(day)
}
