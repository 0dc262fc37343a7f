//! A line to type in.

use super::key::Key;

/// A line of text with a cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Input {
    text: Vec<char>,
    /// Characters before the cursor.
    cursor: usize,
    /// Whether it holds what was offered, which goes with the character typed first.
    offered: bool,
}

impl Input {
    /// A line that offers `text`, the cursor behind it: to be taken, moved about in and mended, or typed over.
    pub(super) fn of(text: &str) -> Self {
        let text: Vec<char> = text.chars().collect();
        Self {
            cursor: text.len(),
            offered: !text.is_empty(),
            text,
        }
    }

    /// Whether what it holds is typed over by the next character.
    pub(super) fn is_offered(&self) -> bool {
        self.offered
    }

    /// What was typed, without blanks around it.
    pub(super) fn text(&self) -> String {
        let text: String = self.text.iter().collect();
        text.trim().to_owned()
    }

    /// What stands before the cursor, and from it on.
    pub(super) fn halves(&self) -> (String, String) {
        let (before, behind) = self.text.split_at(self.cursor);
        (before.iter().collect(), behind.iter().collect())
    }

    /// Edits the line; false for a key that edits nothing.
    pub(super) fn press(&mut self, key: Key) -> bool {
        let offered = std::mem::take(&mut self.offered);
        if offered && matches!(key, Key::Char(_)) {
            self.text.clear();
            self.cursor = 0;
        }
        match key {
            Key::Char(c) => {
                self.text.insert(self.cursor, c);
                self.cursor += 1;
            }
            Key::Backspace if self.cursor > 0 => {
                self.cursor -= 1;
                self.text.remove(self.cursor);
            }
            Key::Delete if self.cursor < self.text.len() => {
                self.text.remove(self.cursor);
            }
            Key::Left => self.cursor = self.cursor.saturating_sub(1),
            Key::Right => self.cursor = (self.cursor + 1).min(self.text.len()),
            Key::Home => self.cursor = 0,
            Key::End => self.cursor = self.text.len(),
            _ => return false,
        }
        true
    }
}
