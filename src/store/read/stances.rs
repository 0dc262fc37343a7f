//! Histories, shifts, positions, the matrix, and what was searched.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, Postgres, QueryBuilder};

use super::{AsRecorded, many, rows, select};
use crate::model::{
    ActorRow, Coverage, HistoryRow, MatrixCell, PositionRow, ShiftPrecision, StandingRow, TopicRow,
};
use crate::store::{Store, StoreError};

/// What a report is about. Ids, because names are resolved first: a condition on an id reaches the
/// indexes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Canonical actors; none for all.
    pub actors: Vec<i64>,
    /// Topics; none for all.
    pub topics: Vec<i64>,
    /// Said on this day or later.
    pub said_since: Option<NaiveDate>,
    /// Said on this day or earlier.
    pub said_until: Option<NaiveDate>,
    /// Printed on this day or later.
    pub published_since: Option<NaiveDate>,
    /// Recorded at this time or later.
    pub added_since: Option<DateTime<Utc>>,
}

/// How much a database holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Totals {
    /// Live articles.
    pub articles: i64,
    /// Of them, without a date.
    pub undated: i64,
    /// Of them, in a language that is not analysed.
    pub other_language: i64,
    /// Stories that they form.
    pub stories: i64,
    /// Outlets.
    pub outlets: i64,
    /// Live claims.
    pub claims: i64,
    /// Topics of the codebook in force.
    pub topics: i64,
    /// Codebook version in force.
    pub codebook_id: Option<i64>,
}

impl Store {
    /// Rows of `stance_history`, oldest first, the undated last. Where an outlet took its copy back, the row of
    /// another's says so.
    ///
    /// # Errors
    /// Only those of the database; so for every method here.
    pub async fn history(&self, scope: &Scope) -> Result<Vec<HistoryRow>, StoreError> {
        let source = self.recorded.history();
        let mut query = QueryBuilder::new(format!("select * from {source} where true"));
        narrow(&mut query, scope);
        query.push(
            " order by actor, actor_id, topic_name, said_from nulls last, said_to, utterance_id",
        );
        let mut found: Vec<HistoryRow> = many(&mut *self.pool.acquire().await?, query).await?;
        let taken_back = self.taken_back(scope).await?;
        for row in &mut found {
            warn(&mut row.correction, row.utterance_id, &taken_back);
        }
        Ok(found)
    }

    /// Rows of `shift_precision`: all together first, then by kind, then by topic.
    ///
    /// # Errors
    /// As [`Store::history`].
    pub async fn shift_precision(&self) -> Result<Vec<ShiftPrecision>, StoreError> {
        let query =
            select("select * from shift_precision order by topic nulls first, kind nulls first");
        rows(&mut *self.pool.acquire().await?, query).await
    }

    /// Positions from what was said by `day`; every day where none is given.
    ///
    /// # Errors
    /// As [`Store::history`].
    pub async fn positions(
        &self,
        scope: &Scope,
        day: Option<NaiveDate>,
    ) -> Result<Vec<PositionRow>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        positions_of(&mut connection, &self.recorded, scope, day).await
    }

    /// Rows of `topic_standing`: where the actors on a topic stood at each of these days.
    ///
    /// # Errors
    /// As [`Store::history`].
    pub async fn standings(
        &self,
        topic: i64,
        days: &[NaiveDate],
    ) -> Result<Vec<StandingRow>, StoreError> {
        let mut query = select("select * from topic_standing(");
        query.push_bind(topic).push(", ").push_bind(days.to_vec());
        query.push(format!(
            ", {}, {}) order by day",
            self.recorded.known(),
            self.recorded.with_corrected
        ));
        rows(&mut *self.pool.acquire().await?, query).await
    }

    /// Cells of `stance_matrix` at a day.
    ///
    /// # Errors
    /// As [`Store::history`].
    pub async fn matrix(
        &self,
        scope: &Scope,
        day: NaiveDate,
    ) -> Result<Vec<MatrixCell>, StoreError> {
        let mut query = match self.recorded.snapshot {
            // A snapshot has the matrix of one day.
            Some(id) => QueryBuilder::new(format!(
                "select * from snapshot_matrix where snapshot_id = {id}"
            )),
            None => {
                let mut query = QueryBuilder::new("select * from stance_matrix(");
                query.push_bind(day).push(format!(
                    ", {}, {}) where true",
                    self.recorded.known(),
                    self.recorded.with_corrected
                ));
                query
            }
        };
        ids(&mut query, "actor_id", &scope.actors);
        ids(&mut query, "topic_id", &scope.topics);
        query.push(" order by actor, actor_id, topic_name");
        many(&mut *self.pool.acquire().await?, query).await
    }

    /// What was searched: for an actor on a topic, or for one of the two, or at all.
    ///
    /// # Errors
    /// As [`Store::history`].
    pub async fn coverage(
        &self,
        actor: Option<i64>,
        topic: Option<i64>,
    ) -> Result<Coverage, StoreError> {
        let query = match (actor, topic) {
            _ if self.recorded.snapshot.is_some() => select(&format!(
                "select * from {} where actor_id is not distinct from {} and topic_id is not distinct from {}",
                self.recorded.coverage(),
                actor.map_or("null".to_owned(), |id| id.to_string()),
                topic.map_or("null".to_owned(), |id| id.to_string()),
            )),
            (Some(actor), topic) if self.recorded.until.is_none() => {
                let mut query =
                    select("with part as materialized (select p.* from actor_searched_of(");
                query.push_bind(actor).push(") p where true");
                since_topic(&mut query, "p.codebook_id", topic);
                query.push(
                    "), read as (select distinct s.article_id from reading r \
                        join actor_searched_article s on s.article_id = r.article_id \
                        where r.superseded_at is null and s.actor_id = ",
                );
                query.push_bind(actor);
                since_topic(&mut query, "s.codebook_id", topic);
                since_topic(&mut query, "r.codebook_id", topic);
                query.push(
                    ") select coalesce(sum(p.articles), 0)::bigint as articles_searched, \
                        (select count(distinct o.id) from part, unnest(part.outlet_ids) o (id)) as outlets_searched, \
                        min(p.first_day) as first_day, max(p.last_day) as last_day, \
                        coalesce(sum(p.undated_articles), 0)::bigint as undated_articles, \
                        (select count(*) from read) as articles_read \
                     from part p",
                );
                query
            }
            (Some(actor), Some(topic)) => {
                let mut query = select(&format!(
                    "select articles_searched, outlets_searched, first_day, last_day, undated_articles, articles_read from {} where true",
                    self.recorded.coverage()
                ));
                ids(&mut query, "actor_id", &[actor]);
                ids(&mut query, "topic_id", &[topic]);
                query
            }
            (None, _) if self.recorded.until.is_none() => {
                let mut query = select(
                    "select coalesce(sum(articles), 0)::bigint as articles_searched, \
                        count(distinct nullif(publisher_id, 0)) as outlets_searched, \
                        min(first_day) as first_day, max(last_day) as last_day, \
                        coalesce(sum(undated_articles), 0)::bigint as undated_articles, \
                        coalesce(sum(articles_read), 0)::bigint as articles_read \
                     from outlet_searched searched where true",
                );
                searched(&mut query, &self.recorded, None, topic);
                query
            }
            _ => {
                let mut query = select(&format!(
                    "select count(*) as articles_searched, count(distinct publisher_id) as outlets_searched, \
                        min(published_day) as first_day, max(published_day) as last_day, \
                        count(*) filter (where published_day is null) as undated_articles, \
                        count(*) filter (where read_in_full) as articles_read \
                     from {} searched where true",
                    self.recorded.at("searched_article")
                ));
                searched(&mut query, &self.recorded, actor, topic);
                query
            }
        };
        let found: Vec<Coverage> = rows(&mut *self.pool.acquire().await?, query).await?;
        Ok(found.into_iter().next().unwrap_or_default())
    }

    /// Rows of `actor_overview`, most statements first.
    ///
    /// # Errors
    /// As [`Store::history`].
    pub async fn actors(&self, scope: &Scope) -> Result<Vec<ActorRow>, StoreError> {
        let mut query = select(&format!(
            "select * from {} where true",
            self.recorded.overview("actor_overview")
        ));
        ids(&mut query, "actor_id", &scope.actors);
        query.push(" order by statements desc, claims desc, actor, actor_id");
        rows(&mut *self.pool.acquire().await?, query).await
    }

    /// Rows of `topic_overview`.
    ///
    /// # Errors
    /// As [`Store::history`].
    pub async fn topics(&self, scope: &Scope) -> Result<Vec<TopicRow>, StoreError> {
        let mut query = select(&format!(
            "select * from {} where true",
            self.recorded.overview("topic_overview")
        ));
        ids(&mut query, "topic_id", &scope.topics);
        query.push(" order by topic_name");
        rows(&mut *self.pool.acquire().await?, query).await
    }

    /// The confidence under which a machine proposal forms no position, 0 … 1.
    ///
    /// # Errors
    /// As [`Store::history`].
    pub async fn confidence_floor(&self) -> Result<f32, StoreError> {
        Ok(
            sqlx::query_scalar("select value::real from setting where name = 'confidence_floor'")
                .fetch_one(&self.pool)
                .await?,
        )
    }

    /// How much the database holds.
    ///
    /// # Errors
    /// As [`Store::history`].
    pub async fn totals(&self) -> Result<Totals, StoreError> {
        let query = select(
            "select count(*) as articles, count(*) filter (where d.article_id is null) as undated, \
                count(*) filter (where n.outcome = 'other_language') as other_language, \
                count(distinct m.story_id) as stories, count(distinct a.publisher_id) as outlets, \
                (select count(*) from claim where superseded_at is null) as claims, \
                (select count(*) from topic_version where superseded_at is null) as topics, \
                (select max(codebook_id) from codebook) as codebook_id \
             from article a \
             left join article_date d on d.article_id = a.article_id and d.superseded_at is null \
             left join analysis n on n.article_id = a.article_id and n.superseded_at is null \
             left join story_member m on m.article_id = a.article_id and m.superseded_at is null \
             where a.superseded_at is null and a.forgotten_at is null and a.kind = 'article'",
        );
        let found: Vec<Totals> = rows(&mut *self.pool.acquire().await?, query).await?;
        Ok(found.into_iter().next().unwrap_or_default())
    }
}

/// [`Store::positions`] inside a transaction, for what a change would do.
pub(in crate::store) async fn positions(
    connection: &mut PgConnection,
    scope: &Scope,
    day: Option<NaiveDate>,
) -> Result<Vec<PositionRow>, StoreError> {
    positions_of(connection, &AsRecorded::default(), scope, day).await
}

async fn positions_of(
    connection: &mut PgConnection,
    recorded: &AsRecorded,
    scope: &Scope,
    day: Option<NaiveDate>,
) -> Result<Vec<PositionRow>, StoreError> {
    let mut query = match day {
        Some(day) => {
            let mut query = select("select * from stance_as_of(");
            query.push_bind(day).push(format!(
                ", {}, {}) where true",
                recorded.known(),
                recorded.with_corrected
            ));
            query
        }
        None => select(&format!(
            "select * from {} where true",
            recorded.positions()
        )),
    };
    ids(&mut query, "actor_id", &scope.actors);
    ids(&mut query, "topic_id", &scope.topics);
    query.push(" order by actor, actor_id, topic_name");
    rows(connection, query).await
}

/// Says of a passage whose outlet stands by it that others who printed it do not.
pub(super) fn warn(
    correction: &mut Option<String>,
    utterance: i64,
    taken_back: &HashMap<i64, String>,
) {
    if correction.is_none() {
        *correction = taken_back.get(&utterance).cloned();
    }
}

/// Narrows a query over `stance_history` to a scope.
pub(super) fn narrow(query: &mut QueryBuilder<Postgres>, scope: &Scope) {
    ids(query, "actor_id", &scope.actors);
    ids(query, "topic_id", &scope.topics);
    if let Some(day) = scope.said_since {
        query.push(" and said_to >= ").push_bind(day);
    }
    if let Some(day) = scope.said_until {
        query.push(" and said_from <= ").push_bind(day);
    }
    if let Some(day) = scope.published_since {
        query.push(" and published_day >= ").push_bind(day);
    }
    if let Some(time) = scope.added_since {
        query
            .push(" and exists (select from claim c where c.claim_id = any(claim_ids) and c.recorded_at >= ")
            .push_bind(time)
            .push(")");
    }
}

/// Narrows rows of `searched_article`, named `searched`, to those that mention an actor and were searched for a topic.
pub(super) fn searched(
    query: &mut QueryBuilder<Postgres>,
    recorded: &AsRecorded,
    actor: Option<i64>,
    topic: Option<i64>,
) {
    if let Some(actor) = actor {
        query
            .push(format!(
                " and searched.article_id in (select m.article_id from article_actor m \
                 join actor_identity i on i.actor_id = m.actor_id and {} where i.canonical_actor_id = ",
                recorded.held("i")
            ))
            .push_bind(actor)
            .push(")");
    }
    if let Some(topic) = topic {
        query
            .push(format!(
                " and searched.codebook_id >= (select v.codebook_id from topic_version v where {} and v.topic_id = ",
                recorded.held("v")
            ))
            .push_bind(topic)
            .push(")");
    }
}

/// Narrows to what was searched for a topic as it is worded now, by the codebook version that it was searched for.
fn since_topic(query: &mut QueryBuilder<Postgres>, column: &str, topic: Option<i64>) {
    if let Some(topic) = topic {
        query
            .push(format!(
                " and {column} >= (select v.codebook_id from topic_version v where v.superseded_at is null and v.topic_id = "
            ))
            .push_bind(topic)
            .push(")");
    }
}

/// `and column = …`; one id is compared, not searched in an array, so that it reaches into the views.
pub(super) fn ids(query: &mut QueryBuilder<Postgres>, column: &str, wanted: &[i64]) {
    match wanted {
        [] => {}
        [one] => {
            query.push(format!(" and {column} = ")).push_bind(*one);
        }
        many => {
            query
                .push(format!(" and {column} = any("))
                .push_bind(many.to_vec())
                .push(")");
        }
    }
}
