//! Formats in which the record leaves and comes back. Each knows its own notation and the types of `model`,
//! and nothing else: what is stored, and by whom, is for others to say.

mod format;
pub mod table;
pub mod whole;

pub use format::Format;
