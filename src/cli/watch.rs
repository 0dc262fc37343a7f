//! `stance watch`: feeds, again and again.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;
use tokio::time::Instant;

use super::context::Context;
use super::error::CliError;
use super::fetch::{self, FetchArgs, Target};
use super::stop::Stop;
use super::{Done, ingest};
use crate::ingest::Options;
use crate::store::Store;

/// Take in what feeds and sitemaps bring, again and again, until stopped
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    stance watch feeds.toml\n  \
    stance watch feeds.toml --once      # for cron\n\n\
    feeds.toml:\n  \
    every = \"30 minutes\"                # 15 minutes where nothing is said\n  \
    [[feed]]\n  \
    url = \"https://harbour-courier.example/feed.xml\"\n  \
    publisher = \"Harbour Courier\"       # where the pages do not say\n  \
    [[feed]]\n  \
    url = \"https://skerry-post.example/sitemap.xml\"\n  \
    every = \"1 day\"\n\n\
    Ctrl-C or SIGTERM stops it; what was fetched by then is stored.")]
pub(super) struct Args {
    /// Feeds and how often to ask for them
    #[arg(value_name = "FEEDS.toml")]
    feeds: PathBuf,
    /// Ask each once and end
    #[arg(long)]
    once: bool,
    #[command(flatten)]
    fetch: FetchArgs,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    every: Option<String>,
    #[serde(default)]
    feed: Vec<FeedEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FeedEntry {
    url: String,
    publisher: Option<String>,
    every: Option<String>,
}

/// A feed, and when it is asked for next.
struct Feed {
    target: Target,
    every: Duration,
    due: Instant,
}

/// How often feeds are asked for where nothing is said.
const EVERY: Duration = Duration::from_secs(15 * 60);

/// Oftener than this nobody's feed is asked for.
const OFTENEST: Duration = Duration::from_secs(60);

pub(super) async fn run(args: Args, context: Context) -> Result<Done, CliError> {
    let mut feeds = read(&args.feeds)?;
    // Before anything is fetched, so that no signal is missed.
    let mut stop = Stop::new()?;
    let store = context.store().await?;
    let mut done = Done::Well;
    loop {
        let now = Instant::now();
        let mut due = Vec::new();
        for feed in feeds.iter_mut().filter(|feed| feed.due <= now) {
            feed.due = now + feed.every;
            due.push(feed.target.clone());
        }
        match poll(&due, &args.fetch, &store, &context, &mut stop).await {
            Ok(Done::Well) => {}
            Ok(Done::WithFaults) => done = Done::WithFaults,
            Err(error) if args.once => return Err(error),
            // A database that is away for a while is no reason to end.
            Err(error) => error.print(),
        }
        if args.once || stop.asked {
            break;
        }
        let next = feeds.iter().map(|feed| feed.due).min().unwrap_or(now);
        tokio::select! {
            () = tokio::time::sleep_until(next) => {}
            () = stop.wait() => break,
        }
    }
    if stop.asked {
        context.remark("stopped");
        return Ok(Done::Well);
    }
    Ok(done)
}

/// Asks for feeds once, and takes in what they bring. Asked to stop, it fetches no more and stores what it has.
async fn poll(
    targets: &[Target],
    args: &FetchArgs,
    store: &Store,
    context: &Context,
    stop: &mut Stop,
) -> Result<Done, CliError> {
    // The day may have changed since the last time.
    let today = chrono::Local::now().date_naive();
    let options = Options::new(today);
    let memory = Some(store.clone());
    let (fetching, fetched) = fetch::start(std::iter::empty(), targets, args, memory, &options)?;
    let input = ingest::Input::of_feeds(fetched);
    let summary = {
        let work = ingest::ingest(store, input, &options, context);
        tokio::pin!(work);
        loop {
            tokio::select! {
                summary = &mut work => break summary?,
                () = stop.wait(), if !stop.asked => fetching.stop(),
            }
        }
    };
    fetching.finish(Some(store), context).await?;
    context.remark(&chrono::Local::now().format("%Y-%m-%d %H:%M").to_string());
    summary.print(context);
    Ok(if summary.is_clean() {
        Done::Well
    } else {
        Done::WithFaults
    })
}

fn read(path: &Path) -> Result<Vec<Feed>, CliError> {
    let shown = path.display();
    let text = std::fs::read_to_string(path)
        .map_err(|error| CliError::new(format!("{shown} cannot be read: {error}")))?;
    let file: File = toml::from_str(&text)
        .map_err(|error| CliError::new(format!("{shown}: {}", error.to_string().trim_end())))?;
    if file.feed.is_empty() {
        return Err(CliError::new(format!("{shown}: no feed in it"))
            .hint("add [[feed]] and url = \"https://…\"; stance help watch shows a whole one"));
    }
    let now = Instant::now();
    let feed = |entry: FeedEntry| {
        let every = entry.every.as_ref().or(file.every.as_ref());
        let every = every.map_or(Ok(EVERY), |given| interval(given));
        Ok(Feed {
            every: every.map_err(|what| {
                CliError::new(format!("{shown}: {}: {what}", entry.url))
                    .hint("write every = \"15 minutes\", \"2 hours\" or \"1 day\"")
            })?,
            target: Target {
                address: entry.url,
                publisher: entry.publisher,
            },
            due: now,
        })
    };
    file.feed.into_iter().map(feed).collect()
}

/// "15 minutes", "2 h", "1 day".
fn interval(given: &str) -> Result<Duration, String> {
    let given = given.trim();
    let digits = given.len() - given.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = given.split_at(digits);
    let seconds = match unit.trim().trim_end_matches('s') {
        "m" | "min" | "minute" => 60,
        "h" | "hour" => 3600,
        "d" | "day" => 24 * 3600,
        _ => return Err(format!("\"{given}\" is no interval")),
    };
    let number: u64 = number
        .parse()
        .map_err(|_| format!("\"{given}\" is no interval"))?;
    let every = Duration::from_secs(number.saturating_mul(seconds).min(365 * 24 * 3600));
    if every < OFTENEST {
        return Err(format!(
            "\"{given}\" is too often: once a minute at the most"
        ));
    }
    Ok(every)
}
