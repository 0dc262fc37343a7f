//! Fetching: addresses → pages, politely, and never into a network that the address has no business in.
//!
//! The one room beside `store` and `cli` that waits for others: it is async and asks the clock. What it
//! fetches becomes articles in [`crate::ingest`], as any file does.
//!
//! - `client`: one request, its redirects followed hop by hop, bounded in size and time.
//! - `address`: which hosts and IP addresses are public; `resolver` lets no other through.
//! - `polite`: robots.txt, a pause between the requests to a host, and as long a wait as it asks for.
//! - `crawl`: a page, or the articles that a feed or a sitemap links to.

mod address;
mod client;
mod crawl;
mod polite;
mod resolver;

use std::time::Duration;

pub use address::is_public;
pub use client::{Answer, Failure, Fetched, Fetcher, Validators};
pub use crawl::{Crawl, Memory, Visit};

/// How to fetch.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Whether loopback, private and other addresses that are not public may be fetched from.
    pub allow_private: bool,
    /// Between two requests to one host, unless its robots.txt asks for longer.
    pub pause: Duration,
    /// For the whole of a request, its body included.
    pub patience: Duration,
    /// Longest body, unpacked (bytes).
    pub max_bytes: usize,
    /// Most articles of one feed or sitemap, the newest first.
    pub max_articles: usize,
    /// Who fetches: an address to write to, for those who run the sites.
    pub contact: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            allow_private: false,
            pause: Duration::from_secs(1),
            patience: Duration::from_secs(60),
            max_bytes: 50_000_000,
            max_articles: 200,
            contact: None,
        }
    }
}
