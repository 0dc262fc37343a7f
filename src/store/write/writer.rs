//! Who stores batches of articles, each in one transaction.

use sqlx::pool::PoolConnection;
use sqlx::{Connection, PgConnection, Postgres};

use super::articles::{Prepared, Saved, blocks, save};
use super::locks::Locks;
use super::{Run, alone_in_a_row, beside_others, is_in_force};
use crate::store::{Store, StoreError};

/// Who stores batches of a run, over one connection: a server's process has to learn the tables and plan the statements
/// anew for each.
#[derive(Debug)]
pub struct Writer {
    store: Store,
    connection: Option<PoolConnection<Postgres>>,
}

impl Store {
    /// Who stores batches.
    pub fn writer(&self) -> Writer {
        Writer {
            store: self.clone(),
            connection: None,
        }
    }
}

impl Writer {
    /// Stores a batch in one transaction: every article of it whole, or none.
    ///
    /// No two articles of the batch may [collide](Prepared::first_collision). Others may store what has no key in
    /// common with it at the same time.
    ///
    /// # Errors
    /// Only those of the database; the batch is then not stored.
    pub async fn save(&mut self, run: Run, batch: &[Prepared]) -> Result<Saved, StoreError> {
        let connection = self.connection().await?;
        match save_beside(connection, run, batch, false).await {
            Err(error) if error.is_in_the_way() => save_beside(connection, run, batch, true).await,
            saved => saved,
        }
    }

    /// The connection; another where it broke since the last batch.
    async fn connection(&mut self) -> Result<&mut PgConnection, StoreError> {
        let mut there = self.connection.take();
        if let Some(connection) = &mut there
            && connection.ping().await.is_err()
        {
            there = None;
        }
        let connection = match there {
            Some(connection) => connection,
            None => {
                let mut new = self.store.pool.acquire().await?;
                compress_lightly(&mut new).await?;
                new
            }
        };
        Ok(self.connection.insert(connection))
    }
}

/// Has texts that come over this connection compressed with LZ4, where the server was built with it: it takes a third of
/// the time that PostgreSQL's own method does, for a tenth more space.
async fn compress_lightly(connection: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query(
        "select set_config(name, 'lz4', false) from pg_settings \
         where name = 'default_toast_compression' and 'lz4' = any(enumvals)",
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Stores a batch, with nobody beside it or with whoever touches nothing of what it does.
async fn save_beside(
    connection: &mut PgConnection,
    run: Run,
    batch: &[Prepared],
    nobody: bool,
) -> Result<Saved, StoreError> {
    let mut transaction = connection.begin().await?;
    if nobody {
        alone_in_a_row(&mut transaction).await?;
    } else {
        beside_others(&mut transaction).await?;
    }
    if !is_in_force(&mut transaction, run.codebook_id).await? {
        return Ok(Saved::Outdated);
    }
    let mut locks = match nobody {
        true => Locks::Everything,
        false => {
            let blocks = blocks(&mut transaction, batch).await?;
            Locks::wait_for(&mut transaction, blocks).await?
        }
    };
    let stored = save(&mut transaction, &mut locks, run, batch).await?;
    transaction.commit().await?;
    Ok(Saved::Stored(stored))
}
