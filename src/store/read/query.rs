//! Queries that users type.

use serde_json::{Map, Value};
use sqlx::{AssertSqlSafe, Column, Connection, Executor, PgConnection, SqlSafeStr, Statement};

use crate::store::{Store, StoreError};

impl Store {
    /// Runs one query that may read and nothing else; returns its columns in order, and its rows.
    ///
    /// Three guards stand behind each other: a prepared statement holds one statement only, the
    /// transaction is read-only, and where the reader role exists the query runs as it.
    ///
    /// # Errors
    /// [`StoreError::Sql`] with the server's words; the time limit is one of them.
    pub async fn query(
        &self,
        query: &str,
        timeout_seconds: u32,
    ) -> Result<(Vec<String>, Vec<Map<String, Value>>), StoreError> {
        let query = query.trim().trim_end_matches(';');
        let mut connection = self.pool.acquire().await?;
        let mut transaction = connection.begin().await?;
        sqlx::query("set transaction read only")
            .execute(&mut *transaction)
            .await?;
        let limit = format!("set local statement_timeout = '{timeout_seconds}s'");
        sqlx::query(AssertSqlSafe(limit))
            .execute(&mut *transaction)
            .await?;
        become_reader(&mut transaction).await?;
        let sql = AssertSqlSafe(query.to_owned()).into_sql_str();
        let columns: Vec<String> = transaction
            .prepare(sql)
            .await?
            .columns()
            .iter()
            .map(|c| c.name().to_owned())
            .collect();
        let wrapped = if returns_a_relation(query) {
            format!("select to_json(r)::text from ({query}\n) r")
        } else {
            query.to_owned()
        };
        let found: Vec<String> = sqlx::query_scalar(AssertSqlSafe(wrapped))
            .fetch_all(&mut *transaction)
            .await?;
        transaction.rollback().await?;
        let only = columns.first().cloned().unwrap_or_default();
        let rows = found
            .into_iter()
            .map(|row| match serde_json::from_str(&row) {
                Ok(Value::Object(row)) => row,
                _ => Map::from_iter([(only.clone(), Value::String(row))]),
            });
        Ok((columns, rows.collect()))
    }
}

/// `explain` and `show` give lines of text and cannot stand inside another query.
fn returns_a_relation(query: &str) -> bool {
    let first = query
        .split(|c: char| !c.is_alphabetic())
        .find(|word| !word.is_empty())
        .unwrap_or_default();
    !["explain", "show"]
        .iter()
        .any(|w| w.eq_ignore_ascii_case(first))
}

/// Goes on as the reader role, where there is one that we may become.
async fn become_reader(connection: &mut PgConnection) -> Result<(), StoreError> {
    let may: Option<bool> = sqlx::query_scalar(
        "select pg_has_role(current_user, oid, 'member') from pg_roles where rolname = 'stance_reader'",
    )
    .fetch_optional(&mut *connection)
    .await?;
    if may == Some(true) {
        let mut attempt = connection.begin().await?;
        // A member may still lack the right to become it; the other two guards hold.
        if sqlx::query("set local role stance_reader")
            .execute(&mut *attempt)
            .await
            .is_ok()
        {
            attempt.commit().await?;
        }
    }
    Ok(())
}
