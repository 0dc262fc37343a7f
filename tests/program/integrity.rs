//! What the database itself sees to: rows that stay as they are, passages that stand in their text,
//! and articles that are there whole or not at all.

use std::fmt::Write;

use sqlx::{AssertSqlSafe, PgConnection};

use super::demo::with_the_demo_articles;
use super::program::{Outcome, Program};
use super::support::postgres::TestDb;

/// SQLSTATE of a statement, or "done".
async fn attempt(connection: &mut PgConnection, statement: &str) -> String {
    match sqlx::raw_sql(AssertSqlSafe(statement.to_owned()))
        .execute(connection)
        .await
    {
        Ok(_) => "done".to_owned(),
        Err(sqlx::Error::Database(error)) => error.code().unwrap_or_default().into_owned(),
        Err(error) => panic!("{statement}: {error}"),
    }
}

#[tokio::test]
async fn rows_are_never_changed_or_deleted() {
    let database = TestDb::new().await;
    let program = with_the_demo_articles(&database);
    let claim = "select claim_id from stance_history where claim_id is not null order by 1 limit 1";
    let printed = program.ok(&["sql", claim, "--format", "csv"]);
    program.ok(&["review", printed.lines().nth(1).unwrap(), "--confirm"]);
    program.ok(&["actor", "alias", "scholz", "Der Kanzler"]);
    let mut connection = database.connect().await;
    // One column of each table of records that nothing may change.
    for (table, column) in [
        ("article", "text = text || '.'"),
        ("article", "title = 'Another'"),
        ("publisher", "name = name || 's'"),
        ("article_date", "published_day = published_day + 1"),
        ("story", "recorded_at = now()"),
        ("story_member", "similarity = 1"),
        ("story_sketch", "sketch = '{}'"),
        ("actor", "name = name || 's'"),
        ("actor_decision", "reason = 'another'"),
        (
            "actor_identity",
            "canonical_actor_id = 1 - canonical_actor_id",
        ),
        ("actor_alias", "alias = alias || 's'"),
        ("actor_role", "title = 'king'"),
        ("codebook", "toml = ''"),
        ("topic", "slug = slug || 's'"),
        ("topic_version", "proposition = 'Another.'"),
        ("topic_term", "term = 'another'"),
        ("extraction_run", "purpose = 'record'"),
        ("analysis", "attributions = attributions + 1"),
        ("article_actor", "actor_id = actor_id + 1"),
        ("skipped", "reason = 'another'"),
        ("claim", "evidence = 'Another.'"),
        ("claim", "said_from = said_from - 1"),
        ("utterance", "recorded_at = now()"),
        ("utterance_member", "utterance_id = 1"),
        ("stance", "value = -value"),
        ("stance_scale", "label = 'another'"),
        ("review", "verdict = 'reject'"),
    ] {
        let update = format!("update {table} set {column}");
        assert_eq!(attempt(&mut connection, &update).await, "ST001", "{update}");
        let delete = format!("delete from {table}");
        assert_eq!(attempt(&mut connection, &delete).await, "ST001", "{delete}");
    }
    // Nor is a table emptied; any that a later migration adds is held to it as well.
    let tables: Vec<String> = sqlx::query_scalar(
        "select tablename::text from pg_tables where schemaname = 'public' \
         and tablename not in ('setting', 'schema_view', '_sqlx_migrations') order by 1",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    assert!(tables.len() > 25, "{tables:?}");
    for table in tables {
        let truncate = format!("truncate {table} cascade");
        assert_eq!(
            attempt(&mut connection, &truncate).await,
            "ST001",
            "{truncate}"
        );
    }
    // A row is closed once, and not opened or closed again.
    let close = "update stance set superseded_at = now() where stance_id = (select min(stance_id) from stance)";
    assert_eq!(attempt(&mut connection, close).await, "done");
    assert_eq!(attempt(&mut connection, close).await, "ST001");
    let open = "update stance set superseded_at = null where superseded_at is not null";
    assert_eq!(attempt(&mut connection, open).await, "ST001");
}

/// Who changes a setting changes what reports say from then on, and not what they said.
#[tokio::test]
async fn a_setting_is_what_it_was_at_a_time() {
    let database = TestDb::new().await;
    with_the_demo_articles(&database);
    let mut connection = database.connect().await;
    let below = "select count(*) from stance_history_at({}) where not_counted_because = 'below the confidence floor'";
    let counted = async |connection: &mut PgConnection, time: &str| -> i64 {
        sqlx::query_scalar(AssertSqlSafe(below.replace("{}", time)))
            .fetch_one(connection)
            .await
            .unwrap()
    };
    let then: String = sqlx::query_scalar("select quote_literal(now())")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    let before = counted(&mut connection, "'infinity'").await;
    for floor in ["0.97", "0.98"] {
        let statement =
            format!("update setting set value = '{floor}' where name = 'confidence_floor'");
        assert_eq!(attempt(&mut connection, &statement).await, "done");
    }
    let after = counted(&mut connection, "'infinity'").await;
    assert!(after > before, "{after} after {before}");
    assert_eq!(counted(&mut connection, &then).await, before);
}

#[tokio::test]
async fn a_passage_that_is_not_in_the_text_is_refused() {
    let database = TestDb::new().await;
    let program = Program::on(&database);
    // Code points, not bytes: the letters before the passage take two and four bytes.
    program.file(
        "town.txt",
        "Zoë 🛳 said on Monday that the ferry pier should stay open.",
    );
    program.ok(&[
        "ingest",
        "town.txt",
        "--title",
        "The pier",
        "--published",
        "2024-03-05",
    ]);
    let mut connection = database.connect().await;
    let cases = [
        ("text", 6, 10, "said", "done"),
        ("text", 7, 11, "said", "ST002"),
        ("text", 6, 10, "says", "ST002"),
        ("text", 55, 99, "pen.", "ST002"),
        ("title", 4, 8, "pier", "done"),
        ("title", 6, 10, "said", "ST002"),
    ];
    for (number, (place, from, to, evidence, code)) in cases.into_iter().enumerate() {
        let insert = format!(
            "insert into claim (root_claim_id, article_id, run_id, form, act, place, evidence_start, evidence_end, \
                evidence, said_basis, confidence) \
             select 1000 + {number}, article_id, (select max(run_id) from extraction_run), 'direct', 'statement', \
                '{place}', {from}, {to}, '{evidence}', 'unknown', 1 from article"
        );
        assert_eq!(
            attempt(&mut connection, &insert).await,
            code,
            "{place} {from}..{to} {evidence}"
        );
    }
}

/// A statement that copies a row with one column referring to nothing; with none, where `column` is empty.
fn copy(table: &str, columns: &[&str], from: &str, column: &str) -> String {
    let values = columns
        .iter()
        .map(|c| if *c == column { "999999" } else { *c });
    format!(
        "insert into {table} ({}) select {} from {from} limit 1",
        columns.join(", "),
        values.collect::<Vec<_>>().join(", ")
    )
}

#[tokio::test]
async fn a_row_that_refers_to_nothing_is_refused() {
    let database = TestDb::new().await;
    let _program = with_the_demo_articles(&database);
    let mut connection = database.connect().await;
    let claim: Vec<&str> =
        "root_claim_id article_id run_id analysis_id actor_id on_behalf_of_id ascribed_by_id \
        affiliation_id form act evidence_start evidence_end evidence said_basis confidence"
            .split(' ')
            .collect();
    for (table, columns, from, referring) in [
        (
            "claim",
            &claim[..],
            "(select *, 100000 as root_claim_id from (select article_id, run_id, analysis_id, actor_id, \
              on_behalf_of_id, ascribed_by_id, affiliation_id, form, act, evidence_start, evidence_end, evidence, \
              'unknown' as said_basis, confidence from claim where place = 'text' and actor_id is not null) c) there",
            &claim[1..8],
        ),
        (
            "utterance_member",
            &["utterance_id", "claim_id"],
            // The claim that the case before added.
            "(select utterance_id, (select max(claim_id) from claim) as claim_id from utterance) there",
            &["utterance_id", "claim_id"],
        ),
        (
            "article_actor",
            &["article_id", "actor_id"],
            "(select article_id, actor_id from article, actor except select article_id, actor_id from article_actor) there",
            &["article_id", "actor_id"],
        ),
    ] {
        for column in referring {
            let broken = copy(table, columns, from, column);
            assert_eq!(attempt(&mut connection, &broken).await, "23503", "{broken}");
        }
        let whole = copy(table, columns, from, "");
        assert_eq!(attempt(&mut connection, &whole).await, "done", "{whole}");
    }
}

#[tokio::test]
async fn a_passage_of_a_long_text_is_looked_for_in_its_place() {
    let database = TestDb::new().await;
    let program = Program::on(&database);
    let text: String = (0..12_000).fold(String::new(), |mut text, n| {
        let _ = write!(text, "Quay {n} is “ö” 🛳. ");
        text
    });
    program.file("town.txt", &text);
    program.ok(&[
        "ingest",
        "town.txt",
        "--title",
        "Quays",
        "--published",
        "2024-03-05",
    ]);
    let mut connection = database.connect().await;
    let letters: Vec<char> = text.trim_end().chars().collect();
    let of = |from: usize, to: usize| letters[from..to].iter().collect::<String>();
    // In a piece, over the end of one, longer than one, at the end of all.
    let last = letters.len();
    let places = [(0, 9), (7_990, 8_020), (90_000, 99_000), (last - 9, last)];
    for (number, (from, to)) in places.into_iter().enumerate() {
        for (shift, code) in [(0, "done"), (1, "ST002")] {
            let evidence = of(from, to);
            let root = 100_000 + 2 * number + shift;
            let insert = format!(
                "insert into claim (root_claim_id, article_id, run_id, form, act, place, evidence_start, \
                    evidence_end, evidence, said_basis, confidence) \
                 select {root}, article_id, (select max(run_id) from extraction_run), 'direct', \
                    'statement', 'text', {}, {}, '{evidence}', 'unknown', 1 from article",
                from + shift,
                to + shift
            );
            let came = attempt(&mut connection, &insert).await;
            assert_eq!(came, code, "{from}..{to} shifted by {shift}");
        }
    }
    // Many at once, in any order: over one another, longer than a stretch of the text, over the end of one.
    let places = [
        (90_000, 99_000),
        (0, 9),
        (0, 70_000),
        (65_530, 65_545),
        (131_060, 131_090),
        (7_990, 8_020),
        (90_000, 90_010),
        (last - 9, last),
        (90_005, 90_010),
    ];
    for wrong in (0..places.len()).map(Some).chain([None]) {
        let rows = places.iter().enumerate().map(|(number, &(from, to))| {
            let shift = usize::from(wrong == Some(number));
            let (root, evidence) = (200_000 + number, of(from, to));
            format!("({root}, {}, {}, '{evidence}')", from + shift, to + shift)
        });
        let insert = format!(
            "insert into claim (root_claim_id, article_id, run_id, form, act, evidence_start, evidence_end, evidence, \
                said_basis, confidence) \
             select root, article_id, (select max(run_id) from extraction_run), 'direct', 'statement', starts, ends, \
                evidence, 'unknown', 1 \
             from article, (values {}) as given (root, starts, ends, evidence)",
            rows.collect::<Vec<_>>().join(", ")
        );
        let came = attempt(&mut connection, &insert).await;
        let code = if wrong.is_some() { "ST002" } else { "done" };
        assert_eq!(came, code, "with {wrong:?} shifted");
    }
}

#[tokio::test]
async fn one_of_many_rows_that_refers_to_nothing_is_refused() {
    let database = TestDb::new().await;
    let _program = with_the_demo_articles(&database);
    let mut connection = database.connect().await;
    let added = "insert into utterance (utterance_id) select 5000 + n from generate_series(0, 20) n where n <> 7 \
                 union all select 1000000 * n from generate_series(1, 5) n where n <> 3";
    assert_eq!(attempt(&mut connection, added).await, "done");
    // Keys in a row, and far apart.
    for (keys, code) in [
        ("select 5000 + n from generate_series(0, 6) n", "done"),
        (
            "select 5000 + n from generate_series(0, 20) n where n <> 7",
            "done",
        ),
        ("select 5000 + n from generate_series(0, 20) n", "23503"),
        ("select 5000 + n from generate_series(10, 21) n", "23503"),
        ("select 1000000 * n from generate_series(1, 2) n", "done"),
        ("select 1000000 * n from generate_series(1, 5) n", "23503"),
        ("select null::bigint union all select 5000", "23502"),
    ] {
        let insert = format!(
            "insert into utterance_member (utterance_id, claim_id, superseded_at) \
             select key, (select min(claim_id) from claim), now() from ({keys}) as given (key)"
        );
        assert_eq!(attempt(&mut connection, &insert).await, code, "{keys}");
    }
}

/// Articles in a file, each with a claim; no two alike.
pub fn articles(count: usize) -> String {
    articles_from(0, count)
}

/// So many articles, from that number on.
pub fn articles_from(first: usize, count: usize) -> String {
    let mut lines = String::new();
    for number in first..first + count {
        let _ = writeln!(
            lines,
            r#"{{"id": "{number}", "url": "https://gazette.example/{number}", "publisher": "Gazette {}", "date": "2024-03-05", "text": "Jonas Reed{number} said on Monday that pier number {number} should stay open. Mira Holt opposes pier {number}, she said."}}"#,
            number % 7
        );
    }
    lines
}

/// What is wrong with the articles that are there; an empty list where each is whole.
pub async fn halves(connection: &mut PgConnection) -> Vec<String> {
    sqlx::query_scalar(
        "select format('article %s: %s dates, %s analyses, %s stories, %s claims', article_id, dates, analyses, stories, claims) from ( \
           select article_id, \
             (select count(*) from article_date d where d.article_id = a.article_id) as dates, \
             (select count(*) from analysis n where n.article_id = a.article_id and superseded_at is null) as analyses, \
             (select count(*) from story_member m where m.article_id = a.article_id and superseded_at is null) as stories, \
             (select count(*) from claim c join utterance_member u using (claim_id) where c.article_id = a.article_id) as claims \
           from article a) counted \
         where dates <> 1 or analyses <> 1 or stories <> 1 or claims = 0",
    )
    .fetch_all(connection)
    .await
    .unwrap()
}

#[tokio::test]
async fn two_ingests_at_once_take_each_article_in_once() {
    const COUNT: usize = 100;
    let database = TestDb::new().await;
    let program = Program::on(&database);
    program.file("many.jsonl", articles(COUNT));
    // The other way round, so that each meets what the other is just storing.
    let mut lines: Vec<&str> = Vec::new();
    let forward = articles(COUNT);
    lines.extend(forward.lines().rev());
    program.file("backwards.jsonl", lines.join("\n"));
    let running: Vec<_> = ["many.jsonl", "many.jsonl", "backwards.jsonl"]
        .map(|file| {
            let mut command = program.command(&["ingest", file]);
            std::thread::spawn(move || Outcome::of(command.output().unwrap()))
        })
        .into_iter()
        .collect();
    for one in running {
        let outcome = one.join().unwrap();
        assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    }
    let mut connection = database.connect().await;
    assert_eq!(halves(&mut connection).await, [""; 0]);
    let count = program.ok(&["sql", "select count(*) from article", "--format", "csv"]);
    assert_eq!(count, format!("count\n{COUNT}\n"));
}
