//! GraphML (graphdrawing.org, 2001): for visone, Gephi, yEd, igraph and NetworkX.
//!
//! Days stand in the attributes `from` and `to` of ties; where there are windows, each has ties of its own.

use super::graph::Network;
use super::xml::{Xml, weight};

/// Attributes: key, of what, name, type.
const KEYS: [(&str, &str, &str, &str); 14] = [
    ("label", "node", "label", "string"),
    ("kind", "node", "kind", "string"),
    ("mode", "node", "mode", "string"),
    ("statements", "node", "statements", "int"),
    ("first", "node", "first_day", "string"),
    ("last", "node", "last_day", "string"),
    ("stance", "node", "mean_stance", "double"),
    ("group", "node", "group", "int"),
    ("weight", "edge", "weight", "double"),
    ("agree", "edge", "agree", "double"),
    ("disagree", "edge", "disagree", "double"),
    ("on", "edge", "topics", "string"),
    ("from", "edge", "from", "string"),
    ("to", "edge", "to", "string"),
];

/// The network as a file.
pub fn render(network: &Network, title: &str) -> String {
    let mut xml = Xml::new();
    let xmlns = "http://graphml.graphdrawing.org/xmlns";
    xml.open("graphml", &[("xmlns", xmlns)]);
    xml.leaf("desc", &[], title);
    for (id, of, name, kind) in KEYS {
        let attributes = [
            ("id", id),
            ("for", of),
            ("attr.name", name),
            ("attr.type", kind),
        ];
        xml.leaf("key", &attributes, "");
    }
    xml.open("graph", &[("id", "G"), ("edgedefault", "undirected")]);
    for node in network.nodes() {
        xml.open("node", &[("id", &node.key)]);
        xml.leaf("data", &[("key", "label")], &node.node.name);
        xml.leaf("data", &[("key", "kind")], &node.node.kind);
        xml.leaf("data", &[("key", "mode")], node.mode);
        xml.leaf(
            "data",
            &[("key", "statements")],
            &node.statements.to_string(),
        );
        xml.leaf("data", &[("key", "first")], &node.first.to_string());
        xml.leaf("data", &[("key", "last")], &node.last.to_string());
        xml.leaf("data", &[("key", "stance")], &weight(node.stance));
        if let Some(group) = node.group {
            xml.leaf("data", &[("key", "group")], &(group + 1).to_string());
        }
        xml.close();
    }
    let mut number = 0;
    for slice in network.slices() {
        let mut ties = slice.list(network.options.two_mode);
        ties.sort_by(|one, other| (one.source, one.target).cmp(&(other.source, other.target)));
        for tie in ties {
            number += 1;
            let (source, target) = network.ends(&tie);
            let id = format!("e{number}");
            xml.open(
                "edge",
                &[("id", &id), ("source", &source), ("target", &target)],
            );
            xml.leaf("data", &[("key", "weight")], &weight(tie.weight));
            xml.leaf("data", &[("key", "agree")], &weight(tie.agree));
            xml.leaf("data", &[("key", "disagree")], &weight(tie.disagree));
            if !tie.on.is_empty() {
                let on: Vec<&str> = tie.on.iter().map(|id| network.shown(id)).collect();
                xml.leaf("data", &[("key", "on")], &on.join("; "));
            }
            xml.leaf("data", &[("key", "from")], &slice.from.to_string());
            xml.leaf("data", &[("key", "to")], &slice.to.to_string());
            xml.close();
        }
    }
    xml.end()
}
