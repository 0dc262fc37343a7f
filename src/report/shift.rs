//! One shift in full: what stands around its passages, and what else was said meanwhile.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::model::{
    ArticleRow, ClaimRow, HistoryRow, PassageSource, ShiftEnd, ShiftRow, Span, TextIndex,
};

use super::basis::Basis;
use super::block::{Block, Entry, Passage, Report};
use super::entry;
use super::line::Line;
use super::rows::row_of;
use super::shifts::{columns, pair, shift_row};
use super::words::day;

/// What stands around a passage in its article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Surroundings {
    /// The words before it.
    pub lead: String,
    /// The words behind it.
    pub trail: String,
    /// Where it comes from.
    pub source: Option<PassageSource>,
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
            source: None,
        }
    }

    /// Those of a claim's passage in its article, which comes from `source`.
    pub fn of_claim(
        claim: &ClaimRow,
        article: &ArticleRow,
        source: PassageSource,
        most: usize,
    ) -> Self {
        let text = match claim.place == "title" {
            true => article.title.as_deref().unwrap_or_default(),
            false => &article.text,
        };
        Self {
            source: Some(source),
            ..Self::of(text, claim.evidence_start, claim.evidence_end, most)
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
    for (end, around) in [(&mut pair.before, before), (&mut pair.after, after)] {
        end.details
            .extend(around.source.iter().flat_map(provenance));
    }
    let mut between: Vec<&HistoryRow> = rows
        .iter()
        .filter(|other| lies_between(row, other))
        .collect();
    between.sort_by_key(|other| (other.said_from, other.said_to, other.claim_id));
    let mut blocks = vec![Block::Pair(Box::new(pair))];
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
    for (name, around) in [("before_source", before), ("after_source", after)] {
        if let Some(source) = &around.source {
            extra.insert(name.into(), Value::Object(row_of(source)));
        }
    }
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

/// What an editor asks of a passage: when it was fetched, whether the outlet changed it, who else printed it, in
/// which language it stands, and who has looked at it.
fn provenance(source: &PassageSource) -> Vec<Line> {
    let mut lines = Vec::new();
    lines.extend(
        source
            .byline
            .as_ref()
            .map(|name| Line::plain(format!("by {name}"))),
    );
    let retrieved = source
        .retrieved_at
        .map(|time| format!("retrieved {}", time.format("%Y-%m-%dT%H:%MZ")));
    let corrected = match (source.revision, source.replaced_at) {
        _ if source.correction.is_some() => String::new(),
        (..=1, _) => "not changed by its outlet since".to_owned(),
        (number, None) => format!("revision {number}: its outlet changed the text"),
        (number, Some(time)) => format!(
            "revision {number}: its outlet changed the text, seen on {}",
            day(time.date_naive())
        ),
    };
    lines.push(Line::joined(
        retrieved.into_iter().chain([corrected]).map(Line::plain),
    ));
    if let Some(language) = &source.language {
        let translated = match &source.translator {
            Some(name) => format!(", translated by {name}"),
            None => String::new(),
        };
        lines.push(Line::plain(format!("language: {language}{translated}")));
    }
    if !source.copies.is_empty() {
        let copies: Vec<String> = source
            .copies
            .iter()
            .map(|copy| {
                let outlet = copy.outlet.as_deref().unwrap_or("an unnamed outlet");
                format!("{outlet} (article {})", copy.article_id)
            })
            .collect();
        lines.push(Line::plain(format!(
            "also printed by {}",
            copies.join(", ")
        )));
    }
    for verdict in &source.verdicts {
        let note = verdict.note.as_ref().map(|note| format!(": {note}"));
        lines.push(Line::plain(format!(
            "{}ed by {} on {}{}",
            verdict.verdict,
            verdict.reviewer,
            day(verdict.recorded_at.date_naive()),
            note.unwrap_or_default()
        )));
    }
    if source.verdicts.is_empty() {
        lines.push(Line::plain("nobody has reviewed it"));
    }
    lines
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
    let side = |stance: Option<i16>| stance.map_or(0, i16::signum);
    let against = |end: &ShiftEnd| overlaps(end) && side(other.stance) * side(end.stance) < 0;
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
