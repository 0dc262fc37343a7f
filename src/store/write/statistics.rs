//! What the planner knows of the tables while they grow.
//!
//! The server looks at tables that have changed once a minute, if at all. Until it has, the planner takes
//! a new database's tables to be nearly empty, and reads all that is live of them for each batch, which
//! after some thousand claims takes longer than storing the batch.

use sqlx::{AssertSqlSafe, Connection};

use crate::store::{Store, StoreError};

/// Articles stored before the first look; then it is after twice as many.
const FIRST: usize = 256;

/// How often a table is as large as when it was last looked at before it is looked at again.
const OUTGROWN: i64 = 4;

/// How closely it is looked, in the server's own measure: enough to tell large from small, at a tenth of what it
/// usually reads. The server looks again by itself.
const TARGET: &str = "set local default_statistics_target = 10";

/// The columns that are searched by; those that are only shown would have to be read to no purpose.
const TABLES: &[&str] = &[
    "article (article_id, kind, publisher_id, url_key, identity_sha256, superseded_at, forgotten_at)",
    "article_date (article_id, published_day, superseded_at)",
    "story_member (article_id, story_id, superseded_at)",
    "story_key",
    "actor (actor_id, kind, discovery_key, superseded_at)",
    "actor_identity (actor_id, canonical_actor_id, superseded_at)",
    "article_actor",
    "analysis (article_id, codebook_id, superseded_at)",
    "claim (claim_id, root_claim_id, article_id, actor_id, said_from, said_to, superseded_at)",
    "utterance_member (utterance_id, claim_id, superseded_at)",
    "utterance_key",
    "stance (claim_id, topic_id, superseded_at)",
];

/// How much was stored since the tables were last looked at.
#[derive(Debug)]
pub struct Unlooked {
    articles: usize,
    next: usize,
}

impl Default for Unlooked {
    fn default() -> Self {
        Self {
            articles: 0,
            next: FIRST,
        }
    }
}

impl Unlooked {
    /// Counts articles that were stored; whether it is time to [look](Store::keep_statistics).
    pub fn add(&mut self, articles: usize) -> bool {
        self.articles += articles;
        let due = self.articles >= self.next;
        if due {
            self.next = 2 * self.articles;
        }
        due
    }
}

impl Store {
    /// Has the planner look at the tables if they have outgrown what it knows of them.
    ///
    /// # Errors
    /// Only those of the database. Who may not have a table looked at only warns the server's log.
    pub async fn keep_statistics(&self) -> Result<(), StoreError> {
        let mut connection = self.pool.acquire().await?;
        let outgrown: bool = sqlx::query_scalar(
            "select pg_relation_size(oid) > $1 * greatest(relpages, 1)::bigint * current_setting('block_size')::bigint \
             from pg_class where oid = 'claim'::regclass",
        )
        .bind(OUTGROWN)
        .fetch_one(&mut *connection)
        .await?;
        if outgrown {
            let tables = TABLES.join(", ");
            let mut transaction = connection.begin().await?;
            sqlx::query(TARGET).execute(&mut *transaction).await?;
            sqlx::raw_sql(AssertSqlSafe(format!("analyze {tables}")))
                .execute(&mut *transaction)
                .await?;
            transaction.commit().await?;
        }
        Ok(())
    }
}
