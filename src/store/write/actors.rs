//! From the actors that an analysis names to rows, adding those never seen before.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use foldhash::quality::RandomState;
use sqlx::{Connection, PgConnection};

use super::fresh_ids;
use crate::model::{ActorKind, ActorRef};
use crate::store::StoreError;
use crate::store::copy::CopyRows;

/// The rows that actors of a batch have.
#[derive(Debug, Default)]
pub(super) struct ActorIds {
    by_slug: HashMap<String, i64>,
    by_key: HashMap<String, i64, RandomState>,
    /// Those that were added for the batch.
    pub(super) added: HashSet<i64>,
}

impl ActorIds {
    /// The row of an actor named in an article.
    pub(super) fn get(&self, actor: &ActorRef, article_id: i64) -> Option<i64> {
        match &actor.id {
            Some(id) => match id.strip_prefix('#') {
                Some(number) => number.parse().ok(),
                None => self.by_slug.get(id).copied(),
            },
            None => self.by_key.get(&discovery_key(actor, article_id)).copied(),
        }
    }
}

/// The name and kind under which a discovered actor is found again.
///
/// A person of whom an article gives one name only is nobody else's namesake: the key holds for
/// that article alone.
pub(super) fn discovery_key(actor: &ActorRef, article_id: i64) -> String {
    let kind = actor.kind.as_str();
    let mut key = String::with_capacity(kind.len() + actor.name.len() + 12);
    key.push_str(kind);
    let mut words = 0;
    // Of every actor of every claim: put together in one place.
    for word in actor.name.split_whitespace() {
        key.push(if words == 0 { ':' } else { ' ' });
        words += 1;
        match word.is_ascii() {
            true => key.extend(word.bytes().map(|b| char::from(b.to_ascii_lowercase()))),
            false => key.push_str(&word.to_lowercase()),
        }
    }
    if words == 0 {
        key.push(':');
    }
    if actor.kind == ActorKind::Person && words < 2 {
        key.push('@');
        key.push_str(&article_id.to_string());
    }
    key
}

/// Finds or adds the rows of `named`: pairs of an actor and the article that names it.
pub(super) async fn actor_ids(
    connection: &mut PgConnection,
    named: &[(&ActorRef, i64)],
) -> Result<ActorIds, StoreError> {
    let slugs: BTreeSet<&str> = named
        .iter()
        .filter_map(|(actor, _)| actor.id.as_deref().filter(|id| !id.starts_with('#')))
        .collect();
    // Ordered, so that two runs adding the same actors wait for each other instead of deadlocking.
    let discovered: BTreeMap<String, &ActorRef> = named
        .iter()
        .filter(|(actor, _)| actor.id.is_none() && !actor.name.trim().is_empty())
        .map(|(actor, article_id)| (discovery_key(actor, *article_id), *actor))
        .collect();

    let by_slug: Vec<(String, i64)> = sqlx::query_as(
        "select slug, actor_id from actor where slug = any($1) and superseded_at is null",
    )
    .bind(slugs.into_iter().collect::<Vec<_>>())
    .fetch_all(&mut *connection)
    .await?;

    let keys: Vec<&str> = discovered.keys().map(String::as_str).collect();
    let mut by_key = find(connection, &keys).await?;
    let mut fresh = HashSet::new();
    let missing: Vec<(&str, &ActorRef)> = discovered
        .iter()
        .filter(|(key, _)| !by_key.contains_key(*key))
        .map(|(key, actor)| (key.as_str(), *actor))
        .collect();
    if !missing.is_empty() {
        let added = match add(connection, &missing).await? {
            Some(added) => added,
            None => add_beside_others(connection, &missing).await?,
        };
        fresh.extend(added.iter().map(|(_, id)| *id));
        by_key.extend(added);
        // What another run added in the meantime.
        let still: Vec<&str> = keys
            .iter()
            .copied()
            .filter(|key| !by_key.contains_key(*key))
            .collect();
        if !still.is_empty() {
            by_key.extend(find(connection, &still).await?);
        }
    }
    Ok(ActorIds {
        by_slug: by_slug.into_iter().collect(),
        by_key,
        added: fresh,
    })
}

/// Adds the rows of actors never seen before, by their keys. None where another run added one of them in the meantime:
/// nothing is added then.
async fn add(
    connection: &mut PgConnection,
    missing: &[(&str, &ActorRef)],
) -> Result<Option<Vec<(String, i64)>>, StoreError> {
    // Back to here, and not to the beginning.
    let mut attempt = connection.begin().await?;
    let ids = fresh_ids(&mut attempt, "actor", "actor_id", missing.len()).await?;
    let columns = ["actor_id", "name", "kind", "origin", "discovery_key"];
    let mut actors = CopyRows::new("actor", &columns);
    let mut themselves = CopyRows::new("actor_identity", &["actor_id", "canonical_actor_id"]);
    let mut added = Vec::with_capacity(missing.len());
    for ((key, actor), id) in missing.iter().zip(ids) {
        actors
            .field(id)
            .field(actor.name.trim())
            .field(actor.kind.as_str())
            .field("discovered")
            .field(*key)
            .end();
        themselves.field(id).field(id).end();
        added.push(((*key).to_owned(), id));
    }
    match actors.send(&mut attempt).await {
        Err(error) if error.is_there_already() => {
            attempt.rollback().await?;
            return Ok(None);
        }
        sent => sent?,
    }
    themselves.send(&mut attempt).await?;
    attempt.commit().await?;
    Ok(Some(added))
}

/// As [`add`], at some more cost and without those that another run adds at the same time.
async fn add_beside_others(
    connection: &mut PgConnection,
    missing: &[(&str, &ActorRef)],
) -> Result<Vec<(String, i64)>, StoreError> {
    Ok(sqlx::query_as(
            "with added as ( \
                insert into actor (name, kind, origin, discovery_key) \
                select name, kind, 'discovered', key from unnest($1::text[], $2::text[], $3::text[]) as n (name, kind, key) \
                on conflict (discovery_key) where discovery_key is not null and superseded_at is null do nothing \
                returning actor_id, discovery_key), \
             themselves as (insert into actor_identity (actor_id, canonical_actor_id) select actor_id, actor_id from added) \
             select discovery_key, actor_id from added",
        )
        .bind(missing.iter().map(|(_, a)| a.name.trim()).collect::<Vec<_>>())
        .bind(missing.iter().map(|(_, a)| a.kind.as_str()).collect::<Vec<_>>())
        .bind(missing.iter().map(|(key, _)| *key).collect::<Vec<_>>())
        .fetch_all(connection)
        .await?)
}

async fn find(
    connection: &mut PgConnection,
    keys: &[&str],
) -> Result<HashMap<String, i64, RandomState>, StoreError> {
    let found = sqlx::query_as::<_, (String, i64)>(
        "select discovery_key, actor_id from actor where discovery_key = any($1) and superseded_at is null",
    )
    .bind(keys)
    // Planned for these keys: a plan kept from when there were few actors would read them all for every batch.
    .persistent(false)
    .fetch_all(connection)
    .await?;
    Ok(found.into_iter().collect())
}
