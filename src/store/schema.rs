//! The schema: tables by numbered migrations, public views and the rows kept of them re-applied when their text changes.

use std::borrow::Cow;

use sha2::{Digest, Sha256};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqlSafeStr};

use super::StoreError;

macro_rules! sql_files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../migrations/", $name, ".sql")))),*]
    };
}

/// Table migrations in order: file name without ending, and text.
pub const MIGRATIONS: &[(&str, &str)] = sql_files![
    "0001_articles",
    "0002_actors_and_topics",
    "0003_claims",
    "0004_roles",
    "0005_guards",
    "0006_forgetting",
    "0007_story_index",
    "0008_confidence",
    "0009_forgotten_marks",
    "0010_links",
    "0011_affiliation",
    "0012_namesakes",
    "0013_visits",
    "0014_long_texts",
    "0015_checks_by_batch",
    "0016_review_queue",
    "0017_stance_actor",
    "0018_digests",
    "0019_groups",
    "0020_visits_in_vain",
    "0021_coding",
    "0022_coder_role",
    "0023_corrections",
    "0024_as_recorded",
    "0025_snapshots",
    "0026_renames",
    "0027_periods",
    "0028_adjudication_undo",
    "0029_checks_by_place",
    "0030_kept",
    "0031_floor",
    "0032_searched_outlets",
    "0033_narrow_reads",
    "0034_said_order",
    "0035_offices",
    "0036_history_changes",
    "0037_searched_actors",
    "0038_passages_in_order",
    "0039_references_by_stretch",
    "0040_floor",
    "0041_floor",
    "0042_side_open",
    "0044_whole_stretches",
];

/// Public views and functions, each behind those that it reads.
pub const VIEWS: &[(&str, &str)] = sql_files![
    "views/topic_effect_at",
    "views/topic_effect",
    "views/canonical_actor_id",
    "views/correction_told",
    "views/stance_history_at",
    "views/kept_history",
    "views/stance_history_anew",
    "views/stance_history",
    "views/stance_history_of",
    "views/actor_searched_article",
    "views/kept_searched",
    "views/searched_beside",
    "views/actor_searched",
    "views/actor_searched_of",
    "views/kept_tally",
    "views/tally_beside",
    "views/actor_tally",
    "views/stance_period_made",
    "views/kept_period",
    "views/stance_period_anew",
    "views/stance_period",
    "views/stance_shift_at",
    "views/stance_shift",
    "views/judged_shift",
    "views/shift_precision",
    "views/proposal_verdict",
    "views/proposal_precision",
    "views/article_read_at",
    "views/article_read",
    "views/coded_position_at",
    "views/coded_position",
    "views/stance_as_of",
    "views/current_position",
    "views/searched_article_at",
    "views/searched_article",
    "views/kept_outlet",
    "views/outlet_beside",
    "views/outlet_searched",
    "views/keep_history",
    "views/coverage_at",
    "views/coverage",
    "views/claim_evidence_at",
    "views/claim_evidence",
    "views/corrected_claim_at",
    "views/corrected_claim",
    "views/utterance_wording",
    "views/topic_overview_at",
    "views/topic_overview",
    "views/actor_overview_at",
    "views/actor_overview",
    "views/stance_matrix",
    "views/topic_standing",
    "views/digest",
    "views/snapshot_history",
    "views/snapshot_shift",
    "views/snapshot_matrix",
    "views/snapshot_coverage",
    "views/snapshot_columns",
    "views/office_held_at",
    "views/network_statement_at",
    "views/network_statement",
    "views/record_change",
    "views/network_coded_at",
    "views/network_coded",
];

/// Brings the schema up to date: pending migrations, then the views if their text changed.
///
/// # Errors
/// [`StoreError::Newer`] where a newer program made the database; [`StoreError::Migration`] where
/// a file cannot be applied.
pub async fn migrate(connection: &mut PgConnection) -> Result<(), StoreError> {
    migrate_to(connection, MIGRATIONS.len()).await?;
    apply_views(connection).await
}

/// Applies the first `count` migrations only; the tests upgrade from every earlier schema with it.
///
/// # Errors
/// As [`migrate`].
pub async fn migrate_to(connection: &mut PgConnection, count: usize) -> Result<(), StoreError> {
    let known = number(MIGRATIONS[MIGRATIONS.len() - 1].0);
    if let Some(applied) = applied_version(connection).await? {
        if applied > known {
            return Err(StoreError::Newer {
                found: format!("schema {applied}"),
                known: format!("schema {known}"),
            });
        }
        if applied >= number(MIGRATIONS[count - 1].0) {
            return Ok(());
        }
    }
    let files = &MIGRATIONS[..count];
    let migrations = files.iter().map(|&(name, sql)| {
        let description = name.split_once('_').map_or(name, |(_, rest)| rest);
        Migration::new(
            number(name),
            Cow::Borrowed(description),
            MigrationType::Simple,
            sql.into_sql_str(),
            false,
        )
    });
    Migrator::with_migrations(migrations.collect())
        .run_direct(None, connection, false)
        .await
        .map_err(|error| StoreError::Migration(error.to_string()))
}

fn number(name: &str) -> i64 {
    name.bytes()
        .take_while(u8::is_ascii_digit)
        .fold(0, |n, d| n * 10 + i64::from(d - b'0'))
}

/// The newest migration in the database; none where it has no schema yet.
async fn applied_version(connection: &mut PgConnection) -> Result<Option<i64>, StoreError> {
    let there: bool = sqlx::query_scalar("select to_regclass('_sqlx_migrations') is not null")
        .fetch_one(&mut *connection)
        .await?;
    if !there {
        return Ok(None);
    }
    Ok(
        sqlx::query_scalar("select max(version) from _sqlx_migrations where success")
            .fetch_one(connection)
            .await?,
    )
}

async fn apply_views(connection: &mut PgConnection) -> Result<(), StoreError> {
    let hash = views_hash();
    if current_views(connection)
        .await?
        .as_ref()
        .map(|(sha256, _)| sha256)
        == Some(&hash)
    {
        return Ok(());
    }
    let mut transaction = connection.begin().await?;
    sqlx::query("select pg_advisory_xact_lock(7310590)")
        .execute(&mut *transaction)
        .await?;
    // Another process may have applied them while this one waited for the lock.
    if let Some((sha256, version)) = current_views(&mut transaction).await? {
        if sha256 == hash {
            return Ok(());
        }
        if newer(&version, env!("CARGO_PKG_VERSION")) {
            return Err(StoreError::Newer {
                found: format!("version {version}"),
                known: format!("version {}", env!("CARGO_PKG_VERSION")),
            });
        }
    }
    for (name, _) in VIEWS.iter().rev() {
        drop_view(&mut transaction, name.trim_start_matches("views/")).await?;
    }
    for (name, sql) in VIEWS {
        sqlx::raw_sql(*sql)
            .execute(&mut *transaction)
            .await
            .map_err(|error| StoreError::Migration(format!("{name}: {error}")))?;
    }
    sqlx::query("delete from schema_view")
        .execute(&mut *transaction)
        .await?;
    sqlx::query("insert into schema_view (sha256, program_version) values ($1, $2)")
        .bind(&hash)
        .bind(env!("CARGO_PKG_VERSION"))
        .execute(&mut *transaction)
        .await?;
    transaction.commit().await?;
    Ok(())
}

/// Drops a view, a table of kept rows or a function by name, whichever it is and whatever columns it has.
async fn drop_view(connection: &mut PgConnection, name: &str) -> Result<(), StoreError> {
    let found: Vec<String> = sqlx::query_scalar(
        "select case c.relkind when 'v' then 'drop view ' else 'drop table ' end || c.oid::regclass from pg_class c \
            where c.relname = $1 and c.relkind in ('v', 'r') \
            and c.relnamespace = current_schema()::regnamespace \
         union all \
         select 'drop function ' || p.oid::regprocedure from pg_proc p where p.proname = $1 \
            and p.pronamespace = current_schema()::regnamespace",
    )
    .bind(name)
    .fetch_all(&mut *connection)
    .await?;
    for statement in found {
        sqlx::raw_sql(AssertSqlSafe(statement))
            .execute(&mut *connection)
            .await
            .map_err(|error| {
                let blocked = match &error {
                    sqlx::Error::Database(e) => e
                        .try_downcast_ref::<sqlx::postgres::PgDatabaseError>()
                        .and_then(|e| e.detail()),
                    _ => None,
                };
                match blocked {
                    Some(detail) => StoreError::BuiltOn {
                        view: name.to_owned(),
                        detail: detail.to_owned(),
                    },
                    None => error.into(),
                }
            })?;
    }
    Ok(())
}

async fn current_views(
    connection: &mut PgConnection,
) -> Result<Option<(String, String)>, StoreError> {
    Ok(
        sqlx::query_as("select sha256, program_version from schema_view")
            .fetch_optional(connection)
            .await?,
    )
}

fn views_hash() -> String {
    let mut hasher = Sha256::new();
    for (name, sql) in VIEWS {
        hasher.update(name);
        hasher.update(sql);
    }
    hasher
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Whether version `a` is newer than `b`, by their numbers.
fn newer(a: &str, b: &str) -> bool {
    let numbers = |v: &str| -> Vec<u64> {
        v.split(['.', '-', '+'])
            .map_while(|n| n.parse().ok())
            .collect()
    };
    numbers(a) > numbers(b)
}

/// Whether the schema is complete and the views are this program's: one cheap look at every start.
pub(super) async fn is_current(connection: &mut PgConnection) -> bool {
    let newest: Result<(i64, String), _> = sqlx::query_as(
        "select (select max(version) from _sqlx_migrations where success), sha256 from schema_view",
    )
    .fetch_one(connection)
    .await;
    newest.is_ok_and(|(version, sha256)| {
        version == number(MIGRATIONS[MIGRATIONS.len() - 1].0) && sha256 == views_hash()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_folder_is_listed() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
        for (folder, prefix, listed) in [
            (root.clone(), "", MIGRATIONS),
            (root.join("views"), "views/", VIEWS),
        ] {
            let mut files: Vec<String> = std::fs::read_dir(folder)
                .unwrap()
                .filter_map(|e| {
                    e.unwrap()
                        .file_name()
                        .to_str()?
                        .strip_suffix(".sql")
                        .map(|n| format!("{prefix}{n}"))
                })
                .collect();
            let mut names: Vec<String> =
                listed.iter().map(|(name, _)| (*name).to_owned()).collect();
            files.sort();
            names.sort();
            assert_eq!(files, names);
        }
    }

    #[test]
    fn versions_compare_by_number() {
        assert!(newer("0.10.0", "0.9.3"));
        assert!(!newer("0.1.0", "0.1.0"));
    }
}
