//! What the roles of the database may do: a coder records verdicts and statements, and nothing else.

use sqlx::{AssertSqlSafe, PgConnection};

use super::program::Program;
use super::support::postgres::TestDb;

const PIER: &str = "[[topic]]\nid = \"pier\"\nname = \"Pier\"\nproposition = \"The pier should stay.\"\nabout = [\"pier\"]\nfor = [\"pier\"]\n";

async fn run(connection: &mut PgConnection, sql: String) {
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(connection)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_coder_judges_and_codes_and_can_change_nothing_else() {
    let database = TestDb::new().await;
    let owner = Program::on(&database);
    owner.file("pier.toml", PIER);
    owner.ok(&["codebook", "apply", "pier.toml"]);
    owner.file(
        "a.jsonl",
        "{\"id\": \"1\", \"publisher\": \"Harbour Gazette\", \"date\": \"2024-03-05\", \
         \"text\": \"Mira Holt said on Monday that she supports the pier. Jonas Reed opposes the pier.\"}\n",
    );
    owner.ok(&["ingest", "a.jsonl"]);
    let mut connection = database.connect().await;
    // Roles are the whole server's: one of this test's own, gone at its end.
    let login = format!("coder_{}", std::process::id());
    run(
        &mut connection,
        format!("drop role if exists {login}; create role {login} login in role stance_coder"),
    )
    .await;
    let url = database.url.rsplit_once("user=").unwrap().0;
    let coder = Program::with_url(Some(format!("{url}user={login}")));

    coder.ok(&["review", "1", "--confirm"]);
    coder.ok(&[
        "review",
        "1",
        "--set",
        "stance=1,said=2024-03-01",
        "--topic",
        "pier",
    ]);
    coder.ok(&["review", "--undo", "2"]);
    coder.ok(&[
        "code",
        "1",
        "--passage",
        "Jonas Reed opposes the pier.",
        "--actor",
        "Jonas Reed",
        "--topic",
        "pier",
        "--stance",
        "-2",
    ]);
    coder.ok(&["code", "1", "--read"]);
    coder.ok(&[
        "record",
        "--actor",
        "Nora Vale",
        "--topic",
        "pier",
        "--stance",
        "2",
        "--said",
        "2024-01-02",
        "--text",
        "Yes.",
        "--source",
        "A letter",
    ]);
    let history = coder.ok(&[
        "sql",
        "select count(*) from stance_history",
        "--format",
        "csv",
    ]);
    assert_eq!(history, "count\n3\n");

    coder.file("pier.toml", PIER.replace("should stay", "should go"));
    for forbidden in [
        &["codebook", "apply", "pier.toml"][..],
        &["actor", "alias", "1", "Somebody"],
        &["article", "forget", "1", "--reason", "none"],
    ] {
        let outcome = coder.run(forbidden);
        assert_eq!(outcome.code, Some(1), "{forbidden:?}: {}", outcome.stdout);
        assert!(
            outcome.stderr.contains("permission denied"),
            "{forbidden:?}: {}",
            outcome.stderr
        );
    }
    let settings = sqlx::query("update setting set value = '0'");
    run(&mut connection, format!("set role {login}")).await;
    assert!(settings.execute(&mut connection).await.is_err());
    run(&mut connection, format!("reset role; drop role {login}")).await;
}

#[tokio::test]
async fn psql_is_opened_for_the_reader() {
    let database = TestDb::new().await;
    let program = Program::on(&database);
    // Whatever psql is on the machine, this one says what it was started with.
    let bin = program.folder().join("../bin/psql");
    std::fs::write(&bin, "#!/bin/sh\necho \"$PGOPTIONS\"\n").unwrap();
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(&bin, mode).unwrap();
    assert_eq!(
        program.ok(&["sql"]),
        "-c default_transaction_read_only=on -c role=stance_reader\n"
    );
}
