//! The embedded PostgreSQL, on real processes.
#![cfg(unix)]

#[path = "../support/mod.rs"]
mod support;

mod choosing;
mod command_line;
mod installing;
mod kills;
mod lifetime;
mod starting;
mod tcp;

use support::home::Home;
use support::postgres::TestDb;

#[tokio::test]
async fn each_test_has_a_database_of_its_own() {
    let (one, other) = (TestDb::new().await, TestDb::new().await);
    let mut inside = one.connect().await;
    sqlx::raw_sql("create table t (i int)")
        .execute(&mut inside)
        .await
        .unwrap();
    let mut outside = other.connect().await;
    assert!(
        sqlx::raw_sql("select * from t")
            .execute(&mut outside)
            .await
            .is_err()
    );
}

#[test]
#[ignore = "other tests run it in processes of their own"]
fn starter() {
    Home::start_as_told();
}
