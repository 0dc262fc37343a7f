//! What people find who read whole articles, and what of it is taken into the record.

use chrono::NaiveDate;
use sqlx::{Connection, PgConnection};

use super::actors::{Named, actor_ids};
use super::adjudicate::{is_decided, take};
use super::review::not_printed_before;
use super::{Extractor, Purpose, Run, alone, begin_run};
use crate::model::{Act, ActorKind, ActorRef, Form, StanceValue};
use crate::store::{Store, StoreError};

/// A position as a coder marks it in an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Marked {
    /// The article.
    pub article_id: i64,
    /// The passage: first code point and first behind it.
    pub span: (u32, u32),
    /// Whether they count into the title instead of the text.
    pub in_title: bool,
    /// Canonical actor, where it is known; else one is added under `actor_name`.
    pub actor: Option<i64>,
    /// Name of the actor.
    pub actor_name: String,
    /// The topic.
    pub topic: i64,
    /// The position.
    pub stance: StanceValue,
    /// What was done by uttering.
    pub act: Act,
    /// How the words are given.
    pub form: Form,
    /// First and last day of saying; none for the day of the article.
    pub said: Option<(NaiveDate, NaiveDate)>,
    /// Anything to remember.
    pub note: Option<String>,
}

/// What became of a statement that was marked elsewhere.
#[derive(Debug)]
pub enum MarkOutcome {
    /// It is recorded under this id.
    New(i64),
    /// The coder has recorded the same before.
    Known,
    /// The record does not allow it.
    Refused(StoreError),
}

/// What came of an article that was read to its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Finished {
    /// Statements that the coder recorded in it.
    pub statements: i64,
    /// Statements that were taken into the record now; none while others code the same article.
    pub taken: usize,
    /// Whether others code the same article, so that somebody has to decide.
    pub waits: bool,
}

impl Store {
    /// Gives articles to a coder; returns how many the coder did not have yet.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where there is no such article.
    pub async fn assign(
        &self,
        articles: &[i64],
        coder: &str,
        by: &str,
    ) -> Result<usize, StoreError> {
        let mut transaction = self.pool.begin().await?;
        for article in articles {
            readable(&mut transaction, *article).await?;
        }
        let added = sqlx::query(
            "insert into assignment (article_id, coder, assigned_by) \
             select article_id, $2, $3 from unnest($1::bigint[]) with ordinality as given (article_id, place) order by place \
             on conflict do nothing",
        )
        .bind(articles)
        .bind(coder)
        .bind(by)
        .execute(&mut *transaction)
        .await?
        .rows_affected();
        transaction.commit().await?;
        Ok(added as usize)
    }

    /// Records what a coder marked; returns the statement's id.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where there is no such article; [`StoreError::Refused`] where the passage
    /// does not lie in its text, or the day is later than its printing.
    pub async fn mark(&self, marked: &Marked, coder: &str) -> Result<i64, StoreError> {
        let mut transaction = self.pool.begin().await?;
        alone(&mut transaction).await?;
        let id = mark(&mut transaction, marked, coder).await?;
        transaction.commit().await?;
        Ok(id)
    }

    /// Records what a coder marked elsewhere, in one transaction; what is refused leaves the rest alone, and
    /// what the coder has recorded already is not recorded again. With `dry_run` all is checked and rolled back.
    ///
    /// # Errors
    /// Only those of the database; nothing is recorded then.
    pub async fn mark_all(
        &self,
        marked: &[Marked],
        coder: &str,
        dry_run: bool,
    ) -> Result<Vec<MarkOutcome>, StoreError> {
        let mut transaction = self.pool.begin().await?;
        alone(&mut transaction).await?;
        let mut outcomes = Vec::with_capacity(marked.len());
        for one in marked {
            if is_marked(&mut transaction, one, coder).await? {
                outcomes.push(MarkOutcome::Known);
                continue;
            }
            let mut savepoint = transaction.begin().await?;
            outcomes.push(match mark(&mut savepoint, one, coder).await {
                Ok(id) => {
                    savepoint.commit().await?;
                    MarkOutcome::New(id)
                }
                Err(error @ StoreError::Lost(_)) => return Err(error),
                Err(error) => {
                    savepoint.rollback().await?;
                    MarkOutcome::Refused(error)
                }
            });
        }
        if dry_run {
            transaction.rollback().await?;
        } else {
            transaction.commit().await?;
        }
        Ok(outcomes)
    }

    /// Takes a coder's own statement back, as long as it was not taken into the record.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where the coder has no such statement; [`StoreError::Refused`] where
    /// somebody has decided about it.
    pub async fn unmark(&self, statement: i64, coder: &str) -> Result<(), StoreError> {
        if is_decided(&mut *self.pool.acquire().await?, statement).await? {
            return Err(StoreError::Refused(format!(
                "statement {statement} was decided about; take that back first: stance adjudicate --undo {statement}"
            )));
        }
        let closed = sqlx::query(
            "update coded_statement set superseded_at = now() \
             where coded_statement_id = $1 and coder = $2 and superseded_at is null",
        )
        .bind(statement)
        .bind(coder)
        .execute(&self.pool)
        .await?
        .rows_affected();
        match closed {
            0 => Err(StoreError::missing("statement", statement)),
            _ => Ok(()),
        }
    }

    /// Records that a coder read an article in full. What the coder found is taken into the record, unless
    /// others code the article too: then somebody decides, with [`Store::adjudicate`].
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where there is no such article.
    pub async fn finish_reading(
        &self,
        article_id: i64,
        coder: &str,
        note: Option<&str>,
    ) -> Result<Finished, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let mut transaction = connection.begin().await?;
        alone(&mut transaction).await?;
        readable(&mut transaction, article_id).await?;
        sqlx::query(
            "update reading set superseded_at = now() where article_id = $1 and coder = $2 and superseded_at is null",
        )
        .bind(article_id)
        .bind(coder)
        .execute(&mut *transaction)
        .await?;
        sqlx::query(
            "insert into reading (article_id, coder, codebook_id, note) \
             values ($1, $2, (select max(codebook_id) from codebook), $3)",
        )
        .bind(article_id)
        .bind(coder)
        .bind(note)
        .execute(&mut *transaction)
        .await?;
        let waits: bool = sqlx::query_scalar(
            "select exists (select from assignment where article_id = $1 and coder <> $2) \
                or exists (select from reading where article_id = $1 and coder <> $2 and superseded_at is null)",
        )
        .bind(article_id)
        .bind(coder)
        .fetch_one(&mut *transaction)
        .await?;
        let statements: Vec<i64> = sqlx::query_scalar(
            "select coded_statement_id from coded_statement where article_id = $1 and coder = $2 \
             and superseded_at is null order by 1",
        )
        .bind(article_id)
        .bind(coder)
        .fetch_all(&mut *transaction)
        .await?;
        let mut finished = Finished {
            statements: statements.len() as i64,
            waits,
            taken: 0,
        };
        if !waits {
            let run = run(&mut transaction, coder).await?;
            for statement in statements {
                let taken = take(&mut transaction, run, statement, coder, None).await?;
                finished.taken += usize::from(taken.is_some());
            }
        }
        transaction.commit().await?;
        Ok(finished)
    }
}

/// Whether a coder has recorded the same already.
async fn is_marked(
    connection: &mut PgConnection,
    marked: &Marked,
    coder: &str,
) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar(
        "select exists (select from coded_statement s \
         left join actor_identity i on i.actor_id = s.actor_id and i.superseded_at is null \
         left join actor who on who.actor_id = i.canonical_actor_id \
         where s.article_id = $1 and s.coder = $2 and s.superseded_at is null and s.topic_id = $3 and s.value = $4 \
            and s.evidence_start = $5 and s.evidence_end = $6 and s.place = $7 \
            and (who.actor_id = $8 or $8 is null and lower(who.name) = lower($9)))",
    )
    .bind(marked.article_id)
    .bind(coder)
    .bind(marked.topic)
    .bind(marked.stance.number())
    .bind(marked.span.0 as i32)
    .bind(marked.span.1 as i32)
    .bind(if marked.in_title { "title" } else { "text" })
    .bind(marked.actor)
    .bind(marked.actor_name.trim())
    .fetch_one(connection)
    .await?)
}

/// Records what a coder marked; returns the statement's id.
async fn mark(
    connection: &mut PgConnection,
    marked: &Marked,
    coder: &str,
) -> Result<i64, StoreError> {
    readable(&mut *connection, marked.article_id).await?;
    let actor = match marked.actor {
        Some(id) => id,
        None => {
            let actor = ActorRef {
                id: None,
                name: marked.actor_name.trim().to_owned(),
                kind: ActorKind::Person,
            };
            let mut named = Named::default();
            named.add(Some(&actor), marked.article_id);
            let ids = actor_ids(&mut *connection, &named).await?.ids;
            ids.into_iter()
                .flatten()
                .next()
                .ok_or_else(|| StoreError::Refused("an actor needs a name".into()))?
        }
    };
    if let Some((_, to)) = marked.said {
        not_printed_before(&mut *connection, "this", marked.article_id, to).await?;
    }
    let place = if marked.in_title { "title" } else { "text" };
    let id: Option<i64> = sqlx::query_scalar(
        "insert into coded_statement (article_id, coder, actor_id, topic_id, codebook_id, value, act, form, place, \
            evidence_start, evidence_end, evidence, said_from, said_to, said_basis, note) \
         select a.article_id, $2, $3, $4, (select max(codebook_id) from codebook), $5, $6, $7, $8, $9, $10, \
            substr(whole.text, $9 + 1, $10 - $9), coalesce($11, d.published_day), coalesce($12, d.published_day), \
            case when $11 is not null then 'explicit' when d.published_day is not null then 'article' else 'unknown' end, $13 \
         from article a \
         cross join lateral (select case $8 when 'title' then a.title else a.text end as text) whole \
         left join article_date d on d.article_id = a.article_id and d.superseded_at is null \
         where a.article_id = $1 and length(whole.text) >= $10 and $10 > $9 \
         returning coded_statement_id",
    )
    .bind(marked.article_id)
    .bind(coder)
    .bind(actor)
    .bind(marked.topic)
    .bind(marked.stance.number())
    .bind(marked.act.as_str())
    .bind(marked.form.as_str())
    .bind(place)
    .bind(marked.span.0 as i32)
    .bind(marked.span.1 as i32)
    .bind(marked.said.map(|said| said.0))
    .bind(marked.said.map(|said| said.1))
    .bind(&marked.note)
    .fetch_optional(&mut *connection)
    .await?;
    id.ok_or_else(|| {
        StoreError::Refused(format!(
            "no passage at {} to {} in the {place} of article {}",
            marked.span.0, marked.span.1, marked.article_id
        ))
    })
}

pub(super) async fn run(connection: &mut PgConnection, by: &str) -> Result<Run, StoreError> {
    let extractor = Extractor {
        parameters: serde_json::json!({ "by": by }),
        ..Extractor::default()
    };
    begin_run(connection, Purpose::Record, &extractor).await
}

/// Refuses an article that is not there, or whose text is gone or replaced.
async fn readable(connection: &mut PgConnection, article_id: i64) -> Result<(), StoreError> {
    let found: Option<(bool, bool)> = sqlx::query_as(
        "select forgotten_at is not null, superseded_at is not null from article where article_id = $1 and kind = 'article'",
    )
    .bind(article_id)
    .fetch_optional(connection)
    .await?;
    match found {
        None => Err(StoreError::missing("article", article_id)),
        Some((true, _)) => Err(StoreError::Refused(format!(
            "article {article_id} was forgotten; nothing in it can be coded"
        ))),
        Some((_, true)) => Err(StoreError::Refused(format!(
            "article {article_id} was replaced by a newer text under its address; code that"
        ))),
        Some(_) => Ok(()),
    }
}
