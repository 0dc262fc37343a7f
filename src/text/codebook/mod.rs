//! Codebook files: read, checked as a whole, written back, compared, and run on their own examples.
//!
//! The file format is a contract of its own (topics, actors, metonyms in TOML); `model::Codebook`
//! is what the rest of the program sees.

mod diff;
mod error;
mod examples;
mod export;
mod file;
mod near;
mod validate;

pub use diff::{Change, diff};
pub use error::CodebookError;
pub use examples::{ExampleResult, check};
pub use export::to_toml;
pub use near::nearest;

use crate::model::Codebook;

/// Reads one codebook file that stands alone. `file_name` is named in errors.
///
/// # Errors
/// The first thing wrong in it, with file, line, and what to do about it.
pub fn parse(file_name: &str, toml_text: &str) -> Result<Codebook, CodebookError> {
    parse_all(&[(file_name, toml_text)])
}

/// Reads several files as one codebook: a topic's parent, a role's organization or a metonym's
/// actor may stand in another file than the one that names it.
///
/// # Errors
/// The first thing wrong, in the order of the files, with file, line, and what to do about it.
pub fn parse_all(files: &[(&str, &str)]) -> Result<Codebook, CodebookError> {
    let read = files
        .iter()
        .map(|&(name, text)| file::read(name, text))
        .collect::<Result<Vec<_>, _>>()?;
    validate::each(&read)?;
    validate::together(&read)?;
    Ok(file::join(read))
}
