//! What changed since a day: for a mail, or a morning meeting.

use chrono::NaiveDate;
use serde_json::Map;

use crate::model::DigestRow;

use super::basis::Basis;
use super::block::{Block, Entry, Pair, Passage, Report};
use super::entry::{source, step};
use super::line::Line;
use super::namesakes::Namesakes;
use super::rows::{columns_of, row_of};
use super::words::{count, day, position, reliance, said, scale, status};

/// What a digest was asked for.
#[derive(Clone, Copy, Debug)]
pub struct DigestQuery<'a> {
    /// What was said or found since this day is told.
    pub since: NaiveDate,
    /// What was said until this day is told.
    pub until: NaiveDate,
    /// The name under which it is made again and again.
    pub name: Option<&'a str>,
    /// Whether nothing was recorded before that day, so that what was said before it is taken as known now.
    pub archive: bool,
    /// The statements of the period.
    pub among: &'a Basis,
}

/// The sections: their kind in the rows, their heading, and what they hold.
const SECTIONS: [(&str, &str, &str); 6] = [
    ("shift", "Who moved", ""),
    ("confirmed", "Shifts that were confirmed", ""),
    (
        "position",
        "Positions that are not what they were",
        "Mixed now, taken back, or ordered otherwise.",
    ),
    ("first", "First statements", ""),
    (
        "past",
        "The past changed",
        "Late articles and people’s decisions changed what had been told of the time before.",
    ),
    (
        "silence",
        "Silent now",
        "They used to speak, and have said nothing for longer than between any two statements before.",
    ),
];

/// The digest; sections in the order of their weight, rows in the order that they come in.
pub fn digest(query: &DigestQuery, rows: &[DigestRow]) -> Report {
    let told = Namesakes::of(rows).told(rows);
    let mut blocks = Vec::new();
    if query.archive {
        blocks.push(Block::Note(Line::plain(
            "Nothing was recorded before that day: what was said before it is compared as it is known today.",
        )));
    }
    if rows.is_empty() {
        let among = count(query.among.statements.unwrap_or(0), "statement");
        blocks.push(Block::Paragraph(Line::new().strong("Nothing changed").text(
            format!(": {among} in this time, no new position, no shift, nobody silent who used to speak."),
        )));
    }
    for (what, heading, meaning) in SECTIONS {
        let own: Vec<&DigestRow> = told.iter().filter(|row| row.what == what).collect();
        if own.is_empty() {
            continue;
        }
        blocks.push(Block::Heading(Line::plain(format!(
            "{heading} ({})",
            own.len()
        ))));
        blocks.extend((!meaning.is_empty()).then(|| Block::Note(Line::plain(meaning))));
        blocks.extend(own.into_iter().map(block));
    }
    if !rows.is_empty() {
        blocks.push(Block::Note(scale()));
    }
    let mut extra = Map::new();
    extra.insert("since".into(), query.since.to_string().into());
    extra.insert("until".into(), query.until.to_string().into());
    extra.insert("name".into(), query.name.into());
    let title = format!("What changed since {}", day(query.since));
    Report {
        kind: "digest",
        title: Line::plain(match query.name {
            Some(name) => format!("{title} · {name}"),
            None => title,
        }),
        subtitle: summary(rows),
        basis: query.among.clone(),
        blocks,
        extra,
        rows: rows.iter().map(row_of).collect(),
        columns: columns_of::<DigestRow>(),
        ..Report::default()
    }
}

/// "2 who moved, 5 first statements, 1 silent now"
fn summary(rows: &[DigestRow]) -> Line {
    let words = [
        ("shift", "shift"),
        ("confirmed", "confirmed shift"),
        ("position", "changed position"),
        ("first", "first statement"),
        ("past", "change of the past"),
        ("silence", "silence"),
    ];
    let told = words.into_iter().filter_map(|(what, word)| {
        let n = rows.iter().filter(|row| row.what == what).count() as i64;
        (n > 0).then(|| match (word, n) {
            ("change of the past", 2..) => format!("{n} changes of the past"),
            _ => count(n, word),
        })
    });
    Line::plain(told.collect::<Vec<_>>().join(", "))
}

fn block(row: &DigestRow) -> Block {
    let who = Line::joined([
        Line::new().strong(row.actor.as_str()),
        Line::plain(row.topic_name.as_str()),
    ]);
    match (end(row, true), end(row, false)) {
        (Some(before), Some(after)) => Block::Pair(Box::new(Pair {
            anchor: None,
            number: None,
            head: Line::joined([
                Line::plain(row.actor.as_str()),
                Line::plain(row.topic_name.as_str()),
                Line::new()
                    .strong(
                        row.kind
                            .clone()
                            .map_or(String::new(), |kind| format!("{kind} ")),
                    )
                    .then(step(row.before_stance, row.after_stance)),
            ]),
            notes: vec![Line::joined([
                row.status.as_deref().map(status).unwrap_or_default(),
                row.shift_id
                    .as_ref()
                    .map(|id| {
                        Line::new().code(format!("stance\u{a0}shifts\u{a0}--print\u{a0}{id}"))
                    })
                    .unwrap_or_default(),
            ])],
            before,
            after,
        })),
        (before, after) => {
            let gone = after.is_none() && row.what == "past";
            let entry = after.or(before).unwrap_or_default();
            let mut head = vec![who, entry.head.clone()];
            head.extend(gone.then(|| Line::new().alert("stands no more")));
            head.extend(row.silent_days.map(silence(row)));
            Block::Entry(Entry {
                head: Line::joined(head),
                ..entry
            })
        }
    }
}

/// "silent for 61 days, after 7 statements; mentioned meanwhile in 4 articles"
fn silence(row: &DigestRow) -> impl Fn(i32) -> Line {
    let (statements, articles) = (
        row.statements.unwrap_or(0),
        row.articles_meanwhile.unwrap_or(0),
    );
    move |days| {
        Line::new()
            .strong(format!("silent for {}", count(days.into(), "day")))
            .text(format!(
                ", after {}; mentioned meanwhile in {}",
                count(statements, "statement"),
                count(articles, "article")
            ))
    }
}

/// One end of a change, where there is one.
fn end(row: &DigestRow, before: bool) -> Option<Entry> {
    let (sure, confidence) = match before {
        true => (&row.before_status, row.before_confidence),
        false => (&row.after_status, row.after_confidence),
    };
    let (stance, label, from, to, claim, article, evidence, outlet, url) = match before {
        true => (
            row.before_stance,
            &row.before_label,
            row.before_said_from,
            row.before_said_to,
            row.before_claim_id,
            row.before_article_id,
            &row.before_evidence,
            &row.before_outlet,
            &row.before_url,
        ),
        false => (
            row.after_stance,
            &row.after_label,
            row.after_said_from,
            row.after_said_to,
            row.after_claim_id,
            row.after_article_id,
            &row.after_evidence,
            &row.after_outlet,
            &row.after_url,
        ),
    };
    let claim = claim?;
    Some(Entry {
        anchor: None,
        when: said(from, to, "explicit"),
        head: Line::joined([
            position(stance, label.as_deref().unwrap_or_default()),
            sure.as_ref()
                .zip(confidence)
                .map(|(status, confidence)| reliance(status, confidence))
                .unwrap_or_default(),
        ]),
        passage: evidence.as_ref().map(|text| Passage {
            text: text.clone(),
            ..Passage::default()
        }),
        details: vec![
            source(outlet.as_deref(), None, url.as_deref()),
            Line::joined([
                Line::fact(format!("claim {claim}")),
                article.map_or(Line::new(), |id| Line::fact(format!("article {id}"))),
            ]),
        ],
    })
}
