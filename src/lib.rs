//! `stance`: a claim and stance tracking database for news.

pub mod model;
pub mod report;
pub mod text;
