//! Idleness and explicit stops.

use crate::support::home::{Home, ask, eventually};
use stance::store::embedded::{Cluster, Config};
use std::time::Duration;

#[tokio::test]
async fn the_server_stays_for_a_lease_and_stops_when_idle() {
    let home = Home::with_data();
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
