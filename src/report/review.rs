//! What a reviewer is to judge next.

use crate::model::ReviewItem;

use super::block::{Block, Entry, Passage, Report};
use super::entry;
use super::line::Line;
use super::rows::{columns_of, row_of};
use super::words::{count, manner, open_side, position, said};

/// Proposals in the order in which they are to be judged.
pub fn review_queue(items: &[ReviewItem]) -> Report {
    let mut blocks: Vec<Block> = items
        .iter()
        .map(|item| Block::Entry(of_item(item)))
        .collect();
    if let [first, ..] = items {
        blocks.push(Block::Commands(vec![
            (
                "stance review".to_owned(),
                "the same, one by one".to_owned(),
            ),
            (
                format!(
                    "stance review {} --topic {} --confirm",
                    first.claim_id, first.topic
                ),
                "or --reject, or --set stance=-1".to_owned(),
            ),
        ]));
    } else {
        blocks.push(Block::Paragraph(Line::plain(
            "Nothing is left that nobody has judged.",
        )));
    }
    Report {
        kind: "review",
        title: Line::plain("To review"),
        subtitle: Line::plain(count(items.len() as i64, "proposal")),
        blocks,
        rows: items
            .iter()
            .map(|item| {
                let mut row = row_of(item);
                row.retain(|name, _| name != "verdicts");
                row
            })
            .collect(),
        columns: columns_of::<ReviewItem>()
            .into_iter()
            .filter(|name| name != "verdicts")
            .collect(),
        ..Report::default()
    }
}

fn of_item(item: &ReviewItem) -> Entry {
    let label = item
        .stance
        .and_then(crate::model::StanceValue::new)
        .map_or("takes no side itself", crate::model::StanceValue::label);
    let who = item.actor.as_deref().unwrap_or("nobody named");
    Entry {
        anchor: None,
        when: said(item.said_from, item.said_to, &item.basis),
        head: Line::joined([
            Line::new()
                .strong(who)
                .text(" on ")
                .strong(item.topic_name.as_str()),
            position(item.stance, label),
            Line::fact(manner(&item.act, &item.form)),
            Line::fact(format!("confidence {:.2}", item.confidence)),
            open_side(item.side_open),
        ]),
        passage: Some(Passage {
            text: item.evidence.clone(),
            ..Passage::default()
        }),
        details: [
            Some(entry::source(
                item.outlet.as_deref(),
                item.published_day,
                item.url.as_deref(),
            )),
            Some(Line::joined([
                Line::fact(format!("claim {}", item.claim_id)),
                Line::fact(format!("article {}", item.article_id)),
            ])),
            entry::why(&item.why_cue, &item.why_term, &item.why_rule),
        ]
        .into_iter()
        .flatten()
        .collect(),
    }
}
