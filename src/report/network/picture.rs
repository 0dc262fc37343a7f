//! The network as a picture.

use super::graph::{Network, Slice};
use super::options::{Nodes, Qualifier};
use crate::report::block::Block;
use crate::report::chart::{Chart, Web, WebNode, WebTie};
use crate::report::words::count;

/// More nodes than this hide each other.
const MOST_NODES: usize = 44;
/// More ties than this are a blot.
const MOST_TIES: usize = 160;

/// The picture of the whole time; none where there is no tie.
pub fn picture(network: &Network, whole: &Slice, title: &str) -> Option<Block> {
    let options = &network.options;
    let mut known = network.nodes();
    let all = known.len();
    // Who speaks most; topics of a two-mode network are few and stay.
    known.sort_by_key(|one| {
        (
            one.mode != "topic" || !options.two_mode,
            std::cmp::Reverse(one.statements),
            one.node.clone(),
        )
    });
    known.truncate(MOST_NODES);
    let place = |node: &super::Node| known.iter().position(|one| one.node == node);
    let ties = whole.list(options.two_mode);
    let mut drawn: Vec<WebTie> = ties
        .iter()
        .filter_map(|tie| {
            let (a, b) = (place(tie.source)?, place(tie.target)?);
            let sign = match (options.two_mode, options.qualifier) {
                (true, _) => tie.agree - tie.disagree,
                (_, Qualifier::Conflict) => -tie.weight,
                (_, Qualifier::Ignore | Qualifier::Combine) => 0.0,
                _ => tie.weight,
            };
            let label = format!(
                "{} – {}: {}",
                tie.source.name,
                tie.target.name,
                super::tables::figure(tie.weight)
            );
            Some(WebTie {
                a,
                b,
                weight: tie.weight.abs(),
                sign,
                label,
            })
        })
        .collect();
    drawn.truncate(MOST_TIES);
    if drawn.is_empty() {
        return None;
    }
    let single = whole.tally.columns.len() == 1 || options.nodes == Nodes::Topics;
    let nodes = known.iter().map(|one| WebNode {
        name: one.node.name.clone(),
        statements: one.statements as i64,
        // On several topics a mean stance would say nothing: sides of different questions do not add up.
        stance: (single && one.mode != "topic").then(|| one.stance.round() as i16),
        group: one.group,
        topic: one.mode == "topic" && options.two_mode,
        label: format!(
            "{}: {}, {} for, {} against",
            one.node.name,
            count(one.statements as i64, "statement"),
            one.sides.0,
            one.sides.1
        ),
    });
    let mut left_out = Vec::new();
    if all > known.len() {
        left_out.push(format!(
            "the {MOST_NODES} of {} who speak most",
            count(all as i64, "node")
        ));
    }
    if ties.len() > drawn.len() {
        left_out.push(format!(
            "{} of {}",
            drawn.len(),
            count(ties.len() as i64, "tie")
        ));
    }
    let strongest = drawn
        .iter()
        .take(3)
        .map(|tie| tie.label.as_str())
        .collect::<Vec<_>>()
        .join("; ");
    Some(Block::Chart(Chart::Web(Web {
        title: title.to_owned(),
        description: format!(
            "A network of {} and {}. The strongest: {strongest}.",
            count(all as i64, "node"),
            count(ties.len() as i64, "tie")
        ),
        nodes: nodes.collect(),
        ties: drawn,
        two_mode: options.two_mode,
        left_out,
    })))
}
