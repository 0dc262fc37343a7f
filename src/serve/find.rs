//! The first page, and the search over actors, topics and claims.

use maud::{Markup, html};

use super::answer::Answer;
use super::ask::{Ask, encoded};
use super::frame::{self, safe};
use super::site::{Site, Wrong};
use crate::model::{ActorRow, ClaimRow, FirstSeen, TopicChoice};
use crate::report::{Namesakes, count, first_seen, numbered, printed_said};
use crate::store::Candidate;
use crate::store::read::ClaimFilter;

/// How many of each are shown.
const FOUND: i64 = 12;
/// Characters of a passage shown.
const PASSAGE: usize = 220;

/// The first page: what there is.
pub async fn home(site: &Site, ask: &Ask) -> Result<Answer, Wrong> {
    let totals = site.totals().await?;
    // What there is to choose from, without counting what was said on each: that takes long in a large record.
    let topics = site.store.topic_choices().await?;
    let inside = html! {
        header {
            h1 { "Who said what, and what changed" }
            p class="basis" {
                (count(totals.articles, "article")) " of " (count(totals.outlets, "outlet")) ", "
                (count(totals.claims, "claim")) ", " (count(totals.topics, "topic"))
            }
        }
        main {
            @if totals.articles == 0 {
                p { "Nothing is taken in yet: " code { "stance ingest FILE" } ", then " code { "stance codebook apply FILE" } "." }
            }
            h2 { "Topics" }
            (topic_list(&topics))
            @if topics.is_empty() { p { "No topic yet: " code { "stance topic new \"…\"" } " begins one." } }
            p { a href="/topics" { "How the topics stand" } " · " a href="/actors" { "All actors" } }
        }
    };
    Ok(Answer::page(frame::page(ask, "Who said what", inside)))
}

/// What a search finds; with `part` without the page around it, for who searches while typing.
pub async fn search(site: &Site, ask: &Ask) -> Result<Answer, Wrong> {
    let words: Vec<String> = ask
        .get("q")
        .unwrap_or_default()
        .split_whitespace()
        .map(str::to_lowercase)
        .collect();
    let found = match words.is_empty() {
        true => html! { p { "Type a name, a topic, or words that were said." } },
        false => found(site, &words, ask.get("q").unwrap_or_default()).await?,
    };
    if ask.get("part").is_some() {
        return Ok(Answer::page(found.into_string()));
    }
    let inside = html! {
        header { h1 { "Search" } }
        main id="found" aria-live="polite" { (found) }
    };
    Ok(Answer::page(frame::page(ask, "Search", inside)))
}

async fn found(site: &Site, words: &[String], given: &str) -> Result<Markup, Wrong> {
    let holds = |text: &str| {
        let text = text.to_lowercase();
        words.iter().all(|word| text.contains(word))
    };
    // Without figures, which would be made anew with every letter typed.
    let mut topics = site.store.topic_choices().await?;
    topics.retain(|topic| {
        holds(&format!(
            "{} {} {}",
            topic.topic, topic.name, topic.proposition
        ))
    });
    let ids = site.store.actors_named(words, FOUND).await?;
    let actors = match ids.is_empty() {
        true => Vec::new(),
        false => site.store.actors_listed(&ids).await?,
    };
    let namesakes = Namesakes::of(&actors).ids();
    let seen = site.store.first_seen(&namesakes).await?;
    let filter = ClaimFilter {
        words: words.to_vec(),
        limit: Some(FOUND),
        ..ClaimFilter::default()
    };
    let claims = site.store.claims(&filter).await?;
    Ok(html! {
        @if topics.is_empty() && actors.is_empty() && claims.is_empty() {
            p { "Nothing holds “" (safe(given)) "”." }
        }
        @if !topics.is_empty() { h2 { "Topics" } (topic_list(&topics)) }
        @if !actors.is_empty() { h2 { "Actors" } (actor_list(&actors, &seen)) }
        @if !claims.is_empty() {
            h2 { "Claims" }
            ul class="found" { @for claim in &claims { li { (claim_line(claim)) } } }
            @if claims.len() as i64 >= FOUND {
                p { a href={ "/claims?words=" (encoded(given)) } { "All claims with these words" } }
            }
        }
    })
}

/// A name that several answer to: the same page for each of them.
pub fn several(ask: &Ask, given: &str, candidates: &[Candidate]) -> String {
    let title = format!("“{given}” can be several");
    let inside = html! {
        header { h1 { (safe(&title)) } }
        main {
            ul class="found" {
                @for one in candidates {
                    li {
                        a href=(ask.meaning(given, one.id)) { (safe(&numbered(&one.name, one.id))) }
                        @if !one.of.is_empty() { " " span class="dim" { (safe(&one.of.join(", "))) } }
                    }
                }
            }
        }
    };
    frame::page(ask, &title, inside)
}

fn topic_list(topics: &[TopicChoice]) -> Markup {
    html! {
        ul class="found" {
            @for topic in topics {
                li {
                    a href={ "/topic/" (encoded(&topic.topic)) } { (safe(&topic.name)) }
                    br;
                    span class="said" { (safe(&topic.proposition)) }
                }
            }
        }
    }
}

/// Actors; of those of one name, in which article each is mentioned first.
fn actor_list(actors: &[ActorRow], seen: &[FirstSeen]) -> Markup {
    html! {
        ul class="found" {
            @for actor in actors {
                li {
                    a href={ "/actor/" (actor.actor_id) } { (safe(&actor.actor)) }
                    " " span class="dim" {
                        (safe(&actor.actor_kind)) ", " (count(actor.statements, "statement")) " on " (count(actor.topics, "topic")) ", "
                        (count(actor.claims, "claim")) " in " (count(actor.articles_mentioning, "article"))
                        @for first in seen.iter().filter(|first| first.actor_id == actor.actor_id) {
                            ", actor " (actor.actor_id) ", first in " a href={ "/article/" (first.article_id) } { (safe(&first_seen(first))) }
                        }
                    }
                }
            }
        }
    }
}

fn claim_line(claim: &ClaimRow) -> Markup {
    let evidence = safe(&claim.evidence);
    let short: String = evidence.chars().take(PASSAGE).collect();
    html! {
        a href={ "/claim/" (claim.claim_id) } {
            (safe(claim.actor.as_deref().unwrap_or("unnamed"))) ", " (printed_said(claim.said_from, claim.said_to, &claim.basis))
        }
        @if let Some(outlet) = &claim.outlet { " " span class="dim" { (safe(outlet)) } }
        br;
        bdi class="said" { (short) @if short.len() < evidence.len() { "…" } }
    }
}
