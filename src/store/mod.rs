//! The database. This is the only module that names sqlx.

pub mod embedded;
