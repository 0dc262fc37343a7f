//! The timeline: what an actor said on a topic, day by day, with the shifts between.

use chrono::NaiveDate;
use serde_json::{Map, Value};

use crate::model::{Coverage, HistoryRow, ShiftRow};

use super::Format;
use super::basis::{Basis, searched};
use super::block::{Block, Pair, Report};
use super::chart::{self, Course};
use super::entry;
use super::line::{Line, Tone};
use super::namesakes::Namesakes;
use super::rows::{columns_of, lines_of, row_of};
use super::shifts::{change_line, pair, shift_rows};
use super::words::{WITHDRAWN, count, scale, symbol, times};

/// Candidate shifts that a page shows with both passages; confirmed ones are shown all.
const MOST_PAIRS: usize = 40;

/// Why the program itself does not stand by a proposal, and what those are called that are folded for it.
const UNSURE: [(&str, &str); 2] = [
    ("below the confidence floor", "below the confidence floor"),
    ("its side is open", "whose side is open"),
];

/// What a history was asked for.
#[derive(Clone, Copy, Debug)]
pub struct HistoryQuery<'a> {
    /// The actor's name; none for everyone on the topic.
    pub actor: Option<&'a str>,
    /// The topic; none for every topic of the actor.
    pub topic: Option<TopicHead<'a>>,
    /// Whether proposals below the confidence floor or of an open side and rejected rows are shown one by one.
    pub all: bool,
    /// What was searched whoever is mentioned; given where no article mentions the actor.
    pub everywhere: Option<&'a Coverage>,
    /// The window that the rows were narrowed to, in words: "said since 1 Jan 2025".
    pub window: Option<&'a str>,
    /// The day of asking, for "last statement 12 days ago".
    pub today: NaiveDate,
}

impl HistoryQuery<'_> {
    fn is_one_pair(&self) -> bool {
        self.actor.is_some() && self.topic.is_some()
    }

    /// Whether a row is shown one by one.
    fn shows(&self, row: &HistoryRow) -> bool {
        self.all || (row.status != "rejected" && UNSURE.iter().all(|(why, _)| !is_left(row, why)))
    }
}

/// A topic as a report names it.
#[derive(Clone, Copy, Debug)]
pub struct TopicHead<'a> {
    /// Its name.
    pub name: &'a str,
    /// What a stance agrees or disagrees with.
    pub proposition: &'a str,
}

/// The history in `rows`, its `shifts` marked between utterances.
///
/// `coverage` is what was searched for the actor on the topic. Where one of the two is left open it is
/// printed as it is, or left out where it counts no article. Rows may come in any order.
pub fn history(
    query: &HistoryQuery,
    rows: &[HistoryRow],
    shifts: &[ShiftRow],
    coverage: &Coverage,
) -> Report {
    Report {
        extra: extra(query, rows, shifts),
        rows: objects(rows),
        ..history_read(query, rows, shifts, coverage)
    }
}

/// The same for people alone: what programs read of it is not made.
pub fn history_read(
    query: &HistoryQuery,
    rows: &[HistoryRow],
    shifts: &[ShiftRow],
    coverage: &Coverage,
) -> Report {
    let one_pair = query.is_one_pair();
    // For a pair, nothing searched is an answer too; for all of them it means nobody counted.
    let known = Some(coverage).filter(|coverage| one_pair || coverage.articles_searched > 0);
    let basis = Basis {
        searched: known.cloned(),
        ..Basis::of_history(rows)
    };
    let mut blocks = Vec::new();
    if one_pair || rows.is_empty() {
        blocks.extend(silence(query, rows, coverage));
        let all: Vec<&HistoryRow> = rows.iter().collect();
        blocks.extend(picture(query, std::slice::from_ref(&all), shifts));
        blocks.extend(pairs(shifts));
        blocks.extend(timeline(query, all, shifts));
    } else {
        let told = Namesakes::of(rows).told(rows);
        let groups = groups(&told);
        blocks.extend(picture(query, &groups, shifts));
        for group in groups {
            blocks.push(Block::Heading(group_heading(query, &group)));
            blocks.extend(timeline(query, group, shifts));
        }
    }
    // Where nothing was found, the answer has said already what was searched.
    let told = rows.is_empty() || (one_pair && answer(rows) == "no statement found");
    if !told {
        blocks.push(Block::Note(footer(query, &basis, known)));
    }
    if !rows.is_empty() {
        blocks.push(Block::Note(scale()));
    }
    Report {
        blocks,
        ..bare(query, basis)
    }
}

/// The history for programs that read its rows alone: nothing is laid out, which of thousands takes as long as to read
/// them.
pub fn history_rows(
    query: &HistoryQuery,
    rows: &[HistoryRow],
    coverage: &Coverage,
    format: Format,
) -> Report {
    let basis = Basis {
        searched: Some(coverage.clone()).filter(|coverage| coverage.articles_searched > 0),
        ..Basis::of_history(rows)
    };
    let bare = bare(query, basis);
    match format {
        Format::Jsonl => Report {
            lines: Some(lines_of(sorted(rows.iter().collect()))),
            ..bare
        },
        _ => Report {
            rows: objects(rows),
            ..bare
        },
    }
}

/// What all have: what is said above the rows.
fn bare(query: &HistoryQuery, basis: Basis) -> Report {
    Report {
        kind: "history",
        title: title(query),
        subtitle: query
            .topic
            .map(|topic| Line::plain(topic.proposition))
            .unwrap_or_default(),
        basis,
        columns: columns_of::<HistoryRow>(),
        ..Report::default()
    }
}

fn objects(rows: &[HistoryRow]) -> Vec<Map<String, Value>> {
    let sorted = sorted(rows.iter().collect());
    sorted.into_iter().map(row_of).collect()
}

fn title(query: &HistoryQuery) -> Line {
    let (first, second) = match (query.actor, query.topic) {
        (Some(actor), Some(topic)) => (actor, topic.name),
        (Some(actor), None) => (actor, "every topic"),
        (None, Some(topic)) => (topic.name, "everyone"),
        (None, None) => ("every actor", "every topic"),
    };
    let parts = [first, second].into_iter().chain(query.window);
    Line::plain(parts.collect::<Vec<_>>().join(" · "))
}

fn extra(query: &HistoryQuery, rows: &[HistoryRow], shifts: &[ShiftRow]) -> Map<String, Value> {
    let mut extra = Map::new();
    extra.insert("actor".into(), query.actor.into());
    extra.insert("topic".into(), query.topic.map(|topic| topic.name).into());
    extra.insert(
        "proposition".into(),
        query.topic.map(|topic| topic.proposition).into(),
    );
    if query.is_one_pair() {
        extra.insert("answer".into(), answer(rows).into());
    }
    extra.insert("shifts".into(), shift_rows(shifts));
    extra
}

/// In the words of `stance_matrix`: which of the answers this is.
fn answer(rows: &[HistoryRow]) -> &'static str {
    let live = || rows.iter().filter(|row| row.status != "rejected");
    match () {
        _ if rows.iter().any(|row| row.not_counted_because.is_none()) => "statements",
        _ if live().any(|row| row.act == "refusal") => "declined to say",
        _ if live().next().is_some() => "not enough evidence",
        _ => "no statement found",
    }
}

/// Silence has three kinds, and they are never told alike.
fn silence(query: &HistoryQuery, rows: &[HistoryRow], coverage: &Coverage) -> Option<Block> {
    let live: Vec<&HistoryRow> = rows.iter().filter(|row| row.status != "rejected").collect();
    let none = || {
        let line = Line::new().strong("No statement");
        match query.window {
            Some(window) => line.text(format!(" {window}")),
            None => line,
        }
    };
    let line = match answer(rows) {
        "declined to say" => {
            let refusals = live.iter().filter(|row| row.act == "refusal").count() as i64;
            Line::new().strong("Declined to say").text(format!(
                ", {}; no statement of a position.",
                times(refusals)
            ))
        }
        "not enough evidence" => {
            let found = count(live.len() as i64, "mention");
            Line::new()
                .strong("Not enough evidence")
                .text(format!(": {found}, none of which forms a position."))
        }
        "no statement found" if coverage.articles_searched > 0 => {
            none().text(format!(" in {}.", searched(coverage, query.actor)))
        }
        "no statement found" => match (query.actor, query.everywhere) {
            (Some(actor), Some(all)) if all.articles_searched > 0 => none().text(format!(
                " in {}; none of them mentions {actor}, so silence here means little.",
                searched(all, None)
            )),
            (Some(actor), None) => Line::new().strong("Nothing searched").text(format!(
                ": no analysed article mentions {actor}, so silence here means nothing."
            )),
            _ => Line::new()
                .strong("Nothing searched")
                .text(": no article was analysed for this, so silence here means nothing."),
        },
        _ => return None,
    };
    Some(Block::Paragraph(line))
}

/// By day, unknown days last; equal days by claim.
fn sorted(mut rows: Vec<&HistoryRow>) -> Vec<&HistoryRow> {
    rows.sort_by_key(|row| {
        (
            row.said_from.is_none(),
            row.said_from,
            row.said_to,
            row.claim_id,
        )
    });
    rows
}

/// Rows of one actor and topic each, the most statements first.
fn groups(rows: &[HistoryRow]) -> Vec<Vec<&HistoryRow>> {
    let mut groups: Vec<Vec<&HistoryRow>> = Vec::new();
    let mut place = std::collections::HashMap::new();
    for row in rows {
        let at = *place
            .entry((row.actor_id, row.topic_id))
            .or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.push(row),
            None => groups.push(vec![row]),
        }
    }
    let counted = |group: &[&HistoryRow]| {
        group
            .iter()
            .filter(|row| row.not_counted_because.is_none())
            .count()
    };
    groups.sort_by(|a, b| {
        let names = |group: &[&HistoryRow]| (group[0].actor.clone(), group[0].topic.clone());
        counted(b)
            .cmp(&counted(a))
            .then_with(|| names(a).cmp(&names(b)))
    });
    groups
}

/// What a group is of, where the title says the rest.
fn name_of(query: &HistoryQuery, group: &[&HistoryRow]) -> String {
    let Some(first) = group.first() else {
        return String::new();
    };
    match (query.actor, query.topic) {
        (Some(_), _) => first.topic_name.clone(),
        (None, Some(_)) => first.actor.clone(),
        (None, None) => format!("{} · {}", first.actor, first.topic_name),
    }
}

/// "Jane Roe  ▼ ▼ △  7 statements in 9 articles …": the whole course at a glance.
fn group_heading(query: &HistoryQuery, group: &[&HistoryRow]) -> Line {
    const MOST: usize = 40;
    let counted: Vec<&HistoryRow> = sorted(group.to_vec())
        .into_iter()
        .filter(|row| row.not_counted_because.is_none())
        .collect();
    let mut course = Line::new();
    if counted.len() > MOST {
        course = course.dim("… ");
    }
    for row in &counted[counted.len().saturating_sub(MOST)..] {
        let space = if course.is_empty() { "" } else { " " };
        course = course.text(space).then(match row.stance {
            Some(stance) => Line::new().run(symbol(stance), Tone::Stance(stance)),
            None => Line::new().alert(WITHDRAWN),
        });
    }
    let basis = Basis::of_history(group.iter().copied()).line();
    Line::joined([Line::new().strong(name_of(query, group)), course, basis])
}

/// The picture of all that is listed.
fn picture(
    query: &HistoryQuery,
    groups: &[Vec<&HistoryRow>],
    shifts: &[ShiftRow],
) -> Option<Block> {
    let names: Vec<String> = groups.iter().map(|group| name_of(query, group)).collect();
    let courses = groups.iter().zip(&names).map(|(group, name)| Course {
        name,
        rows: group
            .iter()
            .copied()
            .filter(|row| query.shows(row))
            .collect(),
        shifts: shifts_of(group, shifts),
    });
    let courses: Vec<Course> = courses.collect();
    chart::timeline(&title(query).to_plain(), &courses).map(Block::Chart)
}

/// For a page: each shift with both its passages, under the number that it has in the picture.
fn pairs(shifts: &[ShiftRow]) -> Option<Block> {
    let mut blocks = vec![Block::Heading(Line::plain(format!(
        "What changed ({})",
        shifts.len()
    )))];
    let mut shifts: Vec<&ShiftRow> = shifts.iter().collect();
    in_time(&mut shifts);
    let mut room = MOST_PAIRS;
    let mut folded = 0;
    for (at, row) in shifts.iter().enumerate() {
        let confirmed = row.status == "confirmed";
        if room == 0 && !confirmed {
            folded += 1;
            continue;
        }
        room -= usize::from(!confirmed);
        blocks.push(Block::Pair(Box::new(Pair {
            number: Some(at + 1),
            ..pair(row)
        })));
    }
    if folded > 0 {
        let line = format!("{} more, not reviewed: ", count(folded, "candidate"));
        blocks.push(Block::Note(Line::plain(line).code("stance shifts")));
    }
    blocks.push(Block::Heading(Line::plain("Everything found")));
    (!shifts.is_empty()).then_some(Block::Page(blocks))
}

/// The shifts of the actor and topic of some rows, in the order of time.
fn shifts_of<'a>(rows: &[&HistoryRow], shifts: &'a [ShiftRow]) -> Vec<&'a ShiftRow> {
    let of = rows.first().map(|row| (row.actor_id, row.topic_id));
    let mut own: Vec<&ShiftRow> = shifts
        .iter()
        .filter(|shift| Some((shift.actor_id, shift.topic_id)) == of)
        .collect();
    in_time(&mut own);
    own
}

fn in_time(shifts: &mut [&ShiftRow]) {
    shifts.sort_by_key(|shift| (shift.after.said_from, shift.after.utterance_id));
}

fn timeline(query: &HistoryQuery, rows: Vec<&HistoryRow>, shifts: &[ShiftRow]) -> Vec<Block> {
    let mut waiting = shifts_of(&rows, shifts);
    let rejected = rows.iter().filter(|row| row.status == "rejected").count();
    let unsure = UNSURE.map(|(why, called)| {
        let left = rows.iter().filter(|row| is_left(row, why)).count();
        folded(left, "proposal", called)
    });
    let rows = sorted(rows.into_iter().filter(|row| query.shows(row)).collect());
    let all: Vec<&HistoryRow> = rows
        .iter()
        .copied()
        .filter(|row| row.link.is_some())
        .collect();

    let mut blocks = Vec::new();
    for row in rows {
        // A shift stands before the utterance that completes it, or where that would stand.
        let here = |shift: &ShiftRow| {
            shift.after.utterance_id == row.utterance_id
                || row.said_from.is_none_or(|day| day > shift.after.said_from)
        };
        let (now, later): (Vec<&ShiftRow>, Vec<&ShiftRow>) =
            waiting.into_iter().partition(|shift| here(shift));
        blocks.extend(
            now.into_iter()
                .map(|shift| Block::Change(change_line(shift))),
        );
        waiting = later;
        let answers: Vec<&HistoryRow> = all
            .iter()
            .filter(|other| other.linked_utterance_id == Some(row.utterance_id))
            .copied()
            .collect();
        blocks.push(Block::Entry(entry::answered(
            entry::of_history(row),
            &answers,
        )));
    }
    blocks.extend(
        waiting
            .into_iter()
            .map(|shift| Block::Change(change_line(shift))),
    );
    if !query.all {
        blocks.extend(unsure.into_iter().flatten());
        blocks.extend(folded(rejected, "proposal", "rejected by a person"));
    }
    blocks
}

fn is_left(row: &HistoryRow, why: &str) -> bool {
    row.not_counted_because.as_deref() == Some(why)
}

fn folded(n: usize, noun: &str, why: &str) -> Option<Block> {
    let shows = if n == 1 { "shows it" } else { "shows them" };
    let line = Line::plain(format!("{} {why} (", count(n as i64, noun)))
        .code("--all")
        .text(format!(" {shows})"));
    (n > 0).then_some(Block::Note(line))
}

/// What was searched, and how long ago the last statement was made.
fn footer(query: &HistoryQuery, basis: &Basis, coverage: Option<&Coverage>) -> Line {
    let searched = coverage.map(|coverage| searched(coverage, query.actor));
    let last = basis.said_to.filter(|last| *last <= query.today);
    let ago = last.map(|last| match (query.today - last).num_days() {
        0 => "last statement today".to_owned(),
        days => format!("last statement {} ago", count(days, "day")),
    });
    Line::joined([searched, ago].into_iter().flatten().map(Line::plain))
}
