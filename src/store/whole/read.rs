//! The import: an export read into an empty database, all of it or nothing.

use std::collections::BTreeMap;
use std::io::BufRead;

use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use super::{NOTATION, head, quoted};
use crate::exchange::whole::{self, End, Head, Line, REMEDY, TableHead};
use crate::store::dump::{TABLES, identities};
use crate::store::error::words;
use crate::store::write::{STALE, alone, keep};
use crate::store::{Store, StoreError};

/// Bytes of rows that are sent at once.
const BATCH: usize = 1 << 20;

impl Store {
    /// Reads what [`Store::export_whole`] wrote into an empty database; returns the rows of each table.
    /// `origin` is the file as the user named it. With `dry_run` all is checked and rolled back.
    ///
    /// # Errors
    /// [`StoreError::Refused`] where the database is not empty, or the file is of another schema, cut off or
    /// broken, with file and line; the database is then as it was.
    pub async fn import_whole(
        &self,
        origin: &str,
        from: &mut (dyn BufRead + Send),
        dry_run: bool,
    ) -> Result<BTreeMap<String, u64>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let mut transaction = connection.begin().await?;
        alone(&mut transaction).await?;
        sqlx::raw_sql(NOTATION).execute(&mut *transaction).await?;
        must_be_empty(&mut transaction).await?;
        let mut lines = Lines {
            origin,
            from,
            number: 0,
            sum: Sha256::new(),
        };
        let wanted = head(&mut transaction).await?;
        let first = lines.next()?.unwrap_or_default();
        let given = whole::head(first.trim_start_matches('\u{feff}'))
            .map_err(|reason| lines.refused(&reason))?;
        check_head(&given, &wanted).map_err(|reason| lines.refused(&reason))?;
        let columns: BTreeMap<&str, &TableHead> = wanted
            .tables
            .iter()
            .map(|head| (head.table.as_str(), head))
            .collect();
        // The thresholds come with the schema, and people change them.
        sqlx::query("delete from setting")
            .execute(&mut *transaction)
            .await?;
        let mut batch = Batch::default();
        let mut next_keys = BTreeMap::new();
        let mut read: BTreeMap<String, u64> = BTreeMap::new();
        let end = loop {
            let sum = lines.sum.clone();
            let Some(line) = lines.next()? else {
                return Err(lines.refused(&format!(
                    "the export is cut off: its last line is missing; {REMEDY}"
                )));
            };
            match whole::line(&line).map_err(|reason| lines.refused(&reason))? {
                Line::Row { table, row } => {
                    let head = columns.get(table.as_ref()).ok_or_else(|| {
                        lines.refused(&format!("there is no table \"{table}\"; take the line out"))
                    })?;
                    whole::check_columns(&table, row, &head.columns)
                        .map_err(|reason| lines.refused(&reason))?;
                    if batch.table != table || batch.bytes > BATCH {
                        batch.store(&mut transaction, &columns, origin).await?;
                        batch.table = table.into_owned();
                    }
                    *read.entry(batch.table.clone()).or_default() += 1;
                    batch.add(lines.number, row.get());
                }
                Line::Sequence(sequence) => {
                    next_keys.insert(sequence.sequence, sequence.next);
                }
                Line::End(end) => {
                    batch.store(&mut transaction, &columns, origin).await?;
                    check_end(&end, &read, &sum).map_err(|reason| lines.refused(&reason))?;
                    break end;
                }
            }
        };
        if lines.next()?.is_some_and(|line| !line.trim().is_empty()) {
            return Err(lines.refused("something follows the last line; take it out"));
        }
        if dry_run {
            // Where keys go on is not rolled back, and so not touched.
            transaction.rollback().await?;
            return Ok(end.rows);
        }
        go_on_behind(&mut transaction, &next_keys).await?;
        transaction.commit().await?;
        // Until the server looks at the tables by itself, it takes them for empty.
        sqlx::raw_sql("analyze").execute(&mut *connection).await?;
        keep(&mut connection, STALE).await?;
        Ok(end.rows)
    }
}

/// Refuses a database that holds anything.
async fn must_be_empty(connection: &mut PgConnection) -> Result<(), StoreError> {
    for table in TABLES.iter().filter(|table| **table != "setting") {
        let query = format!("select exists (select from {})", quoted(table));
        let used: bool = sqlx::query_scalar(AssertSqlSafe(query))
            .fetch_one(&mut *connection)
            .await?;
        if used {
            return Err(StoreError::Refused(format!(
                "the database is not empty ({table} has rows); import into a new one with --database NAME"
            )));
        }
    }
    Ok(())
}

fn check_head(given: &Head, wanted: &Head) -> Result<(), String> {
    if given.schema != wanted.schema {
        return Err(format!(
            "the export is of schema {}, this program's is {}; import it with the stance that wrote it, and open that database with this one",
            given.schema, wanted.schema
        ));
    }
    let known = |tables: &[TableHead], table: &TableHead| {
        tables.iter().any(|t| {
            let sorted = |t: &TableHead| {
                let mut columns = t.columns.clone();
                columns.sort();
                columns
            };
            t.table == table.table && sorted(t) == sorted(table)
        })
    };
    for (tables, others, says) in [
        (
            &given.tables,
            &wanted.tables,
            "is not in this program's schema",
        ),
        (&wanted.tables, &given.tables, "is not in the export"),
    ] {
        if let Some(table) = tables.iter().find(|table| !known(others, table)) {
            return Err(format!(
                "the table {} with these columns {says}; {REMEDY}",
                table.table
            ));
        }
    }
    Ok(())
}

fn check_end(end: &End, read: &BTreeMap<String, u64>, sum: &Sha256) -> Result<(), String> {
    for (table, &wanted) in &end.rows {
        let found = read.get(table).copied().unwrap_or_default();
        if found != wanted {
            return Err(format!(
                "{table}: {found} rows were read, and {wanted} written; {REMEDY}"
            ));
        }
    }
    if let Some(table) = read.keys().find(|table| !end.rows.contains_key(*table)) {
        return Err(format!("{table}: its rows are not counted here; {REMEDY}"));
    }
    let found: String = sum
        .clone()
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    match &end.sha256 {
        Some(sha256) if *sha256 != found => Err(format!(
            "the lines before are not those that were written: their SHA-256 is {found}; {REMEDY}; or, if they were edited on purpose, take \"sha256\" out of this line"
        )),
        _ => Ok(()),
    }
}

/// Lets keys go on where they went on, and in any case behind those that are there.
async fn go_on_behind(
    connection: &mut PgConnection,
    next_keys: &BTreeMap<String, i64>,
) -> Result<(), StoreError> {
    for (table, column) in identities(connection).await? {
        let query = format!(
            "select setval(pg_get_serial_sequence($1, $2), greatest($3, coalesce(max({}), 0) + 1), false) from {}",
            quoted(&column),
            quoted(&table)
        );
        sqlx::query(AssertSqlSafe(query))
            .bind(&table)
            .bind(&column)
            .bind(next_keys.get(&table).copied().unwrap_or(1))
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Rows of one table with the lines that they stand in.
#[derive(Default)]
struct Batch {
    table: String,
    rows: Vec<(u64, String)>,
    bytes: usize,
}

impl Batch {
    fn add(&mut self, line: u64, row: &str) {
        self.bytes += row.len();
        self.rows.push((line, row.to_owned()));
    }

    /// Stores the rows; where they are refused, one by one, so that the line is told.
    async fn store(
        &mut self,
        connection: &mut PgConnection,
        columns: &BTreeMap<&str, &TableHead>,
        origin: &str,
    ) -> Result<(), StoreError> {
        let (table, rows) = (
            std::mem::take(&mut self.table),
            std::mem::take(&mut self.rows),
        );
        self.bytes = 0;
        let Some(head) = columns.get(table.as_str()).filter(|_| !rows.is_empty()) else {
            return Ok(());
        };
        let names: Vec<String> = head.columns.iter().map(|column| quoted(column)).collect();
        let names = names.join(", ");
        let query = format!(
            "insert into {table} ({names}) overriding system value \
             select {names} from json_populate_recordset(null::{table}, $1::json)",
            table = quoted(&table),
        );
        let all: Vec<&str> = rows.iter().map(|(_, row)| row.as_str()).collect();
        let mut savepoint = connection.begin().await?;
        let Err(fault) = insert(&mut savepoint, &query, &all).await else {
            savepoint.commit().await?;
            return Ok(());
        };
        savepoint.rollback().await?;
        if !matches!(fault, sqlx::Error::Database(_)) {
            return Err(fault.into());
        }
        for (line, row) in &rows {
            match insert(connection, &query, &[row]).await {
                Ok(()) => {}
                Err(error @ sqlx::Error::Database(_)) => {
                    return Err(refused(origin, *line, &told(&table, &error)));
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(refused(origin, rows[0].0, &told(&table, &fault)))
    }
}

async fn insert(
    connection: &mut PgConnection,
    query: &str,
    rows: &[&str],
) -> Result<(), sqlx::Error> {
    sqlx::query(AssertSqlSafe(query.to_owned()))
        .bind(format!("[{}]", rows.join(",")))
        .execute(connection)
        .await?;
    Ok(())
}

/// What the database says of a row.
fn told(table: &str, error: &sqlx::Error) -> String {
    let detail = match error {
        sqlx::Error::Database(error) => error
            .try_downcast_ref::<sqlx::postgres::PgDatabaseError>()
            .and_then(|error| error.detail())
            .map(|detail| format!(" ({})", detail.trim_end_matches('.'))),
        _ => None,
    };
    format!(
        "{table}: {}{}; {REMEDY}",
        words(error),
        detail.unwrap_or_default()
    )
}

fn refused(origin: &str, line: u64, reason: &str) -> StoreError {
    StoreError::Refused(format!("{origin}:{line}: {reason}"))
}

/// The lines of the file, counted and summed.
struct Lines<'a> {
    origin: &'a str,
    from: &'a mut (dyn BufRead + Send),
    number: u64,
    sum: Sha256,
}

impl Lines<'_> {
    fn next(&mut self) -> Result<Option<String>, StoreError> {
        let mut bytes = Vec::new();
        self.number += 1;
        let read = self
            .from
            .read_until(b'\n', &mut bytes)
            .map_err(|error| self.refused(&format!("{error}; {REMEDY}")))?;
        self.sum.update(&bytes);
        if read == 0 {
            return Ok(None);
        }
        String::from_utf8(bytes).map(Some).map_err(|error| {
            let place = error.utf8_error().valid_up_to() + 1;
            self.refused(&format!("not valid UTF-8 at byte {place}; {REMEDY}"))
        })
    }

    fn refused(&self, reason: &str) -> StoreError {
        refused(self.origin, self.number, reason)
    }
}
