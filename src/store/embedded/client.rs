//! Real connections to the server, for the few things that need one.

use super::error::{EmbeddedError, ErrorKind, Result};
use super::initdb::SUPERUSER;
use super::layout::{Layout, SOCKET_PORT};
use super::pidfile::{State, state};
use sqlx::postgres::{PgConnectOptions, PgConnection, PgSslMode};
use sqlx::{AssertSqlSafe, Connection};
use std::future::Future;
use std::path::Path;
use std::time::Duration;

/// The database that every cluster has.
const MAINTENANCE: &str = "postgres";

/// How long the server may take to answer the supervisor's question.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);

/// Options that reach `database` through the socket, whatever the user's `PG…` variables say.
pub fn options(layout: &Layout, data: Option<&Path>, database: &str) -> PgConnectOptions {
    PgConnectOptions::new_without_pgpass()
        .socket(layout.socket_folder())
        .port(port(data))
        .username(SUPERUSER)
        .database(database)
        .ssl_mode(PgSslMode::Disable)
        .application_name("stance")
}

/// The port in the name of the socket, which the running server chose.
pub fn port(data: Option<&Path>) -> u16 {
    match data.map(state) {
        Some(State::Running(running)) => running.port,
        _ => SOCKET_PORT,
    }
}

/// How many clients are connected, ourselves not counted.
pub fn connections(layout: &Layout, data: &Path) -> Result<i64> {
    let options = options(layout, Some(data), MAINTENANCE).application_name("stance supervisor");
    let count = async {
        let mut connection = PgConnection::connect_with(&options).await?;
        let count = sqlx::query_scalar(
            "select count(*) from pg_stat_activity \
             where backend_type = 'client backend' and pid <> pg_backend_pid()",
        )
        .fetch_one(&mut connection)
        .await?;
        connection.close().await?;
        Ok::<i64, sqlx::Error>(count)
    };
    wait_for(async {
        match tokio::time::timeout(ANSWER_WITHIN, count).await {
            Ok(count) => Ok(count?),
            Err(_) => Err(sqlx::Error::PoolTimedOut.into()),
        }
    })
}

/// Makes `database` unless it exists; says whether it made it.
pub async fn create_database(options: PgConnectOptions, database: &str) -> Result<bool> {
    let mut connection = PgConnection::connect_with(&options.database(MAINTENANCE)).await?;
    let exists: bool =
        sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
            .bind(database)
            .fetch_one(&mut connection)
            .await?;
    if exists {
        return Ok(false);
    }
    let made = execute(&mut connection, "create database %I", &[database]).await;
    connection.close().await?;
    match made {
        Ok(()) => Ok(true),
        // Somebody else made it a moment ago: 42P04 after them, 23505 at the same time.
        Err(sqlx::Error::Database(e)) if matches!(e.code().as_deref(), Some("42P04" | "23505")) => {
            Ok(false)
        }
        Err(error) => Err(error.into()),
    }
}

/// The databases of the cluster that people made, by name.
pub async fn databases(options: PgConnectOptions) -> Result<Vec<String>> {
    let mut connection = PgConnection::connect_with(&options.database(MAINTENANCE)).await?;
    let names = sqlx::query_scalar(
        "select datname::text from pg_database where not datistemplate and datname <> $1 order by 1",
    )
    .bind(MAINTENANCE)
    .fetch_all(&mut connection)
    .await?;
    connection.close().await?;
    Ok(names)
}

/// Lets `role` log in with `password`.
pub async fn set_password(options: PgConnectOptions, role: &str, password: &str) -> Result<()> {
    let mut connection = PgConnection::connect_with(&options.database(MAINTENANCE)).await?;
    let statement = "alter role %I with login password %L";
    execute(&mut connection, statement, &[role, password]).await?;
    connection.close().await?;
    Ok(())
}

/// Runs a statement that takes no parameters, with `format`'s quoting of names and literals.
async fn execute(
    connection: &mut PgConnection,
    template: &str,
    values: &[&str],
) -> sqlx::Result<()> {
    let statement: String = sqlx::query_scalar("select format($1, variadic $2::text[])")
        .bind(template)
        .bind(values)
        .fetch_one(&mut *connection)
        .await?;
    sqlx::raw_sql(AssertSqlSafe(statement))
        .execute(connection)
        .await?;
    Ok(())
}

/// Waits for `future` on a thread of its own, so that callers may themselves run inside an
/// asynchronous runtime, which could not be entered twice.
fn wait_for<T: Send>(future: impl Future<Output = Result<T>> + Send) -> Result<T> {
    let run = || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        runtime.map_err(sqlx::Error::Io)?.block_on(future)
    };
    std::thread::scope(|scope| match scope.spawn(run).join() {
        Ok(result) => result,
        Err(panic) => std::panic::resume_unwind(panic),
    })
}

/// The error for a server that has to be restarted while somebody is connected.
pub fn busy(data: &Path) -> EmbeddedError {
    EmbeddedError::new(
        ErrorKind::Busy {
            folder: data.to_owned(),
        },
        "let it end (or `stance db stop` to cut it off), then try again",
    )
}
