//! What outlets do about what they printed: ingest sees passages that a later text does not have; people say what
//! was corrected or withdrawn.

use sqlx::{Connection, PgConnection};

use super::alone;
use crate::model::PositionRow;
use crate::store::read::Scope;
use crate::store::{Store, StoreError};

/// What an outlet did, as a person records it.
#[derive(Clone, Copy, Debug)]
pub enum Notice<'a> {
    /// It withdrew the article.
    Withdrawn,
    /// It corrected the passages of these claims; of none given, of every claim.
    Corrected(&'a [i64]),
    /// It stands by the article: what people recorded before is taken back.
    Stands,
}

/// What a notice made of the positions.
#[derive(Clone, Debug, Default)]
pub struct Noticed {
    /// Claims of the article that the notice concerns.
    pub claims: i64,
    /// Positions before.
    pub before: Vec<PositionRow>,
    /// Positions after.
    pub after: Vec<PositionRow>,
}

impl Store {
    /// Records what an outlet did about an article that it printed.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where there is no such article; [`StoreError::Refused`] where it was forgotten
    /// or replaced by a later text, is withdrawn already, or a claim is not of it.
    pub async fn notice(
        &self,
        article_id: i64,
        notice: Notice<'_>,
        note: Option<&str>,
        by: &str,
    ) -> Result<Noticed, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let mut transaction = connection.begin().await?;
        alone(&mut transaction).await?;
        stands_there(&mut transaction, article_id).await?;
        let everything = Scope::default();
        let before = crate::store::read::positions(&mut transaction, &everything, None).await?;
        let claims = match notice {
            Notice::Withdrawn => withdraw(&mut transaction, article_id, note, by).await?,
            Notice::Corrected(claims) => {
                correct(&mut transaction, article_id, claims, note, by).await?
            }
            Notice::Stands => take_back(&mut transaction, article_id).await?,
        };
        let after = crate::store::read::positions(&mut transaction, &everything, None).await?;
        transaction.commit().await?;
        Ok(Noticed {
            claims,
            before,
            after,
        })
    }
}

/// Refuses an article that is not the live text of its address.
async fn stands_there(connection: &mut PgConnection, article_id: i64) -> Result<(), StoreError> {
    let found: Option<(bool, Option<i64>)> = sqlx::query_as(
        "select a.forgotten_at is not null, (select later.article_id from article later where later.revises = a.article_id) \
         from article a where a.article_id = $1",
    )
    .bind(article_id)
    .fetch_optional(connection)
    .await?;
    match found {
        None => Err(StoreError::missing("article", article_id)),
        Some((true, _)) => Err(StoreError::Refused(format!(
            "article {article_id} was forgotten; nothing of it is left to correct"
        ))),
        Some((false, Some(later))) => Err(StoreError::Refused(format!(
            "the outlet changed article {article_id} into article {later}; say it of that one"
        ))),
        Some((false, None)) => Ok(()),
    }
}

async fn withdraw(
    connection: &mut PgConnection,
    article_id: i64,
    note: Option<&str>,
    by: &str,
) -> Result<i64, StoreError> {
    let added = sqlx::query(
        "insert into correction (article_id, kind, note, recorded_by) values ($1, 'withdrawn', $2, $3) \
         on conflict (article_id) where kind = 'withdrawn' and superseded_at is null do nothing",
    )
    .bind(article_id)
    .bind(note)
    .bind(by)
    .execute(&mut *connection)
    .await?;
    if added.rows_affected() == 0 {
        return Err(StoreError::Refused(format!(
            "article {article_id} is withdrawn already"
        )));
    }
    live_claims(connection, article_id).await
}

async fn correct(
    connection: &mut PgConnection,
    article_id: i64,
    claims: &[i64],
    note: Option<&str>,
    by: &str,
) -> Result<i64, StoreError> {
    let roots: Vec<(i64, Option<i64>)> = sqlx::query_as(
        "select wanted, (select c.root_claim_id from claim named \
            join claim c on c.root_claim_id = named.root_claim_id and c.superseded_at is null \
            where named.claim_id = wanted and c.article_id = $2) \
         from unnest($1::bigint[]) as wanted",
    )
    .bind(claims)
    .bind(article_id)
    .fetch_all(&mut *connection)
    .await?;
    if let Some((stranger, _)) = roots.iter().find(|(_, root)| root.is_none()) {
        return Err(StoreError::Refused(format!(
            "claim {stranger} is not of article {article_id}"
        )));
    }
    let mut covered: Vec<Option<i64>> = roots.into_iter().map(|(_, root)| root).collect();
    let concerned = match covered.is_empty() {
        true => {
            covered.push(None);
            live_claims(connection, article_id).await?
        }
        false => covered.len() as i64,
    };
    sqlx::query(
        "insert into correction (article_id, root_claim_id, kind, note, recorded_by) \
         select $1, root, 'corrected', $3, $4 from unnest($2::bigint[]) as root",
    )
    .bind(article_id)
    .bind(covered)
    .bind(note)
    .bind(by)
    .execute(connection)
    .await?;
    Ok(concerned)
}

async fn take_back(connection: &mut PgConnection, article_id: i64) -> Result<i64, StoreError> {
    let closed = sqlx::query(
        "update correction set superseded_at = now() where article_id = $1 and kind <> 'revised' and superseded_at is null",
    )
    .bind(article_id)
    .execute(&mut *connection)
    .await?;
    if closed.rows_affected() == 0 {
        return Err(StoreError::Refused(format!(
            "nothing was said against article {article_id}"
        )));
    }
    live_claims(connection, article_id).await
}

async fn live_claims(connection: &mut PgConnection, article_id: i64) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar(
        "select count(*) from claim where article_id = $1 and superseded_at is null",
    )
    .bind(article_id)
    .fetch_one(connection)
    .await?)
}

/// Records claims that the later text of an outlet does not have: pairs of a claim that was just closed and the
/// later article.
pub(super) async fn dropped(
    connection: &mut PgConnection,
    gone: &[(i64, i64)],
) -> Result<(), StoreError> {
    if gone.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "insert into correction (article_id, root_claim_id, kind, revised_by) \
         select c.article_id, c.root_claim_id, 'revised', gone.later \
         from unnest($1::bigint[], $2::bigint[]) as gone (claim_id, later) \
         join claim c on c.claim_id = gone.claim_id and c.article_id <> gone.later order by c.claim_id",
    )
    .bind(gone.iter().map(|g| g.0).collect::<Vec<_>>())
    .bind(gone.iter().map(|g| g.1).collect::<Vec<_>>())
    .execute(connection)
    .await?;
    Ok(())
}
