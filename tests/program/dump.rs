//! `db dump` and `db restore`: everything goes there and back.

use std::collections::BTreeSet;

use super::demo::with_the_demo_articles;
use super::program::Program;
use super::support::postgres::TestDb;

#[tokio::test]
async fn a_dump_restored_is_the_same_database() {
    let (from, to) = (TestDb::new().await, TestDb::new().await);
    let program = with_the_demo_articles(&from);
    let id = first(
        &program,
        "select claim_id from stance_history order by 1 limit 1",
    );
    program.ok(&["review", &id, "--confirm", "--note", "tab\t, \\ and\nline"]);
    program.ok(&["actor", "alias", "scholz", "Der Kanzler"]);
    program.ok(&["db", "dump", "whole.sql"]);
    program.ok(&["db", "restore", "whole.sql", "--database", &to.url]);

    let dump = std::fs::read_to_string(program.folder().join("whole.sql")).unwrap();
    assert_eq!(program.ok(&["db", "dump", "--database", &to.url]), dump);
    for report in [
        &[
            "history",
            "--topic",
            "long-range-weapons",
            "--format",
            "json",
        ][..],
        &["shifts", "--format", "json"],
        &["actor", "show", "Der Kanzler", "--format", "json"],
    ] {
        let of_copy = [report, &["--database", &to.url]].concat();
        assert_eq!(program.ok(report), program.ok(&of_copy));
    }
    // The copy lives on: its keys go on behind those that it was given.
    program.file(
        "more.txt",
        "Olaf Scholz said on Monday that he opposes the ferry pier.",
    );
    let more = program.run(&["ingest", "more.txt", "--database", &to.url]);
    assert!(more.stderr.contains("1 new"), "{}", more.stderr);

    let again = program.run(&["db", "restore", "whole.sql", "--database", &to.url]);
    assert_eq!(again.code, Some(1));
    assert!(again.stderr.contains("not empty"), "{}", again.stderr);
    let over = program.run(&["db", "dump", "whole.sql"]);
    assert_eq!(over.code, Some(1));
    assert!(
        over.stderr.contains("whole.sql is there already"),
        "{}",
        over.stderr
    );
}

fn first(program: &Program, query: &str) -> String {
    let printed = program.ok(&["sql", query, "--format", "csv"]);
    printed.lines().nth(1).unwrap().to_owned()
}

#[tokio::test]
async fn a_dump_holds_every_table_but_those_that_come_with_the_schema() {
    let database = TestDb::new().await;
    let program = Program::on(&database);
    let dump = program.ok(&["db", "dump"]);
    let mut held: BTreeSet<String> = dump
        .lines()
        .filter_map(|line| line.strip_prefix("copy ")?.split(' ').next())
        .map(str::to_owned)
        .collect();
    held.extend(["stance_scale", "schema_view", "_sqlx_migrations"].map(str::to_owned));
    // Made of the others.
    held.extend(
        [
            "kept_history",
            "kept_outlet",
            "kept_period",
            "kept_searched",
            "kept_tally",
        ]
        .map(str::to_owned),
    );
    held.extend(
        [
            "history_change",
            "history_mark",
            "outlet_mark",
            "tally_mark",
            "kept_until",
        ]
        .map(str::to_owned),
    );
    let tables: Vec<String> = sqlx::query_scalar(
        "select relname::text from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace",
    )
    .fetch_all(&mut database.connect().await)
    .await
    .unwrap();
    assert_eq!(held, BTreeSet::from_iter(tables));
}

#[tokio::test]
async fn a_dump_that_is_broken_is_refused_whole() {
    let database = TestDb::new().await;
    let program = Program::on(&database);
    program.file(
        "town.txt",
        "Mira Holt said on Monday that the ferry pier should stay open.",
    );
    program.ok(&["ingest", "town.txt"]);
    let dump = program.ok(&["db", "dump"]);
    let other = TestDb::new().await;
    let half: String = dump.split_inclusive('\n').take(40).collect();
    let table = dump.find("copy claim ").expect("a table behind others");
    let other_schema = dump.replacen("schema 0", "schema 9", 1);
    let foreign = dump.replacen("copy publisher", "drop table setting;\ncopy publisher", 1);
    let wrong_row = dump.replacen(
        "copy publisher (publisher_id",
        "copy publisher (no_such_column",
        1,
    );
    for (name, script, says) in [
        ("half.sql", half.as_str(), "cut off"),
        ("tables.sql", &dump[..table], "cut off"),
        ("other.sql", &other_schema, "is of schema"),
        ("foreign.sql", &foreign, "not what a dump holds"),
        ("wrong.sql", &wrong_row, "no_such_column"),
        ("not.sql", "select 1;\n", "no dump of stance"),
        ("empty.sql", "", "no dump of stance"),
    ] {
        program.file(name, script);
        let outcome = program.run(&["db", "restore", name, "--database", &other.url]);
        assert_eq!(outcome.code, Some(1), "{name}");
        assert!(outcome.stderr.contains(says), "{name}: {}", outcome.stderr);
    }
    let untouched = TestDb::new().await;
    assert_eq!(
        program.ok(&["db", "dump", "--database", &other.url]),
        program.ok(&["db", "dump", "--database", &untouched.url])
    );
}
