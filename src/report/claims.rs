//! Claims: a list, and one in full.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::model::{ClaimRow, ClaimStance, GivenVerdict};

use super::basis::Basis;
use super::block::{Block, Entry, Report};
use super::entry;
use super::line::Line;
use super::rows::{columns_of, row_of};
use super::words::{count, day, manner, open_side, said, stance, status};

/// What claims were asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct ClaimsQuery<'a> {
    /// The filter in words ("by Jane Roe, with \"budget\""); may be empty.
    pub filter: &'a str,
    /// How many claims match, where the list is cut.
    pub total: Option<i64>,
}

/// The claims in the order of `rows`.
pub fn claims(query: &ClaimsQuery, rows: &[ClaimRow]) -> Report {
    let mut blocks: Vec<Block> = rows
        .iter()
        .map(|row| Block::Entry(entry::of_claim(row)))
        .collect();
    let shown = rows.len() as i64;
    match query.total {
        _ if rows.is_empty() => blocks.push(Block::Paragraph(Line::plain("No claim matches."))),
        Some(total) if total > shown => blocks.push(Block::Note(Line::plain(format!(
            "{} shown of {}.",
            count(shown, "claim"),
            count(total, "claim")
        )))),
        _ => {}
    }
    Report {
        kind: "claims",
        title: match query.filter {
            "" => Line::plain("Claims"),
            filter => Line::plain(format!("Claims {filter}")),
        },
        ..report(rows, blocks)
    }
}

/// One claim with all that is known of it; `verdicts` are all that were given on it.
pub fn claim(row: &ClaimRow, verdicts: &[GivenVerdict]) -> Report {
    let shown = Entry {
        details: Vec::new(),
        ..entry::of_claim(row)
    };
    let mut blocks = vec![Block::Entry(shown)];
    for found in &row.stances {
        blocks.push(Block::Entry(of_stance(found)));
    }
    if row.stances.is_empty() {
        blocks.push(Block::Note(Line::plain("On no topic of the codebook.")));
    }
    let mut facts = facts(row);
    facts.extend(verdicts.iter().map(|given| ("verdict", of_verdict(given))));
    blocks.push(Block::Facts(facts));
    blocks.push(Block::Commands(vec![
        (
            format!("stance review {} --confirm", row.claim_id),
            "or --reject, or --set stance=-1".to_owned(),
        ),
        (
            format!("stance article show {}", row.article_id),
            "the article, its claims marked".to_owned(),
        ),
    ]));
    Report {
        kind: "claim",
        title: Line::plain(format!("Claim {}", row.claim_id)),
        extra: [("verdicts".to_owned(), json!(verdicts))]
            .into_iter()
            .collect(),
        ..report(std::slice::from_ref(row), blocks)
    }
}

/// The stances that claims have, a line for each: a claim without any keeps one line.
fn flat(rows: &[ClaimRow]) -> Vec<Map<String, Value>> {
    let mut out = Vec::new();
    for row in rows {
        let mut own = row_of(row);
        own.shift_remove("stances");
        if row.stances.is_empty() {
            out.push(own.clone());
        }
        for found in &row.stances {
            let stance = row_of(found)
                .into_iter()
                .map(|(name, value)| (stance_column(name), value));
            out.push(own.clone().into_iter().chain(stance).collect());
        }
    }
    out
}

/// A stance has a confidence of its own beside the claim's.
fn stance_column(name: String) -> String {
    match name.as_str() {
        "confidence" => "stance_confidence".to_owned(),
        _ => name,
    }
}

fn report(rows: &[ClaimRow], blocks: Vec<Block>) -> Report {
    let own = columns_of::<ClaimRow>()
        .into_iter()
        .filter(|name| name != "stances");
    Report {
        basis: basis(rows),
        blocks,
        rows: rows.iter().map(row_of).collect(),
        flat: Some(flat(rows)),
        columns: own
            .chain(columns_of::<ClaimStance>().into_iter().map(stance_column))
            .collect(),
        ..Report::default()
    }
}

/// Of claims, on a topic or not.
fn basis(rows: &[ClaimRow]) -> Basis {
    let mut basis = Basis::default();
    for row in rows {
        basis.cover(row.said_from, row.said_to);
    }
    let articles: BTreeSet<i64> = rows.iter().map(|row| row.article_id).collect();
    let outlets: BTreeSet<&str> = rows
        .iter()
        .filter_map(|row| row.outlet.as_deref())
        .collect();
    basis.claims = Some(rows.len() as i64);
    basis.articles = Some(articles.len() as i64);
    basis.outlets = Some(outlets.len() as i64);
    basis
}

fn of_stance(found: &ClaimStance) -> Entry {
    let bearing = Line::plain(format!("{} bearing", found.bearing));
    let confidence = Line::plain(format!("confidence {:.2}", found.confidence));
    Entry {
        anchor: None,
        when: String::new(),
        head: Line::joined([
            stance(found.stance, &found.label)
                .text(" on ")
                .strong(found.topic.as_str()),
            bearing,
            status(&found.status),
            confidence,
            open_side(found.side_open),
        ]),
        passage: None,
        details: entry::why(&found.why_cue, &found.why_term, &found.why_rule)
            .into_iter()
            .collect(),
    }
}

/// "3, corrected (stance=-1) on ferry-pier by ann, 3 May 2024: misheard · taken back by bo, 4 May 2024".
fn of_verdict(given: &GivenVerdict) -> Line {
    let done = match given.verdict.as_str() {
        "confirm" => "confirmed",
        "reject" => "rejected",
        _ => "corrected",
    };
    let optional = |before: &str, text: &Option<String>, after: &str| {
        let told = text.as_ref().map(|text| format!("{before}{text}{after}"));
        told.unwrap_or_default()
    };
    let told = format!(
        "{}, {done}{}{} by {}, {}{}",
        given.review_id,
        optional(" (", &given.changed, ")"),
        optional(" on ", &given.topic, ""),
        given.reviewer,
        day(given.recorded_at.date_naive()),
        optional(": ", &given.note, "")
    );
    let undone = given.undone_by.as_ref().zip(given.undone_at);
    let undone = undone
        .map(|(by, at)| Line::new().alert(format!("taken back by {by}, {}", day(at.date_naive()))));
    Line::joined([Line::plain(told)].into_iter().chain(undone))
}

/// "machine · run 3 · stance 0.1.0 · codebook version 2".
fn recorded(row: &ClaimRow) -> Line {
    let told = [
        row.run_id.map(|id| format!("run {id}")),
        row.extractor_version
            .as_ref()
            .map(|version| format!("stance {version}")),
        row.codebook_id.map(|id| format!("codebook version {id}")),
    ];
    let parts = told.into_iter().flatten().map(Line::plain);
    Line::joined([Line::plain(row.origin.as_str())].into_iter().chain(parts))
}

fn facts(row: &ClaimRow) -> Vec<(&'static str, Line)> {
    let plain = |text: &Option<String>| text.as_ref().map(Line::plain);
    let kind = row.actor_kind.as_deref().unwrap_or("actor");
    let actor = row
        .actor
        .as_ref()
        .map(|name| Line::plain(name).dim(format!(" ({kind})")));
    let when = Line::plain(said(row.said_from, row.said_to, &row.basis));
    let when = match &row.time_expression {
        Some(words) => when.dim(format!(" (the article says: {words})")),
        None => when,
    };
    let place = format!(
        "{} of article {}, characters {} to {}",
        row.place, row.article_id, row.evidence_start, row.evidence_end
    );
    let first = (row.root_claim_id != row.claim_id).then(|| format!("claim {}", row.root_claim_id));
    let source = entry::source(row.outlet.as_deref(), row.published_day, row.url.as_deref());
    [
        ("actor", actor),
        ("on behalf of", plain(&row.on_behalf_of)),
        ("affiliation", plain(&row.affiliation)),
        ("ascribed by", plain(&row.ascribed_by)),
        (
            "act and form",
            Some(Line::plain(manner(&row.act, &row.form))),
        ),
        ("said", Some(when)),
        ("source", Some(source)),
        (
            "correction",
            row.correction
                .as_ref()
                .map(|told| Line::new().alert(told.as_str())),
        ),
        ("headline", plain(&row.title)),
        ("place", Some(Line::plain(place))),
        (
            "utterance",
            row.utterance_id.map(|id| Line::plain(id.to_string())),
        ),
        ("first recorded as", first.map(Line::plain)),
        ("recorded by", Some(recorded(row))),
        (
            "confidence",
            Some(Line::plain(format!("{:.2}", row.confidence))),
        ),
    ]
    .into_iter()
    .filter_map(|(name, value)| value.map(|value| (name, value)))
    .collect()
}
