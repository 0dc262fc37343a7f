//! What is kept of the history is the history: after whatever is written, with what is out of date made anew or put
//! among the kept.

use sqlx::{AssertSqlSafe, PgConnection};

use super::demo::with_the_demo_articles;
use super::support::postgres::TestDb;

macro_rules! times {
    () => {
        "(select recorded_at as time from claim union select recorded_at from review union select recorded_at from actor_identity \
          union select superseded_at from claim where superseded_at is not null order by time desc limit 3) t"
    };
}

/// What is read from the kept, and how it is made of the record alone.
const PAIRS: [(&str, &str); 8] = [
    (
        "select to_jsonb(h) from stance_history h",
        "select to_jsonb(h) from stance_history_at('infinity') h",
    ),
    (
        "select to_jsonb(p) || jsonb_build_object('by', d.day) from (select distinct unnest(array[said_from, said_to, 'infinity']) as day \
            from stance_history) d, lateral stance_period(d.day, 'infinity') p",
        "select to_jsonb(p) || jsonb_build_object('by', d.day) from (select distinct unnest(array[said_from, said_to, 'infinity']) as day \
            from stance_history) d, lateral stance_period_made(d.day, 'infinity') p",
    ),
    // Of an earlier record, too: of the times at which something was recorded, the last ones.
    (
        concat!(
            "select to_jsonb(h) || jsonb_build_object('of', t.time) from ",
            times!(),
            ", lateral stance_history_of(t.time, false) h"
        ),
        concat!(
            "select to_jsonb(h) || jsonb_build_object('of', t.time) from ",
            times!(),
            ", lateral stance_history_at(t.time) h"
        ),
    ),
    (
        concat!(
            "select to_jsonb(p) || jsonb_build_object('of', t.time) from ",
            times!(),
            ", lateral stance_period('2024-10-01', t.time) p"
        ),
        concat!(
            "select to_jsonb(p) || jsonb_build_object('of', t.time) from ",
            times!(),
            ", lateral stance_period_made('2024-10-01', t.time) p"
        ),
    ),
    (
        "select to_jsonb(t) from (select actor_id, codebook_id, sum(articles) as articles, min(first_day) as first_day, \
            max(last_day) as last_day, sum(undated_articles) as undated, \
            (select array_agg(distinct o order by o) from actor_searched b, unnest(b.outlet_ids) o \
                where b.actor_id = s.actor_id and b.codebook_id is not distinct from s.codebook_id) as outlets \
            from actor_searched s group by 1, 2) t",
        "select to_jsonb(t) from (select actor_id, codebook_id, count(distinct article_id) as articles, min(published_day) as first_day, \
            max(published_day) as last_day, count(distinct article_id) filter (where published_day is null) as undated, \
            array_agg(distinct publisher_id order by publisher_id) filter (where publisher_id is not null) as outlets \
            from actor_searched_article group by 1, 2) t",
    ),
    // Of one, and of all.
    (
        "select to_jsonb(t) from (select a.actor_id, s.* from (select distinct actor_id from actor_searched) a, actor_searched_of(a.actor_id) s) t",
        "select to_jsonb(t) from actor_searched t",
    ),
    (
        "select to_jsonb(t) from (select publisher_id, codebook_id, sum(articles) as articles, min(first_day) as first_day, \
            max(last_day) as last_day, sum(undated_articles) as undated, sum(articles_read) as read from outlet_searched group by 1, 2) t",
        "select to_jsonb(t) from (select coalesce(publisher_id, 0) as publisher_id, codebook_id, count(*) as articles, \
            min(published_day) as first_day, max(published_day) as last_day, count(*) - count(published_day) as undated, \
            count(*) filter (where read_in_full) as read from searched_article group by 1, 2) t",
    ),
    (
        "select to_jsonb(t) from actor_tally t",
        "select to_jsonb(t) from ( \
            select who.actor_id, count(distinct c.claim_id) as claims, count(distinct m.article_id) as articles \
            from (select distinct canonical_actor_id as actor_id from actor_identity where superseded_at is null) who \
            join actor_identity i on i.canonical_actor_id = who.actor_id and i.superseded_at is null \
            left join claim c on c.actor_id = i.actor_id and c.superseded_at is null \
            left join article_actor m on m.actor_id = i.actor_id \
            group by who.actor_id having count(c.claim_id) + count(m.article_id) > 0) t",
    ),
];

/// Rows that one has and the other has not.
async fn unlike(connection: &mut PgConnection) -> Vec<String> {
    let mut found = Vec::new();
    for (kept, made) in PAIRS {
        for (one, other) in [(kept, made), (made, kept)] {
            let rows: Vec<String> = sqlx::query_scalar(AssertSqlSafe(format!(
                "select row::text from ({one} except all {other}) as unlike (row)"
            )))
            .fetch_all(&mut *connection)
            .await
            .unwrap();
            found.extend(rows.into_iter().map(|row| format!("only in: {one}\n{row}")));
        }
    }
    found
}

/// Pairs that are out of date; then everything is kept.
async fn keep(connection: &mut PgConnection) -> i64 {
    sqlx::query_scalar("select keep_history()")
        .fetch_one(connection)
        .await
        .unwrap()
}

async fn holds(connection: &mut PgConnection, after: &str) {
    let before = unlike(&mut *connection).await;
    assert!(before.is_empty(), "marked, after {after}: {before:#?}");
    keep(&mut *connection).await;
    let marks: i64 = sqlx::query_scalar(
        "select (select count(*) from history_mark) + (select count(*) from tally_mark) + (select count(*) from outlet_mark)",
    )
    .fetch_one(&mut *connection)
    .await
    .unwrap();
    assert_eq!(marks, 0, "{after}");
    let kept = unlike(connection).await;
    assert!(kept.is_empty(), "kept, after {after}: {kept:#?}");
}

/// A value of the database, for the arguments of commands.
async fn value(connection: &mut PgConnection, query: &str) -> String {
    sqlx::query_scalar(AssertSqlSafe(query.to_owned()))
        .fetch_one(connection)
        .await
        .unwrap()
}

#[tokio::test]
async fn whatever_is_written_the_kept_history_is_the_history() {
    let database = TestDb::new().await;
    let program = with_the_demo_articles(&database);
    let mut connection = database.connect().await;
    // So many are kept by the ingest itself.
    sqlx::query("select mark_history(array_agg(actor_id), array_agg(topic_id)) from stance")
        .execute(&mut connection)
        .await
        .unwrap();
    let marked = keep(&mut connection).await;
    assert!(marked > 5, "only {marked} pairs were marked");
    holds(&mut connection, "the first articles").await;

    let said = "select claim_id::text from stance_history where status = 'proposed' and not_counted_because is null";
    let actor = "select actor_id::text from stance_history where actor_kind = 'person' group by actor_id order by count(*) desc, actor_id";
    let shown = "select article_id::text from stance_history where not_counted_because is null group by article_id order by count(*) desc, article_id";
    let first = value(
        &mut connection,
        &format!("{said} order by claim_id limit 1"),
    )
    .await;
    let second = value(
        &mut connection,
        &format!("{said} order by claim_id desc limit 1"),
    )
    .await;
    let one = value(&mut connection, &format!("{actor} limit 1")).await;
    let other = value(&mut connection, &format!("{actor} offset 1 limit 1")).await;
    let article = value(&mut connection, &format!("{shown} limit 1")).await;
    let next = value(&mut connection, &format!("{shown} offset 1 limit 1")).await;
    let last = value(&mut connection, &format!("{shown} offset 2 limit 1")).await;
    let of_one = value(
        &mut connection,
        &format!("select claim_id::text from stance_history where actor_id = {one} and not_counted_because is null order by said_from, claim_id limit 1"),
    )
    .await;
    program.file(
        "more.jsonl",
        r#"{"id": "n1", "publisher": "Harbour Gazette", "url": "https://gazette.example/n1", "date": "2024-11-05", "text": "Olaf Scholz said on Monday that he supports strikes inside Russia with long-range missiles."}"#,
    );
    program.file(
        "later.jsonl",
        r#"{"id": "n1", "publisher": "Harbour Gazette", "url": "https://gazette.example/n1", "date": "2024-11-05", "text": "Olaf Scholz said on Monday that he opposes strikes inside Russia with long-range missiles. He declined to say more."}"#,
    );
    let to_somebody = [
        "actor",
        "split",
        &one,
        "--claims",
        &of_one,
        "--name",
        "Somebody Else",
    ];
    for command in [
        &["ingest", "more.jsonl"][..],
        &["ingest", "later.jsonl"],
        &["review", &first, "--confirm"],
        &["review", &second, "--reject"],
        &["review", &first, "--set", "stance=-1"],
        &["article", "date", &article, "2024-01-02"],
        &["actor", "merge", &other, &one, "--reason", "a trial"],
        &["actor", "undo"],
        &["actor", "merge", &one, &other, "--reason", "a trial"],
        &["actor", "split", &one, &other],
        &["actor", "undo"],
        &to_somebody,
        &["actor", "undo"],
        &to_somebody,
        &["actor", "rename", &one, "Another Name"],
        &["actor", "undo"],
        &["actor", "role", &one, "president"],
        &["actor", "undo"],
        &["article", "withdraw", &next],
        &["article", "forget", &last, "--reason", "a trial"],
        &["recode"],
    ] {
        let outcome = program.run(command);
        assert_eq!(outcome.code, Some(0), "{command:?}: {}", outcome.stderr);
        holds(&mut connection, &format!("{command:?}")).await;
    }
    let verdict = value(&mut connection, "select max(review_id)::text from review").await;
    program.ok(&["review", "--undo", &verdict]);
    holds(&mut connection, "a verdict taken back").await;
    // A topic renamed and hung under another, and one dropped.
    let bundled = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/demo/codebook.toml");
    let text = std::fs::read_to_string(bundled).unwrap();
    let named = text.replacen("name = \"", "name = \"Our ", 1);
    let child = format!(
        "{named}\n[[topic]]\nid = \"peace\"\nname = \"Peace\"\nproposition = \"The war should end by talks.\"\nabout = [\"peace talks\"]\n"
    );
    let ids: Vec<&str> = child
        .split("[[topic]]")
        .skip(1)
        .filter_map(|topic| topic.split("id = \"").nth(1)?.split('"').next())
        .collect();
    let under = child.replacen(
        &format!("id = \"{}\"", ids[0]),
        &format!(
            "id = \"{}\"\nparent = \"peace\"\nparent_effect = \"opposite\"",
            ids[0]
        ),
        1,
    );
    for (name, text) in [("named", &named), ("under", &under), ("as before", &text)] {
        let file = format!("{name}.toml");
        program.file(&file, text);
        program.ok(&["codebook", "apply", &file, "--quiet"]);
        holds(&mut connection, name).await;
    }
}

/// What people write with SQL of their own is seen, too.
#[tokio::test]
async fn statements_of_users_mark_what_they_change() {
    let database = TestDb::new().await;
    with_the_demo_articles(&database);
    let mut connection = database.connect().await;
    keep(&mut connection).await;
    for statement in [
        "update setting set value = '0.99' where name = 'confidence_floor'",
        "update setting set value = '0' where name = 'brought_back_days'",
        "update utterance_member set superseded_at = now() where claim_id = (select min(claim_id) from stance)",
        "insert into utterance_member (utterance_id, claim_id) select max(utterance_id), (select min(claim_id) from stance) from utterance",
        "update article_date set superseded_at = now() where article_id = (select min(article_id) from stance_history)",
        "update story_member set superseded_at = now() where article_id = (select max(article_id) from stance_history)",
        "insert into correction (article_id, kind, recorded_by) select max(article_id), 'withdrawn', 'ada' from stance_history",
        "update correction set superseded_at = now()",
        "update stance set superseded_at = now() where stance_id = (select max(stance_id) from stance where superseded_at is null)",
        "insert into review (root_claim_id, verdict, reviewer) select min(claim_id), 'reject', 'ada' from stance_history",
        "insert into review (root_claim_id, verdict, undoes, reviewer) select root_claim_id, 'undo', review_id, 'ada' from review",
        "update actor_identity set superseded_at = now() where actor_id = (select max(on_behalf_of_id) from stance_history)",
        "update analysis set superseded_at = now() where article_id = (select min(article_id) from analysis)",
        "insert into article_actor select max(article_id), min(actor_id) from article_actor on conflict do nothing",
        "update claim set superseded_at = now() where claim_id = (select max(claim_id) from stance_history)",
    ] {
        sqlx::raw_sql(statement)
            .execute(&mut connection)
            .await
            .unwrap_or_else(|error| panic!("{statement}: {error}"));
        holds(&mut connection, statement).await;
    }
}
