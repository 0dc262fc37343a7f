//! Addresses as inputs, and what the database remembers of them.

use super::program::Program;
use super::support::postgres::TestDb;
use super::support::server::{Server, page, reply};

fn town() -> Server {
    Server::start(|address| {
        let rss = format!(
            "<rss version=\"2.0\"><channel><title>Harbour Courier</title>\
             <item><link>{address}/pier</link><pubDate>Fri, 13 Sep 2024 08:00:00 GMT</pubDate></item>\
             <item><link>{address}/wall</link><pubDate>Sat, 14 Sep 2024 08:00:00 GMT</pubDate></item></channel></rss>"
        );
        let feed = "Content-Type: application/rss+xml\r\nETag: \"v1\"\r\n";
        vec![
            ("/rss.xml", reply("200 OK", feed, rss)),
            (
                "/pier",
                page(
                    "Pier stays open",
                    "Mira Holt said on Thursday that the ferry pier would stay open.",
                ),
            ),
            (
                "/wall",
                page(
                    "Sea wall lasts",
                    "Jonas Reed said that the sea wall of the town would last.",
                ),
            ),
        ]
    })
}

#[tokio::test]
async fn a_feed_is_taken_in_once_and_then_asked_whether_it_changed() {
    let (database, server) = (TestDb::new().await, town());
    let program = Program::on(&database);
    let feed = server.url("/rss.xml");
    let ingest = ["ingest", &feed, "--allow-private", "--pause", "0"];

    let dry = program.run(&[&ingest[..], &["--dry-run"]].concat());
    assert!(
        dry.stderr.contains("it would be: 2 read: 2 new"),
        "{}",
        dry.stderr
    );
    let first = program.run(&ingest);
    assert_eq!(first.code, Some(0), "{}", first.stderr);
    assert!(first.stderr.contains("2 read: 2 new"), "{}", first.stderr);
    server.asked();
    let second = program.run(&ingest);
    assert!(
        second
            .stderr
            .contains(&format!("{feed}: unchanged since it was last fetched")),
        "{}",
        second.stderr
    );
    assert_eq!(server.asked(), ["/robots.txt", "/rss.xml"]);

    let stored = program.ok(&[
        "sql",
        "select title, p.name, retrieved_at is not null, published_day::text from article \
         join article_date d using (article_id) left join publisher p using (publisher_id) order by article_id",
        "--format",
        "csv",
    ]);
    assert_eq!(
        stored.lines().skip(1).collect::<Vec<_>>(),
        [
            "Sea wall lasts,Harbour Courier,true,2024-09-14",
            "Pier stays open,Harbour Courier,true,2024-09-13"
        ]
    );
}

#[tokio::test]
async fn extract_fetches_too_and_remembers_nothing() {
    let (database, server) = (TestDb::new().await, town());
    let program = Program::on(&database);
    let found = program.ok(&[
        "extract",
        &server.url("/rss.xml"),
        "--allow-private",
        "--pause",
        "0",
    ]);
    assert_eq!(found.lines().count(), 2, "{found}");
    assert!(found.contains("\"Mira Holt\""), "{found}");
    let again = program.ok(&[
        "extract",
        &server.url("/rss.xml"),
        "--allow-private",
        "--pause",
        "0",
    ]);
    assert_eq!(again.lines().count(), 2, "{again}");
}

#[tokio::test]
async fn this_machine_is_fetched_from_only_where_that_is_allowed() {
    let (database, server) = (TestDb::new().await, town());
    let outcome = Program::on(&database).run(&["ingest", &server.url("/pier")]);
    assert_eq!(outcome.code, Some(1));
    assert!(
        outcome
            .stderr
            .contains("it is not fetched: 127.0.0.1 is not a public address; give --allow-private"),
        "{}",
        outcome.stderr
    );
    assert!(server.asked().is_empty());
}
