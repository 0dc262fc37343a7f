//! `stance ingest`: articles into the database.

mod analyst;
mod pipeline;
mod progress;
mod refused;
mod sink;
mod summary;
mod turns;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use super::Done;
use super::context::Context;
use super::engine;
use super::error::CliError;
use super::fetch::{self, FetchArgs};
use crate::ingest::{self, Columns, DayOrder, Options, Piece, Refused, Sources};
pub(super) use pipeline::ingest;
use refused::RefusedFiles;

/// Take articles in: text, Markdown, HTML, DOCX, RTF, PDF, JSON, JSONL, CSV, WARC, packed or not; files, folders, web addresses, standard input
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    stance ingest articles/ 'wire/*.jsonl' crawl.warc.gz press.zip\n  \
    stance ingest story.txt --publisher \"Harbour Wire\" --published 2024-09-13\n  \
    stance ingest export.csv --map text=body,date=pub_date,publisher=outlet\n  \
    stance ingest https://harbour-courier.example/feed.xml\n  \
    cat story.html | stance ingest -\n\n\
    An article that is there already is known and left alone; a changed text under the same URL\n\
    becomes a new revision. What cannot be read is reported with its place, and the rest goes in (exit\n\
    code 1). With --refused bad.jsonl the refused records are in that file, too: mend them there and\n\
    take it in.\n\n\
    An address is that of a page, or of a feed or sitemap whose articles are fetched; so are those that a\n\
    table without texts names by their addresses (MediaCloud's url, publish_date, title, media_name).\n\
    robots.txt is obeyed, and what was fetched before is asked for again only if it changed.")]
pub(super) struct Args {
    /// Files, folders, globs, addresses of pages, feeds or sitemaps, or - for standard input
    #[arg(required = true, value_name = "PATH|URL")]
    paths: Vec<String>,
    /// Outlet of articles that name none
    #[arg(long, value_name = "NAME")]
    publisher: Option<String>,
    /// Publication date of articles that state none
    #[arg(long, value_name = "DATE")]
    published: Option<String>,
    /// Address of the article, for a single one
    #[arg(long)]
    url: Option<String>,
    /// Headline of the article, for a single one
    #[arg(long)]
    title: Option<String>,
    /// Columns of tables, or keys of records, that hold what their names do not say
    #[arg(long, value_name = "FIELD=COLUMN,…")]
    map: Option<Columns>,
    /// How dates like 03/04/2024 are written: day-first or month-first; without it, as other rows of the table tell
    #[arg(long, value_name = "ORDER")]
    date_order: Option<DayOrder>,
    /// Put refused records into this file, in the format that they came in, to be mended and taken in
    #[arg(long, value_name = "FILE")]
    refused: Option<PathBuf>,
    /// Read and analyse, and say what would happen; write nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    fetch: FetchArgs,
    /// Ask nothing of the network: refuse addresses, and tables that hold nothing else
    #[arg(long)]
    no_fetch: bool,
}

pub(super) async fn run(args: Args, context: Context) -> Result<Done, CliError> {
    let options = options(&args, &context)?;
    let again = match &args.map {
        Some(columns) => format!(" --map \"{columns}\""),
        None => String::new(),
    };
    let refused = args.refused.as_deref().map(RefusedFiles::new).transpose()?;
    engine::get_ready();
    let store = context.store().await?;
    let (addresses, paths) = fetch::split(args.paths, args.no_fetch)?;
    let sources = Sources::find(&paths);
    let (bytes, left_out) = (sources.bytes(), sources.left_out.len());
    let pieces = ingest::pieces(sources, &options);
    let read = pieces.counter();
    let memory = Some(store.clone());
    let (fetching, pieces) = fetch::start(pieces, &addresses, &args.fetch, memory, &options)?;
    let input = Input {
        left_out,
        read: Some(read),
        refused,
        dry_run: args.dry_run,
        ..Input::new(pieces, bytes)
    };
    let mut summary = ingest(&store, input, &options, &context).await?;
    summary.again = again;
    fetching
        .finish((!args.dry_run).then_some(&store), &context)
        .await?;
    summary.print(&context);
    Ok(if summary.is_clean() {
        Done::Well
    } else {
        Done::WithFaults
    })
}

fn options(args: &Args, context: &Context) -> Result<Options, CliError> {
    let mut options = Options::new(context.today);
    options.publisher.clone_from(&args.publisher);
    options.url.clone_from(&args.url);
    options.title.clone_from(&args.title);
    options.columns = args.map.clone().unwrap_or_default();
    options.date_order = args.date_order;
    options.fetches_lists = !args.no_fetch;
    if let Some(given) = &args.published {
        let read = ingest::published(given, crate::model::PublishedBasis::Given, context.today);
        options.published = Some(read.map_err(|fault| {
            CliError::new(format!("--published {given}: {fault}"))
                .hint("write it as 2024-09-13, 2024-09 or 2024")
        })?);
    }
    Ok(options)
}

type CutPieces = Box<dyn Iterator<Item = Result<Piece, Refused>> + Send>;

/// What is to be read.
pub(super) struct Input {
    pieces: CutPieces,
    /// All there is to read, for progress.
    bytes: u64,
    /// How much of it was read, where that is counted apart from the pieces.
    read: Option<Arc<AtomicU64>>,
    /// Files passed over.
    left_out: usize,
    /// Where refused records go.
    refused: Option<RefusedFiles>,
    /// Whether nothing is to be written.
    dry_run: bool,
    /// Whether no run is to be recorded before something comes in.
    may_be_nothing: bool,
}

impl Input {
    pub(super) fn new(
        pieces: impl Iterator<Item = Result<Piece, Refused>> + Send + 'static,
        bytes: u64,
    ) -> Self {
        Self {
            pieces: Box::new(pieces),
            bytes,
            read: None,
            left_out: 0,
            refused: None,
            dry_run: false,
            may_be_nothing: false,
        }
    }

    /// What is read; nothing is written where it is only tried.
    pub(super) fn tried(self, dry_run: bool) -> Self {
        Self { dry_run, ..self }
    }

    /// What comes from feeds that are asked again and again: mostly nothing, which is not recorded as a run.
    pub(super) fn of_feeds(
        pieces: impl Iterator<Item = Result<Piece, Refused>> + Send + 'static,
    ) -> Self {
        Self {
            may_be_nothing: true,
            ..Self::new(pieces, 0)
        }
    }
}
