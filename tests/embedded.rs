//! The embedded PostgreSQL, on real processes.

mod support;

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
