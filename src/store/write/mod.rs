//! Putting things in: whole articles with their analyses, codebooks, verdicts, positions by hand.

mod actors;
mod adjudicate;
mod analyses;
mod articles;
mod claims;
mod codebook;
mod coding;
mod correction;
mod corrections;
mod decisions;
mod digests;
mod edits;
mod foresee;
mod forget;
mod groups;
mod keys;
mod locks;
mod marks;
mod plan;
mod preview;
mod recode;
mod record;
mod regroup;
mod rename;
mod review;
mod roles;
mod snapshots;
mod stances;
mod statistics;
mod stories;
mod undo;
mod utterances;
mod visits;
mod writer;

pub use articles::{ArticleKind, Prepared, Saved, Stored};
pub use codebook::AliasByPerson;
pub use coding::{Finished, MarkOutcome, Marked};
pub use correction::{ACTS, FieldError};
pub use corrections::{Notice, Noticed};
pub use decisions::Decision;
pub use edits::{Edit, EditOutcome};
pub use foresee::{Foreseen, Seen};
pub use forget::Forgotten;
pub use marks::{Known, Marks};
pub use preview::Foretold;
pub use recode::{Change, StoredText};
pub use record::{ByHand, Recorded};
pub use review::{Correction, Judgement, Verdict};
pub use roles::RoleByPerson;
pub use snapshots::Frozen;
pub use statistics::Unlooked;
pub use undo::Undone;
pub use visits::Visited;
pub use writer::Writer;

use sqlx::PgConnection;

use super::{Store, StoreError};

/// One run of the program that records claims: what they are traced back to.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// Key of the `extraction_run` row.
    pub run_id: i64,
    /// Codebook version in force; none before the first `codebook apply`.
    pub codebook_id: Option<i64>,
}

impl Run {
    /// Where a claim row comes from that is written apart from any analysis of its article.
    fn apart(&self, by_person: bool) -> claims::Provenance {
        claims::Provenance {
            analysis_id: None,
            run_id: self.run_id,
            codebook_id: self.codebook_id,
            by_person,
        }
    }
}

/// Why a run is made.
#[derive(Clone, Copy, Debug)]
pub enum Purpose {
    /// Articles are taken in.
    Ingest,
    /// A codebook changed.
    Recode,
    /// An article's date was mended.
    Date,
    /// Positions are entered by hand.
    Record,
    /// A person corrects.
    Review,
}

impl Purpose {
    fn as_str(self) -> &'static str {
        match self {
            Self::Ingest => "ingest",
            Self::Recode => "recode",
            Self::Date => "date",
            Self::Record => "record",
            Self::Review => "review",
        }
    }
}

/// What the extractor was, for the record of a run.
#[derive(Clone, Debug, Default)]
pub struct Extractor {
    /// SHA-256 over the rule and word lists.
    pub lexicon_sha256: Option<[u8; 32]>,
    /// SHA-256 of the attribution model.
    pub model_sha256: Option<[u8; 32]>,
    /// Thresholds in force.
    pub parameters: serde_json::Value,
}

impl Store {
    /// Records that a run begins, under the codebook version that its engine was made from.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn begin_run(
        &self,
        purpose: Purpose,
        extractor: &Extractor,
        codebook_id: Option<i64>,
    ) -> Result<Run, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let run = begin_run(&mut connection, purpose, extractor).await?;
        Ok(Run { codebook_id, ..run })
    }
}

/// Key of the advisory lock of [`alone`].
const STORING: i64 = 7_310_591;

/// Waits until nobody else writes claims or decides about them, and keeps them waiting until the transaction
/// ends. Every writer asks for it first, or [beside others](beside_others).
///
/// A batch stored while a codebook is applied would be coded under the one before; and a verdict given
/// meanwhile would wait for the codebook, which waits for the claim.
///
/// What earlier writers left out of date is put right first, where it is much.
pub(super) async fn alone(connection: &mut PgConnection) -> Result<(), StoreError> {
    alone_in_a_row(connection).await?;
    keep(connection, STALE).await
}

/// [`alone`], for one of many in a row: what they leave out of date is put right behind the last.
async fn alone_in_a_row(connection: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query("select pg_advisory_xact_lock($1)")
        .bind(STORING)
        .execute(connection)
        .await?;
    Ok(())
}

/// Waits until nobody is [`alone`], and keeps whoever wants to be waiting until the transaction ends. Whoever asks for
/// no more than this locks what it touches by [its keys](locks).
async fn beside_others(connection: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query("select pg_advisory_xact_lock_shared($1)")
        .bind(STORING)
        .execute(connection)
        .await?;
    Ok(())
}

/// Rows out of date at which what is kept of the history is brought up to date: making them anew for every reader
/// then takes longer.
pub(super) const STALE: i64 = 200;

/// Brings what is kept of the history and of counts up to date, where it is of so many; see `keep_history` in SQL.
/// Reports are the same before and after, and faster after.
pub(super) async fn keep(connection: &mut PgConnection, at_least: i64) -> Result<(), StoreError> {
    sqlx::query("select keep_history($1)")
        .bind(at_least)
        .execute(connection)
        .await?;
    Ok(())
}

impl Store {
    /// Brings what is kept of the history up to date, where much is out of date: after much was written.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn keep_history(&self) -> Result<(), StoreError> {
        keep(&mut *self.pool.acquire().await?, STALE).await
    }
}

/// Whether a codebook version is the one in force; asked [`alone`], it stays so until the transaction ends.
async fn is_in_force(
    connection: &mut PgConnection,
    codebook_id: Option<i64>,
) -> Result<bool, StoreError> {
    let newest: Option<i64> = sqlx::query_scalar("select max(codebook_id) from codebook")
        .fetch_one(connection)
        .await?;
    Ok(newest == codebook_id)
}

pub(super) async fn begin_run(
    connection: &mut PgConnection,
    purpose: Purpose,
    extractor: &Extractor,
) -> Result<Run, StoreError> {
    let (run_id, codebook_id) = sqlx::query_as(
        "insert into extraction_run (purpose, extractor_version, lexicon_sha256, model_sha256, parameters) \
         values ($1, $2, $3, $4, $5) \
         returning run_id, (select max(codebook_id) from codebook)",
    )
    .bind(purpose.as_str())
    .bind(env!("CARGO_PKG_VERSION"))
    .bind(extractor.lexicon_sha256.as_ref().map(|h| h.as_slice()))
    .bind(extractor.model_sha256.as_ref().map(|h| h.as_slice()))
    .bind(if extractor.parameters.is_null() { serde_json::json!({}) } else { extractor.parameters.clone() })
    .fetch_one(connection)
    .await?;
    Ok(Run {
        run_id,
        codebook_id,
    })
}

/// Takes `count` fresh keys of a table in one round trip.
async fn fresh_ids(
    connection: &mut PgConnection,
    table: &str,
    column: &str,
    count: usize,
) -> Result<std::vec::IntoIter<i64>, StoreError> {
    if count == 0 {
        return Ok(Vec::new().into_iter());
    }
    // As one value: a row of the answer for each would cost more than the key.
    let ids: Vec<i64> = sqlx::query_scalar(
        "select array(select nextval(keys.sequence) \
         from (select pg_get_serial_sequence($1, $2)::regclass as sequence offset 0) keys, generate_series(1, $3))",
    )
    .bind(table)
    .bind(column)
    .bind(count as i64)
    .fetch_one(connection)
    .await?;
    Ok(ids.into_iter())
}
