//! Discourse networks: who agrees with whom, as the Discourse Network Analyzer counts it.
//!
//! Statements → what counts → counts (`tally`) → ties (`ties`) → groups (`groups`); `graph` holds all of it,
//! whole and by windows, and the rest of this room shows it.

mod gexf;
mod graph;
mod graphml;
mod groups;
mod matrix;
mod nodes;
mod options;
mod picture;
mod polarization;
mod slices;
mod tables;
mod tally;
mod ties;
mod words;
mod xml;

use std::fmt;

use serde_json::{Map, Value};

use super::Format;
use super::basis::Basis;
use super::block::{Block, GraphFiles, Report};
use super::line::Line;
use super::namesakes::Namesakes;
use crate::model::{HistoryRow, NetworkStatement, Whose};

use graph::{Network, Tie};
pub use options::{Duplicates, KINDS, Nodes, Normalization, Options, Qualifier, Scale};
pub use slices::Windows;
use tally::Node;

/// What a network was asked for.
#[derive(Clone, Copy, Debug)]
pub struct NetworkQuery<'a> {
    /// How ties are made.
    pub options: Options,
    /// How time is cut; none for one network of all.
    pub windows: Option<Windows>,
    /// The names of the topics asked for; none for all.
    pub topics: &'a [String],
    /// The kinds of actors that count; none for all.
    pub kinds: &'a [String],
    /// Nodes with fewer statements are left out.
    pub least: usize,
    /// Whose statements these are.
    pub whose: &'a Whose,
    /// The window of time in words.
    pub window: Option<&'a str>,
    /// How it will be printed: what no reader of that sees is not made.
    pub format: Format,
}

/// Why there is no network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoNetwork {
    /// What was asked for does not go together.
    Asked(String),
    /// There are more nodes than anybody looks at.
    Crowd(String),
    /// There are more windows than anybody reads.
    Windows(String),
}

impl fmt::Display for NoNetwork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Asked(why) | Self::Crowd(why) | Self::Windows(why)) = self;
        f.write_str(why)
    }
}

/// The report of a network.
///
/// # Errors
/// Where options do not go together, or there would be too many nodes or windows.
pub fn network(query: &NetworkQuery, statements: &[NetworkStatement]) -> Result<Report, NoNetwork> {
    query.options.check().map_err(NoNetwork::Asked)?;
    let statements = &*Namesakes::of_nodes(statements).told(statements);
    let made = Network::new(
        query.options,
        query.windows,
        (query.kinds, query.least),
        statements,
    )?;
    let title = words::title(query);
    let mut blocks = Vec::new();
    match &made.whole {
        None => blocks.push(Block::Paragraph(Line::plain(words::NOTHING))),
        Some(whole) => {
            blocks.extend(picture::picture(&made, whole, &title));
            blocks.extend(polarization::blocks(&made, whole));
            blocks.extend(tables::ties(&made, whole));
            blocks.extend(tables::nodes(&made));
        }
    }
    blocks.push(Block::Note(words::how(&query.options)));
    blocks.extend(
        words::left_out(&made.selection, query)
            .into_iter()
            .map(Block::Note),
    );
    let mut extra = Map::new();
    extra.insert("options".into(), Value::Object(words::options(query)));
    extra.insert("nodes".into(), tables::node_rows(&made));
    extra.insert("windows".into(), tables::window_rows(&made));
    let (columns, flat) = match query.format {
        Format::Csv | Format::Xlsx | Format::Parquet => matrix::rows(&made),
        _ => Default::default(),
    };
    // People are shown the strongest ties, and are led to whom they name.
    let most = match query.format {
        Format::Json | Format::Jsonl => usize::MAX,
        _ => tables::MOST,
    };
    Ok(Report {
        kind: "network",
        basis: basis(&made),
        blocks,
        extra,
        rows: tables::tie_rows(&made, most),
        flat: Some(flat),
        columns,
        graph: Some(Box::new(GraphFiles {
            graphml: match query.format {
                Format::Graphml => graphml::render(&made, &title),
                _ => String::new(),
            },
            gexf: match query.format {
                Format::Gexf => gexf::render(&made, &title),
                _ => String::new(),
            },
        })),
        title: Line::plain(title),
        ..Report::default()
    })
}

impl Report {
    /// Says of a network of nothing why the history that it was asked of forms no position.
    pub fn says_why_empty(&mut self, history: &[HistoryRow]) {
        self.blocks
            .extend(words::why_nothing(history).map(Block::Note));
    }
}

fn basis(network: &Network) -> Basis {
    let mut tally = super::basis::Tally::default();
    let mut most = 0;
    for one in &network.selection.counted {
        let row = one.statement;
        tally.add(
            row.utterance_id,
            row.outlet.as_deref(),
            Some(row.said_from),
            Some(row.said_to),
        );
        tally.articles(&row.article_ids);
        most = most.max(row.outlets);
    }
    let mut basis = tally.basis();
    basis.outlets = basis.outlets.map(|outlets| outlets.max(most));
    basis
}
