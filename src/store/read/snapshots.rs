//! Snapshots, and names as they had them.

use chrono::{DateTime, Utc};
use sqlx::Row;

use super::names::not_found;
use super::{rows, select};
use crate::model::SnapshotRow;
use crate::store::{Candidate, Store, StoreError};

const COLUMNS: &str = "select s.snapshot_id, s.name, s.day, s.recorded_until, s.with_corrected, s.actors, s.topics, s.codebook_id, \
    s.program_version, s.note, s.made_by, s.made_at, \
    count(distinct r.row ->> 'utterance_id') filter ( \
        where r.source = 'history' and r.row ->> 'not_counted_because' is null) as statements, \
    count(*) filter (where r.source = 'shift') as shifts, \
    count(*) filter (where r.source = 'history' and r.row ->> 'evidence' like '[article % was forgotten on %') as forgotten \
    from snapshot s left join snapshot_row r on r.snapshot_id = s.snapshot_id";

impl Store {
    /// All snapshots, the latest first.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn snapshots(&self) -> Result<Vec<SnapshotRow>, StoreError> {
        let query = select(&format!(
            "{COLUMNS} group by s.snapshot_id order by s.made_at desc"
        ));
        rows(&mut *self.pool.acquire().await?, query).await
    }

    /// A snapshot by its name, in any case.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] with the nearest names.
    pub async fn snapshot(&self, name: &str) -> Result<SnapshotRow, StoreError> {
        let mut query = select(&format!("{COLUMNS} where lower(s.name) = lower("));
        query
            .push_bind(name.trim())
            .push(") group by s.snapshot_id");
        let found: Vec<SnapshotRow> = rows(&mut *self.pool.acquire().await?, query).await?;
        match found.into_iter().next() {
            Some(row) => Ok(row),
            None => {
                let names: Vec<String> = sqlx::query_scalar("select name from snapshot")
                    .fetch_all(&self.pool)
                    .await?;
                Err(not_found("snapshot", name, &names))
            }
        }
    }

    /// The actor or topic (`source`) of a snapshot that an id, slug, name or alias meant then.
    pub(super) async fn frozen_id(
        &self,
        snapshot: i64,
        source: &'static str,
        given: &str,
    ) -> Result<i64, StoreError> {
        let named = sqlx::query(
            "select coalesce((row ->> 'actor_id')::bigint, (row ->> 'topic_id')::bigint) as id, row ->> 'name' as name, \
                coalesce(row ->> 'actor_id' = $3 or row ->> 'topic_id' = $3 or row ->> 'slug' = $3, false) as by_id, \
                coalesce(lower(row ->> 'name') = lower($3) \
                    or exists (select from jsonb_array_elements_text(coalesce(row -> 'aliases', '[]')) alias where lower(alias) = lower($3)) \
                    or row ->> 'kind' = 'person' and row ->> 'slug' is not null \
                        and lower(substring(row ->> 'name' from '[^ ]+$')) = lower($3), false) as by_name \
             from snapshot_row where snapshot_id = $1 and source = $2",
        )
        .bind(snapshot)
        .bind(source)
        .bind(given)
        .fetch_all(&self.pool)
        .await?;
        for way in ["by_id", "by_name"] {
            let hits: Vec<&sqlx::postgres::PgRow> =
                named.iter().filter(|row| row.get::<bool, _>(way)).collect();
            match hits.as_slice() {
                [] => {}
                [one] => return Ok(one.get("id")),
                several => {
                    return Err(StoreError::Ambiguous {
                        given: given.to_owned(),
                        candidates: several
                            .iter()
                            .map(|row| {
                                let name: Option<String> = row.get("name");
                                let id: i64 = row.get("id");
                                Candidate {
                                    id,
                                    name: name.unwrap_or_default(),
                                    of: Vec::new(),
                                }
                            })
                            .collect(),
                    });
                }
            }
        }
        let names: Vec<String> = named
            .iter()
            .filter_map(|row| row.get::<Option<String>, _>("name"))
            .collect();
        match self.lacking(snapshot, source, given).await? {
            Some(why) => Err(StoreError::Refused(why)),
            None => Err(not_found(source, given, &names)),
        }
    }

    /// Why a snapshot has nothing of an actor or topic that the database knows; none where it knows none, either.
    async fn lacking(
        &self,
        snapshot: i64,
        source: &str,
        given: &str,
    ) -> Result<Option<String>, StoreError> {
        let since: Option<DateTime<Utc>> = sqlx::query_scalar(match source {
            "topic" => "select min(v.recorded_at) from topic t join topic_version v using (topic_id) \
                where t.slug = $1 or lower(v.name) = lower($1) or t.topic_id::text = $1",
            _ => "select min(a.recorded_at) from actor a where a.slug = $1 or lower(a.name) = lower($1) or a.actor_id::text = $1",
        })
        .bind(given)
        .fetch_one(&self.pool)
        .await?;
        let Some(since) = since else {
            return Ok(None);
        };
        let (name, until): (String, DateTime<Utc>) =
            sqlx::query_as("select name, recorded_until from snapshot where snapshot_id = $1")
                .bind(snapshot)
                .fetch_one(&self.pool)
                .await?;
        let why = match since > until {
            true => format!(
                "the {source} is in the database since {}, and the snapshot is of before",
                since.format("%Y-%m-%dT%H:%M:%SZ")
            ),
            false => format!(
                "the {source} is in the database since {}, and the snapshot was made of others",
                since.format("%Y-%m-%dT%H:%M:%SZ")
            ),
        };
        Ok(Some(format!(
            "the snapshot \"{name}\" has nothing of the {source} \"{given}\": {why}"
        )))
    }

    /// A value of the actor or topic of a snapshot.
    pub(super) async fn frozen_word(
        &self,
        snapshot: i64,
        source: &str,
        id: i64,
        key: &str,
    ) -> Result<Option<String>, StoreError> {
        let found: Option<Option<String>> = sqlx::query_scalar(
            "select row ->> $4 from snapshot_row where snapshot_id = $1 and source = $2 \
               and coalesce((row ->> 'actor_id')::bigint, (row ->> 'topic_id')::bigint) = $3",
        )
        .bind(snapshot)
        .bind(source)
        .bind(id)
        .bind(key)
        .fetch_optional(&self.pool)
        .await?;
        Ok(found.flatten())
    }
}
