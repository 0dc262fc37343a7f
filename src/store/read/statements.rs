//! Claims with each of their stances, for tables that people edit and for other programs.

use std::collections::BTreeMap;

use futures_util::TryStreamExt;
use sqlx::{PgConnection, Postgres, QueryBuilder};

use super::stances::{Scope, ids};
use super::{rows, select};
use crate::model::{ExchangedArticle, Statement};
use crate::store::{Store, StoreError};

/// Each live claim with each of its stances, and the verdict that stands on it.
const STATEMENTS: &str = "select e.claim_id, e.root_claim_id, e.actor, e.actor_kind, who.slug as actor_slug, who.wikidata, \
        coalesce(who.slug, (select regexp_replace(named.discovery_key, '@[0-9]+$', '@') from claim c \
            join actor named on named.actor_id = c.actor_id where c.claim_id = e.claim_id)) as actor_key, \
        t.slug as topic, v.name as topic_name, v.proposition, s.value as stance, s.bearing, \
        e.said_from, e.said_to, e.act, e.link, \
        coalesce(case verdict.verdict when 'confirm' then 'confirmed' when 'correct' then 'corrected' when 'reject' then 'rejected' end, \
            case coalesce(s.origin, e.origin) when 'person' then 'confirmed' else 'proposed' end) as status, \
        verdict.reviewer as reviewed_by, e.evidence, e.evidence_start, e.evidence_end, e.place, e.outlet, e.published_day, \
        e.title, e.url, e.article_id, e.form, e.basis, e.on_behalf_of, e.ascribed_by, \
        coalesce(s.confidence, e.confidence) as confidence, coalesce(s.origin, e.origin) as origin, e.recorded_at, e.extractor_version";

/// What stands around a passage, and of what its article is told by.
const SURROUNDINGS: &str = ", a.byline, a.language, encode(sha256(convert_to(a.text, 'UTF8')), 'hex') as text_sha256, \
        substr(whole.text, greatest(e.evidence_start - 32, 0) + 1, least(e.evidence_start, 32)) as lead, \
        substr(whole.text, e.evidence_end + 1, 32) as trail";

const FROM: &str = " from claim_evidence e \
    join article a on a.article_id = e.article_id \
    cross join lateral (select case e.place when 'title' then a.title else a.text end as text) whole \
    left join actor who on who.actor_id = e.actor_id \
    left join stance s on s.claim_id = e.claim_id and s.superseded_at is null \
    left join topic t on t.topic_id = s.topic_id \
    left join topic_version v on v.topic_id = s.topic_id and v.superseded_at is null \
    left join lateral (select r.verdict, r.reviewer from review r \
        where r.root_claim_id = e.root_claim_id and (r.topic_id is null or r.topic_id = s.topic_id) and r.verdict <> 'undo' \
            and not exists (select from review u where u.undoes = r.review_id) \
        order by r.review_id desc limit 1) verdict on true \
    where true";

/// Which statements are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// All of them, for a table; without what stands around the passages.
    All,
    /// Those that nobody rejected, with what stands around the passages.
    Standing,
    /// Of these, those on a topic that a person confirmed or corrected.
    Confirmed,
}

impl Store {
    /// Hands on the statements of a scope's actors and topics, one after the other, in the order of their
    /// ids; returns how many. No more than one at a time is held in memory.
    ///
    /// # Errors
    /// Those of the database, and [`StoreError::Output`] for those of `each`.
    pub async fn each_statement(
        &self,
        scope: &Scope,
        which: Which,
        each: &mut (dyn FnMut(&Statement) -> std::io::Result<()> + Send),
    ) -> Result<u64, StoreError> {
        let mut query = of(which);
        ids(&mut query, "e.actor_id", &scope.actors);
        ids(&mut query, "s.topic_id", &scope.topics);
        if let Some(day) = scope.said_since {
            query.push(" and e.said_to >= ").push_bind(day);
        }
        if let Some(day) = scope.published_since {
            query.push(" and e.published_day >= ").push_bind(day);
        }
        if let Some(time) = scope.added_since {
            query.push(" and e.recorded_at >= ").push_bind(time);
        }
        query.push(match which {
            Which::All => "",
            Which::Standing => " and verdict.verdict is distinct from 'reject'",
            Which::Confirmed => {
                " and t.slug is not null and (verdict.verdict in ('confirm', 'correct') or verdict.verdict is null and s.origin = 'person')"
            }
        });
        query.push(" order by e.root_claim_id, t.slug) r");
        let mut found = query
            .build_query_scalar::<sqlx::types::Json<Statement>>()
            .fetch(&self.pool);
        let mut handed = 0;
        while let Some(row) = found.try_next().await? {
            each(&row.0).map_err(StoreError::Output)?;
            handed += 1;
        }
        Ok(handed)
    }

    /// The statements that [`Store::each_statement`] hands on, all at once.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn standing(
        &self,
        scope: &Scope,
        which: Which,
    ) -> Result<Vec<Statement>, StoreError> {
        let mut found = Vec::new();
        let mut each = |statement: &Statement| {
            found.push(statement.clone());
            Ok(())
        };
        self.each_statement(scope, which, &mut each).await?;
        Ok(found)
    }

    /// The statements of claims by the ids given, whichever of their versions these are.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn statements(
        &self,
        claims: &[i64],
    ) -> Result<BTreeMap<i64, Vec<Statement>>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let mut of_root: BTreeMap<i64, Vec<Statement>> = BTreeMap::new();
        for row in statements(&mut connection, claims).await? {
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

    /// Live articles with their texts, by id.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn exchanged_articles(&self) -> Result<Vec<ExchangedArticle>, StoreError> {
        let query = select(
            "select a.article_id, a.title, a.byline, p.name as outlet, coalesce(a.canonical_url, a.url) as url, a.language, \
                d.published_day, a.text \
             from article a left join publisher p on p.publisher_id = a.publisher_id \
             left join article_date d on d.article_id = a.article_id and d.superseded_at is null \
             where a.superseded_at is null and a.forgotten_at is null order by a.article_id",
        );
        rows(&mut *self.pool.acquire().await?, query).await
    }

    /// The live articles by the SHA-256 of their texts, in hexadecimal; of equal texts the first.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn articles_by_text(&self) -> Result<BTreeMap<String, i64>, StoreError> {
        let found: Vec<(String, i64)> = sqlx::query_as(
            "select encode(sha256(convert_to(text, 'UTF8')), 'hex'), article_id from article \
             where superseded_at is null and forgotten_at is null and kind = 'article' order by article_id desc",
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(found.into_iter().collect())
    }

    /// The live articles under an address, by its key, or of an id.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn articles_at(
        &self,
        id: Option<i64>,
        url_key: Option<&str>,
    ) -> Result<Vec<ExchangedArticle>, StoreError> {
        let mut query = select(
            "select a.article_id, a.title, a.byline, null as outlet, coalesce(a.canonical_url, a.url) as url, a.language, \
                d.published_day, a.text \
             from article a left join article_date d on d.article_id = a.article_id and d.superseded_at is null \
             where a.superseded_at is null and a.forgotten_at is null and a.kind = 'article' and (a.article_id = ",
        );
        query.push_bind(id).push(" or a.url_key = ");
        query.push_bind(url_key).push(") order by a.article_id");
        rows(&mut *self.pool.acquire().await?, query).await
    }
}

/// Begins the query for statements.
fn of(which: Which) -> QueryBuilder<Postgres> {
    let around = if which == Which::All {
        ""
    } else {
        SURROUNDINGS
    };
    select(&format!("{STATEMENTS}{around}{FROM}"))
}

/// The statements of claims, by any of their versions.
pub(in crate::store) async fn statements(
    connection: &mut PgConnection,
    claims: &[i64],
) -> Result<Vec<Statement>, StoreError> {
    let mut query = of(Which::All);
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
