//! The wish to stop, from the keyboard or the system.

#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::error::CliError;

/// Hears the wish to stop from when it is made.
pub(super) struct Stop {
    #[cfg(unix)]
    interrupt: Signal,
    #[cfg(unix)]
    terminate: Signal,
    /// Whether it was heard.
    pub(super) asked: bool,
}

impl Stop {
    /// Begins to listen.
    pub(super) fn new() -> Result<Self, CliError> {
        #[cfg(unix)]
        let listen = |kind| {
            signal(kind).map_err(|error| CliError::new(format!("signals cannot be heard: {error}")))
        };
        Ok(Self {
            #[cfg(unix)]
            interrupt: listen(SignalKind::interrupt())?,
            #[cfg(unix)]
            terminate: listen(SignalKind::terminate())?,
            asked: false,
        })
    }

    /// Comes to its end when it is heard.
    pub(super) async fn wait(&mut self) {
        #[cfg(unix)]
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
        self.asked = true;
    }
}
