//! `docs/sql-reference.md` is made from the comments in the database. `STANCE_BLESS=1` writes it anew.

mod support;

use std::fmt::Write;
use std::path::Path;

use sqlx::PgConnection;
use support::postgres::TestDb;

#[tokio::test]
async fn the_reference_is_what_the_database_says() {
    let db = TestDb::new().await;
    let mut connection = db.connect().await;
    let made = reference(&mut connection).await;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/sql-reference.md");
    if std::env::var_os("STANCE_BLESS").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == made,
        "docs/sql-reference.md is not what the database says; STANCE_BLESS=1 cargo test --test sql_reference"
    );
}

#[tokio::test]
async fn everything_public_is_commented() {
    let db = TestDb::new().await;
    let mut connection = db.connect().await;
    let bare: Vec<String> = sqlx::query_scalar(
        "select c.relname || coalesce('.' || a.attname, '') from pg_class c \
         left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped \
         where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v') and c.relname <> '_sqlx_migrations' \
           and (obj_description(c.oid, 'pg_class') is null or col_description(c.oid, a.attnum) is null) order by 1",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    assert!(bare.is_empty(), "no comment on {bare:?}");
    let functions: Vec<String> = sqlx::query_scalar(
        "select p.oid::regprocedure::text from pg_proc p where p.pronamespace = 'public'::regnamespace \
         and obj_description(p.oid, 'pg_proc') is null",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    assert!(functions.is_empty(), "no comment on {functions:?}");
}

async fn reference(connection: &mut PgConnection) -> String {
    let mut out = String::from(
        "# SQL reference\n\nMade from the comments in the database by `STANCE_BLESS=1 cargo test --test sql_reference`; psql shows the\n\
         same with `\\d+`. Columns of views are only ever appended. Days are dates, both ends of an interval inclusive.\n",
    );
    for (kind, heading) in [('v', "Views"), ('r', "Tables")] {
        let _ = write!(out, "\n## {heading}\n");
        let relations: Vec<(String, String)> = sqlx::query_as(
            "select relname::text, obj_description(oid, 'pg_class') from pg_class \
             where relnamespace = 'public'::regnamespace and relkind::text = $1 and relname <> '_sqlx_migrations' order by 1",
        )
        .bind(kind.to_string())
        .fetch_all(&mut *connection)
        .await
        .unwrap();
        for (name, comment) in relations {
            let _ = write!(
                out,
                "\n### {name}\n\n{comment}\n\n| column | type | meaning |\n| --- | --- | --- |\n"
            );
            let columns: Vec<(String, String, String)> = sqlx::query_as(
                "select attname::text, format_type(atttypid, atttypmod), col_description(attrelid, attnum) from pg_attribute \
                 where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum",
            )
            .bind(&name)
            .fetch_all(&mut *connection)
            .await
            .unwrap();
            for (column, kind, meaning) in columns {
                let _ = writeln!(
                    out,
                    "| {column} | {kind} | {} |",
                    meaning.replace('|', "\\|")
                );
            }
        }
    }
    out.push_str("\n## Functions\n");
    let functions: Vec<(String, String, String, String)> = sqlx::query_as(
        "select proname::text, pg_get_function_arguments(oid), pg_get_function_result(oid), obj_description(oid, 'pg_proc') \
         from pg_proc where pronamespace = 'public'::regnamespace and prorettype <> 'trigger'::regtype order by 1, 2",
    )
    .fetch_all(connection)
    .await
    .unwrap();
    for (name, arguments, result, comment) in functions {
        let _ = write!(
            out,
            "\n### {name}({arguments})\n\n{comment}\n\nReturns {}.\n",
            result.replace('|', "\\|")
        );
    }
    out
}
