//! `stance`: a claim and stance tracking database for news.

pub mod ingest;
pub mod model;
pub mod store;
pub mod text;
pub mod train;
