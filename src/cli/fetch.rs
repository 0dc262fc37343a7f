//! Addresses among the inputs, and those that lists among them name: fetched beside the files, and remembered for the
//! next time.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Semaphore, mpsc, oneshot};
use tokio::task::JoinSet;

use super::context::Context;
use super::error::CliError;
use crate::fetch::{Crawl, Fetcher, Memory, Settings, Validators, Visit};
use crate::ingest::{Link, Options, Piece, Refused};
use crate::report::count;
use crate::store::Store;
use crate::store::write::Visited;

/// How to fetch.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct FetchArgs {
    /// Most articles of one feed, sitemap or list of addresses, the newest first
    #[arg(long, value_name = "N", default_value_t = 200)]
    limit: usize,
    /// Seconds between two requests to one host, unless its robots.txt asks for more
    #[arg(long, value_name = "SECONDS", default_value_t = 1.0)]
    pause: f32,
    /// Address to write to, for those who run the sites; it is sent along
    #[arg(long, value_name = "MAIL")]
    contact: Option<String>,
    /// Fetch from loopback and private addresses, too
    #[arg(long)]
    allow_private: bool,
}

impl FetchArgs {
    fn settings(&self) -> Result<Settings, CliError> {
        let pause = Duration::try_from_secs_f32(self.pause)
            .map_err(|_| CliError::new(format!("--pause {}: no number of seconds", self.pause)))?;
        if let Some(contact) = &self.contact
            && contact.chars().any(|c| c.is_control() || !c.is_ascii())
        {
            return Err(CliError::new("--contact: only ASCII can be sent along"));
        }
        Ok(Settings {
            allow_private: self.allow_private,
            pause,
            max_articles: self.limit,
            contact: self.contact.clone(),
            ..Settings::default()
        })
    }
}

/// What to fetch.
#[derive(Clone, Debug)]
pub(super) struct Target {
    /// Its address.
    pub(super) address: String,
    /// The outlet of pages that name none.
    pub(super) publisher: Option<String>,
}

/// Addresses among the inputs, and the rest of them.
///
/// # Errors
/// Where there are addresses, and nothing is to be fetched.
pub(super) fn split(
    inputs: Vec<String>,
    no_fetch: bool,
) -> Result<(Vec<Target>, Vec<String>), CliError> {
    let (addresses, rest): (Vec<String>, _) = inputs
        .into_iter()
        .partition(|input| input.starts_with("http://") || input.starts_with("https://"));
    if let (true, Some(address)) = (no_fetch, addresses.first()) {
        return Err(CliError::new(format!("{address}: nothing is fetched"))
            .hint("leave --no-fetch out, or the address"));
    }
    let target = |address| Target {
        address,
        publisher: None,
    };
    Ok((addresses.into_iter().map(target).collect(), rest))
}

/// Hosts asked at once; each is asked one thing at a time.
const AT_ONCE: usize = 8;

/// What is being fetched: it goes on in the background as long as somebody takes the pieces.
pub(super) struct Fetching {
    crawls: JoinSet<Vec<(String, Crawl)>>,
    /// Who fetches from the addresses.
    fetcher: Option<Arc<Fetcher>>,
}

/// What comes in, as it comes in.
pub(super) type Incoming = Box<dyn Iterator<Item = Result<Piece, Refused>> + Send>;

/// Begins to fetch: what comes in is what the files hold, and behind it what was fetched meanwhile, and what lists
/// among the files name where the options have them fetched.
pub(super) fn start(
    files: impl Iterator<Item = Result<Piece, Refused>> + Send + 'static,
    targets: &[Target],
    args: &FetchArgs,
    memory: Option<Store>,
    options: &Options,
) -> Result<(Fetching, Incoming), CliError> {
    let (sender, mut receiver) = mpsc::channel(AT_ONCE);
    let mut crawls = JoinSet::new();
    let settings = args.settings()?;
    let mut ready = None;
    if !targets.is_empty() {
        let fetcher = Fetcher::new(settings.clone())
            .map_err(|failure| CliError::new(failure.reason).hint(failure.remedy))?;
        let (fetcher, turns) = (Arc::new(fetcher), Arc::new(Semaphore::new(AT_ONCE)));
        ready = Some(Arc::clone(&fetcher));
        let today = options.today;
        for target in targets.iter().cloned() {
            let (fetcher, turns) = (Arc::clone(&fetcher), Arc::clone(&turns));
            let (sender, memory) = (sender.clone(), Remembered(memory.clone()));
            crawls.spawn(async move {
                let _turn = turns.acquire().await;
                let outlet = target.publisher.as_deref();
                let crawl = fetcher
                    .crawl(&target.address, outlet, &memory, today, &sender)
                    .await;
                vec![(target.address, crawl)]
            });
        }
    }
    let (found, lists) = oneshot::channel();
    let fetcher = ready.clone();
    if options.fetches_lists {
        let (sender, memory) = (sender.clone(), Remembered(memory));
        crawls.spawn(async move {
            // Whoever reads the files and ends before their end wants nothing of it.
            let lists: Vec<List> = lists.await.unwrap_or_default();
            let mut crawls = Vec::new();
            if lists.is_empty() {
                return crawls;
            }
            let fetcher = match ready.map_or_else(|| Fetcher::new(settings).map(Arc::new), Ok) {
                Ok(fetcher) => fetcher,
                Err(failure) => {
                    for list in lists {
                        let refused = Refused::new(list.origin, &failure.reason, &failure.remedy);
                        let _ = sender.send(Err(refused)).await;
                    }
                    return crawls;
                }
            };
            for list in lists {
                let crawl = fetcher.articles(list.links, &memory, &sender).await;
                crawls.push((list.origin, crawl));
            }
            crawls
        });
    }
    // The last crawl to end closes the channel.
    drop(sender);
    let files = Unlisted {
        files,
        options: options.clone(),
        lists: Vec::new(),
        found: Some(found),
    };
    let fetched = std::iter::from_fn(move || receiver.blocking_recv());
    let fetching = Fetching { crawls, fetcher };
    Ok((fetching, Box::new(files.chain(fetched))))
}

/// A file that names articles by their addresses.
struct List {
    origin: String,
    links: Vec<Link>,
}

/// What files hold, but for the articles that they only name; those are handed on in the end.
struct Unlisted<I> {
    files: I,
    options: Options,
    lists: Vec<List>,
    found: Option<oneshot::Sender<Vec<List>>>,
}

impl<I: Iterator<Item = Result<Piece, Refused>>> Iterator for Unlisted<I> {
    type Item = Result<Piece, Refused>;

    fn next(&mut self) -> Option<Self::Item> {
        for outcome in self.files.by_ref() {
            let link = match &outcome {
                Ok(piece) => piece.link(&self.options),
                Err(_) => None,
            };
            let link = match link {
                None => return Some(outcome),
                Some(Err(refused)) => return Some(Err(refused)),
                Some(Ok(link)) => link,
            };
            let origin = link.row.as_ref().map_or("", |row| row.origin.as_str());
            match self.lists.last_mut() {
                Some(list) if list.origin == origin => list.links.push(link),
                _ => self.lists.push(List {
                    origin: origin.to_owned(),
                    links: vec![link],
                }),
            }
        }
        if let Some(found) = self.found.take() {
            // Nobody waits where lists are not fetched, and then none was found.
            let _ = found.send(std::mem::take(&mut self.lists));
        }
        None
    }
}

/// The visits that a database remembers.
struct Remembered(Option<Store>);

impl Memory for Remembered {
    /// Where the database cannot be asked, the address counts as new; what else it is asked will tell.
    async fn last(&self, address: &str) -> Option<Visit> {
        let visited = self.0.as_ref()?.last_visit(address).await.ok()??;
        Some(Visit {
            address: visited.address,
            validators: Validators {
                etag: visited.etag,
                last_modified: visited.last_modified,
            },
            at: visited.visited_at,
            stated: visited.stated,
            gone: visited.gone,
        })
    }
}

impl Fetching {
    /// Fetches no more; what came in so far stays, and is remembered.
    pub(super) fn stop(&self) {
        if let Some(fetcher) = &self.fetcher {
            fetcher.stop();
        }
    }

    /// Says what was passed over, and remembers what was fetched where there is a database.
    pub(super) async fn finish(
        mut self,
        memory: Option<&Store>,
        context: &Context,
    ) -> Result<(), CliError> {
        let mut crawls = Vec::new();
        while let Some(crawl) = self.crawls.join_next().await {
            match crawl {
                Ok(done) => crawls.extend(done),
                Err(error) if error.is_cancelled() => {}
                Err(error) => return Err(CliError::new(format!("the fetching stopped: {error}"))),
            }
        }
        crawls.sort_by(|(one, _), (other, _)| one.cmp(other));
        let mut visits = Vec::new();
        for (address, crawl) in crawls {
            if crawl.unchanged {
                context.remark(&format!("{address}: unchanged since it was last fetched"));
            }
            if crawl.before > 0 {
                context.remark(&format!(
                    "{address}: {} fetched before",
                    count(crawl.before as i64, "article")
                ));
            }
            if crawl.left_out > 0 {
                context.remark(&format!(
                    "{address}: {} not fetched, being older: more with --limit",
                    count(crawl.left_out as i64, "article")
                ));
            }
            visits.extend(crawl.visits.into_iter().map(|visit| Visited {
                address: visit.address,
                etag: visit.validators.etag,
                last_modified: visit.validators.last_modified,
                visited_at: visit.at,
                stated: visit.stated,
                gone: visit.gone,
            }));
        }
        if let Some(store) = memory {
            store.remember_visits(&visits).await?;
        }
        Ok(())
    }
}
