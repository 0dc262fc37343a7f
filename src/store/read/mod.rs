//! Asking the public views. Rows come as the types of [`crate::model`], field for column.

mod articles;
mod claims;
mod coding;
mod corrections;
mod digest;
mod extent;
mod names;
mod network;
mod query;
mod queue;
mod recorded;
mod row;
mod shift;
mod snapshots;
mod stances;
mod statements;

pub use articles::ArticleFilter;
pub use claims::ClaimFilter;
pub use digest::{Changes, Since};
pub use queue::{Proposal, ReviewQueue};
pub use recorded::AsRecorded;
pub(super) use shift::shifts;
pub(super) use stances::positions;
pub use stances::{Scope, Totals};
pub use statements::Which;
pub(super) use statements::statements;

use futures_util::TryStreamExt;
use serde::de::DeserializeOwned;
use sqlx::{PgConnection, Postgres, QueryBuilder};

use super::StoreError;

/// Rows of a query, read by their column names.
///
/// The server makes the JSON, so that a view's column and a type's field need agree in one place
/// only: their name.
async fn rows<T: DeserializeOwned + Send + Unpin + 'static>(
    connection: &mut PgConnection,
    query: QueryBuilder<Postgres>,
) -> Result<Vec<T>, StoreError> {
    let mut query = query;
    query.push(") r");
    let found: Vec<sqlx::types::Json<T>> = query.build_query_scalar().fetch_all(connection).await?;
    Ok(found.into_iter().map(|row| row.0).collect())
}

/// The `ilike` pattern of texts that contain a word as it is.
fn containing(word: &str) -> String {
    let escaped = word
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    format!("%{escaped}%")
}

/// Begins a query for [`rows`]. Of two columns of one name the last counts.
fn select(sql: &str) -> QueryBuilder<Postgres> {
    QueryBuilder::new(format!("select to_jsonb(r) from ({sql}"))
}

/// Rows of a query that may be many, read by their column names as [`row`] says, while the server makes more of them.
async fn many<T: DeserializeOwned>(
    connection: &mut PgConnection,
    mut query: QueryBuilder<Postgres>,
) -> Result<Vec<T>, StoreError> {
    let mut found = Vec::new();
    let mut rows = query.build().fetch(connection);
    while let Some(row) = rows.try_next().await? {
        found.push(row::of(&row)?);
    }
    Ok(found)
}
