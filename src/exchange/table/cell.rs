//! Cells that a spreadsheet takes for what they are.

/// Whether a spreadsheet would take a text for a formula.
fn is_formula(text: &str) -> bool {
    matches!(
        text.trim_start_matches(is_invisible).chars().next(),
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠')
    )
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// A text as a cell: one that would be taken for a formula gets an apostrophe before it, and so does one
/// that begins with an apostrophe, so that each can be told again.
pub fn defused(text: &str) -> String {
    match is_formula(text) || text.starts_with('\'') {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}

/// The text of a cell that was [`defused`], whether or not a spreadsheet took the apostrophe away.
pub fn restored(cell: &str) -> String {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest) || rest.starts_with('\'') => rest.to_owned(),
        _ => cell.to_owned(),
    }
}

/// A text in the notation that cells are compared in: spreadsheets write line ends anew and take spaces away.
pub fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
