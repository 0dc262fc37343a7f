//! Forgetting an article: the one thing that takes something away.
//!
//! A takedown or a right to privacy wants text and passages gone, not closed. What stays is a tombstone:
//! that there was an article, hashes of text, bytes, address and source's id, by which it is not taken in
//! again, and who took it down, when and why. Copies in other outlets
//! are other articles and stay, with the utterances that they attest.

use sqlx::{Connection, PgConnection};

use super::marks::{address_mark, source_mark};
use super::{STALE, alone, keep, snapshots, stories, utterances};
use crate::model::PositionRow;
use crate::store::read::Scope;
use crate::store::{Store, StoreError};

/// What was forgotten, and what that made of the positions.
#[derive(Clone, Debug, Default)]
pub struct Forgotten {
    /// The article and the other texts under its address, in order.
    pub articles: Vec<i64>,
    /// Live claims that went with them.
    pub claims: i64,
    /// Positions before.
    pub before: Vec<PositionRow>,
    /// Positions after.
    pub after: Vec<PositionRow>,
}

/// What quotes an article, or rests on its claims, each before what it refers to. `$1` are the articles.
///
/// A verdict goes with the claim that it judged: nobody can look at its passage any more. It is not moved
/// to another outlet's copy, which nobody has looked at.
const GOES: &[&str] = &[
    "delete from correction where article_id = any($1) or revised_by = any($1) \
        or root_claim_id in (select root_claim_id from claim where article_id = any($1))",
    "delete from adjudication where coded_statement_id in (select coded_statement_id from coded_statement where article_id = any($1)) \
        or root_claim_id in (select root_claim_id from claim where article_id = any($1))",
    "delete from coded_statement where article_id = any($1)",
    "delete from reading where article_id = any($1)",
    "delete from review where root_claim_id in (select root_claim_id from claim where article_id = any($1))",
    "delete from stance where claim_id in (select claim_id from claim where article_id = any($1))",
    "with gone as (delete from utterance_member m using claim c \
        where m.claim_id = c.claim_id and c.article_id = any($1) returning m.utterance_id, m.utterance_member_id) \
     delete from utterance u using gone where u.utterance_id = gone.utterance_id and not exists ( \
        select from utterance_member m where m.utterance_id = u.utterance_id \
          and m.utterance_member_id not in (select utterance_member_id from gone))",
    "delete from kept_history where article_ids && $1::bigint[]",
    "delete from claim where article_id = any($1)",
    "delete from skipped using analysis a where a.analysis_id = skipped.analysis_id and a.article_id = any($1)",
    "delete from analysis where article_id = any($1)",
    "delete from story_sketch where article_id = any($1)",
    "with gone as (delete from story_member where article_id = any($1) returning story_id, story_member_id) \
     delete from story s using gone where s.story_id = gone.story_id and not exists ( \
        select from story_member m where m.story_id = s.story_id \
          and m.story_member_id not in (select story_member_id from gone))",
];

/// Names that stood in these texts only and that nobody decided anything about. `$1` are actors.
const NAMES: &str = "select a.actor_id from actor a where a.actor_id = any($1) and a.origin = 'discovered' \
       and not exists (select from article_actor m where m.actor_id = a.actor_id) \
       and not exists (select from claim c where a.actor_id in (c.actor_id, c.on_behalf_of_id, c.ascribed_by_id, c.affiliation_id)) \
       and not exists (select from actor_identity i where a.actor_id in (i.actor_id, i.canonical_actor_id) \
          and (i.actor_id <> i.canonical_actor_id or i.actor_decision_id is not null)) \
       and not exists (select from actor_alias n where n.actor_id = a.actor_id) \
       and not exists (select from actor_role r where r.actor_id = a.actor_id) \
       and not exists (select from coded_statement s where s.actor_id = a.actor_id) \
       and not exists (select from actor_distinct d where a.actor_id in (d.actor_id, d.other_actor_id))";

impl Store {
    /// Takes the text of an article away with everything that quotes it, in one transaction; so for every
    /// other text under its address.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where there is no such article; [`StoreError::Refused`] where it was
    /// forgotten already.
    pub async fn forget_article(
        &self,
        article_id: i64,
        reason: &str,
        by: &str,
    ) -> Result<Forgotten, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let mut transaction = connection.begin().await?;
        // No batch may take the text in again, or quote it, while it goes.
        alone(&mut transaction).await?;
        let articles = texts(&mut transaction, article_id).await?;
        let everything = Scope::default();
        let before = crate::store::read::positions(&mut transaction, &everything, None).await?;
        stories::unkey(&mut transaction, &articles).await?;
        let quoting: Vec<i64> =
            sqlx::query_scalar("select claim_id from claim where article_id = any($1)")
                .bind(&articles)
                .fetch_all(&mut *transaction)
                .await?;
        utterances::unkey(&mut transaction, &quoting).await?;
        let claims = sqlx::query_scalar(
            "select count(*) from claim where article_id = any($1) and superseded_at is null",
        )
        .bind(&articles)
        .fetch_one(&mut *transaction)
        .await?;
        let stories = stories::led_by(&mut transaction, &articles).await?;
        let utterances = utterances::led_by(&mut transaction, &articles).await?;
        sqlx::query("set local stance.forget = 'on'")
            .execute(&mut *transaction)
            .await?;
        snapshots::forget_words(&mut transaction, &articles).await?;
        for statement in GOES {
            sqlx::query(*statement)
                .bind(&articles)
                .execute(&mut *transaction)
                .await?;
        }
        names(&mut transaction, &articles).await?;
        let marks = marks(&mut transaction, &articles).await?;
        sqlx::query(
            "update article set text = '', title = null, byline = null, url = null, url_key = null, canonical_url = null, \
                external_id = null, origin = null, metadata = '{}', notes = '{}', \
                forgotten_at = now(), forgotten_because = $2, forgotten_by = $3, \
                forgotten_address_sha256 = mark.address, forgotten_source_sha256 = mark.source \
             from unnest($1::bigint[], $4::bytea[], $5::bytea[]) as mark (article_id, address, source) \
             where article.article_id = mark.article_id",
        )
        .bind(&articles)
        .bind(reason)
        .bind(by)
        .bind(marks.iter().map(|m| m.0.as_deref()).collect::<Vec<_>>())
        .bind(marks.iter().map(|m| m.1.as_deref()).collect::<Vec<_>>())
        .execute(&mut *transaction)
        .await?;
        sqlx::query("set local stance.forget = 'off'")
            .execute(&mut *transaction)
            .await?;
        stories::led_no_more(&mut transaction, &stories).await?;
        utterances::led_no_more(&mut transaction, &utterances).await?;
        keep(&mut transaction, STALE).await?;
        let after = crate::store::read::positions(&mut transaction, &everything, None).await?;
        transaction.commit().await?;
        Ok(Forgotten {
            articles,
            claims,
            before,
            after,
        })
    }
}

/// The article and the texts that it revises or that revise it, as far as they are still there.
async fn texts(connection: &mut PgConnection, article_id: i64) -> Result<Vec<i64>, StoreError> {
    let found: Option<Option<String>> = sqlx::query_scalar(
        "select to_char(forgotten_at, 'YYYY-MM-DD') from article where article_id = $1",
    )
    .bind(article_id)
    .fetch_optional(&mut *connection)
    .await?;
    match found {
        None => Err(StoreError::missing("article", article_id)),
        Some(Some(day)) => Err(StoreError::Refused(format!(
            "article {article_id} was forgotten already, on {day}"
        ))),
        Some(None) => Ok(sqlx::query_scalar(
            "with recursive text (article_id, revises) as ( \
                select article_id, revises from article where article_id = $1 \
                union \
                select a.article_id, a.revises from text \
                join article a on a.article_id = text.revises or a.revises = text.article_id) \
             select a.article_id from article a join text on text.article_id = a.article_id \
             where a.forgotten_at is null order by a.article_id for update of a",
        )
        .bind(article_id)
        .fetch_all(connection)
        .await?),
    }
}

/// By what each article is recognised when it comes again with another text: address, and source.
async fn marks(
    connection: &mut PgConnection,
    articles: &[i64],
) -> Result<Vec<(Option<Vec<u8>>, Option<Vec<u8>>)>, StoreError> {
    type Row = (
        Option<String>,
        Option<String>,
        Option<String>,
        Option<String>,
    );
    let rows: Vec<Row> = sqlx::query_as(
        "select a.url_key, p.name, a.external_id, a.origin \
         from unnest($1::bigint[]) with ordinality as wanted (article_id, place) \
         join article a on a.article_id = wanted.article_id \
         left join publisher p on p.publisher_id = a.publisher_id order by wanted.place",
    )
    .bind(articles)
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|(url_key, publisher, id, origin)| {
            let source = source_mark(
                publisher.as_deref(),
                id.as_deref().unwrap_or_default(),
                origin.as_deref().unwrap_or_default(),
            );
            (
                url_key.map(|key| address_mark(&key).to_vec()),
                source.map(|mark| mark.to_vec()),
            )
        })
        .collect())
}

/// Takes the mentions away, and the discovered actors that no other text names.
async fn names(connection: &mut PgConnection, articles: &[i64]) -> Result<(), StoreError> {
    let mentioned: Vec<i64> = sqlx::query_scalar(
        "delete from article_actor where article_id = any($1) returning actor_id",
    )
    .bind(articles)
    .fetch_all(&mut *connection)
    .await?;
    let only_here: Vec<i64> = sqlx::query_scalar(NAMES)
        .bind(mentioned)
        .fetch_all(&mut *connection)
        .await?;
    snapshots::forget_names(connection, &only_here).await?;
    for statement in [
        "delete from actor_identity where actor_id = any($1)",
        "delete from actor where actor_id = any($1)",
    ] {
        sqlx::query(statement)
            .bind(&only_here)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}
