//! Actors: a list, and one with its names, offices and positions.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Map, Value};

use crate::model::{ActorRow, FirstSeen, PositionRow, Role, ShiftRow};

use super::basis::Basis;
use super::block::{Block, Column, Report, Table};
use super::chart;
use super::line::Line;
use super::rows::{columns_of, row_of};
use super::shifts::shift_rows;
use super::standing::standing;
use super::words::{count, day, interval, number};

/// The actors in the order of `rows`; of those of one name, where each was `seen` first.
pub fn actor_list(rows: &[ActorRow], seen: &[FirstSeen]) -> Report {
    let seen: BTreeMap<i64, &FirstSeen> = seen.iter().map(|one| (one.actor_id, one)).collect();
    let table = Table {
        columns: vec![
            Column::number("id"),
            Column::wrapping("actor"),
            Column::number("statements"),
            Column::number("topics"),
            Column::number("claims"),
            Column::number("articles"),
            Column::wrapping("said"),
        ],
        rows: rows
            .iter()
            .map(|row| {
                vec![
                    Line::plain(row.actor_id.to_string()),
                    Line::plain(row.actor.as_str())
                        .dim(sort(row, seen.get(&row.actor_id).copied())),
                    Line::plain(number(row.statements)),
                    Line::plain(number(row.topics)),
                    Line::plain(number(row.claims)),
                    Line::plain(number(row.articles_mentioning)),
                    Line::plain(period(row.first_said, row.last_said)),
                ]
            })
            .collect(),
        split: false,
    };
    Report {
        kind: "actors",
        title: Line::plain("Actors"),
        basis: basis(rows),
        blocks: vec![
            Block::Table(table),
            Block::Note(Line::plain(count(rows.len() as i64, "actor"))),
        ]
        .into_iter()
        .chain(why_shown(rows))
        .collect(),
        rows: rows.iter().map(row_of).collect(),
        columns: columns_of::<ActorRow>(),
        ..Report::default()
    }
}

/// One actor: who it is, where it stands, what changed.
pub fn actor_show(
    actor: &ActorRow,
    roles: &[Role],
    positions: &[PositionRow],
    shifts: &[ShiftRow],
) -> Report {
    let mut blocks = vec![Block::Note(Line::joined([
        Line::plain(format!("actor {}", actor.actor_id)),
        Line::plain(actor.actor_kind.as_str()),
        Line::plain(match actor.origin.as_str() {
            "discovered" => "discovered in articles".to_owned(),
            _ => actor.actor_slug.clone().unwrap_or_default(),
        }),
        Line::plain(actor.wikidata.as_deref().unwrap_or_default()),
        Line::plain(format!(
            "mentioned in {}",
            count(actor.articles_mentioning, "article")
        )),
        Line::plain(count(actor.claims, "claim")),
    ]))];
    let ids = |ids: &Vec<i64>| {
        ids.iter()
            .map(i64::to_string)
            .collect::<Vec<_>>()
            .join(", ")
    };
    let mut facts = Vec::new();
    facts.extend(
        actor
            .aliases
            .as_ref()
            .map(|names| ("also", names.join(", "))),
    );
    facts.extend(
        actor
            .joined_because
            .as_ref()
            .map(|why| ("taken for one", why.clone())),
    );
    match &actor.merged_because {
        Some(merged) => facts.extend(merged.iter().map(|why| ("merged into it", why.clone()))),
        None => facts.extend(
            actor
                .merged_actor_ids
                .as_ref()
                .map(|merged| ("merged into it", format!("actor {}", ids(merged)))),
        ),
    }
    let apart = actor.kept_apart_from.iter().flatten();
    facts.extend(apart.map(|why| ("kept apart from", why.clone())));
    facts.extend(roles.iter().map(|role| match role.title.is_empty() {
        true => ("belongs to", office(role)),
        false => ("office", office(role)),
    }));
    if !facts.is_empty() {
        blocks.push(Block::Facts(
            facts
                .into_iter()
                .map(|(name, value)| (name, Line::plain(value)))
                .collect(),
        ));
    }
    let mut list = standing(
        positions.iter(),
        shifts,
        |row| &row.topic_name,
        |row| &row.topic_name,
        Line::new(),
    );
    if positions.is_empty() {
        let none = format!(
            "No position on any topic found; mentioned in {}.",
            count(actor.articles_mentioning, "article")
        );
        list.insert(1, Block::Paragraph(Line::plain(none)));
    }
    blocks.extend(list);
    let mut extra = Map::new();
    extra.insert("actor".into(), Value::Object(row_of(actor)));
    extra.insert(
        "roles".into(),
        roles
            .iter()
            .map(|role| Value::Object(row_of(role)))
            .collect(),
    );
    extra.insert("shifts".into(), shift_rows(shifts));
    Report {
        kind: "actor",
        title: Line::plain(actor.actor.as_str()),
        basis: basis(std::slice::from_ref(actor)),
        blocks,
        extra,
        rows: positions.iter().map(row_of).collect(),
        columns: columns_of::<PositionRow>(),
        ..Report::default()
    }
}

fn basis(rows: &[ActorRow]) -> Basis {
    let mut basis = Basis::of_statements(rows.iter().map(|row| row.statements).sum());
    for row in rows {
        basis.cover(row.first_said, row.last_said);
    }
    basis
}

/// Where the reasons for who is who are told, if any actor was discovered.
fn why_shown(rows: &[ActorRow]) -> Option<Block> {
    let discovered = rows.iter().any(|row| row.origin == "discovered");
    let line = Line::plain("why a discovered actor is one, and who was kept apart from it: ")
        .code("stance\u{a0}actor\u{a0}show\u{a0}ID");
    discovered.then_some(Block::Note(line))
}

/// In which article somebody is mentioned first: "“Quill says no”, The Harbour Post, 3 May 2024".
pub fn first_seen(seen: &FirstSeen) -> String {
    let parts = [
        seen.title
            .as_ref()
            .map(|title| format!("“{}”", chart::cut(title, 60))),
        seen.outlet.clone(),
        seen.published_day.map(day),
    ];
    let told: Vec<String> = parts.into_iter().flatten().collect();
    match told.is_empty() {
        true => format!("article {}", seen.article_id),
        false => told.join(", "),
    }
}

/// What is not as usual: " (organization, discovered)".
fn sort(row: &ActorRow, seen: Option<&FirstSeen>) -> String {
    let kind = Some(row.actor_kind.as_str()).filter(|kind| *kind != "person");
    let origin = Some(row.origin.as_str()).filter(|origin| *origin == "discovered");
    let first = seen.map(|seen| format!("first in {}", first_seen(seen)));
    let told = [kind.map(str::to_owned), origin.map(str::to_owned), first];
    match told.into_iter().flatten().collect::<Vec<_>>().join(", ") {
        words if words.is_empty() => words,
        words => format!(" ({words})"),
    }
}

fn period(first: Option<NaiveDate>, last: Option<NaiveDate>) -> String {
    first
        .zip(last)
        .map(|(first, last)| interval(first, last))
        .unwrap_or_default()
}

/// "secretary of defense, us-department-of-defense, 22 Jan 2021 until 20 Jan 2025".
fn office(role: &Role) -> String {
    let mut words = vec![];
    words.extend(Some(role.title.clone()).filter(|title| !title.is_empty()));
    words.extend(role.organization.clone());
    words.extend(role.from.map(|from| format!("from {}", day(from))));
    words.extend(role.to.map(|to| format!("until {}", day(to))));
    words.join(", ")
}
