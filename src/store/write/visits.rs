//! What was fetched from where, for the next time.

use chrono::{DateTime, Utc};

use crate::store::{Store, StoreError};

/// A page, feed or sitemap that was fetched.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Visited {
    /// The address as it was asked for.
    pub address: String,
    /// The entity tag that the server gave.
    pub etag: Option<String>,
    /// When the server says that it changed last, in its words.
    pub last_modified: Option<String>,
    /// When.
    pub visited_at: DateTime<Utc>,
    /// When it had changed last, by the list that led to it.
    pub stated: Option<DateTime<Utc>>,
    /// Whether there was nothing at the address.
    pub gone: bool,
}

impl Store {
    /// The last visit to an address.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn last_visit(&self, address: &str) -> Result<Option<Visited>, StoreError> {
        Ok(sqlx::query_as(
            "select address, etag, last_modified, visited_at, stated, gone from visit \
             where address = $1 order by visit_id desc limit 1",
        )
        .bind(address)
        .fetch_optional(&self.pool)
        .await?)
    }

    /// Remembers visits. To be called once what was fetched is stored: what was visited is not fetched again.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn remember_visits(&self, visits: &[Visited]) -> Result<(), StoreError> {
        sqlx::query(
            "insert into visit (address, etag, last_modified, visited_at, stated, gone) \
             select * from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::bool[])",
        )
        .bind(visits.iter().map(|v| &v.address).collect::<Vec<_>>())
        .bind(visits.iter().map(|v| &v.etag).collect::<Vec<_>>())
        .bind(visits.iter().map(|v| &v.last_modified).collect::<Vec<_>>())
        .bind(visits.iter().map(|v| v.visited_at).collect::<Vec<_>>())
        .bind(visits.iter().map(|v| v.stated).collect::<Vec<_>>())
        .bind(visits.iter().map(|v| v.gone).collect::<Vec<_>>())
        .execute(&self.pool)
        .await?;
        Ok(())
    }
}
