//! Actors beside each other, and one time beside another.

use chrono::Days;
use maud::html;

use super::{filter, topic_choice, undated_scope};
use crate::report::{self, Basis, DigestQuery};
use crate::serve::answer::Answer;
use crate::serve::ask::Ask;
use crate::serve::frame::{field, safe};
use crate::serve::site::{Site, Wrong, given};
use crate::store::read::Since;

/// How far back a digest goes where nobody says.
const WEEK: Days = Days::new(7);
/// How far before the last statement it goes where that week is empty.
const MONTH: Days = Days::new(30);

/// Actors side by side, topic by topic, at a day.
pub async fn compare(site: &Site, ask: &Ask) -> Result<Answer, Wrong> {
    let at = ask.day("at")?.unwrap_or(ask.today);
    // A form has a field for another actor, which may be empty.
    let scope = undated_scope(site, ask).await?;
    let mut names = Vec::with_capacity(scope.actors.len());
    for actor in &scope.actors {
        names.push(site.store.actor_name(*actor).await?);
    }
    let names = report::Namesakes::names(&scope.actors, names);
    let topics = topic_choice(site, ask).await?;
    let above = html! {
        form class="filter" {
            @for actor in ask.all("actor") { input type="hidden" name="actor" value=(safe(actor)); }
            span class="field" {
                label for="f-actor" { @if names.is_empty() { "An actor" } @else { "And another actor" } }
                input id="f-actor" type="text" name="actor" placeholder="name or id";
            }
            (topics)
            (field(ask, "date", "at", "At"))
            button { "Compare" }
        }
        @if names.len() < 2 { p class="note" { "A comparison is of two actors or more." } }
    };
    let cells = match names.is_empty() {
        true => Vec::new(),
        false => site.store.matrix(&scope, at).await?,
    };
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let made = match names.is_empty() {
        true => report::Report {
            kind: "compare",
            title: report::Line::plain("Actors side by side"),
            ..report::Report::default()
        },
        false => {
            let behind = Basis::of_extent(&site.store.extent(&scope, Some(at)).await?);
            report::compare(&names, at, &cells, &behind)
        }
    };
    given(ask, made, above)
}

/// What changed since a day; in the last week, where none is given.
pub async fn digest(site: &Site, ask: &Ask) -> Result<Answer, Wrong> {
    let until = ask.day("until")?.unwrap_or(ask.today);
    let given_since = ask.day("since")?;
    let mut since = match given_since {
        Some(day) => day,
        None => until.checked_sub_days(WEEK).unwrap_or(until),
    };
    if until < since {
        return Err(Wrong::Unreadable(
            "the last day is before the day since when: choose a later last day, or an earlier first"
                .into(),
        ));
    }
    let scope = undated_scope(site, ask).await?;
    let of = |since| site.store.changes(scope.clone(), Since::day(since), until);
    let mut changes = of(since).await?;
    // Of an archive, the last week is empty: who said no day is shown the last one in which something was said.
    let mut quiet = false;
    if given_since.is_none() && changes.rows.is_empty() {
        let last = site.store.extent(&scope, Some(until)).await?.said_to;
        if let Some(earlier) = last
            .and_then(|last| last.checked_sub_days(MONTH))
            .filter(|day| *day < since)
        {
            (since, quiet) = (earlier, true);
            changes = of(since).await?;
        }
    }
    let query = DigestQuery {
        since,
        until,
        name: None,
        archive: changes.archive,
        among: &Basis::of_extent(&changes.among),
    };
    let topics = topic_choice(site, ask).await?;
    let above = filter(
        ask,
        &["actor"],
        html! {
            (topics)
            (field(ask, "date", "since", "Since"))
            (field(ask, "date", "until", "Until"))
        },
    );
    let above = html! {
        (above)
        @if quiet {
            p class="note" { "Nothing changed in the last week. This is since a month before the last statement; choose another day above." }
        }
    };
    given(ask, report::digest(&query, &changes.rows), above)
}
