//! What was said over time: histories, the matrix, shifts.

use std::ops::Range;

use chrono::NaiveDate;
use maud::{Markup, html};

use super::{each_topic, filter, scope, undated_scope, window};
use crate::model::HistoryRow;
use crate::report::{
    self, Basis, HistoryQuery, MatrixQuery, ShiftsQuery, Surroundings, TopicHead, number,
};
use crate::serve::answer::Answer;
use crate::serve::ask::Ask;
use crate::serve::frame::{choice, field};
use crate::serve::site::{Site, Wrong, given};
use crate::store::Store;
use crate::store::read::Scope;

/// Code points shown around the passages of a shift.
const AROUND: usize = 600;
/// Actors, or shifts, that a page shows of all there are.
const MOST: i64 = 60;

/// Whether a row of a history passes the filter of the address.
fn passes(ask: &Ask, row: &HistoryRow) -> bool {
    let side = match ask.get("side") {
        Some("for") => row.stance.is_some_and(|stance| stance > 0),
        Some("against") => row.stance.is_some_and(|stance| stance < 0),
        Some("neither") => row.stance.is_none_or(|stance| stance == 0),
        _ => true,
    };
    let status = match ask.get("status") {
        Some("reviewed") => matches!(row.status.as_str(), "confirmed" | "corrected"),
        Some("open") => row.status == "proposed",
        _ => true,
    };
    side && status
}

/// Narrows a page of very many actors to those with most statements, and says so; files have all, and so has who
/// asks for all.
pub async fn foremost(
    site: &Site,
    ask: &Ask,
    scope: &mut Scope,
    day: NaiveDate,
) -> Result<Markup, Wrong> {
    if !scope.actors.is_empty() || ask.get("all").is_some() || ask.get("format").is_some() {
        return Ok(html! {});
    }
    let (most, everyone) = site.store.most_heard(scope, day, MOST).await?;
    if everyone <= MOST {
        return Ok(html! {});
    }
    scope.actors = most;
    let by_topic = scope.topics.is_empty();
    Ok(html! {
        p class="note" {
            "The " (MOST) " actors with most statements, of " (number(everyone)) ". "
            a href=(ask.with(&[("all", "yes")])) { "All of them" }
            @if by_topic { ", or on one topic:" (each_topic(site, ask).await?) }
        }
    })
}

/// Narrows the history of a topic to as many actors as a page has room for, those with most statements first; returns
/// the way to the others, and in words who is shown. Files have all.
async fn page_of_actors(
    site: &Site,
    ask: &Ask,
    scope: &mut Scope,
) -> Result<(Markup, Option<String>), Wrong> {
    let from = match ask.get("from").map(str::parse::<usize>) {
        None => 1,
        Some(Ok(from @ 1..)) => from,
        Some(_) => {
            let why = "the actor that a page begins with is a number: 1 is who says most";
            return Err(Wrong::Unreadable(why.into()));
        }
    };
    if !scope.actors.is_empty() || ask.get("format").is_some() {
        return Ok((html! {}, None));
    }
    let all = ask.get("all").is_some();
    let heard = site.store.heard(scope, all).await?;
    if from > heard.len().max(1) {
        return Err(Wrong::Unreadable(format!(
            "there are {} actors here: none comes {from}th",
            number(heard.len() as i64)
        )));
    }
    let pages = pages_of(&heard);
    let at = pages
        .iter()
        .rposition(|page| page.start < from)
        .unwrap_or(0);
    let (Some(page), 2..) = (pages.get(at), pages.len()) else {
        return Ok((html! {}, None));
    };
    scope.actors = heard[page.clone()].iter().map(|(id, _)| *id).collect();
    let place = |page: &Range<usize>| match page.start {
        0 => ask.with(&[("from", "")]),
        start => ask.with(&[("from", &(start + 1).to_string())]),
    };
    let told = |page: &Range<usize>| match page.len() {
        1 => number(page.end as i64),
        _ => format!(
            "{}–{}",
            number(page.start as i64 + 1),
            number(page.end as i64)
        ),
    };
    let (first, last) = (at.saturating_sub(4), (at + 5).min(pages.len()));
    let shown = format!("actors {} of {}", told(page), number(heard.len() as i64));
    let ways = html! {
        nav class="leaf note" aria-label="actors" {
            "Actors " (told(page)) " of " (number(heard.len() as i64)) " of whom anything was found, those with most statements first. "
            @if at > 0 { a href=(place(&pages[at - 1])) rel="prev" { "Those before" } " " }
            @if let Some(next) = pages.get(at + 1) { a href=(place(next)) rel="next" { "Those after" } " " }
            @if first > 0 { a href=(place(&pages[0])) { (told(&pages[0])) } " … " }
            @for (other, page) in pages.iter().enumerate().take(last).skip(first) {
                @if other == at { strong aria-current="page" { (told(page)) } } @else { a href=(place(page)) { (told(page)) } }
                " "
            }
            @if last < pages.len() { "… " a href=(place(&pages[pages.len() - 1])) { (told(&pages[pages.len() - 1])) } }
        }
    };
    Ok((ways, Some(shown)))
}

/// Actors, by how many rows each has, on pages: as many as there is room for, and one at least.
fn pages_of(heard: &[(i64, i64)]) -> Vec<Range<usize>> {
    /// Rows of a page: of more it would be too much to send to a phone.
    const ROWS: i64 = 500;
    /// Actors of a page: more are not told apart in one picture.
    const ACTORS: usize = 40;
    let mut pages: Vec<Range<usize>> = Vec::new();
    let mut rows = 0;
    for (at, (_, own)) in heard.iter().enumerate() {
        match pages.last_mut() {
            Some(page) if rows + own <= ROWS && page.len() < ACTORS => page.end = at + 1,
            _ => {
                pages.push(at..at + 1);
                rows = 0;
            }
        }
        rows += own;
    }
    pages
}

/// The timeline of an actor, of a topic, or of an actor on a topic.
pub async fn history(site: &Site, ask: &Ask) -> Result<Answer, Wrong> {
    let mut scope = scope(site, ask).await?;
    let (actor, topic) = match (scope.actors.as_slice(), scope.topics.as_slice()) {
        ([], []) => {
            return Err(Wrong::Unreadable(
                "a history is of an actor, of a topic, or of both".into(),
            ));
        }
        ([] | [_], [] | [_]) => (scope.actors.first().copied(), scope.topics.first().copied()),
        _ => {
            return Err(Wrong::Unreadable(
                "a history is of one actor and one topic at the most".into(),
            ));
        }
    };
    let (most, shown) = page_of_actors(site, ask, &mut scope).await?;
    // Side by side: in a large record each of them takes as long as the rest of the page.
    let (mut rows, mut shifts, coverage) = tokio::try_join!(
        site.store.history(&scope),
        site.store.shifts(&scope),
        site.store.coverage(actor, topic),
    )?;
    let before = rows.len();
    rows.retain(|row| passes(ask, row));
    if rows.len() < before {
        // Shifts are between successive positions of all that was said.
        shifts.clear();
    }
    let everywhere = match actor {
        Some(_) if coverage.articles_searched == 0 => Some(site.store.coverage(None, topic).await?),
        _ => None,
    };
    let name = match actor {
        Some(id) => Some(site.store.actor_name(id).await?),
        None => None,
    };
    let head = match topic {
        Some(id) => Some(site.store.topic_head(id).await?),
        None => None,
    };
    let window = window(&scope);
    let query = HistoryQuery {
        actor: name.as_deref(),
        topic: head
            .as_ref()
            .map(|(name, proposition)| TopicHead { name, proposition }),
        all: ask.get("all").is_some(),
        everywhere: everywhere.as_ref(),
        window: window.as_deref(),
        today: ask.today,
    };
    // Its figures are of those who are shown.
    let mut made = report::history(&query, &rows, &shifts, &coverage).narrowed(shown.as_deref());
    if coverage.articles_searched > 0 {
        let topic = topic.map(|id| id.to_string());
        made.opens_searched(actor, topic.as_deref(), None);
    }
    let above = html! {
        (filter(ask, &["actor", "topic"], html! {
            (choice(ask, "side", "Side", &[("", "all"), ("for", "for"), ("against", "against"), ("neither", "neither")]))
            (choice(ask, "status", "Reviewed", &[("", "all"), ("reviewed", "reviewed"), ("open", "not reviewed")]))
            (field(ask, "date", "since", "Said since"))
            (field(ask, "date", "until", "Said until"))
        }))
        (most)
        @if rows.len() < before {
            p class="note" { (rows.len()) " of " (before) " statements pass the filter; shifts are shown without it." }
        }
    };
    given(ask, made, above)
}

/// Where everyone stood at a day.
pub async fn matrix(site: &Site, ask: &Ask) -> Result<Answer, Wrong> {
    let at = ask.day("at")?.unwrap_or(ask.today);
    let earlier = ask.day("since")?;
    if earlier.is_some_and(|day| day >= at) {
        return Err(Wrong::Unreadable(
            "the earlier day is not before the day of the matrix".into(),
        ));
    }
    let scope = undated_scope(site, ask).await?;
    // How much stands behind all of it, whoever is shown.
    let behind = Basis::of_extent(&site.store.extent(&scope, Some(at)).await?);
    let everyone = ask.get("all").is_some() || !scope.actors.is_empty();
    let mut scope = scope;
    let most = foremost(site, ask, &mut scope, at).await?;
    let cells = site.store.matrix(&scope, at).await?;
    let before = match earlier {
        Some(day) => Some((day, site.store.matrix(&scope, day).await?)),
        None => None,
    };
    let query = MatrixQuery {
        day: at,
        all: everyone,
        before: before.as_ref().map(|(day, cells)| (*day, cells.as_slice())),
        behind: Some(&behind),
    };
    let above = html! {
        (filter(ask, &["actor", "topic", "all"], html! {
            (field(ask, "date", "at", "At"))
            (field(ask, "date", "since", "Moved since"))
        }))
        (most)
    };
    given(ask, report::matrix(&query, &cells), above)
}

/// Confirmed shifts, then candidates.
pub async fn shifts(site: &Site, ask: &Ask) -> Result<Answer, Wrong> {
    let scope = scope(site, ask).await?;
    let mut rows = site.store.shifts(&scope).await?;
    let found = rows.len();
    if ask.get("format").is_none() && ask.get("all").is_none() {
        rows.truncate(MOST as usize);
    }
    let among = Basis::of_extent(&site.store.extent(&scope, None).await?);
    let mut actors = Vec::with_capacity(scope.actors.len());
    for id in &scope.actors {
        actors.push(site.store.actor_name(*id).await?);
    }
    let mut topics = Vec::with_capacity(scope.topics.len());
    for id in &scope.topics {
        topics.push(site.store.topic_head(*id).await?.0);
    }
    // Of several, each shift says whose it is and on what.
    let one = |names: &[String]| names.first().filter(|_| names.len() == 1).cloned();
    let (actor, topic) = (one(&actors), one(&topics));
    let several = [actors, topics].into_iter().filter(|names| names.len() > 1);
    let several: Vec<String> = several.map(|names| names.join(" and ")).collect();
    let query = ShiftsQuery {
        actor: actor.as_deref(),
        topic: topic.as_deref(),
        among: Some(&among),
    };
    let above = html! {
        (filter(ask, &["actor", "topic"], html! {
            (field(ask, "date", "since", "Said since"))
            (field(ask, "date", "until", "Said until"))
        }))
        @if rows.len() < found {
            p class="note" {
                "The first " (MOST) " of " (number(found as i64)) ". "
                a href=(ask.with(&[("all", "yes")])) { "All of them" } ", or narrow it to a topic:"
                (each_topic(site, ask).await?)
            }
        }
    };
    given(
        ask,
        report::shifts(&query, &rows)
            .narrowed(
                (!several.is_empty())
                    .then(|| several.join(" · "))
                    .as_deref(),
            )
            .narrowed(window(&scope).as_deref()),
        above,
    )
}

/// One shift with both its passages and what stands around them.
pub async fn shift(site: &Site, ask: &Ask, id: &str) -> Result<Answer, Wrong> {
    let (store, row) = site.store.shift(id).await?;
    let before = surroundings(&store, row.before.claim_id).await?;
    let after = surroundings(&store, row.after.claim_id).await?;
    let scope = Scope {
        actors: vec![row.actor_id],
        topics: vec![row.topic_id],
        ..Scope::default()
    };
    let history = store.history(&scope).await?;
    given(
        ask,
        report::shift_detail(&row, &before, &after, &history),
        html! {},
    )
}

async fn surroundings(store: &Store, claim_id: i64) -> Result<Surroundings, Wrong> {
    let claim = store.claim(claim_id).await?;
    let article = store.article(claim.article_id).await?;
    let source = store.passage_source(claim_id).await?;
    Ok(Surroundings::of_claim(&claim, &article, source, AROUND))
}
