//! From the actors that an analysis names to rows, adding those never seen before.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use foldhash::quality::RandomState;
use sqlx::{Connection, PgConnection};

use super::fresh_ids;
use crate::model::{ActorKind, ActorRef, Claim};
use crate::store::StoreError;
use crate::store::copy::CopyRows;

/// What the row of an actor whom an article names is found by.
#[derive(Debug)]
enum By<'a> {
    /// Its number; none for nobody, or for what is no number.
    Number(Option<i64>),
    /// The codebook's id.
    Slug(&'a str),
    /// The [key](discovery_key) of one who was discovered.
    Key(String, &'a ActorRef),
}

/// Actors as articles name them, any number of times, with what their rows are found by.
#[derive(Debug, Default)]
pub(super) struct Named<'a>(Vec<By<'a>>);

/// The rows of [`Named`].
#[derive(Debug)]
pub(super) struct ActorIds {
    /// Of each, in their order.
    pub(super) ids: Vec<Option<i64>>,
    /// Those that were added.
    pub(super) added: HashSet<i64>,
}

/// The actors of a claim in the order of [`PARTIES`].
pub(super) type Parties = [Option<i64>; PARTIES];

/// Who speaks, for whom, whose word it is that they do, and whom an unnamed source belongs to.
pub(super) const PARTIES: usize = 4;

impl<'a> Named<'a> {
    /// Adds an actor whom an article names, or nobody.
    pub(super) fn add(&mut self, actor: Option<&'a ActorRef>, article_id: i64) {
        self.0.push(match actor {
            None => By::Number(None),
            Some(actor) => match &actor.id {
                Some(id) => match id.strip_prefix('#') {
                    Some(number) => By::Number(number.parse().ok()),
                    None => By::Slug(id),
                },
                None => By::Key(discovery_key(actor, article_id), actor),
            },
        });
    }

    /// Adds the parties of a claim.
    pub(super) fn add_parties(&mut self, claim: &'a Claim, article_id: i64) {
        let parties: [&Option<ActorRef>; PARTIES] = [
            &claim.actor,
            &claim.on_behalf_of,
            &claim.ascribed_by,
            &claim.affiliation,
        ];
        for actor in parties {
            self.add(actor.as_ref(), article_id);
        }
    }
}

/// The parties of a claim by itself.
pub(super) async fn parties(
    connection: &mut PgConnection,
    claim: &Claim,
    article_id: i64,
) -> Result<Parties, StoreError> {
    let mut named = Named::default();
    named.add_parties(claim, article_id);
    let mut ids = actor_ids(connection, &named).await?.ids.into_iter();
    Ok(std::array::from_fn(|_| ids.next().flatten()))
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

/// Finds the rows of `named`, and adds those of discovered actors who were never named before.
pub(super) async fn actor_ids(
    connection: &mut PgConnection,
    named: &Named<'_>,
) -> Result<ActorIds, StoreError> {
    let mut slugs = BTreeSet::new();
    // Ordered, so that two runs adding the same actors wait for each other instead of deadlocking.
    let mut discovered: BTreeMap<&str, &ActorRef> = BTreeMap::new();
    for by in &named.0 {
        match by {
            By::Slug(slug) => {
                slugs.insert(*slug);
            }
            By::Key(key, actor) if !actor.name.trim().is_empty() => {
                discovered.insert(key, actor);
            }
            _ => {}
        }
    }
    let by_slug: HashMap<String, i64> = sqlx::query_as::<_, (String, i64)>(
        "select slug, actor_id from actor where slug = any($1) and superseded_at is null",
    )
    .bind(slugs.into_iter().collect::<Vec<_>>())
    .fetch_all(&mut *connection)
    .await?
    .into_iter()
    .collect();

    let keys: Vec<&str> = discovered.keys().copied().collect();
    let mut by_key = find(connection, &keys).await?;
    let mut fresh = HashSet::new();
    let missing: Vec<(&str, &ActorRef)> = discovered
        .iter()
        .filter(|(key, _)| !by_key.contains_key(**key))
        .map(|(key, actor)| (*key, *actor))
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
    let row = |by: &By<'_>| match by {
        By::Number(number) => *number,
        By::Slug(slug) => by_slug.get(*slug).copied(),
        By::Key(key, _) => by_key.get(key).copied(),
    };
    Ok(ActorIds {
        ids: named.0.iter().map(row).collect(),
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
        // One at a time: where there are many keys at once, the server would rather read all actors.
        "select asked.key, known.actor_id from unnest($1::text[]) asked (key) cross join lateral ( \
            select actor_id from actor where discovery_key = asked.key and superseded_at is null offset 0) known",
    )
    .bind(keys)
    // Planned for now: a plan kept from when there were few actors would read them all for every key.
    .persistent(false)
    .fetch_all(connection)
    .await?;
    Ok(found.into_iter().collect())
}
