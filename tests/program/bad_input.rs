//! Input and databases that go wrong in ways that a session's files cannot show.

use std::io::Write;
use std::process::Stdio;
use std::time::Duration;

use super::program::{Outcome, Program};
use super::support::home::{Home, ask, eventually, kill_9};
use super::support::postgres::TestDb;

#[tokio::test]
async fn fifty_megabytes_of_one_line_are_refused_and_the_rest_goes_in() {
    let database = TestDb::new().await;
    let program = Program::on(&database);
    program.file(
        "town.txt",
        "Mira Holt said on Monday that the ferry pier should stay open.",
    );
    let line = "no end of words ".repeat(50_000_000 / 16);
    for name in [
        "line.txt",
        "line.jsonl",
        "line.csv",
        "line.html",
        "line.md",
        "line.json",
    ] {
        program.file(name, &line);
    }
    let outcome = program.run(&["ingest", "."]);
    assert_eq!(outcome.code, Some(1));
    for name in [
        "line.txt",
        "line.jsonl",
        "line.csv",
        "line.html",
        "line.md",
        "line.json",
    ] {
        let said: Vec<&str> = outcome
            .stderr
            .lines()
            .filter(|line| line.contains(&format!("{name}:")))
            .collect();
        assert_eq!(said.len(), 1, "{name}: {}", outcome.stderr);
        assert!(
            said[0].starts_with("refused: ") && said[0].contains("; "),
            "{}",
            said[0]
        );
    }
    assert!(
        outcome
            .stderr
            .contains("7 read: 1 new, 0 known, 0 revised, 6 refused"),
        "{}",
        outcome.stderr
    );
}

#[tokio::test]
async fn a_database_that_cannot_be_used_is_named_with_what_to_do() {
    let database = TestDb::new().await;
    let (base, query) = database.url.split_once('?').unwrap();
    let (_, socket) = query.split_once("host=").unwrap();
    let socket = socket.split('&').next().unwrap();
    let port = query
        .split("port=")
        .nth(1)
        .unwrap()
        .split('&')
        .next()
        .unwrap();
    let refused = format!("{base}?host={socket}&port={port}&user=nobody-we-know");
    let missing = database.url.replacen(base, "postgresql:///not_there", 1);
    for (url, words) in [
        (
            "postgresql://127.0.0.1:1/stance",
            &["127.0.0.1:1/stance", "efused"][..],
        ),
        (
            "postgresql://no-such-host.invalid/stance",
            &["no-such-host.invalid"],
        ),
        (
            "postgresql:///stance?host=/nowhere/at/all",
            &["/nowhere/at/all/stance"],
        ),
        (
            "postgresql://reader:secret@127.0.0.1:1/stance",
            &["127.0.0.1:1"],
        ),
        (&refused, &["nobody-we-know"]),
        (&missing, &["not_there"]),
        ("mysql://127.0.0.1/stance", &["mysql://127.0.0.1/stance"]),
        ("postgresql://[broken/stance", &["URL"]),
    ] {
        let program = Program::with_url(Some(url.to_owned()));
        program.file(
            "town.txt",
            "Mira Holt said on Monday that the pier should stay.",
        );
        for verb in [&["topic", "list"][..], &["ingest", "town.txt"]] {
            let outcome = program.run(verb);
            assert_eq!(
                (outcome.code, outcome.stdout.as_str()),
                (Some(1), ""),
                "{url}"
            );
            assert!(
                outcome
                    .stderr
                    .starts_with("error: cannot reach the database"),
                "{url}: {}",
                outcome.stderr
            );
            let hint = if url == missing {
                "hint: make it with createdb"
            } else {
                "hint: check the URL"
            };
            assert!(outcome.stderr.contains(hint), "{url}: {}", outcome.stderr);
            assert!(!outcome.stderr.contains("secret"), "{}", outcome.stderr);
            for word in words {
                assert!(
                    outcome.stderr.contains(word),
                    "{url}: no {word:?} in {}",
                    outcome.stderr
                );
            }
        }
    }
}

#[tokio::test]
async fn a_server_that_dies_in_the_middle_loses_nothing_that_was_done() {
    const COUNT: usize = 400;
    let home = Home::with_data();
    let cluster = home.cluster();
    let mut lease = cluster.ensure().unwrap();
    cluster.create_database("town").await.unwrap();
    let program = Program::with_url(Some(cluster.url("town")));
    program.ok(&["db", "migrate"]);
    let mut lines = String::new();
    // A pipe is looked into for some tens of kilobytes before its first article is taken.
    let note = "of no importance ".repeat(30);
    for number in 0..COUNT {
        lines += &format!(
            "{{\"id\": \"{number}\", \"date\": \"2024-03-05\", \"text\": \"Jonas Reed{number} said on Monday that pier {number} should stay open.\", \"note\": \"{note}\"}}\n"
        );
    }
    program.file("many.jsonl", &lines);
    // The second half of its input comes when the server is gone.
    let mut ingest = program
        .command(&["ingest", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = ingest.stdin.take().unwrap();
    let (first, second) = lines.split_at(lines.len() / 2);
    input.write_all(first.as_bytes()).unwrap();
    loop {
        let count = ask(&cluster, "town", "select count(*)::text from article")
            .await
            .unwrap();
        if count != ["0"] {
            break;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    kill_9(cluster.status().pid.unwrap());
    // Unless it has ended by then.
    let _ = input.write_all(second.as_bytes());
    drop(input);
    let outcome = Outcome::of(ingest.wait_with_output().unwrap());
    assert_eq!(outcome.code, Some(1), "{}", outcome.stderr);
    assert!(
        outcome.stderr.contains("error: the database went away"),
        "{}",
        outcome.stderr
    );
    assert!(
        outcome.stderr.contains("run the same command again"),
        "{}",
        outcome.stderr
    );
    drop(lease);
    eventually("the dead server is gone", || cluster.status().pid.is_none());
    lease = cluster.ensure().unwrap();
    let finished = program.run(&["ingest", "many.jsonl"]);
    assert_eq!(finished.code, Some(0), "{}", finished.stderr);
    let count = ask(&cluster, "town", "select count(*)::text from article")
        .await
        .unwrap();
    assert_eq!(count, [COUNT.to_string()]);
    let twice = "select count(*)::text from (select from article group by external_id having count(*) > 1) twice";
    assert_eq!(ask(&cluster, "town", twice).await.unwrap(), ["0"]);
    drop(lease);
}
