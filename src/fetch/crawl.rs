//! From an address to articles: the page itself, or those that a feed, a sitemap or a table links to.

use std::collections::HashSet;

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};
use futures_util::stream::{FuturesUnordered, StreamExt};
use tokio::sync::mpsc::Sender;
use url::Url;

use super::client::{Answer, Failure, Fetched, Fetcher, Validators};
use crate::ingest::{Link, Listing, Piece, Refused, listing, url_key};

/// An address that was fetched, for the next time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// The address as it was asked for.
    pub address: String,
    /// What its content is recognised by.
    pub validators: Validators,
    /// When.
    pub at: DateTime<Utc>,
    /// When it had changed last, by the list that led to it.
    pub stated: Option<DateTime<Utc>>,
    /// Whether there was nothing.
    pub gone: bool,
}

/// Remembers what was fetched before.
pub trait Memory: Sync {
    /// The last visit to an address.
    fn last(&self, address: &str) -> impl Future<Output = Option<Visit>> + Send;
}

/// Remembers nothing.
impl Memory for () {
    async fn last(&self, _: &str) -> Option<Visit> {
        None
    }
}

/// What came of an address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Crawl {
    /// What was fetched, to be remembered once the articles are stored.
    pub visits: Vec<Visit>,
    /// Articles that were fetched before and are not said to have changed.
    pub before: usize,
    /// Articles beyond the most that are fetched at once.
    pub left_out: usize,
    /// Whether the address itself is as it was at the last visit.
    pub unchanged: bool,
}

/// Hosts that the articles of one list are fetched from at a time.
const HOSTS_AT_ONCE: usize = 8;

/// Sitemaps of one list that are looked at.
const MAX_SITEMAPS: usize = 10;

/// An article fetched so long ago is fetched again, for a feed that does not say whether it changed.
const AGE: Duration = Duration::days(7);

/// What was not there is asked for again after so long: feeds name articles before they are published.
const GONE: Duration = Duration::days(1);

/// Where what is fetched goes.
type Out = Sender<Result<Piece, Refused>>;

impl Fetcher {
    /// Fetches what an address leads to, and hands each article on. `outlet` is that of pages that name none,
    /// whatever the feed is called; `today` is the day of the run.
    ///
    /// What cannot be had is handed on as refused, and the rest goes on. It ends early where nobody listens.
    pub async fn crawl(
        &self,
        address: &str,
        outlet: Option<&str>,
        memory: &impl Memory,
        today: NaiveDate,
        out: &Out,
    ) -> Crawl {
        let mut crawl = Crawl::default();
        let opening = self.open(address, memory, today, &mut crawl);
        let Some(opened) = self.unless_stopped(opening).await else {
            return Crawl::default();
        };
        match opened {
            Ok(Some((fetched, Listing::None))) => {
                let link = outlet.map(|_| named(Link::default(), outlet));
                let _ = out.send(piece(&fetched, address, link.as_ref())).await;
            }
            Ok(Some((_, Listing::Articles(links)))) => {
                self.follow(links, outlet, memory, out, &mut crawl).await;
            }
            Ok(Some((_, Listing::Sitemaps(sitemaps)))) => {
                let mut links = Vec::new();
                for sitemap in sitemaps.iter().take(MAX_SITEMAPS) {
                    let opening = self.open(&sitemap.url, memory, today, &mut crawl);
                    let Some(opened) = self.unless_stopped(opening).await else {
                        return Crawl::default();
                    };
                    match opened {
                        Ok(Some((_, Listing::Articles(found)))) => links.extend(found),
                        Ok(_) => {}
                        Err(failure) => {
                            let _ = out.send(Err(refused(&sitemap.url, failure))).await;
                        }
                    }
                }
                newest_first(&mut links);
                self.follow(links, outlet, memory, out, &mut crawl).await;
            }
            Ok(None) => crawl.unchanged = true,
            Err(failure) => {
                let _ = out.send(Err(refused(address, failure))).await;
            }
        }
        crawl
    }

    /// Fetches the articles that a list names, the newest first; so many as a feed gives at most.
    pub async fn articles(&self, mut links: Vec<Link>, memory: &impl Memory, out: &Out) -> Crawl {
        let mut crawl = Crawl::default();
        newest_first(&mut links);
        self.follow(links, None, memory, out, &mut crawl).await;
        crawl
    }

    /// Fetches an address and tells what it is; none where it has not changed.
    async fn open(
        &self,
        address: &str,
        memory: &impl Memory,
        today: NaiveDate,
        crawl: &mut Crawl,
    ) -> Result<Option<(Fetched, Listing)>, Failure> {
        let before = memory.last(address).await;
        let Answer::Fetched(mut fetched) = self
            .get(address, before.as_ref().map(|visit| &visit.validators))
            .await?
        else {
            return Ok(None);
        };
        crawl.visits.push(visit(address, &fetched, None));
        fetched.unpack(self.settings.max_bytes)?;
        let listing = listing(&fetched.bytes, &fetched.url, today)
            .map_err(|(reason, remedy)| Failure::new(reason, remedy))?;
        Ok(Some((fetched, listing)))
    }

    /// Fetches articles, each once, of several hosts at a time.
    ///
    /// Where not all of them are had, the lists that name them are not to count as known: asked whether they
    /// changed, they would say no.
    async fn follow(
        &self,
        links: Vec<Link>,
        outlet: Option<&str>,
        memory: &impl Memory,
        out: &Out,
        crawl: &mut Crawl,
    ) {
        let lists = crawl.visits.len();
        let mut seen = HashSet::new();
        let mut hosts: Vec<(String, Vec<Wanted>)> = Vec::new();
        let mut left = self.settings.max_articles;
        for link in links {
            if !seen.insert(url_key(&link.url)) {
                continue;
            }
            let before = memory.last(&link.url).await;
            if before
                .as_ref()
                .is_some_and(|before| !is_due(&link, before, Utc::now()))
            {
                crawl.before += 1;
                continue;
            }
            if left == 0 {
                crawl.left_out += 1;
                continue;
            }
            left -= 1;
            let host = host(&link.url);
            let wanted = Wanted {
                link: named(link, outlet),
                known: before.map(|visit| visit.validators),
            };
            match hosts.iter_mut().find(|(known, _)| *known == host) {
                Some((_, articles)) => articles.push(wanted),
                None => hosts.push((host, vec![wanted])),
            }
        }
        let mut all = true;
        let mut waiting = hosts.into_iter().map(|(_, wanted)| wanted);
        let mut asked = FuturesUnordered::new();
        for wanted in waiting.by_ref().take(HOSTS_AT_ONCE) {
            asked.push(self.of_host(wanted, out));
        }
        while let Some(found) = asked.next().await {
            all &= found.all;
            crawl.before += found.before;
            crawl.visits.extend(found.visits);
            if let Some(wanted) = waiting.next() {
                asked.push(self.of_host(wanted, out));
            }
        }
        if !all || crawl.left_out > 0 {
            for list in &mut crawl.visits[..lists] {
                list.validators = Validators::default();
            }
        }
    }

    /// Fetches articles of one host, one behind the other.
    async fn of_host(&self, wanted: Vec<Wanted>, out: &Out) -> Found {
        let mut found = Found {
            visits: Vec::new(),
            before: 0,
            all: true,
        };
        for Wanted { link, known } in wanted {
            let asked = self.get(&link.url, known.as_ref());
            let Some(answer) = self.unless_stopped(asked).await else {
                found.all = false;
                break;
            };
            let outcome = match answer {
                Ok(Answer::NotModified) => {
                    found.before += 1;
                    // What the list said of it is answered, and not asked again.
                    found.visits.push(Visit {
                        address: link.url,
                        validators: known.unwrap_or_default(),
                        at: Utc::now(),
                        stated: link.changed,
                        gone: false,
                    });
                    continue;
                }
                Ok(Answer::Fetched(fetched)) => {
                    found.visits.push(visit(&link.url, &fetched, link.changed));
                    piece(&fetched, &link.url, Some(&link)).map_err(|refused| link.refused(refused))
                }
                Err(failure) => {
                    if failure.is_gone {
                        found.visits.push(Visit {
                            address: link.url.clone(),
                            validators: Validators::default(),
                            at: Utc::now(),
                            stated: link.changed,
                            gone: true,
                        });
                    }
                    found.all &= failure.is_gone;
                    Err(link.refused(refused(&link.url, failure)))
                }
            };
            if out.send(outcome).await.is_err() {
                break;
            }
        }
        found
    }
}

/// An article to fetch.
struct Wanted {
    link: Link,
    /// What it is recognised by, if it was fetched before.
    known: Option<Validators>,
}

/// What came of the articles of a host.
struct Found {
    visits: Vec<Visit>,
    before: usize,
    /// Whether all that are there were had.
    all: bool,
}

/// Whose turn it is to wait for whom.
fn host(url: &str) -> String {
    let url = Url::parse(url).ok();
    url.and_then(|url| url.host_str().map(str::to_owned))
        .unwrap_or_default()
}

/// Those that say nothing of when come last.
fn newest_first(links: &mut [Link]) {
    links.sort_by_key(|link| std::cmp::Reverse(link.changed));
}

/// A link whose outlet is known better than its feed knows it.
fn named(link: Link, outlet: Option<&str>) -> Link {
    Link {
        publisher: outlet.map(str::to_owned).or(link.publisher),
        ..link
    }
}

/// Whether an article is worth asking for again.
fn is_due(link: &Link, before: &Visit, now: DateTime<Utc>) -> bool {
    if before.gone && now - before.at > GONE {
        return true;
    }
    let Some(changed) = link.changed else {
        return !before.gone && now - before.at > AGE;
    };
    // Sitemaps often give the day alone: what was fetched on that day may have changed after it.
    let day_alone = changed.time() == NaiveTime::MIN;
    if day_alone
        && before.at.date_naive() <= changed.date_naive()
        && now.date_naive() > before.at.date_naive()
    {
        return true;
    }
    match before.stated {
        // Clocks differ, and times are cut to seconds: by its own words alone it is told whether it changed.
        Some(stated) => changed > stated,
        None => changed > before.at,
    }
}

fn visit(address: &str, fetched: &Fetched, stated: Option<DateTime<Utc>>) -> Visit {
    Visit {
        address: address.to_owned(),
        validators: fetched.validators.clone(),
        at: fetched.at,
        stated,
        gone: false,
    }
}

fn piece(fetched: &Fetched, address: &str, link: Option<&Link>) -> Result<Piece, Refused> {
    Piece::fetched(
        address,
        &fetched.url,
        &fetched.content_type,
        fetched.at,
        fetched.bytes.clone(),
        link,
    )
}

fn refused(address: &str, failure: Failure) -> Refused {
    Refused::new(address, failure.reason, failure.remedy)
}
