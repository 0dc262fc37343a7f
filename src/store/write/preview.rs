//! What a decision about who is who would change. It is carried out and taken back: nothing is written.

use sqlx::{Connection, PgConnection};

use super::alone;
use super::decisions::{Decision, carry_out};
use crate::model::{PositionRow, ShiftRow};
use crate::store::read::{AsRecorded, Scope, positions, shifts};
use crate::store::{Store, StoreError};

/// What would be otherwise.
#[derive(Clone, Debug, Default)]
pub struct Foretold {
    /// Claims that would be shown under another actor or name.
    pub claims: i64,
    /// Positions of the actors concerned, now.
    pub before: Vec<PositionRow>,
    /// And then.
    pub after: Vec<PositionRow>,
    /// Shifts of the actors concerned, now.
    pub shifts_before: Vec<ShiftRow>,
    /// And then.
    pub shifts_after: Vec<ShiftRow>,
}

impl Store {
    /// Says what [`Store::decide`] would do.
    ///
    /// # Errors
    /// As [`Store::decide`].
    pub async fn foretell(&self, decision: &Decision, by: &str) -> Result<Foretold, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let mut transaction = connection.begin().await?;
        alone(&mut transaction).await?;
        let mut attempt = transaction.begin().await?;
        let id = carry_out(&mut attempt, decision, by, None).await?;
        let scope = Scope {
            actors: concerned(&mut attempt, id, decision).await?,
            ..Scope::default()
        };
        let recorded = AsRecorded::default();
        let mut foretold = Foretold {
            claims: moved(&mut attempt).await?,
            after: positions(&mut attempt, &scope, None).await?,
            shifts_after: shifts(&mut attempt, &recorded, &scope).await?,
            ..Foretold::default()
        };
        attempt.rollback().await?;
        foretold.before = positions(&mut transaction, &scope, None).await?;
        foretold.shifts_before = shifts(&mut transaction, &recorded, &scope).await?;
        transaction.rollback().await?;
        Ok(foretold)
    }
}

/// The actors whom the decision names, and those for whom rows stood or stand by what this transaction did.
async fn concerned(
    connection: &mut PgConnection,
    id: i64,
    decision: &Decision,
) -> Result<Vec<i64>, StoreError> {
    let mut actors: Vec<i64> = sqlx::query_scalar(
        "select canonical_actor_id from actor_identity where recorded_at = now() or superseded_at = now() \
         union select (detail ->> 'actor')::bigint from actor_decision where actor_decision_id = $1 and detail ? 'actor'",
    )
    .bind(id)
    .fetch_all(connection)
    .await?;
    actors.extend(decision.actors());
    actors.sort_unstable();
    actors.dedup();
    Ok(actors)
}

/// Live claims that stand for another actor by what this transaction did.
async fn moved(connection: &mut PgConnection) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar(
        "select count(*) from claim c join actor_identity i on i.actor_id = c.actor_id and i.superseded_at is null \
         where c.superseded_at is null and (i.recorded_at = now() or c.recorded_at = now())",
    )
    .fetch_one(connection)
    .await?)
}
