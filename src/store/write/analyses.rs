//! Recording the analysis of articles: claims, stances, utterances, what was skipped.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::actors::{Named, Parties, actor_ids};
use super::claims::{self, ClaimRow, Existing, Provenance, add_claim, claim_copy};
use super::locks::Locks;
use super::plan::{Plan, plan};
use super::stances::{StanceRow, add_stance, stance_copy, stance_rows};
use super::utterances::{Assigning, Placed};
use super::{Run, corrections, fresh_ids, utterances};
use crate::model::{Analysis, TextIndex};
use crate::store::StoreError;
use crate::store::copy::CopyRows;

/// An article's analysis on its way into the database.
pub(super) struct Incoming<'a> {
    pub(super) article_id: i64,
    /// The article whose live claims it meets: the same, for a new analysis of a stored text; the
    /// revision before, for a changed text; none for a new article.
    pub(super) meets: Option<i64>,
    pub(super) text: &'a str,
    pub(super) title: Option<&'a str>,
    pub(super) document_day: Option<NaiveDate>,
    pub(super) analysis: &'a Analysis,
    /// The [words](crate::text::utterance::words) of each of its claims.
    pub(super) words: &'a [Vec<i32>],
}

/// Writes the analyses of a batch inside the caller's transaction. Returns the claims that later texts do not have,
/// each with the later article. `named` are the [actors](named) whom they name.
pub(super) async fn record(
    connection: &mut PgConnection,
    locks: &mut Locks,
    run: Run,
    incoming: &[Incoming<'_>],
    named: &Named<'_>,
) -> Result<Vec<(i64, i64)>, StoreError> {
    let topics = topic_ids(connection).await?;
    let actors = actor_ids(connection, named).await?;
    let mut rows_named = actors.ids.iter().copied();

    let met: Vec<i64> = incoming.iter().filter_map(|i| i.meets).collect();
    let mut existing = claims::existing(connection, &met).await?;
    let mut analysis_ids = fresh_ids(connection, "analysis", "analysis_id", incoming.len()).await?;
    let mut analyses = CopyRows::new(
        "analysis",
        &[
            "analysis_id",
            "article_id",
            "run_id",
            "codebook_id",
            "outcome",
            "document_day",
            "attributions",
        ],
    );
    let mut skipped = CopyRows::new(
        "skipped",
        &["analysis_id", "evidence_start", "evidence_end", "reason"],
    );
    let mut mentions = Mentions::default();
    let mut plans: Vec<(Provenance, Plan)> = Vec::new();
    let mut dropped: Vec<(i64, i64)> = Vec::new();

    for item in incoming {
        let analysis_id = analysis_ids.next().unwrap_or_default();
        let analysis = item.analysis;
        analyses
            .field(analysis_id)
            .field(item.article_id)
            .field(run.run_id)
            .or_null(run.codebook_id)
            .field(analysis.outcome.as_str())
            .or_null(item.document_day)
            .field(analysis.attributions.len() as i32)
            .end();
        let mut reasons: Vec<_> = analysis.skipped.iter().collect();
        reasons.sort_by(|a, b| (a.start, a.end, &a.reason).cmp(&(b.start, b.end, &b.reason)));
        reasons.dedup();
        for s in reasons {
            skipped
                .field(analysis_id)
                .field(s.start as i32)
                .field(s.end as i32)
                .field(&s.reason)
                .end();
        }
        let mut next = || rows_named.next().flatten();
        let parties = analysis
            .claims
            .iter()
            .map(|_| std::array::from_fn(|_| next()));
        let parties: Vec<Parties> = parties.collect();
        let mentioned: Vec<Option<i64>> = analysis.mentioned.iter().map(|_| next()).collect();
        mentions.add(item.article_id, &parties, &mentioned, item.meets.is_none());
        let claims = analysis.claims.iter().zip(item.words).zip(parties);
        let found = claims.map(|((claim, words), parties)| {
            let row = ClaimRow::new(claim, item.article_id, words.clone(), parties);
            (row, stance_rows(claim, &topics))
        });
        let found: Vec<(ClaimRow, Vec<StanceRow>)> = found.collect();
        let there = item
            .meets
            .and_then(|id| existing.remove(&id))
            .unwrap_or_default();
        let revised = item.meets.is_some_and(|id| id != item.article_id);
        let provenance = Provenance {
            analysis_id: Some(analysis_id),
            run_id: run.run_id,
            codebook_id: run.codebook_id,
            by_person: false,
        };
        let texts = revised.then(|| {
            let title = item.title.unwrap_or_default();
            [item.text, title].map(TextIndex::new)
        });
        let moved = |row: &ClaimRow| {
            let [text, title] = texts.as_ref()?;
            let of_title = row.place == "title";
            row.moved(item.article_id, if of_title { title } else { text })
        };
        let plan = plan(there, found, revised.then_some(&moved));
        dropped.extend(plan.dropped.iter().map(|&claim| (claim, item.article_id)));
        plans.push((provenance, plan));
    }

    sqlx::query("update analysis set superseded_at = now() where article_id = any($1) and superseded_at is null")
        .bind(&met)
        .execute(&mut *connection)
        .await?;
    mentions.again(connection).await?;
    let first = vec![analyses, skipped, mentions.fresh];
    apply(connection, locks, first, plans, &actors.added).await?;
    corrections::dropped(connection, &dropped).await?;
    Ok(dropped)
}

/// Carries out one plan with nobody beside it.
pub(super) async fn apply_alone(
    connection: &mut PgConnection,
    provenance: Provenance,
    plan: Plan,
) -> Result<(), StoreError> {
    let (plans, newcomers) = (vec![(provenance, plan)], HashSet::new());
    let locks = &mut Locks::Everything;
    apply(connection, locks, Vec::new(), plans, &newcomers).await
}

/// Carries out plans: closes what went, adds what came, gives every new claim its utterance. Behind what is closed and
/// before the claims, the rows of `first` are stored. The `newcomers` among the actors came with the plans.
///
/// While the server takes rows in, those that come next are made.
async fn apply(
    connection: &mut PgConnection,
    locks: &mut Locks,
    first: Vec<CopyRows>,
    plans: Vec<(Provenance, Plan)>,
    newcomers: &HashSet<i64>,
) -> Result<(), StoreError> {
    let closed: Vec<i64> = plans
        .iter()
        .flat_map(|(_, p)| p.close.iter().copied())
        .collect();
    let closed_stances: Vec<i64> = plans
        .iter()
        .flat_map(|(_, p)| p.close_stances.iter().copied())
        .collect();
    let orphaned = close(connection, &closed, &closed_stances).await?;

    let count = plans.iter().map(|(_, p)| p.insert.len()).sum();
    let ids = fresh_ids(connection, "claim", "claim_id", count).await?;
    let make = async { Ok(Rows::of(&plans, ids)) };
    let ((), rows) = tokio::try_join!(send_all(connection, first), make)?;
    let mut assigning = Assigning::new(connection, &rows.placed, newcomers).await?;
    let read = async {
        assigning.read(&rows.placed);
        Ok(())
    };
    tokio::try_join!(rows.claims.send(connection), read)?;
    rows.stances.send(connection).await?;
    assigning.assign(connection, locks, &orphaned).await
}

async fn send_all(connection: &mut PgConnection, rows: Vec<CopyRows>) -> Result<(), StoreError> {
    for rows in rows {
        rows.send(connection).await?;
    }
    Ok(())
}

/// What plans add.
struct Rows<'p> {
    claims: CopyRows,
    stances: CopyRows,
    placed: Vec<Placed<'p>>,
}

impl<'p> Rows<'p> {
    fn of(plans: &'p [(Provenance, Plan)], mut ids: impl Iterator<Item = i64>) -> Self {
        let (mut claims, mut stances) = (claim_copy(), stance_copy());
        let mut placed = Vec::new();
        for (provenance, plan) in plans {
            for (row, of_claim, replaces) in &plan.insert {
                let claim_id = ids.next().unwrap_or_default();
                let root = replaces.as_ref().map_or(claim_id, |old| old.root_claim_id);
                let by_person =
                    provenance.by_person || replaces.as_ref().is_some_and(|old| old.by_person);
                let from = Provenance {
                    by_person,
                    ..*provenance
                };
                add_claim(&mut claims, claim_id, root, row, from);
                for stance in of_claim {
                    add_stance(&mut stances, claim_id, stance, *provenance);
                }
                placed.push((claim_id, row, kept_utterance(row, replaces.as_ref())));
            }
            for (claim_id, stance) in &plan.insert_stances {
                add_stance(&mut stances, *claim_id, stance, *provenance);
            }
        }
        Self {
            claims,
            stances,
            placed,
        }
    }
}

/// A claim that only changed its stance or spans still attests the same utterance.
fn kept_utterance(row: &ClaimRow, replaces: Option<&Existing>) -> Option<i64> {
    replaces
        .filter(|old| old.row.actor_id == row.actor_id)
        .and_then(|old| old.utterance_id)
}

/// Closes claims with their stances and memberships, and single stances. Returns the utterances that lost the
/// claim by which they were known.
pub(super) async fn close(
    connection: &mut PgConnection,
    claims: &[i64],
    stances: &[i64],
) -> Result<Vec<i64>, StoreError> {
    if !stances.is_empty() {
        sqlx::query("update stance set superseded_at = now() where stance_id = any($1) and superseded_at is null")
            .bind(stances)
            .execute(&mut *connection)
            .await?;
    }
    if claims.is_empty() {
        return Ok(Vec::new());
    }
    for statement in [
        "update stance set superseded_at = now() where claim_id = any($1) and superseded_at is null",
        "update claim set superseded_at = now() where claim_id = any($1) and superseded_at is null",
    ] {
        sqlx::query(statement)
            .bind(claims)
            .execute(&mut *connection)
            .await?;
    }
    utterances::retire(connection, claims).await
}

/// The actors whom articles name: of each the parties of its claims, then whom it mentions.
pub(super) fn named<'a>(incoming: &[Incoming<'a>]) -> Named<'a> {
    let mut named = Named::default();
    for item in incoming {
        for claim in &item.analysis.claims {
            named.add_parties(claim, item.article_id);
        }
        for actor in &item.analysis.mentioned {
            named.add(Some(actor), item.article_id);
        }
    }
    named
}

/// Which actors articles name.
struct Mentions {
    /// Of new articles, which have none yet.
    fresh: CopyRows,
    /// Of articles that were analysed before: the articles, and beside each the actor.
    again: (Vec<i64>, Vec<i64>),
}

impl Default for Mentions {
    fn default() -> Self {
        Self {
            fresh: CopyRows::new("article_actor", &["article_id", "actor_id"]),
            again: Default::default(),
        }
    }
}

impl Mentions {
    fn add(
        &mut self,
        article_id: i64,
        parties: &[Parties],
        mentioned: &[Option<i64>],
        is_new: bool,
    ) {
        let actors = parties.iter().flatten().chain(mentioned).flatten();
        let mut actors: Vec<i64> = actors.copied().collect();
        actors.sort_unstable();
        actors.dedup();
        for actor in actors {
            if is_new {
                self.fresh.field(article_id).field(actor).end();
            } else {
                self.again.0.push(article_id);
                self.again.1.push(actor);
            }
        }
    }

    /// Stores those of articles that were analysed before.
    async fn again(&mut self, connection: &mut PgConnection) -> Result<(), StoreError> {
        let (articles, actors) = std::mem::take(&mut self.again);
        if articles.is_empty() {
            return Ok(());
        }
        sqlx::query(
            "insert into article_actor (article_id, actor_id) select * from unnest($1::bigint[], $2::bigint[]) \
             on conflict do nothing",
        )
        .bind(articles)
        .bind(actors)
        .execute(connection)
        .await?;
        Ok(())
    }
}

async fn topic_ids(connection: &mut PgConnection) -> Result<HashMap<String, i64>, StoreError> {
    let rows: Vec<(String, i64)> = sqlx::query_as("select slug, topic_id from topic")
        .fetch_all(connection)
        .await?;
    Ok(rows.into_iter().collect())
}

/// A threshold of the `setting` table.
pub(super) async fn setting(connection: &mut PgConnection, name: &str) -> Result<f32, StoreError> {
    let value: Option<f32> = sqlx::query_scalar("select value::real from setting where name = $1")
        .bind(name)
        .fetch_optional(connection)
        .await?;
    value.ok_or_else(|| StoreError::Refused(format!("the setting {name} is missing")))
}
