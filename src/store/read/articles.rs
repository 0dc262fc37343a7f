//! Articles, listed and whole.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{Postgres, QueryBuilder};

use super::stances::searched;
use super::{AsRecorded, containing, rows, select};
use crate::model::{ArticleRow, ArticleTotals};
use crate::store::{Store, StoreError};

/// Which articles to list.
#[derive(Clone, Debug, Default)]
pub struct ArticleFilter {
    /// Only those without a date.
    pub undated: bool,
    /// Only those in a language that is not analysed.
    pub other_language: bool,
    /// Only those that count as searched: mentioning this actor, for this topic.
    pub searched: Option<(Option<i64>, Option<i64>)>,
    /// Words of the title or the source's id.
    pub words: Vec<String>,
    /// Only those in which something is reported as said on this day or later.
    pub said_since: Option<NaiveDate>,
    /// Printed on this day or later.
    pub published_since: Option<NaiveDate>,
    /// Taken in at this time or later.
    pub added_since: Option<DateTime<Utc>>,
    /// How many rows at the most.
    pub limit: Option<i64>,
}

/// What is told of an article, as a store's record has it.
fn columns(recorded: &AsRecorded) -> String {
    let [o, c, x] = ["o", "c", "x"].map(|alias| recorded.held(alias));
    format!(
        "a.article_id, a.kind, a.external_id, p.name as outlet, a.title, a.byline, \
        coalesce(a.canonical_url, a.url) as url, a.language, d.published_day, d.precision as published_precision, \
        d.basis as published_basis, a.revision, not {} as superseded, \
        a.forgotten_at is not null as forgotten, a.retrieved_at, m.story_id, \
        (select count(*) from story_member o where o.story_id = m.story_id and {o}) as story_articles, \
        n.outcome, n.codebook_id, n.attributions, \
        (select count(*) from claim c where c.article_id = a.article_id and {c}) as claims, a.notes, \
        a.forgotten_at, a.forgotten_because, a.forgotten_by, \
        (select case x.kind when 'withdrawn' then 'withdrawn' else 'corrected' end || coalesce(': ' || x.note, '') from correction x \
         where x.article_id = a.article_id and x.kind <> 'revised' and {x} \
         order by x.kind = 'withdrawn' desc, x.correction_id desc limit 1) as correction",
        recorded.held("a")
    )
}

/// What it is told from: the article `a`, its date `d`, story `m` and analysis `n`.
fn joins(recorded: &AsRecorded) -> String {
    let [d, m, n] = ["d", "m", "n"].map(|alias| recorded.held(alias));
    format!(
        "from article a \
        left join publisher p on p.publisher_id = a.publisher_id \
        left join article_date d on d.article_id = a.article_id and {d} \
        left join story_member m on m.article_id = a.article_id and {m} \
        left join analysis n on n.article_id = a.article_id and {n}"
    )
}

impl Store {
    /// Live articles, newest first, without their texts.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn articles(&self, filter: &ArticleFilter) -> Result<Vec<ArticleRow>, StoreError> {
        let mut query = select(&format!(
            "select {}, '' as text {} where {}",
            columns(&self.recorded),
            joins(&self.recorded),
            self.recorded.held("a")
        ));
        narrow(&mut query, filter, &self.recorded);
        query.push(" order by d.published_day desc nulls first, a.article_id desc");
        if let Some(limit) = filter.limit {
            query.push(" limit ").push_bind(limit);
        }
        rows(&mut *self.pool.acquire().await?, query).await
    }

    /// How many live articles a filter finds, whatever its limit.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn article_totals(
        &self,
        filter: &ArticleFilter,
    ) -> Result<ArticleTotals, StoreError> {
        let mut query = select(&format!(
            "select count(*) as articles, count(distinct a.publisher_id) as outlets, \
                count(*) filter (where d.article_id is null) as undated {} where {}",
            joins(&self.recorded),
            self.recorded.held("a")
        ));
        narrow(&mut query, filter, &self.recorded);
        let found: Vec<ArticleTotals> = rows(&mut *self.pool.acquire().await?, query).await?;
        Ok(found.into_iter().next().unwrap_or_default())
    }

    /// Articles that were on record at the time that reports are made of, and were forgotten since.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn forgotten_since(&self) -> Result<i64, StoreError> {
        let Some(until) = self.recorded.until else {
            return Ok(0);
        };
        Ok(sqlx::query_scalar(
            "select count(*) from article where forgotten_at > $1 and recorded_at <= $1",
        )
        .bind(until)
        .fetch_one(&self.pool)
        .await?)
    }

    /// One article with its text, whichever revision `article_id` is.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn article(&self, article_id: i64) -> Result<ArticleRow, StoreError> {
        let mut query = select(&format!(
            "select {}, a.text {} where {} and a.article_id = ",
            columns(&self.recorded),
            joins(&self.recorded),
            self.recorded.added("a")
        ));
        query.push_bind(article_id);
        let found: Vec<ArticleRow> = rows(&mut *self.pool.acquire().await?, query).await?;
        found
            .into_iter()
            .next()
            .ok_or_else(|| StoreError::missing("article", article_id))
    }
}

/// Narrows a query over articles to a filter.
fn narrow(query: &mut QueryBuilder<Postgres>, filter: &ArticleFilter, recorded: &AsRecorded) {
    if filter.undated {
        query.push(" and d.article_id is null");
    }
    if filter.other_language {
        query.push(" and n.outcome = 'other_language'");
    }
    if let Some((actor, topic)) = filter.searched {
        query.push(format!(
            " and a.article_id in (select searched.article_id from {} searched where true",
            recorded.at("searched_article")
        ));
        searched(query, recorded, actor, topic);
        query.push(")");
    }
    for word in &filter.words {
        query
            .push(" and concat_ws(' ', a.title, a.external_id, p.name) ilike ")
            .push_bind(containing(word));
    }
    if let Some(day) = filter.said_since {
        query
            .push(format!(
                " and exists (select from claim c where c.article_id = a.article_id and {} and c.said_to >= ",
                recorded.held("c")
            ))
            .push_bind(day)
            .push(")");
    }
    if let Some(day) = filter.published_since {
        query.push(" and d.published_day >= ").push_bind(day);
    }
    if let Some(time) = filter.added_since {
        query.push(" and a.recorded_at >= ").push_bind(time);
    }
}
