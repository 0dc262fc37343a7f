//! `stance export` and `stance import`: what leaves comes back the same.

mod formats;
mod table;
mod whole;

use super::demo::with_the_demo_articles;
use super::program::Program;
use super::support::postgres::TestDb;

/// A database in which people have worked: every table of it holds something.
pub async fn lived_in(database: &TestDb) -> Program {
    let program = with_the_demo_articles(database);
    let ids = column(
        &program,
        "select claim_id from stance_history where status = 'proposed' group by claim_id having count(*) = 1 order by claim_id",
    );
    let note = "tab\t, \\ and \"quotes\"\nand a line; =1+1 \u{202e}\u{1F3DB}";
    program.ok(&["review", &ids[0], "--confirm", "--note", note]);
    program.ok(&["review", &ids[1], "--reject", "--note", "a rival's words"]);
    program.ok(&["review", &ids[2], "--set", "stance=-1"]);
    program.ok(&["review", "--undo", "2"]);
    program.ok(&["actor", "alias", "scholz", "Der Kanzler"]);
    program.ok(&["actor", "merge", "biden", "putin", "--reason", "a slip"]);
    program.ok(&["actor", "undo"]);
    program.file(
        "town.jsonl",
        concat!(
            r#"{"id": "1", "url": "https://harbour.example/pier", "publisher": "Harbour <b>Gazette</b>", "date": "2024-03-05", "keys": {"a": [1.10, null]}, "title": "The pier", "text": "Mira Holt said on Monday that she supports military aid to Ukraine. \\N \\. <i>Nobody</i> voted."}"#,
            "\n",
            r#"{"id": "2", "publisher": "North Shore Post", "text": "Jonas Reed would halt military aid to Ukraine."}"#,
            "\n",
            r#"{"id": "3", "publisher": "North Shore Post", "date": "2024-05-14", "text": "Ann Low said that she opposes military aid to Ukraine. She said no more."}"#,
            "\n"
        ),
    );
    program.ok(&["ingest", "town.jsonl"]);
    let of_the_town =
        "select actor_id from actor where name in ('Mira Holt', 'Ann Low') order by 1";
    let [one, other] = &column(&program, of_the_town)[..] else {
        panic!("the town's people are not found");
    };
    program.ok(&["actor", "merge", one, other]);
    program.ok(&["actor", "split", one, other]);
    program.file(
        "again.jsonl",
        r#"{"id": "1", "url": "https://harbour.example/pier", "publisher": "Harbour <b>Gazette</b>", "date": "2024-03-05", "text": "Mira Holt said on Monday that she opposes military aid to Ukraine. Somebody voted."}"#,
    );
    program.ok(&["ingest", "again.jsonl"]);
    let town = column(
        &program,
        "select article_id from article where superseded_at is null order by article_id desc limit 3",
    );
    let [revised, forgotten, reed] = [&town[0], &town[1], &town[2]];
    program.ok(&["article", "date", reed, "2024-04-09"]);
    program.ok(&["snapshot", "create", "spring", "--note", "before the vote"]);
    for coder in ["ann", "bo"] {
        program.ok(&["code", "--coder", coder, "--assign", reed, revised]);
    }
    for coder in ["ann", "bo"] {
        let passage = "Jonas Reed would halt military aid to Ukraine.";
        let stance = if coder == "ann" { "-2" } else { "-1" };
        program.ok(&[
            "code",
            reed,
            "--coder",
            coder,
            "--passage",
            passage,
            "--actor",
            "Jonas Reed",
            "--topic",
            "military-aid-ukraine",
            "--stance",
            stance,
        ]);
        program.ok(&["code", reed, "--coder", coder, "--read"]);
    }
    program.ok(&[
        "adjudicate",
        "--take",
        "1",
        "--leave",
        "2",
        "--note",
        "outright",
    ]);
    program.ok(&[
        "record",
        "--actor",
        "scholz",
        "--topic",
        "military-aid-ukraine",
        "--stance=2",
        "--said",
        "2024-05-26",
        "--text",
        "We go on.",
        "--source",
        "Interview, p. 3",
    ]);
    program.ok(&["article", "forget", forgotten, "--reason", "a court"]);
    program.ok(&["digest", "--since", "2024-01-01", "--name", "morning"]);
    let sql = "insert into visit (address, etag, visited_at) values ('https://harbour.example/feed', '\"1\"', now()); \
        update setting set value = '0.35' where name = 'confidence_floor'";
    sqlx::raw_sql(sql)
        .execute(&mut database.connect().await)
        .await
        .unwrap();
    program
}

/// The first column of what a query finds.
pub fn column(program: &Program, query: &str) -> Vec<String> {
    let printed = program.ok(&["sql", query, "--format", "csv"]);
    printed.lines().skip(1).map(str::to_owned).collect()
}
