//! Addresses as inputs, and what the database remembers of them.

use std::process::Stdio;
use std::time::{Duration, Instant};

use super::program::{Outcome, Program};
use super::support::postgres::TestDb;
use super::support::server::{Reply, Server, page, reply};

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

#[tokio::test]
async fn a_watch_asks_each_feed_once_where_that_is_wanted() {
    let (database, server) = (TestDb::new().await, town());
    let program = Program::on(&database);
    let feeds = format!(
        "every = \"30 minutes\"\n[[feed]]\nurl = \"{0}/rss.xml\"\npublisher = \"Skerry Post\"\n\
         [[feed]]\nurl = \"{0}/none.xml\"\nevery = \"1 day\"\n",
        server.address
    );
    program.file("feeds.toml", feeds);
    let watch = [
        "watch",
        "feeds.toml",
        "--once",
        "--allow-private",
        "--pause",
        "0",
    ];
    let first = program.run(&watch);
    assert_eq!(first.code, Some(1), "{}", first.stderr);
    assert!(
        first
            .stderr
            .contains("3 read: 2 new, 0 known, 0 revised, 1 refused"),
        "{}",
        first.stderr
    );
    assert!(
        first.stderr.contains("/none.xml: the server answers 404"),
        "{}",
        first.stderr
    );
    let second = program.run(&watch);
    assert!(second.stderr.contains("1 read: 0 new"), "{}", second.stderr);
    let outlets = program.ok(&["sql", "select name from publisher", "--format", "csv"]);
    assert_eq!(outlets, "name\nSkerry Post\n");
    let runs = program.ok(&[
        "sql",
        "select count(*) from extraction_run",
        "--format",
        "csv",
    ]);
    assert_eq!(runs, "count\n2\n");
}

#[tokio::test]
async fn a_watch_that_is_stopped_keeps_what_it_has() {
    let database = TestDb::new().await;
    // The second article never comes to an end.
    let server = Server::start(|address| {
        let rss = format!(
            "<rss version=\"2.0\"><channel><title>Harbour Courier</title>\
             <item><link>{address}/pier</link></item><item><link>{address}/slow</link></item></channel></rss>"
        );
        let slow = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>and so on ".to_vec();
        vec![
            (
                "/rss.xml",
                reply("200 OK", "Content-Type: application/rss+xml\r\n", rss),
            ),
            (
                "/pier",
                page(
                    "Pier stays open",
                    "Mira Holt said on Thursday that the ferry pier would stay open.",
                ),
            ),
            ("/slow", Reply::Drip(slow)),
        ]
    });
    let program = Program::on(&database);
    program.file(
        "feeds.toml",
        format!("[[feed]]\nurl = \"{}/rss.xml\"\n", server.address),
    );
    let mut asked = Vec::new();
    for signal in [libc::SIGTERM, libc::SIGINT] {
        let watch = program
            .command(&["watch", "feeds.toml", "--allow-private", "--pause", "0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let begun = Instant::now();
        asked.clear();
        while !asked.contains(&"/slow".to_owned()) {
            asked.extend(server.asked());
            assert!(
                begun.elapsed() < Duration::from_secs(30),
                "the article is never asked for"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        // SAFETY: kill touches no memory of ours.
        unsafe { libc::kill(watch.id() as i32, signal) };
        let outcome = Outcome::of(watch.wait_with_output().unwrap());
        assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
        assert!(outcome.stderr.ends_with("stopped\n"), "{}", outcome.stderr);
    }
    let stored = program.ok(&["sql", "select title from article", "--format", "csv"]);
    assert_eq!(stored, "title\nPier stays open\n");
    // What was fetched before the first stop is remembered.
    assert_eq!(asked, ["/robots.txt", "/rss.xml", "/slow"]);
}

#[tokio::test]
async fn a_list_of_feeds_that_is_wrong_is_refused_with_a_word() {
    let database = TestDb::new().await;
    let program = Program::on(&database);
    for (feeds, said) in [
        ("", "error: feeds.toml: no feed in it"),
        (
            "[[feed]]\nurl = \"https://a.example/\"\nevery = \"often\"\n",
            "https://a.example/: \"often\" is no interval",
        ),
        (
            "every = \"0 minutes\"\n[[feed]]\nurl = \"https://a.example/\"\n",
            "\"0 minutes\" is too often: once a minute",
        ),
        (
            "[[feed]]\nuri = \"https://a.example/\"\n",
            "error: feeds.toml: TOML parse error at line 2",
        ),
    ] {
        program.file("feeds.toml", feeds);
        let outcome = program.run(&["watch", "feeds.toml", "--once"]);
        assert_eq!(outcome.code, Some(1), "{feeds}");
        assert!(outcome.stderr.contains(said), "{}", outcome.stderr);
    }
}

/// An export of MediaCloud: addresses, and what was known of the articles when they were found.
fn list(server: &Server) -> String {
    let address = &server.address;
    format!(
        "id,indexed_date,language,media_name,media_url,publish_date,title,url\n\
         a1,2024-09-14 03:22:11,en,Harbour Courier,courier.example,13/09/2024,Pier,{address}/pier\n\
         a2,2024-09-14 03:22:12,en,Skerry Post,post.example,05/09/2024,\"Boats, counted\",{address}/bare\n\
         a3,2024-09-14 03:22:13,en,Skerry Post,post.example,06/09/2024,Gone,{address}/gone\n\
         a4,2024-09-14 03:22:14,en,Skerry Post,post.example,07/09/2024,Nowhere,post.example/nowhere\n\
         a5,2024-09-14 03:22:15,en,Skerry Post,post.example,08/09/2024,Pictures,{address}/empty\n"
    )
}

#[tokio::test]
async fn a_list_of_addresses_has_its_articles_fetched() {
    let database = TestDb::new().await;
    let server = Server::start(|_| {
        let html = "Content-Type: text/html; charset=utf-8\r\n";
        let bare = "<html lang=\"en\"><body><article><p>The harbour office said that it had counted the boats, \
             and that there were more of them than there had been in any year before.</p>\
             <p>Nobody on the quay could say where all of them had come from, and the harbour master of the town, who \
             had counted them twice, did not want to guess before the council had met.</p></article></body></html>";
        vec![
            (
                "/pier",
                page(
                    "Pier stays open",
                    "Mira Holt said on Thursday that the ferry pier would stay open.",
                ),
            ),
            ("/bare", reply("200 OK", html, bare)),
            ("/empty", reply("200 OK", html, "<html></html>")),
        ]
    });
    let program = Program::on(&database);
    program.file("list.csv", list(&server));

    let off = program.run(&["ingest", "list.csv", "--no-fetch"]);
    assert_eq!(off.code, Some(1));
    assert!(
        off.stderr.starts_with(
            "refused: list.csv:1: it is a list of addresses without texts, and nothing is fetched here; \
             give it to stance ingest or stance extract without --no-fetch"
        ),
        "{}",
        off.stderr
    );
    let address = program.run(&["ingest", &server.url("/pier"), "--no-fetch"]);
    assert_eq!(address.code, Some(1));
    assert!(
        address.stderr.contains("/pier: nothing is fetched"),
        "{}",
        address.stderr
    );
    assert!(server.asked().is_empty());

    let ingest = ["ingest", "list.csv", "--allow-private", "--pause", "0"];
    let dry = program.run(&[&ingest[..], &["--dry-run"]].concat());
    assert!(
        dry.stderr
            .contains("it would be: 5 read: 2 new, 0 known, 0 revised, 3 refused"),
        "{}",
        dry.stderr
    );
    let first = program.run(&[&ingest[..], &["--refused", "bad.csv"]].concat());
    assert_eq!(first.code, Some(1), "{}", first.stderr);
    for said in [
        "refused: list.csv:5: \"post.example/nowhere\" is no address; write it with http:// or https://, \
         or remove the row (now bad.csv, record 1)"
            .to_owned(),
        format!(
            "refused: list.csv:6: {}: no article found in the page; check that it is not an overview, a login or an \
             error page, or save the article's text (now bad.csv, record 2)",
            server.url("/empty")
        ),
        format!(
            "refused: list.csv:4: {}: the server answers 404 Not Found; check the address (now bad.csv, record 3)",
            server.url("/gone")
        ),
        "5 read: 2 new, 0 known, 0 revised, 3 refused".to_owned(),
        "3 records to be mended in bad.csv; then: stance ingest bad.csv".to_owned(),
    ] {
        assert!(first.stderr.contains(&said), "{said}\n{}", first.stderr);
    }
    let stored = program.ok(&[
        "sql",
        "select title, p.name, published_day::text from article \
         join article_date d using (article_id) left join publisher p using (publisher_id) order by title",
        "--format",
        "csv",
    ]);
    assert_eq!(
        stored.lines().skip(1).collect::<Vec<_>>(),
        [
            "\"Boats, counted\",Skerry Post,2024-09-05",
            "Pier stays open,Harbour Courier,2024-09-13"
        ],
        "what the page says, else the row"
    );

    server.asked();
    let again = program.run(&ingest);
    assert!(
        again.stderr.contains("list.csv: 4 articles fetched before"),
        "{}",
        again.stderr
    );
    assert!(server.asked().is_empty());
}
