//! What outlets corrected, withdrew, or dropped from a later text.

use std::collections::BTreeSet;

use crate::model::CorrectedRow;

use super::basis::Basis;
use super::block::{Block, Entry, Passage, Report};
use super::entry;
use super::line::Line;
use super::rows::{columns_of, row_of};
use super::words::{count, day, said};

/// What outlets do not stand by any more, in the order of `rows`; `of` names an article, where one was asked for.
pub fn corrections(rows: &[CorrectedRow], of: Option<i64>) -> Report {
    let mut blocks = blocks(rows);
    if rows.is_empty() {
        blocks.push(Block::Paragraph(Line::plain(
            "No claim was corrected, withdrawn or dropped by its outlet.",
        )));
    }
    Report {
        kind: "corrections",
        title: Line::plain(match of {
            Some(id) => format!("Corrections of article {id}"),
            None => "Corrections".to_owned(),
        }),
        basis: basis(rows),
        blocks,
        rows: rows.iter().map(row_of).collect(),
        columns: columns_of::<CorrectedRow>(),
        ..Report::default()
    }
}

/// What a notice made of the positions, and how many claims and copies it concerns: an article has many.
pub fn with_corrections(report: Report, rows: &[CorrectedRow], article: i64) -> Report {
    let mut report = report;
    if !rows.is_empty() {
        let actors: BTreeSet<_> = rows.iter().filter_map(|row| row.actor_id).collect();
        let topics: BTreeSet<_> = rows
            .iter()
            .flat_map(|row| row.topic_ids.iter().flatten())
            .collect();
        let copied = rows.iter().filter(|row| !copies_of(row).is_empty()).count();
        let outlets: BTreeSet<&str> = rows.iter().flat_map(copies_of).collect();
        let on = match topics.len() {
            0 => String::new(),
            n => format!(" on {}", count(n as i64, "topic")),
        };
        let mut facts = vec![(
            "left out",
            Line::plain(format!(
                "{} of {}{on}",
                count(rows.len() as i64, "claim"),
                count(actors.len() as i64, "actor")
            )),
        )];
        if copied > 0 {
            let outlets: Vec<&str> = outlets.into_iter().collect();
            facts.push((
                "printed elsewhere",
                Line::plain(format!(
                    "{} by {}",
                    count(copied as i64, "claim"),
                    outlets.join(", ")
                )),
            ));
        }
        report.blocks.push(Block::Facts(facts));
        report.blocks.push(Block::Commands(vec![(
            format!("stance article corrections {article}"),
            "each passage, with its copies in other outlets".to_owned(),
        )]));
    }
    report.extra.insert(
        "corrected".into(),
        rows.iter()
            .map(|row| serde_json::Value::Object(row_of(row)))
            .collect(),
    );
    report
}

/// "2 claims left out: …", under a report that leaves them out.
pub fn left_out(claims: i64) -> Option<Line> {
    (claims > 0).then(|| {
        Line::new()
            .alert(format!("{} left out", count(claims, "claim")))
            .text(": corrected or withdrawn by the outlet (")
            .code("--include-corrected")
            .text(if claims == 1 {
                " shows it)"
            } else {
                " shows them)"
            })
    })
}

fn basis(rows: &[CorrectedRow]) -> Basis {
    let articles: BTreeSet<i64> = rows.iter().map(|row| row.article_id).collect();
    let mut basis = Basis {
        claims: Some(rows.len() as i64),
        articles: Some(articles.len() as i64),
        ..Basis::default()
    };
    for row in rows {
        basis.cover(row.said_from, row.said_to);
    }
    basis
}

/// The outlets that printed the same and stand by it.
fn copies_of(row: &CorrectedRow) -> Vec<&str> {
    let outlets = row.copy_outlets.iter().flatten();
    outlets.filter_map(|outlet| outlet.as_deref()).collect()
}

fn blocks(rows: &[CorrectedRow]) -> Vec<Block> {
    rows.iter().map(|row| Block::Entry(one(row))).collect()
}

fn one(row: &CorrectedRow) -> Entry {
    let by = row
        .recorded_by
        .as_ref()
        .map(|by| format!("recorded by {by}"));
    let since = Some(format!("since {}", day(row.corrected_at.date_naive())));
    let mut details = vec![
        Line::joined([by, since].into_iter().flatten().map(Line::plain)),
        Line::joined([
            entry::source(row.outlet.as_deref(), None, None),
            Line::fact(format!("claim {}", row.claim_id)),
            Line::fact(format!("article {}", row.article_id)),
        ]),
    ];
    details.extend(row.reads_now_claim_id.map(|id| {
        Line::plain("its later text has it otherwise: ").code(format!("stance claims --id {id}"))
    }));
    details.push(copies(row));
    Entry {
        anchor: None,
        when: said(row.said_from, row.said_to, "explicit"),
        head: Line::joined([
            Line::new().strong(row.actor.as_deref().unwrap_or("nobody named")),
            Line::new().alert(row.correction.as_str()),
        ]),
        passage: Some(Passage {
            text: row.evidence.clone(),
            ..Passage::default()
        }),
        details,
    }
}

/// Who else printed the same utterance and still has it.
fn copies(row: &CorrectedRow) -> Line {
    let (Some(articles), Some(claims), Some(outlets)) = (
        &row.copy_article_ids,
        &row.copy_claim_ids,
        &row.copy_outlets,
    ) else {
        return Line::plain("no other article on record prints it");
    };
    let told: Vec<String> = articles
        .iter()
        .zip(claims)
        .zip(outlets)
        .map(|((article, claim), outlet)| {
            let outlet = outlet.as_deref().unwrap_or("an unnamed outlet");
            format!("{outlet} (article {article}, claim {claim})")
        })
        .collect();
    Line::plain(format!("still printed by {}", told.join(", ")))
}
