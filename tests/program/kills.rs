//! An ingest whose own process, server or supervisor is killed at any moment.

use std::io::Write;
use std::process::{Child, Stdio};
use std::time::Duration;

use sqlx::{Connection, PgConnection};
use stance::store::embedded::{Cluster, Config};

use super::integrity::{articles, articles_from, halves};
use super::program::Program;
use super::support::home::{Home, eventually, kill_9, parent};

/// How often something is killed.
const ROUNDS: usize = 20;
/// Articles that each round adds, besides some of the round before.
const FRESH: usize = 150;
/// Articles of the round before that come again.
const AGAIN: usize = 50;

/// Starts an ingest that is fed some articles at a time, so that it is storing for as long as it lives.
fn start(program: &Program, lines: String) -> Child {
    let mut ingest = program
        .command(&["ingest", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = ingest.stdin.take().unwrap();
    // A pipe is looked into for some tens of kilobytes before its first article is taken.
    let note = format!("{{\"note\": \"{}\", ", "of no importance ".repeat(50));
    let lines = lines.replace("{\"id\"", &(note + "\"id\""));
    std::thread::spawn(move || {
        for line in lines.split_inclusive('\n') {
            // Nobody reads on when the ingest is dead.
            if input.write_all(line.as_bytes()).is_err() {
                return;
            }
            std::thread::sleep(Duration::from_millis(3));
        }
    });
    ingest
}

/// How many articles are there, of how many different ones.
async fn count(connection: &mut PgConnection) -> (i64, i64) {
    sqlx::query_as("select count(*), count(distinct external_id) from article")
        .fetch_one(connection)
        .await
        .unwrap()
}

/// The moments differ from run to run with the machine's load; the order of victims does not.
#[tokio::test]
async fn twenty_kills_leave_whole_articles_lose_none_and_double_none() {
    let home = Home::with_data();
    let config = Config {
        durable: true,
        ..home.config()
    };
    let cluster = Cluster::open(config).unwrap();
    let mut lease = cluster.ensure().unwrap();
    cluster.create_database("town").await.unwrap();
    let program = Program::with_url(Some(cluster.url("town")));
    program.ok(&["db", "migrate"]);
    let mut kept = 0;
    for round in 0..ROUNDS {
        let first = (round * FRESH).saturating_sub(AGAIN);
        let mut ingest = start(&program, articles_from(first, FRESH + AGAIN));
        tokio::time::sleep(Duration::from_millis(100 + round as u64 * 97 % 500)).await;
        let mut connection = PgConnection::connect_with(&cluster.connect_options("town"))
            .await
            .unwrap();
        let (committed, _) = count(&mut connection).await;
        let server = cluster.status().pid.unwrap();
        match round % 4 {
            0 | 2 => ingest.kill().unwrap(),
            1 => kill_9(server),
            _ => [parent(server), server].into_iter().for_each(kill_9),
        }
        if round % 2 == 1 {
            // It cannot do without its server, and would wait for another for a while.
            ingest.kill().unwrap();
            drop(lease);
            eventually("the dead server is gone", || cluster.status().pid.is_none());
            lease = cluster.ensure().unwrap();
            connection = PgConnection::connect_with(&cluster.connect_options("town"))
                .await
                .unwrap();
        }
        ingest.wait().unwrap();
        assert_eq!(halves(&mut connection).await, [""; 0], "round {round}");
        let (there, different) = count(&mut connection).await;
        assert_eq!(there, different, "round {round}: one is there twice");
        assert!(
            there >= committed.max(kept),
            "round {round}: {there}, after {committed}"
        );
        kept = there;
    }
    let all = ROUNDS * FRESH;
    program.file("all.jsonl", articles(all));
    let finished = program.run(&["ingest", "all.jsonl"]);
    let new = all as i64 - kept;
    assert_eq!(
        finished.stderr.lines().next(),
        Some(format!("{all} read: {new} new, {kept} known, 0 revised, 0 refused").as_str())
    );
    let mut connection = PgConnection::connect_with(&cluster.connect_options("town"))
        .await
        .unwrap();
    assert_eq!(halves(&mut connection).await, [""; 0]);
    assert_eq!(count(&mut connection).await, (all as i64, all as i64));
    drop(lease);
}
