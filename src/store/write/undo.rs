//! Taking a decision about who is who back.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sqlx::{Connection, PgConnection};

use super::decisions::undone_or_new;
use super::review::{give_back, undo as undo_review};
use super::{alone, regroup, rename, roles};
use crate::store::{Store, StoreError};

impl Store {
    /// Takes a decision back; without an id, the latest that stands. Returns what was undone.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where there is no such decision; [`StoreError::Refused`] where it was
    /// undone already.
    pub async fn undo_decision(&self, id: Option<i64>, by: &str) -> Result<Undone, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let mut transaction = connection.begin().await?;
        alone(&mut transaction).await?;
        let undone = undo(&mut transaction, id, by).await?;
        transaction.commit().await?;
        Ok(undone)
    }
}

async fn undo(
    connection: &mut PgConnection,
    id: Option<i64>,
    by: &str,
) -> Result<Undone, StoreError> {
    let found: Option<(i64, String, Value, DateTime<Utc>, bool)> = sqlx::query_as(
        "select d.actor_decision_id, d.kind, d.detail, d.recorded_at, exists (select from actor_decision u where u.undoes = d.actor_decision_id) \
         from actor_decision d where d.kind <> 'undo' and ($1 is null or d.actor_decision_id = $1) \
           and ($1 is not null or not exists (select from actor_decision u where u.undoes = d.actor_decision_id)) \
         order by d.actor_decision_id desc limit 1",
    )
    .bind(id)
    .fetch_optional(&mut *connection)
    .await?;
    let Some((decision, kind, detail, decided, undone)) = found else {
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
    undone_or_new(connection, "undo", json!({}), Some(decision), by, None).await?;
    let moved: Vec<i64> = detail["moved"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_i64)
        .collect();
    let gave_none = moved.is_empty();
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
    match kind.as_str() {
        "rename" => rename::back(connection, &detail).await?,
        "role" => roles::back(connection, decision, &detail).await?,
        _ => {}
    }
    // Each row goes back to whom it stood for when the decision was made, under the name that one has now.
    let back: Vec<i64> = sqlx::query_scalar(
        "with closed as (update actor_identity set superseded_at = now() \
            where actor_decision_id = $1 and superseded_at is null returning actor_id), \
         earlier as (select distinct on (e.actor_id) e.actor_id, e.canonical_actor_id, e.actor_decision_id \
            from closed join actor_identity e on e.actor_id = closed.actor_id \
            where e.actor_identity_id < (select min(first.actor_identity_id) from actor_identity first \
                where first.actor_id = e.actor_id and first.actor_decision_id = $1) \
            order by e.actor_id, e.actor_identity_id desc) \
         insert into actor_identity (actor_id, canonical_actor_id, actor_decision_id) \
         select e.actor_id, coalesce(renamed.canonical_actor_id, e.canonical_actor_id), e.actor_decision_id \
         from earlier e left join actor_identity renamed on renamed.actor_id = e.canonical_actor_id \
            and renamed.superseded_at is null and renamed.actor_id not in (select actor_id from closed) \
         returning actor_id",
    )
    .bind(decision)
    .fetch_all(&mut *connection)
    .await?;
    // What was given piece by piece went back so, too.
    if !(gave_none && regroup::back(connection, decided, &back).await?) {
        regroup::of_actors(connection, &back).await?;
    }
    let told = told(connection, &kind, &detail).await?;
    Ok(Undone {
        told: format!("decision {decision}, {told}"),
        is_read_by: kind == "role" && detail["title"] != "",
    })
}

/// What was taken back.
#[derive(Clone, Debug)]
pub struct Undone {
    /// In words: "decision 3, which merged Myra Hollt into Mira Holt".
    pub told: String,
    /// Whether texts are read otherwise without it.
    pub is_read_by: bool,
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
        "rename" => format!(
            "which renamed {} to {}",
            detail["was"].as_str().unwrap_or_default(),
            detail["now"].as_str().unwrap_or_default()
        ),
        "merge" => format!("which merged {from} into {into}"),
        "alias" => format!(
            "which gave {actor} the name \"{}\"",
            detail["alias"].as_str().unwrap_or_default()
        ),
        "role" => format!(
            "which noted of {actor}: {}",
            [&detail["title"], &detail["organization"]]
                .iter()
                .filter_map(|word| word.as_str().filter(|word| !word.is_empty()))
                .collect::<Vec<_>>()
                .join(", ")
        ),
        _ if claims == 1 => format!("which gave a claim of {from} to {actor}"),
        _ if claims > 1 => format!("which gave {claims} claims of {from} to {actor}"),
        _ => format!("which took {actor} apart from {from}"),
    })
}
