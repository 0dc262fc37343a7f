//! Pure analysis: an article's text, the lexicon and a codebook → [`crate::model::Analysis`].
//!
//! No async, no clock, no environment, no database. Nothing here can fail: each stage returns what
//! it found and what it skipped and why. Inside, places are byte ranges; they become code points
//! when the `Analysis` is put together.

mod act;
pub mod actor;
mod analyse;
pub mod attribution;
mod blocks;
mod candidates;
pub mod claim;
pub mod codebook;
pub mod document;
mod hash;
pub mod inflect;
pub mod lead;
mod link;
mod listed;
mod parted;
mod parts;
mod quote;
mod sentence;
mod side;
pub mod stance;
pub mod story;
pub mod time;
mod token;
mod told;
pub mod topic;
pub mod utterance;
pub(crate) mod vector;
mod version;
pub mod words;

pub use analyse::{Engine, Unread, analyse, analyse_all, analyse_found};
pub use candidates::{Candidate, Heard, candidates};
pub use side::{side_on, side_toward};
pub use version::{lexicon_sha256, model_sha256};
