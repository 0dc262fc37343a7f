//! Codebook files: read, checked as a whole, written back, compared, and run on their own examples.
//!
//! The file format is a contract of its own (topics, actors, metonyms in TOML); `model::Codebook`
//! is what the rest of the program sees.

mod diff;
mod doubts;
mod error;
mod examples;
mod export;
mod file;
mod near;
mod validate;

pub use diff::{Change, diff};
pub use error::CodebookError;
pub use examples::{ExampleResult, Missed, check};
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

/// What is doubtful in files that [`parse_all`] takes: topics with the same terms, names that several actors bear.
/// Nothing in a file that cannot be read.
pub fn doubts(files: &[(&str, &str)]) -> Vec<CodebookError> {
    let read: Vec<_> = files
        .iter()
        .filter_map(|&(name, text)| file::read(name, text).ok())
        .collect();
    doubts::doubts(&read)
}

/// Reads files as additions to a codebook, which errors name as `name`: an entry of theirs takes the place
/// of the one with its id, and may refer to entries of the codebook.
///
/// # Errors
/// As [`parse_all`].
pub fn parse_onto(
    name: &str,
    base: &Codebook,
    files: &[(&str, &str)],
) -> Result<Codebook, CodebookError> {
    let read = || -> Result<Vec<file::File<'_>>, CodebookError> {
        files
            .iter()
            .map(|&(name, text)| file::read(name, text))
            .collect()
    };
    let added = read()?;
    validate::each(&added)?;
    let added = file::join(added);
    let kept = Codebook {
        topics: base
            .topics
            .iter()
            .filter(|old| !added.topics.iter().any(|new| new.id == old.id))
            .cloned()
            .collect(),
        actors: base
            .actors
            .iter()
            .filter(|old| !added.actors.iter().any(|new| new.id == old.id))
            .cloned()
            .collect(),
        metonyms: base
            .metonyms
            .iter()
            .filter(|old| !added.metonyms.iter().any(|new| new.name == old.name))
            .cloned()
            .collect(),
    };
    let kept = to_toml(&kept);
    let mut all = vec![file::read(name, &kept)?];
    all.extend(read()?);
    validate::together(&all)?;
    Ok(file::join(all))
}
