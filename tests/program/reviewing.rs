//! The review queue in a browser: any field is corrected there that the full screen corrects, and any verdict of the
//! sitting is taken back.

use super::program::Program;
use super::serving::{Serving, between, harbour, status};

const NIGHT: &str = r#"
[[topic]]
id = "night-ferry"
name = "The night ferry"
proposition = "The ferry should sail at night."
about = ["night ferry"]
for = ["night ferry"]
"#;

/// A browser on the review page: what it was led to, and the form that stands there.
struct Sitting<'s> {
    server: &'s Serving,
    at: String,
}

impl Sitting<'_> {
    /// Sends the form as it stands, but for some fields; returns the status and the page then shown.
    fn send(&mut self, changed: &str) -> (String, String) {
        let page = self.server.get(&self.at);
        let (_, form) = page.split_once("class=\"verdict\"").unwrap();
        let mut fields = vec![("word".to_owned(), self.server.word())];
        let was = ["actor", "topic", "said", "act", "link", "stance"];
        for name in ["claim", "on"] {
            let value = between(form, &format!("name=\"{name}\" value=\""), "\"");
            fields.push((name.to_owned(), value.to_owned()));
        }
        for name in was {
            let value = between(form, &format!("name=\"was-{name}\" value=\""), "\"");
            fields.push((name.to_owned(), value.to_owned()));
            fields.push((format!("was-{name}"), value.to_owned()));
        }
        for pair in changed.split('&') {
            let (name, value) = pair.split_once('=').unwrap();
            fields.retain(|(known, _)| known != name);
            fields.push((name.to_owned(), value.to_owned()));
        }
        self.post(&fields)
    }

    fn undo(&mut self) -> (String, String) {
        let page = self.server.get(&self.at);
        let undo = between(&page, "name=\"undo\" value=\"", "\"").to_owned();
        // Where nothing is left to review, this is the page's only form.
        let word = between(&page, "name=\"word\" value=\"", "\"").to_owned();
        self.post(&[("word".into(), word), ("undo".into(), undo)])
    }

    fn post(&mut self, fields: &[(String, String)]) -> (String, String) {
        let own = format!("Origin: http://{}\r\n", self.server.host);
        let encoded = |text: &str| text.replace(' ', "+").replace('&', "%26");
        let form: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        let (head, page) = self.server.post(&self.at, &own, &form.join("&"));
        let status = status(&head).to_owned();
        if status != "303" {
            return (status, page);
        }
        self.at = head
            .lines()
            .find_map(|line| line.strip_prefix("location: "))
            .unwrap()
            .trim()
            .to_owned();
        (status, self.server.get(&self.at))
    }
}

fn claims(program: &Program) -> String {
    program.ok(&[
        "sql",
        "select e.root_claim_id as root, e.actor, e.said_from, e.said_to, e.act, e.link, t.slug as topic, s.value as stance \
         from claim_evidence e left join stance s on s.claim_id = e.claim_id and s.superseded_at is null \
         left join topic t using (topic_id) order by root, topic",
        "--format",
        "csv",
    ])
}

#[tokio::test]
async fn any_field_is_corrected_and_taken_back_one_after_the_other() {
    let (_database, program) = harbour().await;
    program.file("night.toml", NIGHT);
    program.ok(&["codebook", "apply", "pier.toml", "night.toml", "--quiet"]);
    let server = Serving::start(&program, &["--by", "ada"]);
    let mut sitting = Sitting {
        server: &server,
        at: "/review?next=date&topic=ferry-pier".to_owned(),
    };
    let untouched = claims(&program);
    let mut told = String::new();
    let mut states = vec![untouched.clone()];
    for changed in [
        "verdict=set&actor=mira-holt&said=2024-05-13/2024-05-14",
        "verdict=stance=-1&act=belief",
        "verdict=set&topic=night-ferry&link=none",
        // Nothing is changed and the stance is the proposed one: it is right.
        "verdict=confirm",
    ] {
        let (status, page) = sitting.send(changed);
        assert_eq!(status, "303", "{changed}: {page}");
        assert!(page.contains("Last recorded here: "), "{changed}");
        let now = claims(&program);
        let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
        let before = lines(states.last().unwrap());
        told += &format!("{changed}\n");
        for line in lines(&now).iter().filter(|line| !before.contains(line)) {
            told += &format!("  {line}\n");
        }
        states.push(now);
    }
    assert_eq!(
        told,
        "verdict=set&actor=mira-holt&said=2024-05-13/2024-05-14\n  \
           5,Mira Holt,2024-05-13,2024-05-14,statement,,ferry-pier,-2\n\
         verdict=stance=-1&act=belief\n  \
           3,Mira Holt,2024-05-17,2024-05-17,belief,,ferry-pier,-1\n\
         verdict=set&topic=night-ferry&link=none\n  \
           1,Mira Holt,2024-03-04,2024-03-04,statement,,night-ferry,2\n\
         verdict=confirm\n"
    );
    // Back, one after the other, to how it was.
    for state in states.iter().rev().skip(1) {
        let (status, page) = sitting.undo();
        assert_eq!(status, "303", "{page}");
        assert_eq!(&claims(&program), state);
    }
    assert!(!server.get(&sitting.at).contains("name=\"undo\""));
}

/// What was typed stays, with what is wrong about it, and nothing is recorded.
#[tokio::test]
async fn what_cannot_be_taken_is_shown_again_with_what_was_typed() {
    let (_database, program) = harbour().await;
    let server = Serving::start(&program, &[]);
    let mut sitting = Sitting {
        server: &server,
        at: "/review?next=date".to_owned(),
    };
    let untouched = claims(&program);
    for (changed, code, why) in [
        ("verdict=set", "400", "nothing was changed"),
        (
            "verdict=set&actor=mira-hold&note=hers",
            "404",
            "Did you mean",
        ),
        ("verdict=set&said=soon&note=hers", "400", "is not a day"),
        (
            "verdict=set&said=2024-06-01&note=hers",
            "409",
            "in print by 2024-05-18",
        ),
        ("verdict=set&act=song&note=hers", "400", "is not an act"),
    ] {
        let (status, page) = sitting.send(changed);
        assert_eq!(status, code, "{changed}");
        let alert = between(&page, "role=\"alert\">", "</p>");
        assert!(alert.contains(why), "{changed}: {alert}");
        for field in changed
            .split('&')
            .filter(|field| !field.contains("verdict") && !field.contains("act=song"))
        {
            let (name, value) = field.split_once('=').unwrap();
            let typed = page.split('<').any(|tag| {
                tag.contains(&format!("name=\"{name}\""))
                    && tag.contains(&format!("value=\"{value}\""))
            });
            assert!(typed, "{changed}: {name} is lost");
        }
    }
    assert_eq!(claims(&program), untouched);
    assert_eq!(
        program.ok(&["sql", "select count(*) from review", "--format", "csv"]),
        "count\n0\n"
    );
}
