//! Who agrees with whom.

use super::{filter, scope, topic_choice, window};
use crate::model::Whose;
use crate::report::{
    self, Duplicates, Format, NetworkOptions, NetworkQuery, Nodes, Normalization, Qualifier, Scale,
    Windows,
};
use crate::serve::answer::Answer;
use crate::serve::ask::Ask;
use crate::serve::frame::{choice, field, safe};
use crate::serve::site::{Site, Wrong, given};
use maud::html;

/// How many statements actors are asked to have where there are too many of them otherwise.
const RAISED: [usize; 9] = [2, 3, 4, 5, 8, 13, 21, 50, 200];

/// The network that the address asks for.
pub async fn network(site: &Site, ask: &Ask) -> Result<Answer, Wrong> {
    let scope = scope(site, ask).await?;
    let two_mode = ask.get("two_mode").is_some();
    let options = NetworkOptions {
        nodes: ask.choice("nodes")?.unwrap_or(Nodes::Actors),
        two_mode,
        qualifier: ask.choice("qualifier")?.unwrap_or(match two_mode {
            true => Qualifier::Subtract,
            false => Qualifier::Congruence,
        }),
        normalization: ask.choice("normalize")?.unwrap_or(Normalization::No),
        duplicates: ask.choice("duplicates")?.unwrap_or(Duplicates::Document),
        scale: ask.choice("scale")?.unwrap_or(Scale::Sides),
    };
    let windows = ask
        .get("window")
        .map(Windows::span)
        .transpose()
        .map_err(Wrong::Unreadable)?;
    let windows = windows.map(|unit| Windows {
        length: unit,
        step: unit,
    });
    let mut topics = Vec::new();
    for topic in &scope.topics {
        topics.push(site.store.topic_head(*topic).await?.0);
    }
    let whose = match (ask.get("coder"), ask.get("reviewed")) {
        (Some(name), _) => Whose::Coder(name.to_owned()),
        (None, Some("adjudicated")) => Whose::Adjudicated,
        (None, Some(_)) => Whose::Reviewed,
        (None, None) => Whose::Record,
    };
    let statements = site.store.network_statements(&scope, &whose).await?;
    let coders = site.store.coders().await?;
    let window = window(&scope);
    let kinds: Vec<String> = ask.all("kind").map(str::to_owned).collect();
    let least = ask.get("least").map(str::parse).transpose();
    let least: Option<usize> = least
        .map_err(|_| Wrong::Unreadable("the least number of statements is a number".into()))?;
    let query = NetworkQuery {
        options,
        windows,
        topics: &topics,
        kinds: &kinds,
        least: least.unwrap_or(1),
        whose: &whose,
        format: ask.choice("format")?.unwrap_or(Format::Html),
        window: window.as_deref(),
    };
    let mut made = report::network(&query, &statements);
    let mut raised = None;
    // Of more actors than a network takes, those who speak more are shown, as long as nobody said how many.
    if least.is_none() {
        for more in RAISED {
            if made.is_ok() {
                break;
            }
            made = report::network(
                &NetworkQuery {
                    least: more,
                    ..query
                },
                &statements,
            );
            raised = made.is_ok().then_some(more);
        }
    }
    let made = made.map_err(Wrong::Unreadable)?;
    let named = |first: &'static str, names: &'static [&'static str]| -> Vec<(&str, &str)> {
        std::iter::once(("", first))
            .chain(names.iter().map(|name| (*name, *name)))
            .collect()
    };
    let shown: Vec<String> = coders.iter().map(|coder| safe(coder)).collect();
    let each = coders.iter().zip(&shown);
    let each = each.map(|(coder, shown)| (coder.as_str(), shown.as_str()));
    let coded_by: Vec<(&str, &str)> = std::iter::once(("", "(the record)")).chain(each).collect();
    let form = filter(
        ask,
        &["actor", "until", "since"],
        html! {
            (topic_choice(site, ask).await?)
            (choice(ask, "nodes", "Nodes", &named("(actors)", Nodes::NAMES)))
            (choice(ask, "two_mode", "Tied to", &[("", "each other"), ("yes", "topics")]))
            (choice(ask, "qualifier", "Sides", &named("(congruence)", Qualifier::NAMES)))
            (choice(ask, "normalize", "Divided by", &named("(no)", Normalization::NAMES)))
            (choice(ask, "duplicates", "Duplicates", &named("(document)", Duplicates::NAMES)))
            (choice(ask, "window", "Windows", &[("", "all time"), ("week", "weeks"), ("month", "months"), ("90 days", "90 days"), ("quarter", "quarters"), ("year", "years")]))
            (choice(ask, "kind", "Actors", &[("", "all"), ("person", "persons"), ("organization", "organizations"), ("government", "governments"), ("group", "groups")]))
            (field(ask, "number", "least", "Statements at least"))
            (choice(ask, "reviewed", "Reviewed", &[("", "all"), ("yes", "only reviewed"), ("adjudicated", "only of coders, taken")]))
            @if !coders.is_empty() { (choice(ask, "coder", "Coded by", &coded_by)) }
        },
    );
    let above = html! {
        (form)
        @if let Some(least) = raised {
            p class="note" {
                "There are more actors than a network takes; these have " (least)
                " statements or more. A topic or days narrow it, too."
            }
        }
    };
    given(ask, made, above)
}
