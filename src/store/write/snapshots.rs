//! Freezing what reports are made of.

use chrono::NaiveDate;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use super::alone;
use crate::store::read::Scope;
use crate::store::{Store, StoreError};

/// What to freeze.
#[derive(Clone, Debug)]
pub struct Frozen<'a> {
    /// Its name.
    pub name: &'a str,
    /// What it is for.
    pub note: Option<&'a str>,
    /// Who makes it.
    pub by: &'a str,
    /// Actors and topics that it is narrowed to.
    pub scope: &'a Scope,
    /// The day whose matrix it has.
    pub day: NaiveDate,
}

impl Store {
    /// Freezes what reports of this store's record are made of under a name.
    ///
    /// # Errors
    /// [`StoreError::Refused`] where the name is taken.
    pub async fn freeze(&self, frozen: &Frozen<'_>) -> Result<(), StoreError> {
        let mut connection = self.pool.acquire().await?;
        let mut transaction = connection.begin().await?;
        // What is read in several queries is to be of one moment.
        alone(&mut transaction).await?;
        let id = self.head(&mut transaction, frozen).await?;
        let only = narrowed(frozen.scope);
        let known = self.recorded().sql_time();
        for (source, rows) in [
            (
                "history",
                format!(
                    "select h from {} h where {only}",
                    self.recorded().history_rows()
                ),
            ),
            (
                "shift",
                format!(
                    "select h from {} h where {only}",
                    self.recorded().shift_rows()
                ),
            ),
            (
                "cell",
                format!(
                    "select h from stance_matrix('{}', {known}, {}) h where {only}",
                    frozen.day,
                    self.recorded().with_corrected
                ),
            ),
            (
                "topic",
                format!(
                    "select h from (select t.topic_id, t.slug, v.name, v.proposition from topic t \
                        left join topic_version v on v.topic_id = t.topic_id and held(v.recorded_at, v.superseded_at, {known}) \
                        where v.topic_id is not null or exists (select from stance s where s.topic_id = t.topic_id)) h where {}",
                    among("topic_id", &frozen.scope.topics)
                ),
            ),
            // Those of the matrix, and unnamed ones who spoke.
            (
                "actor",
                format!(
                    "select h from (select who.actor_id, who.slug, who.name, who.kind, array( \
                            select n.alias from actor_alias n \
                            join actor_identity i on i.actor_id = n.actor_id and held(i.recorded_at, i.superseded_at, {known}) \
                            where i.canonical_actor_id = who.actor_id and held(n.recorded_at, n.superseded_at, {known}) \
                            order by n.alias) as aliases \
                        from actor who where who.actor_id in (select (r.row ->> 'actor_id')::bigint from snapshot_row r \
                            where r.snapshot_id = {id} and r.source in ('history', 'cell'))) h"
                ),
            ),
            (
                "coverage",
                format!(
                    "select h from coverage_at({known}) h where {only} and h.actor_id in ( \
                        select (r.row ->> 'actor_id')::bigint from snapshot_row r where r.snapshot_id = {id} and r.source = 'actor')"
                ),
            ),
            ("coverage", of_actors(id, &known)),
        ] {
            let insert = format!(
                "insert into snapshot_row (snapshot_id, source, row) select {id}, '{source}', to_jsonb(h) from ({rows}) r"
            );
            sqlx::query(AssertSqlSafe(insert))
                .execute(&mut *transaction)
                .await?;
        }
        self.of_topics(&mut transaction, id).await?;
        transaction.commit().await?;
        Ok(())
    }

    async fn head(
        &self,
        connection: &mut PgConnection,
        frozen: &Frozen<'_>,
    ) -> Result<i64, StoreError> {
        let time = self.recorded().sql_time();
        let added: Option<i64> = sqlx::query_scalar(AssertSqlSafe(format!(
            "insert into snapshot (name, day, recorded_until, with_corrected, actors, topics, codebook_id, program_version, note, made_by) \
             values ($1, $2, least({time}, now()), $3, \
                array(select name from actor where actor_id = any($4) order by name), \
                array(select slug from topic where topic_id = any($5) order by slug), \
                (select max(codebook_id) from codebook where recorded_at <= {time}), $6, $7, $8) \
             on conflict (lower(name)) do nothing returning snapshot_id"
        )))
        .bind(frozen.name)
        .bind(frozen.day)
        .bind(self.recorded().with_corrected)
        .bind(&frozen.scope.actors)
        .bind(&frozen.scope.topics)
        .bind(env!("CARGO_PKG_VERSION"))
        .bind(frozen.note)
        .bind(frozen.by)
        .fetch_optional(connection)
        .await?;
        added.ok_or_else(|| {
            StoreError::Refused(format!(
                "there is a snapshot \"{}\" already, and a snapshot never changes",
                frozen.name
            ))
        })
    }

    /// What was searched for each topic, and for all together.
    async fn of_topics(&self, connection: &mut PgConnection, id: i64) -> Result<(), StoreError> {
        let topics: Vec<i64> = sqlx::query_scalar(
            "select (row ->> 'topic_id')::bigint from snapshot_row where snapshot_id = $1 and source = 'topic'",
        )
        .bind(id)
        .fetch_all(&mut *connection)
        .await?;
        for topic in topics.into_iter().map(Some).chain([None]) {
            let searched = self.coverage(None, topic).await?;
            let row = serde_json::to_value(searched).unwrap_or_default();
            sqlx::query(
                "insert into snapshot_row (snapshot_id, source, row) \
                 values ($1, 'coverage', $2::jsonb || jsonb_build_object('actor_id', null, 'topic_id', $3::bigint))",
            )
            .bind(id)
            .bind(row)
            .bind(topic)
            .execute(&mut *connection)
            .await?;
        }
        Ok(())
    }
}

/// What was searched for each actor of a snapshot, whatever the topic.
fn of_actors(id: i64, known: &str) -> String {
    let held = |alias: &str| format!("held({alias}.recorded_at, {alias}.superseded_at, {known})");
    format!(
        "select h from (select i.canonical_actor_id as actor_id, null::bigint as topic_id, \
            count(distinct a.article_id) as articles_searched, count(distinct a.publisher_id) as outlets_searched, \
            min(d.published_day) as first_day, max(d.published_day) as last_day, \
            count(distinct a.article_id) filter (where d.published_day is null) as undated_articles, \
            count(distinct a.article_id) filter (where exists (select from reading r where r.article_id = a.article_id and {})) as articles_read \
         from article_actor m join actor_identity i on i.actor_id = m.actor_id and {} \
         join article a on a.article_id = m.article_id and {} and a.kind = 'article' \
         join analysis n on n.article_id = a.article_id and {} and n.outcome = 'analysed' \
         left join article_date d on d.article_id = a.article_id and {} \
         where i.canonical_actor_id in (select (r.row ->> 'actor_id')::bigint from snapshot_row r \
                where r.snapshot_id = {id} and r.source = 'actor') \
           and not exists (select from correction x where x.article_id = a.article_id and x.kind = 'withdrawn' and {}) \
         group by i.canonical_actor_id) h",
        held("r"),
        held("i"),
        held("a"),
        held("n"),
        held("d"),
        held("x")
    )
}

fn narrowed(scope: &Scope) -> String {
    format!(
        "{} and {}",
        among("actor_id", &scope.actors),
        among("topic_id", &scope.topics)
    )
}

fn among(column: &str, ids: &[i64]) -> String {
    match ids {
        [] => "true".to_owned(),
        ids => {
            let listed: Vec<String> = ids.iter().map(i64::to_string).collect();
            format!("h.{column} in ({})", listed.join(", "))
        }
    }
}

/// Takes the words of forgotten articles out of every snapshot, and says so in their place. The caller has
/// the right to change rows.
pub(super) async fn forget_words(
    connection: &mut PgConnection,
    articles: &[i64],
) -> Result<(), StoreError> {
    let quoted = [
        "update snapshot_row set row = row || jsonb_build_object('evidence', TOLD(row ->> 'article_id', now()::date), 'title', null, 'url', null, 'condition', null, \
            'time_expression', null, 'why_cue', '', 'why_term', '') \
         where source = 'history' and (row ->> 'article_id')::bigint = any($1)",
        "update snapshot_row set row = row || jsonb_build_object('from_evidence', TOLD(row ->> 'from_article_id', now()::date), 'from_title', null, 'from_url', null) \
         where source = 'shift' and (row ->> 'from_article_id')::bigint = any($1)",
        "update snapshot_row set row = row || jsonb_build_object('to_evidence', TOLD(row ->> 'to_article_id', now()::date), 'to_title', null, 'to_url', null) \
         where source = 'shift' and (row ->> 'to_article_id')::bigint = any($1)",
        "update snapshot_row set row = row || jsonb_build_object('evidence', TOLD(c.article_id, now()::date)) from claim c \
         where source = 'cell' and c.claim_id = (row ->> 'claim_id')::bigint and c.article_id = any($1)",
    ];
    for statement in quoted {
        let told = statement.replace(
            "TOLD(",
            "format('[article %s was forgotten on %s: its words are not kept]', ",
        );
        sqlx::query(AssertSqlSafe(told))
            .bind(articles)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Takes the names of actors out of every snapshot whom no text names any more.
pub(super) async fn forget_names(
    connection: &mut PgConnection,
    actors: &[i64],
) -> Result<(), StoreError> {
    for (key, name) in [
        ("actor_id", "actor"),
        ("on_behalf_of_id", "on_behalf_of"),
        ("ascribed_by_id", "ascribed_by"),
        ("affiliation_id", "affiliation"),
    ] {
        sqlx::query(AssertSqlSafe(format!(
            "update snapshot_row set row = row || jsonb_build_object('{name}', '[name forgotten]') \
             where source in ('history', 'shift', 'cell') and (row ->> '{key}')::bigint = any($1)"
        )))
        .bind(actors)
        .execute(&mut *connection)
        .await?;
    }
    sqlx::query(
        "update snapshot_row set row = row || '{\"name\": \"[name forgotten]\", \"aliases\": []}' \
         where source = 'actor' and (row ->> 'actor_id')::bigint = any($1)",
    )
    .bind(actors)
    .execute(connection)
    .await?;
    Ok(())
}
