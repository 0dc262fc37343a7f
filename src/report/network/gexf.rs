//! GEXF 1.2 (gexf.net): for Gephi, whose time line it fills, and NetworkX.
//!
//! Every tie is one edge, there over the days of the windows in which it holds, with its weight in each: where
//! windows overlap, which GEXF has no place for, each tells until the next begins. A node is there over the windows in
//! which it spoke, so that it has no edge on a day on which it is not there; when it spoke first and last is told beside.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::graph::{Network, Tie};
use super::xml::{Xml, weight};

/// The network as a file.
pub fn render(network: &Network, title: &str) -> String {
    let mut xml = Xml::new();
    let xmlns = "http://www.gexf.net/1.2draft";
    xml.open("gexf", &[("xmlns", xmlns), ("version", "1.2")]);
    xml.open("meta", &[]);
    xml.leaf("creator", &[], "stance");
    xml.leaf("description", &[], title);
    xml.close();
    let (first, last) = network.whole.as_ref().map_or_else(
        || (String::new(), String::new()),
        |whole| {
            let slices = network.slices().iter();
            let from = slices
                .clone()
                .map(|one| one.from)
                .min()
                .unwrap_or(whole.from);
            let to = slices.map(|one| one.to).max().unwrap_or(whole.to);
            (from.to_string(), to.to_string())
        },
    );
    let mut graph = vec![
        ("defaultedgetype", "undirected"),
        ("mode", "dynamic"),
        ("timeformat", "date"),
    ];
    if !first.is_empty() {
        graph.extend([("start", first.as_str()), ("end", last.as_str())]);
    }
    xml.open("graph", &graph);
    attributes(
        &mut xml,
        "node",
        "static",
        &[
            ("kind", "string"),
            ("mode", "string"),
            ("statements", "integer"),
            ("mean_stance", "double"),
            ("group", "integer"),
            ("first_day", "string"),
            ("last_day", "string"),
        ],
    );
    attributes(
        &mut xml,
        "edge",
        "dynamic",
        &[
            ("weight", "double"),
            ("agree", "double"),
            ("disagree", "double"),
        ],
    );
    xml.open("nodes", &[]);
    for node in network.nodes() {
        xml.open("node", &[("id", &node.key), ("label", &node.node.name)]);
        xml.open("attvalues", &[]);
        let mut values = vec![
            ("kind", node.node.kind.clone()),
            ("mode", node.mode.to_owned()),
            ("statements", node.statements.to_string()),
            ("mean_stance", weight(node.stance)),
        ];
        values.extend(node.group.map(|group| ("group", (group + 1).to_string())));
        values.extend([
            ("first_day", node.first.to_string()),
            ("last_day", node.last.to_string()),
        ]);
        for (name, value) in &values {
            xml.leaf("attvalue", &[("for", name), ("value", value)], "");
        }
        xml.close();
        let there = network.slices().iter().filter(|slice| {
            let mut nodes = slice.tally.rows.iter().chain(&slice.tally.columns);
            nodes.any(|one| one == node.node)
        });
        spells(&mut xml, there.map(|slice| (slice.from, slice.to)));
        xml.close();
    }
    xml.close();
    xml.open("edges", &[]);
    edges(&mut xml, network);
    xml.end()
}

fn attributes(xml: &mut Xml, class: &str, mode: &str, names: &[(&str, &str)]) {
    xml.open("attributes", &[("class", class), ("mode", mode)]);
    for (name, kind) in names {
        xml.leaf(
            "attribute",
            &[("id", name), ("title", name), ("type", kind)],
            "",
        );
    }
    xml.close();
}

/// A tie and the days of the window in which it holds.
type Held<'n> = (NaiveDate, NaiveDate, Tie<'n>);

fn edges(xml: &mut Xml, network: &Network) {
    let mut by_ends: BTreeMap<(String, String), Vec<Held>> = BTreeMap::new();
    for slice in network.slices() {
        for tie in slice.list(network.options.two_mode) {
            let ends = network.ends(&tie);
            by_ends
                .entry(ends)
                .or_default()
                .push((slice.from, slice.to, tie));
        }
    }
    for (number, ((source, target), times)) in (1..).zip(&by_ends) {
        let id = format!("e{number}");
        // The weight that a reader without a time line sees: the mean over the windows that have the tie.
        let mean = times.iter().map(|(.., tie)| tie.weight).sum::<f64>() / times.len() as f64;
        let mean = weight(mean);
        xml.open(
            "edge",
            &[
                ("id", &id),
                ("source", source),
                ("target", target),
                ("weight", &mean),
            ],
        );
        xml.open("attvalues", &[]);
        for (from, to, tie) in &valued(times) {
            let (from, to) = (from.to_string(), to.to_string());
            for (name, value) in [
                ("weight", tie.weight),
                ("agree", tie.agree),
                ("disagree", tie.disagree),
            ] {
                let value = weight(value);
                xml.leaf(
                    "attvalue",
                    &[
                        ("for", name),
                        ("value", &value),
                        ("start", &from),
                        ("end", &to),
                    ],
                    "",
                );
            }
        }
        xml.close();
        spells(xml, times.iter().map(|(from, to, _)| (*from, *to)));
        xml.close();
    }
}

/// The days on which something is there: windows that overlap or touch are one.
fn spells(xml: &mut Xml, windows: impl Iterator<Item = (NaiveDate, NaiveDate)>) {
    let mut spells: Vec<(NaiveDate, NaiveDate)> = Vec::new();
    let mut days: Vec<(NaiveDate, NaiveDate)> = windows.collect();
    days.sort_unstable();
    for (from, to) in days {
        match spells.last_mut() {
            Some((_, end)) if from <= *end + Days::new(1) => *end = (*end).max(to),
            _ => spells.push((from, to)),
        }
    }
    xml.open("spells", &[]);
    for (from, to) in spells {
        xml.leaf(
            "spell",
            &[("start", &from.to_string()), ("end", &to.to_string())],
            "",
        );
    }
    xml.close();
}

/// Values with days of their own: of windows that overlap, each holds until the next begins.
fn valued<'n>(times: &[Held<'n>]) -> Vec<Held<'n>> {
    let mut held = times.to_vec();
    held.sort_by_key(|(from, to, _)| (*from, *to));
    for at in 1..held.len() {
        let next = held[at].0;
        let end = &mut held[at - 1].1;
        *end = (*end).min(next - Days::new(1));
    }
    held.retain(|(from, to, _)| from <= to);
    held
}
