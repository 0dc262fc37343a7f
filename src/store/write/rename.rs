//! Another name for an actor.
//!
//! Names are of rows, and rows never change: the actor gets a new row, for which all that stood for the old one
//! stands from now on. What the database said before is told by the old name.

use std::collections::HashMap;

use serde_json::{Value, json};
use sqlx::PgConnection;

use super::codebook::stand_for;
use super::decisions::{add, apart};
use crate::store::StoreError;

#[derive(sqlx::FromRow)]
struct Named {
    name: String,
    kind: String,
    slug: Option<String>,
}

/// Gives an actor another name. The old one and the new one both mean it in later articles.
pub(super) async fn rename(
    connection: &mut PgConnection,
    actor: i64,
    name: &str,
    by: &str,
    reason: Option<&str>,
) -> Result<i64, StoreError> {
    let name = name.trim();
    if name.is_empty() {
        return Err(StoreError::Refused("the new name is empty".into()));
    }
    let there = named(connection, actor).await?;
    if there.name == name {
        return Err(StoreError::Refused(format!(
            "\"{name}\" is its name already"
        )));
    }
    let another: Option<i64> = sqlx::query_scalar(
        "select i.canonical_actor_id from actor a \
         join actor_identity i on i.actor_id = a.actor_id and i.superseded_at is null and i.canonical_actor_id <> $2 \
         where lower(a.name) = lower($1) and a.kind = $3 and a.superseded_at is null limit 1",
    )
    .bind(name)
    .bind(actor)
    .bind(&there.kind)
    .fetch_optional(&mut *connection)
    .await?;
    if let Some(another) = another {
        return Err(StoreError::Refused(format!(
            "actor {another} has that name; where the two are one, merge them"
        )));
    }
    let renewed = renew(connection, actor, name).await?;
    let in_codebook = match &there.slug {
        Some(slug) => names_in_codebook(connection)
            .await?
            .remove(slug)
            .map_or(there.name.clone(), |(in_codebook, _)| in_codebook),
        None => there.name.clone(),
    };
    let detail = json!({ "actor": renewed, "from": actor, "was": there.name, "now": name, "in_codebook": in_codebook });
    let id = add(connection, "rename", detail, by, reason).await?;
    sqlx::query(
        "insert into actor_alias (actor_id, alias, origin, actor_decision_id) \
         select $1, name, 'person', $2 from unnest($3::text[]) as name on conflict do nothing",
    )
    .bind(renewed)
    .bind(id)
    .bind([there.name.as_str(), name].as_slice())
    .execute(&mut *connection)
    .await?;
    apart(connection, actor, renewed, id).await?;
    Ok(id)
}

/// Gives an actor the name back that a rename took; the aliases of the decision are closed by the caller.
pub(super) async fn back(connection: &mut PgConnection, detail: &Value) -> Result<(), StoreError> {
    let renewed = detail["actor"].as_i64().unwrap_or_default();
    let was = detail["was"].as_str().unwrap_or_default();
    let now = detail["now"].as_str().unwrap_or_default();
    let current: i64 = sqlx::query_scalar(
        "select canonical_actor_id from actor_identity where actor_id = $1 and superseded_at is null",
    )
    .bind(renewed)
    .fetch_one(&mut *connection)
    .await?;
    if named(connection, current).await?.name != now {
        return Err(StoreError::Refused(
            "the actor was renamed or merged since; take that back first".into(),
        ));
    }
    renew(connection, current, was).await?;
    Ok(())
}

async fn named(connection: &mut PgConnection, actor: i64) -> Result<Named, StoreError> {
    let found: Option<Named> = sqlx::query_as(
        "select name, kind, slug from actor where actor_id = $1 and superseded_at is null",
    )
    .bind(actor)
    .fetch_optional(connection)
    .await?;
    found.ok_or_else(|| StoreError::missing("actor", actor))
}

/// A new row for an actor under another name; what stood for the old row stands for the new one. Returns its key.
async fn renew(connection: &mut PgConnection, old: i64, name: &str) -> Result<i64, StoreError> {
    sqlx::query("update actor set superseded_at = now() where actor_id = $1")
        .bind(old)
        .execute(&mut *connection)
        .await?;
    let renewed: i64 = sqlx::query_scalar(
        "with added as (insert into actor (slug, name, kind, origin, discovery_key, wikidata) \
                select slug, $2, kind, origin, discovery_key, wikidata from actor where actor_id = $1 returning actor_id), \
              itself as (insert into actor_identity (actor_id, canonical_actor_id) select actor_id, actor_id from added) \
         select actor_id from added",
    )
    .bind(old)
    .bind(name)
    .fetch_one(&mut *connection)
    .await?;
    stand_for(connection, &[old], renewed).await?;
    Ok(renewed)
}

/// Of the codebook's actors that people renamed, by id: the name in the codebook, and the name that they have.
pub(super) async fn names_in_codebook(
    connection: &mut PgConnection,
) -> Result<HashMap<String, (String, String)>, StoreError> {
    let rows: Vec<(String, String, String)> = sqlx::query_as(
        "select a.slug, d.detail ->> 'in_codebook', a.name from actor_decision d \
         join actor renamed on renamed.actor_id = (d.detail ->> 'actor')::bigint and renamed.slug is not null \
         join actor a on a.slug = renamed.slug and a.superseded_at is null and a.name = d.detail ->> 'now' \
         where d.kind = 'rename' and not exists (select from actor_decision u where u.undoes = d.actor_decision_id) \
         order by d.actor_decision_id",
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|(slug, in_codebook, name)| (slug, (in_codebook, name)))
        .collect())
}
