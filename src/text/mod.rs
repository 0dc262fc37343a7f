//! Pure analysis: an article's text, the lexicon and a codebook → [`crate::model::Analysis`].
//!
//! No async, no clock, no environment, no database. Nothing here can fail: each stage returns what
//! it found and what it skipped and why. Inside, places are byte ranges; they become code points
//! when the `Analysis` is put together.

pub mod document;
pub mod story;
pub mod utterance;
