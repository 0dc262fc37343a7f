//! Reaching the database.

use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{ConnectOptions, PgConnection};

use super::embedded::{Cluster, Config, Lease};
use super::error::words;
use super::{StoreError, schema};

/// Most connections that one process opens.
const CONNECTIONS: u32 = 4;

/// How long a connection is waited for when the server has gone; one that restarts is back sooner.
const PATIENCE: Duration = Duration::from_secs(10);

/// Which database to use.
#[derive(Clone, Debug)]
pub enum Target {
    /// A server, by URL.
    Url(String),
    /// A database of the embedded cluster.
    Embedded {
        /// Where the cluster lies and how it runs.
        config: Config,
        /// Name of the database in it.
        database: String,
    },
}

/// An open database with its schema up to date.
#[derive(Clone, Debug)]
pub struct Store {
    pub(super) pool: PgPool,
    options: PgConnectOptions,
    /// Keeps the embedded server running.
    _lease: Option<Arc<Lease>>,
}

impl Store {
    /// Connects, starting the embedded server where that is the target, and migrates.
    ///
    /// # Errors
    /// [`StoreError::Unreachable`], [`StoreError::Embedded`], or what [`super::migrate`] returns.
    pub async fn open(target: &Target) -> Result<Self, StoreError> {
        let (options, lease) = reach(target).await?;
        Self::with_options(options, lease).await
    }

    /// Connects with options at hand; the tests' way in.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub async fn with_options(
        options: PgConnectOptions,
        lease: Option<Lease>,
    ) -> Result<Self, StoreError> {
        let mut connection = connect(&options).await?;
        if !schema::is_current(&mut connection).await {
            schema::migrate(&mut connection).await?;
        }
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(PATIENCE)
            .connect_lazy_with(options.clone());
        Ok(Self {
            pool,
            options,
            _lease: lease.map(Arc::new),
        })
    }

    /// How to connect to the same database again.
    pub fn options(&self) -> &PgConnectOptions {
        &self.options
    }
}

/// Starts the embedded server if that is the target, and makes its database on first use.
async fn reach(target: &Target) -> Result<(PgConnectOptions, Option<Lease>), StoreError> {
    match target {
        Target::Url(url) => Ok((parse(url)?, None)),
        Target::Embedded { config, database } => {
            let config = config.clone();
            let (cluster, lease) = tokio::task::spawn_blocking(move || {
                let cluster = Cluster::open(config)?;
                let lease = cluster.ensure()?;
                Ok::<_, StoreError>((cluster, lease))
            })
            .await
            .map_err(|error| StoreError::Refused(error.to_string()))??;
            let options = cluster.connect_options(database);
            if let Err(error) = quiet(options.clone()).connect().await {
                if !is_missing_database(&error) {
                    return Err(unreachable(&options, &error));
                }
                cluster.create_database(database).await?;
            }
            Ok((options, Some(lease)))
        }
    }
}

fn parse(url: &str) -> Result<PgConnectOptions, StoreError> {
    let unreachable = |reason| StoreError::Unreachable {
        place: without_password(url),
        reason,
    };
    // The options read any scheme as PostgreSQL's.
    if !["postgresql://", "postgres://"]
        .iter()
        .any(|scheme| url.starts_with(scheme))
    {
        return Err(unreachable("no URL that begins with postgresql://".into()));
    }
    PgConnectOptions::from_str(url).map_err(|error| unreachable(error.to_string()))
}

/// The URL as it may be printed and logged.
fn without_password(url: &str) -> String {
    match url::Url::parse(url) {
        Ok(mut parsed) => {
            if parsed.password().is_some() {
                let _ = parsed.set_password(Some("…"));
            }
            parsed.into()
        }
        Err(_) => "the given URL".into(),
    }
}

async fn connect(options: &PgConnectOptions) -> Result<PgConnection, StoreError> {
    quiet(options.clone())
        .connect()
        .await
        .map_err(|error| unreachable(options, &error))
}

/// Statements are not logged: they carry article texts.
fn quiet(options: PgConnectOptions) -> PgConnectOptions {
    options
        .application_name("stance")
        .disable_statement_logging()
}

fn is_missing_database(error: &sqlx::Error) -> bool {
    error.as_database_error().and_then(|e| e.code()).as_deref() == Some("3D000")
}

fn unreachable(options: &PgConnectOptions, error: &sqlx::Error) -> StoreError {
    let place = match options.get_socket() {
        Some(folder) => folder.display().to_string(),
        None => format!("{}:{}", options.get_host(), options.get_port()),
    };
    let database = options
        .get_database()
        .map(|d| format!("/{d}"))
        .unwrap_or_default();
    StoreError::Unreachable {
        place: place + &database,
        reason: words(error),
    }
}
