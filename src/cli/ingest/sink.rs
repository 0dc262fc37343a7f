//! Where batches end up: what was refused is told, the rest is stored.

use std::cell::RefCell;

use super::analyst::Analyst;
use super::pipeline::Chunk;
use super::progress::Progress;
use super::refused::RefusedFiles;
use super::summary::Summary;
use crate::cli::error::CliError;
use crate::store::Store;
use crate::store::write::{Prepared, Run, Saved, Seen, Unlooked, Writer};

/// Where batches end up.
pub(super) struct Sink<'s> {
    pub(super) store: &'s Store,
    pub(super) writer: Writer,
    /// Who analyses from now on.
    pub(super) analyst: &'s RefCell<Analyst>,
    pub(super) progress: Progress,
    pub(super) refused: Option<RefusedFiles>,
    /// What a dry run has seen.
    pub(super) seen: Seen,
    /// How much was stored since the planner's statistics were looked at.
    pub(super) unlooked: Unlooked,
}

impl Sink<'_> {
    /// Reports what was refused, and stores the rest.
    pub(super) async fn take(
        &mut self,
        chunk: Chunk,
        summary: &mut Summary,
    ) -> Result<(), CliError> {
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
        self.progress.read(chunk.bytes);
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
            let later = rest.split_off(Prepared::first_collision(&rest));
            match self.writer.save(run, &rest).await? {
                Saved::Stored(stored) => {
                    if self.unlooked.add(rest.len()) {
                        // Beside the next batches. If it fails they take longer, and nothing is lost.
                        let store = self.store.clone();
                        tokio::spawn(async move { store.keep_statistics().await });
                    }
                    for (prepared, stored) in rest.iter().zip(stored) {
                        summary.stored(prepared, stored);
                    }
                    // They are many small pieces to give back; the next batch need not wait for that.
                    let stored = std::mem::replace(&mut rest, later);
                    tokio::task::spawn_blocking(move || drop(stored));
                }
                Saved::Outdated => {
                    let analyst = self.analyst_after(run).await?;
                    run = analyst.run.unwrap_or(run);
                    rest.extend(later);
                    rest = analyst.again(rest).await?;
                }
            }
        }
        Ok(())
    }

    /// Who analyses now that the codebook of `run` is no longer in force: a new one, unless an earlier batch
    /// brought it.
    async fn analyst_after(&self, run: Run) -> Result<Analyst, CliError> {
        let current = self.analyst.borrow().clone();
        if !current.is_for(Some(run)) {
            return Ok(current);
        }
        let next = Analyst::of(self.store, false).await?;
        self.analyst.replace(next.clone());
        Ok(next)
    }
}
