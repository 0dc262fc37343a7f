//! Shifts: never a bare label, always both passages.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::model::{HistoryRow, ShiftEnd, ShiftRow, Span, TextIndex};

use super::basis::Basis;
use super::block::{Block, Entry, Pair, Passage, Report};
use super::entry;
use super::line::Line;
use super::rows::{columns_of, row_of};
use super::words::{count, days_between};

/// What shifts were asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct ShiftsQuery<'a> {
    /// The actor's name; none for everyone.
    pub actor: Option<&'a str>,
    /// The topic's name; none for every topic.
    pub topic: Option<&'a str>,
    /// The statements among which they were looked for; none counts the ends of the shifts alone.
    pub among: Option<&'a Basis>,
}

/// Two lists, confirmed first; within each the order of `rows`, which the view ranks.
pub fn shifts(query: &ShiftsQuery, rows: &[ShiftRow]) -> Report {
    let basis = query
        .among
        .cloned()
        .unwrap_or_else(|| Basis::of_shifts(rows));
    let (confirmed, candidates): (Vec<&ShiftRow>, Vec<&ShiftRow>) =
        rows.iter().partition(|row| row.status == "confirmed");
    let mut blocks = Vec::new();
    if rows.is_empty() {
        let among = count(basis.statements.unwrap_or(0), "statement");
        blocks.push(Block::Paragraph(Line::plain(format!(
            "No shift found among {among}."
        ))));
    }
    for (list, title) in [
        (&confirmed, "Confirmed"),
        (&candidates, "Candidates, not reviewed"),
    ] {
        if !list.is_empty() {
            blocks.push(Block::Heading(Line::plain(format!(
                "{title} ({})",
                list.len()
            ))));
            blocks.extend(list.iter().map(|row| Block::Pair(pair(row))));
        }
    }
    let scope: Vec<&str> = [query.actor, query.topic].into_iter().flatten().collect();
    Report {
        kind: "shifts",
        title: match scope.is_empty() {
            true => Line::plain("Shifts"),
            false => Line::plain(format!("Shifts · {}", scope.join(" · "))),
        },
        basis,
        blocks,
        rows: confirmed
            .into_iter()
            .chain(candidates)
            .map(shift_row)
            .collect(),
        columns: columns(),
        ..Report::default()
    }
}

/// What stands around a passage in its article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Surroundings {
    /// The words before it.
    pub lead: String,
    /// The words behind it.
    pub trail: String,
}

impl Surroundings {
    /// The rest of the passage's paragraph, or the neighbouring one where the passage is all of
    /// its own; at most `most` characters on each side, cut at a space. `start` and `end` are code
    /// points into `text`.
    pub fn of(text: &str, start: i32, end: i32, most: usize) -> Self {
        let point = |n: i32| u32::try_from(n).unwrap_or(0);
        let range = TextIndex::new(text).range(Span::new(point(start), point(end)));
        let before = text[..range.start].trim_end();
        let behind = text[range.end.max(range.start)..].trim_start();
        let lead = before.rsplit('\n').next().unwrap_or("").trim();
        let trail = behind.split('\n').next().unwrap_or("").trim();
        Self {
            lead: last_words(lead, most),
            trail: first_words(trail, most),
        }
    }
}

fn first_words(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some((cut, _)) => format!("{} …", &text[..text[..cut].rfind(' ').unwrap_or(cut)]),
    }
}

fn last_words(text: &str, most: usize) -> String {
    match text.char_indices().nth_back(most) {
        None => text.to_owned(),
        Some((cut, _)) => {
            let start = text[cut..].find(' ').map_or(cut, |space| cut + space + 1);
            format!("… {}", &text[start..])
        }
    }
}

/// One shift with what stands around its passages, and what else was said meanwhile.
///
/// `rows` is the actor's history on the topic; the rows between the two ends are picked out, those
/// that speak against the shift marked.
pub fn shift_detail(
    row: &ShiftRow,
    before: &Surroundings,
    after: &Surroundings,
    rows: &[HistoryRow],
) -> Report {
    let mut pair = pair(row);
    pair.notes.pop();
    surround(&mut pair.before, before);
    surround(&mut pair.after, after);
    pair.before.details.extend(headline(&row.before));
    pair.after.details.extend(headline(&row.after));
    let between: Vec<&HistoryRow> = rows
        .iter()
        .filter(|other| lies_between(row, other))
        .collect();
    let mut blocks = vec![Block::Pair(pair)];
    if between.is_empty() {
        blocks.push(Block::Note(Line::plain(
            "Nothing else was found between the two.",
        )));
    } else {
        blocks.push(Block::Heading(Line::plain(format!(
            "Said meanwhile ({})",
            between.len()
        ))));
        blocks.extend(
            between
                .iter()
                .map(|other| Block::Entry(meanwhile(row, other))),
        );
    }
    let ids: BTreeSet<String> = [row.before.claim_id, row.after.claim_id]
        .iter()
        .map(i64::to_string)
        .collect();
    if row.status != "confirmed" {
        let confirm = |id: &String| {
            (
                format!("stance review {id} --confirm"),
                "if the passage shows this".to_owned(),
            )
        };
        blocks.push(Block::Commands(ids.iter().map(confirm).collect()));
    }
    let mut extra = Map::new();
    extra.insert(
        "between".into(),
        between
            .iter()
            .map(|other| Value::Object(row_of(other)))
            .collect(),
    );
    Report {
        kind: "shift",
        title: Line::plain(format!("Shift {}", row.shift_id)),
        basis: Basis::of_shifts([row]),
        blocks,
        extra,
        rows: vec![shift_row(row)],
        columns: columns(),
        ..Report::default()
    }
}

/// The line that marks a shift on a timeline.
pub fn change_line(row: &ShiftRow) -> Line {
    Line::joined([
        kind(row),
        Line::plain(format!(
            "{} later",
            days_between(row.days_between_min, row.days_between_max)
        )),
        standing(row),
        Line::new().code(format!("stance shifts --print {}", row.shift_id)),
    ])
}

/// A shift as a row: the view's columns, `from_…` and `to_…` for the ends.
pub fn shift_row(row: &ShiftRow) -> Map<String, Value> {
    let mut out = Map::new();
    for (name, value) in row_of(row) {
        match (name.as_str(), value) {
            ("before", Value::Object(end)) => {
                out.extend(end.into_iter().map(|(name, v)| (format!("from_{name}"), v)))
            }
            ("after", Value::Object(end)) => {
                out.extend(end.into_iter().map(|(name, v)| (format!("to_{name}"), v)))
            }
            (_, value) => drop(out.insert(name, value)),
        }
    }
    out
}

fn columns() -> Vec<String> {
    let own = columns_of::<ShiftRow>()
        .into_iter()
        .filter(|name| name != "before" && name != "after");
    let ends = ["from", "to"].into_iter().flat_map(|end| {
        columns_of::<ShiftEnd>()
            .into_iter()
            .map(move |name| format!("{end}_{name}"))
    });
    own.chain(ends).collect()
}

fn pair(row: &ShiftRow) -> Pair {
    let days = days_between(row.days_between_min, row.days_between_max);
    Pair {
        head: Line::joined([
            Line::plain(row.actor.as_str()),
            Line::plain(row.topic_name.as_str()),
            kind(row),
        ]),
        notes: vec![
            Line::joined([standing(row), Line::plain(format!("{days} between"))]),
            Line::new().code(format!("stance shifts --print {}", row.shift_id)),
        ],
        before: entry::of_end(&row.before),
        after: entry::of_end(&row.after),
    }
}

/// "◇ reversal −2 → +1 (said, then did)"; the diamond is filled once people confirmed it.
fn kind(row: &ShiftRow) -> Line {
    let mark = if row.status == "confirmed" {
        "◆"
    } else {
        "◇"
    };
    let line = Line::new()
        .strong(format!("{mark} {} ", row.kind))
        .then(entry::step(row.before.stance, row.after.stance));
    match &row.said_did {
        Some(order) => line.text(format!(" ({order})")),
        None => line,
    }
}

/// Whether people confirmed it, and what speaks for caution.
fn standing(row: &ShiftRow) -> Line {
    let status = match row.status.as_str() {
        "confirmed" => Line::new().strong("confirmed"),
        _ => Line::new().alert("candidate, not reviewed"),
    };
    let lone = if row.lone_outlier {
        "a lone outlier: the next statement takes it back"
    } else {
        ""
    };
    let mixed = if row.mixed_between {
        "contrary statements lie between"
    } else {
        ""
    };
    let inferred = [&row.before, &row.after]
        .iter()
        .any(|end| end.bearing == "inferred");
    let inferred = if inferred {
        "rests on an inference"
    } else {
        ""
    };
    Line::joined([
        status,
        Line::new().alert(lone),
        Line::new().alert(mixed),
        Line::plain(inferred),
    ])
}

fn surround(entry: &mut Entry, around: &Surroundings) {
    if let Some(Passage { lead, trail, .. }) = &mut entry.passage {
        lead.clone_from(&around.lead);
        trail.clone_from(&around.trail);
    }
}

fn headline(end: &ShiftEnd) -> Option<Line> {
    end.title
        .as_ref()
        .map(|title| Line::plain(format!("headline: {title}")))
}

fn lies_between(row: &ShiftRow, other: &HistoryRow) -> bool {
    let ends = [row.before.utterance_id, row.after.utterance_id];
    let said = other.said_from.zip(other.said_to);
    other.actor_id == row.actor_id
        && other.topic_id == row.topic_id
        && other.status != "rejected"
        && !ends.contains(&other.utterance_id)
        && said.is_some_and(|(from, to)| to >= row.before.said_from && from <= row.after.said_to)
}

/// Marks what a rival reading would cite: a statement on the other side than the end it is nearer to.
fn meanwhile(row: &ShiftRow, other: &HistoryRow) -> Entry {
    let mut entry = entry::of_history(other);
    let overlaps = |end: &ShiftEnd| {
        other.said_from.is_some_and(|day| day <= end.said_to)
            && other.said_to.is_some_and(|day| day >= end.said_from)
    };
    let speaks = other.act != "refusal" && other.ascribed_by.is_none();
    let against = |end: &ShiftEnd| overlaps(end) && other.stance.signum() * end.stance.signum() < 0;
    if speaks && (against(&row.before) || against(&row.after)) {
        entry.head = Line::joined([entry.head, Line::new().alert("speaks against the shift")]);
    }
    entry
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_is_surrounded_by_its_paragraph() {
        let text = "First line.\nWe waited. She said no. Then she left.\nLast line.";
        let around = Surroundings::of(text, 23, 35, 100);
        assert_eq!(around.lead, "We waited.");
        assert_eq!(around.trail, "Then she left.");
    }

    #[test]
    fn a_passage_that_is_a_paragraph_is_surrounded_by_its_neighbours() {
        let around = Surroundings::of("One before.\nShe said no.\nOne behind it.", 12, 24, 8);
        assert_eq!(
            (around.lead.as_str(), around.trail.as_str()),
            ("… before.", "One …")
        );
    }

    #[test]
    fn offsets_outside_the_text_surround_nothing() {
        assert_eq!(Surroundings::of("é", -4, 99, 5), Surroundings::default());
        assert_eq!(Surroundings::of("", 0, 0, 0), Surroundings::default());
    }
}
