//! What people find who read whole articles, and what of it is taken into the record.

use chrono::NaiveDate;
use sqlx::{Connection, FromRow, PgConnection};

use super::actors::actor_ids;
use super::claims::{self, ClaimRow};
use super::record::by_person;
use super::review::{Correction, Judgement, Verdict, not_printed_before, review};
use super::{Extractor, Purpose, Run, alone, begin_run};
use crate::model::{
    Act, ActorKind, ActorRef, Claim, Evidence, Form, Place, Said, SaidBasis, Span, StanceValue,
    TextIndex,
};
use crate::store::{Store, StoreError};

/// The share of what two passages cover together from which a statement is about a claim that is there.
const SAME_PASSAGE: f64 = 0.5;

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

#[derive(FromRow)]
struct StatementRow {
    coded_statement_id: i64,
    article_id: i64,
    actor_id: i64,
    canonical_actor_id: i64,
    topic_id: i64,
    value: i16,
    act: String,
    form: String,
    place: String,
    evidence_start: i32,
    evidence_end: i32,
    evidence: String,
    said_from: Option<NaiveDate>,
    said_to: Option<NaiveDate>,
    said_basis: String,
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
        readable(&mut transaction, marked.article_id).await?;
        let actor = match marked.actor {
            Some(id) => id,
            None => {
                let actor = ActorRef {
                    id: None,
                    name: marked.actor_name.trim().to_owned(),
                    kind: ActorKind::Person,
                };
                let ids = actor_ids(&mut transaction, &[(&actor, marked.article_id)]).await?;
                ids.get(&actor, marked.article_id)
                    .ok_or_else(|| StoreError::Refused("an actor needs a name".into()))?
            }
        };
        if let Some((_, to)) = marked.said {
            not_printed_before(&mut transaction, "this", marked.article_id, to).await?;
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
        .fetch_optional(&mut *transaction)
        .await?;
        let id = id.ok_or_else(|| {
            StoreError::Refused(format!(
                "no passage at {} to {} in the {place} of article {}",
                marked.span.0, marked.span.1, marked.article_id
            ))
        })?;
        transaction.commit().await?;
        Ok(id)
    }

    /// Takes a coder's own statement back, as long as it was not taken into the record.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where the coder has no such statement; [`StoreError::Refused`] where
    /// somebody has decided about it.
    pub async fn unmark(&self, statement: i64, coder: &str) -> Result<(), StoreError> {
        let decided: bool = sqlx::query_scalar(
            "select exists (select from adjudication where coded_statement_id = $1)",
        )
        .bind(statement)
        .fetch_one(&self.pool)
        .await?;
        if decided {
            return Err(StoreError::Refused(format!(
                "statement {statement} was decided about; correct its claim with stance review"
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
            0 => Err(missing("statement", statement)),
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

    /// Decides about coders' statements, all in one transaction: those of `taken` become claims, or confirm or
    /// correct the claim of the same actor at the same passage; those of `left` do not. Returns the ids of
    /// the claims.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where there is no such statement; [`StoreError::Refused`] where it was decided
    /// about before.
    pub async fn adjudicate(
        &self,
        taken: &[i64],
        left: &[i64],
        by: &str,
        note: Option<&str>,
    ) -> Result<Vec<i64>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let mut transaction = connection.begin().await?;
        alone(&mut transaction).await?;
        let run = run(&mut transaction, by).await?;
        let mut claims = Vec::with_capacity(taken.len());
        for &statement in taken {
            let claim = take(&mut transaction, run, statement, by, note).await?;
            claims.push(claim.ok_or_else(|| decided(statement))?);
        }
        for &statement in left {
            let added = sqlx::query(
                "insert into adjudication (coded_statement_id, taken, note, adjudicator) \
                 select coded_statement_id, false, $2, $3 from coded_statement where coded_statement_id = $1 \
                 on conflict do nothing",
            )
            .bind(statement)
            .bind(note)
            .bind(by)
            .execute(&mut *transaction)
            .await?
            .rows_affected();
            if added == 0 {
                statement_row(&mut transaction, statement).await?;
                return Err(decided(statement));
            }
        }
        transaction.commit().await?;
        Ok(claims)
    }
}

fn decided(statement: i64) -> StoreError {
    StoreError::Refused(format!(
        "statement {statement} was decided about before; correct its claim with stance review"
    ))
}

fn missing(what: &'static str, id: i64) -> StoreError {
    StoreError::NotFound {
        what,
        given: id.to_string(),
        near: Vec::new(),
    }
}

async fn run(connection: &mut PgConnection, by: &str) -> Result<Run, StoreError> {
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
        None => Err(missing("article", article_id)),
        Some((true, _)) => Err(StoreError::Refused(format!(
            "article {article_id} was forgotten; nothing in it can be coded"
        ))),
        Some((_, true)) => Err(StoreError::Refused(format!(
            "article {article_id} was replaced by a newer text under its address; code that"
        ))),
        Some(_) => Ok(()),
    }
}

async fn statement_row(
    connection: &mut PgConnection,
    statement: i64,
) -> Result<StatementRow, StoreError> {
    let found: Option<StatementRow> = sqlx::query_as(
        "select s.coded_statement_id, s.article_id, s.actor_id, i.canonical_actor_id, s.topic_id, s.value, s.act, s.form, \
            s.place, s.evidence_start, s.evidence_end, s.evidence, s.said_from, s.said_to, s.said_basis \
         from coded_statement s join actor_identity i on i.actor_id = s.actor_id and i.superseded_at is null \
         where s.coded_statement_id = $1 and s.superseded_at is null",
    )
    .bind(statement)
    .fetch_optional(connection)
    .await?;
    found.ok_or_else(|| missing("statement", statement))
}

/// Takes a statement into the record; none where it was decided about before. Returns the claim's id.
async fn take(
    connection: &mut PgConnection,
    run: Run,
    statement: i64,
    by: &str,
    note: Option<&str>,
) -> Result<Option<i64>, StoreError> {
    let row = statement_row(connection, statement).await?;
    let before: bool = sqlx::query_scalar(
        "select exists (select from adjudication where coded_statement_id = $1)",
    )
    .bind(statement)
    .fetch_one(&mut *connection)
    .await?;
    if before {
        return Ok(None);
    }
    let value = StanceValue::new(row.value)
        .ok_or_else(|| StoreError::Refused(format!("statement {statement} has no stance")))?;
    let claim_id = match there(connection, &row).await? {
        Some((claim_id, stance, from, to)) => {
            // A day that the coder gave counts; without one, what the text says of it does.
            let said = row.said_from.zip(row.said_to).filter(|said| {
                row.said_basis == SaidBasis::Explicit.as_str() && Some(*said) != from.zip(to)
            });
            let correction = Correction {
                stance: (stance != Some(row.value)).then_some(value),
                said,
                ..Correction::default()
            };
            let verdict = match correction == Correction::default() {
                true => Verdict::Confirm,
                false => Verdict::Correct(correction),
            };
            let judgement = Judgement {
                claim_id,
                topic: Some(row.topic_id),
                verdict,
                reviewer: by,
                note,
            };
            review(connection, &judgement).await?;
            claim_id
        }
        None => add(connection, run, &row, value).await?,
    };
    sqlx::query(
        "insert into adjudication (coded_statement_id, taken, root_claim_id, note, adjudicator) \
         select $1, true, root_claim_id, $3, $4 from claim where claim_id = $2",
    )
    .bind(row.coded_statement_id)
    .bind(claim_id)
    .bind(note)
    .bind(by)
    .execute(connection)
    .await?;
    Ok(Some(claim_id))
}

/// A claim, its stance on the topic, and its first and last day.
type There = (i64, Option<i16>, Option<NaiveDate>, Option<NaiveDate>);

/// The live claim of the same actor at the passage, which it shares most of.
async fn there(
    connection: &mut PgConnection,
    row: &StatementRow,
) -> Result<Option<There>, StoreError> {
    Ok(sqlx::query_as(
        "select c.claim_id, s.value, c.said_from, c.said_to from claim c \
         join actor_identity i on i.actor_id = c.actor_id and i.superseded_at is null and i.canonical_actor_id = $2 \
         left join stance s on s.claim_id = c.claim_id and s.topic_id = $3 and s.superseded_at is null \
         cross join lateral (select (least(c.evidence_end, $6) - greatest(c.evidence_start, $5))::float8 as shared) o \
         where c.article_id = $1 and c.place = $4 and c.superseded_at is null \
           and o.shared >= $7 * (c.evidence_end - c.evidence_start + $6 - $5 - o.shared) \
         order by s.value is null, o.shared desc, c.claim_id limit 1",
    )
    .bind(row.article_id)
    .bind(row.canonical_actor_id)
    .bind(row.topic_id)
    .bind(&row.place)
    .bind(row.evidence_start)
    .bind(row.evidence_end)
    .bind(SAME_PASSAGE)
    .fetch_optional(connection)
    .await?)
}

/// Adds a claim for a statement that no claim is about.
async fn add(
    connection: &mut PgConnection,
    run: Run,
    row: &StatementRow,
    value: StanceValue,
) -> Result<i64, StoreError> {
    let text: String = sqlx::query_scalar(
        "select coalesce(case $2 when 'title' then title else text end, '') from article where article_id = $1",
    )
    .bind(row.article_id)
    .bind(&row.place)
    .fetch_one(&mut *connection)
    .await?;
    let span = Span::new(row.evidence_start as u32, row.evidence_end as u32);
    let claim = Claim {
        actor: Some(ActorRef {
            id: Some(format!("#{}", row.actor_id)),
            ..ActorRef::default()
        }),
        act: word(&row.act),
        form: word(&row.form),
        place: if row.place == "title" {
            Place::Title
        } else {
            Place::Text
        },
        content: vec![span],
        evidence: Evidence {
            start: span.start,
            end: span.end,
            text: row.evidence.clone(),
        },
        said: Said {
            from: row.said_from,
            to: row.said_to,
            basis: word::<SaidBasis>(&row.said_basis),
            time_expression: None,
        },
        confidence: 1.0,
        ..Claim::default()
    };
    let ids = actor_ids(connection, &[]).await?;
    let claim_row: ClaimRow =
        claims::ClaimRow::new(&claim, row.article_id, &TextIndex::new(&text), &ids);
    by_person(connection, run, claim_row, row.topic_id, value).await
}

/// The value that a column's word stands for.
fn word<T: serde::de::DeserializeOwned + Default>(word: &str) -> T {
    serde_json::from_value(word.into()).unwrap_or_default()
}
