//! Who is who, as people decide it: merge, split, alias, and each taken back.
//!
//! A decision changes which actor a row stands for, never the row that a claim names; so it holds for
//! every later article too, and undoing it restores exactly what was.

use serde_json::{Value, json};
use sqlx::{Connection, PgConnection};

use super::actors::discovery_key;
use super::review::{give, give_back, undo as undo_review};
use super::{alone, utterances};
use crate::model::{ActorKind, ActorRef};
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
        let id = match decision {
            Decision::Merge { into, from } => {
                merge(&mut transaction, *into, *from, by, reason).await?
            }
            Decision::Unmerge { from, actor } => {
                unmerge(&mut transaction, *from, *actor, by, reason).await?
            }
            Decision::Split { from, claims, name } => {
                split(&mut transaction, *from, claims, name, by, reason).await?
            }
            Decision::Alias { actor, name } => {
                alias(&mut transaction, *actor, name, by, reason).await?
            }
        };
        transaction.commit().await?;
        Ok(id)
    }

    /// Takes a decision back; without an id, the latest that stands. Returns what was undone, in words.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where there is no such decision; [`StoreError::Refused`] where it was
    /// undone already.
    pub async fn undo_decision(&self, id: Option<i64>, by: &str) -> Result<String, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let mut transaction = connection.begin().await?;
        alone(&mut transaction).await?;
        let undone = undo(&mut transaction, id, by).await?;
        transaction.commit().await?;
        Ok(undone)
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
        return Err(StoreError::Refused(format!(
            "a {a} cannot be one with a {b}"
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

async fn undo(
    connection: &mut PgConnection,
    id: Option<i64>,
    by: &str,
) -> Result<String, StoreError> {
    let found: Option<(i64, String, Value, bool)> = sqlx::query_as(
        "select d.actor_decision_id, d.kind, d.detail, exists (select from actor_decision u where u.undoes = d.actor_decision_id) \
         from actor_decision d where d.kind <> 'undo' and ($1 is null or d.actor_decision_id = $1) \
           and ($1 is not null or not exists (select from actor_decision u where u.undoes = d.actor_decision_id)) \
         order by d.actor_decision_id desc limit 1",
    )
    .bind(id)
    .fetch_optional(&mut *connection)
    .await?;
    let Some((decision, kind, detail, undone)) = found else {
        return Err(match id {
            Some(id) => StoreError::missing("decision", id),
            None => StoreError::Refused("there is no decision to undo".into()),
        });
    };
    if undone {
        return Err(StoreError::Refused(format!(
            "decision {decision} was undone already"
        )));
    }
    sqlx::query("insert into actor_decision (kind, detail, undoes, recorded_by) values ('undo', '{}', $1, $2)")
        .bind(decision)
        .bind(by)
        .execute(&mut *connection)
        .await?;
    let moved: Vec<i64> = detail["moved"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_i64)
        .collect();
    for before in moved {
        give_back(
            connection,
            before,
            detail["actor"].as_i64().unwrap_or_default(),
        )
        .await?;
    }
    // A split of an earlier version of the program gave verdicts.
    let verdicts: Vec<i64> = detail["verdicts"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_i64)
        .collect();
    // Those on claims of a forgotten article went with it.
    let there: Vec<i64> =
        sqlx::query_scalar("select review_id from review where review_id = any($1) order by 1")
            .bind(verdicts)
            .fetch_all(&mut *connection)
            .await?;
    for verdict in there {
        undo_review(connection, verdict, by).await?;
    }
    for statement in [
        "update actor_alias set superseded_at = now() where actor_decision_id = $1 and superseded_at is null",
        "update actor_distinct set superseded_at = now() where actor_decision_id = $1 and superseded_at is null",
    ] {
        sqlx::query(statement)
            .bind(decision)
            .execute(&mut *connection)
            .await?;
    }
    // Each row goes back to whom it stood for when the decision was made.
    let back: Vec<i64> = sqlx::query_scalar(
        "with closed as (update actor_identity set superseded_at = now() \
            where actor_decision_id = $1 and superseded_at is null returning actor_id, recorded_at) \
         insert into actor_identity (actor_id, canonical_actor_id, actor_decision_id) \
         select closed.actor_id, earlier.canonical_actor_id, earlier.actor_decision_id \
         from closed join actor_identity earlier on earlier.actor_id = closed.actor_id and earlier.superseded_at = closed.recorded_at \
         returning actor_id",
    )
    .bind(decision)
    .fetch_all(&mut *connection)
    .await?;
    utterances::of_actors_again(connection, &back).await?;
    let told = told(connection, &kind, &detail).await?;
    Ok(format!("decision {decision}, {told}"))
}

/// A decision in words, for who takes it back.
async fn told(
    connection: &mut PgConnection,
    kind: &str,
    detail: &Value,
) -> Result<String, StoreError> {
    let mut names = Vec::with_capacity(3);
    for key in ["from", "into", "actor"] {
        let name: Option<String> = sqlx::query_scalar("select name from actor where actor_id = $1")
            .bind(detail[key].as_i64())
            .fetch_optional(&mut *connection)
            .await?;
        names.push(name.unwrap_or_default());
    }
    let (from, into, actor) = (&names[0], &names[1], &names[2]);
    let claims = ["moved", "verdicts"]
        .iter()
        .find_map(|key| detail[key].as_array())
        .map_or(0, Vec::len);
    Ok(match kind {
        "merge" => format!("which merged {from} into {into}"),
        "alias" => format!(
            "which gave {actor} the name \"{}\"",
            detail["alias"].as_str().unwrap_or_default()
        ),
        _ if claims == 1 => format!("which gave a claim of {from} to {actor}"),
        _ if claims > 1 => format!("which gave {claims} claims of {from} to {actor}"),
        _ => format!("which took {actor} apart from {from}"),
    })
}

async fn add(
    connection: &mut PgConnection,
    kind: &str,
    detail: Value,
    by: &str,
    reason: Option<&str>,
) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar(
        "insert into actor_decision (kind, detail, reason, recorded_by) values ($1, $2, $3, $4) returning actor_decision_id",
    )
    .bind(kind)
    .bind(detail)
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
    utterances::of_actors_again(connection, actors).await
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
