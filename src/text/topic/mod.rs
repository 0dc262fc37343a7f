//! Which topic a passage is on: the codebook's terms found in the text.

mod alias;
mod compile;
mod field;
mod find;
mod heads;
mod lean;
mod named;
mod orientation;
mod proposition;
mod side;
pub mod suggest;
mod tone;

pub(crate) use compile::STOP_WORDS;
pub use compile::{CompiledCodebook, Role, Term, term_words};
pub(crate) use field::{Field, Near};
pub use find::{Mention, Mentions};
pub(crate) use lean::Lean;
