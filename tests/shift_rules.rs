//! The rules by which utterances make positions and shifts, one case a file in `fixtures/shifts`.
//!
//! A case says who said what when; `expected` is the history, the positions and the shifts that the
//! public views then show. `STANCE_BLESS=1` writes it anew.

mod support;

use std::fmt::Write;
use std::path::Path;

use chrono::NaiveDate;
use serde::Deserialize;
use stance::model::*;
use stance::store::Store;
use stance::store::read::Scope;
use stance::store::write::{
    ArticleKind, Correction, Extractor, Judgement, Prepared, Purpose, Saved, Verdict,
};
use support::postgres::TestDb;

const CODEBOOK: &str = r#"
[[topic]]
id = "ferry-pier"
name = "The ferry pier"
proposition = "The ferry pier should stay open."
about = ["ferry pier"]

[[topic]]
id = "night-boat"
name = "The night boat"
parent = "ferry-pier"
parent_effect = "opposite"
proposition = "The pier should make way for the night boat."
about = ["night boat"]
"#;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    about: String,
    said: Vec<Row>,
    #[serde(default)]
    expected: String,
}

/// One claim in an article of its own.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    #[serde(default = "mira")]
    actor: String,
    #[serde(default)]
    kind: ActorKind,
    /// First day, or the only one; none for an unknown day.
    day: Option<NaiveDate>,
    to: Option<NaiveDate>,
    /// None for what only takes up an earlier statement.
    stance: Option<i16>,
    /// How it takes up an earlier statement, and the side that it tells of it.
    link: Option<LinkKind>,
    side: Option<i8>,
    /// Day of printing, where it is not that of saying.
    printed: Option<NaiveDate>,
    #[serde(default = "ferry_pier")]
    topic: String,
    #[serde(default)]
    act: Act,
    #[serde(default)]
    bearing: Bearing,
    #[serde(default = "sure")]
    confidence: f32,
    #[serde(default)]
    side_open: bool,
    ascribed_by: Option<String>,
    /// The government that an unnamed source belongs to.
    affiliation: Option<String>,
    /// Claims with the same words on the same days attest one utterance.
    words: Option<String>,
    #[serde(default = "outlet")]
    outlet: String,
    /// "confirm", "reject" or a number to correct to.
    verdict: Option<toml::Value>,
}

fn mira() -> String {
    "Mira Holt".into()
}

fn ferry_pier() -> String {
    "ferry-pier".into()
}

fn outlet() -> String {
    "Harbour Gazette".into()
}

fn sure() -> f32 {
    0.9
}

#[tokio::test]
async fn every_rule_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/shifts");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    files.sort();
    assert!(!files.is_empty());
    let bless = std::env::var_os("STANCE_BLESS").is_some();
    let mut failures = String::new();
    for file in files {
        let written = std::fs::read_to_string(&file).unwrap();
        let case: Case =
            toml::from_str(&written).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        let shown = run(&case).await;
        if bless {
            // Above the tables, whose keys it would otherwise be one of.
            let (about, rest) = written.split_once("\n").unwrap();
            let said = &rest[rest.find("[[said]]").unwrap()..];
            std::fs::write(
                &file,
                format!("{about}\nexpected = '''\n{shown}'''\n\n{said}"),
            )
            .unwrap();
        } else if shown != case.expected {
            let _ = write!(
                failures,
                "{} ({})\n--- expected\n{}--- shown\n{shown}\n",
                file.display(),
                case.about,
                case.expected
            );
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

async fn run(case: &Case) -> String {
    let db = TestDb::new().await;
    let store = Store::with_options(db.options.clone(), None).await.unwrap();
    let codebook: Codebook = toml::from_str(CODEBOOK).unwrap();
    store
        .apply_codebook(
            &codebook,
            CODEBOOK,
            "test",
            &Extractor::default(),
            &mut |_| Vec::new(),
            false,
        )
        .await
        .unwrap();
    let run = store
        .begin_run(Purpose::Ingest, &Extractor::default(), Some(1))
        .await
        .unwrap();
    for (number, row) in case.said.iter().enumerate() {
        let saved = store
            .writer()
            .save(run, &[prepared(number, row)])
            .await
            .unwrap();
        assert!(matches!(saved, Saved::Stored(_)), "{saved:?}");
    }
    for (number, row) in case.said.iter().enumerate() {
        let verdict = match &row.verdict {
            None => continue,
            Some(toml::Value::Integer(value)) => Verdict::Correct(Correction {
                stance: StanceValue::new(*value as i16),
                ..Correction::default()
            }),
            Some(word) if word.as_str() == Some("confirm") => Verdict::Confirm,
            Some(_) => Verdict::Reject,
        };
        let claim_id = number as i64 + 1;
        let judgement = Judgement {
            claim_id,
            topic: None,
            verdict,
            reviewer: "editor",
            note: None,
        };
        store.review(&judgement).await.unwrap();
    }
    show(&store).await
}

fn prepared(number: usize, row: &Row) -> Prepared {
    let words = row.words.clone().unwrap_or_else(|| {
        // Words that no other row shares, so that each row is an utterance of its own.
        ["alder", "birch", "cedar", "maple", "rowan"]
            .iter()
            .map(|w| format!("{w}{number}"))
            .collect::<Vec<_>>()
            .join(" ")
    });
    let text = format!("{} said: {words}.", row.actor);
    let start = text.chars().count() - 1 - words.chars().count();
    let content = Span::new(start as u32, text.chars().count() as u32 - 1);
    let actor = |name: &str, kind| ActorRef {
        id: None,
        name: name.into(),
        kind,
    };
    let to = row.to.or(row.day);
    let claim = Claim {
        actor: Some(actor(&row.actor, row.kind)),
        ascribed_by: row
            .ascribed_by
            .as_deref()
            .map(|name| actor(name, ActorKind::Person)),
        affiliation: row
            .affiliation
            .as_deref()
            .map(|name| actor(name, ActorKind::Government)),
        form: Form::Indirect,
        act: row.act,
        content: vec![content],
        evidence: Evidence {
            start: 0,
            end: text.chars().count() as u32,
            text: text.clone(),
        },
        said: Said {
            from: row.day,
            to,
            basis: if row.day.is_some() {
                SaidBasis::Explicit
            } else {
                SaidBasis::Unknown
            },
            time_expression: None,
        },
        stances: row
            .stance
            .map(|value| StanceFound {
                topic: row.topic.clone(),
                stance: StanceValue::new(value).unwrap(),
                bearing: row.bearing,
                confidence: row.confidence,
                side_open: row.side_open,
                why: Why {
                    cue: "said".into(),
                    term: "ferry pier".into(),
                    rule: "test".into(),
                },
            })
            .into_iter()
            .collect(),
        link: row.link.map(|kind| Link {
            kind,
            cue: vec![Span::new(0, 1)],
            on: vec![LinkedTopic {
                topic: row.topic.clone(),
                side: row.side,
            }],
        }),
        confidence: 0.9,
        ..Claim::default()
    };
    let article = Article {
        id: format!("{number}"),
        publisher: Some(row.outlet.clone()),
        published: row.printed.or(to).map(|day| Published {
            day,
            at: None,
            precision: Precision::Day,
            basis: PublishedBasis::Record,
        }),
        text,
        ..Article::default()
    };
    let analysis = Analysis {
        claims: vec![claim],
        ..Analysis::default()
    };
    Prepared::new(
        article,
        analysis,
        Some(format!("gazette.example/{number}")),
        ArticleKind::Article,
    )
}

fn value(stance: Option<i16>) -> String {
    stance.map_or("-".into(), |stance| format!("{stance:+}"))
}

/// What the row takes up, what takes it up, and who brought it back.
fn taken_up(row: &HistoryRow) -> String {
    let mut out = String::new();
    if let Some(place) = &row.affiliation {
        let _ = write!(out, ", of {place}");
    }
    if let Some(kind) = &row.link {
        let _ = match (row.linked_utterance_id, row.linked_said_from) {
            (Some(id), Some(day)) => write!(
                out,
                ", {kind} utterance {id} of {day} ({})",
                value(row.linked_stance)
            ),
            _ => write!(out, ", {kind} nothing on record"),
        };
    }
    if let Some(claim) = row.restated_by_claim_id {
        let _ = write!(out, ", restated by claim {claim}");
    }
    if let (Some(who), Some(day)) = (&row.brought_back_by, row.brought_back_on) {
        let _ = write!(out, ", brought back by {who} on {day}");
    }
    out
}

async fn show(store: &Store) -> String {
    let all = Scope::default();
    let mut out = String::new();
    for h in store.history(&all).await.unwrap() {
        let day = |d: Option<NaiveDate>| d.map_or("?".into(), |d| d.to_string());
        let _ = writeln!(
            out,
            "history  {} on {}: {}..{} {} {} {} {} in {}/{}{}{}",
            h.actor,
            h.topic,
            day(h.said_from),
            day(h.said_to),
            value(h.stance),
            h.act,
            h.status,
            h.bearing,
            h.attestations,
            h.outlets,
            h.not_counted_because
                .as_ref()
                .map(|why| format!(", not counted: {why}"))
                .unwrap_or_default(),
            taken_up(&h)
        );
    }
    for p in store.positions(&all, None).await.unwrap() {
        let value = p.stance.map_or(p.label, |s| format!("{s:+}"));
        let _ = writeln!(
            out,
            "position {} on {}: {value} {} {}..{}",
            p.actor, p.topic, p.status, p.said_from, p.said_to
        );
    }
    for s in store.shifts(&all).await.unwrap() {
        let _ = writeln!(
            out,
            "shift    {} on {}: {} -> {} {} {} {}..{} days{}{}{}{}",
            s.actor,
            s.topic,
            value(s.before.stance),
            value(s.after.stance),
            s.kind,
            s.status,
            s.days_between_min,
            s.days_between_max,
            s.said_did.map(|d| format!(", {d}")).unwrap_or_default(),
            if s.lone_outlier { ", lone outlier" } else { "" },
            if s.mixed_between {
                ", mixed between"
            } else {
                ""
            },
            if s.restated { ", restated" } else { "" }
        );
    }
    let judged = store.shift_precision().await.unwrap();
    for row in judged.iter().filter(|row| row.judged > 0) {
        let _ = writeln!(
            out,
            "judged   {}: {} of {} confirmed ({:?}), {} inferred, {} refuted; {} open",
            row.topic
                .as_deref()
                .or(row.kind.as_deref())
                .unwrap_or("all"),
            row.confirmed,
            row.judged,
            row.precision.unwrap_or(f64::NAN),
            row.inferred,
            row.refuted,
            row.open,
        );
    }
    out
}
