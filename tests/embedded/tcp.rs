//! The server on 127.0.0.1.

use crate::support::home::{Home, ask, eventually};
use sqlx::Connection;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgSslMode};
use stance::store::embedded::{Cluster, Config, ErrorKind};
use std::net::TcpListener;
use std::time::Duration;

/// A port that nobody listens on just now.
pub fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0))
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

fn over_tcp(port: u16, user: &str, password: &str) -> PgConnectOptions {
    PgConnectOptions::new_without_pgpass()
        .host("127.0.0.1")
        .port(port)
        .username(user)
        .password(password)
        .database("postgres")
        .ssl_mode(PgSslMode::Disable)
}

#[tokio::test]
async fn a_reader_gets_in_with_its_password_and_its_connection_keeps_the_server_up() {
    let home = Home::with_data();
    let idle = Duration::from_millis(300);
    let cluster = Cluster::open(Config {
        idle,
        ..home.config()
    })
    .unwrap();
    let port = free_port();
    let lease = cluster.ensure_tcp(port).unwrap();
    assert_eq!(cluster.status().tcp, Some(port));
    ask(&cluster, "postgres", "create role reader")
        .await
        .unwrap();
    cluster
        .set_password("reader", "it's a \\ secret")
        .await
        .unwrap();

    let wrong = PgConnection::connect_with(&over_tcp(port, "reader", "guess")).await;
    assert!(
        wrong
            .unwrap_err()
            .to_string()
            .contains("password authentication failed")
    );
    let superuser = PgConnection::connect_with(&over_tcp(port, "stance", "")).await;
    assert!(
        superuser
            .unwrap_err()
            .to_string()
            .contains("pg_hba.conf rejects")
    );

    let options = over_tcp(port, "reader", "it's a \\ secret");
    let mut notebook = PgConnection::connect_with(&options).await.unwrap();
    drop(lease);
    tokio::time::sleep(5 * idle).await;
    sqlx::raw_sql("select 1")
        .execute(&mut notebook)
        .await
        .expect("the server is still up");
    notebook.close().await.unwrap();
    eventually("the idle server stops", || cluster.status().pid.is_none());

    let _lease = cluster.ensure().unwrap();
    assert_eq!(
        cluster.status().tcp,
        None,
        "it listens until it stops, and not for ever"
    );
}

#[tokio::test]
async fn a_server_in_use_is_not_restarted_and_a_taken_port_is_refused() {
    let home = Home::with_data();
    let cluster = home.cluster();
    let lease = cluster.ensure().unwrap();
    let busy = cluster.ensure_tcp(free_port()).unwrap_err();
    assert!(matches!(busy.kind(), ErrorKind::Busy { .. }), "{busy}");
    drop(lease);

    // psql holds no lease.
    let psql = PgConnection::connect_with(&cluster.connect_options("postgres"))
        .await
        .unwrap();
    let busy = cluster.ensure_tcp(free_port()).unwrap_err();
    assert!(matches!(busy.kind(), ErrorKind::Busy { .. }), "{busy}");
    psql.close().await.unwrap();

    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let taken = cluster
        .ensure_tcp(listener.local_addr().unwrap().port())
        .unwrap_err();
    assert!(
        taken.to_string().contains("name another port with --port"),
        "{taken}"
    );
    assert!(
        cluster.status().accepting,
        "the running server was left alone"
    );
}

#[tokio::test]
async fn the_socket_goes_on_working_for_everybody_else_while_the_port_is_open() {
    let home = Home::with_data();
    let port = free_port();
    let _lease = home.cluster().ensure_tcp(port).unwrap();
    let other = home.cluster();
    let _other_lease = other.ensure().unwrap();
    assert_eq!(
        ask(&other, "postgres", "select 'here'").await.unwrap(),
        ["here"]
    );
    assert!(other.url("a database").contains("/a%20database?host="));
    assert!(other.url("postgres").contains(&format!("port={port}")));
    // Asking again changes nothing, and restarts nothing.
    let _again = other.ensure_tcp(port).unwrap();
}
