//! Topics and actors: lists, and one by one.

use maud::html;

use super::LISTED;
use super::stances::foremost;
use crate::model::Codebook;
use crate::report;
use crate::serve::answer::Answer;
use crate::serve::ask::{Ask, encoded};
use crate::serve::frame::safe;
use crate::serve::site::{Site, Wrong, given};
use crate::store::read::Scope;
use crate::text::codebook;

/// The topics.
pub async fn topics(site: &Site, ask: &Ask) -> Result<Answer, Wrong> {
    let rows = site.store.topics(&Scope::default()).await?;
    given(ask, report::topic_list(&rows), html! {})
}

/// A topic: its field over time, its terms, who stands where.
pub async fn topic_page(site: &Site, ask: &Ask, topic: &str) -> Result<Answer, Wrong> {
    let id = site.store.topic(topic).await?;
    let scope = Scope {
        topics: vec![id],
        ..Scope::default()
    };
    let gone = || Wrong::Nothing("The codebook in force has this topic no more.".into(), None);
    // Its figures are of all actors, its rows of those whom a page has room for.
    let mut shown = scope.clone();
    let (rows, applied, most) = tokio::try_join!(
        async { Ok(site.store.topics(&scope).await?) },
        async { Ok(site.store.codebook_toml().await?) },
        foremost(site, ask, &mut shown, ask.today),
    )?;
    let row = rows.into_iter().next().ok_or_else(gone)?;
    // What was applied once was read then: were it not to be read now, the page would show no terms.
    let book = match applied {
        Some((_, toml)) => codebook::parse("the codebook", &toml).unwrap_or_default(),
        None => Codebook::default(),
    };
    let entry = book
        .topics
        .into_iter()
        .find(|t| t.id == row.topic)
        .unwrap_or_default();
    let (history, positions, shifts) = tokio::try_join!(
        site.store.history(&shown),
        site.store.positions(&shown, None),
        site.store.shifts(&shown),
    )?;
    let days = report::field_days(&row, &history);
    let standings = site.store.standings(id, &days).await?;
    let field = report::Field {
        history: &history,
        standings: &standings,
    };
    let made = report::topic_show(&row, &entry, &positions, &shifts, &field);
    let slug = encoded(&row.topic);
    let above = html! {
        p class="ways" {
            a href={ "/history?topic=" (slug) } { "Everything said" } " "
            a href={ "/network?topic=" (slug) } { "Network" } " "
            a href={ "/review?topic=" (slug) } { "Review" }
        }
        (most)
    };
    given(ask, made, above)
}

/// The actors; a page shows those who say most.
pub async fn actors(site: &Site, ask: &Ask) -> Result<Answer, Wrong> {
    // What is told of an actor is looked up for those alone who are shown.
    let rows = match ask.get("format") {
        Some(_) => site.store.actors(&Scope::default()).await?,
        None => {
            let foremost = site.store.foremost_actors(LISTED).await?;
            site.store.actors_listed(&foremost).await?
        }
    };
    let namesakes = report::Namesakes::of(&rows).ids();
    let seen = site.store.first_seen(&namesakes).await?;
    given(ask, report::actor_list(&rows, &seen), html! {})
}

/// An actor, with the way to its timelines.
pub async fn actor_page(site: &Site, ask: &Ask, actor: &str) -> Result<Answer, Wrong> {
    let id = site.store.actor(actor).await?;
    let scope = Scope {
        actors: vec![id],
        ..Scope::default()
    };
    let row = site.store.actors(&scope).await?.into_iter().next();
    let row = row.ok_or_else(|| Wrong::Nothing("There is no such actor.".into(), None))?;
    let roles = site.store.roles(id).await?;
    let positions = site.store.positions(&scope, None).await?;
    let shifts = site.store.shifts(&scope).await?;
    let mut on: Vec<(&str, &str)> = positions
        .iter()
        .map(|row| (row.topic.as_str(), row.topic_name.as_str()))
        .collect();
    on.sort_unstable();
    on.dedup();
    let above = html! {
        p class="ways" {
            a href={ "/history?actor=" (id) } { "Everything said" } " "
            a href={ "/claims?actor=" (id) } { "Claims" } " "
            a href={ "/articles?actor=" (id) } { "Articles" }
        }
        @if !on.is_empty() {
            p class="ways" { "Timeline on"
                @for (topic, name) in &on { " " a href={ "/history?actor=" (id) "&topic=" (encoded(topic)) } { (safe(name)) } }
            }
        }
    };
    given(
        ask,
        report::actor_show(&row, &roles, &positions, &shifts),
        above,
    )
}
