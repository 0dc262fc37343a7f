//! Which topic a passage is on: the codebook's terms found in the text.

mod alias;
mod compile;
mod find;
mod heads;
mod lean;
pub mod suggest;

pub use compile::{CompiledCodebook, Role, Term, term_words};
pub use find::{Mention, Mentions};
pub(crate) use lean::Lean;
