//! Utterances, claims and the ends of shifts as dated entries with their passage.

use chrono::NaiveDate;

use crate::model::{ClaimRow, ClaimStance, HistoryRow, PositionRow, ShiftEnd, StanceValue};

use super::block::{Entry, Passage};
use super::line::Line;
use super::words::{WITHDRAWN, count, day, link, manner, position, said, signed, stance, status};

/// A row of a history.
pub fn of_history(row: &HistoryRow) -> Entry {
    let refused = row.act == "refusal";
    let answer = match refused {
        true => Line::new().alert("d declined to say"),
        false => position(row.stance, &row.label),
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
    let belongs = row.affiliation.as_ref();
    let belongs = belongs.filter(|name| row.on_behalf_of.as_ref() != Some(*name));
    head.extend(belongs.map(|name| Line::plain(format!("unnamed, of {name}"))));
    head.extend(
        row.ascribed_by
            .as_ref()
            .map(|name| Line::new().alert(format!("says {name}"))),
    );
    head.extend(via);
    let why_not = row.not_counted_because.as_deref().filter(|_| !refused);
    Entry {
        anchor: Some(anchor(row)),
        when: said(row.said_from, row.said_to, &row.basis),
        head: Line::joined(head),
        passage: passage(&row.evidence),
        details: kept([
            corrected(row.correction.as_deref()),
            why_not.map(|why| Line::new().alert(format!("forms no position: {why}"))),
            linked(row),
            row.restated_by_claim_id.map(|id| {
                Line::plain(format!(
                    "said later to hold still, without a side: claim {id}"
                ))
            }),
            brought_back(row),
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

/// The id of a row of a history on a page; a claim may be on several topics.
pub fn anchor(row: &HistoryRow) -> String {
    format!("claim-{}-{}", row.claim_id, row.topic_id)
}

/// One end of a shift.
pub fn of_end(end: &ShiftEnd) -> Entry {
    let inferred = (end.bearing == "inferred").then(|| Line::plain("inferred from an argument"));
    let mut head = vec![
        position(end.stance, &end.label),
        Line::fact(manner(&end.act, &end.form)),
    ];
    head.extend(inferred);
    head.extend(
        end.link
            .as_deref()
            .filter(|_| end.stance.is_some())
            .map(|kind| Line::new().alert(linking(kind))),
    );
    Entry {
        anchor: None,
        when: said(Some(end.said_from), Some(end.said_to), &end.basis),
        head: Line::joined(head),
        passage: passage(&end.evidence),
        details: kept([
            corrected(end.correction.as_deref()),
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
        anchor: Some(format!("claim-{}", row.claim_id)),
        when: said(row.said_from, row.said_to, &row.basis),
        head: claim_head(row),
        passage: passage(&row.evidence),
        details: kept([
            corrected(row.correction.as_deref()),
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
        anchor: None,
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
    let belongs = row.affiliation.as_ref();
    let belongs = belongs.filter(|name| row.on_behalf_of.as_ref() != Some(*name));
    head.extend(belongs.map(|name| Line::plain(format!("unnamed, of {name}"))));
    head.extend(
        row.link
            .as_deref()
            .map(|kind| Line::new().alert(format!("{} earlier words", link(kind)))),
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

/// "takes back what was said on 12 Sep 2024: ▼ −2 opposes · claim 7", or that no earlier statement is known.
fn linked(row: &HistoryRow) -> Option<Line> {
    let kind = row.link.as_deref()?;
    let line = Line::plain(format!("{} ", link(kind)));
    let (Some(claim), Some(value)) = (row.linked_claim_id, row.linked_stance) else {
        return Some(line.text("an earlier statement; none is on record"));
    };
    let when = said(row.linked_said_from, row.linked_said_to, "explicit");
    let side = stance(value, StanceValue::new(value).map_or("", |v| v.label()));
    let told = line.text(format!("what was said {when}, "));
    Some(Line::joined([
        told.then(side),
        Line::fact(format!("claim {claim}")),
    ]))
}

/// The short words for a link beside a stance.
fn linking(kind: &str) -> &'static str {
    match kind {
        "restates" => "said to be unchanged",
        "clarifies" => "said to be what was meant",
        _ => "about an earlier statement",
    }
}

/// "brought back by Ben Ostrow on 13 Sep 2024", of words printed for the first time long after.
fn brought_back(row: &HistoryRow) -> Option<Line> {
    let (who, when) = row.brought_back_by.as_ref().zip(row.brought_back_on)?;
    Some(Line::plain(format!(
        "brought back by {who} on {}",
        day(when)
    )))
}

/// What stands against a statement: "denied later: claim 9".
pub fn answered(entry: Entry, by: &[&HistoryRow]) -> Entry {
    let lines = by.iter().filter_map(|row| {
        let what = match row.link.as_deref()? {
            "denies_saying" => "denied later: never said, says the speaker",
            "disputes_quotation" => "disputed later: wrongly quoted, says the speaker",
            "withdraws" => "taken back later",
            "clarifies" => "explained later",
            _ => return None,
        };
        let when = said(row.said_from, row.said_to, &row.basis);
        let line = Line::new().alert(what).text(format!(", {when}"));
        Some(Line::joined([
            line,
            Line::fact(format!("claim {}", row.claim_id)),
        ]))
    });
    let mut entry = entry;
    let at = entry.details.len().saturating_sub(3);
    entry.details.splice(at..at, lines);
    entry
}

/// "−2 → +1", in the colours of the scale; "⊘" for a position that was taken back.
pub fn step(before: Option<i16>, after: Option<i16>) -> Line {
    let end = |value: Option<i16>| match value {
        Some(value) => Line::new().run(signed(value), super::Tone::Stance(value)),
        None => Line::new().alert(WITHDRAWN),
    };
    end(before).text(" → ").then(end(after))
}

/// The banner of what an outlet does not stand by.
pub fn corrected(told: Option<&str>) -> Option<Line> {
    told.map(|told| Line::new().alert(format!("⚠ {told}")))
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
