//! Utterances, claims and the ends of shifts as dated entries with their passage.

use chrono::NaiveDate;

use crate::model::{ClaimRow, ClaimStance, HistoryRow, PositionRow, ShiftEnd};

use super::block::{Entry, Passage};
use super::line::Line;
use super::words::{count, day, manner, position, said, signed, stance, status};

/// A row of a history.
pub fn of_history(row: &HistoryRow) -> Entry {
    let refused = row.act == "refusal";
    let answer = match refused {
        true => Line::new().alert("d declined to say"),
        false => stance(row.stance, &row.label),
    };
    let via = (row.via_topic != row.topic)
        .then(|| Line::new().dim(format!("by way of {}", row.via_topic)));
    let mut head = vec![answer];
    head.extend((!refused).then(|| Line::fact(manner(&row.act, &row.form))));
    head.extend(
        (row.bearing == "inferred" && !refused).then(|| Line::plain("inferred from an argument")),
    );
    head.extend(
        row.on_behalf_of
            .as_ref()
            .map(|name| Line::plain(format!("for {name}"))),
    );
    head.extend(
        row.ascribed_by
            .as_ref()
            .map(|name| Line::new().alert(format!("says {name}"))),
    );
    head.extend(via);
    let why_not = row.not_counted_because.as_deref().filter(|_| !refused);
    Entry {
        when: said(row.said_from, row.said_to, &row.basis),
        head: Line::joined(head),
        passage: passage(&row.evidence),
        details: kept([
            why_not.map(|why| Line::new().alert(format!("forms no position: {why}"))),
            row.condition
                .as_ref()
                .map(|words| Line::plain(format!("on condition: {words}"))),
            Some(source(
                row.outlet.as_deref(),
                row.published_day,
                row.url.as_deref(),
            )),
            Some(Line::joined([
                Line::fact(claim_ids(row.claim_id, &row.claim_ids)),
                Line::fact(format!("article {}", row.article_id)),
                attested(row.outlets, row.attestations),
                status(&row.status),
                confidence(row.confidence),
            ])),
            why(&row.why_cue, &row.why_term, &row.why_rule),
        ]),
    }
}

/// One end of a shift.
pub fn of_end(end: &ShiftEnd) -> Entry {
    let inferred = (end.bearing == "inferred").then(|| Line::plain("inferred from an argument"));
    let mut head = vec![
        stance(end.stance, &end.label),
        Line::fact(manner(&end.act, &end.form)),
    ];
    head.extend(inferred);
    Entry {
        when: said(Some(end.said_from), Some(end.said_to), &end.basis),
        head: Line::joined(head),
        passage: passage(&end.evidence),
        details: kept([
            Some(source(
                end.outlet.as_deref(),
                end.published_day,
                end.url.as_deref(),
            )),
            Some(Line::joined([
                Line::fact(format!("claim {}", end.claim_id)),
                Line::fact(format!("article {}", end.article_id)),
                attested(end.outlets, end.attestations),
                status(&end.status),
                confidence(end.confidence),
            ])),
        ]),
    }
}

/// A claim in a list.
pub fn of_claim(row: &ClaimRow) -> Entry {
    Entry {
        when: said(row.said_from, row.said_to, &row.basis),
        head: claim_head(row),
        passage: passage(&row.evidence),
        details: kept([
            stances(&row.stances),
            Some(source(
                row.outlet.as_deref(),
                row.published_day,
                row.url.as_deref(),
            )),
            Some(claim_foot(row)),
        ]),
    }
}

/// A position with the passage that shows it; `what` names the actor or the topic.
pub fn of_position(row: &PositionRow, what: &str) -> Entry {
    Entry {
        when: said(Some(row.said_from), Some(row.said_to), "explicit"),
        head: Line::joined([Line::new().strong(what), position(row.stance, &row.label)]),
        passage: passage(&row.evidence),
        details: kept([
            Some(source(row.outlet.as_deref(), None, row.url.as_deref())),
            Some(Line::joined([
                Line::fact(format!("claim {}", row.claim_id)),
                Line::fact(format!("article {}", row.article_id)),
                Line::fact(format!("from {}", count(row.statements, "statement"))),
                status(&row.status),
                confidence(row.confidence),
            ])),
        ]),
    }
}

/// Who said it and how: "Jane Roe for the Ministry · statement, direct".
pub fn claim_head(row: &ClaimRow) -> Line {
    let who = Line::new().strong(row.actor.as_deref().unwrap_or("nobody named"));
    let who = match &row.on_behalf_of {
        Some(principal) => who.text(format!(" for {principal}")),
        None => who,
    };
    let mut head = vec![who, Line::fact(manner(&row.act, &row.form))];
    head.extend(
        row.ascribed_by
            .as_ref()
            .map(|name| Line::new().alert(format!("says {name}"))),
    );
    Line::joined(head)
}

/// Its ids and how sure it is.
pub fn claim_foot(row: &ClaimRow) -> Line {
    Line::joined([
        Line::fact(format!("claim {}", row.claim_id)),
        Line::fact(format!("article {}", row.article_id)),
        Line::fact(if row.place == "title" {
            "in the title"
        } else {
            ""
        }),
        Line::fact(if row.origin == "person" {
            "entered by a person"
        } else {
            ""
        }),
        confidence(row.confidence),
    ])
}

/// "▼ −2 opposes Long-range weapons (not reviewed)", each stance of a claim.
pub fn stances(stances: &[ClaimStance]) -> Option<Line> {
    let each = stances.iter().map(|found| {
        let line = stance(found.stance, &found.label).text(format!(" {} ", found.topic));
        line.dim("(").then(status(&found.status)).dim(")")
    });
    Some(Line::joined(each)).filter(|line| !line.is_empty())
}

/// "The Herald, 13 Sep 2024 · https://…".
pub fn source(outlet: Option<&str>, published: Option<NaiveDate>, url: Option<&str>) -> Line {
    let outlet = outlet.unwrap_or("outlet unknown");
    let printed = match published {
        Some(published) => format!("{outlet}, {}", day(published)),
        None => outlet.to_owned(),
    };
    let address = url
        .map(|url| Line::new().link(url, url))
        .unwrap_or_default();
    Line::joined([Line::fact(printed), address])
}

/// "why: rejected · strikes · against-measure".
pub fn why(cue: &str, term: &str, rule: &str) -> Option<Line> {
    let parts: Vec<&str> = [cue, term, rule]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    (!parts.is_empty()).then(|| Line::plain(format!("why: {}", parts.join(" · "))))
}

/// "−2 → +1", in the colours of the scale.
pub fn step(before: i16, after: i16) -> Line {
    let end = |value: i16| Line::new().run(signed(value), super::Tone::Stance(value));
    end(before).text(" → ").then(end(after))
}

fn passage(text: &str) -> Option<Passage> {
    let passage = Passage {
        text: text.to_owned(),
        ..Passage::default()
    };
    (!text.is_empty()).then_some(passage)
}

fn attested(outlets: i64, articles: i64) -> Line {
    Line::fact(format!(
        "in {}, {}",
        count(outlets, "outlet"),
        count(articles, "article")
    ))
}

fn confidence(value: f32) -> Line {
    Line::fact(format!("confidence {value:.2}"))
}

/// "claim 7 (and 8, 9)".
fn claim_ids(shown: i64, all: &[i64]) -> String {
    let others: Vec<String> = all
        .iter()
        .filter(|id| **id != shown)
        .map(i64::to_string)
        .collect();
    match others.is_empty() {
        true => format!("claim {shown}"),
        false => format!("claim {shown} (and {})", others.join(", ")),
    }
}

fn kept<const N: usize>(lines: [Option<Line>; N]) -> Vec<Line> {
    lines.into_iter().flatten().collect()
}
