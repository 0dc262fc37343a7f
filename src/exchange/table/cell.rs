//! Cells that a spreadsheet takes for what they are.

use crate::report::{Breaks, harmless_cell, printable};

/// A text as a cell: one that would be taken for a formula gets an apostrophe before it, and so does one
/// that begins with an apostrophe, so that each can be told again.
pub fn defused(text: &str) -> String {
    match text.starts_with('\'') {
        true => format!("'{}", harmless_cell(text)),
        false => harmless_cell(text),
    }
}

/// The text of a cell that was [`defused`], whether or not a spreadsheet took the apostrophe away.
pub fn restored(cell: &str) -> String {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with('\'') || harmless_cell(rest).starts_with('\'') => {
            rest.to_owned()
        }
        _ => cell.to_owned(),
    }
}

/// A text in the notation that cells are compared in: what is not printed is no part of a cell, and
/// spreadsheets write line ends anew and take spaces away.
pub fn plain(text: &str) -> String {
    let printed = printable(text, Breaks::Space);
    printed.split_whitespace().collect::<Vec<_>>().join(" ")
}
