//! Reaching the database.

use std::str::FromStr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{ConnectOptions, Connection, PgConnection, Postgres};

use super::embedded::{Cluster, Config, Lease};
use super::error::words;
use super::read::AsRecorded;
use super::{StoreError, schema};

/// Most connections that one process opens.
const CONNECTIONS: u32 = 4;

/// How long a connection is waited for when the server has gone; one that restarts is back sooner.
const PATIENCE: Duration = Duration::from_secs(10);

/// After how long the first connection is asked what keeps it.
const DOUBT: Duration = Duration::from_millis(400);

/// How long the first connection is waited for where others have taken all that the server gives.
const FULL: Duration = Duration::from_secs(60);

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
    made: bool,
    /// Of which record reports are made.
    pub(super) recorded: AsRecorded,
    /// Keeps the embedded server running.
    _lease: Option<Arc<Lease>>,
}

impl Store {
    /// Connects, starting the embedded server where that is the target, and migrates.
    ///
    /// # Errors
    /// [`StoreError::Unreachable`], [`StoreError::Embedded`], or what [`super::migrate`] returns.
    pub async fn open(target: &Target) -> Result<Self, StoreError> {
        Self::open_or_make(target, true).await
    }

    /// As [`Store::open`]; a database of the embedded cluster that is not there is made only where `make` says so.
    ///
    /// # Errors
    /// As [`Store::open`]; [`StoreError::NoDatabase`] where it is not there.
    pub async fn open_or_make(target: &Target, make: bool) -> Result<Self, StoreError> {
        match target {
            Target::Url(url) => Self::with_options(parse(url)?, None).await,
            Target::Embedded { config, database } => {
                let (cluster, lease) = started(config.clone()).await?;
                let options = cluster.connect_options(database);
                let pool = pool(&options);
                let mut made = false;
                if let Err(error) = first(&pool, &options).await {
                    if !is_missing_database(&error) {
                        return Err(unreachable(&options, &error));
                    }
                    if !make {
                        return Err(StoreError::NoDatabase {
                            given: database.clone(),
                            there: cluster.databases().await?,
                        });
                    }
                    made = cluster.create_database(database).await?;
                }
                let store = Self::over(pool, options, Some(lease)).await?;
                Ok(Self { made, ..store })
            }
        }
    }

    /// Connects with options at hand; the tests' way in.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub async fn with_options(
        options: PgConnectOptions,
        lease: Option<Lease>,
    ) -> Result<Self, StoreError> {
        Self::over(pool(&options), options, lease).await
    }

    async fn over(
        pool: PgPool,
        options: PgConnectOptions,
        lease: Option<Lease>,
    ) -> Result<Self, StoreError> {
        let mut connection = first(&pool, &options)
            .await
            .map_err(|error| unreachable(&options, &error))?;
        if !schema::is_current(&mut connection).await {
            schema::migrate(&mut connection).await?;
        }
        drop(connection);
        Ok(Self {
            pool,
            options,
            made: false,
            recorded: AsRecorded::default(),
            _lease: lease.map(Arc::new),
        })
    }

    /// The same database, whose server gives up on a statement after a while, and on waiting for a lock, so that nothing
    /// goes on for who has stopped waiting.
    pub fn with_time_limit(self, limit: Duration) -> Self {
        let limit = limit.as_millis().to_string();
        let options = self.options.clone().options([("statement_timeout", limit)]);
        Self {
            pool: pool(&options),
            options,
            ..self
        }
    }

    /// Whether the database was made just now.
    pub fn is_made(&self) -> bool {
        self.made
    }

    /// How to connect to the same database again.
    pub fn options(&self) -> &PgConnectOptions {
        &self.options
    }
}

/// Starts the embedded server, or joins those who use it.
async fn started(config: Config) -> Result<(Cluster, Lease), StoreError> {
    tokio::task::spawn_blocking(move || {
        let cluster = Cluster::open(config)?;
        let lease = cluster.ensure()?;
        Ok((cluster, lease))
    })
    .await
    .map_err(|error| StoreError::Refused(error.to_string()))?
}

/// Connections to a database, made when they are wanted.
fn pool(options: &PgConnectOptions) -> PgPool {
    // Statements are not logged: they carry article texts.
    let options = options
        .clone()
        .application_name("stance")
        .disable_statement_logging();
    PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(PATIENCE)
        .connect_lazy_with(options)
}

/// The first connection of a pool.
///
/// The pool goes on trying where a server refuses, and does not say why; so where it takes long, a
/// connection beside it is asked. A server that is full is waited for: programs come and go.
async fn first(
    pool: &PgPool,
    options: &PgConnectOptions,
) -> Result<PoolConnection<Postgres>, sqlx::Error> {
    let since = Instant::now();
    loop {
        if let Ok(acquired) = tokio::time::timeout(DOUBT, pool.acquire()).await {
            return acquired;
        }
        match PgConnection::connect_with(options).await {
            Ok(asked) => {
                // Where the server was full a moment ago, it is left to the pool.
                asked.close().await?;
                return pool.acquire().await;
            }
            Err(error) if is_full(&error) && since.elapsed() < FULL => {}
            Err(error) => return Err(error),
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

fn is_missing_database(error: &sqlx::Error) -> bool {
    error.as_database_error().and_then(|e| e.code()).as_deref() == Some("3D000")
}

/// 53300 too_many_connections: of the server, the database or the role.
fn is_full(error: &sqlx::Error) -> bool {
    error.as_database_error().and_then(|e| e.code()).as_deref() == Some("53300")
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
    let (place, reason) = (place + &database, words(error));
    match is_full(error) {
        true => StoreError::Full { place, reason },
        false => StoreError::Unreachable { place, reason },
    }
}
