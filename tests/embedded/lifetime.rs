//! Kills, idleness and explicit stops.

use crate::support::home::{Home, ask, eventually, kill_9};
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
    #[cfg(target_os = "linux")]
    if supervisor_too {
        let supervisor = crate::support::home::parent(server);
        kill_9(server);
        kill_9(supervisor);
        return;
    }
    let _ = supervisor_too;
    kill_9(server);
}

#[tokio::test]
async fn a_killed_server_starts_again_with_nothing_lost() {
    let home = Home::new();
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

#[cfg(target_os = "linux")]
#[test]
fn a_killed_supervisor_takes_the_server_down_cleanly() {
    let home = Home::new();
    let cluster = home.cluster();
    let _lease = cluster.ensure().unwrap();
    kill_9(crate::support::home::parent(cluster.status().pid.unwrap()));
    eventually("the server stops", || cluster.status().pid.is_none());
    let log = std::fs::read_to_string(home.root().join("postgres.log")).unwrap();
    assert!(log.contains("received fast shutdown request"), "{log}");
}

#[tokio::test]
async fn the_server_stays_for_a_lease_and_stops_when_idle() {
    let home = Home::new();
    let idle = Duration::from_millis(300);
    let cluster = Cluster::open(Config {
        idle,
        ..home.config()
    })
    .unwrap();
    let one = cluster.ensure().unwrap();
    let other = home.cluster().ensure().unwrap();
    drop(one);
    std::thread::sleep(4 * idle);
    assert!(cluster.status().accepting, "another process still uses it");
    drop(other);
    eventually("the idle server stops", || cluster.status().pid.is_none());
    let _lease = cluster.ensure().unwrap();
    assert_eq!(
        ask(&cluster, "postgres", "select 'again'").await.unwrap(),
        ["again"]
    );
}

#[test]
fn a_stop_says_whether_a_server_ran() {
    let home = Home::new();
    let cluster = home.cluster();
    assert!(!cluster.stop().unwrap(), "there is not even a cluster");
    let _lease = cluster.ensure().unwrap();
    assert!(cluster.stop().unwrap());
    assert!(!cluster.stop().unwrap());
    assert_eq!(cluster.status().pid, None);
}
