//! How far coders agree, and where they do not.

use serde_json::{Map, Value};

use crate::model::{Agreement, AgreementFigure, Disagreement, MachineFigure, PairFigure};

use super::basis::Basis;
use super::block::{Block, Column, Entry, Report, Table};
use super::line::Line;
use super::rows::row_of;
use super::words::{count, number, signed, symbol};

/// The figures; `disagreements` says how many of the disagreements to list below them.
pub fn agreement(found: &Agreement, disagreements: usize) -> Report {
    let mut blocks = Vec::new();
    if found.articles == 0 {
        blocks.push(Block::Paragraph(Line::plain(
            "No article was read in full by two coders.",
        )));
        blocks.push(Block::Commands(vec![
            (
                "stance code --coder NAME --assign ARTICLE…".to_owned(),
                "give the same articles to two coders".to_owned(),
            ),
            (
                "stance agreement --machine".to_owned(),
                "compare the program with one".to_owned(),
            ),
        ]));
    } else {
        blocks.push(Block::Heading(Line::plain(
            "All coders: Krippendorff's alpha",
        )));
        blocks.push(Block::Table(figures(&found.figures)));
        blocks.push(Block::Heading(Line::plain(
            "Each two: Cohen's kappa, and passages",
        )));
        blocks.push(Block::Table(pairs(&found.pairs)));
        blocks.push(Block::Note(Line::plain(
            "– where nothing varies, so that chance alone would agree as well. Passages are one where they share at least \
             half of what they cover together.",
        )));
    }
    if !found.machine.is_empty() {
        blocks.push(Block::Heading(Line::plain(
            "The program against what people hold: actor, topic and side",
        )));
        blocks.push(Block::Table(machine(&found.machine)));
        blocks.extend(found.machine.first().into_iter().flat_map(behind));
    }
    if !found.disagreements.is_empty() {
        let open = found
            .disagreements
            .iter()
            .filter(|d| !d.adjudicated)
            .count();
        blocks.push(Block::Heading(Line::plain(format!(
            "{}, {open} open",
            count(found.disagreements.len() as i64, "disagreement")
        ))));
        let shown = found.disagreements.iter().take(disagreements);
        blocks.extend(shown.map(|d| Block::Entry(of_disagreement(d))));
        if found.disagreements.len() > disagreements {
            blocks.push(Block::Note(Line::plain(format!(
                "{} more: --limit",
                number((found.disagreements.len() - disagreements) as i64)
            ))));
        }
        blocks.push(Block::Commands(vec![(
            "stance adjudicate --take STATEMENT… --leave STATEMENT…".to_owned(),
            "decide which stand".to_owned(),
        )]));
    }
    Report {
        kind: "agreement",
        title: Line::plain(match found.coders.as_slice() {
            [] => "Agreement of coders".to_owned(),
            coders => format!("Agreement of {}", coders.join(", ")),
        }),
        basis: Basis {
            articles: Some(found.articles as i64),
            ..Basis::default()
        },
        blocks,
        ..rows(found)
    }
}

/// Rows for programs: each says what kind of figure it is.
fn rows(found: &Agreement) -> Report {
    let kind = |kind: &str, row: Map<String, Value>| {
        let mut all = Map::new();
        all.insert("kind".into(), kind.into());
        all.extend(row);
        all
    };
    let mut rows: Vec<Map<String, Value>> = Vec::new();
    rows.extend(found.figures.iter().map(|f| kind("alpha", row_of(f))));
    rows.extend(found.pairs.iter().map(|f| kind("pair", row_of(f))));
    rows.extend(found.machine.iter().map(|f| kind("machine", row_of(f))));
    rows.extend(
        found
            .disagreements
            .iter()
            .map(|d| kind("disagreement", row_of(d))),
    );
    let mut columns: Vec<String> = Vec::new();
    for name in rows.iter().flat_map(|row| row.keys()) {
        if !columns.contains(name) {
            columns.push(name.clone());
        }
    }
    if columns.is_empty() {
        columns.push("kind".into());
    }
    Report {
        rows,
        columns,
        ..Report::default()
    }
}

fn figures(figures: &[AgreementFigure]) -> Table {
    Table {
        columns: vec![
            Column::new("question"),
            Column::new("topic"),
            Column::number("units"),
            Column::number("nominal"),
            Column::number("ordinal"),
            Column::number("interval"),
        ],
        rows: figures
            .iter()
            .map(|f| {
                let question = match f.question.as_str() {
                    "topics" => "is the topic there?",
                    _ => "which stance?",
                };
                let of_stances = |value| match f.question.as_str() {
                    "stances" => coefficient(value),
                    _ => Line::new(),
                };
                vec![
                    Line::plain(question),
                    Line::plain(f.topic.as_deref().unwrap_or("all")),
                    Line::plain(number(f.units as i64)),
                    coefficient(f.alpha_nominal),
                    of_stances(f.alpha_ordinal),
                    of_stances(f.alpha_interval),
                ]
            })
            .collect(),
        split: false,
    }
}

fn pairs(pairs: &[PairFigure]) -> Table {
    let titles = [
        "articles",
        "topic κ",
        "positions",
        "stance κ",
        "passages",
        "alike F1",
        "exact F1",
    ];
    Table {
        columns: [Column::new("coders")]
            .into_iter()
            .chain(titles.map(Column::number))
            .collect(),
        rows: pairs
            .iter()
            .map(|p| {
                vec![
                    Line::plain(format!("{}, {}", p.coder, p.other)),
                    Line::plain(number(p.articles as i64)),
                    coefficient(p.topic_kappa),
                    Line::plain(number(p.positions as i64)),
                    coefficient(p.stance_kappa),
                    Line::plain(format!("{}, {}", p.passages, p.other_passages)),
                    coefficient(p.span_f1),
                    coefficient(p.exact_f1),
                ]
            })
            .collect(),
        split: false,
    }
}

fn machine(figures: &[MachineFigure]) -> Table {
    let titles = ["proposed", "right", "held", "precision", "recall"];
    Table {
        columns: [Column::new("of")]
            .into_iter()
            .chain(titles.map(Column::number))
            .collect(),
        rows: figures
            .iter()
            .map(|f| {
                let of = match (&f.topic, f.band) {
                    (Some(topic), _) => topic.clone(),
                    (None, Some(9)) => "confidence 0.9 and above".to_owned(),
                    (None, Some(band)) => format!("confidence 0.{band} to 0.{}", band + 1),
                    (None, None) => "all".to_owned(),
                };
                let of = of.replace("0.10", "1.0");
                vec![
                    Line::plain(of),
                    Line::plain(number(f.proposed as i64)),
                    Line::plain(number(f.right as i64)),
                    f.held
                        .map(|held| Line::plain(number(held as i64)))
                        .unwrap_or_default(),
                    coefficient(f.precision),
                    match f.held {
                        Some(_) => coefficient(f.recall),
                        None => Line::new(),
                    },
                ]
            })
            .collect(),
        split: false,
    }
}

/// Claims of a figure that are listed below it.
const LISTED: usize = 25;

/// The claims behind the program's figures.
fn behind(all: &MachineFigure) -> impl Iterator<Item = Block> {
    let listed = |what: &str, claims: &[i64]| {
        let shown = claims.iter().take(LISTED);
        let ids = shown.map(|id| Line::fact(format!("claim {id}")));
        let more = claims.len().saturating_sub(LISTED);
        let more =
            (more > 0).then(|| Line::plain(format!("{} more: --format json", number(more as i64))));
        let line = Line::plain(format!("{what}: ")).then(Line::joined(ids.chain(more)));
        (!claims.is_empty()).then_some(Block::Note(line))
    };
    [
        listed("right", &all.right_claims),
        listed("not what people hold", &all.wrong_claims),
    ]
    .into_iter()
    .flatten()
}

fn of_disagreement(found: &Disagreement) -> Entry {
    let details = found.codings.iter().map(|coding| {
        let told = match coding.stance {
            Some(stance) => format!("{} {}", symbol(stance), signed(stance)),
            None => "not found".to_owned(),
        };
        let statement = match (coding.coded_statement_id, coding.claim_id) {
            (Some(id), _) => Line::fact(format!("statement {id}")),
            (None, Some(id)) => Line::fact(format!("claim {id}")),
            (None, None) => Line::new(),
        };
        let passage = coding
            .evidence
            .as_deref()
            .map(|words| format!(": {words}"))
            .unwrap_or_default();
        let told = Line::new()
            .strong(coding.coder.as_str())
            .text(format!(" {told}"));
        Line::joined([told, statement]).dim(passage)
    });
    Entry {
        anchor: None,
        when: format!("article {}", found.article_id),
        head: Line::joined([
            Line::new()
                .strong(found.actor.as_str())
                .text(" on ")
                .strong(found.topic.as_str()),
            Line::fact(found.about.clone()),
            Line::fact(match found.adjudicated {
                true => "decided",
                false => "open",
            }),
        ]),
        passage: None,
        details: details.collect(),
    }
}

fn coefficient(value: Option<f64>) -> Line {
    match value {
        Some(value) => Line::plain(format!("{value:.3}").replace('-', "−")),
        None => Line::plain("–"),
    }
}
