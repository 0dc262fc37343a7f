//! How much there is, counted by the database, and who said most of it.

use chrono::NaiveDate;
use sqlx::QueryBuilder;

use super::stances::narrow;
use super::{Scope, rows, select};
use crate::model::{ActorRow, Extent, FirstSeen};
use crate::store::{Store, StoreError};

impl Store {
    /// How much of the history in a scope forms positions; what was said by `day`, where one is given.
    ///
    /// # Errors
    /// Only those of the database; so for every method here.
    pub async fn extent(
        &self,
        scope: &Scope,
        day: Option<NaiveDate>,
    ) -> Result<Extent, StoreError> {
        let source = self.recorded.history();
        let mut query = select(&format!(
            "select count(distinct h.utterance_id) as statements, count(distinct printed.article_id) as articles, \
                greatest(count(distinct h.outlet), max(h.outlets), 0) as outlets, min(h.said_from) as said_from, max(h.said_to) as said_to \
             from (select * from {source} where not_counted_because is null"
        ));
        narrow(&mut query, scope);
        if let Some(day) = day {
            query.push(" and said_to <= ").push_bind(day);
        }
        query.push(") h left join lateral unnest(h.article_ids) printed (article_id) on true");
        let found: Vec<Extent> = rows(&mut *self.pool.acquire().await?, query).await?;
        Ok(found.into_iter().next().unwrap_or_default())
    }

    /// The canonical actors with most statements in a scope by a day; and how many have one.
    ///
    /// # Errors
    /// As [`Store::extent`].
    pub async fn most_heard(
        &self,
        scope: &Scope,
        day: NaiveDate,
        limit: i64,
    ) -> Result<(Vec<i64>, i64), StoreError> {
        let all_days = Scope {
            actors: scope.actors.clone(),
            topics: scope.topics.clone(),
            ..Scope::default()
        };
        let mut query = QueryBuilder::new("select actor_id, count(*) over () from ");
        // Positions say how many statements they come from, and take less to read than the statements.
        let statements = match *scope == all_days {
            true => {
                query
                    .push("stance_as_of(")
                    .push_bind(day)
                    .push(") where true");
                "sum(statements)"
            }
            false => {
                query.push("stance_history where not_counted_because is null and said_to <= ");
                query.push_bind(day);
                "count(*)"
            }
        };
        narrow(&mut query, scope);
        query.push(format!(
            " group by actor_id order by {statements} desc, actor_id limit "
        ));
        query.push_bind(limit);
        let found: Vec<(i64, i64)> = query.build_query_as().fetch_all(&self.pool).await?;
        let everyone = found.first().map_or(0, |(_, everyone)| *everyone);
        Ok((found.into_iter().map(|(id, _)| id).collect(), everyone))
    }

    /// The canonical actors of whom a history has rows, each with how many: those with most statements first. Without
    /// `all`, rows that a history folds are not counted.
    ///
    /// # Errors
    /// As [`Store::extent`].
    pub async fn heard(&self, scope: &Scope, all: bool) -> Result<Vec<(i64, i64)>, StoreError> {
        let mut query = sqlx::QueryBuilder::new(
            "select h.actor_id, count(*) from (select * from stance_history where true",
        );
        narrow(&mut query, scope);
        if !all {
            query.push(
                " and status <> 'rejected' and coalesce(not_counted_because, '') not in ('below the confidence floor', 'its side is open')",
            );
        }
        query.push(
            ") h group by h.actor_id order by count(*) filter (where h.not_counted_because is null) desc, count(*) desc, h.actor_id",
        );
        Ok(query.build_query_as().fetch_all(&self.pool).await?)
    }

    /// Rows of `actor_overview` for a list, in its order, without what tells who an actor is: looking that up for each
    /// takes long.
    ///
    /// # Errors
    /// As [`Store::extent`].
    pub async fn actors_listed(&self, ids: &[i64]) -> Result<Vec<ActorRow>, StoreError> {
        let mut query = select("select o.* from unnest(");
        // One at a time, so that the condition reaches all that the view is made of.
        query.push_bind(ids.to_vec()).push(
            "::bigint[]) listed (id) cross join lateral ( \
                select actor_id, actor_slug, actor, actor_kind, origin, wikidata, claims, statements, topics, first_said, last_said, \
                    articles_mentioning \
                from actor_overview where actor_id = listed.id offset 0) o \
             order by o.statements desc, o.claims desc, o.actor, o.actor_id",
        );
        rows(&mut *self.pool.acquire().await?, query).await
    }

    /// The first articles that mention some canonical actors.
    ///
    /// # Errors
    /// As [`Store::extent`].
    pub async fn first_seen(&self, ids: &[i64]) -> Result<Vec<FirstSeen>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut query = select("select first.* from unnest(");
        let [i, d] = ["i", "d"].map(|alias| self.recorded.held(alias));
        query.push_bind(ids.to_vec()).push(format!(
            "::bigint[]) listed (id) cross join lateral ( \
                select listed.id as actor_id, a.article_id, a.title, p.name as outlet, d.published_day \
                from actor_identity i join article_actor m on m.actor_id = i.actor_id \
                join article a on a.article_id = m.article_id \
                left join publisher p on p.publisher_id = a.publisher_id \
                left join article_date d on d.article_id = a.article_id and {d} \
                where i.canonical_actor_id = listed.id and {i} order by m.article_id limit 1) first"
        ));
        rows(&mut *self.pool.acquire().await?, query).await
    }

    /// The canonical actors who come first in `actor_overview` as [`Store::actors`] orders it: those with most statements,
    /// then those with most claims. They are counted before anything else of them is looked up, and the counts put together by
    /// grouping: how many stay is guessed far too low, so that joined they would be gone through for each actor.
    ///
    /// # Errors
    /// As [`Store::extent`].
    pub async fn foremost_actors(&self, limit: i64) -> Result<Vec<i64>, StoreError> {
        Ok(sqlx::query_scalar(
            "with said as materialized ( \
                select h.actor_id, count(*) as statements from stance_history h where h.not_counted_because is null group by h.actor_id), \
             candidate as materialized ( \
                select s.actor_id from said s \
                union select b.actor_id from tally_beside() b \
                union (select k.actor_id from kept_tally k order by k.claims desc, k.actor_id limit $1) \
                union select coded.actor_id from actor coded where coded.slug is not null and coded.superseded_at is null), \
             tally as materialized ( \
                select t.actor_id, t.claims from actor_tally t where t.actor_id = any(array(select c.actor_id from candidate c))), \
             counted as materialized ( \
                select part.actor_id, sum(part.statements) as statements, sum(part.claims) as claims \
                from (select s.actor_id, s.statements, 0 as claims from said s \
                    union all select t.actor_id, 0, t.claims from tally t \
                    union all select c.actor_id, 0, 0 from candidate c) part group by part.actor_id) \
             select a.actor_id from counted c \
             join actor a on a.actor_id = c.actor_id and a.superseded_at is null \
             where exists (select from actor_identity i \
                where i.actor_id = c.actor_id and i.canonical_actor_id = c.actor_id and i.superseded_at is null offset 0) \
             order by c.statements desc, c.claims desc, a.name, a.actor_id limit $1",
        )
        .bind(limit)
        .fetch_all(&self.pool)
        .await?)
    }
}
