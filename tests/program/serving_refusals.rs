//! What the browser refuses, and what it says then: at the field, with what can be done.

use super::program::Program;
use super::serving::{PIER, Serving, between, harbour, status};
use super::support::postgres::TestDb;

/// What would be passed over, or would show nothing, is refused, with what can be done.
#[tokio::test]
async fn what_cannot_be_meant_is_refused() {
    let (_database, program) = harbour().await;
    let server = Serving::start(&program, &[]);
    for (path, words) in [
        (
            "/history?topic=ferry-pier&since=2024-05-01&until=2024-04-01",
            "choose a later last day",
        ),
        (
            "/shifts?since=2024-05-01&until=2024-04-01",
            "choose a later last day",
        ),
        (
            "/claims?since=2024-05-01&until=2024-04-01",
            "choose a later last day",
        ),
        (
            "/digest?since=2024-05-01&until=2024-04-01",
            "choose a later last day",
        ),
        (
            "/network?since=2024-05-01&until=2024-04-01",
            "choose a later last day",
        ),
        ("/network?kind=martian", "no kind of actor"),
        ("/network?window=month&step=year", "take a longer window"),
        (
            "/history?topic=ferry-pier&side=left",
            "for, against, neither",
        ),
        ("/history?topic=ferry-pier&from=0", "is a number"),
        ("/history?topic=ferry-pier&from=9", "none comes 9th"),
        ("/review?next=month", "uncertain, shifts, date"),
        (
            "/claims?actor=mira-holt&actor=Jonas%20Reed",
            "one actor at a time",
        ),
        (
            "/articles?topic=ferry-pier&topic=ferry-pier",
            "one topic at a time",
        ),
    ] {
        let (head, body) = server.get_with(path, &server.host, "");
        assert_eq!(status(&head), "400", "{path}");
        assert!(body.contains(words), "{path}: {body}");
    }
}

/// Who is known by one name only opens by number, as graph files write it, too; of several of the name, the page is each.
#[tokio::test]
async fn namesakes_are_told_apart_and_opened() {
    let database = TestDb::new().await;
    let program = Program::on(&database);
    // Each article knows a Brandt, and nobody says that they are one.
    let articles: Vec<String> = [
        "The council met. Brandt said on Monday that he supports the ferry pier. Nobody voted.",
        "It rained. Brandt said on Monday that she opposes the ferry pier. The boats left late.",
        "Fog lay over the harbour. Brandt told the gulls on Friday that he opposes the ferry pier, and went home.",
    ]
    .iter()
    .zip(1..)
    .map(|(text, n)| {
        serde_json::json!({"id": n.to_string(), "title": format!("Meeting {n}"), "publisher": "Harbour Gazette",
            "date": format!("2024-03-{}", n * 9), "text": text})
        .to_string()
    })
    .collect();
    program.file("press.jsonl", articles.join("\n"));
    program.file("pier.toml", PIER);
    program.ok(&["codebook", "apply", "pier.toml", "--quiet"]);
    program.ok(&["ingest", "press.jsonl", "--quiet"]);
    let server = Serving::start(&program, &[]);
    let ids = program.ok(&[
        "sql",
        "select actor_id from actor where name = 'Brandt' order by 1",
        "--format",
        "csv",
    ]);
    let ids: Vec<&str> = ids.lines().skip(1).collect();
    assert_eq!(ids.len(), 3, "{ids:?}");
    let (head, choice) = server.get_with("/actor/Brandt", &server.host, "");
    assert_eq!(status(&head), "300");
    let (_, compared) = server.get_with("/compare?actor=mira-holt&actor=Brandt", &server.host, "");
    let topic = server.get("/topic/ferry-pier");
    let found = server.get("/search?q=Brandt");
    for (n, id) in (1..).zip(&ids) {
        assert!(
            choice.contains(&format!("href=\"/actor/{id}\"")),
            "{choice}"
        );
        assert!(
            compared.contains(&format!("href=\"/compare?actor=mira-holt&amp;actor={id}\"")),
            "{compared}"
        );
        assert!(
            topic.contains(&format!("<a href=\"/actor/{id}\">Brandt (actor {id})</a>")),
            "{topic}"
        );
        assert!(
            found.contains(&format!("“Meeting {n}”, Harbour Gazette")),
            "{found}"
        );
        for path in [format!("/actor/{id}"), format!("/actor/actor:{id}")] {
            assert!(server.get(&path).contains(&format!("actor {id}")), "{path}");
        }
    }
}

/// The history of a topic with many actors is on several pages, each of a size to be sent; together they show all.
#[tokio::test]
async fn a_history_of_many_actors_is_on_several_pages() {
    let database = TestDb::new().await;
    let program = Program::on(&database);
    let name = |n: usize| {
        let letter = |at: usize| char::from(b'a' + (at % 26) as u8);
        format!("Ada {}{}ford", letter(n).to_uppercase(), letter(n / 26 + n))
    };
    let articles: Vec<String> = (0..90)
        .map(|n| {
            let text = format!("{} said on Monday that she opposes the ferry pier.", name(n));
            serde_json::json!({"id": n.to_string(), "publisher": "Harbour Gazette", "date": "2024-03-05", "text": text}).to_string()
        })
        .collect();
    program.file("press.jsonl", articles.join("\n"));
    program.file("pier.toml", PIER);
    program.ok(&["codebook", "apply", "pier.toml", "--quiet"]);
    program.ok(&["ingest", "press.jsonl", "--quiet"]);
    let server = Serving::start(&program, &[]);
    let mut path = "/history?topic=ferry-pier".to_owned();
    let mut seen = std::collections::BTreeSet::new();
    let mut pages = 0;
    loop {
        let page = server.get(&path);
        pages += 1;
        let own: Vec<usize> = (0..90)
            .filter(|n| page.contains(&format!(">{}<", name(*n))))
            .collect();
        assert!(own.len() <= 40, "{} on {path}", own.len());
        seen.extend(own);
        match page.split_once("\" rel=\"next\"") {
            Some((before, _)) => {
                path = before
                    .rsplit("href=\"")
                    .next()
                    .unwrap()
                    .replace("&amp;", "&")
            }
            None => break,
        }
    }
    assert_eq!((pages, seen.len()), (3, 90));
    let rows = server.get("/history?topic=ferry-pier&format=csv");
    assert_eq!(rows.lines().count(), 91);
    // The list of topics and the topic's page tell the same number, whoever is shown.
    assert!(server.get("/topics").contains(">90<"));
    assert!(server.get("/topic/ferry-pier").contains("90 statements"));
}

/// A form that cannot be taken says why at the field; what others judged meanwhile is shown before it is judged again.
#[tokio::test]
async fn forms_say_what_is_wrong_where_it_is() {
    let (_database, program) = harbour().await;
    let server = Serving::start(&program, &["--by", "ada"]);
    let page = server.get("/review?next=date");
    let hidden = |page: &str, name: &str| {
        between(page, &format!("name=\"{name}\" value=\""), "\"").to_owned()
    };
    let (word, claim, topic) = (
        hidden(&page, "word"),
        hidden(&page, "claim"),
        hidden(&page, "on"),
    );
    let was = format!(
        "word={word}&claim={claim}&on={topic}&seen=0&was-actor=Jonas+Reed&was-said=2024-05-18&was-act=statement&was-topic=ferry-pier\
         &was-link=none&was-stance=-2&topic=ferry-pier&link=none"
    );
    let own = format!("Origin: http://{}\r\n", server.host);
    for (rest, code, why, field) in [
        (
            "actor=&said=2024-05-18&act=statement&verdict=set",
            "400",
            "write who said it",
            "m-actor",
        ),
        (
            "actor=&said=2024-05-18&act=statement&verdict=confirm",
            "400",
            "write who said it",
            "m-actor",
        ),
        (
            "actor=Nobody&said=2024-05-18&act=statement&verdict=set",
            "404",
            "there is no actor",
            "m-actor",
        ),
        (
            "actor=Jonas+Reed&said=soon&act=statement&verdict=set",
            "400",
            "not a day",
            "m-said",
        ),
        (
            "actor=Jonas+Reed&said=2031-05-18&act=statement&verdict=set",
            "409",
            "cannot have been said",
            "m-said",
        ),
        (
            "actor=Jonas+Reed&said=&act=statement&verdict=set",
            "400",
            "write on which day",
            "m-said",
        ),
        (
            "actor=Jonas+Reed&said=2024-05-18&act=refusal&verdict=stance%3D2",
            "400",
            "takes no side",
            "m-act",
        ),
    ] {
        let (head, page) = server.post("/review", &own, &format!("{was}&{rest}"));
        assert_eq!(status(&head), code, "{rest}");
        assert!(page.contains(why), "{rest}: {page}");
        let wrong = between(&page, &format!("id=\"{field}\""), ">");
        for told in [
            "aria-invalid=\"true\"",
            "aria-describedby=\"why\"",
            "autofocus",
        ] {
            assert!(wrong.contains(told), "{rest}: {wrong}");
        }
        assert_eq!(page.matches("aria-invalid").count(), 1, "{rest}");
        assert!(page.contains("id=\"why\" role=\"alert\""), "{rest}");
    }
    let verdicts = || {
        program.ok(&[
            "sql",
            "select verdict, reviewer from review order by review_id",
            "--format",
            "csv",
        ])
    };
    assert_eq!(verdicts().lines().count(), 1);

    // Somebody else corrects it at the command line, and then ada presses a key.
    program.ok(&[
        "review",
        &claim,
        "--set",
        "said=2024-05-17",
        "--by",
        "bo",
        "--quiet",
    ]);
    let confirm = format!("{was}&actor=Jonas+Reed&said=2024-05-18&act=statement&verdict=confirm");
    let (head, page) = server.post("/review", &own, &confirm);
    assert_eq!(status(&head), "409");
    assert!(page.contains("bo corrected this meanwhile"), "{page}");
    assert!(page.contains("Corrected by bo: "), "{page}");
    assert!(!page.contains("Proposed: "), "{page}");
    // What ada had not touched is as it is now, so that "Right" does not undo what bo did.
    let day = between(&page, "id=\"m-said\"", ">");
    assert!(day.contains("value=\"2024-05-17\""), "{day}");
    assert_eq!(verdicts().lines().count(), 2);
    // What is shown now can be judged.
    let seen = hidden(&page, "seen");
    let again = confirm.replace("seen=0", &format!("seen={seen}"));
    assert_eq!(status(&server.post("/review", &own, &again).0), "303");
    assert_eq!(verdicts().lines().last(), Some("confirm,ada"));
}
