//! How well something did: scores against annotations, and candidate shifts against verdicts.

use std::collections::BTreeSet;

use serde_json::Map;

use crate::model::{ScoreRow, Scores, ShiftPrecision};

use super::basis::Basis;
use super::block::{Block, Column, Report, Table};
use super::line::Line;
use super::rows::{columns_of, row_of};
use super::words::{count, number};

/// What predictions scored against annotations; `what` was compared with the file `gold`.
pub fn scores(what: &str, gold: &str, scores: &Scores) -> Report {
    let all = || scores.rows.iter().filter(|row| row.outlet.is_none());
    let outlets: BTreeSet<&str> = scores
        .rows
        .iter()
        .filter_map(|row| row.outlet.as_deref())
        .collect();
    let mut blocks = vec![Block::Table(Table {
        columns: ["measure"]
            .into_iter()
            .map(Column::new)
            .chain(["precision", "recall", "F1", "gold", "predicted"].map(Column::number))
            .collect(),
        rows: all().filter(|row| row.f1.is_some()).map(measured).collect(),
        split: false,
    })];
    let shares: Vec<Vec<Line>> = all()
        .filter(|row| row.share.is_some())
        .map(|row| {
            vec![
                Line::plain(row.measure.as_str()),
                percent(row.share),
                Line::plain(number(row.gold as i64)),
            ]
        })
        .collect();
    if !shares.is_empty() {
        blocks.push(Block::Table(Table {
            columns: vec![
                Column::new("share"),
                Column::number("percent"),
                Column::number("of"),
            ],
            rows: shares,
            split: false,
        }));
    }
    if !outlets.is_empty() {
        let kinds = kinds(scores);
        let recall = match kinds.is_empty() {
            true => "",
            false => ", and recall by kind",
        };
        let heading = format!("By outlet: {}{recall}", scores.headline);
        blocks.push(Block::Heading(Line::plain(heading)));
        blocks.push(Block::Table(by_outlet(scores, &outlets, &kinds)));
    }
    if scores.without_prediction > 0 {
        blocks.push(Block::Note(Line::plain(format!(
            "{} without a prediction, counted as if nothing was found in them.",
            count(scores.without_prediction as i64, "article")
        ))));
    }
    let mut articles = Map::new();
    articles.insert("gold".into(), scores.articles.into());
    articles.insert(
        "without prediction".into(),
        scores.without_prediction.into(),
    );
    let mut extra = Map::new();
    extra.insert("articles".into(), articles.into());
    Report {
        kind: "eval",
        title: Line::plain(format!("{what} against {gold}")),
        basis: Basis {
            articles: Some(scores.articles as i64),
            outlets: Some(outlets.len() as i64).filter(|n| *n > 0),
            ..Basis::default()
        },
        blocks,
        extra,
        rows: scores.rows.iter().map(row_of).collect(),
        columns: columns_of::<ScoreRow>(),
        ..Report::default()
    }
}

fn measured(row: &ScoreRow) -> Vec<Line> {
    vec![
        Line::plain(row.measure.as_str()),
        percent(row.precision),
        percent(row.recall),
        percent(row.f1),
        Line::plain(number(row.gold as i64)),
        Line::plain(row.predicted.map_or_else(String::new, |n| number(n as i64))),
    ]
}

/// The measures that tell recall by kind, in the order of their first mention.
fn kinds(scores: &Scores) -> Vec<&str> {
    let mut kinds: Vec<&str> = Vec::new();
    for row in &scores.rows {
        if row.measure.starts_with("recall ") && !kinds.contains(&row.measure.as_str()) {
            kinds.push(&row.measure);
        }
    }
    kinds
}

/// The headline of each outlet, and its recall by kind.
fn by_outlet(scores: &Scores, outlets: &BTreeSet<&str>, kinds: &[&str]) -> Table {
    let figures = ["precision", "recall", "F1", "gold"];
    let of_kind = kinds
        .iter()
        .map(|kind| Column::number(kind.trim_start_matches("recall ")));
    let rows = outlets.iter().map(|outlet| {
        let of = |measure: &str| {
            let mut rows = scores.rows.iter();
            rows.find(|row| row.outlet.as_deref() == Some(*outlet) && row.measure == measure)
        };
        let mut cells = vec![Line::plain(*outlet)];
        if let Some(row) = of(scores.headline) {
            cells.extend([row.precision, row.recall, row.f1].map(percent));
            cells.push(Line::plain(number(row.gold as i64)));
        }
        let recalls = kinds.iter().map(|kind| of(kind).and_then(|row| row.share));
        cells.extend(recalls.map(percent));
        cells
    });
    Table {
        columns: std::iter::once(Column::wrapping("outlet"))
            .chain(figures.map(Column::number))
            .chain(of_kind)
            .collect(),
        rows: rows.collect(),
        split: false,
    }
}

fn percent(figure: Option<f64>) -> Line {
    Line::plain(figure.map_or_else(String::new, |figure| format!("{figure:.1}")))
}

/// Of the candidate shifts that people judged, how many they upheld.
pub fn shift_precision(rows: &[ShiftPrecision]) -> Report {
    let all = rows
        .iter()
        .find(|row| row.topic.is_none() && row.kind.is_none());
    let (judged, open) = all.map_or((0, 0), |row| (row.judged, row.open));
    let mut blocks = Vec::new();
    if judged > 0 {
        blocks.push(Block::Table(Table {
            columns: std::iter::once(Column::wrapping("shifts"))
                .chain(
                    [
                        "precision",
                        "judged",
                        "confirmed",
                        "inferred",
                        "refuted",
                        "open",
                    ]
                    .map(Column::number),
                )
                .collect(),
            rows: rows.iter().map(judged_row).collect(),
            split: false,
        }));
        blocks.push(Block::Note(Line::plain(
            "Judged are candidates both of whose ends have a person's verdict; refuted are those that the \
             verdicts took away or turned into another kind. What bears only by an argument is upheld and never confirmed.",
        )));
    } else {
        blocks.push(Block::Paragraph(Line::plain(format!(
            "No candidate has a person's verdict on both ends yet; {} open.",
            match open {
                0 => "none is".to_owned(),
                1 => "1 is".to_owned(),
                _ => format!("{} are", number(open)),
            }
        ))));
    }
    Report {
        kind: "eval shifts",
        title: Line::plain("Candidate shifts against people's verdicts"),
        blocks,
        rows: rows.iter().map(row_of).collect(),
        columns: columns_of::<ShiftPrecision>(),
        ..Report::default()
    }
}

fn judged_row(row: &ShiftPrecision) -> Vec<Line> {
    let what = match (&row.topic, &row.kind) {
        (Some(topic), _) => Line::new().code(topic.as_str()),
        (None, Some(kind)) => Line::plain(kind.as_str()),
        (None, None) => Line::new().strong("all"),
    };
    let counts = [
        row.judged,
        row.confirmed,
        row.inferred,
        row.refuted,
        row.open,
    ];
    [what, percent(row.precision)]
        .into_iter()
        .chain(counts.map(|n| Line::plain(number(n))))
        .collect()
}
