//! The nodes of a network with what files and tables say of them.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::graph::{Network, Tie};
use super::options::Nodes;
use super::tally::Node;

/// A node with its attributes.
#[derive(Clone, Debug)]
pub struct Known<'a> {
    /// The node.
    pub node: &'a Node,
    /// Its id in files: those of topics are told apart from those of actors.
    pub key: String,
    /// actor, organization or topic.
    pub mode: &'static str,
    /// Statements that count.
    pub statements: usize,
    /// The day of the first.
    pub first: NaiveDate,
    /// The day of the last.
    pub last: NaiveDate,
    /// The mean of their stances, −2 to +2.
    pub stance: f64,
    /// For, against.
    pub sides: (usize, usize),
    /// The group it falls into over the whole time.
    pub group: Option<usize>,
}

/// A letter of an id as XML allows it there (a name token); others are written by their number.
fn token(letter: char) -> String {
    match letter.is_alphanumeric() || matches!(letter, '-' | '.' | '_' | ':') {
        true => letter.to_string(),
        false => format!("_{:x}_", u32::from(letter)),
    }
}

impl Network<'_> {
    /// What a node is called in files.
    fn key(&self, node: &Node) -> String {
        let id: String = node.id.chars().map(token).collect();
        match node.kind == "topic" {
            true => format!("topic:{id}"),
            false => id,
        }
    }

    /// How people are told what a tie is on: by its id, or by its name where an id says nothing to them.
    pub fn shown<'n>(&'n self, id: &'n str) -> &'n str {
        let counted = self.selection.counted.iter();
        let mut nodes = counted.flat_map(|one| [&one.node, &one.topic]);
        match id.starts_with("actor:") {
            true => nodes
                .find(|node| node.id == id)
                .map_or(id, |node| &node.name),
            false => id,
        }
    }

    /// The keys of a tie's ends.
    pub fn ends(&self, tie: &Tie) -> (String, String) {
        (self.key(tie.source), self.key(tie.target))
    }

    /// The nodes: actors or organizations, then topics where they are nodes.
    pub fn nodes(&self) -> Vec<Known<'_>> {
        let Some(whole) = &self.whole else {
            return Vec::new();
        };
        let mut found: BTreeMap<(bool, &Node), Known> = BTreeMap::new();
        let one_mode = !self.options.two_mode;
        for one in &self.selection.counted {
            for node in [&one.node, &one.topic] {
                let topic = node.kind == "topic";
                if one_mode && topic != (self.options.nodes == Nodes::Topics) {
                    continue;
                }
                let row = whole.tally.rows.iter().position(|row| row == node);
                let known = found.entry((topic, node)).or_insert_with(|| Known {
                    node,
                    key: self.key(node),
                    mode: match (topic, self.options.nodes) {
                        (true, _) => "topic",
                        (false, Nodes::Organizations) => "organization",
                        _ => "actor",
                    },
                    statements: 0,
                    first: one.statement.day,
                    last: one.statement.day,
                    stance: 0.0,
                    sides: (0, 0),
                    group: row.and_then(|row| whole.division.group[row]),
                });
                known.statements += 1;
                known.first = known.first.min(one.statement.day);
                known.last = known.last.max(one.statement.day);
                known.stance += f64::from(one.statement.stance);
                match one.statement.stance {
                    1.. => known.sides.0 += 1,
                    ..=-1 => known.sides.1 += 1,
                    0 => {}
                }
            }
        }
        found
            .into_values()
            .map(|known| Known {
                stance: known.stance / known.statements as f64,
                ..known
            })
            .collect()
    }
}
