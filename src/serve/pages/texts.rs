//! What was read: claims and articles.

use maud::html;

use super::{LISTED, filter, scope, window};
use crate::report::{self, ClaimsQuery};
use crate::serve::answer::Answer;
use crate::serve::ask::Ask;
use crate::serve::frame::field;
use crate::serve::site::{Site, Wrong, given};
use crate::store::read::{ArticleFilter, ClaimFilter};

/// Claims with some words, of an actor, on a topic.
pub async fn claims(site: &Site, ask: &Ask) -> Result<Answer, Wrong> {
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

/// Articles, the newest first.
pub async fn articles(site: &Site, ask: &Ask) -> Result<Answer, Wrong> {
    let words = ask.get("words").unwrap_or_default();
    let filter_by = ArticleFilter {
        words: words.split_whitespace().map(str::to_owned).collect(),
        limit: Some(LISTED),
        ..ArticleFilter::default()
    };
    let rows = site.store.articles(&filter_by).await?;
    let above = html! {
        (filter(ask, &[], field(ask, "text", "words", "Words")))
        @if rows.len() as i64 >= LISTED { p class="note" { "The " (LISTED) " published last. Words narrow them." } }
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
