//! The rooms `model` and `text` of the crate, compiled from its own sources.
//!
//! A dependency on the whole crate would instrument PostgreSQL's client and an HTML parser, which the
//! target never reaches. That these two rooms build alone also shows that they need no other.

#![allow(
    dead_code,
    reason = "training the model uses a part of `text` that the analysis does not"
)]

#[path = "../../src/model/mod.rs"]
pub mod model;
#[path = "../../src/text/mod.rs"]
pub mod text;
