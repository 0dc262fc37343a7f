//! Files of Discourse Network Analyzer 3, which are SQLite databases, read and written as
//! [`crate::exchange::dna`] has them.

mod read;
mod write;

use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode};
use sqlx::{ConnectOptions, Connection};

use super::StoreError;
use crate::exchange::dna::Project;

/// Reads a project.
///
/// # Errors
/// [`StoreError::Refused`] where the file is no project of DNA 3, with the file's name.
pub async fn read_dna(path: &Path) -> Result<Project, StoreError> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .read_only(true)
        .disable_statement_logging();
    let wrong = |error: sqlx::Error| refused(path, &error);
    let mut file = SqliteConnection::connect_with(&options)
        .await
        .map_err(wrong)?;
    let project = read::project(&mut file)
        .await
        .map_err(|reason| match reason {
            read::Reason::Sql(error) => refused(path, &error),
            read::Reason::Version(version) => StoreError::Refused(format!(
                "{}: the project is of DNA {version}; open it in DNA 3 and save it, then read that",
                path.display()
            )),
        })?;
    file.close().await.map_err(wrong)?;
    Ok(project)
}

/// Writes a project into a file that is not there yet. The same project gives the same bytes.
///
/// # Errors
/// [`StoreError::Refused`] with the file's name.
pub async fn write_dna(path: &Path, project: &Project) -> Result<(), StoreError> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        // A project is one file.
        .journal_mode(SqliteJournalMode::Delete)
        .disable_statement_logging();
    let wrong = |error: sqlx::Error| refused(path, &error);
    let mut file = SqliteConnection::connect_with(&options)
        .await
        .map_err(wrong)?;
    write::project(&mut file, project).await.map_err(wrong)?;
    file.close().await.map_err(wrong)
}

fn refused(path: &Path, error: &sqlx::Error) -> StoreError {
    StoreError::Refused(format!(
        "{}: this is no project of DNA 3 that can be read or written ({}); check the file",
        path.display(),
        super::error::words(error)
    ))
}
