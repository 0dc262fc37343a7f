//! A codebook that comes into force while articles are taken in.

use std::io::Write;
use std::process::Stdio;
use std::time::{Duration, Instant};

use sqlx::PgConnection;

use super::integrity::articles;
use super::program::{Outcome, Program};
use super::support::postgres::TestDb;

/// A codebook on the piers, told apart by its name.
fn codebook(version: usize) -> String {
    format!(
        "[[topic]]\nid = \"piers\"\nname = \"Piers {version}\"\nproposition = \"The piers should stay open.\"\nabout = [\"pier\"]\nfor = [\"pier\"]\n"
    )
}

/// The same, with the sides of the pier changed in every other version.
fn turned(version: usize) -> String {
    match version % 2 {
        0 => codebook(version),
        _ => codebook(version).replace("\nfor =", "\nagainst ="),
    }
}

/// Live analyses, and how many of them went by a codebook that is not in force.
async fn analyses(connection: &mut PgConnection) -> (i64, i64) {
    sqlx::query_as(
        "select count(*), count(*) filter (where codebook_id is distinct from (select max(codebook_id) from codebook)) \
         from analysis where superseded_at is null",
    )
    .fetch_one(connection)
    .await
    .unwrap()
}

#[tokio::test]
async fn an_ingest_that_began_under_another_codebook_goes_by_the_new_one() {
    let database = TestDb::new().await;
    let program = Program::on(&database);
    let mut connection = database.connect().await;
    let mut ingest = program
        .command(&["ingest", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // It has read the codebook by the time that its run is on record, and waits for its input.
    let since = Instant::now();
    loop {
        let begun: bool = sqlx::query_scalar("select exists (select from extraction_run)")
            .fetch_one(&mut connection)
            .await
            .unwrap();
        if begun {
            break;
        }
        assert!(since.elapsed() < Duration::from_secs(30), "it never began");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    program.file("piers.toml", codebook(1));
    program.ok(&["codebook", "apply", "piers.toml"]);
    let mut input = ingest.stdin.take().unwrap();
    input.write_all(articles(40).as_bytes()).unwrap();
    drop(input);
    let outcome = Outcome::of(ingest.wait_with_output().unwrap());
    assert_eq!(
        outcome.stderr.lines().next(),
        Some("40 read: 40 new, 0 known, 0 revised, 0 refused")
    );
    assert_eq!(analyses(&mut connection).await, (40, 0));
    let stances = program.ok(&["sql", "select count(*) > 40 from stance", "--format", "csv"]);
    assert_eq!(stances, "?column?\ntrue\n");
    // Nothing is left for the next apply to mend.
    let again = program.run(&["codebook", "apply", "piers.toml"]);
    assert!(
        again.stderr.contains("in force already"),
        "{}",
        again.stderr
    );
}

#[tokio::test]
async fn ingests_and_applies_at_once_leave_no_article_under_an_old_codebook() {
    const COUNT: usize = 160;
    let database = TestDb::new().await;
    let program = Program::on(&database);
    program.file("many.jsonl", articles(COUNT));
    let start = |args: &[&str]| {
        let mut command = program.command(args);
        std::thread::spawn(move || Outcome::of(command.output().unwrap()))
    };
    let ingest = start(&["ingest", "many.jsonl"]);
    let mut applies = Vec::new();
    for version in 1..=4 {
        let file = format!("piers-{version}.toml");
        program.file(&file, codebook(version));
        applies.push(start(&["codebook", "apply", &file]));
        std::thread::sleep(Duration::from_millis(120));
    }
    let dated = start(&["article", "date", "1", "2024-03-06"]);
    for one in applies.into_iter().chain([ingest]) {
        let outcome = one.join().unwrap();
        assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    }
    // It may have come before the article; then it says so.
    let dated = dated.join().unwrap();
    assert!(
        dated.code == Some(0) || dated.stderr.contains("there is no article"),
        "{}",
        dated.stderr
    );
    let mut connection = database.connect().await;
    assert_eq!(analyses(&mut connection).await, (COUNT as i64, 0));
}

#[tokio::test]
async fn people_decide_while_codebooks_are_applied_and_nobody_is_turned_away() {
    let database = TestDb::new().await;
    let program = Program::on(&database);
    program.file("piers.toml", codebook(0));
    program.ok(&["codebook", "apply", "piers.toml"]);
    program.file("many.jsonl", articles(120));
    program.ok(&["ingest", "many.jsonl"]);
    let start = |args: &[&str]| {
        let mut command = program.command(args);
        std::thread::spawn(move || Outcome::of(command.output().unwrap()))
    };
    let mut running = Vec::new();
    for version in 1..=3 {
        let file = format!("piers-{version}.toml");
        program.file(&file, turned(version));
        running.push(start(&["codebook", "apply", &file]));
    }
    for claim in (1..=40).step_by(2) {
        let claim = claim.to_string();
        running.push(start(&["review", &claim, "--set", "stance=-1,topic=piers"]));
        std::thread::sleep(Duration::from_millis(30));
    }
    for one in running {
        let outcome = one.join().unwrap();
        assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    }
    let mut connection = database.connect().await;
    assert_eq!(analyses(&mut connection).await, (120, 0));
    let kept = program.ok(&[
        "sql",
        "select count(distinct root_claim_id) from stance join claim using (claim_id) \
         where stance.origin = 'person' and stance.superseded_at is null and stance.value = -1",
        "--format",
        "csv",
    ]);
    assert_eq!(kept, "count\n20\n");
}

#[tokio::test]
async fn two_reviewers_on_the_same_claim_at_once_lose_nothing() {
    let database = TestDb::new().await;
    let program = Program::on(&database);
    program.file("piers.toml", codebook(0));
    program.ok(&["codebook", "apply", "piers.toml"]);
    program.file("many.jsonl", articles(20));
    program.ok(&["ingest", "many.jsonl"]);
    let mut connection = database.connect().await;
    let claims: Vec<i64> =
        sqlx::query_scalar("select distinct claim_id from stance order by 1 limit 8")
            .fetch_all(&mut connection)
            .await
            .unwrap();
    assert_eq!(claims.len(), 8);
    let mut running = Vec::new();
    for claim in claims {
        for (by, set) in [("ann", "stance=-1,topic=piers"), ("bo", "said=2024-01-02")] {
            let mut command =
                program.command(&["review", &claim.to_string(), "--set", set, "--by", by]);
            running.push(std::thread::spawn(move || {
                Outcome::of(command.output().unwrap())
            }));
        }
    }
    for one in running {
        let outcome = one.join().unwrap();
        assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    }
    // Each verdict is on record, and what both changed holds.
    let verdicts: Vec<(String, i64)> =
        sqlx::query_as("select reviewer, count(*) from review group by 1 order by 1")
            .fetch_all(&mut connection)
            .await
            .unwrap();
    assert_eq!(verdicts, [("ann".to_owned(), 8), ("bo".to_owned(), 8)]);
    let both: i64 = sqlx::query_scalar(
        "select count(*) from claim c join stance s on s.claim_id = c.claim_id and s.superseded_at is null \
         where c.superseded_at is null and c.said_from = '2024-01-02' and s.value = -1 and s.origin = 'person'",
    )
    .fetch_one(&mut connection)
    .await
    .unwrap();
    assert_eq!(both, 8);
}
