//! Scores against annotations: the cases of `fixtures/eval`, whose figures the reference scorers made.
//!
//! `scorer.json` is what the scorer printed and is never written from here; `report.*` is the whole
//! report, which `STANCE_BLESS=1` writes anew.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use stance::eval::{attribution, position, records, time};
use stance::model::{ScoreRow, Scores};
use stance::report::{self, Format, Style, render};

fn folder(case: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/eval")
        .join(case)
}

fn read<T: DeserializeOwned>(case: &str, file: &str) -> Vec<T> {
    let path = folder(case).join(file);
    let text = fs::read_to_string(&path).unwrap();
    records(&text).unwrap_or_else(|fault| panic!("{}, {fault}", path.display()))
}

/// The rows over all articles, in the shape that the scorer prints. Where `kinds` is given, the
/// shares by kind stand together under it; else they are left out, since the scorer has none.
fn as_scorer(scores: &Scores, kinds: Option<&str>) -> Map<String, Value> {
    let mut out = Map::new();
    let mut by_kind = Map::new();
    for row in scores.rows.iter().filter(|row| row.outlet.is_none()) {
        match (row.measure.strip_prefix("recall "), row.share) {
            (Some(kind), share) => {
                by_kind.insert(kind.into(), json!(share));
            }
            (None, Some(share)) => {
                out.insert(row.measure.clone(), json!({"share": share, "of": row.gold}));
            }
            (None, None) => {
                let ScoreRow {
                    precision,
                    recall,
                    f1,
                    ..
                } = row;
                let figures = json!({"precision": precision, "recall": recall, "f1": f1});
                out.insert(row.measure.clone(), figures);
            }
        }
    }
    if let Some(name) = kinds {
        out.insert(name.into(), by_kind.into());
        let articles =
            json!({"gold": scores.articles, "without prediction": scores.without_prediction});
        out.insert("articles".into(), articles);
    }
    out
}

fn check(case: &str, what: &str, scores: &Scores, kinds: Option<&str>) {
    let scorer = fs::read_to_string(folder(case).join("scorer.json")).unwrap();
    let scorer: Value = serde_json::from_str(&scorer).unwrap();
    assert_eq!(Value::Object(as_scorer(scores, kinds)), scorer, "{case}");

    let report = report::scores(what, "gold.jsonl", scores);
    let bless = std::env::var_os("STANCE_BLESS").is_some();
    for (format, ending) in [
        (Format::Table, "txt"),
        (Format::Markdown, "md"),
        (Format::Csv, "csv"),
        (Format::Json, "json"),
    ] {
        let path = folder(case).join(format!("report.{ending}"));
        let made = render(&report, format, &Style::default());
        if bless {
            fs::write(&path, &made).unwrap();
        }
        let written = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(made, written, "{}", path.display());
    }
}

#[test]
fn attributions_score_as_the_scorer_has_it() {
    let case = "attribution";
    let scores = attribution::score(read(case, "gold.jsonl"), read(case, "predicted.jsonl"));
    check(case, "Attributions", &scores, Some("recall by kind"));
}

#[test]
fn times_score_as_the_scorer_has_it() {
    let case = "time";
    let scores = time::score(read(case, "gold.jsonl"), read(case, "predicted.jsonl"));
    check(case, "Time expressions", &scores, None);
}

#[test]
fn positions_score_as_the_scorer_has_it() {
    let case = "position";
    let gold: Vec<position::Gold> = read(case, "gold.jsonl");
    let articles: Vec<BTreeMap<String, String>> = read(case, "articles.jsonl");
    let outlets: HashMap<String, String> = articles
        .iter()
        .map(|article| (article["id"].clone(), article["publication"].clone()))
        .collect();
    let scores = position::score(&gold, read(case, "predicted.jsonl"), &outlets);
    check(case, "Positions", &scores, None);
}

#[test]
fn figures_of_the_outlets_are_those_of_their_articles_alone() {
    let case = "attribution";
    let whole = attribution::score(read(case, "gold.jsonl"), read(case, "predicted.jsonl"));
    let part: Vec<attribution::Gold> = read(case, "gold.jsonl")
        .into_iter()
        .filter(|g: &attribution::Gold| g.publication.as_deref() == Some("Tidewater Post"))
        .collect();
    assert_eq!(part.len(), 2);
    let alone = attribution::score(part, read(case, "predicted.jsonl"));
    let of_outlet = |scores: &Scores| -> Vec<ScoreRow> {
        let rows = scores.rows.iter();
        rows.filter(|row| row.outlet.is_some() && row.outlet.as_deref() == Some("Tidewater Post"))
            .cloned()
            .collect()
    };
    assert_eq!(of_outlet(&whole), of_outlet(&alone));
    assert!(!of_outlet(&whole).is_empty());
}

#[test]
fn a_line_that_is_no_record_is_named() {
    let text = "{\"id\": \"a\", \"text\": \"\", \"attributions\": []}\n\n{\"id\": 7}\n";
    let fault = records::<attribution::Gold>(text).unwrap_err();
    assert_eq!(fault.line, 3);
    let row = r#"{"article": "a", "topic": "t", "actor": "x", "stance": 1, "evidence": "", "said_on": "soon"}"#;
    let fault = records::<position::Gold>(row).unwrap_err();
    assert!(
        fault.reason.contains("said_on \"soon\" is no day"),
        "{fault}"
    );
}
