//! Which of the coders' statements are taken into the record, and taking that back.

use chrono::NaiveDate;
use sqlx::{Connection, FromRow, PgConnection};

use super::actors::parties;
use super::analyses::apply_alone;
use super::claims::{self, ClaimRow};
use super::coding::run;
use super::plan::Plan;
use super::record::by_person;
use super::review::{self, Correction, Judgement, Verdict, review};
use super::{Run, alone};
use crate::model::{
    ActorRef, Claim, Evidence, Place, Said, SaidBasis, Span, StanceValue, TextIndex,
};
use crate::store::{Store, StoreError};
use crate::text::utterance;

/// The share of what two passages cover together from which a statement is about a claim that is there.
const SAME_PASSAGE: f64 = 0.5;

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
            statement_row(&mut transaction, statement).await?;
            if is_decided(&mut transaction, statement).await? {
                return Err(decided(statement));
            }
            sqlx::query(
                "insert into adjudication (coded_statement_id, taken, note, adjudicator) values ($1, false, $2, $3)",
            )
            .bind(statement)
            .bind(note)
            .bind(by)
            .execute(&mut *transaction)
            .await?;
        }
        transaction.commit().await?;
        Ok(claims)
    }

    /// Takes back what was decided about coders' statements, all in one transaction: the verdict that a decision
    /// gave on a claim is undone, a claim that it made is closed, and the statements are open again.
    ///
    /// # Errors
    /// [`StoreError::Refused`] where nobody has decided about a statement, or the claim that it became was
    /// judged since, or stands for another statement, too.
    pub async fn undo_adjudications(
        &self,
        statements: &[i64],
        by: &str,
        note: Option<&str>,
    ) -> Result<(), StoreError> {
        let mut connection = self.pool.acquire().await?;
        let mut transaction = connection.begin().await?;
        alone(&mut transaction).await?;
        let run = run(&mut transaction, by).await?;
        // The latest goes first, since a later one can rest on the claim that an earlier one made.
        let standing: Vec<(i64, i64, Option<i64>, Option<i64>)> = sqlx::query_as(
            "select coded_statement_id, adjudication_id, root_claim_id, review_id from adjudication a \
             where coded_statement_id = any($1) and undoes is null \
               and not exists (select from adjudication u where u.undoes = a.adjudication_id) \
             order by adjudication_id desc",
        )
        .bind(statements)
        .fetch_all(&mut *transaction)
        .await?;
        for &statement in statements {
            if !standing.iter().any(|(decided, ..)| *decided == statement) {
                statement_row(&mut transaction, statement).await?;
                return Err(StoreError::Refused(format!(
                    "nobody has decided about statement {statement}"
                )));
            }
        }
        for (statement, adjudication, root, verdict) in standing {
            sqlx::query(
                "insert into adjudication (coded_statement_id, undoes, note, adjudicator) values ($1, $2, $3, $4)",
            )
            .bind(statement)
            .bind(adjudication)
            .bind(note)
            .bind(by)
            .execute(&mut *transaction)
            .await?;
            match (root, verdict) {
                (_, Some(verdict)) => undo_verdict(&mut transaction, verdict, by).await?,
                (Some(root), None) => withdraw(&mut transaction, run, root).await?,
                (None, None) => {}
            }
        }
        transaction.commit().await?;
        Ok(())
    }
}

/// Takes the verdict of a decision back, unless its reviewer did that already.
async fn undo_verdict(
    connection: &mut PgConnection,
    verdict: i64,
    by: &str,
) -> Result<(), StoreError> {
    let undone: bool = sqlx::query_scalar("select exists (select from review where undoes = $1)")
        .bind(verdict)
        .fetch_one(&mut *connection)
        .await?;
    if !undone {
        review::undo(connection, verdict, by).await?;
    }
    Ok(())
}

/// Closes a claim that a decision made, as long as nothing else rests on it.
async fn withdraw(connection: &mut PgConnection, run: Run, root: i64) -> Result<(), StoreError> {
    let (verdict, statement): (Option<i64>, Option<i64>) = sqlx::query_as(
        "select (select max(review_id) from review r where root_claim_id = $1 and verdict <> 'undo' \
                and not exists (select from review u where u.undoes = r.review_id)), \
            (select max(coded_statement_id) from adjudication a where root_claim_id = $1 \
                and not exists (select from adjudication u where u.undoes = a.adjudication_id))",
    )
    .bind(root)
    .fetch_one(&mut *connection)
    .await?;
    if let Some(statement) = statement {
        return Err(StoreError::Refused(format!(
            "claim {root} stands for statement {statement}, too; take that back with it"
        )));
    }
    if let Some(verdict) = verdict {
        return Err(StoreError::Refused(format!(
            "claim {root}, which the statement became, was judged since; \
             take that back first: stance review --undo {verdict}"
        )));
    }
    let close = sqlx::query_scalar(
        "select claim_id from claim where root_claim_id = $1 and superseded_at is null",
    )
    .bind(root)
    .fetch_all(&mut *connection)
    .await?;
    let provenance = run.apart(true);
    let plan = Plan {
        close,
        ..Plan::default()
    };
    apply_alone(connection, provenance, plan).await
}

fn decided(statement: i64) -> StoreError {
    StoreError::Refused(format!(
        "statement {statement} was decided about before; take that back with: stance adjudicate --undo {statement}"
    ))
}

/// Whether a decision about a statement stands.
pub(super) async fn is_decided(
    connection: &mut PgConnection,
    statement: i64,
) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar(
        "select exists (select from adjudication a where coded_statement_id = $1 and undoes is null \
            and not exists (select from adjudication u where u.undoes = a.adjudication_id))",
    )
    .bind(statement)
    .fetch_one(connection)
    .await?)
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
    found.ok_or_else(|| StoreError::missing("statement", statement))
}

/// Takes a statement into the record; none where it was decided about before. Returns the claim's id.
pub(super) async fn take(
    connection: &mut PgConnection,
    run: Run,
    statement: i64,
    by: &str,
    note: Option<&str>,
) -> Result<Option<i64>, StoreError> {
    let row = statement_row(connection, statement).await?;
    if is_decided(connection, statement).await? {
        return Ok(None);
    }
    let value = StanceValue::new(row.value)
        .ok_or_else(|| StoreError::Refused(format!("statement {statement} has no stance")))?;
    let (claim_id, verdict) = match there(connection, &row).await? {
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
            let verdict = review(connection, &judgement).await?;
            (claim_id, Some(verdict))
        }
        None => (add(connection, run, &row, value).await?, None),
    };
    sqlx::query(
        "insert into adjudication (coded_statement_id, taken, root_claim_id, note, adjudicator, review_id) \
         select $1, true, root_claim_id, $3, $4, $5 from claim where claim_id = $2",
    )
    .bind(row.coded_statement_id)
    .bind(claim_id)
    .bind(note)
    .bind(by)
    .bind(verdict)
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
    let parties = parties(connection, &claim, row.article_id).await?;
    let words = utterance::words(&claim, &TextIndex::new(&text));
    let claim_row: ClaimRow = claims::ClaimRow::new(&claim, row.article_id, words, parties);
    by_person(connection, run, claim_row, row.topic_id, value).await
}

/// The value that a column's word stands for.
fn word<T: serde::de::DeserializeOwned + Default>(word: &str) -> T {
    serde_json::from_value(word.into()).unwrap_or_default()
}
