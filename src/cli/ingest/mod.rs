//! `stance ingest`: articles into the database.

mod progress;
mod refused;
mod summary;

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::context::Context;
use super::error::CliError;
use super::fetch::{self, FetchArgs};
use super::{Done, engine};
use crate::ingest::{self, Columns, Options, Piece, Refused, Sources};
use crate::model::Article;
use crate::store::Store;
use crate::store::write::{ArticleKind, Known, Marks, Prepared, Purpose, Run, Saved, Seen};
use crate::text::Engine;
use progress::Progress;
use refused::RefusedFiles;
use summary::Summary;

/// Take articles in: text, Markdown, HTML, DOCX, PDF, JSON, JSONL, CSV, WARC, packed or not; files, folders, web addresses, standard input
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
    An address is that of a page, or of a feed or sitemap whose articles are fetched. robots.txt is\n\
    obeyed, and what was fetched before is asked for again only if it changed.")]
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
    /// Put refused records into this file, in the format that they came in, to be mended and taken in
    #[arg(long, value_name = "FILE")]
    refused: Option<PathBuf>,
    /// Read and analyse, and say what would happen; write nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    fetch: FetchArgs,
}

/// Articles that go through the stages together.
const CHUNK: usize = 32;

pub(super) async fn run(args: Args, context: Context) -> Result<Done, CliError> {
    let options = options(&args, &context)?;
    let refused = args.refused.as_deref().map(RefusedFiles::new).transpose()?;
    let store = context.store().await?;
    let (addresses, paths) = fetch::split(args.paths);
    let (fetching, fetched) =
        fetch::start(&addresses, &args.fetch, Some(store.clone()), context.today)?;
    let sources = Sources::find(&paths);
    let (bytes, left_out) = (sources.bytes(), sources.left_out.len());
    let pieces = ingest::pieces(sources, &options);
    let input = Input {
        left_out,
        read: Some(pieces.counter()),
        refused,
        dry_run: args.dry_run,
        ..Input::new(pieces.chain(fetched), bytes)
    };
    let summary = ingest(&store, input, &options, &context).await?;
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

/// Reads, analyses and stores, the three at once; memory is bounded by a few chunks.
pub(super) async fn ingest(
    store: &Store,
    input: Input,
    options: &Options,
    context: &Context,
) -> Result<Summary, CliError> {
    let mut summary = Summary::leaving_out(input.left_out, input.dry_run);
    let mut pieces = read_ahead(input.pieces);
    let mut next = None;
    if input.may_be_nothing {
        next = pieces.recv().await;
        if next.is_none() {
            return Ok(summary);
        }
    }
    let mut sink = Sink {
        store,
        analyst: Analyst::of(store, input.dry_run).await?,
        progress: Progress::of(input.bytes, input.read, context),
        refused: input.refused,
        seen: Seen::default(),
    };
    let options = Arc::new(options.clone());
    let mut working: VecDeque<JoinHandle<Result<Chunk, CliError>>> = VecDeque::new();
    loop {
        let full = working.len() > engine::cores();
        if next.is_none() && !full {
            next = pieces.recv().await;
        }
        if let Some(chunk) = next.take_if(|_| !full) {
            let bytes = chunk.iter().flatten().map(Piece::bytes).sum();
            sink.progress.read(bytes);
            let (options, analyst) = (Arc::clone(&options), sink.analyst.clone());
            working.push_back(tokio::spawn(prepare(
                store.clone(),
                chunk,
                options,
                analyst,
            )));
        } else if let Some(front) = working.pop_front() {
            let chunk = front
                .await
                .map_err(|error| CliError::new(format!("the analysis stopped: {error}")))??;
            sink.take(chunk, &mut summary).await?;
        } else {
            break;
        }
    }
    summary.took = sink.progress.finish();
    if let Some(refused) = sink.refused {
        summary.mendable = refused.finish()?;
    }
    Ok(summary)
}

/// Who analyses: an engine, and the run that records what it finds; none where nothing is recorded.
#[derive(Clone)]
struct Analyst {
    engine: Arc<Engine>,
    run: Option<Run>,
}

impl Analyst {
    /// For the codebook that is in force now.
    async fn of(store: &Store, dry_run: bool) -> Result<Self, CliError> {
        let (codebook_id, engine) = engine::of_store(store).await?;
        let extractor = engine::extractor(store.confidence_floor().await?);
        let run = match dry_run {
            true => None,
            false => Some(
                store
                    .begin_run(Purpose::Ingest, &extractor, codebook_id)
                    .await?,
            ),
        };
        Ok(Self {
            engine: Arc::new(engine),
            run,
        })
    }

    /// Analyses a batch that another codebook made outdated.
    async fn again(&self, batch: Vec<Prepared>) -> Result<Vec<Prepared>, CliError> {
        let engine = Arc::clone(&self.engine);
        tokio::task::spawn_blocking(move || {
            engine::on_all_cores(batch, |prepared| {
                let analysis = engine::article(prepared.article(), &engine);
                prepared.analysed(analysis)
            })
        })
        .await
        .map_err(|error| CliError::new(format!("the analysis stopped: {error}")))
    }
}

/// Reads chunks on a thread of its own, a few ahead of those who work on them.
fn read_ahead(mut pieces: CutPieces) -> mpsc::Receiver<Vec<Result<Piece, Refused>>> {
    let (sender, receiver) = mpsc::channel(2);
    tokio::task::spawn_blocking(move || {
        loop {
            let chunk: Vec<_> = pieces.by_ref().take(CHUNK).collect();
            // Whoever stopped listening has met an error and says so.
            if chunk.is_empty() || sender.blocking_send(chunk).is_err() {
                return;
            }
        }
    });
    receiver
}

/// A chunk read and analysed, and the run that it was analysed for.
struct Chunk {
    run: Option<Run>,
    fresh: Vec<Prepared>,
    known: Vec<Known>,
    refused: Vec<Refused>,
}

/// Decodes a chunk, leaves out what is stored already, and analyses the rest.
async fn prepare(
    store: Store,
    pieces: Vec<Result<Piece, Refused>>,
    options: Arc<Options>,
    analyst: Analyst,
) -> Result<Chunk, CliError> {
    let mut chunk = Chunk {
        run: analyst.run,
        fresh: Vec::new(),
        known: Vec::new(),
        refused: Vec::new(),
    };
    let decoded = tokio::task::spawn_blocking(move || {
        pieces
            .into_iter()
            .map(|p| p.and_then(|piece| piece.article(&options)))
            .collect::<Vec<_>>()
    })
    .await
    .unwrap_or_default();
    let mut articles: Vec<(Article, Option<String>)> = Vec::with_capacity(decoded.len());
    for outcome in decoded {
        match outcome {
            Ok(article) => {
                let key = article
                    .canonical_url
                    .as_deref()
                    .or(article.url.as_deref())
                    .and_then(ingest::url_key);
                articles.push((article, key));
            }
            Err(refused) => chunk.refused.push(refused),
        }
    }
    let marks: Vec<Marks> = articles
        .iter()
        .map(|(article, key)| Marks::of(article, key.as_deref()))
        .collect();
    let mut fresh = Vec::with_capacity(articles.len());
    for (article, known) in articles.into_iter().zip(store.known(&marks).await?) {
        match known {
            Some(known) => chunk.known.push(known),
            None => fresh.push(article),
        }
    }
    let engine = analyst.engine;
    tokio::task::spawn_blocking(move || {
        for (article, key) in fresh {
            let analysis = engine::article(&article, &engine);
            chunk
                .fresh
                .push(Prepared::new(article, analysis, key, ArticleKind::Article));
        }
        chunk
    })
    .await
    .map_err(|error| CliError::new(format!("the analysis stopped: {error}")))
}

/// Where chunks end up.
struct Sink<'s> {
    store: &'s Store,
    /// Who analyses from now on.
    analyst: Analyst,
    progress: Progress,
    refused: Option<RefusedFiles>,
    /// What a dry run has seen.
    seen: Seen,
}

impl Sink<'_> {
    /// Reports what was refused, and stores the rest of a chunk.
    async fn take(&mut self, chunk: Chunk, summary: &mut Summary) -> Result<(), CliError> {
        for refused in chunk.refused {
            let mut told = format!("refused: {refused}");
            if let (Some(files), Some(record)) = (&mut self.refused, &refused.record) {
                told.push_str(&format!(" (now {})", files.add(record)?));
            }
            self.progress.suspend(|| eprintln!("{told}"));
            summary.refused(refused);
        }
        for known in chunk.known {
            summary.known(known);
        }
        match chunk.run {
            Some(run) => self.save(run, chunk.fresh, summary).await?,
            None => {
                let foreseen = self.store.foresee(&mut self.seen, &chunk.fresh).await?;
                for (prepared, foreseen) in chunk.fresh.iter().zip(foreseen) {
                    summary.foreseen(prepared, foreseen);
                }
            }
        }
        self.progress.tell(summary);
        Ok(())
    }

    /// Stores articles, in one transaction unless there are two texts under one address.
    ///
    /// A codebook that came into force since they were analysed has the rest of them analysed again, and is
    /// from then on what is gone by.
    async fn save(
        &mut self,
        mut run: Run,
        mut rest: Vec<Prepared>,
        summary: &mut Summary,
    ) -> Result<(), CliError> {
        while !rest.is_empty() {
            let cut = (1..rest.len())
                .find(|&at| rest[..at].iter().any(|p| p.collides(&rest[at])))
                .unwrap_or(rest.len());
            let later = rest.split_off(cut);
            match self.store.save(run, &rest).await? {
                Saved::Stored(stored) => {
                    for (prepared, stored) in rest.iter().zip(stored) {
                        summary.stored(prepared, stored);
                    }
                    rest = later;
                }
                Saved::Outdated => {
                    if self
                        .analyst
                        .run
                        .is_some_and(|current| current.run_id == run.run_id)
                    {
                        self.analyst = Analyst::of(self.store, false).await?;
                    }
                    run = self.analyst.run.unwrap_or(run);
                    rest.extend(later);
                    rest = self.analyst.again(rest).await?;
                }
            }
        }
        Ok(())
    }
}
