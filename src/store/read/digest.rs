//! What changed.

use chrono::{DateTime, Local, NaiveDate, NaiveTime, Utc};

use super::stances::ids;
use super::{Scope, rows, select};
use crate::model::{DigestRow, Extent};
use crate::store::{Store, StoreError};

/// From when on a digest tells what changed.
#[derive(Clone, Copy, Debug)]
pub struct Since {
    /// The day that it names.
    pub day: NaiveDate,
    /// The day by which all before was said.
    pub base: NaiveDate,
    /// When that was known.
    pub known_at: DateTime<Utc>,
}

impl Since {
    /// From the beginning of a day on, where the program runs.
    pub fn day(day: NaiveDate) -> Self {
        let midnight = day.and_time(NaiveTime::MIN);
        Self {
            day,
            base: day.pred_opt().unwrap_or(day),
            known_at: midnight
                .and_local_timezone(Local)
                .earliest()
                .map_or_else(|| midnight.and_utc(), |time| time.to_utc()),
        }
    }

    /// From a time on, such as that of the last digest.
    pub fn time(known_at: DateTime<Utc>) -> Self {
        let day = known_at.with_timezone(&Local).date_naive();
        Self {
            day,
            base: day,
            known_at,
        }
    }
}

/// What changed, and what that is of.
#[derive(Clone, Debug)]
pub struct Changes {
    /// Rows of `digest`.
    pub rows: Vec<DigestRow>,
    /// Whether nothing was recorded before, so that what was said before is taken as it is known now.
    pub archive: bool,
    /// The statements of the period.
    pub among: Extent,
}

impl Store {
    /// What changed since then, by what was said until a day.
    ///
    /// # Errors
    /// As [`Store::digest`].
    pub async fn changes(
        &self,
        scope: Scope,
        since: Since,
        until: NaiveDate,
    ) -> Result<Changes, StoreError> {
        let (_, first) = self.clock().await?;
        let archive = first.is_none_or(|first| first > since.known_at);
        let known_at = (!archive).then_some(since.known_at);
        let period = match archive {
            true => Scope {
                said_since: Some(since.day),
                ..scope.clone()
            },
            false => Scope {
                added_since: Some(since.known_at),
                ..scope.clone()
            },
        };
        let (rows, among) = tokio::try_join!(
            self.digest(&scope, since.base, known_at, until),
            self.extent(&period, Some(until)),
        )?;
        Ok(Changes {
            rows,
            archive,
            among,
        })
    }

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
        // Half of what it takes is the planning, which is the same for all days: whoever asks again, as a browser does, has the
        // plan of the first time.
        let mut transaction = self.pool.begin().await?;
        sqlx::query("set local plan_cache_mode = force_generic_plan")
            .execute(&mut *transaction)
            .await?;
        let found = rows(&mut transaction, query).await?;
        transaction.commit().await?;
        Ok(found)
    }

    /// The time now by the database's clock, by which everything in it is recorded, and the time of the
    /// first record; the latter none where there is none.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn clock(&self) -> Result<(DateTime<Utc>, Option<DateTime<Utc>>), StoreError> {
        Ok(sqlx::query_as(
            "select now(), (select recorded_at from claim order by claim_id limit 1)",
        )
        .fetch_one(&self.pool)
        .await?)
    }
}
