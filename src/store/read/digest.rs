//! What changed.

use chrono::{DateTime, NaiveDate, Utc};

use super::stances::ids;
use super::{Scope, rows, select};
use crate::model::DigestRow;
use crate::store::{Store, StoreError};

impl Store {
    /// Rows of `digest`: what changed from a day, as it was known at a time (none: as it is known now), to
    /// a later day, as the record has it that reports are made of. Shifts between sides come first, what is said by name last.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn digest(
        &self,
        scope: &Scope,
        since: NaiveDate,
        known_at: Option<DateTime<Utc>>,
        until: NaiveDate,
    ) -> Result<Vec<DigestRow>, StoreError> {
        let mut query = select("select * from digest(");
        query.push_bind(since);
        query.push(", coalesce(").push_bind(known_at);
        query
            .push(", 'infinity'), ")
            .push_bind(until)
            .push(format!(", {}) where true", self.recorded.known()));
        ids(&mut query, "actor_id", &scope.actors);
        ids(&mut query, "topic_id", &scope.topics);
        query.push(
            " order by status <> 'confirmed', abs(coalesce(after_stance, 0) - coalesce(before_stance, 0)) desc, \
             coalesce(after_said_from, before_said_from) desc, actor, topic_name, coalesce(after_claim_id, before_claim_id)",
        );
        rows(&mut *self.pool.acquire().await?, query).await
    }

    /// The time now by the database's clock, by which everything in it is recorded, and the time of the
    /// first record; the latter none where there is none.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn clock(&self) -> Result<(DateTime<Utc>, Option<DateTime<Utc>>), StoreError> {
        Ok(
            sqlx::query_as("select now(), (select min(recorded_at) from claim)")
                .fetch_one(&self.pool)
                .await?,
        )
    }
}
