//! The terminal that a full-screen view is drawn on and typed at.

use std::io::IsTerminal;

use ratatui::Frame;
use ratatui::crossterm::event;
use tokio::sync::mpsc;

use super::error::CliError;
use crate::tui::Key;

/// Refuses a full-screen view where there is no terminal; `instead` says what to do then.
pub(super) fn needed(instead: &str) -> Result<(), CliError> {
    if std::io::stdin().is_terminal() && std::io::stdout().is_terminal() {
        return Ok(());
    }
    Err(CliError::new("the full-screen view needs a terminal").hint(instead))
}

/// The terminal while a view has it; it is given back when dropped.
pub(super) struct Seat {
    terminal: ratatui::DefaultTerminal,
    keys: mpsc::UnboundedReceiver<Key>,
}

impl Seat {
    /// Takes the terminal.
    pub(super) fn take() -> Result<Self, CliError> {
        let terminal = ratatui::try_init()?;
        let (send, keys) = mpsc::unbounded_channel();
        // On a thread of its own: reading keys blocks.
        std::thread::spawn(move || {
            loop {
                let key = match event::read() {
                    // A changed size is drawn anew, which a key that means nothing does.
                    Ok(event::Event::Resize(..)) => Some(Key::Tab),
                    Ok(event) => Key::of_event(&event),
                    Err(_) => Some(Key::Interrupt),
                };
                if key.is_some_and(|key| send.send(key).is_err() || key == Key::Interrupt) {
                    return;
                }
            }
        });
        Ok(Self { terminal, keys })
    }

    /// Draws a view and waits for a key.
    pub(super) async fn ask(&mut self, draw: impl FnOnce(&mut Frame)) -> Result<Key, CliError> {
        self.terminal.draw(draw)?;
        Ok(self.keys.recv().await.unwrap_or(Key::Interrupt))
    }

    /// Drops keys that were pressed before what they would now act on was on the screen.
    pub(super) fn forget_typed(&mut self) {
        while self.keys.try_recv().is_ok_and(|key| key != Key::Interrupt) {}
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        ratatui::restore();
    }
}
