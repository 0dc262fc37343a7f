//! The pages that show reports: each asks the views as the command of the same name does.

mod beside;
mod network;
mod people;
mod stances;
mod texts;

use maud::{Markup, html};

use super::answer::Answer;
use super::ask::Ask;
use super::frame::{choice, safe};
use super::site::{Site, Wrong};
use crate::report::printed_day;
use crate::store::read::Scope;

/// Rows of a list that a page shows.
const LISTED: i64 = 200;

/// Shows the page of a path.
pub async fn show(site: &Site, ask: &Ask, path: &[&str]) -> Result<Answer, Wrong> {
    match path {
        ["topics"] => people::topics(site, ask).await,
        ["topic", topic] => people::topic_page(site, ask, topic).await,
        ["actors"] => people::actors(site, ask).await,
        ["actor", actor] => people::actor_page(site, ask, actor).await,
        ["history"] => stances::history(site, ask).await,
        ["matrix"] => stances::matrix(site, ask).await,
        ["shifts"] => stances::shifts(site, ask).await,
        ["shift", id] => stances::shift(site, ask, id).await,
        ["claims"] => texts::claims(site, ask).await,
        ["claim", id] => texts::claim(site, ask, number(id)?).await,
        ["articles"] => texts::articles(site, ask).await,
        ["article", id] => texts::article(site, ask, number(id)?).await,
        ["network"] => network::network(site, ask).await,
        ["compare"] => beside::compare(site, ask).await,
        ["digest"] => beside::digest(site, ask).await,
        _ => Err(Wrong::Nothing("There is no such page.".into(), None)),
    }
}

fn number(id: &str) -> Result<i64, Wrong> {
    id.parse()
        .map_err(|_| Wrong::Nothing(format!("\"{id}\" is not the number of anything."), None))
}

/// Actors, topics and the window of days that an address asks for.
async fn scope(site: &Site, ask: &Ask) -> Result<Scope, Wrong> {
    let mut scope = Scope {
        said_since: ask.day("since")?,
        said_until: ask.day("until")?,
        ..Scope::default()
    };
    if let (Some(since), Some(until)) = (scope.said_since, scope.said_until)
        && until < since
    {
        return Err(Wrong::Unreadable(format!(
            "the last day, {}, is before the first, {}: choose a later last day, or an earlier first",
            printed_day(until),
            printed_day(since)
        )));
    }
    for actor in ask.all("actor") {
        scope.actors.push(site.store.actor(actor).await?);
    }
    for topic in ask.all("topic") {
        scope.topics.push(site.store.topic(topic).await?);
    }
    Ok(scope)
}

/// The same without the days, which say another thing of some pages than when something was said.
async fn undated_scope(site: &Site, ask: &Ask) -> Result<Scope, Wrong> {
    Ok(Scope {
        said_since: None,
        said_until: None,
        ..scope(site, ask).await?
    })
}

/// The window of days in words.
fn window(scope: &Scope) -> Option<String> {
    let parts = [
        scope
            .said_since
            .map(|day| format!("said since {}", printed_day(day))),
        scope
            .said_until
            .map(|day| format!("said until {}", printed_day(day))),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// A form that narrows a page; `kept` are the fields of the address that stay.
fn filter(ask: &Ask, kept: &[&str], fields: Markup) -> Markup {
    html! {
        form class="filter" {
            @for name in kept { @for value in ask.all(name) { input type="hidden" name=(name) value=(safe(value)); } }
            (fields)
            button { "Show" }
        }
    }
}

/// The same page for each topic.
async fn each_topic(site: &Site, ask: &Ask) -> Result<Markup, Wrong> {
    let topics = site.store.topic_choices().await?;
    Ok(html! {
        @for topic in &topics { " " a href=(ask.with(&[("topic", &topic.topic)])) { (safe(&topic.name)) } }
    })
}

/// The choice of one topic, for a filter; where the address names several, or one in other words than its
/// id, they stay.
pub async fn topic_choice(site: &Site, ask: &Ask) -> Result<Markup, Wrong> {
    let topics = site.store.topic_choices().await?;
    let asked: Vec<&str> = ask.all("topic").collect();
    let listed = |asked: &&str| topics.iter().any(|topic| topic.topic == **asked);
    if asked.len() > 1 || !asked.iter().all(listed) {
        return Ok(
            html! { @for topic in asked { input type="hidden" name="topic" value=(safe(topic)); } },
        );
    }
    let names: Vec<String> = topics.iter().map(|topic| safe(&topic.name)).collect();
    let each = topics.iter().zip(&names);
    let each = each.map(|(topic, name)| (topic.topic.as_str(), name.as_str()));
    let values: Vec<(&str, &str)> = std::iter::once(("", "all")).chain(each).collect();
    Ok(choice(ask, "topic", "Topic", &values))
}
