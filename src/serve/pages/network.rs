//! Who agrees with whom.

use maud::{Markup, html};

use super::{filter, scope, topic_choice, window};
use crate::model::{NetworkStatement, Whose};
use crate::report::{
    self, Duplicates, Format, NETWORK_KINDS, NetworkOptions, NetworkQuery, NoNetwork, Nodes,
    Normalization, Qualifier, Report, Scale, Windows,
};
use crate::serve::answer::Answer;
use crate::serve::ask::Ask;
use crate::serve::frame::{self, choice, field, safe};
use crate::serve::site::{Site, Wrong, given};
use hyper::StatusCode;

/// How many statements actors are asked to have where there are too many of them otherwise.
const RAISED: [usize; 9] = [2, 3, 4, 5, 8, 13, 21, 50, 200];

/// Spans of time that a form offers.
const SPANS: [(&str, &str); 5] = [
    ("week", "weeks"),
    ("month", "months"),
    ("90 days", "90 days"),
    ("quarter", "quarters"),
    ("year", "years"),
];

/// The network that the address asks for. Where there is none, the form stays and it is said what to change.
pub async fn network(site: &Site, ask: &Ask) -> Result<Answer, Wrong> {
    match made(site, ask).await {
        Ok((made, raised)) => {
            let above = html! {
                (form(site, ask).await?)
                @if let Some(least) = raised {
                    p class="note" {
                        "There are more actors than a network takes; these have " (least)
                        " statements or more. A topic or days narrow it, too."
                    }
                }
            };
            given(ask, made, above)
        }
        Err(Wrong::Unreadable(why)) if ask.get("format").is_none() => {
            let usual = ask.with(&[("qualifier", ""), ("normalize", "")]);
            let changed = ["qualifier", "normalize"]
                .iter()
                .any(|name| ask.get(name).is_some());
            let inside = html! {
                header { p class="kind" { "network" } h1 { "This network cannot be made" } }
                main {
                    p class="refused" role="alert" { (safe(&why)) "." }
                    @if changed { p class="ways" { a href=(usual) { "The same with the usual sides, divided by nothing" } } }
                    (form(site, ask).await?)
                }
            };
            let page = frame::page(ask, "This network cannot be made", inside);
            Ok(Answer::page(page).status(StatusCode::BAD_REQUEST))
        }
        Err(wrong) => Err(wrong),
    }
}

/// The network, and how many statements its actors have at least where nobody said and there were too many.
async fn made(site: &Site, ask: &Ask) -> Result<(Report, Option<usize>), Wrong> {
    let scope = scope(site, ask).await?;
    let options = options(ask)?;
    let windows = windows(ask)?;
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
    let least = ask.get("least").map(str::parse).transpose();
    let least: Option<usize> = least
        .map_err(|_| Wrong::Unreadable("the least number of statements is a number".into()))?;
    let statements = site.store.network_statements(&scope, &whose).await?;
    let window = window(&scope);
    let kinds: Vec<String> = ask.all("kind").map(str::to_owned).collect();
    if let Some(other) = kinds
        .iter()
        .find(|kind| !NETWORK_KINDS.contains(&kind.as_str()))
    {
        return Err(Wrong::Unreadable(format!(
            "there is no kind of actor \"{other}\": choose one of {}",
            NETWORK_KINDS.join(", ")
        )));
    }
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
    narrowed(query, &statements, least.is_none()).map_err(|no| Wrong::Unreadable(no.to_string()))
}

/// Of more actors than a network takes those who speak more, as long as nobody said how many.
fn narrowed(
    query: NetworkQuery,
    statements: &[NetworkStatement],
    may: bool,
) -> Result<(Report, Option<usize>), NoNetwork> {
    let mut made = report::network(&query, statements);
    let mut raised = None;
    for more in RAISED {
        if !may || !matches!(made, Err(NoNetwork::Crowd(_))) {
            break;
        }
        let query = NetworkQuery {
            least: more,
            ..query
        };
        made = report::network(&query, statements);
        raised = Some(more);
    }
    Ok((made?, raised))
}

fn options(ask: &Ask) -> Result<NetworkOptions, Wrong> {
    let two_mode = ask.get("two_mode").is_some();
    Ok(NetworkOptions {
        nodes: ask.choice("nodes")?.unwrap_or(Nodes::Actors),
        two_mode,
        qualifier: ask.choice("qualifier")?.unwrap_or(usual(two_mode)),
        normalization: ask.choice("normalize")?.unwrap_or(Normalization::No),
        duplicates: ask.choice("duplicates")?.unwrap_or(Duplicates::Document),
        scale: ask.choice("scale")?.unwrap_or(Scale::Sides),
    })
}

/// How sides enter where nobody says.
fn usual(two_mode: bool) -> Qualifier {
    match two_mode {
        true => Qualifier::Subtract,
        false => Qualifier::Congruence,
    }
}

fn windows(ask: &Ask) -> Result<Option<Windows>, Wrong> {
    let span = |name: &str| {
        let given = ask.get(name).map(Windows::span).transpose();
        given.map_err(Wrong::Unreadable)
    };
    match (span("window")?, span("step")?) {
        (None, None) => Ok(None),
        (Some(length), step) => {
            let windows = Windows::new(length, step.unwrap_or(length));
            Ok(Some(windows.map_err(Wrong::Unreadable)?))
        }
        (None, Some(_)) => Err(Wrong::Unreadable(
            "a step is from one window to the next: choose windows, too".into(),
        )),
    }
}

/// What a network can be asked for.
async fn form(site: &Site, ask: &Ask) -> Result<Markup, Wrong> {
    let two_mode = ask.get("two_mode").is_some();
    let coders = site.store.coders().await?;
    // What holds where nothing is chosen stands first, once.
    let of = |usual: String, names: &[&'static str], only: fn(&str) -> &'static str| {
        let mut values = vec![("", format!("{usual}, as usual"))];
        let others = names.iter().filter(|name| **name != usual);
        values.extend(others.map(|name| (*name, format!("{name}{}", only(name)))));
        values
    };
    let list = |name: &str, label: &str, values: &[(&str, String)]| {
        let values: Vec<(&str, &str)> = values
            .iter()
            .map(|(value, text)| (*value, text.as_str()))
            .collect();
        choice(ask, name, label, &values)
    };
    let spans = |name: &str, first: &'static str| -> Vec<(&str, &str)> {
        // A span that the form does not offer stays, too.
        let other = ask
            .get(name)
            .filter(|given| !SPANS.iter().any(|(span, _)| span == given));
        let other = other.map(|given| (given, given));
        std::iter::once(("", first))
            .chain(SPANS)
            .chain(other)
            .collect()
    };
    let always: fn(&str) -> &'static str = |_| "";
    let sides: fn(&str) -> &'static str = |name| match name {
        "congruence" | "conflict" => " (to each other)",
        "combine" => " (to topics)",
        _ => "",
    };
    let divided: fn(&str) -> &'static str = |name| match name {
        "average" | "jaccard" | "cosine" => " (to each other)",
        "activity" | "prominence" => " (to topics)",
        _ => "",
    };
    let mut coded_by = vec![("", "the record".to_owned())];
    coded_by.extend(coders.iter().map(|coder| (coder.as_str(), safe(coder))));
    let usual = usual(two_mode).to_string();
    Ok(filter(
        ask,
        &["actor"],
        html! {
            (topic_choice(site, ask).await?)
            (list("nodes", "Nodes", &of("actors".into(), Nodes::NAMES, always)))
            (choice(ask, "two_mode", "Tied to", &[("", "each other"), ("yes", "topics")]))
            (list("qualifier", "Sides", &of(usual, Qualifier::NAMES, sides)))
            (list("normalize", "Divided by", &of("no".into(), Normalization::NAMES, divided)))
            (list("duplicates", "Duplicates", &of("document".into(), Duplicates::NAMES, always)))
            (list("scale", "Stances as", &of("sides".into(), Scale::NAMES, always)))
            (field(ask, "date", "since", "Said since"))
            (field(ask, "date", "until", "Said until"))
            (choice(ask, "window", "Windows", &spans("window", "all time")))
            (choice(ask, "step", "Each begins after", &spans("step", "the one before ends")))
            (choice(ask, "kind", "Actors", &[("", "all"), ("person", "persons"), ("organization", "organizations"), ("government", "governments"), ("group", "groups")]))
            (field(ask, "number", "least", "Statements at least"))
            (choice(ask, "reviewed", "Reviewed", &[("", "all"), ("yes", "only reviewed"), ("adjudicated", "only of coders, taken")]))
            @if !coders.is_empty() { (list("coder", "Coded by", &coded_by)) }
        },
    ))
}
