//! The export: every row of every table, in the order of their keys.

use std::collections::BTreeMap;
use std::io::Write;

use futures_util::TryStreamExt;
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use super::{NOTATION, head, quoted};
use crate::exchange::whole::{End, Sequence};
use crate::store::dump::identities;
use crate::store::{Store, StoreError};

impl Store {
    /// Writes everything to `out`, as of one moment; returns the rows of each table. The same database gives
    /// the same bytes. No more than a row at a time is held in memory.
    ///
    /// # Errors
    /// Those of the database, and [`StoreError::Output`] where `out` cannot be written.
    pub async fn export_whole(
        &self,
        out: &mut (dyn Write + Send),
    ) -> Result<BTreeMap<String, u64>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let mut transaction = connection.begin().await?;
        sqlx::raw_sql("set transaction isolation level repeatable read, read only")
            .execute(&mut *transaction)
            .await?;
        sqlx::raw_sql(NOTATION).execute(&mut *transaction).await?;
        let mut out = Summed {
            out,
            sum: Sha256::new(),
        };
        let head = head(&mut transaction).await?;
        out.line(&json(&head)?)?;
        let mut written = BTreeMap::new();
        for table in &head.tables {
            let rows = rows(&mut transaction, &table.table, &mut out).await?;
            written.insert(table.table.clone(), rows);
        }
        for (table, column) in identities(&mut transaction).await? {
            let next = next_key(&mut transaction, &table, &column).await?;
            let sequence = Sequence {
                sequence: table,
                next,
            };
            out.line(&json(&sequence)?)?;
        }
        transaction.rollback().await?;
        let sum = out.sum.finalize();
        let end = End {
            end: true,
            rows: written,
            sha256: Some(sum.iter().map(|byte| format!("{byte:02x}")).collect()),
        };
        writeln!(out.out, "{}", json(&end)?).map_err(StoreError::Output)?;
        out.out.flush().map_err(StoreError::Output)?;
        Ok(end.rows)
    }
}

/// Writes the rows of a table; returns how many.
async fn rows(
    connection: &mut PgConnection,
    table: &str,
    out: &mut Summed<'_>,
) -> Result<u64, StoreError> {
    let order: Option<String> = sqlx::query_scalar(
        "select string_agg(format('t.%I', a.attname), ', ' order by place) \
         from pg_index i cross join unnest(i.indkey::int[]) with ordinality as k (attnum, place) \
         join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum \
         where i.indrelid = $1::regclass and i.indisprimary",
    )
    .bind(table)
    .fetch_one(&mut *connection)
    .await?;
    let query = format!(
        "select '{{\"table\":' || to_json({literal}::text) || ',\"row\":' || row_to_json(t) || '}}' \
         from {name} t order by {order}",
        literal = format_args!("'{}'", table.replace('\'', "''")),
        name = quoted(table),
        order = order.unwrap_or_else(|| "t::text".into()),
    );
    let mut rows = sqlx::query_scalar::<_, String>(AssertSqlSafe(query)).fetch(connection);
    let mut written = 0;
    while let Some(row) = rows.try_next().await? {
        out.line(&row)?;
        written += 1;
    }
    Ok(written)
}

/// The key that the next row gets. Keys of rows that were forgotten are not given again.
async fn next_key(
    connection: &mut PgConnection,
    table: &str,
    column: &str,
) -> Result<i64, StoreError> {
    let sequence: String = sqlx::query_scalar("select pg_get_serial_sequence($1, $2)")
        .bind(table)
        .bind(column)
        .fetch_one(&mut *connection)
        .await?;
    // Some tables' keys are given by hand, and their sequences stand still.
    let query = format!(
        "select greatest(last_value + is_called::int, (select max({}) + 1 from {})) from {sequence}",
        quoted(column),
        quoted(table)
    );
    Ok(sqlx::query_scalar(AssertSqlSafe(query))
        .fetch_one(connection)
        .await?)
}

fn json(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Refused(error.to_string()))
}

/// Lines written, and the sum over them.
struct Summed<'w> {
    out: &'w mut (dyn Write + Send),
    sum: Sha256,
}

impl Summed<'_> {
    fn line(&mut self, line: &str) -> Result<(), StoreError> {
        for part in [line.as_bytes(), b"\n"] {
            self.sum.update(part);
            self.out.write_all(part).map_err(StoreError::Output)?;
        }
        Ok(())
    }
}
