//! How many chunks are analysed at a time: one more while nothing is stored.

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::{Semaphore, SemaphorePermit};

/// Turns at analysing.
pub(super) struct Turns {
    free: Semaphore,
    /// Turns that were taken back while they were had: whoever has one next to give back keeps none.
    owed: AtomicUsize,
}

impl Turns {
    pub(super) fn new(turns: usize) -> Self {
        Self {
            free: Semaphore::new(turns),
            owed: AtomicUsize::new(0),
        }
    }

    /// Waits for a turn, which ends when it is dropped.
    pub(super) async fn wait(&self) -> Turn<'_> {
        Turn {
            turns: self,
            // Never closed.
            permit: self.free.acquire().await.ok(),
        }
    }

    /// One turn more, until it is dropped; then no more begin until one of those that are had ends.
    pub(super) fn lend(&self) -> Lent<'_> {
        if !self.pay() {
            self.free.add_permits(1);
        }
        Lent(self)
    }

    /// Whether a turn was owed, and is no more.
    fn pay(&self) -> bool {
        let less = |owed: usize| owed.checked_sub(1);
        self.owed
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, less)
            .is_ok()
    }
}

/// A turn at analysing.
pub(super) struct Turn<'t> {
    turns: &'t Turns,
    permit: Option<SemaphorePermit<'t>>,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if let Some(permit) = self.permit.take()
            && self.turns.pay()
        {
            permit.forget();
        }
    }
}

/// A turn that was lent.
pub(super) struct Lent<'t>(&'t Turns);

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        if self.0.free.forget_permits(1) == 0 {
            self.0.owed.fetch_add(1, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_turn_that_was_lent_is_taken_back_when_one_ends() {
        let turns = Turns::new(1);
        let first = turns.wait().await;
        let lent = turns.lend();
        let second = turns.wait().await;
        assert_eq!(turns.free.available_permits(), 0);
        drop(lent);
        drop(first);
        assert_eq!(turns.free.available_permits(), 0, "it was owed");
        drop(second);
        assert_eq!(turns.free.available_permits(), 1);
        drop(turns.lend());
        assert_eq!(turns.free.available_permits(), 1, "nobody had it");
    }
}
