//! What discourse networks are made of.

use super::stances::narrow;
use super::{Scope, names, rows, select};
use crate::model::{NetworkStatement, Whose};
use crate::store::{Store, StoreError};

impl Store {
    /// The statements of a network, by day: rows of `network_statement`, or of `network_coded` for what one coder
    /// found. With no topic named, a statement counts for the topic that it is on; with topics, for each of them
    /// that it counts for.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for a coder who coded nothing, with the nearest names.
    pub async fn network_statements(
        &self,
        scope: &Scope,
        whose: &Whose,
    ) -> Result<Vec<NetworkStatement>, StoreError> {
        let record = self.recorded.overview("network_statement");
        let coded = self.recorded.overview("network_coded");
        let mut query = match whose {
            Whose::Record => select(&format!("select * from {record} where true")),
            Whose::Reviewed => select(&format!(
                "select * from {record} where status in ('confirmed', 'corrected')"
            )),
            Whose::Adjudicated => select(&format!(
                "select * from {record} where (utterance_id, topic_id) in \
                    (select utterance_id, topic_id from {coded} where taken)"
            )),
            Whose::Coder(name) => {
                self.knows_coder(name).await?;
                // A statement of a person's is told apart by its own id, which cannot be that of an utterance.
                let mut query = select(&format!(
                    "select network_coded.*, coalesce(-coded_statement_id, utterance_id) as utterance_id from {coded} where coder = "
                ));
                query.push_bind(name.clone());
                query
            }
        };
        narrow(&mut query, scope);
        if scope.topics.is_empty() {
            query.push(" and via_topic = topic");
        }
        query.push(" order by day, claim_id, actor_id, topic_id");
        rows(&mut *self.pool.acquire().await?, query).await
    }

    /// Who coded anything, the program among them, in the order of their names.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn coders(&self) -> Result<Vec<String>, StoreError> {
        let coders = sqlx::query_scalar(
            "select coder from coded_statement union select coder from reading \
             union select 'machine' where exists (select from reading) order by coder",
        );
        Ok(coders.fetch_all(&self.pool).await?)
    }

    async fn knows_coder(&self, name: &str) -> Result<(), StoreError> {
        let coders = self.coders().await?;
        match coders.iter().any(|coder| coder == name) {
            true => Ok(()),
            false => Err(names::not_found("coder", name, &coders)),
        }
    }
}
