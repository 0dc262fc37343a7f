//! The rooms `model` and `text` of the crate, compiled from its own sources.
//!
//! A dependency on the whole crate would instrument PostgreSQL's client and an HTML parser, which the
//! target never reaches. That these two rooms build alone also shows that they need no other.

#[path = "../../src/model/mod.rs"]
pub mod model;
#[path = "../../src/text/mod.rs"]
pub mod text;
