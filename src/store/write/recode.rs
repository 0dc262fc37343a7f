//! Analysing stored articles again: after a codebook changed, or a date was mended.

use chrono::NaiveDate;
use sqlx::{Acquire, FromRow, PgConnection, Postgres, Transaction};

use super::analyses::{self, Incoming};
use super::locks::Locks;
use super::{
    Extractor, Purpose, Run, STALE, alone, begin_run, codebook, is_in_force, keep, stories,
};
use crate::model::{Analysis, Codebook, PositionRow, ShiftRow};
use crate::store::read::{AsRecorded, Scope, shifts};
use crate::store::{Store, StoreError};
use crate::text::story::{self, Sketch};
use crate::text::utterance;

/// Articles taken from the database at once.
const BATCH: i64 = 200;

/// A stored text as the analysis needs it.
#[derive(Clone, Debug, FromRow)]
pub struct StoredText {
    /// Its key.
    pub article_id: i64,
    /// Headline apart from the text.
    pub title: Option<String>,
    /// The text.
    pub text: String,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// Publication day.
    pub document_day: Option<NaiveDate>,
}

/// What a change made of the positions.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// Codebook version that is in force now; none where the codebook was in force already.
    pub codebook_id: Option<i64>,
    /// Articles analysed again.
    pub articles: usize,
    /// Positions before.
    pub before: Vec<PositionRow>,
    /// Positions after.
    pub after: Vec<PositionRow>,
    /// Shifts before; for a dry run only.
    pub shifts_before: Vec<ShiftRow>,
    /// Shifts after; for a dry run only.
    pub shifts_after: Vec<ShiftRow>,
}

impl Store {
    /// Applies a codebook and analyses every stored article under it, in one transaction.
    ///
    /// `analyse` is called for each article. With `dry_run` everything is computed and rolled back.
    ///
    /// # Errors
    /// Only those of the database; nothing is changed then.
    pub async fn apply_codebook(
        &self,
        new: &Codebook,
        toml: &str,
        by: &str,
        extractor: &Extractor,
        analyse: &mut dyn FnMut(&[StoredText]) -> Vec<Analysis>,
        dry_run: bool,
    ) -> Result<Change, StoreError> {
        let mut transaction = self.pool.begin().await?;
        // First of all: a batch that is just being stored waits for the lock on the codebook, too.
        alone(&mut transaction).await?;
        let before =
            crate::store::read::positions(&mut transaction, &Scope::default(), None).await?;
        let shifts_before = all_shifts(&mut transaction, dry_run).await?;
        let Some(codebook_id) = codebook::write(&mut transaction, new, toml, by).await? else {
            return Ok(Change {
                after: before.clone(),
                before,
                ..Change::default()
            });
        };
        let run = begin_run(&mut transaction, Purpose::Recode, extractor).await?;
        let articles = recode(&mut transaction, run, analyse).await?;
        keep(&mut transaction, STALE).await?;
        let after =
            crate::store::read::positions(&mut transaction, &Scope::default(), None).await?;
        let shifts_after = all_shifts(&mut transaction, dry_run).await?;
        finish(transaction, dry_run).await?;
        Ok(Change {
            codebook_id: Some(codebook_id),
            articles,
            before,
            after,
            shifts_before,
            shifts_after,
        })
    }

    /// Analyses every stored article anew under the codebook version in force, which `analyse` goes by. None is
    /// given back, and nothing done, where it is in force no more.
    ///
    /// With `dry_run` everything is computed and rolled back.
    ///
    /// # Errors
    /// Only those of the database; nothing is changed then.
    pub async fn recode(
        &self,
        codebook_id: Option<i64>,
        extractor: &Extractor,
        analyse: &mut dyn FnMut(&[StoredText]) -> Vec<Analysis>,
        dry_run: bool,
    ) -> Result<Option<Change>, StoreError> {
        let mut transaction = self.pool.begin().await?;
        alone(&mut transaction).await?;
        if !is_in_force(&mut transaction, codebook_id).await? {
            return Ok(None);
        }
        let everything = Scope::default();
        let before = crate::store::read::positions(&mut transaction, &everything, None).await?;
        let shifts_before = all_shifts(&mut transaction, dry_run).await?;
        let run = begin_run(&mut transaction, Purpose::Recode, extractor).await?;
        let run = Run { codebook_id, ..run };
        let articles = recode(&mut transaction, run, analyse).await?;
        keep(&mut transaction, STALE).await?;
        let after = crate::store::read::positions(&mut transaction, &everything, None).await?;
        let shifts_after = all_shifts(&mut transaction, dry_run).await?;
        finish(transaction, dry_run).await?;
        Ok(Some(Change {
            codebook_id,
            articles,
            before,
            after,
            shifts_before,
            shifts_after,
        }))
    }

    /// Sets the publication day of an article and dates its claims anew. `codebook_id` is the version that
    /// `analyse` goes by; none is given back, and nothing done, where it is in force no more.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where there is no such article; [`StoreError::Refused`] where it is forgotten.
    pub async fn set_article_date(
        &self,
        article_id: i64,
        day: NaiveDate,
        by: &str,
        extractor: &Extractor,
        codebook_id: Option<i64>,
        analyse: &mut dyn FnMut(&[StoredText]) -> Vec<Analysis>,
    ) -> Result<Option<Change>, StoreError> {
        let mut transaction = self.pool.begin().await?;
        alone(&mut transaction).await?;
        if !is_in_force(&mut transaction, codebook_id).await? {
            return Ok(None);
        }
        let forgotten: Option<bool> = sqlx::query_scalar(
            "select forgotten_at is not null from article where article_id = $1 and superseded_at is null for update",
        )
        .bind(article_id)
        .fetch_optional(&mut *transaction)
        .await?;
        match forgotten {
            Some(false) => {}
            Some(true) => {
                return Err(StoreError::Refused(format!(
                    "article {article_id} was forgotten; nothing in it can be dated"
                )));
            }
            None => {
                return Err(StoreError::missing("article", article_id));
            }
        }
        let before =
            crate::store::read::positions(&mut transaction, &Scope::default(), None).await?;
        sqlx::query("update article_date set superseded_at = now() where article_id = $1 and superseded_at is null")
            .bind(article_id)
            .execute(&mut *transaction)
            .await?;
        sqlx::query(
            "insert into article_date (article_id, published_day, precision, basis, recorded_by) \
             values ($1, $2, 'day', 'person', $3)",
        )
        .bind(article_id)
        .bind(day)
        .bind(by)
        .execute(&mut *transaction)
        .await?;
        stories::place_again(&mut transaction, &[article_id]).await?;
        let run = begin_run(&mut transaction, Purpose::Date, extractor).await?;
        let texts = texts(&mut transaction, "a.article_id = $1", article_id, 1).await?;
        again(&mut transaction, run, &texts, analyse).await?;
        let after =
            crate::store::read::positions(&mut transaction, &Scope::default(), None).await?;
        transaction.commit().await?;
        Ok(Some(Change {
            codebook_id: None,
            articles: 1,
            before,
            after,
            ..Change::default()
        }))
    }

    /// Texts of stored articles for suggesting topic terms: newest first.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn recent_texts(&self, limit: i64) -> Result<Vec<StoredText>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let mut found = texts(&mut connection, "a.article_id > $1", 0, i64::MAX).await?;
        found.sort_by_key(|t| std::cmp::Reverse((t.document_day, t.article_id)));
        found.truncate(limit as usize);
        Ok(found)
    }
}

/// All shifts, where they are wanted.
async fn all_shifts(
    connection: &mut PgConnection,
    wanted: bool,
) -> Result<Vec<ShiftRow>, StoreError> {
    match wanted {
        true => shifts(connection, &AsRecorded::default(), &Scope::default()).await,
        false => Ok(Vec::new()),
    }
}

async fn finish(transaction: Transaction<'_, Postgres>, dry_run: bool) -> Result<(), StoreError> {
    if dry_run {
        transaction.rollback().await?;
    } else {
        transaction.commit().await?;
    }
    Ok(())
}

/// Analyses every live article again, batch by batch, so that memory stays bounded.
async fn recode(
    connection: &mut PgConnection,
    run: Run,
    analyse: &mut dyn FnMut(&[StoredText]) -> Vec<Analysis>,
) -> Result<usize, StoreError> {
    let (mut last, mut count) = (0, 0);
    loop {
        let batch = texts(connection, "a.article_id > $1", last, BATCH).await?;
        let Some(newest) = batch.last() else {
            return Ok(count);
        };
        last = newest.article_id;
        count += batch.len();
        sketch(connection, &batch).await?;
        again(connection, run, &batch, analyse).await?;
    }
}

/// Gives texts that were stored before their sketches were kept a sketch, and their stories.
async fn sketch(connection: &mut PgConnection, batch: &[StoredText]) -> Result<(), StoreError> {
    let ids: Vec<i64> = batch.iter().map(|text| text.article_id).collect();
    let without: Vec<i64> = sqlx::query_scalar(
        "select id from unnest($1::bigint[]) as id where not exists (select from story_sketch s where s.article_id = id)",
    )
    .bind(ids)
    .fetch_all(&mut *connection)
    .await?;
    let sketches: Vec<(i64, Sketch)> = batch
        .iter()
        .filter(|text| without.contains(&text.article_id))
        .filter_map(|text| Some((text.article_id, story::sketch(&text.text)?)))
        .collect();
    stories::sketch(connection, &sketches).await
}

async fn again(
    connection: &mut PgConnection,
    run: Run,
    batch: &[StoredText],
    analyse: &mut dyn FnMut(&[StoredText]) -> Vec<Analysis>,
) -> Result<(), StoreError> {
    let analyses = analyse(batch);
    let words: Vec<Vec<Vec<i32>>> = batch
        .iter()
        .zip(&analyses)
        .map(|(text, analysis)| utterance::words_of(analysis, &text.text, text.title.as_deref()))
        .collect();
    let incoming: Vec<Incoming<'_>> = batch
        .iter()
        .zip(&analyses)
        .zip(&words)
        .map(|((text, analysis), words)| Incoming {
            article_id: text.article_id,
            meets: Some(text.article_id),
            text: &text.text,
            title: text.title.as_deref(),
            document_day: text.document_day,
            analysis,
            words,
        })
        .collect();
    let connection = connection.acquire().await?;
    let named = analyses::named(&incoming);
    analyses::record(connection, &mut Locks::Everything, run, &incoming, &named).await?;
    Ok(())
}

async fn texts(
    connection: &mut PgConnection,
    condition: &str,
    bound: i64,
    limit: i64,
) -> Result<Vec<StoredText>, StoreError> {
    let sql = format!(
        "select a.article_id, a.title, a.text, a.language, d.published_day as document_day from article a \
         left join article_date d on d.article_id = a.article_id and d.superseded_at is null \
         where {condition} and a.superseded_at is null and a.forgotten_at is null and a.kind = 'article' \
         order by a.article_id limit $2"
    );
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(bound)
        .bind(limit)
        .fetch_all(connection)
        .await?)
}
