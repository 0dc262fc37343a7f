//! Claims for a table that people edit.

use std::collections::BTreeMap;

use futures_util::TryStreamExt;
use sqlx::PgConnection;

use super::stances::{Scope, ids};
use super::{rows, select};
use crate::model::EditableClaim;
use crate::store::{Store, StoreError};

/// Each live claim with each of its stances, and the verdict that stands on it.
const EDITABLE: &str = "select e.claim_id, e.root_claim_id, e.actor, t.slug as topic, s.value as stance, \
        e.said_from, e.said_to, e.act, e.link, \
        coalesce(case verdict.verdict when 'confirm' then 'confirmed' when 'correct' then 'corrected' when 'reject' then 'rejected' end, \
            case coalesce(s.origin, e.origin) when 'person' then 'confirmed' else 'proposed' end) as status, \
        verdict.reviewer as reviewed_by, e.evidence, e.outlet, e.published_day, e.title, e.url, e.article_id, \
        e.form, e.basis, e.on_behalf_of, e.ascribed_by, coalesce(s.confidence, e.confidence) as confidence \
    from claim_evidence e \
    left join stance s on s.claim_id = e.claim_id and s.superseded_at is null \
    left join topic t on t.topic_id = s.topic_id \
    left join lateral (select r.verdict, r.reviewer from review r \
        where r.root_claim_id = e.root_claim_id and (r.topic_id is null or r.topic_id = s.topic_id) and r.verdict <> 'undo' \
            and not exists (select from review u where u.undoes = r.review_id) \
        order by r.review_id desc limit 1) verdict on true \
    where true";

impl Store {
    /// Hands on all live claims of a scope's actors and topics, one after the other, in the order of their
    /// ids; returns how many rows. No more than a row at a time is held in memory.
    ///
    /// # Errors
    /// Those of the database, and [`StoreError::Output`] for those of `each`.
    pub async fn each_editable_claim(
        &self,
        scope: &Scope,
        each: &mut (dyn FnMut(&EditableClaim) -> std::io::Result<()> + Send),
    ) -> Result<u64, StoreError> {
        let mut query = select(EDITABLE);
        ids(&mut query, "e.actor_id", &scope.actors);
        ids(&mut query, "s.topic_id", &scope.topics);
        query.push(" order by e.root_claim_id, t.slug) r");
        let mut found = query
            .build_query_scalar::<sqlx::types::Json<EditableClaim>>()
            .fetch(&self.pool);
        let mut handed = 0;
        while let Some(row) = found.try_next().await? {
            each(&row.0).map_err(StoreError::Output)?;
            handed += 1;
        }
        Ok(handed)
    }

    /// The rows of claims by the ids given, whichever of their versions these are.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn editable(
        &self,
        claims: &[i64],
    ) -> Result<BTreeMap<i64, Vec<EditableClaim>>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let mut of_root: BTreeMap<i64, Vec<EditableClaim>> = BTreeMap::new();
        for row in editable(&mut connection, claims).await? {
            of_root.entry(row.root_claim_id).or_default().push(row);
        }
        let named: Vec<(i64, i64)> =
            sqlx::query_as("select claim_id, root_claim_id from claim where claim_id = any($1)")
                .bind(claims)
                .fetch_all(&mut *connection)
                .await?;
        Ok(named
            .into_iter()
            .filter_map(|(claim, root)| Some((claim, of_root.get(&root)?.clone())))
            .collect())
    }
}

/// The rows of claims, by any of their versions.
pub(in crate::store) async fn editable(
    connection: &mut PgConnection,
    claims: &[i64],
) -> Result<Vec<EditableClaim>, StoreError> {
    let mut query = select(EDITABLE);
    query
        .push(
            " and e.claim_id = any(array(select c.claim_id from claim named \
             join claim c on c.root_claim_id = named.root_claim_id and c.superseded_at is null \
             where named.claim_id = any(",
        )
        .push_bind(claims.to_vec())
        .push("))) order by e.root_claim_id, t.slug");
    rows(connection, query).await
}
