//! The lossless export.

use std::collections::BTreeMap;

use sqlx::AssertSqlSafe;

use super::super::program::Program;
use super::super::support::postgres::TestDb;
use super::lived_in;

/// Tables of the schema itself, which say when it was made, and those that are made of the others.
const OF_THE_SCHEMA: [&str; 12] = [
    "_sqlx_migrations",
    "schema_view",
    "kept_history",
    "kept_outlet",
    "kept_period",
    "kept_searched",
    "kept_tally",
    "history_change",
    "history_mark",
    "outlet_mark",
    "tally_mark",
    "kept_until",
];

/// All rows of every table and view that the catalogue lists, as text.
async fn rows(database: &TestDb, kind: &str) -> BTreeMap<String, Vec<String>> {
    let mut connection = database.connect().await;
    let query = "select relname::text from pg_class where relkind = any(string_to_array($1, ',')::\"char\"[]) \
        and relnamespace = 'public'::regnamespace and relname <> all($2)";
    let names: Vec<String> = sqlx::query_scalar(query)
        .bind(kind)
        .bind(OF_THE_SCHEMA)
        .fetch_all(&mut connection)
        .await
        .unwrap();
    let mut found = BTreeMap::new();
    for name in names {
        let query = format!("select t::text from {name} t order by 1");
        let rows = sqlx::query_scalar(AssertSqlSafe(query))
            .fetch_all(&mut connection)
            .await
            .unwrap();
        found.insert(name, rows);
    }
    found
}

#[tokio::test]
async fn a_database_made_from_an_export_equals_the_old_one() {
    let (from, to) = (TestDb::new().await, TestDb::new().await);
    let program = lived_in(&from).await;
    program.ok(&["export", "-o", "whole.jsonl"]);
    let empty = program.ok(&["export", "--database", &to.url]);
    program.ok(&["import", "whole.jsonl", "--database", &to.url, "--dry-run"]);
    assert!(
        program.ok(&["export", "--database", &to.url]) == empty,
        "a dry run changed something"
    );
    let imported = program.run(&["import", "whole.jsonl", "--database", &to.url]);
    assert_eq!(imported.code, Some(0), "{}", imported.stderr);

    let tables = rows(&from, "r,p").await;
    let empty: Vec<&String> = tables
        .iter()
        .filter(|t| t.1.is_empty())
        .map(|t| t.0)
        .collect();
    assert!(
        empty.is_empty(),
        "nothing is shown of {empty:?}: let lived_in fill them"
    );
    let copied = rows(&to, "r,p").await;
    for (table, rows) in &tables {
        assert!(rows == &copied[table], "{table} differs");
    }
    let (views, copied) = (rows(&from, "v,m").await, rows(&to, "v,m").await);
    assert!(views.len() > 10, "{:?}", views.keys());
    for (view, rows) in &views {
        assert!(rows == &copied[view], "{view} differs");
    }

    // The keys of the copy go on where those of the old one do, behind those that were forgotten.
    let whole = std::fs::read_to_string(program.folder().join("whole.jsonl")).unwrap();
    assert!(
        program.ok(&["export"]) == whole,
        "another export of the same database"
    );
    assert!(
        program.ok(&["export", "--database", &to.url]) == whole,
        "another export of the copy"
    );
    // And so it is packed.
    let packed = TestDb::new().await;
    program.ok(&["export", "-o", "whole.jsonl.gz"]);
    program.ok(&["import", "whole.jsonl.gz", "--database", &packed.url]);
    assert!(
        program.ok(&["export", "--database", &packed.url]) == whole,
        "another export of the packed copy"
    );

    let again = program.run(&["import", "whole.jsonl", "--database", &to.url]);
    assert_eq!(again.code, Some(1));
    assert!(
        again
            .stderr
            .contains("the database is not empty (publisher has rows)"),
        "{}",
        again.stderr
    );
    let over = program.run(&["export", "-o", "whole.jsonl"]);
    assert_eq!(over.code, Some(1));
    assert!(
        over.stderr.contains("whole.jsonl is there already"),
        "{}",
        over.stderr
    );
    // The copy lives on.
    program.file(
        "more.txt",
        "Olaf Scholz said on Monday that he opposes the ferry pier.",
    );
    let more = program.run(&["ingest", "more.txt", "--database", &to.url]);
    assert!(more.stderr.contains("1 new"), "{}", more.stderr);
}

#[tokio::test]
async fn an_export_holds_every_table_but_those_that_come_with_the_schema() {
    let database = TestDb::new().await;
    let program = Program::on(&database);
    let head: serde_json::Value =
        serde_json::from_str(program.ok(&["export"]).lines().next().unwrap()).unwrap();
    let mut held: Vec<String> = head["tables"]
        .as_array()
        .unwrap()
        .iter()
        .map(|table| table["table"].as_str().unwrap().to_owned())
        .collect();
    held.push("stance_scale".into());
    held.sort();
    let tables: Vec<String> = rows(&database, "r,p").await.into_keys().collect();
    assert_eq!(held, tables);
}

#[tokio::test]
async fn an_export_that_is_broken_is_refused_whole_with_its_line() {
    let database = TestDb::new().await;
    let program = Program::on(&database);
    program.file(
        "town.txt",
        "Mira Holt said on Monday that the ferry pier should stay open.",
    );
    program.ok(&["ingest", "town.txt"]);
    let whole = program.ok(&["export"]);
    let other = TestDb::new().await;
    let lines: Vec<&str> = whole.split_inclusive('\n').collect();
    let claim = 1 + lines
        .iter()
        .position(|line| line.contains("\"table\":\"claim\",\"row\""))
        .unwrap();
    let end = lines.len();
    let half = lines[..end / 2].concat();
    let in_a_line = &whole[..whole.find("\"table\":\"claim\",\"row\"").unwrap() + 60];
    let broken = whole.replacen(
        "\"table\":\"claim\",\"row\":{",
        "\"table\":\"claim\",\"row\":{,",
        1,
    );
    let schema = whole.replacen("\"schema\":\"0", "\"schema\":\"9", 1);
    let format = whole.replacen("\"stance_export\":1", "\"stance_export\":2", 1);
    let stranger = whole.replacen(
        "{\"table\":\"claim\",\"row\"",
        "{\"table\":\"pg_class\",\"row\"",
        1,
    );
    let column = whole.replacen("\"root_claim_id\":", "\"root_claim\":", 1);
    let value = whole.replacen("\"act\":\"statement\"", "\"act\":\"song\"", 1);
    let text = whole.replacen("\"evidence\":\"Mira", "\"evidence\":\"Mara", 1);
    let letter = whole.replacen("\"name\":\"Mira Holt\"", "\"name\":\"Mara Holt\"", 1);
    let lost: String = lines
        .iter()
        .filter(|line| {
            !line.contains("\"table\":\"skipped\",\"row\"")
                && !line.contains("\"table\":\"article_actor\",\"row\"")
        })
        .copied()
        .collect();
    let behind = format!("{whole}{{}}\n");
    for (name, export, says) in [
        (
            "half.jsonl",
            half.as_str(),
            format!("half.jsonl:{}: the export is cut off", end / 2 + 1),
        ),
        (
            "line.jsonl",
            in_a_line,
            format!("line.jsonl:{claim}: not valid JSON here"),
        ),
        (
            "broken.jsonl",
            &broken,
            format!("broken.jsonl:{claim}: not valid JSON here"),
        ),
        (
            "schema.jsonl",
            &schema,
            "schema.jsonl:1: the export is of schema 9".into(),
        ),
        (
            "format.jsonl",
            &format,
            "format.jsonl:1: the export is of format 2".into(),
        ),
        (
            "stranger.jsonl",
            &stranger,
            format!("stranger.jsonl:{claim}: there is no table \"pg_class\""),
        ),
        (
            "column.jsonl",
            &column,
            format!("column.jsonl:{claim}: claim: no column \"root_claim_id\""),
        ),
        (
            "value.jsonl",
            &value,
            format!(
                "value.jsonl:{claim}: claim: new row for relation \"claim\" violates check constraint \"claim_act_known\""
            ),
        ),
        (
            "text.jsonl",
            &text,
            format!("text.jsonl:{claim}: claim: the passage at 0.."),
        ),
        (
            "letter.jsonl",
            &letter,
            format!("letter.jsonl:{end}: the lines before are not those that were written"),
        ),
        ("lost.jsonl", &lost, "rows were read, and".into()),
        (
            "behind.jsonl",
            &behind,
            format!("behind.jsonl:{}: something follows", end + 1),
        ),
        (
            "not.jsonl",
            "{\"id\": 1}\n",
            "not.jsonl: it is no export of stance".into(),
        ),
    ] {
        program.file(name, export);
        let outcome = program.run(&["import", name, "--database", &other.url]);
        assert_eq!(outcome.code, Some(1), "{name}");
        assert!(
            outcome.stderr.contains(&says),
            "{name}: {says}: {}",
            outcome.stderr
        );
        assert!(
            outcome.stderr.contains(';'),
            "{name}: what to do: {}",
            outcome.stderr
        );
    }
    let untouched = TestDb::new().await;
    assert_eq!(
        program.ok(&["export", "--database", &other.url]),
        program.ok(&["export", "--database", &untouched.url])
    );

    // Whoever edits on purpose says so by taking the sum out.
    let sum = letter.rfind(",\"sha256\"").unwrap();
    let edited = format!("{}}}\n", &letter[..sum]);
    program.file("edited.jsonl", edited);
    program.ok(&["import", "edited.jsonl", "--database", &other.url]);
    assert!(
        program
            .ok(&["actor", "list", "--database", &other.url])
            .contains("Mara Holt")
    );
}
