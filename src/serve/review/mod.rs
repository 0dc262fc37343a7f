//! The review queue: a proposal at a time, with its passage and what decides about it.

mod done;
mod form;
mod item;
mod verdict;

use maud::{Markup, html};

use super::answer::Answer;
use super::ask::Ask;
use super::frame::{self, choice, safe};
use super::pages::topic_choice;
use super::site::{Site, Wrong};
use crate::model::{ReviewItem, ReviewOrder};
use crate::store::read::{ClaimFilter, Proposal, Scope};

use done::Done;
use form::{Given, Offered};
pub use verdict::take;

/// The most proposals, or verdicts, that an address remembers.
const REMEMBERED: usize = 60;

/// Shows what comes next, or the claim that is named.
pub async fn show(site: &Site, ask: &Ask) -> Result<Answer, Wrong> {
    page(site, ask, &Given::default()).await
}

/// The same, after a form that could not be taken: with what was given in it, and why not.
async fn page(site: &Site, ask: &Ask, given: &Given) -> Result<Answer, Wrong> {
    let order = ask
        .get("next")
        .and_then(ReviewOrder::of_name)
        .unwrap_or_default();
    let mut scope = Scope::default();
    for actor in ask.all("actor") {
        scope.actors.push(site.store.actor(actor).await?);
    }
    for topic in ask.all("topic") {
        scope.topics.push(site.store.topic(topic).await?);
    }
    let proposals = match ask.get("claim") {
        Some(claim) => of_claim(site, claim).await?,
        None => {
            let queue = site.queue(order, &scope).await?;
            site.store.review_next(&queue, &passed(ask), 1).await?
        }
    };
    let mut item = None;
    for proposal in proposals {
        item = site.store.review_item(proposal).await?;
        if item.is_some() {
            break;
        }
    }
    let order = order_form(site, ask).await?;
    let offered = match &item {
        Some(item) => offered(site, item).await?,
        None => Offered::default(),
    };
    let inside = html! {
        header {
            p class="kind" { "review" }
            h1 { @match &item { Some(item) => { (who(item)) }, None => { "Nothing left to review" } } }
        }
        main {
            (order)
            @if let Some(why) = &given.refused { p class="refused" id=(form::WHY) role="alert" { (safe(why)) } }
            @if let Some(done) = Done::of(ask).last() { (done.form(site, ask)) }
            @match &item {
                Some(item) => {
                    (item::shown(item))
                    (form::verdict(site, ask, item, &offered, given))
                },
                None => {
                    p { "No proposal that nobody has judged is left here." }
                    @if ask.get("pass").is_some() {
                        p { a href=(ask.with(&[("pass", "")])) { "Show those that were passed over" } }
                    }
                },
            }
        }
    };
    Ok(Answer::page(frame::page(ask, "Review", inside)))
}

/// What a claim can be made: the topics that there are, and whom its article has as speakers.
async fn offered(site: &Site, item: &ReviewItem) -> Result<Offered, Wrong> {
    let filter = ClaimFilter {
        article: Some(item.article_id),
        ..ClaimFilter::default()
    };
    let (topics, claims) =
        tokio::try_join!(site.store.topic_choices(), site.store.claims(&filter))?;
    let mut actors: Vec<String> = claims.into_iter().filter_map(|claim| claim.actor).collect();
    actors.sort_unstable();
    actors.dedup();
    Ok(Offered { topics, actors })
}

/// The stances of a claim ("31"), or the one on a topic ("31-2").
async fn of_claim(site: &Site, given: &str) -> Result<Vec<Proposal>, Wrong> {
    if let Some(proposal) = proposal_of(given) {
        return Ok(vec![proposal]);
    }
    let claim = given
        .parse()
        .map_err(|_| Wrong::Unreadable(format!("\"{given}\" is not the number of a claim")))?;
    let claim = site.store.claim(claim).await?.claim_id;
    let topics = site.store.topics_of_claim(claim).await?;
    if topics.is_empty() {
        return Err(Wrong::Nothing(
            format!("Claim {claim} is on no topic."),
            None,
        ));
    }
    Ok(topics.into_iter().map(|topic| (claim, topic)).collect())
}

/// A claim on a topic, as addresses write it: "31-2".
fn proposal_of(given: &str) -> Option<Proposal> {
    let (claim, topic) = given.split_once('-')?;
    Some((claim.parse().ok()?, topic.parse().ok()?))
}

/// What the address says was passed over: "31-2 45-2".
fn passed(ask: &Ask) -> Vec<Proposal> {
    let pairs = ask.get("pass").unwrap_or_default().split(' ');
    pairs.filter_map(proposal_of).collect()
}

fn who(item: &ReviewItem) -> String {
    let actor = item.actor.as_deref().unwrap_or("An unnamed source");
    safe(&format!("{actor} on {}", item.topic_name))
}

async fn order_form(site: &Site, ask: &Ask) -> Result<Markup, Wrong> {
    let topics = topic_choice(site, ask).await?;
    Ok(html! {
        form class="filter" {
            @for name in ["actor", "done"] { @for value in ask.all(name) { input type="hidden" name=(name) value=(safe(value)); } }
            (choice(ask, "next", "First", &[("uncertain", "the most uncertain"), ("shifts", "ends of candidate shifts"), ("date", "what was said last")]))
            (topics)
            button { "Show" }
        }
    })
}

/// The address that shows what comes after an item.
fn pass_on(ask: &Ask, item: &ReviewItem) -> String {
    let mut pairs: Vec<String> = passed(ask)
        .iter()
        .map(|(claim, topic)| format!("{claim}-{topic}"))
        .collect();
    pairs.push(format!("{}-{}", item.claim_id, item.topic_id));
    let first = pairs.len().saturating_sub(REMEMBERED);
    ask.with(&[("pass", &pairs[first..].join(" ")), ("claim", "")])
}
