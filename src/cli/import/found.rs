//! Statements that another program found, anchored in the articles that are stored.

use std::collections::BTreeMap;

use super::How;
use crate::cli::Done;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::exchange::found::{Found, anchor};
use crate::ingest::url_key;
use crate::report::count;
use crate::store::write::{MarkOutcome, Marked};
use crate::store::{Store, StoreError};

/// Records what anchors as statements of a coder, and tells what does not.
pub(super) async fn run(
    name: &str,
    found: &[Found],
    coder: &str,
    how: How,
    store: &Store,
    context: &Context,
) -> Result<Done, CliError> {
    let mut refused = 0;
    let mut refuse = |place: &str, told: &dyn std::fmt::Display| {
        refused += 1;
        eprintln!("refused: {name}: {place}: {told}");
    };
    let texts = match found.iter().any(|one| one.text_sha256.is_some()) {
        true => store.articles_by_text().await?,
        false => BTreeMap::new(),
    };
    let (mut places, mut marked, mut off_topic, mut proposed) = (Vec::new(), Vec::new(), 0, 0);
    for one in found {
        if one.proposed && !how.proposals {
            proposed += 1;
            continue;
        }
        if one.topic.is_none() {
            off_topic += 1;
            continue;
        }
        match mark(one, &texts, store).await {
            Ok(mark) => {
                places.push(one.place.as_str());
                marked.push(mark);
            }
            Err(error) => refuse(&one.place, &error),
        }
    }
    let (mut new, mut known) = (0, 0);
    for (place, outcome) in places
        .into_iter()
        .zip(store.mark_all(&marked, coder, how.dry_run).await?)
    {
        match outcome {
            MarkOutcome::New(_) => new += 1,
            MarkOutcome::Known => known += 1,
            MarkOutcome::Refused(error) => refuse(place, &CliError::from(error)),
        }
    }
    context.remark(&format!(
        "{} read: {new} {} as {coder}'s, {known} known, {off_topic} on no topic, {refused} refused",
        count(found.len() as i64, "statement"),
        if how.dry_run {
            "would be recorded"
        } else {
            "recorded"
        },
    ));
    if proposed > 0 {
        context.remark(&format!(
            "{} left out: a program proposes them and nobody judged them (--proposals takes them as {coder}'s)",
            count(proposed, "statement")
        ));
    }
    if new > 0 && !how.dry_run {
        context.remark(&format!(
            "they stand when the articles were read in full: stance code ID --coder {coder} --read"
        ));
    }
    Ok(match refused {
        0 => Done::Well,
        _ => Done::WithFaults,
    })
}

/// A statement where its passage stands.
async fn mark(
    found: &Found,
    texts: &BTreeMap<String, i64>,
    store: &Store,
) -> Result<Marked, CliError> {
    // An id is the one of the database that the file comes from.
    let same = found.text_sha256.as_ref().and_then(|sum| texts.get(sum));
    let id = same.copied().or(found.article);
    let key = found.url.as_deref().and_then(url_key);
    let articles = store.articles_at(id, key.as_deref()).await?;
    if articles.is_empty() {
        return Err(
            CliError::new("its article is not stored").hint("take it in with stance ingest")
        );
    }
    let mut why = "the passage does not stand in the text any more";
    let mut anchored = None;
    for article in &articles {
        let text = match found.in_title {
            true => article.title.as_deref().unwrap_or_default(),
            false => &article.text,
        };
        match anchor(text, &found.quote, found.position) {
            Ok(span) => {
                anchored = Some((article.article_id, span));
                break;
            }
            Err(reason) => why = reason,
        }
    }
    let (article_id, span) = anchored.ok_or_else(|| {
        CliError::new(format!("article {}: {why}", articles[0].article_id))
            .hint("mark it by hand, with stance code")
    })?;
    let actor_name = found
        .actor
        .clone()
        .ok_or_else(|| CliError::new("nobody is named who holds it").hint("name an actor"))?;
    let actor = known(store, found.actor_id.as_deref(), &actor_name, article_id).await?;
    Ok(Marked {
        article_id,
        span,
        in_title: found.in_title,
        actor,
        actor_name,
        topic: store
            .topic(found.topic.as_deref().unwrap_or_default())
            .await?,
        stance: found
            .stance
            .ok_or_else(|| CliError::new("it says no stance").hint("say -2, -1, 0, 1 or 2"))?,
        act: found.act,
        form: found.form,
        said: found.said,
        note: found.note.clone(),
    })
}

/// The actor whom a file means: by its id, else whose own name it is, else whose alias;
/// of namesakes, the one in the article.
async fn known(
    store: &Store,
    id: Option<&str>,
    name: &str,
    article_id: i64,
) -> Result<Option<i64>, CliError> {
    if let Some(id) = id {
        if let Some(actor) = store.actor_of_key(id, article_id).await? {
            return Ok(Some(actor));
        }
        if let Ok(actor) = store.actor(id).await {
            return Ok(Some(actor));
        }
    }
    if let Some(actor) = store.actor_named(name, article_id).await? {
        return Ok(Some(actor));
    }
    match store.actor(name).await {
        Ok(actor) => Ok(Some(actor)),
        Err(StoreError::NotFound { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
