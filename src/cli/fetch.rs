//! Addresses among the inputs: fetched beside the files, and remembered for the next time.

use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDate;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;

use super::context::Context;
use super::error::CliError;
use crate::fetch::{Crawl, Fetcher, Memory, Settings, Validators, Visit};
use crate::ingest::{Piece, Refused};
use crate::report::count;
use crate::store::Store;
use crate::store::write::Visited;

/// How to fetch.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct FetchArgs {
    /// Most articles of one feed or sitemap, the newest first
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
pub(super) fn split(inputs: Vec<String>) -> (Vec<Target>, Vec<String>) {
    let (addresses, rest): (Vec<String>, _) = inputs
        .into_iter()
        .partition(|input| input.starts_with("http://") || input.starts_with("https://"));
    let target = |address| Target {
        address,
        publisher: None,
    };
    (addresses.into_iter().map(target).collect(), rest)
}

/// Hosts asked at once; each is asked one thing at a time.
const AT_ONCE: usize = 8;

/// What is being fetched: it goes on in the background as long as somebody takes the pieces.
pub(super) struct Fetching {
    crawls: JoinSet<(String, Crawl)>,
}

/// What comes in, as it comes in.
pub(super) type Incoming = Box<dyn Iterator<Item = Result<Piece, Refused>> + Send>;

/// Begins to fetch.
pub(super) fn start(
    targets: &[Target],
    args: &FetchArgs,
    memory: Option<Store>,
    today: NaiveDate,
) -> Result<(Fetching, Incoming), CliError> {
    let (sender, mut receiver) = mpsc::channel(AT_ONCE);
    let mut crawls = JoinSet::new();
    if !targets.is_empty() {
        let fetcher = Fetcher::new(args.settings()?)
            .map_err(|failure| CliError::new(failure.reason).hint(failure.remedy))?;
        let (fetcher, turns) = (Arc::new(fetcher), Arc::new(Semaphore::new(AT_ONCE)));
        for target in targets.iter().cloned() {
            let (fetcher, turns) = (Arc::clone(&fetcher), Arc::clone(&turns));
            let (sender, memory) = (sender.clone(), Remembered(memory.clone()));
            crawls.spawn(async move {
                let _turn = turns.acquire().await;
                let outlet = target.publisher.as_deref();
                let crawl = fetcher
                    .crawl(&target.address, outlet, &memory, today, &sender)
                    .await;
                (target.address, crawl)
            });
        }
    }
    // The last crawl to end closes the channel.
    drop(sender);
    let pieces = std::iter::from_fn(move || receiver.blocking_recv());
    Ok((Fetching { crawls }, Box::new(pieces)))
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
    /// Fetches no more; what came in so far stays.
    pub(super) fn stop(&mut self) {
        self.crawls.abort_all();
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
                Ok(crawl) => crawls.push(crawl),
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
