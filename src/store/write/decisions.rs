//! Who is who, as people decide it: merge, split, alias, and each taken back.
//!
//! A decision changes which actor a row stands for, never the row that a claim names; so it holds for
//! every later article too, and undoing it restores exactly what was.

use serde_json::{Value, json};
use sqlx::{Connection, PgConnection};

use super::actors::discovery_key;
use super::rename::rename;
use super::review::give;
use super::{alone, regroup, roles};
use crate::model::{ActorKind, ActorRef, Role};
use crate::store::{Store, StoreError};

/// What to decide.
#[derive(Clone, Debug)]
pub enum Decision {
    /// Everything of `from` is shown as `into`.
    Merge {
        /// The actor that stays.
        into: i64,
        /// The actor that is shown as the other.
        from: i64,
    },
    /// A merged actor is itself again, and never one with the other.
    Unmerge {
        /// The actor that it was merged into.
        from: i64,
        /// The actor that was merged, by its own id.
        actor: i64,
    },
    /// Some claims are another actor's, who gets a row.
    Split {
        /// The actor that the claims stand under.
        from: i64,
        /// The claims that are somebody else's.
        claims: Vec<i64>,
        /// Name of the somebody else.
        name: String,
    },
    /// Another name means the actor.
    Alias {
        /// The actor.
        actor: i64,
        /// The name.
        name: String,
    },
    /// The actor is shown under another name.
    Rename {
        /// The actor.
        actor: i64,
        /// The name.
        name: String,
    },
    /// The actor held an office, or belonged to an organization.
    Role {
        /// The actor.
        actor: i64,
        /// The office or affiliation.
        role: Role,
    },
}

impl Decision {
    /// The actors that it names.
    pub(super) fn actors(&self) -> Vec<i64> {
        match *self {
            Self::Merge { into, from } => vec![into, from],
            Self::Unmerge { from, actor } => vec![from, actor],
            Self::Split { from, .. } => vec![from],
            Self::Alias { actor, .. } | Self::Rename { actor, .. } | Self::Role { actor, .. } => {
                vec![actor]
            }
        }
    }
}

impl Store {
    /// Carries out a decision; returns its id, which [`Store::undo_decision`] takes.
    ///
    /// # Errors
    /// [`StoreError::Refused`] where it makes no sense: an actor with itself, a person with an
    /// organization, claims that are not the actor's.
    pub async fn decide(
        &self,
        decision: &Decision,
        by: &str,
        reason: Option<&str>,
    ) -> Result<i64, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let mut transaction = connection.begin().await?;
        alone(&mut transaction).await?;
        let id = carry_out(&mut transaction, decision, by, reason).await?;
        transaction.commit().await?;
        Ok(id)
    }
}

/// Carries a decision out in the caller's transaction, who is [`alone`]. Returns its id.
pub(super) async fn carry_out(
    connection: &mut PgConnection,
    decision: &Decision,
    by: &str,
    reason: Option<&str>,
) -> Result<i64, StoreError> {
    match decision {
        Decision::Merge { into, from } => merge(connection, *into, *from, by, reason).await,
        Decision::Unmerge { from, actor } => unmerge(connection, *from, *actor, by, reason).await,
        Decision::Split { from, claims, name } => {
            split(connection, *from, claims, name, by, reason).await
        }
        Decision::Alias { actor, name } => alias(connection, *actor, name, by, reason).await,
        Decision::Rename { actor, name } => rename(connection, *actor, name, by, reason).await,
        Decision::Role { actor, role } => roles::note(connection, *actor, role, by, reason).await,
    }
}

async fn merge(
    connection: &mut PgConnection,
    into: i64,
    from: i64,
    by: &str,
    reason: Option<&str>,
) -> Result<i64, StoreError> {
    if into == from {
        return Err(StoreError::Refused(
            "these two are one actor already".into(),
        ));
    }
    let (a, b) = (kind(connection, into).await?, kind(connection, from).await?);
    if (a == "person") != (b == "person") {
        let other = if a == "person" { b } else { a };
        let article = match other.starts_with(['a', 'o']) {
            true => "an",
            false => "a",
        };
        return Err(StoreError::Refused(format!(
            "a person cannot be one with {article} {other}"
        )));
    }
    let detail = json!({ "into": into, "from": from });
    let id = add(connection, "merge", detail, by, reason).await?;
    sqlx::query(
        "update actor_distinct set superseded_at = now() where superseded_at is null \
         and ((actor_id = $1 and other_actor_id = $2) or (actor_id = $2 and other_actor_id = $1))",
    )
    .bind(into)
    .bind(from)
    .execute(&mut *connection)
    .await?;
    let moved = members(connection, from).await?;
    point(connection, &moved, into, Some(id)).await?;
    Ok(id)
}

async fn unmerge(
    connection: &mut PgConnection,
    from: i64,
    actor: i64,
    by: &str,
    reason: Option<&str>,
) -> Result<i64, StoreError> {
    let merged: bool = sqlx::query_scalar(
        "select exists (select from actor_identity where actor_id = $1 and canonical_actor_id = $2 and superseded_at is null)",
    )
    .bind(actor)
    .bind(from)
    .fetch_one(&mut *connection)
    .await?;
    if !merged || actor == from {
        return Err(StoreError::Refused(format!(
            "actor {actor} is not merged into actor {from}"
        )));
    }
    let id = add(
        connection,
        "split",
        json!({ "from": from, "actor": actor, "was_merged": true }),
        by,
        reason,
    )
    .await?;
    point(connection, &[actor], actor, Some(id)).await?;
    distinct(connection, from, actor, id).await?;
    Ok(id)
}

async fn split(
    connection: &mut PgConnection,
    from: i64,
    claims: &[i64],
    name: &str,
    by: &str,
    reason: Option<&str>,
) -> Result<i64, StoreError> {
    let kind = kind(connection, from).await?;
    let strangers: Vec<i64> = sqlx::query_scalar(
        "select wanted from unnest($1::bigint[]) as wanted where not exists ( \
            select from claim c join actor_identity i on i.actor_id = c.actor_id and i.superseded_at is null \
            where c.root_claim_id = (select root_claim_id from claim where claim_id = wanted) \
              and c.superseded_at is null and i.canonical_actor_id = $2)",
    )
    .bind(claims)
    .bind(from)
    .fetch_all(&mut *connection)
    .await?;
    if !strangers.is_empty() {
        return Err(StoreError::Refused(format!(
            "not claims of this actor: {strangers:?}"
        )));
    }
    let new: i64 = sqlx::query_scalar(
        "with added as (insert into actor (name, kind, origin) values ($1, $2, 'person') returning actor_id), \
              itself as (insert into actor_identity (actor_id, canonical_actor_id) select actor_id, actor_id from added) \
         select actor_id from added",
    )
    .bind(name)
    .bind(&kind)
    .fetch_one(&mut *connection)
    .await?;
    // No verdict is given: what nobody reviewed is as unreviewed under the new name, and what was
    // confirmed or rejected stays so.
    let mut moved = Vec::with_capacity(claims.len());
    for &claim_id in claims {
        moved.push(give(connection, claim_id, new).await?);
    }
    let detail = json!({ "from": from, "actor": new, "moved": moved });
    let id = add(connection, "split", detail, by, reason).await?;
    distinct(connection, from, new, id).await?;
    Ok(id)
}

async fn alias(
    connection: &mut PgConnection,
    actor: i64,
    name: &str,
    by: &str,
    reason: Option<&str>,
) -> Result<i64, StoreError> {
    if name.trim().is_empty() {
        return Err(StoreError::Refused("an alias needs a name".into()));
    }
    let id = add(
        connection,
        "alias",
        json!({ "actor": actor, "alias": name.trim() }),
        by,
        reason,
    )
    .await?;
    let added: Option<i64> = sqlx::query_scalar(
        "insert into actor_alias (actor_id, alias, origin, actor_decision_id) values ($1, $2, 'person', $3) \
         on conflict (actor_id, lower(alias)) where superseded_at is null do nothing returning actor_alias_id",
    )
    .bind(actor)
    .bind(name.trim())
    .bind(id)
    .fetch_optional(&mut *connection)
    .await?;
    if added.is_none() {
        return Err(StoreError::Refused(format!(
            "\"{}\" means this actor already",
            name.trim()
        )));
    }
    // Articles taken in before knew the name as somebody of its own.
    let kind: ActorKind =
        serde_json::from_value(Value::String(kind(connection, actor).await?)).unwrap_or_default();
    let key = discovery_key(
        &ActorRef {
            id: None,
            name: name.trim().to_owned(),
            kind,
        },
        0,
    );
    let found: Vec<i64> = sqlx::query_scalar(
        "select i.actor_id from actor a join actor_identity i on i.canonical_actor_id = a.actor_id and i.superseded_at is null \
         where a.discovery_key = $1 and a.superseded_at is null and i.canonical_actor_id <> $2",
    )
    .bind(key)
    .bind(actor)
    .fetch_all(&mut *connection)
    .await?;
    point(connection, &found, actor, Some(id)).await?;
    Ok(id)
}

/// Records a decision; returns its id.
pub(super) async fn add(
    connection: &mut PgConnection,
    kind: &str,
    detail: Value,
    by: &str,
    reason: Option<&str>,
) -> Result<i64, StoreError> {
    undone_or_new(connection, kind, detail, None, by, reason).await
}

/// Records a decision, or that one is undone; returns its id.
pub(super) async fn undone_or_new(
    connection: &mut PgConnection,
    kind: &str,
    detail: Value,
    undoes: Option<i64>,
    by: &str,
    reason: Option<&str>,
) -> Result<i64, StoreError> {
    // Not from the sequence, which a dry run would move: people type these ids, and whoever decides is alone.
    Ok(sqlx::query_scalar(
        "insert into actor_decision (actor_decision_id, kind, detail, undoes, reason, recorded_by) \
         select coalesce(max(actor_decision_id), 0) + 1, $1, $2, $3, $4, $5 from actor_decision returning actor_decision_id",
    )
    .bind(kind)
    .bind(detail)
    .bind(undoes)
    .bind(reason)
    .bind(by)
    .fetch_one(connection)
    .await?)
}

/// The rows that stand for an actor.
async fn members(connection: &mut PgConnection, canonical: i64) -> Result<Vec<i64>, StoreError> {
    Ok(sqlx::query_scalar("select actor_id from actor_identity where canonical_actor_id = $1 and superseded_at is null")
        .bind(canonical)
        .fetch_all(connection)
        .await?)
}

/// Lets rows stand for another actor from now on, by a decision.
async fn point(
    connection: &mut PgConnection,
    actors: &[i64],
    canonical: i64,
    decision: Option<i64>,
) -> Result<(), StoreError> {
    sqlx::query(
        "with moved as (update actor_identity set superseded_at = now() where actor_id = any($1) and superseded_at is null returning actor_id) \
         insert into actor_identity (actor_id, canonical_actor_id, actor_decision_id) select actor_id, $2, $3 from moved",
    )
    .bind(actors)
    .bind(canonical)
    .bind(decision)
    .execute(&mut *connection)
    .await?;
    regroup::of_actors(connection, actors).await
}

/// Keeps a new row of an actor apart from all that the old one was kept apart from.
pub(super) async fn apart(
    connection: &mut PgConnection,
    old: i64,
    new: i64,
    decision: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into actor_distinct (actor_id, other_actor_id, actor_decision_id) \
         select case d.actor_id when $1 then $2 else d.actor_id end, case d.other_actor_id when $1 then $2 else d.other_actor_id end, $3 \
         from actor_distinct d where $1 in (d.actor_id, d.other_actor_id) and d.superseded_at is null on conflict do nothing",
    )
    .bind(old)
    .bind(new)
    .bind(decision)
    .execute(connection)
    .await?;
    Ok(())
}

async fn distinct(
    connection: &mut PgConnection,
    a: i64,
    b: i64,
    decision: i64,
) -> Result<(), StoreError> {
    sqlx::query("insert into actor_distinct (actor_id, other_actor_id, actor_decision_id) values ($1, $2, $3)")
        .bind(a)
        .bind(b)
        .bind(decision)
        .execute(connection)
        .await?;
    Ok(())
}

async fn kind(connection: &mut PgConnection, actor: i64) -> Result<String, StoreError> {
    let found: Option<String> = sqlx::query_scalar("select kind from actor where actor_id = $1")
        .bind(actor)
        .fetch_optional(connection)
        .await?;
    found.ok_or_else(|| StoreError::missing("actor", actor))
}
