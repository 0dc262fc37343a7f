//! A network as a picture: nodes and ties.

/// Nodes and what ties them.
#[derive(Clone, Debug, Default)]
pub struct Web {
    /// Headline.
    pub title: String,
    /// What it shows, in sentences.
    pub description: String,
    /// The nodes.
    pub nodes: Vec<WebNode>,
    /// The ties, strongest first.
    pub ties: Vec<WebTie>,
    /// Whether actors stand on one side and topics on the other.
    pub two_mode: bool,
    /// What could not be drawn, and why.
    pub left_out: Vec<String>,
}

/// A node.
#[derive(Clone, Debug, Default)]
pub struct WebNode {
    /// Its name.
    pub name: String,
    /// How many statements it has: its size.
    pub statements: i64,
    /// Where it stands, if that can be told by one number.
    pub stance: Option<i16>,
    /// The group it falls into.
    pub group: Option<usize>,
    /// Whether it is a topic beside actors.
    pub topic: bool,
    /// What it is, in one line: shown where one points at it.
    pub label: String,
}

/// A tie.
#[derive(Clone, Debug, Default)]
pub struct WebTie {
    /// One end, by its place among the nodes.
    pub a: usize,
    /// The other end.
    pub b: usize,
    /// How strong.
    pub weight: f64,
    /// Above 0 for agreement, below for conflict, 0 for neither.
    pub sign: f64,
    /// What it is, in one line.
    pub label: String,
}
