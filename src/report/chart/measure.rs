//! A number over windows of time.

use chrono::NaiveDate;

/// How far a network fell into groups, window by window.
#[derive(Clone, Debug, Default)]
pub struct Measure {
    /// Headline.
    pub title: String,
    /// What it shows, in sentences.
    pub description: String,
    /// By window, each with at least one statement.
    pub rows: Vec<Measured>,
    /// What could not be drawn, and why.
    pub left_out: Vec<String>,
}

/// The number of a window.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// First day.
    pub from: NaiveDate,
    /// Last day, inclusive.
    pub to: NaiveDate,
    /// The modularity Q, 0 … 1; none where nothing ties the actors.
    pub value: Option<f64>,
    /// Statements that it is made of.
    pub statements: i64,
    /// Groups found.
    pub groups: i64,
}
