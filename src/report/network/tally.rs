//! Statements counted: node × topic × side.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use super::options::{Duplicates, Nodes, Options, Qualifier, Scale};
use crate::model::NetworkStatement;

/// A node: its key, by which it is sorted and told apart, and its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Node {
    /// Name, which nodes are listed by.
    pub name: String,
    /// Codebook id, else one made of the database's key.
    pub id: String,
    /// person, organization, government, group, or topic.
    pub kind: String,
}

/// One statement as it counts.
#[derive(Clone, Debug)]
pub struct Counted<'a> {
    /// The actor or organization.
    pub node: Node,
    /// What it is about.
    pub topic: Node,
    /// 1 for and 0 against, or the five degrees.
    pub side: i16,
    /// The statement.
    pub statement: &'a NetworkStatement,
}

/// What counts of some statements, and what does not.
#[derive(Clone, Debug, Default)]
pub struct Selection<'a> {
    /// What counts, by day.
    pub counted: Vec<Counted<'a>>,
    /// Statements at 0, which take no side.
    pub undecided: usize,
    /// Statements of persons of whom no organization is known.
    pub unattached: usize,
    /// Equal statements that were counted already.
    pub duplicates: usize,
    /// Statements of nodes of other kinds than those asked for, or with too few statements.
    pub set_aside: usize,
}

/// Chooses what counts. As in DNA, duplicates go before time is cut into windows, and the first stays;
/// they are equal where node, topic and, unless sides are ignored, side are.
///
/// DNA 3 tells months and weeks of different years apart as little as the calendar's names do; here they are
/// of a year.
pub fn select<'a>(
    options: &Options,
    statements: impl IntoIterator<Item = &'a NetworkStatement>,
) -> Selection<'a> {
    let mut statements: Vec<&NetworkStatement> = statements.into_iter().collect();
    statements.sort_by_key(|one| (one.day, one.utterance_id, one.actor_id, one.topic_id));
    let mut out = Selection::default();
    let mut seen = BTreeSet::new();
    for statement in statements {
        let side = match (options.scale, statement.stance) {
            (Scale::Sides, 0) if options.qualifier != Qualifier::Ignore => {
                out.undecided += 1;
                continue;
            }
            (Scale::Sides, stance) => i16::from(stance > 0),
            (Scale::Degrees, stance) => stance,
        };
        let Some(node) = node(options.nodes, statement) else {
            out.unattached += 1;
            continue;
        };
        let topic = Node {
            name: statement.topic_name.clone(),
            id: statement.topic.clone(),
            kind: "topic".to_owned(),
        };
        let told_by = match options.qualifier {
            Qualifier::Ignore => None,
            _ => Some(side),
        };
        if let Some(when) = when(options.duplicates, statement)
            && !seen.insert((node.clone(), topic.clone(), told_by, when))
        {
            out.duplicates += 1;
            continue;
        }
        out.counted.push(Counted {
            node,
            topic,
            side,
            statement,
        });
    }
    out
}

/// Keeps the nodes of some kinds (none for all) that have so many statements at least.
pub fn keep(selection: &mut Selection, kinds: &[String], least: usize) {
    let mut times: BTreeMap<Node, usize> = BTreeMap::new();
    for one in &selection.counted {
        *times.entry(one.node.clone()).or_default() += 1;
    }
    let before = selection.counted.len();
    selection.counted.retain(|one| {
        let kind = kinds.is_empty() || kinds.contains(&one.statement.actor_kind);
        kind && times[&one.node] >= least
    });
    selection.set_aside = before - selection.counted.len();
}

/// The actor or organization of a statement.
fn node(nodes: Nodes, statement: &NetworkStatement) -> Option<Node> {
    match nodes {
        Nodes::Actors | Nodes::Topics => Some(Node {
            name: statement.actor.clone(),
            id: statement
                .actor_slug
                .clone()
                .unwrap_or_else(|| format!("actor:{}", statement.actor_id)),
            kind: statement.actor_kind.clone(),
        }),
        Nodes::Organizations => Some(Node {
            name: statement.organization.clone()?,
            id: statement.organization_slug.clone()?,
            kind: "organization".to_owned(),
        }),
    }
}

/// What equal statements must share to be duplicates; none where all count.
fn when(duplicates: Duplicates, statement: &NetworkStatement) -> Option<(i64, u32)> {
    let day: NaiveDate = statement.day;
    match duplicates {
        Duplicates::Include => None,
        Duplicates::Document => Some((statement.article_id, 0)),
        Duplicates::Week => Some((day.iso_week().year().into(), day.iso_week().week())),
        Duplicates::Month => Some((day.year().into(), day.month())),
        Duplicates::Year => Some((day.year().into(), 0)),
        Duplicates::Range => Some((0, 0)),
    }
}

/// How often each row spoke on each column at each level of the scale.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Actors or organizations, or topics.
    pub rows: Vec<Node>,
    /// Topics, or actors.
    pub columns: Vec<Node>,
    /// The levels of the scale, ascending.
    pub levels: Vec<i16>,
    /// By row, column and level.
    pub counts: Vec<Vec<Vec<f64>>>,
}

impl Tally {
    /// Counts statements; only nodes with a statement have a row or a column.
    pub fn new(options: &Options, counted: &[Counted]) -> Self {
        let flip = options.nodes == Nodes::Topics;
        let levels = match options.scale {
            Scale::Sides => vec![0, 1],
            Scale::Degrees => vec![-2, -1, 0, 1, 2],
        };
        let pair = |one: &Counted| match flip {
            true => (one.topic.clone(), one.node.clone()),
            false => (one.node.clone(), one.topic.clone()),
        };
        let numbered = |nodes: BTreeSet<Node>| -> BTreeMap<Node, usize> {
            nodes.into_iter().zip(0..).collect()
        };
        let rows = numbered(counted.iter().map(|one| pair(one).0).collect());
        let columns = numbered(counted.iter().map(|one| pair(one).1).collect());
        let mut counts = vec![vec![vec![0.0; levels.len()]; columns.len()]; rows.len()];
        for one in counted {
            let (row, column) = pair(one);
            let level = levels.iter().position(|level| *level == one.side);
            if let Some(level) = level {
                counts[rows[&row]][columns[&column]][level] += 1.0;
            }
        }
        Self {
            rows: rows.into_keys().collect(),
            columns: columns.into_keys().collect(),
            levels,
            counts,
        }
    }

    /// How many statements a row has.
    pub fn of_row(&self, row: usize) -> f64 {
        self.counts[row].iter().flatten().sum()
    }

    /// How many statements a column has.
    pub fn of_column(&self, column: usize) -> f64 {
        self.counts.iter().flat_map(|row| &row[column]).sum()
    }
}
