//! Fetching, against a server on this machine that is friendly, and one that is not.

use std::time::Duration;

use chrono::NaiveDate;
use stance::fetch::{Answer, Crawl, Fetcher, Memory, Settings, Validators, Visit, is_public};
use stance::ingest::Options;
use tokio::sync::mpsc;

#[path = "support/server.rs"]
mod server;

use server::{Reply, Server, gzip, html, page, reply};

fn settings() -> Settings {
    Settings {
        allow_private: true,
        pause: Duration::ZERO,
        patience: Duration::from_secs(3),
        max_bytes: 2_000_000,
        ..Settings::default()
    }
}

fn fetcher() -> Fetcher {
    Fetcher::new(settings()).unwrap()
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 12, 1).unwrap()
}

/// Crawls an address; gives headlines, or what was refused without the server's address.
async fn crawl_with(
    fetcher: &Fetcher,
    server: &Server,
    path: &str,
    memory: &impl Memory,
) -> (Vec<String>, Crawl) {
    let (sender, mut receiver) = mpsc::channel(100);
    let crawl = fetcher
        .crawl(&server.url(path), None, memory, today(), &sender)
        .await;
    drop(sender);
    let mut found = Vec::new();
    while let Some(outcome) = receiver.recv().await {
        found.push(
            match outcome.and_then(|piece| piece.article(&Options::new(today()))) {
                Ok(article) => {
                    let day = article
                        .published
                        .map(|date| format!(", {}", date.day))
                        .unwrap_or_default();
                    let outlet = article
                        .publisher
                        .map(|name| format!(", {name}"))
                        .unwrap_or_default();
                    format!("{}{outlet}{day}", article.title.unwrap_or_default())
                }
                Err(refused) => refused.to_string().replace(&server.address, ""),
            },
        );
    }
    (found, crawl)
}

async fn crawl(server: &Server, path: &str) -> Vec<String> {
    crawl_with(&fetcher(), server, path, &()).await.0
}

const FEED: &str = "Content-Type: application/rss+xml\r\nETag: \"v1\"\r\n";

fn town(address: &str) -> Vec<(&'static str, Reply)> {
    let rss = format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Harbour Courier</title>\
         <item><title>Pier &amp;amp; wall</title><link>{address}/pier</link><pubDate>Ven, 13 Sep 2024 23:30:00 -0500</pubDate></item>\
         <item><title>Sea wall</title><link>/wall</link><pubDate>Sat, 14 Sep 2024 08:00:00 GMT</pubDate></item>\
         <item><title>Sea wall again</title><link>/wall?utm_source=rss</link></item>\
         <item><title>Gone</title><link>/gone</link></item></channel></rss>"
    );
    let atom = "<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Skerry Post</title><id>x</id>\
         <updated>2024-09-14T08:00:00Z</updated><entry><id>tag:1</id><title>Pier</title><updated>2024-09-14T08:00:00Z</updated>\
         <link rel=\"alternate\" href=\"pier\"/></entry></feed>";
    let json = "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Skerry Post\", \"items\": \
         [{\"id\": \"1\", \"url\": \"/wall\", \"title\": \"Wall\", \"date_published\": \"2024-09-14T08:00:00Z\"}]}";
    let news = format!(
        "<?xml version=\"1.0\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
         xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\" xmlns:image=\"http://www.google.com/schemas/sitemap-image/1.1\">\
         <url><loc>{address}/wall</loc><news:news><news:publication><news:name>Harbour Courier</news:name>\
         <news:language>en</news:language></news:publication><news:publication_date>2024-09-14</news:publication_date>\
         <news:title>The wall</news:title></news:news><image:image><image:loc>{address}/picture</image:loc></image:image></url></urlset>"
    );
    let map = format!(
        "<urlset><url><loc>{address}/pier</loc><lastmod>2024-09-15</lastmod></url></urlset>"
    );
    let index = format!(
        "<?xml version=\"1.0\"?><sitemapindex><sitemap><loc>{address}/news.xml</loc></sitemap>\
         <sitemap><loc>{address}/map.xml.gz</loc><lastmod>2024-09-15</lastmod></sitemap>\
         <sitemap><loc>{address}/no.xml</loc></sitemap></sitemapindex>"
    );
    let xml = "Content-Type: application/xml\r\n";
    vec![
        ("/rss.xml", reply("200 OK", FEED, rss)),
        ("/atom.xml", reply("200 OK", FEED, atom)),
        (
            "/feed.json",
            reply("200 OK", "Content-Type: application/feed+json\r\n", json),
        ),
        ("/news.xml", reply("200 OK", xml, news)),
        (
            "/map.xml.gz",
            reply(
                "200 OK",
                "Content-Type: application/gzip\r\n",
                gzip(map.as_bytes()),
            ),
        ),
        ("/index.xml", reply("200 OK", xml, index)),
        (
            "/broken.xml",
            reply("200 OK", xml, "<rss><channel><item><title>Cut sh"),
        ),
        (
            "/pier",
            page(
                "Pier stays open",
                "Mira Holt said that the ferry pier of Skerry would stay open through the whole winter.",
            ),
        ),
        (
            "/wall",
            page(
                "Sea wall lasts",
                "The engineers of Skerry said that the sea wall would last for another forty years.",
            ),
        ),
    ]
}

#[tokio::test]
async fn pages_feeds_and_sitemaps_give_their_articles() {
    let server = Server::start(town);
    assert_eq!(crawl(&server, "/pier").await, ["Pier stays open"]);
    assert_eq!(
        crawl(&server, "/rss.xml").await,
        [
            "Sea wall lasts, Harbour Courier, 2024-09-14",
            "Pier stays open, Harbour Courier, 2024-09-13",
            "/gone: the server answers 404 Not Found; check the address",
        ],
        "the newest first, each once"
    );
    assert_eq!(
        crawl(&server, "/atom.xml").await,
        ["Pier stays open, Skerry Post, 2024-09-14"]
    );
    assert_eq!(
        crawl(&server, "/feed.json").await,
        ["Sea wall lasts, Skerry Post, 2024-09-14"]
    );
    assert_eq!(
        crawl(&server, "/news.xml").await,
        ["Sea wall lasts, Harbour Courier, 2024-09-14"]
    );
    assert_eq!(
        crawl(&server, "/index.xml").await,
        [
            "/no.xml: the server answers 404 Not Found; check the address",
            "Pier stays open",
            "Sea wall lasts, Harbour Courier, 2024-09-14",
        ]
    );
    let broken = crawl(&server, "/broken.xml").await;
    assert!(
        broken[0].starts_with("/broken.xml: the feed is damaged"),
        "{broken:?}"
    );
}

/// Remembers what a crawl visited.
struct Notes(Vec<Visit>);

impl Memory for Notes {
    async fn last(&self, address: &str) -> Option<Visit> {
        self.0
            .iter()
            .rfind(|visit| visit.address == address)
            .cloned()
    }
}

#[tokio::test]
async fn what_has_not_changed_is_not_fetched_again() {
    let server = Server::start(town);
    let (found, first) = crawl_with(&fetcher(), &server, "/rss.xml", &()).await;
    // What is not there is remembered, too.
    assert_eq!((found.len(), first.visits.len()), (3, 4));
    server.asked();
    let mut notes = Notes(first.visits);
    let (found, second) = crawl_with(&fetcher(), &server, "/rss.xml", &notes).await;
    assert_eq!((found.len(), second.unchanged), (0, true));
    assert_eq!(server.asked(), ["/robots.txt", "/rss.xml"]);
    // The feed is new, its articles are not, nor is what was not there this morning.
    let feed = notes
        .0
        .iter_mut()
        .find(|visit| visit.address.ends_with("/rss.xml"));
    feed.unwrap().validators = Validators::default();
    let (found, second) = crawl_with(&fetcher(), &server, "/rss.xml", &notes).await;
    assert_eq!((found.len(), second.before), (0, 3));
    assert_eq!(server.asked(), ["/robots.txt", "/rss.xml"]);
    // A day later it may be there.
    let gone = notes.0.iter_mut().find(|visit| visit.gone).unwrap();
    gone.at -= chrono::Duration::hours(25);
    let (found, _) = crawl_with(&fetcher(), &server, "/rss.xml", &notes).await;
    assert_eq!(found.len(), 1);
    assert_eq!(server.asked(), ["/robots.txt", "/rss.xml", "/gone"]);
    // All of another feed were had: it is unchanged, and nothing else is asked for.
    let (_, third) = crawl_with(&fetcher(), &server, "/atom.xml", &notes).await;
    server.asked();
    let mut notes = Notes([notes.0, third.visits].concat());
    let (found, fourth) = crawl_with(&fetcher(), &server, "/atom.xml", &notes).await;
    assert_eq!((found.len(), fourth.unchanged), (0, true));
    assert_eq!(server.asked(), ["/robots.txt", "/atom.xml"]);
    // It is new, its articles are not.
    notes
        .0
        .retain(|visit| !visit.address.ends_with("/atom.xml"));
    let (found, fifth) = crawl_with(&fetcher(), &server, "/atom.xml", &notes).await;
    assert_eq!((found.len(), fifth.before), (0, 1));
    // At most so many at once.
    let few = Fetcher::new(Settings {
        max_articles: 1,
        ..settings()
    })
    .unwrap();
    let (found, fourth) = crawl_with(&few, &server, "/rss.xml", &()).await;
    assert_eq!((found.len(), fourth.left_out), (1, 2));
}

#[tokio::test]
async fn what_a_list_says_has_changed_is_fetched_again() {
    let listed = |lastmod: &'static str| {
        Server::start(move |address| {
            let map = format!(
                "<urlset><url><loc>{address}/pier</loc><lastmod>{lastmod}</lastmod></url></urlset>"
            );
            let mut town = town(address);
            town.push((
                "/map.xml",
                reply("200 OK", "Content-Type: application/xml\r\n", map),
            ));
            town
        })
    };
    let server = listed("2024-09-15T08:00:00Z");
    let (_, first) = crawl_with(&fetcher(), &server, "/map.xml", &()).await;
    assert_eq!(first.visits.len(), 2);
    // It says the same as before, and then that the page changed, before it was fetched by this machine's clock.
    let notes = Notes(first.visits);
    let (found, _) = crawl_with(&fetcher(), &server, "/map.xml", &notes).await;
    assert_eq!(found.len(), 0);
    for (lastmod, fetched) in [
        ("2024-09-15T08:00:00Z", 0),
        ("2024-09-15T08:00:01Z", 1),
        ("2024-09-16", 1),
    ] {
        let server = listed(lastmod);
        let moved = |visit: &Visit| Visit {
            address: server.url("/pier"),
            ..visit.clone()
        };
        let notes = Notes(
            notes
                .0
                .iter()
                .filter(|v| v.address.ends_with("/pier"))
                .map(moved)
                .collect(),
        );
        let (found, _) = crawl_with(&fetcher(), &server, "/map.xml", &notes).await;
        assert_eq!(found.len(), fetched, "{lastmod}");
    }
    // Where the list gives the day alone, what was fetched on that day is asked for once more after it.
    let server = listed("2024-09-15");
    let (_, first) = crawl_with(&fetcher(), &server, "/map.xml", &()).await;
    let mut notes = Notes(first.visits);
    for visit in &mut notes.0 {
        visit.at = "2024-09-15T12:00:00Z".parse().unwrap();
    }
    let (found, _) = crawl_with(&fetcher(), &server, "/map.xml", &notes).await;
    assert_eq!(found.len(), 1);
}

#[tokio::test]
async fn robots_txt_is_obeyed() {
    let rules = |text: &'static str| {
        Server::start(move |_| {
            vec![
                (
                    "/robots.txt",
                    reply("200 OK", "Content-Type: text/plain\r\n", text),
                ),
                (
                    "/private/a",
                    page(
                        "Private",
                        "Nobody of Skerry is to read this, as the harbour master has said often.",
                    ),
                ),
                (
                    "/a",
                    page(
                        "Public",
                        "Everybody of Skerry may read this, as the harbour master has said often.",
                    ),
                ),
            ]
        })
    };
    let server = rules("User-agent: *\nDisallow: /private/\n");
    let host = "127.0.0.1 does not allow it (robots.txt); ask the publisher, or save the page and ingest the file with --url";
    assert_eq!(
        crawl(&server, "/private/a").await,
        [format!("/private/a: {host}")]
    );
    assert_eq!(crawl(&server, "/a").await, ["Public"]);
    assert_eq!(
        server.asked(),
        ["/robots.txt", "/robots.txt", "/a"],
        "and nothing else is asked for"
    );

    let server = rules("User-agent: stance\nDisallow: /\n\nUser-agent: *\nAllow: /\n");
    assert_eq!(crawl(&server, "/a").await, [format!("/a: {host}")]);

    // A host whose rules cannot be had is not fetched from.
    let server = Server::start(|_| {
        vec![
            ("/robots.txt", reply("500 Oops", "", "")),
            ("/a", page("Public", "x")),
        ]
    });
    let found = crawl(&server, "/a").await;
    assert!(
        found[0].contains("(robots.txt) cannot be known: the server fails (500"),
        "{found:?}"
    );
}

#[tokio::test]
async fn hostile_servers_are_left() {
    let spaces = vec![b' '; 20_000_000];
    let server = Server::start(|_| {
        let drip = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>and so on ".to_vec();
        vec![
            ("/slow", Reply::Drip(drip)),
            (
                "/slow-head",
                Reply::Drip(b"HTTP/1.1 200 OK\r\nX: ".repeat(50)),
            ),
            ("/endless", Reply::Endless(b"<p>and so on</p>".repeat(1000))),
            (
                "/bomb",
                reply(
                    "200 OK",
                    "Content-Type: text/html\r\nContent-Encoding: gzip\r\n",
                    gzip(&spaces),
                ),
            ),
            (
                "/sitemap-bomb",
                reply(
                    "200 OK",
                    "Content-Type: application/gzip\r\n",
                    gzip(&spaces),
                ),
            ),
            ("/round", reply("302 Found", "Location: /round\r\n", "")),
            ("/nowhere", reply("302 Found", "", "")),
            (
                "/file",
                reply("302 Found", "Location: file:///etc/passwd\r\n", ""),
            ),
            (
                "/picture",
                reply("200 OK", "Content-Type: image/png\r\n", "x"),
            ),
            (
                "/noise",
                Reply::Whole(b"\x00\x01\x02 no HTTP at all\r\n\r\n".to_vec()),
            ),
            (
                "/later",
                reply("429 Too Many Requests", "Retry-After: 3600\r\n", ""),
            ),
            (
                "/short",
                Reply::Whole(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<p>".to_vec()),
            ),
        ]
    });
    for (path, said) in [
        ("/slow", "it takes too long; try again later"),
        ("/slow-head", "it takes too long; try again later"),
        (
            "/endless",
            "it is longer than 2 MB; check that the address is that of an article",
        ),
        (
            "/bomb",
            "it is longer than 2 MB; check that the address is that of an article",
        ),
        (
            "/sitemap-bomb",
            "it is longer than 2 MB; check that the address is that of an article",
        ),
        (
            "/round",
            "it is redirected more than 5 times; check the address in a browser",
        ),
        (
            "/nowhere",
            "it is redirected to nowhere; check it in a browser",
        ),
        (
            "/file",
            "it is not fetched: file is neither http nor https; give --allow-private if you trust it",
        ),
        (
            "/picture",
            "it is no page but image/png; check the address, or save it and ingest the file",
        ),
        (
            "/later",
            "the server asks to wait (429 Too Many Requests); try again in 3600 s or later",
        ),
    ] {
        assert_eq!(crawl(&server, path).await, [format!("{path}: {said}")]);
    }
    for path in ["/noise", "/short"] {
        let found = crawl(&server, path).await;
        assert!(
            found[0].starts_with(&format!("{path}: it cannot be had: ")),
            "{found:?}"
        );
    }
}

#[tokio::test]
async fn what_a_host_asks_to_wait_for_is_waited_for() {
    let server = Server::start(|_| vec![("/busy", reply("503 Busy", "Retry-After: 0\r\n", ""))]);
    let found = crawl(&server, "/busy").await;
    assert!(
        found[0].contains("the server asks to wait (503"),
        "{found:?}"
    );
    assert_eq!(
        server.asked(),
        ["/robots.txt", "/busy", "/busy", "/busy"],
        "three tries"
    );
}

#[tokio::test]
async fn the_encoding_that_the_server_states_is_believed() {
    let server = Server::start(|_| {
        let text = html(
            "Café",
            "Zoé Brandt said that the café of Skerry would move to the market square.",
        );
        let bytes: Vec<u8> = text.chars().map(|c| c as u8).collect();
        vec![
            (
                "/stated",
                reply(
                    "200 OK",
                    "Content-Type: text/html; charset=iso-8859-1\r\n",
                    &bytes,
                ),
            ),
            (
                "/wrong",
                reply(
                    "200 OK",
                    "Content-Type: text/html; charset=utf-8\r\n",
                    &bytes,
                ),
            ),
        ]
    });
    assert_eq!(crawl(&server, "/stated").await, ["Café"]);
    assert_eq!(
        crawl(&server, "/wrong").await,
        ["Café"],
        "where the statement cannot be true, it is guessed"
    );
}

#[tokio::test]
async fn private_addresses_are_not_fetched_from_in_any_notation() {
    let server = Server::start(|address| {
        let port = address.rsplit(':').next().unwrap();
        let to = format!("Location: http://localhost:{port}/a\r\n");
        vec![
            ("/to", reply("302 Found", &to, "")),
            ("/a", page("Private", "x")),
        ]
    });
    let port = server.address.rsplit(':').next().unwrap().to_owned();
    let public = Fetcher::new(Settings {
        allow_private: false,
        ..settings()
    })
    .unwrap();
    for host in [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f.1",
        "017700000001",
        "127.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "0.0.0.0",
        "0",
        "[::]",
        "10.0.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "[fe80::1]",
        "[fd00::1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "１２７.0.0.1",
    ] {
        let failure = public
            .get(&format!("http://{host}:{port}/a"), None)
            .await
            .unwrap_err();
        assert!(
            failure.reason.starts_with("it is not fetched: "),
            "{host}: {failure:?}"
        );
    }
    assert!(server.asked().is_empty(), "nothing reached the server");
    for address in [
        "ftp://harbour-courier.example/a",
        "file:///etc/passwd",
        "http://u:p@harbour-courier.example/",
        "http://",
    ] {
        assert!(public.get(address, None).await.is_err(), "{address}");
    }
    // Allowed, a redirect leads on.
    assert!(
        matches!(fetcher().get(&server.url("/to"), None).await, Ok(Answer::Fetched(f)) if f.url.contains("localhost"))
    );
}

#[test]
fn addresses_are_public_or_not() {
    for (ip, public) in [
        ("8.8.8.8", true),
        ("172.15.255.255", true),
        ("172.16.0.0", false),
        ("172.31.255.255", false),
        ("172.32.0.0", true),
        ("100.63.255.255", true),
        ("100.64.0.0", false),
        ("100.128.0.0", true),
        ("198.17.255.255", true),
        ("198.19.255.255", false),
        ("203.0.113.9", false),
        ("223.255.255.255", true),
        ("224.0.0.1", false),
        ("255.255.255.255", false),
        ("2606:4700::1111", true),
        ("2001:db8::1", false),
        ("2001:0:4136:e378::", false),
        ("2001:4860:4860::8888", true),
        ("2002:808:808::", false),
        ("64:ff9b::808:808", true),
        ("::ffff:8.8.8.8", true),
        ("::8.8.8.8", false),
        ("fec0::1", false),
        ("ff02::1", false),
        ("3fff::1", false),
    ] {
        assert_eq!(is_public(ip.parse().unwrap()), public, "{ip}");
    }
}
