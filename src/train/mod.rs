//! Training of the models that `text` ships with.

pub mod attribution;
mod cluster;
pub mod corpus;
pub mod stance;
pub mod vectors;
