//! Reports: rows from the store → one [`Report`] → a renderer for each format.
//!
//! Depends on [`crate::model`] only. The builders ([`history`], [`shifts`], [`matrix()`], …) are pure
//! functions from rows to a report; "today" is passed in, as are width and colour. Texts are kept as
//! they came until a renderer makes them safe for its format ([`safe`]), so that no builder can
//! forget to.

mod actors;
mod agreement;
mod articles;
mod basis;
mod block;
mod changes;
mod chart;
mod claims;
mod compare;
mod corrections;
mod csv;
mod digest;
mod entry;
mod eval;
mod history;
mod html;
mod json;
mod line;
mod listing;
mod markdown;
mod marks;
mod matrix;
mod namesakes;
mod network;
mod parquet;
mod review;
mod rows;
mod safe;
mod shift;
mod shifts;
mod snapshots;
mod standing;
mod strip;
mod svg;
mod table;
mod terminal;
mod topics;
mod words;
mod wrap;
mod xlsx;

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

pub use actors::{actor_list, actor_show, first_seen};
pub use agreement::agreement;
pub use articles::{article_list, article_show};
pub use basis::Basis;
pub use block::{Block, Column, Entry, Pair, Passage, Piece, Report, Table};
pub use changes::{positions_diff, with_shifts};
pub use chart::{Chart, field_days};
pub use claims::{ClaimsQuery, claim, claims};
pub use compare::compare;
pub use corrections::{corrections, left_out, with_corrections};
pub use digest::{DigestQuery, digest};
pub use eval::{scores, shift_precision};
pub use history::{HistoryQuery, TopicHead, history, history_read, history_rows};
pub use line::{Line, Run, Tone};
pub use listing::listing;
pub use matrix::{MatrixQuery, matrix};
pub use namesakes::{Namesakes, numbered};
pub use network::{
    Duplicates, KINDS as NETWORK_KINDS, NetworkQuery, NoNetwork, Nodes, Normalization,
    Options as NetworkOptions, Qualifier, Scale, Windows, network,
};
pub use review::review_queue;
pub use safe::{Breaks, cell as harmless_cell, json as harmless_json, shown as printable};
pub use shift::{Surroundings, shift_detail};
pub use shifts::{ShiftsQuery, shifts};
pub use snapshots::{snapshot, snapshots};
pub use topics::{Field, topic_list, topic_show};
pub use words::{
    count, day as printed_day, manner as printed_manner, number, said as printed_said, signed,
    symbol as stance_symbol,
};

/// How a report is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For a terminal: wrapped, aligned, in colour where the style says so.
    #[default]
    Table,
    /// One JSON object: what stands behind the report, then its rows.
    Json,
    /// A JSON object a row.
    Jsonl,
    /// The rows with a header; formulas defused.
    Csv,
    /// GitHub-flavoured Markdown.
    Markdown,
    /// A page that stands by itself.
    Html,
    /// The report's chart as a picture.
    Svg,
    /// The rows in a workbook.
    Xlsx,
    /// The rows in typed columns.
    Parquet,
    /// A network for programs that draw and measure networks.
    Graphml,
    /// A network with its times, for Gephi.
    Gexf,
}

impl Format {
    /// The names that the command line takes.
    pub const NAMES: [&'static str; 11] = [
        "table", "json", "jsonl", "csv", "markdown", "html", "svg", "xlsx", "parquet", "graphml",
        "gexf",
    ];

    /// Whether it can be read on a terminal.
    pub fn is_text(self) -> bool {
        !matches!(self, Self::Xlsx | Self::Parquet)
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Ok(match name {
            "table" => Self::Table,
            "json" => Self::Json,
            "jsonl" => Self::Jsonl,
            "csv" => Self::Csv,
            "markdown" => Self::Markdown,
            "html" => Self::Html,
            "svg" => Self::Svg,
            "xlsx" => Self::Xlsx,
            "parquet" => Self::Parquet,
            "graphml" => Self::Graphml,
            "gexf" => Self::Gexf,
            _ => {
                return Err(format!(
                    "no format {name:?}: one of {}",
                    Self::NAMES.join(", ")
                ));
            }
        })
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Self::NAMES[*self as usize])
    }
}

/// What the terminal can show, and what a page says of itself.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Columns to fill; fewer than 30 count as 30.
    pub width: usize,
    /// Whether to colour. Everything is told without it too.
    pub colour: bool,
    /// The day that a page says it was made on.
    pub made_on: Option<NaiveDate>,
}

impl Default for Style {
    /// 80 columns without colour: for pipes and files.
    fn default() -> Self {
        Self {
            width: 80,
            colour: false,
            made_on: None,
        }
    }
}

/// Prints a report; the text ends with a line break. It is empty for a picture of what has none, for a
/// network of what is none, and for formats that are no text: see [`file()`].
pub fn render(report: &Report, format: Format, style: &Style) -> String {
    match format {
        Format::Table => terminal::render(report, style),
        Format::Json => json::render(report),
        Format::Jsonl => json::render_lines(report),
        Format::Csv => csv::render(report),
        Format::Markdown => markdown::render(report),
        Format::Html => html::render(report, style),
        Format::Svg => svg::render(report).unwrap_or_default(),
        Format::Xlsx | Format::Parquet => String::new(),
        Format::Graphml => report
            .graph
            .as_ref()
            .map_or(String::new(), |graph| graph.graphml.clone()),
        Format::Gexf => report
            .graph
            .as_ref()
            .map_or(String::new(), |graph| graph.gexf.clone()),
    }
}

/// A report as parts of a page that brings [`page_rules`]: what stands above it, and the report itself.
pub fn page_parts(report: &Report) -> (String, String) {
    html::parts(report)
}

/// The class that colours a stance on a page that brings [`page_rules`].
pub fn stance_class(stance: i16) -> &'static str {
    html::class(stance)
}

/// The rules of pages, in the light, in the dark and on paper.
pub fn page_rules() -> String {
    html::css()
}

/// The bytes of a report in any format, [`Format::is_text`] or not.
///
/// # Errors
/// Says why the format cannot hold the rows.
pub fn file(report: &Report, format: Format, style: &Style) -> Result<Vec<u8>, String> {
    match format {
        Format::Xlsx => xlsx::render(report, style).map_err(|error| error.to_string()),
        Format::Parquet => parquet::render(report).map_err(|error| error.to_string()),
        text => Ok(render(report, text, style).into_bytes()),
    }
}
