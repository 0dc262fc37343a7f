//! The embedded server as the command line opens it.

use crate::support::home::{Home, real_programs};
use crate::support::postgres::STANCE;
use crate::tcp::free_port;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgSslMode};
use sqlx::{AssertSqlSafe, Connection};
use stance::store::embedded::Cluster;
use std::fs;
use std::process::{Command, Output, Stdio};
use std::str::FromStr;

/// `stance` on the cluster of `home`, with nothing of the machine's own environment.
fn stance(home: &Home, args: &[&str]) -> Command {
    let mut command = Command::new(STANCE);
    command
        .args(args)
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("HOME", home.path("user"))
        .env("STANCE_HOME", home.root())
        .env("STANCE_PG_BIN", real_programs())
        .stdin(Stdio::null());
    command
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

/// Standard output of a command that must do well.
fn ok(command: &mut Command) -> String {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    assert!(status.success(), "{}", text(stderr));
    text(stdout)
}

/// Standard error of a command that must end with exit code 1.
fn refused(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    text(output.stderr)
}

/// A connection to a printed URL, as a notebook makes it.
async fn notebook(url: &str) -> sqlx::Result<PgConnection> {
    let options = PgConnectOptions::from_str(url.trim()).unwrap();
    PgConnection::connect_with(&options.ssl_mode(PgSslMode::Disable)).await
}

async fn attempt(connection: &mut PgConnection, statement: &str) -> String {
    match sqlx::raw_sql(AssertSqlSafe(statement.to_owned()))
        .execute(connection)
        .await
    {
        Ok(_) => "done".to_owned(),
        Err(error) => error.to_string(),
    }
}

#[tokio::test]
async fn up_tcp_prints_an_address_that_reads_everything_and_writes_nothing() {
    let home = Home::with_data();
    let port = free_port().to_string();
    let url = ok(&mut stance(&home, &["db", "up", "--tcp", "--port", &port]));
    assert!(url.starts_with("postgresql://stance_reader:"), "{url}");
    assert!(
        url.ends_with(&format!("@127.0.0.1:{port}/stance\n")),
        "{url}"
    );

    let mut reader = notebook(&url).await.unwrap();
    for view in ["stance_history", "stance_shift", "claim", "setting"] {
        let select = format!("select count(*) from {view}");
        assert_eq!(attempt(&mut reader, &select).await, "done", "{view}");
    }
    for write in [
        "insert into publisher (name) values ('Harbour Gazette')",
        "delete from setting",
        "create table mine (i int)",
    ] {
        let answer = attempt(&mut reader, write).await;
        assert!(answer.contains("permission denied"), "{write}: {answer}");
    }
    let status = ok(&mut stance(&home, &["db", "status"]));
    assert!(
        status.contains(&format!("listening    127.0.0.1:{port}\n")),
        "{status}"
    );

    // Asked again, it hands out another password and cuts nobody off.
    let again = ok(&mut stance(&home, &["db", "up", "--tcp", "--port", &port]));
    assert_ne!(again, url);
    assert!(
        notebook(&url).await.is_err(),
        "the first password still holds"
    );
    assert_eq!(attempt(&mut reader, "select 1").await, "done");
    let other = free_port().to_string();
    let busy = refused(&mut stance(&home, &["db", "up", "--tcp", "--port", &other]));
    assert!(busy.contains("hint: let it end"), "{busy}");
    reader.close().await.unwrap();

    ok(&mut stance(&home, &["db", "stop"]));
    assert!(notebook(&again).await.is_err(), "it listens after the stop");
    let server =
        refused(stance(&home, &["db", "up"]).env("DATABASE_URL", "postgresql://db.example/x"));
    assert!(
        server.contains("--database names a server, which stance does not start"),
        "{server}"
    );
}

#[test]
fn a_database_is_made_by_what_puts_something_in_and_is_said_to_be_new() {
    let home = Home::with_data();
    let list = ["--database", "harbour", "topic", "list"];
    let told = refused(&mut stance(&home, &list));
    assert!(told.contains("there is no database \"harbour\""), "{told}");
    let migrate = ["--database", "harbour", "db", "migrate"];
    let first = stance(&home, &migrate).output().unwrap();
    assert_eq!(
        text(first.stderr),
        "database harbour is new, and empty\nthe schema is up to date\n"
    );
    let second = stance(&home, &list).output().unwrap();
    assert_eq!(text(second.stderr), "");
    let mistyped = refused(&mut stance(
        &home,
        &["--database", "harbor", "topic", "list"],
    ));
    assert!(
        mistyped.contains("there is no database \"harbor\"; there is harbour\n"),
        "{mistyped}"
    );
}

#[test]
fn an_environment_for_another_server_does_not_reach_the_embedded_one() {
    let home = Home::with_data();
    let mut strange = stance(
        &home,
        &[
            "sql",
            "select current_user, current_setting('search_path') as path, current_setting('DateStyle') as dates",
            "--format",
            "csv",
        ],
    );
    strange
        .env(
            "PGOPTIONS",
            "-c search_path=nowhere -c default_transaction_read_only=on -c role=nobody",
        )
        .env("PGHOST", "db.example")
        .env("PGHOSTADDR", "192.0.2.1")
        .env("PGPORT", "1")
        .env("PGUSER", "nobody")
        .env("PGDATABASE", "nothing")
        .env("PGPASSWORD", "guess")
        .env("PGPASSFILE", "/dev/null/pgpass")
        .env("PGSERVICE", "elsewhere")
        .env("PGSSLMODE", "verify-full")
        .env("PGDATESTYLE", "German")
        .env("PGCLIENTENCODING", "latin1")
        .env("PGDATA", "/dev/null/data");
    // The first start makes cluster and schema under these variables, too.
    assert_eq!(
        ok(&mut strange),
        "current_user,path,dates\nstance_reader,\"\"\"$user\"\", public\",\"ISO, MDY\"\n"
    );
    let psql = stance(&home, &["sql"])
        .env("PGSERVICE", "elsewhere")
        .env("PGOPTIONS", "-c search_path=nowhere")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = text(psql.stderr);
    assert!(
        psql.status.success() || said.contains("psql cannot be started"),
        "{said}"
    );
}

#[test]
fn forty_programs_at_once_are_let_in() {
    let home = Home::with_data();
    ok(&mut stance(&home, &["db", "migrate"]));
    let programs: Vec<_> = (0..40)
        .map(|number| {
            let file = home.path(&format!("{number}.txt"));
            let text = format!("Mayor Ann Holt said pier {number} must stay open.\n");
            fs::write(&file, text).unwrap();
            stance(&home, &["--quiet", "ingest", file.to_str().unwrap()])
                .stdout(Stdio::null())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    for program in programs {
        let Output { status, stderr, .. } = program.wait_with_output().unwrap();
        assert!(status.success(), "{}", text(stderr));
    }
    let counted = ok(&mut stance(
        &home,
        &["sql", "select count(*) from claim", "--format", "csv"],
    ));
    assert_eq!(counted, "count\n40\n");
}

#[tokio::test]
async fn a_full_server_is_waited_for() {
    let home = Home::with_data();
    let mut config = home.config();
    config.max_connections = 6;
    let cluster = Cluster::open(config).unwrap();
    let _lease = cluster.ensure().unwrap();
    ok(&mut stance(&home, &["db", "migrate"]));
    let options = cluster.connect_options("stance");
    let mut others = Vec::new();
    while others.len() < 6 {
        // The program that migrated may take a moment to go.
        others.extend(PgConnection::connect_with(&options).await.ok());
    }
    let waiting = stance(&home, &["topic", "list"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Longer than it takes to ask what keeps a connection.
    tokio::time::sleep(std::time::Duration::from_millis(1500)).await;
    drop(others);
    let output = waiting.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", text(output.stderr));
}
