//! Verdicts that people write into a table: many at once, each on a claim as the table showed it.

use std::collections::BTreeMap;

use sqlx::Connection;

use super::alone;
use super::review::{Judgement, review};
use crate::model::Statement;
use crate::store::read::statements;
use crate::store::{Store, StoreError};

/// Verdicts on one claim that belong together.
#[derive(Clone, Debug)]
pub struct Edit<'a> {
    /// The claim as the verdicts were given on it.
    pub before: Statement,
    /// The verdicts, in order.
    pub judgements: Vec<Judgement<'a>>,
}

/// What became of an edit.
#[derive(Debug)]
pub enum EditOutcome {
    /// It is on record under these verdict ids.
    Recorded(Vec<i64>),
    /// The claim has changed since it was read.
    Changed,
    /// The record does not allow it.
    Refused(StoreError),
}

impl Store {
    /// Records edits in one transaction; one that is refused leaves the others alone. With `dry_run` all is
    /// checked and rolled back.
    ///
    /// # Errors
    /// Only those of the database; nothing is recorded then.
    pub async fn edit_claims(
        &self,
        edits: &[Edit<'_>],
        dry_run: bool,
    ) -> Result<Vec<EditOutcome>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let mut transaction = connection.begin().await?;
        alone(&mut transaction).await?;
        let claims: Vec<i64> = edits.iter().map(|edit| edit.before.claim_id).collect();
        let mut now: BTreeMap<i64, Vec<Statement>> = BTreeMap::new();
        for row in statements(&mut transaction, &claims).await? {
            now.entry(row.claim_id).or_default().push(row);
        }
        let mut outcomes = Vec::with_capacity(edits.len());
        for edit in edits {
            let rows = now.get(&edit.before.claim_id).map(Vec::as_slice);
            if !rows.unwrap_or_default().contains(&edit.before) {
                outcomes.push(EditOutcome::Changed);
                continue;
            }
            let mut savepoint = transaction.begin().await?;
            let mut ids = Vec::with_capacity(edit.judgements.len());
            let mut refused = None;
            for judgement in &edit.judgements {
                match review(&mut savepoint, judgement).await {
                    Ok(id) => ids.push(id),
                    Err(error @ StoreError::Lost(_)) => return Err(error),
                    Err(error) => {
                        refused = Some(error);
                        break;
                    }
                }
            }
            outcomes.push(match refused {
                None => {
                    savepoint.commit().await?;
                    EditOutcome::Recorded(ids)
                }
                Some(error) => {
                    savepoint.rollback().await?;
                    EditOutcome::Refused(error)
                }
            });
        }
        if dry_run {
            transaction.rollback().await?;
        } else {
            transaction.commit().await?;
        }
        Ok(outcomes)
    }
}
