//! What coders are to read, and what they found.

use sqlx::QueryBuilder;

use super::stances::{Scope, ids};
use super::{rows, select};
use crate::model::{ArticleRead, CodedPosition, CodingItem, TopicChoice};
use crate::store::{Store, StoreError};

impl Store {
    /// The articles that a coder was given, in that order, and behind them those that hold statements of theirs all
    /// the same; each with whether it was read.
    ///
    /// # Errors
    /// Only those of the database; so for every method here.
    pub async fn assigned(&self, coder: &str) -> Result<Vec<(i64, bool)>, StoreError> {
        Ok(sqlx::query_as(
            "select theirs.article_id, exists (select from reading r where r.article_id = theirs.article_id and r.coder = $1 \
                and r.superseded_at is null) \
             from (select article_id, min(place) as place from ( \
                select article_id, assignment_id as place from assignment where coder = $1 \
                union all select article_id, null from coded_statement where coder = $1 and superseded_at is null) s \
                group by article_id) theirs \
             join article a on a.article_id = theirs.article_id and a.superseded_at is null and a.forgotten_at is null \
             order by theirs.place, theirs.article_id",
        )
        .bind(coder)
        .fetch_all(&self.pool)
        .await?)
    }

    /// An article as a coder works on it: nothing that anybody else found is in it, and no sentences.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where there is no such article.
    pub async fn coding_item(
        &self,
        article_id: i64,
        coder: &str,
    ) -> Result<CodingItem, StoreError> {
        let mut query = select(
            "select a.article_id, a.title, p.name as outlet, d.published_day, a.text, \
                coalesce((select jsonb_agg(to_jsonb(s) order by s.place desc, s.evidence_start, s.coded_statement_id) \
                    from coded_position s where s.article_id = a.article_id and s.coded_statement_id is not null and s.coder = ",
        );
        query.push_bind(coder.to_owned()).push(
            "), '[]') as statements, exists (select from reading r where r.article_id = a.article_id \
                and r.superseded_at is null and r.coder = ",
        );
        query.push_bind(coder.to_owned()).push(
            ") as read from article a left join publisher p on p.publisher_id = a.publisher_id \
             left join article_date d on d.article_id = a.article_id and d.superseded_at is null \
             where a.kind = 'article' and a.forgotten_at is null and a.article_id = ",
        );
        query.push_bind(article_id);
        let found: Vec<CodingItem> = rows(&mut *self.pool.acquire().await?, query).await?;
        found
            .into_iter()
            .next()
            .ok_or_else(|| StoreError::missing("article", article_id))
    }

    /// The topics of the codebook in force, by name.
    ///
    /// # Errors
    /// As [`Store::assigned`].
    pub async fn topic_choices(&self) -> Result<Vec<TopicChoice>, StoreError> {
        let query = select(&format!(
            "select t.slug as topic, v.name, v.proposition from topic_version v join topic t using (topic_id) \
             where {} order by v.name",
            self.recorded.held("v")
        ));
        rows(&mut *self.pool.acquire().await?, query).await
    }

    /// Rows of `article_read`.
    ///
    /// # Errors
    /// As [`Store::assigned`].
    pub async fn articles_read(&self) -> Result<Vec<ArticleRead>, StoreError> {
        let query = select(&format!(
            "select * from {} order by article_id, coder",
            self.recorded.at("article_read")
        ));
        rows(&mut *self.pool.acquire().await?, query).await
    }

    /// Rows of `coded_position` on the topics of a scope.
    ///
    /// # Errors
    /// As [`Store::assigned`].
    pub async fn coded_positions(&self, scope: &Scope) -> Result<Vec<CodedPosition>, StoreError> {
        let mut query: QueryBuilder<sqlx::Postgres> = select(&format!(
            "select * from {} where true",
            self.recorded.at("coded_position")
        ));
        ids(&mut query, "topic_id", &scope.topics);
        query.push(" order by article_id, coder, place desc, evidence_start, coded_statement_id, root_claim_id");
        rows(&mut *self.pool.acquire().await?, query).await
    }
}
