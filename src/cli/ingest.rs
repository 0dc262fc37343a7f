//! `stance ingest`: articles into the database.

use std::collections::VecDeque;
use std::io::IsTerminal;
use std::sync::Arc;

use indicatif::{ProgressBar, ProgressStyle};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::context::Context;
use super::error::CliError;
use super::{Done, engine};
use crate::ingest::{self, Options, Piece, Refused, Sources};
use crate::model::{Article, Outcome};
use crate::store::Store;
use crate::store::write::{ArticleKind, Prepared, Purpose, Run, Stored, identity};
use crate::text::Engine;

/// Take articles in: text, Markdown, HTML, JSON, JSONL, CSV; files, folders, globs, standard input
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    stance ingest articles/ 'wire/*.jsonl'\n  \
    stance ingest story.txt --publisher \"Harbour Wire\" --published 2024-09-13\n  \
    cat story.html | stance ingest -\n\n\
    An article that is there already is known and left alone; a changed text under the same URL becomes a\n\
    new revision. What cannot be read is reported with its place, and the rest goes in (exit code 1).")]
pub(super) struct Args {
    /// Files, folders, globs, or - for standard input
    #[arg(required = true, value_name = "PATH")]
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
}

/// Articles that go through the stages together.
const CHUNK: usize = 32;

pub(super) async fn run(args: Args, context: Context) -> Result<Done, CliError> {
    let options = options(&args, &context)?;
    let store = context.store().await?;
    let sources = Sources::find(&args.paths);
    let (bytes, left_out) = (sources.bytes(), sources.left_out.len());
    let input = Input {
        left_out,
        ..Input::new(ingest::pieces(sources, &options), bytes)
    };
    let summary = ingest(&store, input, &options, &context).await?;
    summary.print(&context);
    Ok(if summary.refused.is_empty() {
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
    if let Some(given) = &args.published {
        let read = ingest::published(given, crate::model::PublishedBasis::Given, context.today);
        options.published = Some(read.map_err(|fault| {
            CliError::new(format!("--published {given}: {fault}"))
                .hint("write it as 2024-09-13, 2024-09 or 2024")
        })?);
    }
    Ok(options)
}

/// What became of the articles read.
#[derive(Debug, Default)]
pub(super) struct Summary {
    read: usize,
    pub(super) new: usize,
    known: usize,
    revised: usize,
    undated: Vec<i64>,
    other_language: usize,
    claims: usize,
    refused: Vec<Refused>,
    left_out: usize,
}

type CutPieces = Box<dyn Iterator<Item = Result<Piece, Refused>> + Send>;

/// What is to be read.
pub(super) struct Input {
    pieces: CutPieces,
    /// All there is to read, for progress.
    bytes: u64,
    /// Files passed over.
    left_out: usize,
}

impl Input {
    pub(super) fn new(
        pieces: impl Iterator<Item = Result<Piece, Refused>> + Send + 'static,
        bytes: u64,
    ) -> Self {
        Self {
            pieces: Box::new(pieces),
            bytes,
            left_out: 0,
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
    let engine = Arc::new(engine::of_store(store).await?);
    let run = store
        .begin_run(
            Purpose::Ingest,
            &engine::extractor(store.confidence_floor().await?),
        )
        .await?;
    let progress = progress(input.bytes, context);
    let mut summary = Summary {
        left_out: input.left_out,
        ..Summary::default()
    };
    let mut pieces = read_ahead(input.pieces);
    let options = Arc::new(options.clone());
    let mut working: VecDeque<JoinHandle<Chunk>> = VecDeque::new();
    loop {
        let full = working.len() > engine::cores();
        let next = if full { None } else { pieces.recv().await };
        if let Some(chunk) = next {
            progress.inc(chunk.iter().flatten().map(Piece::bytes).sum());
            let (options, engine) = (Arc::clone(&options), Arc::clone(&engine));
            working.push_back(tokio::spawn(prepare(store.clone(), chunk, options, engine)));
        } else if let Some(front) = working.pop_front() {
            let chunk = front
                .await
                .map_err(|error| CliError::new(format!("the analysis stopped: {error}")))?;
            save(store, run, chunk, &mut summary, &progress).await?;
        } else {
            break;
        }
    }
    progress.finish_and_clear();
    Ok(summary)
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

/// A chunk read and analysed.
#[derive(Default)]
struct Chunk {
    fresh: Vec<Prepared>,
    known: usize,
    undated: Vec<bool>,
    other_language: usize,
    claims: usize,
    refused: Vec<Refused>,
    failed: Option<CliError>,
}

/// Decodes a chunk, leaves out what is stored already, and analyses the rest.
async fn prepare(
    store: Store,
    pieces: Vec<Result<Piece, Refused>>,
    options: Arc<Options>,
    engine: Arc<Engine>,
) -> Chunk {
    let mut chunk = Chunk::default();
    let decoded = tokio::task::spawn_blocking(move || {
        pieces
            .into_iter()
            .map(|p| p.and_then(|piece| piece.article(&options)))
            .collect::<Vec<_>>()
    })
    .await
    .unwrap_or_default();
    let mut articles: Vec<(Article, Option<String>, [u8; 32])> = Vec::with_capacity(decoded.len());
    for outcome in decoded {
        match outcome {
            Ok(article) => {
                let key = article
                    .canonical_url
                    .as_deref()
                    .or(article.url.as_deref())
                    .and_then(ingest::url_key);
                let identity = identity(&article, key.as_deref());
                articles.push((article, key, identity));
            }
            Err(refused) => chunk.refused.push(refused),
        }
    }
    let identities: Vec<[u8; 32]> = articles.iter().map(|(_, _, identity)| *identity).collect();
    let known = match store.known(&identities).await {
        Ok(known) => known,
        Err(error) => {
            chunk.failed = Some(error.into());
            return chunk;
        }
    };
    let before = articles.len();
    articles.retain(|(_, _, identity)| !known.contains_key(identity));
    chunk.known = before - articles.len();
    let analysed = tokio::task::spawn_blocking(move || {
        for (article, key, _) in articles {
            let analysis = engine::article(&article, &engine);
            chunk.undated.push(article.published.is_none());
            chunk.other_language += usize::from(analysis.outcome == Outcome::OtherLanguage);
            chunk.claims += analysis.claims.len();
            chunk
                .fresh
                .push(Prepared::new(article, analysis, key, ArticleKind::Article));
        }
        chunk
    });
    analysed.await.unwrap_or_else(|error| Chunk {
        failed: Some(CliError::new(format!("the analysis stopped: {error}"))),
        ..Chunk::default()
    })
}

/// Stores a chunk, in one transaction unless it holds two texts under one address.
async fn save(
    store: &Store,
    run: Run,
    chunk: Chunk,
    summary: &mut Summary,
    progress: &ProgressBar,
) -> Result<(), CliError> {
    if let Some(error) = chunk.failed {
        return Err(error);
    }
    for refused in chunk.refused {
        summary.read += 1;
        progress.suspend(|| eprintln!("refused: {refused}"));
        summary.refused.push(refused);
    }
    summary.read += chunk.known + chunk.fresh.len();
    summary.known += chunk.known;
    summary.other_language += chunk.other_language;
    summary.claims += chunk.claims;
    let mut undated = chunk.undated.into_iter();
    let mut rest = chunk.fresh;
    while !rest.is_empty() {
        let cut = (1..rest.len())
            .find(|&at| rest[..at].iter().any(|p| p.collides(&rest[at])))
            .unwrap_or(rest.len());
        let later = rest.split_off(cut);
        for stored in store.save(run, &rest).await? {
            let undated = undated.next().unwrap_or_default();
            let id = match stored {
                Stored::New(id) => {
                    summary.new += 1;
                    id
                }
                Stored::Revised { article_id, .. } => {
                    summary.revised += 1;
                    article_id
                }
                Stored::Known(_) => {
                    summary.known += 1;
                    continue;
                }
            };
            if undated {
                summary.undated.push(id);
            }
        }
        rest = later;
    }
    progress.set_message(format!("{} articles", summary.read));
    Ok(())
}

fn progress(bytes: u64, context: &Context) -> ProgressBar {
    if context.global.quiet || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = "{bar:30} {bytes}/{total_bytes} {msg} {eta} left";
    ProgressBar::new(bytes).with_style(
        ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar()),
    )
}

impl Summary {
    /// Says what was done, in numbers that add up.
    pub(super) fn print(&self, context: &Context) {
        context.remark(&format!(
            "{} read: {} new, {} known, {} revised, {} refused",
            self.read,
            self.new,
            self.known,
            self.revised,
            self.refused.len()
        ));
        if self.new + self.revised > 0 {
            context.remark(&match self.claims {
                1 => "1 claim recorded".to_owned(),
                count => format!("{count} claims recorded"),
            });
        } else if self.refused.is_empty() {
            context.remark("nothing was new");
        }
        if self.other_language > 0 {
            context.remark(&format!(
                "{} stored and not analysed, being in another language than English (stance article list --other-language)",
                self.other_language
            ));
        }
        if !self.undated.is_empty() {
            let ids: Vec<String> = self.undated.iter().take(8).map(i64::to_string).collect();
            let more = if self.undated.len() > 8 { ", …" } else { "" };
            context.remark(&format!(
                "{} without a date, so that \"last week\" in them stays unresolved: {}{more}; mend with: stance article date ID DATE",
                self.undated.len(),
                ids.join(", ")
            ));
        }
        if self.left_out > 0 {
            context.remark(&format!(
                "{} files in folders left out, holding no articles by their names",
                self.left_out
            ));
        }
    }
}
