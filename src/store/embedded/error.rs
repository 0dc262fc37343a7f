//! What can go wrong, each with what to do about it.

use std::io;
use std::path::{Path, PathBuf};

/// A failure of the embedded PostgreSQL: what happened where and why ([`ErrorKind`]), and what
/// the user can do about it. `Display` prints both in one line, the cause included, so that there
/// is no `source` to print a second time.
#[derive(Debug, thiserror::Error)]
#[error("{kind}; {hint}")]
pub struct EmbeddedError {
    kind: ErrorKind,
    hint: String,
}

/// What happened. Every kind names the folder, port or program that it is about.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// There is no private cluster on this operating system.
    #[error("the embedded PostgreSQL runs on Linux and macOS only")]
    Unsupported,
    /// The machine has no server programs that fit.
    #[error(
        "no PostgreSQL server programs (postgres and initdb, version {oldest} or newer) {place}"
    )]
    NoBinaries {
        /// The oldest major version that would do.
        oldest: u32,
        /// Where they were looked for, in words.
        place: String,
    },
    /// There is data, and the server programs that can read it are gone.
    #[error(
        "the data in {} was made by PostgreSQL {major}, whose server programs are not here (found: {found})",
        folder.display()
    )]
    MajorGone {
        /// The cluster's data folder.
        folder: PathBuf,
        /// The major version that made it.
        major: u32,
        /// The major versions that are here, in words.
        found: String,
    },
    /// The user who is to run the server cannot get into the folder.
    #[error("{} cannot be entered by {user}{}", folder.display(), blocked_at(folder, blocked))]
    NotEnterable {
        /// The folder that was asked for.
        folder: PathBuf,
        /// Name of the operating system's user.
        user: String,
        /// The first folder on the way there that is closed to that user.
        blocked: PathBuf,
    },
    /// A folder that somebody else could have prepared, so that its content cannot be trusted.
    #[error("{} is not safe to use: {reason}", folder.display())]
    Unsafe {
        /// The folder in question.
        folder: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// We are root, and there is nobody to step down to.
    #[error(
        "PostgreSQL does not run as root, and this machine has neither a user postgres nor nobody"
    )]
    NoServerUser,
    /// `initdb` did not make a cluster.
    #[error("initdb could not make a cluster in {}: {output}", folder.display())]
    Initdb {
        /// Where the cluster was to be.
        folder: PathBuf,
        /// What `initdb` printed.
        output: String,
    },
    /// The server ended, or did not come up.
    #[error("PostgreSQL did not start in {}: {reason}", folder.display())]
    Start {
        /// The cluster's data folder.
        folder: PathBuf,
        /// The end of the server's log, or what else is known.
        reason: String,
    },
    /// The server did not stop.
    #[error("PostgreSQL in {} did not stop: {reason}", folder.display())]
    Stop {
        /// The cluster's data folder.
        folder: PathBuf,
        /// What is known about it.
        reason: String,
    },
    /// The server would have to be restarted while somebody uses it.
    #[error("the database in {} is in use by another process", folder.display())]
    Busy {
        /// The cluster's data folder.
        folder: PathBuf,
    },
    /// Somebody else listens on the port.
    #[error("port {port} on 127.0.0.1 cannot be opened: {source}")]
    Port {
        /// The TCP port that was asked for.
        port: u16,
        /// Why it cannot be had.
        source: io::Error,
    },
    /// No way to get server programs worked.
    #[error("PostgreSQL could not be installed into {}: {reason}", folder.display())]
    Install {
        /// The root folder.
        folder: PathBuf,
        /// What was tried and how it failed.
        reason: String,
    },
    /// A file or folder operation failed.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The operating system's reason.
        source: io::Error,
    },
    /// The supervisor was called wrongly.
    #[error("the supervisor was called wrongly: {0}")]
    Orders(String),
    /// The server refused a statement or a connection.
    #[error("the embedded database refused: {0}")]
    Database(#[from] sqlx::Error),
}

/// Shorthand for the results of this module.
pub type Result<T> = std::result::Result<T, EmbeddedError>;

impl EmbeddedError {
    /// Joins what happened to what the user can do about it.
    pub(super) fn new(kind: ErrorKind, hint: impl Into<String>) -> Self {
        EmbeddedError {
            kind,
            hint: hint.into(),
        }
    }

    /// What happened.
    pub fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    /// What the user can do about it, as one sentence without a full stop.
    pub fn hint(&self) -> &str {
        &self.hint
    }

    /// A failed file operation; the remedy depends on the reason.
    #[cfg(unix)]
    pub(super) fn io(path: &Path, source: io::Error) -> Self {
        let hint = match source.kind() {
            io::ErrorKind::PermissionDenied => {
                "choose a data folder that you may write to with STANCE_HOME"
            }
            io::ErrorKind::StorageFull => {
                "free some space, or choose another data folder with STANCE_HOME"
            }
            _ => "mend that, or choose another data folder with STANCE_HOME",
        };
        EmbeddedError::new(
            ErrorKind::Io {
                path: path.to_owned(),
                source,
            },
            hint,
        )
    }

    /// A program that could not be run.
    #[cfg(unix)]
    pub(super) fn program(path: &Path, source: io::Error) -> Self {
        let kind = ErrorKind::Io {
            path: path.to_owned(),
            source,
        };
        EmbeddedError::new(
            kind,
            "name server programs that PostgreSQL's user may run with STANCE_PG_BIN",
        )
    }
}

impl From<sqlx::Error> for EmbeddedError {
    fn from(error: sqlx::Error) -> Self {
        EmbeddedError::new(
            ErrorKind::Database(error),
            "try again; if it stays, `stance db stop` and look into postgres.log in the data folder",
        )
    }
}

/// Adds the path to an I/O result, which does not know it.
#[cfg(unix)]
pub(super) trait At<T> {
    /// The same result, with `path` in its error.
    fn at(self, path: &Path) -> Result<T>;
}

#[cfg(unix)]
impl<T> At<T> for io::Result<T> {
    fn at(self, path: &Path) -> Result<T> {
        self.map_err(|e| EmbeddedError::io(path, e))
    }
}

fn blocked_at(folder: &Path, blocked: &Path) -> String {
    if folder == blocked {
        String::new()
    } else {
        format!(" (it is {} that is closed)", blocked.display())
    }
}
