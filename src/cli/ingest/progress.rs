//! How far the ingest has come: a bar at a terminal, with what became of the articles so far.

use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::summary::Summary;
use crate::cli::context::Context;

/// The bar, hidden where nobody sees it.
pub(super) struct Progress {
    bar: ProgressBar,
    read: Option<Arc<AtomicU64>>,
    begun: Instant,
    shown: bool,
}

impl Progress {
    /// For so many bytes; `read` counts those that were read, where the pieces do not tell (of packed files).
    pub(super) fn of(bytes: u64, read: Option<Arc<AtomicU64>>, context: &Context) -> Self {
        let shown = !context.global.quiet && std::io::stderr().is_terminal();
        let bar = match shown {
            true => ProgressBar::new(bytes).with_style(style(bytes > 0)),
            false => ProgressBar::hidden(),
        };
        Self {
            bar,
            read,
            begun: Instant::now(),
            shown,
        }
    }

    /// So many bytes more were handed on.
    pub(super) fn read(&self, bytes: u64) {
        match &self.read {
            Some(read) => self.bar.set_position(read.load(Ordering::Relaxed)),
            None => self.bar.inc(bytes),
        }
    }

    /// Shows what became of the articles so far.
    pub(super) fn tell(&self, summary: &Summary) {
        let rate = summary.read() as f64 / self.begun.elapsed().as_secs_f64().max(0.1);
        self.bar
            .set_message(format!("{}, {rate:.0} a second", summary.counts()));
    }

    /// Runs what prints, with the bar out of its way.
    pub(super) fn suspend(&self, print: impl FnOnce()) {
        self.bar.suspend(print);
    }

    /// Takes the bar away; gives the time taken, for somebody who waited for it at a terminal.
    pub(super) fn finish(&self) -> Option<Duration> {
        self.bar.finish_and_clear();
        self.shown.then(|| self.begun.elapsed())
    }
}

/// Without a size, as from standard input, there is no end to be near to.
fn style(sized: bool) -> ProgressStyle {
    let template = match sized {
        true => "{bar:20} {percent}%  {msg}, {eta} left",
        false => "{spinner} {bytes}  {msg}",
    };
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
