//! Discourse networks give the figures that the field's own programs give on the same statements.
//!
//! `fixtures/network/dna.md` holds matrices of the Discourse Network Analyzer 3, `polarization.md` and `crowd.md` figures
//! of NetworkX: neither was made here, so that the files are compared and never blessed.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use serde_json::Value;
use stance::model::{NetworkStatement, Whose};
use stance::report::{self, Format, NetworkOptions, NetworkQuery, Report, Style, Windows, render};

/// Heading, question and expected answer of each case of a file.
fn cases(name: &str) -> Vec<(String, String, String)> {
    let text = read(name);
    text.split("\n## ")
        .skip(1)
        .map(|case| {
            let title = case.lines().next().unwrap().to_owned();
            (title, block(case, "ask"), block(case, "text"))
        })
        .collect()
}

fn read(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/network");
    fs::read_to_string(path.join(name)).unwrap()
}

fn block(text: &str, language: &str) -> String {
    let (_, rest) = text.split_once(&format!("```{language}\n")).unwrap();
    rest.split("```").next().unwrap().trim().to_owned()
}

/// The statements of `dna.md`.
fn statements() -> Vec<NetworkStatement> {
    statements_of("dna.md")
}

fn statements_of(name: &str) -> Vec<NetworkStatement> {
    let lines = block(&read(name), "statements");
    let mut documents: Vec<String> = Vec::new();
    lines
        .lines()
        .zip(1..)
        .map(|(line, number)| {
            let fields: Vec<&str> = line.split(' ').collect();
            let [actor, topic, stance, document, day] = fields[..] else {
                panic!("{line}")
            };
            if !documents.iter().any(|known| known == document) {
                documents.push(document.to_owned());
            }
            let article = documents
                .iter()
                .position(|known| known == document)
                .unwrap() as i64;
            let stance: i16 = stance.parse().unwrap();
            let day = day.parse().unwrap();
            NetworkStatement {
                actor_id: number,
                actor: actor.to_owned(),
                actor_slug: Some(actor.to_owned()),
                actor_kind: "person".to_owned(),
                organization_slug: None,
                organization: None,
                topic_id: 1,
                topic: topic.to_owned(),
                topic_name: topic.to_owned(),
                via_topic: topic.to_owned(),
                utterance_id: number,
                claim_id: Some(number),
                claim_ids: vec![number],
                article_id: article,
                article_ids: vec![article],
                said_from: day,
                said_to: day,
                day,
                stance,
                agrees: (stance != 0).then_some(stance > 0),
                status: "proposed".to_owned(),
                outlet: None,
                outlets: 1,
                published_day: Some(day),
            }
        })
        .collect()
}

/// "sides document congruence average one", as the files ask.
fn options(ask: &str) -> NetworkOptions {
    let words: Vec<&str> = ask.split(' ').collect();
    let [scale, duplicates, qualifier, normalization, mode] = words[..] else {
        panic!("{ask}")
    };
    NetworkOptions {
        nodes: if mode == "topics" { "topics" } else { "actors" }
            .parse()
            .unwrap(),
        two_mode: mode == "two",
        qualifier: qualifier.parse().unwrap(),
        normalization: normalization.parse().unwrap(),
        duplicates: duplicates.parse().unwrap(),
        scale: scale.parse().unwrap(),
    }
}

fn query(options: NetworkOptions, windows: Option<Windows>) -> NetworkQuery<'static> {
    printed(options, windows, Format::Csv)
}

fn printed(
    options: NetworkOptions,
    windows: Option<Windows>,
    format: Format,
) -> NetworkQuery<'static> {
    NetworkQuery {
        format,
        options,
        windows,
        topics: &[],
        kinds: &[],
        least: 1,
        whose: &Whose::Record,
        window: None,
    }
}

/// The matrix of a report, as the file writes it: at most six digits behind the point.
fn matrix(report: &Report) -> String {
    let mut out = String::new();
    for row in report.flat.as_ref().unwrap() {
        out += row["node"].as_str().unwrap();
        for column in &report.columns[1..] {
            let tie = row[column].as_f64().unwrap();
            let written = format!("{tie:.6}");
            let short = written.trim_end_matches('0').trim_end_matches('.');
            let _ = write!(out, " {}", if short == "-0" { "0" } else { short });
        }
        out.push('\n');
    }
    out
}

#[test]
fn matrices_are_those_of_the_discourse_network_analyzer() {
    let statements = statements();
    let cases = cases("dna.md");
    assert!(cases.len() >= 25, "{} cases", cases.len());
    for (title, ask, expected) in cases {
        let report = report::network(&query(options(&ask), None), &statements).unwrap();
        assert_eq!(matrix(&report).trim(), expected, "{title}");
    }
}

#[test]
fn polarization_is_that_of_networkx() {
    compare("polarization.md", &statements());
    compare("crowd.md", &statements_of("crowd.md"));
}

fn compare(file: &str, statements: &[NetworkStatement]) {
    for (title, ask, expected) in cases(file) {
        let windows = Windows::span(&ask).ok().map(|unit| Windows {
            length: unit,
            step: unit,
        });
        let whole = options("sides document subtract average one");
        let report = report::network(&query(whole, windows), statements).unwrap();
        let found: Vec<String> = report.extra["windows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| told(one, windows.is_none().then_some(&report)))
            .collect();
        let expected: Vec<&str> = expected.lines().collect();
        assert_eq!(found.len(), expected.len(), "{title}");
        for (found, expected) in found.iter().zip(expected) {
            // Groups are given per node for the whole time only.
            let shown = match windows {
                None => expected.to_owned(),
                Some(_) => expected.split(' ').take(2).collect::<Vec<_>>().join(" "),
            };
            assert_eq!(*found, shown, "{title}");
        }
    }
}

/// A window as the file writes it.
fn told(window: &Value, whole: Option<&Report>) -> String {
    let days = format!(
        "{}..{}",
        window["from"].as_str().unwrap(),
        window["to"].as_str().unwrap()
    );
    let Some(q) = window["polarization"].as_f64() else {
        return format!("{days} -");
    };
    let mut out = format!("{days} {q:.6}");
    if let Some(report) = whole {
        let nodes = report.extra["nodes"].as_array().unwrap();
        let count = window["groups"].as_u64().unwrap();
        let groups: Vec<String> = (1..=count)
            .map(|group| {
                let members = nodes
                    .iter()
                    .filter(|node| node["group"].as_u64() == Some(group));
                members
                    .map(|node| node["name"].as_str().unwrap())
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect();
        let _ = write!(out, " {}", groups.join(" | "));
    }
    out
}

#[test]
fn windows_lie_side_by_side_or_move() {
    let statements = statements();
    let asked = options("sides document congruence no one");
    let count = |length: &str, step: &str| {
        let windows = Windows {
            length: Windows::span(length).unwrap(),
            step: Windows::span(step).unwrap(),
        };
        let report = report::network(&query(asked, Some(windows)), &statements).unwrap();
        let windows = report.extra["windows"].as_array().unwrap();
        let sum: u64 = windows
            .iter()
            .map(|one| one["statements"].as_u64().unwrap())
            .sum();
        (
            windows.len(),
            windows[0]["from"].as_str().unwrap().to_owned(),
            sum,
        )
    };
    let all = report::network(&query(asked, None), &statements).unwrap();
    let whole = all.extra["windows"][0]["statements"].as_u64().unwrap();
    // Side by side, no statement is lost or counted twice.
    assert_eq!(count("month", "month"), (5, "2023-01-01".into(), whole));
    assert_eq!(count("week", "week"), (17, "2023-01-09".into(), whole));
    assert_eq!(count("quarter", "quarter"), (2, "2023-01-01".into(), whole));
    assert_eq!(
        count("10 days", "10 days"),
        (12, "2023-01-09".into(), whole)
    );
    // Moving by a month, those of the middle are in three windows of three.
    let (windows, from, sum) = count("3 months", "month");
    assert_eq!((windows, from.as_str()), (3, "2023-01-01"));
    assert!(sum > whole, "{sum} in windows that overlap, {whole} in all");
    for wrong in ["", "fortnight", "0 days", "month month", "-1 week"] {
        assert!(Windows::span(wrong).is_err(), "{wrong:?}");
    }
}

#[test]
fn namesakes_are_told_apart_down_a_matrix_of_two_modes() {
    let mut statements = statements();
    for one in &mut statements {
        one.actor = "Mira Holt".to_owned();
    }
    let asked = query(options("sides document subtract no two"), None);
    let report = report::network(&asked, &statements).unwrap();
    let rows = report.flat.as_ref().unwrap();
    let mut names: Vec<&str> = rows.iter().filter_map(|row| row["node"].as_str()).collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert!(all > 2);
    assert_eq!(names.len(), all, "{names:?}");
}

#[test]
fn what_does_not_go_together_is_refused() {
    for ask in [
        "sides document congruence no two",
        "sides document combine no one",
        "sides document subtract average two",
        "sides document subtract activity one",
        "sides document combine activity two",
    ] {
        let refused = report::network(&query(options(ask), None), &statements());
        assert!(refused.is_err(), "{ask}");
    }
}

#[test]
fn a_network_of_nothing_says_so_in_every_format() {
    for name in Format::NAMES {
        let format = name.parse().unwrap();
        let asked = printed(options("sides document congruence no one"), None, format);
        let text = render(
            &report::network(&asked, &[]).unwrap(),
            format,
            &Style::default(),
        );
        match name {
            "table" | "markdown" | "html" => assert!(text.contains("nothing to tie"), "{name}"),
            "graphml" | "gexf" => {
                assert!(
                    text.contains("<graph ") && !text.contains("<edge "),
                    "{name}"
                );
            }
            _ => {}
        }
    }
}

#[test]
fn the_same_statements_give_the_same_files_in_any_order() {
    let straight = statements();
    let mut turned = straight.clone();
    turned.reverse();
    for name in Format::NAMES {
        let format = name.parse().unwrap();
        let asked = printed(options("sides include subtract average one"), None, format);
        let made = |statements: &[NetworkStatement]| {
            render(
                &report::network(&asked, statements).unwrap(),
                format,
                &Style::default(),
            )
        };
        let once = made(&straight);
        assert_eq!(once, made(&turned), "{name}");
        assert!(once.is_empty() != format.is_text(), "{name}");
    }
}

#[test]
fn more_nodes_than_anybody_looks_at_are_refused() {
    let one = statements().remove(0);
    let crowd: Vec<NetworkStatement> = (0..1001)
        .map(|number| NetworkStatement {
            actor: format!("actor {number}"),
            actor_slug: Some(format!("a{number}")),
            utterance_id: number,
            ..one.clone()
        })
        .collect();
    let asked = query(options("sides document congruence no one"), None);
    let refused = report::network(&asked, &crowd).unwrap_err();
    let told = refused.to_string();
    assert!(told.starts_with("1001 nodes"), "{told}");
    assert!(matches!(refused, report::NoNetwork::Crowd(_)));
    // Narrowed to those who speak twice, nobody is left.
    let narrowed = NetworkQuery { least: 2, ..asked };
    assert!(report::network(&narrowed, &crowd).is_ok());
}
