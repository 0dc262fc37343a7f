//! What a network is, in words.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::NetworkQuery;
use super::options::{Duplicates, Nodes, Normalization, Options, Qualifier, Scale};
use super::tally::Selection;
use crate::model::{HistoryRow, Whose};
use crate::report::line::Line;
use crate::report::words::count;

/// What is said where nothing counts.
pub const NOTHING: &str = "No statement that forms a position: nothing to tie.";

/// "Who agrees with whom on Long-range weapons policy".
pub fn title(query: &NetworkQuery) -> String {
    let options = &query.options;
    let what = match (options.two_mode, options.nodes, options.qualifier) {
        (true, Nodes::Organizations, _) => "Which organization says what",
        (true, ..) => "Who says what",
        (_, Nodes::Topics, _) => "Which topics go together",
        (_, Nodes::Organizations, Qualifier::Conflict) => "Which organizations disagree",
        (_, Nodes::Organizations, Qualifier::Ignore) => {
            "Which organizations speak on the same topics"
        }
        (_, Nodes::Organizations, _) => "Which organizations agree",
        (_, _, Qualifier::Conflict) => "Who disagrees with whom",
        (_, _, Qualifier::Ignore) => "Who speaks on the same topics",
        (_, _, Qualifier::Subtract) => "Who agrees and disagrees with whom",
        _ => "Who agrees with whom",
    };
    let on = match query.topics {
        [] => String::new(),
        [one] => format!(" on {one}"),
        [most @ .., last] => format!(" on {} and {last}", most.join(", ")),
    };
    let whose = match query.whose {
        Whose::Record => String::new(),
        Whose::Reviewed => " · only reviewed".to_owned(),
        Whose::Adjudicated => " · only what coders found and was taken".to_owned(),
        Whose::Coder(name) => format!(" · as coded by {name}"),
    };
    let window = query
        .window
        .map_or(String::new(), |window| format!(" · {window}"));
    format!("{what}{on}{whose}{window}")
}

/// How ties were made.
pub fn how(options: &Options) -> Line {
    let tie = match (options.two_mode, options.qualifier) {
        (true, Qualifier::Ignore) => "A tie is how many statements a node made on a topic",
        (true, Qualifier::Combine) => {
            "A tie is 1 where a node only supports, 2 where it only opposes, 3 where it does both"
        }
        (true, _) => "A tie is what a node said for a topic less what it said against it",
        (_, Qualifier::Conflict) => {
            "A tie is the number of pairs of statements on contrary sides of a topic"
        }
        (_, Qualifier::Ignore | Qualifier::Combine) => {
            "A tie is the number of pairs of statements on the same topic"
        }
        (_, Qualifier::Subtract) => {
            "A tie is the number of pairs of statements on the same side of a topic, less that of pairs on contrary sides"
        }
        (_, Qualifier::Congruence) => {
            "A tie is the number of pairs of statements on the same side of a topic"
        }
    };
    let by = match options.normalization {
        Normalization::No => "",
        Normalization::Average => ", divided by the mean number of both nodes’ statements",
        Normalization::Jaccard => ", divided by what both said together and alone (Jaccard)",
        Normalization::Cosine => {
            ", divided by the product of both nodes’ numbers of statements (DNA’s cosine)"
        }
        Normalization::Activity => ", divided by all of the node’s statements",
        Normalization::Prominence => ", divided by all statements on the topic",
    };
    let degrees = match options.scale {
        Scale::Sides => "",
        Scale::Degrees => "; sides count by how close the five degrees of stance are",
    };
    let once = match options.duplicates {
        Duplicates::Include => "all statements count",
        Duplicates::Document => "equal statements count once an article",
        Duplicates::Week => "equal statements count once a week",
        Duplicates::Month => "equal statements count once a month",
        Duplicates::Year => "equal statements count once a year",
        Duplicates::Range => "equal statements count once",
    };
    Line::plain(format!(
        "{tie}{by}{degrees}; {once}. Definitions: Discourse Network Analyzer (Leifeld 2017)."
    ))
}

/// What does not count, and why: a line each.
pub fn left_out(selection: &Selection, query: &NetworkQuery) -> Vec<Line> {
    let parts = [
        (
            selection.undecided,
            "at 0, which takes no side (--scale degrees counts it)",
        ),
        (
            selection.unattached,
            "of persons whose organization on that day is not known (roles in the codebook tell it)",
        ),
        (
            selection.set_aside,
            "of actors of other kinds, or who say too little (--kind, --least)",
        ),
        (
            selection.duplicates,
            "equal to one that counts (--duplicates)",
        ),
    ];
    let mut out: Vec<Line> = parts
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, why)| Line::plain(format!("Left out: {} {why}.", count(n as i64, "statement"))))
        .collect();
    if let Some(windows) = query.windows {
        let straddling = selection.counted.iter().filter(|one| {
            let statement = one.statement;
            statement.said_from != statement.said_to
                && windows.step.floor(statement.said_from) != windows.step.floor(statement.said_to)
        });
        let n = straddling.count();
        if n > 0 {
            out.push(Line::plain(format!(
                "{} said on a day that is known only roughly, over the end of a step: counted at the middle.",
                count(n as i64, "statement")
            )));
        }
    }
    out
}

/// Why statements that are there tie nobody; or that there are none.
pub fn why_nothing(history: &[HistoryRow]) -> [Line; 2] {
    let mut reasons: BTreeMap<&str, i64> = BTreeMap::new();
    for row in history {
        let why = row.not_counted_because.as_deref();
        *reasons
            .entry(why.unwrap_or("not reviewed, or of another day"))
            .or_default() += 1;
    }
    let told: Vec<String> = reasons
        .iter()
        .map(|(why, n)| format!("{n} {why}"))
        .collect();
    let found = match history.len() {
        0 => "Nothing is recorded on a topic of those asked for.".to_owned(),
        n => format!(
            "{} found, and none forms a position: {}.",
            count(n as i64, "statement"),
            told.join(", ")
        ),
    };
    let look = Line::plain("what they say on no topic: ").code("stance claims --actor ACTOR");
    [Line::plain(found), look]
}

/// The options for programs.
pub fn options(query: &NetworkQuery) -> Map<String, Value> {
    let options = &query.options;
    let mut out = Map::new();
    let mut put = |name: &str, value: Value| drop(out.insert(name.into(), value));
    put("topics", query.topics.to_vec().into());
    put("nodes", options.nodes.to_string().into());
    put("two_mode", options.two_mode.into());
    put("qualifier", options.qualifier.to_string().into());
    put("normalization", options.normalization.to_string().into());
    put("duplicates", options.duplicates.to_string().into());
    put("scale", options.scale.to_string().into());
    put("kinds", query.kinds.to_vec().into());
    put("least", query.least.into());
    put("reviewed_only", (*query.whose == Whose::Reviewed).into());
    put(
        "adjudicated_only",
        (*query.whose == Whose::Adjudicated).into(),
    );
    let coder = match query.whose {
        Whose::Coder(name) => Value::from(name.as_str()),
        _ => Value::Null,
    };
    put("coder", coder);
    out
}
