//! Queries that users type.

use serde_json::{Map, Value};
use sqlx::{AssertSqlSafe, Column, Connection, Executor, PgConnection, SqlSafeStr, Statement};

use crate::store::{Store, StoreError};

impl Store {
    /// Whether a session on this database may become the reader role.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn may_read_as_reader(&self) -> Result<bool, StoreError> {
        may_become_reader(&mut *self.pool.acquire().await?).await
    }

    /// Runs one query that may read and nothing else; returns its columns in order, and its rows.
    ///
    /// Three guards stand behind each other: a prepared statement holds one statement only, the
    /// transaction is read-only, and where the reader role exists the query runs as it.
    ///
    /// # Errors
    /// [`StoreError::Refused`] for a statement of another kind; [`StoreError::Sql`] with the server's
    /// words, the time limit being one of them.
    pub async fn query(
        &self,
        query: &str,
        timeout_seconds: u32,
    ) -> Result<(Vec<String>, Vec<Map<String, Value>>), StoreError> {
        let query = query.trim().trim_end_matches(';');
        let kind = kind(query).ok_or_else(|| {
            StoreError::Refused(
                "only one query that reads can be run: select, with, values, table, explain or show"
                    .into(),
            )
        })?;
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
        let prepared = transaction.prepare(sql).await?;
        let columns = distinct(prepared.columns().iter().map(Column::name));
        let wrapped = match kind {
            // A name list may not be empty.
            Kind::Relation if columns.is_empty() => {
                format!("select to_json(r)::text from ({query}\n) r")
            }
            Kind::Relation => {
                let names: Vec<String> = columns.iter().map(|name| quoted(name)).collect();
                let names = names.join(", ");
                format!("select to_json(r)::text from ({query}\n) r ({names})")
            }
            Kind::Lines => query.to_owned(),
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

/// What a query gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Rows, and it can stand inside another query.
    Relation,
    /// Lines of text, and it cannot.
    Lines,
}

/// The kind of a query by its first word; none for a statement that does something else.
fn kind(query: &str) -> Option<Kind> {
    let mut rest = query;
    // Remarks and brackets may stand before the first word.
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '(');
        rest = if let Some(remark) = rest.strip_prefix("--") {
            remark.split_once('\n')?.1
        } else if let Some(remark) = rest.strip_prefix("/*") {
            remark.split_once("*/")?.1
        } else {
            break;
        };
    }
    let end = rest.find(|c: char| !c.is_alphabetic());
    match rest[..end.unwrap_or(rest.len())].to_lowercase().as_str() {
        "select" | "with" | "values" | "table" => Some(Kind::Relation),
        "explain" | "show" => Some(Kind::Lines),
        _ => None,
    }
}

/// Names of columns, made distinct: a row is an object, in which the second of a name hides the first.
fn distinct<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut distinct: Vec<String> = Vec::new();
    for name in names {
        let mut candidate = name.to_owned();
        let mut number = 1;
        while distinct.contains(&candidate) {
            number += 1;
            candidate = format!("{name}_{number}");
        }
        distinct.push(candidate);
    }
    distinct
}

/// A name as an identifier.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Goes on as the reader role, where there is one that we may become.
async fn become_reader(connection: &mut PgConnection) -> Result<(), StoreError> {
    if may_become_reader(connection).await? {
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

async fn may_become_reader(connection: &mut PgConnection) -> Result<bool, StoreError> {
    let may: Option<bool> = sqlx::query_scalar(
        "select pg_has_role(current_user, oid, 'member') from pg_roles where rolname = 'stance_reader'",
    )
    .fetch_optional(connection)
    .await?;
    Ok(may == Some(true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_known_by_its_first_word() {
        for (query, expected) in [
            ("SELECT 1", Some(Kind::Relation)),
            (
                "-- why\n /* and */ ((select 1) union select 2)",
                Some(Kind::Relation),
            ),
            ("explain select 1", Some(Kind::Lines)),
            ("/* select */ delete from setting", None),
            ("-- select 1", None),
            ("selection", None),
            ("commit", None),
            ("", None),
        ] {
            assert_eq!(kind(query), expected, "{query}");
        }
    }

    #[test]
    fn columns_of_one_name_are_told_apart() {
        assert_eq!(
            distinct(["a", "a_2", "a", "a"].into_iter()),
            ["a", "a_2", "a_3", "a_4"]
        );
    }
}
