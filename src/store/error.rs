//! What can go wrong with the database, with what to do about it.

use thiserror::Error;

/// An error of the store. `Display` says what is wrong; [`StoreError::hint`] what to do.
#[derive(Debug, Error)]
pub enum StoreError {
    /// No connection could be made.
    #[error("cannot reach the database at {place}: {reason}")]
    Unreachable {
        /// Host, socket folder or URL without password.
        place: String,
        /// The server's or system's words.
        reason: String,
    },
    /// All connections that the server gives were taken, and none came free while it was waited for.
    #[error("all connections of the database at {place} are taken: {reason}")]
    Full {
        /// Host or socket folder, and database.
        place: String,
        /// The server's words.
        reason: String,
    },
    /// The schema was made by a newer program.
    #[error("the database was made by a newer stance ({found}); this one knows up to {known}")]
    Newer {
        /// Version found in the database.
        found: String,
        /// Newest version of this program.
        known: String,
    },
    /// A migration cannot be applied.
    #[error("the database cannot be brought up to date: {0}")]
    Migration(String),
    /// Something of the user's is built on a view that must be replaced.
    #[error("the view {view} must be replaced, but something of yours is built on it: {detail}")]
    BuiltOn {
        /// The public view or function.
        view: String,
        /// What is built on it, in the server's words.
        detail: String,
    },
    /// The connection broke in the middle.
    #[error("the database went away: {0}")]
    Lost(String),
    /// Something asked for is not there.
    #[error("there is no {what} \"{given}\"")]
    NotFound {
        /// "actor", "topic", "article", "claim".
        what: &'static str,
        /// As given by the user.
        given: String,
        /// The nearest names.
        near: Vec<String>,
    },
    /// No database of the embedded cluster has the name.
    #[error("there is no database \"{given}\"{}", listed(.there))]
    NoDatabase {
        /// As given by the user.
        given: String,
        /// Those that are there.
        there: Vec<String>,
    },
    /// A name that several rows answer to.
    #[error("\"{given}\" can be {}", any_of(.candidates))]
    Ambiguous {
        /// As given by the user.
        given: String,
        /// What it can be.
        candidates: Vec<Candidate>,
    },
    /// A request that the record does not allow.
    #[error("{0}")]
    Refused(String),
    /// The embedded cluster failed.
    #[error(transparent)]
    Embedded(#[from] super::embedded::EmbeddedError),
    /// What is written out cannot be written.
    #[error("it cannot be written: {0}")]
    Output(std::io::Error),
    /// The server gave up on it: it took longer than was allowed.
    #[error("the database refused: {0}")]
    TooLong(String),
    /// Somebody else is at what this touches; it is done again with nobody beside it, so that no user reads this.
    #[error("somebody else is writing about the same")]
    InTheWay,
    /// Any other answer of the server.
    #[error("the database refused: {}", words(.0))]
    Sql(sqlx::Error),
}

/// One of several that a name can mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its key.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// What tells it from the others: its kind, where it is mentioned first.
    pub of: Vec<String>,
}

impl std::fmt::Display for Candidate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let of = self.of.iter().map(|one| format!("{one}, "));
        write!(
            f,
            "{} ({}id {})",
            self.name,
            of.collect::<String>(),
            self.id
        )
    }
}

/// "the one, or the other".
fn any_of(candidates: &[Candidate]) -> String {
    let told: Vec<String> = candidates.iter().map(Candidate::to_string).collect();
    told.join(", or ")
}

impl StoreError {
    /// What has no row under this id.
    pub(super) fn missing(what: &'static str, id: i64) -> Self {
        Self::NotFound {
            what,
            given: id.to_string(),
            near: Vec::new(),
        }
    }

    /// Whether it comes of what others write at the same time: 23505 unique_violation, by a row that was not there
    /// when it was looked for, and 40P01 deadlock_detected.
    pub(super) fn is_in_the_way(&self) -> bool {
        match self {
            Self::InTheWay => true,
            Self::Sql(sqlx::Error::Database(e)) => {
                e.code().is_some_and(|c| c == "23505" || c == "40P01")
            }
            _ => false,
        }
    }

    /// Whether a row with the same key was there: 23505 unique_violation.
    pub(super) fn is_there_already(&self) -> bool {
        matches!(self, Self::Sql(sqlx::Error::Database(e)) if e.is_unique_violation())
    }

    /// What the user can do, where that is known.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Unreachable { reason, .. }
                if reason.starts_with("database ") && reason.ends_with(" does not exist") =>
            {
                Some("make it with createdb, or check the name at the end of the URL".into())
            }
            Self::Unreachable { .. } => Some(
                "check the URL given by --database or DATABASE_URL; without either, stance runs its own PostgreSQL"
                    .into(),
            ),
            Self::Full { .. } => Some(
                "run it again when others are done with it; a server of your own gives more by its max_connections"
                    .into(),
            ),
            Self::Newer { .. } => Some("use the newer program, or another database".into()),
            Self::BuiltOn { .. } => Some(
                "keep its definition, drop it, run the command again, and create it anew".into(),
            ),
            Self::Lost(_) => Some(
                "what was reported as done is stored; run the same command again to finish".into(),
            ),
            Self::NotFound { near, .. } if !near.is_empty() => {
                Some(format!("did you mean {}?", near.join(", ")))
            }
            Self::NotFound { what, .. } => match *what {
                "article" => Some("list them with: stance article list".into()),
                "actor" => Some("list them with: stance actor list".into()),
                "topic" => Some("list them with: stance topic list".into()),
                "claim" => Some("search them with: stance claims".into()),
                "shift" => Some("list them with: stance shifts".into()),
                "verdict" => Some("list them with: stance sql \"select * from review\"".into()),
                "decision" => {
                    Some("list them with: stance sql \"select * from actor_decision\"".into())
                }
                _ => None,
            },
            Self::NoDatabase { given, .. } => Some(format!(
                "stance ingest --database {given} … or stance codebook apply --database {given} … makes it"
            )),
            Self::Ambiguous { .. } => Some("give the id".into()),
            Self::Embedded(error) => Some(error.hint().to_owned()).filter(|hint| !hint.is_empty()),
            Self::Sql(sqlx::Error::Database(error)) => error
                .try_downcast_ref::<sqlx::postgres::PgDatabaseError>()
                .and_then(|e| e.hint().map(str::to_owned)),
            _ => None,
        }
    }
}

/// "; there are a, b", where there are any.
fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => format!("; there is {one}"),
        several => format!("; there are {}", several.join(", ")),
    }
}

/// The server's own words, without where in its source code it said them.
pub(super) fn words(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(error) => error.message().to_owned(),
        other => other.to_string(),
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Io(reason) => Self::Lost(reason.to_string()),
            sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => Self::Lost(error.to_string()),
            // The pool goes on trying where a server refuses, and then says only this.
            sqlx::Error::PoolTimedOut => Self::Lost("it does not answer any more".into()),
            // 57P01 admin shutdown, 57P02 crash shutdown, 08… connection exceptions.
            sqlx::Error::Database(e)
                if e.code()
                    .is_some_and(|c| c.starts_with("57P0") || c.starts_with("08")) =>
            {
                Self::Lost(e.message().to_owned())
            }
            // 57014 query_canceled: by statement_timeout, since nobody else cancels.
            sqlx::Error::Database(e) if e.code().is_some_and(|c| c == "57014") => {
                Self::TooLong(e.message().to_owned())
            }
            _ => Self::Sql(error),
        }
    }
}
