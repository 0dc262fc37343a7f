//! One shift by its id.

use super::Scope;
use crate::model::ShiftRow;
use crate::store::{Store, StoreError};

impl Store {
    /// The shift of an id, and the record that it is of: one that is gone with what an outlet took back is found with
    /// that in it, and says so.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where there is none.
    pub async fn shift(&self, id: &str) -> Result<(Self, ShiftRow), StoreError> {
        // The id begins with the topic's, which narrows the search to it.
        let topic = id.split('-').next().and_then(|topic| topic.parse().ok());
        let scope = Scope {
            topics: topic.into_iter().collect(),
            ..Scope::default()
        };
        for store in [self.clone(), self.clone().with_corrected(true)] {
            let rows = store.shifts(&scope).await?;
            if let Some(row) = rows.into_iter().find(|row| row.shift_id == id) {
                return Ok((store, row));
            }
        }
        Err(StoreError::NotFound {
            what: "shift",
            given: id.to_owned(),
            near: Vec::new(),
        })
    }
}
