//! `stance sql` beyond what a session shows: that nothing it is given gets past its guards.

use super::program::Program;
use super::support::postgres::TestDb;

#[tokio::test]
async fn whatever_it_is_asked_a_query_leaves_the_database_as_it_was() {
    let database = TestDb::new().await;
    let program = Program::on(&database);
    let before = program.ok(&["db", "dump"]);
    for query in [
        "commit; create table mine (i int)",
        "select 1; commit; create table mine (i int)",
        "select 1) r; commit; create table mine (i int); select (1",
        "rollback and chain; delete from setting",
        "set transaction read write",
        "select 1 as x) r; set transaction read write; --",
        "do $$ begin delete from setting; end $$",
        "create table mine (i int)",
        "select nextval('article_article_id_seq')",
        "with w as (insert into publisher (name) values ('x') returning 1) select * from w",
        "select * into mine from setting",
        "select setval('article_article_id_seq', 99)",
        "copy (select 1) to '/tmp/stance-must-not-be-written'",
        "/* select */ delete from setting",
        "lock table setting",
        "explain analyze delete from setting",
        "show transaction_read_only; delete from setting",
        "vacuum",
        "call nothing()",
        "notify stance",
        "listen stance",
    ] {
        let outcome = program.run(&["sql", query]);
        assert_eq!(outcome.code, Some(1), "{query}: {}", outcome.stdout);
        assert!(
            outcome.stderr.starts_with("error: "),
            "{query}: {}",
            outcome.stderr
        );
    }
    assert_eq!(program.ok(&["db", "dump"]), before);
    assert!(!std::path::Path::new("/tmp/stance-must-not-be-written").exists());
}

#[tokio::test]
async fn a_query_that_takes_too_long_is_stopped() {
    let database = TestDb::new().await;
    let program = Program::on(&database);
    let began = std::time::Instant::now();
    let outcome = program.run(&["sql", "select pg_sleep(60)", "--timeout", "1"]);
    assert_eq!(outcome.code, Some(1));
    assert!(outcome.stderr.contains("timeout"), "{}", outcome.stderr);
    assert!(began.elapsed().as_secs() < 20);
}
