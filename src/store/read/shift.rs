//! Shifts: those of a scope, and one by its id.

use std::collections::BTreeSet;

use sqlx::{PgConnection, Postgres, QueryBuilder};

use super::stances::{ids, warn};
use super::{AsRecorded, Scope, many};
use crate::model::ShiftRow;
use crate::store::{Store, StoreError};

impl Store {
    /// Rows of `stance_shift`, confirmed first, lone outliers last; their ends say what outlets took back, as rows of
    /// [`Store::history`] do.
    ///
    /// # Errors
    /// As [`Store::history`].
    pub async fn shifts(&self, scope: &Scope) -> Result<Vec<ShiftRow>, StoreError> {
        let query = shifts_query(&self.recorded, &shown(), scope);
        self.shifts_found(query, scope).await
    }

    /// The first rows of [`Store::shifts`]. Which they are is asked first: so passages are looked up only of the actors and
    /// topics that they are of, and not of all in a large record.
    ///
    /// # Errors
    /// As [`Store::history`].
    pub async fn first_shifts(
        &self,
        scope: &Scope,
        limit: i64,
    ) -> Result<Vec<ShiftRow>, StoreError> {
        let mut which = shifts_query(&self.recorded, "actor_id, topic_id", scope);
        which.push(" limit ").push_bind(limit);
        let first: Vec<(i64, i64)> = which.build_query_as().fetch_all(&self.pool).await?;
        if first.is_empty() {
            return Ok(Vec::new());
        }
        let (actors, topics): (BTreeSet<i64>, BTreeSet<i64>) = first.into_iter().unzip();
        let scope = Scope {
            actors: actors.into_iter().collect(),
            topics: topics.into_iter().collect(),
            ..scope.clone()
        };
        let mut query = shifts_query(&self.recorded, &shown(), &scope);
        query.push(" limit ").push_bind(limit);
        self.shifts_found(query, &scope).await
    }

    async fn shifts_found(
        &self,
        query: QueryBuilder<Postgres>,
        scope: &Scope,
    ) -> Result<Vec<ShiftRow>, StoreError> {
        let mut found: Vec<ShiftRow> = many(&mut *self.pool.acquire().await?, query).await?;
        let taken_back = self.taken_back(scope).await?;
        for end in found
            .iter_mut()
            .flat_map(|row| [&mut row.before, &mut row.after])
        {
            warn(&mut end.correction, end.utterance_id, &taken_back);
        }
        Ok(found)
    }

    /// The shift of an id, and the record that it is of: one that is gone with what an outlet took back is found with
    /// that in it, and says so.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where there is none.
    pub async fn shift(&self, id: &str) -> Result<(Self, ShiftRow), StoreError> {
        // The id is of topic and utterances, which narrow the search: a topic can have very many shifts.
        let mut parts = id.split('-').map(|part| part.parse::<i64>().ok());
        let (topic, utterance) = (parts.next().flatten(), parts.nth(1).flatten());
        let of_topic = Scope {
            topics: topic.into_iter().collect(),
            ..Scope::default()
        };
        let of_actors = Scope {
            actors: self.speakers(utterance).await?,
            ..of_topic.clone()
        };
        for scope in [of_actors, of_topic] {
            for store in [self.clone(), self.clone().with_corrected(true)] {
                let rows = store.shifts(&scope).await?;
                if let Some(row) = rows.into_iter().find(|row| row.shift_id == id) {
                    return Ok((store, row));
                }
            }
        }
        Err(StoreError::NotFound {
            what: "shift",
            given: id.to_owned(),
            near: Vec::new(),
        })
    }

    /// Whom an utterance has ever been taken for.
    async fn speakers(&self, utterance: Option<i64>) -> Result<Vec<i64>, StoreError> {
        Ok(sqlx::query_scalar(
            "select distinct i.canonical_actor_id from utterance_member m join stance s on s.claim_id = m.claim_id \
             join actor_identity i on i.actor_id = s.actor_id where m.utterance_id = $1",
        )
        .bind(utterance)
        .fetch_all(&self.pool)
        .await?)
    }
}

/// [`Store::shifts`] inside a transaction.
pub(in crate::store) async fn shifts(
    connection: &mut PgConnection,
    recorded: &AsRecorded,
    scope: &Scope,
) -> Result<Vec<ShiftRow>, StoreError> {
    many(connection, shifts_query(recorded, &shown(), scope)).await
}

/// The columns of a [`ShiftRow`].
fn shown() -> String {
    format!(
        "shift_id, actor_id, actor, actor_slug, topic_id, topic, topic_name, kind, said_did, status, \
         lone_outlier, mixed_between, days_between_min, days_between_max, restated, {}, {}",
        end("from", "before"),
        end("to", "after"),
    )
}

fn shifts_query(recorded: &AsRecorded, columns: &str, scope: &Scope) -> QueryBuilder<Postgres> {
    let source = recorded.shifts();
    let mut query = QueryBuilder::new(format!("select {columns} from {source} where true"));
    ids(&mut query, "actor_id", &scope.actors);
    ids(&mut query, "topic_id", &scope.topics);
    if let Some(day) = scope.said_since {
        query.push(" and to_said_to >= ").push_bind(day);
    }
    if let Some(day) = scope.said_until {
        query.push(" and to_said_from <= ").push_bind(day);
    }
    if let Some(day) = scope.published_since {
        query.push(" and to_published_day >= ").push_bind(day);
    }
    if let Some(time) = scope.added_since {
        query
            .push(" and exists (select from claim c where c.claim_id in (from_claim_id, to_claim_id) and c.recorded_at >= ")
            .push_bind(time)
            .push(")");
    }
    query.push(" order by position_in_list, to_utterance_id, topic_id");
    query
}

/// The columns of one end of a shift, by the names of [`crate::model::ShiftEnd`].
fn end(side: &str, name: &str) -> String {
    const FIELDS: &[&str] = &[
        "utterance_id",
        "claim_id",
        "article_id",
        "stance",
        "label",
        "said_from",
        "said_to",
        "basis",
        "form",
        "act",
        "bearing",
        "evidence",
        "outlet",
        "url",
        "title",
        "published_day",
        "outlets",
        "attestations",
        "status",
        "confidence",
        "link",
        "correction",
    ];
    let columns: Vec<String> = FIELDS
        .iter()
        .map(|f| format!("{side}_{f} as \"{name}.{f}\""))
        .collect();
    columns.join(", ")
}
