//! What would become of articles, for a dry run: nothing is written.

use std::collections::HashSet;

use super::Prepared;
use super::marks::{Marks, known};
use crate::store::{Store, StoreError};

/// What would become of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreseen {
    /// It would be new.
    New,
    /// The same text from the same place is there, or its tombstone, or comes earlier in the run.
    Known,
    /// It would be a new revision of what is under its address.
    Revised,
}

/// What a dry run has seen so far, as if it were stored.
#[derive(Debug, Default)]
pub struct Seen {
    identities: HashSet<[u8; 32]>,
    addresses: HashSet<String>,
}

impl Store {
    /// Says what [`Store::save`] would do with a batch that comes after what was `seen`.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn foresee(
        &self,
        seen: &mut Seen,
        batch: &[Prepared],
    ) -> Result<Vec<Foreseen>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let marks: Vec<Marks> = batch.iter().map(|p| p.marks).collect();
        let there = known(&mut connection, &marks).await?;
        let addresses: Vec<&str> = batch.iter().filter_map(|p| p.url_key.as_deref()).collect();
        let stored: Vec<String> = sqlx::query_scalar(
            "select url_key from article \
             where url_key = any($1) and superseded_at is null and kind = 'article'",
        )
        .bind(addresses)
        .fetch_all(&mut *connection)
        .await?;
        seen.addresses.extend(stored);
        let foreseen = |(prepared, known): (&Prepared, Option<_>)| {
            if known.is_some() || !seen.identities.insert(prepared.marks.identity) {
                return Foreseen::Known;
            }
            match &prepared.url_key {
                Some(address) if !seen.addresses.insert(address.clone()) => Foreseen::Revised,
                _ => Foreseen::New,
            }
        };
        Ok(batch.iter().zip(there).map(foreseen).collect())
    }
}
