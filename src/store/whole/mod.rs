//! Everything there and back, row by row, as [`crate::exchange::whole`] writes it down.

mod read;
mod write;

use sqlx::PgConnection;

use super::dump::TABLES;
use super::{MIGRATIONS, StoreError};
use crate::exchange::whole::{FORMAT, Head, TableHead};

/// What the export of this database begins with: its tables with their columns, as the catalogue has them.
async fn head(connection: &mut PgConnection) -> Result<Head, StoreError> {
    let mut tables = Vec::with_capacity(TABLES.len());
    for table in TABLES {
        let columns = sqlx::query_scalar(
            "select attname::text from pg_attribute where attrelid = $1::regclass and attnum > 0 \
             and not attisdropped and attgenerated = '' order by attnum",
        )
        .bind(table)
        .fetch_all(&mut *connection)
        .await?;
        tables.push(TableHead {
            table: (*table).to_owned(),
            columns,
        });
    }
    Ok(Head {
        stance_export: FORMAT,
        schema: MIGRATIONS[MIGRATIONS.len() - 1].0.to_owned(),
        tables,
    })
}

/// A name as SQL takes it, whatever is in it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// How values are written, whatever the server is set to.
const NOTATION: &str = "set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; \
    set local extra_float_digits = 1; set local bytea_output = 'hex'; set local intervalstyle = 'iso_8601'";
