//! The reports in a browser: pages as a whole (`fixtures/serve`, `STANCE_BLESS=1` writes them anew), hostile texts,
//! who is turned away, and how it stops.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

use stance::store::read::Scope;
use stance::store::{Store, StoreError, Target};

use super::program::Program;
use super::support::postgres::TestDb;

const PRESS: &str = r#"{"id": "1", "title": "Council meets", "publisher": "Harbour Gazette", "url": "https://gazette.example/1", "date": "2024-03-05", "text": "Mayor Mira Holt said on Monday that she supports the ferry pier. Jonas Reed, the harbour master, said on Monday that he opposes the ferry pier."}
{"id": "2", "title": "Holt turns", "publisher": "Coast Courier", "date": "2024-05-18", "text": "Mayor Mira Holt said on Friday that she opposes the ferry pier. Jonas Reed, the harbour master, said that he still opposes the ferry pier."}
"#;

pub(super) const PIER: &str = r#"
[[topic]]
id = "ferry-pier"
name = "The ferry pier"
proposition = "The ferry pier should stay open."
about = ["ferry pier"]
for = ["ferry pier"]

[[actor]]
id = "mira-holt"
name = "Mira Holt"
kind = "person"
"#;

/// A server that is running.
pub(super) struct Serving {
    child: Child,
    /// Where it said that it is.
    address: String,
    pub(super) host: String,
}

impl Serving {
    pub(super) fn start(program: &Program, args: &[&str]) -> Self {
        let mut child = program
            .command(&[&["serve", "--port", "0"], args].concat())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line.trim().to_owned();
        let host = address.split('/').nth(2).unwrap_or_default().to_owned();
        assert!(!host.is_empty(), "it did not start: {line:?}");
        Self {
            child,
            address,
            host,
        }
    }

    /// What it answers to a request as it goes over the wire; the head and the body.
    fn asked(&self, request: &str) -> (String, String) {
        let port = self.host.rsplit(':').next().unwrap();
        let mut stream = TcpStream::connect(format!("127.0.0.1:{port}")).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(60)))
            .unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.to_owned(), body.to_owned())
    }

    pub(super) fn get_with(&self, path: &str, host: &str, lines: &str) -> (String, String) {
        self.asked(&format!(
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{lines}\r\n"
        ))
    }

    pub(super) fn get(&self, path: &str) -> String {
        let (head, body) = self.get_with(path, &self.host, "");
        assert!(head.starts_with("HTTP/1.1 200 "), "{path}: {head}\n{body}");
        body
    }

    pub(super) fn post(&self, path: &str, lines: &str, form: &str) -> (String, String) {
        self.asked(&format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{lines}Content-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {}\r\n\r\n{form}",
            self.host,
            form.len()
        ))
    }

    /// The word of the forms on a page.
    pub(super) fn word(&self) -> String {
        let page = self.get("/review");
        between(&page, "name=\"word\" value=\"", "\"").to_owned()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(super) fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    let (_, rest) = text
        .split_once(before)
        .unwrap_or_else(|| panic!("no {before} in {text}"));
    rest.split(after).next().unwrap()
}

pub(super) fn status(head: &str) -> &str {
    head.split(' ').nth(1).unwrap()
}

pub(super) async fn harbour() -> (TestDb, Program) {
    let database = TestDb::new().await;
    let program = Program::on(&database);
    program.file("press.jsonl", PRESS);
    program.file("pier.toml", PIER);
    program.ok(&["ingest", "press.jsonl", "--quiet"]);
    program.ok(&["codebook", "apply", "pier.toml", "--quiet"]);
    (database, program)
}

/// Whoever has the address of a shift is told what became of it, as by the command.
#[tokio::test]
async fn a_shift_that_an_outlet_took_back_is_shown_and_says_so() {
    let (_database, program) = harbour().await;
    let found = program.ok(&[
        "sql",
        "select shift_id from stance_shift",
        "--format",
        "csv",
    ]);
    let id = found.lines().nth(1).unwrap();
    program.ok(&["article", "withdraw", "2", "--note", "misheard"]);
    let server = Serving::start(&program, &[]);
    let page = server.get(&format!("/shift/{id}"));
    let printed = program.ok(&["shifts", "--print", id]);
    for told in [&page, &printed] {
        assert!(told.contains("withdrawn by its outlet: misheard"), "{told}");
    }
    assert!(!server.get("/shifts").contains(id));
}

/// The server gives up on what takes too long, whoever still waits.
#[tokio::test]
async fn a_statement_ends_with_its_time() {
    let (database, program) = harbour().await;
    program.ok(&["topic", "list"]);
    let store = Store::open(&Target::Url(database.url.clone()))
        .await
        .unwrap();
    let hurried = store.with_time_limit(Duration::from_millis(100));
    let mut other = database.connect().await;
    sqlx::raw_sql("begin; lock table kept_history in access exclusive mode")
        .execute(&mut other)
        .await
        .unwrap();
    let outcome = hurried.topics(&Scope::default()).await;
    assert!(
        matches!(outcome, Err(StoreError::TooLong(_))),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn pages_show_what_the_views_hold() {
    let (_database, program) = harbour().await;
    let server = Serving::start(&program, &[]);
    let word = server.word();
    let today = program.ok(&[
        "sql",
        "select to_char(now() at time zone 'UTC', 'FMDD Mon YYYY')",
        "--format",
        "csv",
    ]);
    let today = today.lines().nth(1).unwrap().to_owned();
    let bless = std::env::var_os("STANCE_BLESS").is_some();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/serve");
    let mut wrong = Vec::new();
    for (name, path) in [
        ("home.html", "/"),
        ("search.html", "/search?q=Holt"),
        ("topics.html", "/topics"),
        ("topic.html", "/topic/ferry-pier"),
        ("actor.html", "/actor/mira-holt"),
        ("history.html", "/history?actor=mira-holt&topic=ferry-pier"),
        (
            "history-against.html",
            "/history?topic=ferry-pier&side=against",
        ),
        ("matrix.html", "/matrix?at=2024-06-01&since=2024-04-01"),
        ("shifts.html", "/shifts"),
        (
            "compare.html",
            "/compare?actor=mira-holt&actor=Jonas%20Reed&at=2024-06-01",
        ),
        ("digest.html", "/digest?since=2024-04-01&until=2024-06-01"),
        ("claims.html", "/claims?words=opposes"),
        (
            "articles.html",
            "/articles?actor=mira-holt&topic=ferry-pier",
        ),
        ("article.html", "/article/1"),
        (
            "network-two-mode.html",
            "/network?two_mode=yes&window=month",
        ),
        (
            "network.html",
            "/network?topic=ferry-pier&qualifier=subtract",
        ),
        ("review.html", "/review?next=date"),
        ("matrix.csv", "/matrix?at=2024-06-01&format=csv"),
        ("network.graphml", "/network?format=graphml"),
        ("history.json", "/history?actor=mira-holt&format=json"),
    ] {
        let page = server
            .get(path)
            .replace(&word, "WORD")
            .replace(&today, "TODAY")
            .replace(env!("CARGO_PKG_VERSION"), "VERSION")
            .replace("><", ">\n<");
        // When a row came is of the test's run, and so is how long ago something was said.
        let page: String = page
            .lines()
            .filter(|line| !line.contains("\"retrieved_at\""))
            .map(|line| without_age(line) + "\n")
            .collect();
        let file = folder.join(name);
        if bless {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&file, &page).unwrap();
        } else if std::fs::read_to_string(&file).unwrap_or_default() != page {
            wrong.push(format!("{name} is now:\n{page}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\n(STANCE_BLESS=1 accepts)",
        wrong.join("\n")
    );
}

#[tokio::test]
async fn what_is_not_there_says_so() {
    let (_database, program) = harbour().await;
    let server = Serving::start(&program, &[]);
    for (path, code, words) in [
        ("/nothing", "404", "no such page"),
        ("/actor/mira-hold", "404", "Did you mean"),
        ("/article/99", "404", "there is no article"),
        ("/claim/pier", "404", "not the number"),
        ("/matrix?at=soon", "400", "not a day"),
        ("/network?qualifier=love", "400", "no qualifier"),
        (
            "/network?two_mode=yes&qualifier=conflict",
            "400",
            "between actors",
        ),
        ("/history", "400", "of an actor"),
        ("/topics?format=svg", "400", "has no svg"),
        (
            "/history?topic=ferry-pier&snce=2024-01-01",
            "400",
            "Did you mean “since”?",
        ),
        ("/network?step=week", "400", "choose windows"),
    ] {
        let (head, body) = server.get_with(path, &server.host, "");
        assert_eq!(status(&head), code, "{path}");
        assert!(body.contains(words), "{path}: {body}");
        // Who asked for a network that cannot be has the form to change it.
        assert_eq!(
            body.contains("id=\"f-qualifier\""),
            path.starts_with("/network"),
            "{path}"
        );
    }
    let (head, _) = server.asked(&format!(
        "DELETE / HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
        server.host
    ));
    assert_eq!(status(&head), "405");
    let (head, body) = server.asked(&format!(
        "HEAD / HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
        server.host
    ));
    assert_eq!((status(&head), body.as_str()), ("200", ""));
}

#[tokio::test]
async fn hostile_texts_are_shown_as_text() {
    let database = TestDb::new().await;
    let program = Program::on(&database);
    let evil =
        "<script>alert(1)</script><img src=x onerror=alert(2)>\u{202e}\u{2067}\u{1b}[31m\u{200f}";
    let article = serde_json::json!({
        "id": "1", "title": format!("Holt {evil}"), "publisher": format!("Gazette {evil}"), "date": "2024-03-05",
        "url": "javascript:alert(3)",
        "text": format!("Mayor Mira Holt said on Monday that she supports the ferry pier {evil}. \
            {evil} Jonas <b>Reed</b>, the harbour master, said that he opposes the ferry pier.")
    });
    program.file("press.jsonl", article.to_string());
    program.file(
        "pier.toml",
        PIER.replace("The ferry pier\"", "The <i>ferry</i> pier\""),
    );
    program.ok(&["ingest", "press.jsonl", "--quiet"]);
    program.ok(&["codebook", "apply", "pier.toml", "--quiet"]);
    let server = Serving::start(&program, &[]);
    let query = "%3Cscript%3Ealert(1)%3C/script%3E%E2%80%AE%1B%22%27";
    let paths = [
        "/".to_owned(),
        format!("/search?q={query}"),
        format!("/search?part=1&q={query}"),
        "/search?q=pier".into(),
        "/topics".into(),
        "/topic/ferry-pier".into(),
        "/actors".into(),
        "/actor/mira-holt".into(),
        "/history?topic=ferry-pier".into(),
        "/matrix?at=2024-06-01".into(),
        "/claims?words=pier".into(),
        format!("/claims?words={query}"),
        "/articles".into(),
        "/article/1".into(),
        "/network".into(),
        "/network?format=graphml".into(),
        "/network?two_mode=yes&format=gexf".into(),
        "/network?two_mode=yes&format=svg".into(),
        "/history?topic=ferry-pier&format=svg".into(),
        "/review".into(),
        format!("/review?done={query}&pass={query}&actor="),
    ];
    for path in paths {
        let (head, body) = server.get_with(&path, &server.host, "");
        assert_eq!(status(&head), "200", "{path}: {body}");
        harmless(&path, &body);
        assert!(
            head.to_lowercase().contains(
                "content-security-policy: default-src 'none'; style-src 'self'; script-src 'self'"
            ),
            "{head}"
        );
    }
    for path in [
        format!("/{query}"),
        format!("/actor/{query}"),
        format!("/matrix?at={query}"),
        format!("/topic/x?format={query}"),
        format!("/topics?{query}={query}"),
        format!("/network?two_mode=yes&qualifier={query}"),
    ] {
        let (_, body) = server.get_with(&path, &server.host, "");
        harmless(&path, &body);
    }
    // A header cannot be broken out of by what an address holds.
    let (head, _) = server.post(
        "/review?pass=%0d%0aSet-Cookie:%20x=1",
        &format!("Origin: http://{}\r\n", server.host),
        &format!("word={}&undo=99", server.word()),
    );
    assert!(!head.to_lowercase().contains("set-cookie"), "{head}");
}

fn harmless(path: &str, body: &str) {
    let lower = body.to_lowercase();
    for bad in [
        "<script>",
        "<img",
        "onerror=alert(2)>",
        "<b>reed",
        "<i>ferry",
        "href=\"javascript",
    ] {
        assert!(!lower.contains(bad), "{path} holds {bad}");
    }
    let acting = body.chars().find(|c| {
        (c.is_control() && !matches!(c, '\n' | '\t'))
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    });
    assert_eq!(acting, None, "{path}");
}

#[tokio::test]
async fn verdicts_are_taken_from_own_forms_alone() {
    let (_database, program) = harbour().await;
    let server = Serving::start(&program, &["--by", "ada"]);
    let verdicts = || {
        program.ok(&[
            "sql",
            "select verdict, reviewer, note from review order by review_id",
            "--format",
            "csv",
        ])
    };
    let page = server.get("/review?next=date");
    let word = between(&page, "name=\"word\" value=\"", "\"").to_owned();
    let claim = between(&page, "name=\"claim\" value=\"", "\"").to_owned();
    let topic = between(&page, "name=\"on\" value=\"", "\"").to_owned();
    let own = format!("Origin: http://{}\r\n", server.host);
    let form = format!("word={word}&claim={claim}&on={topic}&verdict=confirm&note=heard+it");
    for (lines, form, why) in [
        (own.clone(), form.replace(&word, "0"), "another word"),
        (own.clone(), form.replacen("word", "w", 1), "no word"),
        (
            "Origin: http://evil.example\r\n".into(),
            form.clone(),
            "another site",
        ),
        ("Origin: null\r\n".into(), form.clone(), "a sandbox"),
        (String::new(), form.clone(), "nobody knows where"),
        (
            format!("{own}Sec-Fetch-Site: cross-site\r\n"),
            form.clone(),
            "another site by its own word",
        ),
    ] {
        let (head, _) = server.post("/review", &lines, &form);
        assert_eq!(status(&head), "403", "from {why}");
    }
    assert_eq!(verdicts().lines().count(), 1, "{}", verdicts());

    let (head, _) = server.post(
        "/review?next=date",
        &format!("{own}Sec-Fetch-Site: same-origin\r\n"),
        &form,
    );
    assert_eq!(status(&head), "303", "{head}");
    assert!(
        head.contains(&format!("/review?next=date&done=1%3A{claim}-{topic}")),
        "{head}"
    );
    assert_eq!(verdicts().lines().nth(1), Some("confirm,ada,heard it"));
    let (head, _) = server.post(
        &format!("/review?done=1:{claim}-{topic}"),
        &own,
        &format!("word={word}&undo=1"),
    );
    assert!(
        head.contains(&format!("/review?claim={claim}-{topic}")),
        "{head}"
    );
    let corrected = form.replace("verdict=confirm", "verdict=stance%3D-1");
    assert_eq!(status(&server.post("/review", &own, &corrected).0), "303");
    assert_eq!(verdicts().lines().nth(3), Some("correct,ada,heard it"));
    // What cannot be done says why, and nothing is changed by it.
    for (path, form, code) in [
        (
            "/review",
            format!("word={word}&claim=999&on={topic}&verdict=confirm"),
            "404",
        ),
        (
            "/review",
            format!("word={word}&claim={claim}&on={topic}&verdict=love"),
            "400",
        ),
        ("/review", format!("word={word}&undo=1"), "400"),
        (
            &format!("/review?done=1:{claim}-{topic}"),
            format!("word={word}&undo=1"),
            "409",
        ),
        ("/topics", format!("word={word}&undo=1"), "404"),
        ("/review", "x".repeat(70_000), "413"),
    ] {
        assert_eq!(
            status(&server.post(path, &own, &form).0),
            code,
            "{path} {:.60}",
            form
        );
    }
    assert_eq!(verdicts().lines().count(), 4);
}

#[tokio::test]
async fn other_names_and_strangers_are_turned_away() {
    let (_database, program) = harbour().await;
    let server = Serving::start(&program, &["--name", "desk.example"]);
    let port = server.host.rsplit(':').next().unwrap().to_owned();
    for (host, code) in [
        (server.host.clone(), "200"),
        (format!("localhost:{port}"), "200"),
        (format!("desk.example:{port}"), "200"),
        (format!("evil.example:{port}"), "403"),
        ("127.0.0.1".into(), "403"),
    ] {
        assert_eq!(status(&server.get_with("/", &host, "").0), code, "{host}");
    }
    let foreign = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n";
    assert_eq!(
        status(
            &server
                .get_with("/claims?format=json", &server.host, foreign)
                .0
        ),
        "403"
    );
    drop(server);

    // Away from the loopback interface the address that is printed lets in, and its cookie from then on.
    let open = Serving::start(&program, &["--bind", "0.0.0.0"]);
    let token = open.address.split("token=").nth(1).unwrap().to_owned();
    assert_eq!(token.len(), 32);
    assert_eq!(status(&open.get_with("/", &open.host, "").0), "401");
    assert_eq!(status(&open.get_with("/?token=0", &open.host, "").0), "401");
    let (head, _) = open.get_with(&format!("/topics?x=1&token={token}"), &open.host, "");
    assert_eq!(status(&head), "303");
    assert!(
        head.contains("/topics?x=1\r\n"),
        "the token leaves the address: {head}"
    );
    let cookie = between(&head, "set-cookie: ", ";").to_owned();
    let (head, _) = open.get_with("/topics", &open.host, &format!("Cookie: {cookie}\r\n"));
    assert_eq!(status(&head), "200");
    let (head, _) = open.asked(&format!(
        "POST /review HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
        open.host
    ));
    assert_eq!(status(&head), "401");
}

#[tokio::test]
async fn it_stops_when_it_is_told_to() {
    let (_database, program) = harbour().await;
    for signal in [libc::SIGINT, libc::SIGTERM] {
        let mut server = Serving::start(&program, &[]);
        server.get("/");
        // An idle connection does not hold it up.
        let _idle = TcpStream::connect(&server.host).unwrap();
        // SAFETY: the process is this test's own child, not waited for yet.
        assert_eq!(unsafe { libc::kill(server.child.id() as i32, signal) }, 0);
        assert_eq!(server.child.wait().unwrap().code(), Some(0));
    }
    let (taken, again) = (Serving::start(&program, &[]), &program);
    let port = taken.host.rsplit(':').next().unwrap();
    let refused = again.run(&["serve", "--port", port]);
    assert_eq!(refused.code, Some(1));
    assert!(
        refused.stderr.contains("cannot be listened on"),
        "{}",
        refused.stderr
    );
}

/// "3 days ago" without the number.
fn without_age(line: &str) -> String {
    let mut parts = line.split(" days ago");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |told, part| {
        told.trim_end_matches(|c: char| c.is_ascii_digit() || c == ',')
            .to_owned()
            + "N days ago"
            + part
    })
}
