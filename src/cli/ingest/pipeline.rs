//! Read → decode → analyse → write, all at once.
//!
//! A thread reads ahead and cuts the input into chunks. Each chunk is decoded, compared with what is known
//! and analysed by a task of its own, as many at a time as there are cores for, and the tasks are waited for
//! in the order of the input. While one batch is stored, the next chunks are worked on; whatever of them is
//! done by then makes the next batch, so that batches grow where the database is what is waited for.
//! Memory is bounded by what may be in flight.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::task::JoinHandle;

use super::analyst::{Analyst, stopped};
use super::progress::Progress;
use super::sink::Sink;
use super::summary::Summary;
use super::turns::Turns;
use super::{CutPieces, Input};
use crate::cli::context::Context;
use crate::cli::engine;
use crate::cli::error::CliError;
use crate::ingest::{self, Options, Piece, Refused};
use crate::model::Article;
use crate::store::Store;
use crate::store::write::{ArticleKind, Known, Marks, Prepared, Run};

/// Articles that go through the stages together, and the bytes from which a chunk is full.
const CHUNK: usize = 32;
/// Articles of the first chunk; the next has twice as many, and so on: what stores them is waited for in the end, so that
/// it begins early.
const FIRST_CHUNK: usize = 8;
const CHUNK_BYTES: u64 = 1 << 20;

/// What may be on its way between reading and storing: articles, and bytes read. An article that is longer
/// goes alone.
const IN_FLIGHT: usize = 512;
const IN_FLIGHT_BYTES: u64 = 16 << 20;

/// Bytes are counted in these.
const PARCEL: u64 = 1 << 10;

/// From here on a batch is large enough.
const BATCH: usize = 256;

/// Reads, analyses and stores, the three at once.
pub(in crate::cli) async fn ingest(
    store: &Store,
    input: Input,
    options: &Options,
    context: &Context,
) -> Result<Summary, CliError> {
    let mut summary = Summary::leaving_out(input.left_out, input.dry_run);
    let mut pieces = read_ahead(input.pieces);
    let mut first = None;
    if input.may_be_nothing {
        first = pieces.recv().await;
        if first.is_none() {
            return Ok(summary);
        }
    }
    let analyst = RefCell::new(Analyst::of(store, input.dry_run).await?);
    let (working, done) = mpsc::channel(IN_FLIGHT);
    let turns = Arc::new(Turns::new(engine::cores().saturating_sub(1).max(1)));
    let work = Work {
        store,
        options: Arc::new(options.clone()),
        analyst: &analyst,
        decoding: Arc::new(Semaphore::new(engine::cores())),
        analysing: Arc::clone(&turns),
        room: Arc::new(Semaphore::new((IN_FLIGHT_BYTES / PARCEL) as usize)),
    };
    let mut sink = Sink {
        store,
        writer: store.writer(),
        analyst: &analyst,
        progress: Progress::of(input.bytes, input.read, context),
        refused: input.refused,
        seen: Default::default(),
        unlooked: Default::default(),
    };
    let feed = work.feed(first, pieces, working);
    let drain = drain(done, &turns, &mut sink, &mut summary);
    tokio::try_join!(feed, drain)?;
    summary.took = sink.progress.finish();
    if !input.dry_run {
        // If it fails reports take longer, and nothing is lost.
        let _ = store.keep_history().await;
    }
    if let Some(refused) = sink.refused {
        summary.mendable = refused.finish()?;
    }
    Ok(summary)
}

/// A chunk as it was cut.
type Cut = Vec<Result<Piece, Refused>>;

/// A chunk being worked on.
type Working = JoinHandle<Result<Chunk, CliError>>;

/// Reads chunks on a thread of its own, a few ahead of those who work on them.
fn read_ahead(mut pieces: CutPieces) -> mpsc::Receiver<Cut> {
    let (sender, receiver) = mpsc::channel(2);
    tokio::task::spawn_blocking(move || {
        let mut most = FIRST_CHUNK;
        loop {
            let (mut chunk, mut bytes) = (Vec::new(), 0);
            while chunk.len() < most && bytes < CHUNK_BYTES {
                let Some(piece) = pieces.next() else {
                    break;
                };
                bytes += piece.as_ref().map_or(0, Piece::bytes);
                chunk.push(piece);
            }
            most = CHUNK.min(2 * most);
            // Whoever stopped listening has met an error and says so.
            if chunk.is_empty() || sender.blocking_send(chunk).is_err() {
                return;
            }
        }
    });
    receiver
}

/// What the tasks that work on chunks share.
struct Work<'s> {
    store: &'s Store,
    options: Arc<Options>,
    /// Who analyses from now on.
    analyst: &'s RefCell<Analyst>,
    /// How many chunks are decoded and looked up at a time.
    decoding: Arc<Semaphore>,
    /// How many are analysed at a time: a core is left to what stores them, which is waited for in the end.
    analysing: Arc<Turns>,
    /// How much more may be in flight, in parcels.
    room: Arc<Semaphore>,
}

impl Work<'_> {
    /// Has chunks worked on, as far as there is room, and hands them on in their order.
    async fn feed(
        self,
        first: Option<Cut>,
        mut pieces: mpsc::Receiver<Cut>,
        working: mpsc::Sender<Working>,
    ) -> Result<(), CliError> {
        let mut next = first;
        loop {
            let Some(cut) = (match next.take() {
                Some(cut) => Some(cut),
                None => pieces.recv().await,
            }) else {
                return Ok(());
            };
            let bytes: u64 = cut.iter().flatten().map(Piece::bytes).sum();
            // A chunk of few bytes takes the room of its articles.
            let least = IN_FLIGHT_BYTES / PARCEL * cut.len() as u64 / IN_FLIGHT as u64;
            let parcels = (bytes / PARCEL).max(least).min(IN_FLIGHT_BYTES / PARCEL);
            // Neither semaphore is ever closed.
            let Ok(room) = Arc::clone(&self.room)
                .acquire_many_owned(parcels as u32)
                .await
            else {
                return Ok(());
            };
            let task = tokio::spawn(prepare(
                self.store.clone(),
                Arc::clone(&self.decoding),
                Arc::clone(&self.analysing),
                cut,
                Arc::clone(&self.options),
                self.analyst.borrow().clone(),
                room,
            ));
            if working.send(task).await.is_err() {
                return Ok(());
            }
        }
    }
}

/// A chunk read and analysed, and the run that it was analysed for.
pub(super) struct Chunk {
    pub(super) run: Option<Run>,
    pub(super) bytes: u64,
    pub(super) fresh: Vec<Prepared>,
    pub(super) known: Vec<Known>,
    pub(super) refused: Vec<Refused>,
    /// Given back when the chunk is stored.
    room: Vec<OwnedSemaphorePermit>,
}

impl Chunk {
    /// Takes in a chunk that comes behind, for the same run.
    fn join(&mut self, later: Chunk) {
        self.bytes += later.bytes;
        self.fresh.extend(later.fresh);
        self.known.extend(later.known);
        self.refused.extend(later.refused);
        self.room.extend(later.room);
    }
}

/// Decodes a chunk, leaves out what is stored already, and analyses the rest.
async fn prepare(
    store: Store,
    decoding: Arc<Semaphore>,
    analysing: Arc<Turns>,
    cut: Cut,
    options: Arc<Options>,
    analyst: Analyst,
    room: OwnedSemaphorePermit,
) -> Result<Chunk, CliError> {
    let turn = decoding.acquire().await;
    let mut chunk = Chunk {
        run: analyst.run,
        bytes: cut.iter().flatten().map(Piece::bytes).sum(),
        fresh: Vec::new(),
        known: Vec::new(),
        refused: Vec::new(),
        room: vec![room],
    };
    let decoded = tokio::task::spawn_blocking(move || {
        let outcomes = cut
            .into_iter()
            .map(|piece| piece.and_then(|piece| piece.article(&options)));
        outcomes.map(|o| o.map(recognised)).collect::<Vec<_>>()
    })
    .await
    .map_err(stopped)?;
    let mut articles = Vec::with_capacity(decoded.len());
    for outcome in decoded {
        match outcome {
            Ok(article) => articles.push(article),
            Err(refused) => chunk.refused.push(refused),
        }
    }
    let marks: Vec<Marks> = articles.iter().map(|(_, _, marks)| *marks).collect();
    let mut fresh = Vec::with_capacity(articles.len());
    for (article, known) in articles.into_iter().zip(store.known(&marks).await?) {
        match known {
            Some(known) => chunk.known.push(known),
            None => fresh.push(article),
        }
    }
    if fresh.is_empty() {
        return Ok(chunk);
    }
    drop(turn);
    let _turn = analysing.wait().await;
    let engine = analyst.engine;
    tokio::task::spawn_blocking(move || {
        let articles: Vec<&Article> = fresh.iter().map(|(article, ..)| article).collect();
        let analyses = engine::articles(&articles, &engine);
        let each = fresh.into_iter().zip(analyses);
        chunk
            .fresh
            .extend(each.map(|((article, key, _), analysis)| {
                Prepared::new(article, analysis, key, ArticleKind::Article)
            }));
        chunk
    })
    .await
    .map_err(stopped)
}

/// An article with its normalised address and what it is recognised by.
fn recognised(article: Article) -> (Article, Option<String>, Marks) {
    let address = article.canonical_url.as_deref().or(article.url.as_deref());
    let key = address.and_then(ingest::url_key);
    let marks = Marks::of(&article, key.as_deref());
    (article, key, marks)
}

/// Stores what was worked on, in its order.
async fn drain(
    mut done: mpsc::Receiver<Working>,
    turns: &Turns,
    sink: &mut Sink<'_>,
    summary: &mut Summary,
) -> Result<(), CliError> {
    let mut waiting: VecDeque<Working> = VecDeque::new();
    let mut left: Option<Chunk> = None;
    loop {
        let mut batch = match left.take() {
            Some(chunk) => chunk,
            None => {
                // While nothing is stored, the core of what stores is free.
                let _lent = turns.lend();
                let front = match waiting.pop_front() {
                    Some(front) => Some(front),
                    None => done.recv().await,
                };
                let Some(front) = front else {
                    return Ok(());
                };
                front.await.map_err(stopped)??
            }
        };
        while let Ok(next) = done.try_recv() {
            waiting.push_back(next);
        }
        while batch.fresh.len() < BATCH && left.is_none() {
            let Some(front) = waiting.pop_front_if(|front| front.is_finished()) else {
                break;
            };
            let chunk = front.await.map_err(stopped)??;
            let same = chunk.run.map(|r| r.run_id) == batch.run.map(|r| r.run_id);
            match same {
                true => batch.join(chunk),
                false => left = Some(chunk),
            }
        }
        sink.take(batch, summary).await?;
    }
}
