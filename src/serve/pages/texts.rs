//! What was read: claims and articles.

use maud::html;

use super::{LISTED, filter, scope, window};
use crate::report::{self, ClaimsQuery};
use crate::serve::answer::Answer;
use crate::serve::ask::Ask;
use crate::serve::frame::{field, safe};
use crate::serve::site::{Site, Wrong, given};
use crate::store::read::{ArticleFilter, ClaimFilter};

/// One actor and one topic at the most, as these lists are narrowed to; the others would be passed over.
fn one_of_each(ask: &Ask, what: &str) -> Result<(), Wrong> {
    for name in ["actor", "topic"] {
        if let [_, other, ..] = ask.all(name).collect::<Vec<_>>().as_slice() {
            return Err(Wrong::Unreadable(format!(
                "{what} are listed of one {name} at a time: leave out “{other}”, or open a page of each"
            )));
        }
    }
    Ok(())
}

/// Claims with some words, of an actor, on a topic.
pub async fn claims(site: &Site, ask: &Ask) -> Result<Answer, Wrong> {
    one_of_each(ask, "claims")?;
    let scope = scope(site, ask).await?;
    let words = ask.get("words").unwrap_or_default();
    let filter_by = ClaimFilter {
        actor: scope.actors.first().copied(),
        topic: scope.topics.first().copied(),
        words: words.split_whitespace().map(str::to_owned).collect(),
        said_since: scope.said_since,
        said_until: scope.said_until,
        limit: Some(LISTED),
        ..ClaimFilter::default()
    };
    let rows = site.store.claims(&filter_by).await?;
    let more = rows.len() as i64 >= LISTED;
    let mut said = Vec::new();
    said.extend((!words.is_empty()).then(|| format!("\"{words}\"")));
    if let Some(id) = filter_by.actor {
        said.push(format!("by {}", site.store.actor_name(id).await?));
    }
    if let Some(id) = filter_by.topic {
        said.push(format!("on {}", site.store.topic_head(id).await?.0));
    }
    let query = ClaimsQuery {
        filter: &said.join(", "),
        total: None,
    };
    let above = html! {
        (filter(ask, &["actor", "topic"], html! {
            (field(ask, "text", "words", "Words"))
            (field(ask, "date", "since", "Said since"))
            (field(ask, "date", "until", "Said until"))
        }))
        // How many there are is not counted: of millions that takes seconds.
        @if more { p class="note" { "The " (LISTED) " said last. Words and days narrow them." } }
    };
    given(
        ask,
        report::claims(&query, &rows).narrowed(window(&scope).as_deref()),
        above,
    )
}

/// One claim, with the verdicts on it.
pub async fn claim(site: &Site, ask: &Ask, id: i64) -> Result<Answer, Wrong> {
    let row = site.store.claim(id).await?;
    let verdicts = site.store.verdicts(id).await?;
    given(ask, report::claim(&row, &verdicts), html! {})
}

/// Articles, the newest first; those that reports call searched, where the address asks for them.
pub async fn articles(site: &Site, ask: &Ask) -> Result<Answer, Wrong> {
    one_of_each(ask, "articles")?;
    let words = ask.get("words").unwrap_or_default();
    let scope = scope(site, ask).await?;
    let (actor, topic) = (scope.actors.first().copied(), scope.topics.first().copied());
    let searched = ask.get("searched").is_some() || actor.is_some() || topic.is_some();
    let filter_by = ArticleFilter {
        searched: searched.then_some((actor, topic)),
        words: words.split_whitespace().map(str::to_owned).collect(),
        // Whoever opens a number is shown as many; so is who takes the rows along.
        limit: (ask.get("format").is_none() && ask.get("all").is_none()).then_some(LISTED),
        ..ArticleFilter::default()
    };
    let rows = site.store.articles(&filter_by).await?;
    let mut said = String::new();
    if let Some(id) = actor {
        said = format!("{said} that mention {}", site.store.actor_name(id).await?);
    }
    if let Some(id) = topic {
        said = format!("{said} for {}", site.store.topic_head(id).await?.0);
    }
    let above = html! {
        (filter(ask, &["searched", "actor", "topic", "all"], field(ask, "text", "words", "Words")))
        @if searched { p class="note" { "Those searched" (safe(&said)) ". " a href="/articles" { "Every article" } } }
        @if filter_by.limit == Some(rows.len() as i64) {
            p class="note" {
                "The " (LISTED) " published last. Words narrow them. "
                @if searched { a href=(ask.with(&[("all", "yes")])) { "All of them" } }
            }
        }
    };
    given(ask, report::article_list(&rows, None), above)
}

/// An article's text with its claims marked.
pub async fn article(site: &Site, ask: &Ask, id: i64) -> Result<Answer, Wrong> {
    let row = site.store.article(id).await?;
    let filter_by = ClaimFilter {
        article: Some(id),
        ..ClaimFilter::default()
    };
    let claims = site.store.claims(&filter_by).await?;
    given(ask, report::article_show(&row, &claims), html! {})
}
