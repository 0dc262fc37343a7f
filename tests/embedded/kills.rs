//! Servers, supervisors and starters that are killed.

use crate::support::home::{Home, ask, kill_9, parent, real_programs};
use sqlx::Connection;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use stance::store::embedded::{Cluster, Config};
use std::time::Duration;

const COUNT: &str = "select count(*)::text from kept";

/// Starts `cluster`, commits rows and kills the server, with or without its supervisor.
async fn commit_and_kill(cluster: &Cluster, batch: usize, supervisor_too: bool) {
    let _lease = cluster.ensure().unwrap();
    cluster.create_database("kept").await.unwrap();
    for statement in [
        "create table if not exists kept (i int)",
        "insert into kept select generate_series(1, 1000)",
    ] {
        ask(cluster, "kept", statement).await.unwrap();
    }
    let expected = (batch * 1000).to_string();
    assert_eq!(ask(cluster, "kept", COUNT).await.unwrap(), [expected]);
    let server = cluster.status().pid.unwrap();
    let supervisor = parent(server);
    kill_9(server);
    if supervisor_too {
        kill_9(supervisor);
    }
}

#[tokio::test]
async fn a_killed_server_starts_again_with_nothing_lost() {
    let home = Home::with_data();
    let cluster = Cluster::open(Config {
        durable: true,
        ..home.config()
    })
    .unwrap();
    commit_and_kill(&cluster, 1, false).await;
    commit_and_kill(&cluster, 2, true).await;
    commit_and_kill(&cluster, 3, true).await;
    let _lease = cluster.ensure().unwrap();
    assert_eq!(ask(&cluster, "kept", COUNT).await.unwrap(), ["3000"]);
    assert_eq!(ask(&cluster, "kept", "show fsync").await.unwrap(), ["on"]);
    assert_eq!(
        ask(&cluster, "kept", "show data_checksums").await.unwrap(),
        ["on"]
    );
}

/// Commits single rows until the server is gone; returns how many commits it confirmed.
async fn commit_until_killed(options: PgConnectOptions) -> i64 {
    let Ok(mut connection) = PgConnection::connect_with(&options).await else {
        return 0;
    };
    let mut confirmed = 0;
    while sqlx::raw_sql("insert into kept values (1)")
        .execute(&mut connection)
        .await
        .is_ok()
    {
        confirmed += 1;
    }
    confirmed
}

/// Starters, servers and supervisors are killed at moments that differ from run to run with the
/// machine's load; the order of victims does not.
#[tokio::test]
#[ignore = "takes half a minute"]
async fn thirty_kills_at_any_moment_lose_no_confirmed_commit() {
    let home = Home::with_data();
    let cluster = Cluster::open(Config {
        durable: true,
        ..home.config()
    })
    .unwrap();
    let mut kept = 0;
    for round in 0..30u64 {
        let mut starter = home.starter(&real_programs());
        tokio::time::sleep(Duration::from_millis(round * 97 % 300)).await;
        starter.kill().unwrap();
        starter.wait().unwrap();

        let lease = cluster.ensure().unwrap();
        cluster.create_database("kept").await.unwrap();
        ask(&cluster, "kept", "create table if not exists kept (i int)")
            .await
            .unwrap();
        let writer = tokio::spawn(commit_until_killed(cluster.connect_options("kept")));
        tokio::time::sleep(Duration::from_millis(20 + round * 53 % 150)).await;
        let server = cluster.status().pid.unwrap();
        let supervisor = parent(server);
        let victims: &[i32] = match round % 4 {
            0 => &[server],
            1 => &[supervisor],
            2 => &[supervisor, server],
            _ => &[server, supervisor],
        };
        victims.iter().for_each(|victim| kill_9(*victim));
        let confirmed = writer.await.unwrap();
        drop(lease);

        let _lease = cluster.ensure().unwrap();
        let found: i64 = ask(&cluster, "kept", COUNT).await.unwrap()[0]
            .parse()
            .unwrap();
        // The last insert may have been committed, and its confirmation cut off.
        let expected = kept + confirmed..=kept + confirmed + 1;
        assert!(
            expected.contains(&found),
            "round {round}: {found} rows, not {expected:?}"
        );
        kept = found;
    }
}

/// Only Linux tells the server.
#[cfg(target_os = "linux")]
#[test]
fn a_killed_supervisor_takes_the_server_down_cleanly() {
    let home = Home::with_data();
    let cluster = home.cluster();
    let _lease = cluster.ensure().unwrap();
    kill_9(parent(cluster.status().pid.unwrap()));
    crate::support::home::eventually("the server stops", || cluster.status().pid.is_none());
    let log = std::fs::read_to_string(home.root().join("postgres.log")).unwrap();
    assert!(log.contains("received fast shutdown request"), "{log}");
}
