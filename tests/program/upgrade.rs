//! A newer program upgrades an older database, and an older program refuses a newer one.

use sqlx::{AssertSqlSafe, PgConnection};
use stance::store::{MIGRATIONS, migrate_to};

use super::program::Program;
use super::support::postgres::TestDb;

/// A database without a schema.
async fn empty() -> (TestDb, PgConnection) {
    let database = TestDb::new().await;
    let mut connection = database.connect().await;
    run(
        &mut connection,
        "drop schema public cascade; create schema public",
    )
    .await;
    (database, connection)
}

async fn run(connection: &mut PgConnection, statements: &'static str) {
    sqlx::raw_sql(statements).execute(connection).await.unwrap();
}

/// Every column, constraint, index, trigger and function of a schema, with what defines it.
async fn schema(connection: &mut PgConnection) -> Vec<String> {
    sqlx::query_scalar(AssertSqlSafe(
        "select line from ( \
           select format('%s.%s %s', attrelid::regclass, attname, format_type(atttypid, atttypmod)) as line \
             from pg_attribute join pg_class c on c.oid = attrelid \
             where relnamespace = 'public'::regnamespace and attnum > 0 and not attisdropped \
           union all select format('%s: %s', conname, pg_get_constraintdef(oid)) from pg_constraint \
             where connamespace = 'public'::regnamespace \
           union all select indexdef from pg_indexes where schemaname = 'public' \
           union all select pg_get_triggerdef(t.oid) from pg_trigger t where not tgisinternal \
           union all select pg_get_functiondef(oid) from pg_proc where pronamespace = 'public'::regnamespace \
           union all select definition from pg_views where schemaname = 'public') l order by 1",
    ))
    .fetch_all(connection)
    .await
    .unwrap()
}

#[tokio::test]
async fn every_earlier_schema_is_upgraded_and_keeps_its_rows() {
    let (fresh, mut connection) = empty().await;
    Program::on(&fresh).ok(&["db", "migrate"]);
    let wanted = schema(&mut connection).await;
    for count in 1..=MIGRATIONS.len() {
        let (old, mut connection) = empty().await;
        migrate_to(&mut connection, count).await.unwrap();
        run(
            &mut connection,
            "insert into publisher (name) values ('Harbour Gazette')",
        )
        .await;
        let program = Program::on(&old);
        program.ok(&["db", "migrate"]);
        assert_eq!(
            schema(&mut connection).await,
            wanted,
            "from {}",
            MIGRATIONS[count - 1].0
        );
        let kept = program.ok(&["sql", "select name from publisher", "--format", "csv"]);
        assert_eq!(kept, "name\nHarbour Gazette\n");
    }
}

#[tokio::test]
async fn views_of_another_text_are_replaced() {
    let database = TestDb::new().await;
    let mut connection = database.connect().await;
    let wanted = schema(&mut connection).await;
    run(
        &mut connection,
        "drop view topic_overview; create view topic_overview as select 1 as other; \
         update schema_view set sha256 = 'of an older program', program_version = '0.0.1'",
    )
    .await;
    let program = Program::on(&database);
    program.ok(&["topic", "list"]);
    assert_eq!(schema(&mut connection).await, wanted);
}

#[tokio::test]
async fn a_view_of_the_user_stands_and_is_named_where_it_is_in_the_way() {
    let database = TestDb::new().await;
    let mut connection = database.connect().await;
    run(
        &mut connection,
        "create view my_timeline as select actor, stance from stance_history; \
         update schema_view set sha256 = 'of an older program', program_version = '0.0.1'",
    )
    .await;
    let before = schema(&mut connection).await;
    let outcome = Program::on(&database).run(&["topic", "list"]);
    assert_eq!(outcome.code, Some(1));
    for word in ["my_timeline", "stance_history", "hint:"] {
        assert!(
            outcome.stderr.contains(word),
            "no {word} in: {}",
            outcome.stderr
        );
    }
    assert_eq!(schema(&mut connection).await, before);
}

#[tokio::test]
async fn a_newer_database_is_refused_untouched() {
    for newer in [
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time) \
         values (9999, 'later', true, '\\x00', 0)",
        "update schema_view set sha256 = 'of a newer program', program_version = '99.0.0'",
    ] {
        let database = TestDb::new().await;
        let mut connection = database.connect().await;
        run(&mut connection, newer).await;
        let before = schema(&mut connection).await;
        let program = Program::on(&database);
        program.file(
            "town.txt",
            "Mira Holt said on Monday that she supports the pier.",
        );
        for verb in [
            &["topic", "list"][..],
            &["ingest", "town.txt"],
            &["db", "migrate"],
        ] {
            let outcome = program.run(verb);
            assert_eq!(outcome.code, Some(1), "{verb:?}");
            assert!(
                outcome.stderr.contains("made by a newer stance"),
                "{}",
                outcome.stderr
            );
            assert!(
                outcome.stderr.contains("hint: use the newer program"),
                "{}",
                outcome.stderr
            );
        }
        assert_eq!(schema(&mut connection).await, before);
    }
}
