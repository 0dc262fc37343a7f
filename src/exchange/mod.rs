//! Formats in which the record leaves and comes back. Each knows its own notation and the types of `model`,
//! and nothing else: what is stored, and by whom, is for others to say.

pub mod annotation;
pub mod dna;
mod format;
pub mod found;
pub mod refi;
pub mod schema_org;
pub mod table;
pub mod whole;

pub use format::Format;

/// An id for a codebook, made of a name.
fn slug(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    match words.is_empty() {
        true => "topic".to_owned(),
        false => words.join("-"),
    }
}
