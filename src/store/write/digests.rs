//! When a digest of a name was made, for the next one.

use chrono::{DateTime, Utc};

use crate::store::{Store, StoreError};

impl Store {
    /// When the last digest of a name was made; none where there is none yet.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn last_digest(&self, name: &str) -> Result<Option<DateTime<Utc>>, StoreError> {
        Ok(sqlx::query_scalar(
            "select made_at from digest_made where name = $1 order by digest_made_id desc limit 1",
        )
        .bind(name)
        .fetch_optional(&self.pool)
        .await?)
    }

    /// Remembers that a digest was made of what the database held at a time.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn remember_digest(
        &self,
        name: &str,
        made_at: DateTime<Utc>,
        by: &str,
    ) -> Result<(), StoreError> {
        sqlx::query("insert into digest_made (name, made_at, made_by) values ($1, $2, $3)")
            .bind(name)
            .bind(made_at)
            .bind(by)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
