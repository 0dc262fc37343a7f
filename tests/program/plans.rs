//! How often a public view makes the history: joined with itself, it would be made once for every row,
//! which takes no time on a few articles and minutes on some thousands.

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use stance::model::ReviewOrder;
use stance::store::read::Scope;
use stance::store::write::{Judgement, Verdict};
use stance::store::{Store, Target};

use super::program::Program;
use super::support::postgres::TestDb;

/// The plan of a query, a node a line.
async fn plan(connection: &mut PgConnection, query: &str) -> String {
    let explain = format!("explain (costs off) {query}");
    let lines: Vec<String> = sqlx::query_scalar(AssertSqlSafe(explain))
        .fetch_all(connection)
        .await
        .unwrap();
    lines.join("\n")
}

#[tokio::test]
async fn each_view_makes_the_history_as_often_as_it_needs_it() {
    let database = TestDb::new().await;
    let mut connection = database.connect().await;
    for (view, times) in [
        ("stance_history", 1),
        ("stance_shift", 1),
        ("current_position", 1),
        ("stance_as_of('2024-09-30')", 1),
        ("actor_overview", 1),
        // Of statements, of positions, of shifts.
        ("topic_overview", 3),
        // Of statements, and of positions.
        ("stance_matrix('2024-09-30')", 2),
        // What those of periods are made of.
        ("stance_period_made('infinity', 'infinity')", 1),
    ] {
        let plan = plan(&mut connection, &format!("select * from {view}")).await;
        // What is out of date is made by functions, which are planned where there is any.
        assert_eq!(plan.matches("_anew made").count(), times, "{view}\n{plan}");
        assert_eq!(plan.matches("Recursive Union").count(), 0, "{view}\n{plan}");
    }
    // A history asks once which topics count for which, which is the only recursion.
    let made = plan(
        &mut connection,
        "select * from stance_history_at('infinity')",
    )
    .await;
    assert_eq!(made.matches("Recursive Union").count(), 1, "{made}");
}

#[tokio::test]
async fn a_condition_on_the_actor_reaches_what_is_kept() {
    let database = TestDb::new().await;
    let mut connection = database.connect().await;
    for view in [
        "stance_history",
        "stance_shift",
        "current_position",
        "actor_overview",
        "stance_matrix('2024-09-30')",
    ] {
        let query = format!("select * from {view} where actor_id = 7");
        let plan = plan(&mut connection, &query).await;
        // What is out of date is made by topic: there is never much of it.
        let lines: Vec<&str> = plan.lines().collect();
        let reads: Vec<&[&str]> = lines
            .windows(3)
            .filter(|lines| {
                ["on kept_history", "on kept_period"]
                    .iter()
                    .any(|read| lines[0].contains(read))
            })
            .collect();
        assert!(!reads.is_empty(), "{view}\n{plan}");
        for read in reads {
            // By the actor itself, or by that of a row that is made anew, which is one of the actor's.
            let narrowed = read.iter().any(|line| {
                line.contains("actor_id = 7")
                    || line.contains("actor_id = '7'::bigint")
                    || line.contains("(actor_id = ")
            });
            assert!(narrowed, "{view}: {read:?}\n{plan}");
        }
    }
}

#[tokio::test]
async fn what_to_review_next_comes_from_an_index() {
    let database = TestDb::new().await;
    // As if the tables were large: reading all of one is never cheap then.
    let url = format!("{}&options=-c%20enable_seqscan%3Doff", database.url);
    let store = Store::open(&Target::Url(url)).await.unwrap();
    for (order, indexes) in [
        (ReviewOrder::Uncertain, "stance_proposed_idx"),
        (ReviewOrder::Date, "stance_said_idx"),
        (ReviewOrder::Shifts, "stance_live_key"),
    ] {
        let queue = store.review_queue(order, &Scope::default()).await.unwrap();
        let plan = store.review_plan(&queue).await.unwrap();
        // The one that is shown is looked up by its key, in the view and out of it.
        for part in [indexes, "review_claim_idx", "Index Cond: (claim_id = $"] {
            assert!(plan.contains(part), "{order:?}: no {part}\n{plan}");
        }
    }
}

/// A connection with which a large record was written into `database`.
async fn filled(database: &TestDb) -> PgConnection {
    let mut filling = database.connect().await;
    sqlx::raw_sql(include_str!("plans.sql"))
        .execute(&mut filling)
        .await
        .unwrap();
    filling
}

#[tokio::test]
async fn a_verdict_and_its_undo_read_no_big_table_whole_and_keep_nothing() {
    let database = TestDb::new().await;
    let mut filling = filled(&database).await;
    // So much is out of date that the next writer but a reviewer puts it right first. What that reads is counted once
    // its connection is closed, and then forgotten.
    sqlx::raw_sql("select mark_history(array_agg(actor_id), array_agg(topic_id)) from stance")
        .execute(&mut filling)
        .await
        .unwrap();
    filling.close().await.unwrap();
    let mut connection = database.connect().await;
    alone(&mut connection).await;
    sqlx::raw_sql("select pg_stat_reset()")
        .execute(&mut connection)
        .await
        .unwrap();
    let target = Target::Url(database.url.clone());
    let store = Store::open(&target).await.unwrap();
    // So often that the server plans for any values what it asks itself.
    for claim_id in (1..=12).map(|n| n * 500) {
        let judgement = Judgement {
            claim_id,
            topic: None,
            verdict: Verdict::Confirm,
            reviewer: "ann",
            note: None,
        };
        let verdict = store.review(&judgement).await.unwrap();
        store.undo_review(verdict, "ann").await.unwrap();
    }
    drop(store);
    alone(&mut connection).await;
    let read: Vec<(String, i64)> = sqlx::query_as(
        "select relname, seq_scan from pg_stat_user_tables where relname = any($1) and seq_scan > 0",
    )
    .bind(BIG)
    .fetch_all(&mut connection)
    .await
    .unwrap();
    assert_eq!(read, []);
    let marks: i64 = sqlx::query_scalar("select count(*) from history_mark")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert!(marks > 300, "the reviewer waited for what was out of date");
}

#[tokio::test]
async fn what_was_searched_for_an_actor_is_not_counted_article_by_article() {
    let database = TestDb::new().await;
    let mut filling = filled(&database).await;
    sqlx::raw_sql(
        "insert into article_actor (article_id, actor_id) select n, 7 from generate_series(1, 900) n on conflict do nothing; \
         select keep_history()",
    )
    .execute(&mut filling)
    .await
    .unwrap();
    filling.close().await.unwrap();
    let mut connection = database.connect().await;
    alone(&mut connection).await;
    sqlx::raw_sql("select pg_stat_reset()")
        .execute(&mut connection)
        .await
        .unwrap();
    let target = Target::Url(database.url.clone());
    let store = Store::open(&target).await.unwrap();
    let mut counted = Vec::new();
    for topic in [None, Some(3)] {
        let found = store.coverage(Some(7), topic).await.unwrap();
        assert!(found.articles_searched >= 900, "{found:?}");
        counted.push(found);
    }
    drop(store);
    alone(&mut connection).await;
    let read: Vec<(String, i64, i64)> = sqlx::query_as(
        "select relname, seq_scan, idx_scan from pg_stat_user_tables \
         where relname in ('article', 'article_date', 'analysis', 'article_actor') and (seq_scan > 0 or idx_scan > 200)",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    assert_eq!(read, [], "{counted:?}");
}

#[tokio::test]
async fn articles_are_taken_in_without_reading_all_keys_or_actors() {
    let database = TestDb::new().await;
    let mut filling = filled(&database).await;
    sqlx::raw_sql(
        "insert into actor (name, kind, origin, discovery_key) \
            select 'Known ' || n, 'person', 'discovered', 'person:known ' || n from generate_series(1, 20000) n; \
         insert into story_key (period, key, place, article_id) \
            select 11000 + n % 30, n, n, n % 2000 + 1 from generate_series(1, 60000) n; \
         select setval(pg_get_serial_sequence(t, t || '_id'), 100000) \
            from unnest(array['article', 'story', 'analysis', 'claim', 'utterance']) t; \
         analyze; \
         select pg_stat_reset()",
    )
    .execute(&mut filling)
    .await
    .unwrap();
    filling.close().await.unwrap();
    let articles = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/demo/articles");
    // As in a long run, where the server plans for any values what it is asked again and again.
    let url = format!(
        "{}&options=-c%20plan_cache_mode%3Dforce_generic_plan",
        database.url
    );
    Program::on(&database).ok(&["--database", &url, "ingest", articles, "--quiet"]);
    let mut connection = database.connect().await;
    alone(&mut connection).await;
    let read: Vec<(String, i64)> = sqlx::query_as(
        "select relname, seq_scan from pg_stat_user_tables where relname in ('story_key', 'actor') and seq_scan > 0",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    assert_eq!(read, []);
}

/// Waits until nobody else is connected: what a session read is counted by then.
async fn alone(connection: &mut PgConnection) {
    while sqlx::query_scalar(
        "select exists (select from pg_stat_activity where datname = current_database() \
            and pid <> pg_backend_pid() and backend_type = 'client backend')",
    )
    .fetch_one(&mut *connection)
    .await
    .unwrap()
    {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

/// Tables that grow with the articles. Of `actor`, an index of the codebook's few may be read whole.
const BIG: &[&str] = &[
    "article",
    "article_date",
    "story_member",
    "analysis",
    "article_actor",
    "claim",
    "utterance_member",
    "stance",
    "actor_identity",
    "kept_history",
    "kept_period",
    "kept_searched",
];

/// What a plan reads whole of the big tables: without an index, or all of an index.
fn read_whole(plan: &str) -> Vec<&str> {
    let heads = plan.split("->").map(|node| {
        let head = node.lines().next().unwrap_or_default().trim();
        (head, node.contains("Index Cond:"))
    });
    heads
        .filter(|(head, by_key)| {
            let table = head.split_once(" on ").map_or("", |(_, rest)| rest);
            let table = table.split(' ').next().unwrap_or_default();
            let is_big = BIG.contains(&table) && !head.starts_with("Bitmap Heap Scan");
            !by_key && (is_big || head.starts_with("Bitmap Index Scan"))
        })
        .map(|(head, _)| head)
        .collect()
}

#[tokio::test]
async fn no_big_table_is_read_whole_for_an_actor_or_a_topic() {
    let database = TestDb::new().await;
    let mut connection = filled(&database).await;
    // These tables are not too large to be read whole; where there is another way, this brings it out.
    sqlx::raw_sql("set enable_seqscan = off")
        .execute(&mut connection)
        .await
        .unwrap();
    let all = [
        "actor_id = 7",
        "topic_id = 3",
        "actor_id = 7 and topic_id = 3",
    ];
    // Of a topic alone, this says for every actor in how many articles was looked.
    let of_actors = ["actor_id = 7", "actor_id = 7 and topic_id = 3"];
    for (view, conditions) in [
        ("stance_history", &all[..]),
        ("stance_shift", &all),
        ("current_position", &all),
        ("stance_as_of('2024-09-30')", &all),
        ("stance_matrix('2024-09-30')", &all),
        // As what is out of date is made.
        ("stance_history_at('infinity')", &all),
        ("stance_period_made('infinity', 'infinity')", &all),
        ("coverage", &of_actors),
    ] {
        for condition in conditions {
            let query = format!("select * from {view} where {condition}");
            let plan = plan(&mut connection, &query).await;
            assert_eq!(read_whole(&plan), [""; 0], "{query}\n{plan}");
        }
    }
    let both = "select * from stance_history_at('infinity') where actor_id = 7 and topic_id = 3";
    let plan_of_both = plan(&mut connection, both).await;
    let condition =
        "Index Cond: ((actor_id = identity.actor_id) AND (topic_id = effect.via_topic_id))";
    assert!(plan_of_both.contains(condition), "{plan_of_both}");
    // It would be seen.
    let unkeyed = plan(
        &mut connection,
        "select evidence from claim where act = 'vote'",
    )
    .await;
    assert_eq!(read_whole(&unkeyed), ["Seq Scan on claim"], "{unkeyed}");
}
