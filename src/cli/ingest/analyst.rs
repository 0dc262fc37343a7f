//! Who analyses, and for which run.

use std::sync::Arc;

use crate::cli::engine;
use crate::cli::error::CliError;
use crate::model::Article;
use crate::store::Store;
use crate::store::write::{Prepared, Purpose, Run};
use crate::text::Engine;

/// An engine, and the run that records what it finds; none where nothing is recorded.
#[derive(Clone)]
pub(super) struct Analyst {
    pub(super) engine: Arc<Engine>,
    pub(super) run: Option<Run>,
}

impl Analyst {
    /// For the codebook that is in force now.
    pub(super) async fn of(store: &Store, dry_run: bool) -> Result<Self, CliError> {
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

    /// Whether it works for this run.
    pub(super) fn is_for(&self, run: Option<Run>) -> bool {
        self.run.map(|r| r.run_id) == run.map(|r| r.run_id)
    }

    /// Analyses a batch that another codebook made outdated.
    pub(super) async fn again(&self, batch: Vec<Prepared>) -> Result<Vec<Prepared>, CliError> {
        let engine = Arc::clone(&self.engine);
        tokio::task::spawn_blocking(move || {
            engine::on_all_cores(batch, |share: Vec<Prepared>| {
                let articles: Vec<&Article> = share.iter().map(Prepared::article).collect();
                let analyses = engine::articles(&articles, &engine);
                let each = share.into_iter().zip(analyses);
                each.map(|(prepared, analysis)| prepared.analysed(analysis))
                    .collect()
            })
        })
        .await
        .map_err(stopped)
    }
}

/// The analysis cannot fail; a thread of it can, of memory or by a fault of the program.
pub(super) fn stopped(error: tokio::task::JoinError) -> CliError {
    CliError::new(format!("the analysis stopped: {error}"))
}
