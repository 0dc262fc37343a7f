//! The whole record as one SQL script of `COPY` blocks, and back.
//!
//! It needs no client programs and does not depend on the server's version; psql reads it too, into
//! a database that `stance db migrate` prepared.

use std::io::{BufRead, Write};

use futures_util::TryStreamExt;
use sqlx::{AssertSqlSafe, Connection, SqlSafeStr};

use super::write::{STALE, keep};
use super::{MIGRATIONS, Store, StoreError};

/// Every table, each behind those that it refers to; `setting` and `stance_scale` come with the schema.
pub(super) const TABLES: &[&str] = &[
    "setting",
    "publisher",
    "article",
    "article_date",
    "story",
    "story_member",
    "story_sketch",
    "story_key",
    "actor",
    "actor_decision",
    "actor_identity",
    "actor_distinct",
    "actor_alias",
    "actor_role",
    "codebook",
    "topic",
    "topic_version",
    "topic_term",
    "extraction_run",
    "analysis",
    "article_actor",
    "skipped",
    "claim",
    "utterance",
    "utterance_member",
    "utterance_key",
    "stance",
    "review",
    "assignment",
    "reading",
    "coded_statement",
    "adjudication",
    "visit",
    "digest_made",
    "correction",
    "setting_before",
    "snapshot",
    "snapshot_row",
];

const HEAD: &str = "-- stance dump, schema ";

/// The last line: what was cut off between two tables looks whole without it.
const END: &str = "-- end of the dump";

impl Store {
    /// Writes everything to `out`, as of one moment.
    ///
    /// # Errors
    /// Those of the database, and [`StoreError::Output`] where `out` cannot be written.
    pub async fn dump(&self, out: &mut (dyn Write + Send)) -> Result<(), StoreError> {
        let mut connection = self.pool.acquire().await?;
        let mut transaction = connection.begin().await?;
        sqlx::query("set transaction isolation level repeatable read, read only")
            .execute(&mut *transaction)
            .await?;
        let newest = MIGRATIONS[MIGRATIONS.len() - 1].0;
        writeln!(out, "{HEAD}{newest}").map_err(StoreError::Output)?;
        for table in TABLES {
            let columns = columns(&mut transaction, table).await?;
            if *table == "setting" {
                writeln!(out, "delete from setting;").map_err(StoreError::Output)?;
            }
            writeln!(out, "copy {table} ({columns}) from stdin;").map_err(StoreError::Output)?;
            let statement = format!("copy {table} ({columns}) to stdout");
            let mut rows = transaction
                .copy_out_raw(AssertSqlSafe(statement).into_sql_str().as_str())
                .await?;
            while let Some(bytes) = rows.try_next().await? {
                out.write_all(&bytes).map_err(StoreError::Output)?;
            }
            drop(rows);
            writeln!(out, "\\.").map_err(StoreError::Output)?;
        }
        for (table, column) in identities(&mut transaction).await? {
            writeln!(
                out,
                "select setval(pg_get_serial_sequence('{table}', '{column}'), coalesce(max({column}), 1), max({column}) is not null) from {table};"
            )
            .map_err(StoreError::Output)?;
        }
        transaction.rollback().await?;
        writeln!(out, "{END}").map_err(StoreError::Output)?;
        out.flush().map_err(StoreError::Output)
    }

    /// Reads what [`Store::dump`] wrote into an empty database, all of it or nothing.
    ///
    /// # Errors
    /// [`StoreError::Refused`] where the database is not empty, or the script is of another schema or
    /// broken, with its line.
    pub async fn restore(&self, from: &mut (dyn BufRead + Send)) -> Result<(), StoreError> {
        let mut connection = self.pool.acquire().await?;
        let mut transaction = connection.begin().await?;
        let used: bool = sqlx::query_scalar(
            "select exists (select from article) or exists (select from codebook)",
        )
        .fetch_one(&mut *transaction)
        .await?;
        if used {
            return Err(StoreError::Refused(
                "the database is not empty; restore into a new one with --database NAME".into(),
            ));
        }
        let mut lines = Lines { from, number: 0 };
        let head = lines.next()?.unwrap_or_default();
        let newest = MIGRATIONS[MIGRATIONS.len() - 1].0;
        match head.trim_end().strip_prefix(HEAD) {
            Some(schema) if schema == newest => {}
            Some(schema) => {
                return Err(StoreError::Refused(format!(
                    "the dump is of schema {schema}, this program's is {newest}; restore it with the stance that wrote it, then migrate"
                )));
            }
            None => {
                return Err(StoreError::Refused(
                    "line 1: this is no dump of stance".into(),
                ));
            }
        }
        let mut ended = false;
        while let Some(line) = lines.next()?.filter(|_| !ended) {
            if line.trim_end() == END {
                ended = true;
            } else if line.starts_with("copy ") {
                let statement = line.trim_end().trim_end_matches(';').to_owned();
                let mut copy = transaction
                    .copy_in_raw(AssertSqlSafe(statement).into_sql_str().as_str())
                    .await?;
                let mut rows = String::new();
                loop {
                    let Some(row) = lines.next()? else {
                        copy.abort("cut off").await?;
                        return Err(StoreError::Refused(format!(
                            "line {}: the dump is cut off",
                            lines.number
                        )));
                    };
                    if row == "\\.\n" {
                        break;
                    }
                    rows.push_str(&row);
                    if rows.len() > 1 << 20 {
                        copy.send(std::mem::take(&mut rows).into_bytes()).await?;
                    }
                }
                copy.send(rows.into_bytes()).await?;
                copy.finish().await?;
            } else if line.starts_with("select setval(") || line.starts_with("delete from setting;")
            {
                sqlx::raw_sql(AssertSqlSafe(line))
                    .execute(&mut *transaction)
                    .await?;
            } else {
                return Err(StoreError::Refused(format!(
                    "line {}: not what a dump holds",
                    lines.number
                )));
            }
        }
        if !ended {
            return Err(StoreError::Refused(format!(
                "line {}: the dump is cut off",
                lines.number
            )));
        }
        transaction.commit().await?;
        keep(&mut connection, STALE).await
    }
}

struct Lines<'a> {
    from: &'a mut (dyn BufRead + Send),
    number: u64,
}

impl Lines<'_> {
    fn next(&mut self) -> Result<Option<String>, StoreError> {
        let mut line = String::new();
        self.number += 1;
        let read = self
            .from
            .read_line(&mut line)
            .map_err(|error| StoreError::Refused(format!("line {}: {error}", self.number)))?;
        Ok((read > 0).then_some(line))
    }
}

async fn columns(connection: &mut sqlx::PgConnection, table: &str) -> Result<String, StoreError> {
    Ok(sqlx::query_scalar(
        "select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute \
         where attrelid = $1::regclass and attnum > 0 and not attisdropped",
    )
    .bind(table)
    .fetch_one(connection)
    .await?)
}

pub(super) async fn identities(
    connection: &mut sqlx::PgConnection,
) -> Result<Vec<(String, String)>, StoreError> {
    let names: Vec<String> = TABLES.iter().map(|t| (*t).to_owned()).collect();
    Ok(sqlx::query_as(
        "select attrelid::regclass::text, attname::text from pg_attribute \
         where attidentity <> '' and attrelid::regclass::text = any($1) order by 1",
    )
    .bind(names)
    .fetch_all(connection)
    .await?)
}
