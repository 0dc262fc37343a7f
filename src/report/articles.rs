//! Articles: a list, and one with its claims marked in place.

use serde_json::{Map, Value};

use crate::model::{ArticleRow, ArticleTotals, ClaimRow, Span};

use super::basis::Basis;
use super::block::{Block, Column, Entry, Prose, Report, Table};
use super::entry;
use super::line::Line;
use super::marks::pieces;
use super::rows::{columns_of, row_of};
use super::words::{count, day, scale};

/// An article's text, its claims marked and listed below.
///
/// Claims are numbered in the order of their places, those of the title first. Offsets that lie
/// outside the text mark nothing, and the claim is listed all the same.
pub fn article_show(article: &ArticleRow, claims: &[ClaimRow]) -> Report {
    let mut numbered: Vec<&ClaimRow> = claims.iter().collect();
    numbered.sort_by_key(|row| {
        (
            row.place != "title",
            row.evidence_start,
            -i64::from(row.evidence_end),
            row.claim_id,
        )
    });
    let places = |title: bool| -> Vec<(usize, Span)> {
        let of_place = numbered
            .iter()
            .enumerate()
            .filter(|(_, row)| (row.place == "title") == title);
        of_place.map(|(at, row)| (at + 1, span(row))).collect()
    };
    let only = |row: &&ClaimRow| match row.stances.as_slice() {
        [one] => Some(one.stance),
        _ => None,
    };
    let stances: Vec<Option<i16>> = numbered.iter().map(only).collect();
    let mut blocks = vec![Block::Note(provenance(article))];
    blocks.extend(
        article
            .notes
            .iter()
            .map(|note| Block::Note(Line::new().alert(note.as_str()))),
    );
    if article.forgotten {
        blocks.push(Block::Paragraph(forgotten(article)));
    } else {
        let in_title = places(true);
        if !in_title.is_empty() {
            blocks.push(Block::Prose(Prose {
                pieces: pieces(article.title.as_deref().unwrap_or_default(), &in_title),
                stances: stances.clone(),
            }));
        }
        let pieces = pieces(&article.text, &places(false));
        let coloured = stances.iter().any(Option::is_some);
        blocks.push(Block::Prose(Prose { pieces, stances }));
        blocks.extend(coloured.then(|| Block::Page(vec![Block::Note(scale())])));
    }
    let heading = match numbered.is_empty() {
        true => "No claim found".to_owned(),
        false => count(numbered.len() as i64, "claim"),
    };
    if !article.forgotten {
        blocks.push(Block::Heading(Line::plain(heading)));
    }
    let listed = numbered
        .iter()
        .enumerate()
        .map(|(at, row)| Block::Entry(listed(at + 1, row)));
    blocks.extend(listed);
    let mut extra = row_of(article);
    extra.insert("notes".into(), article.notes.clone().into());
    let mut whole = Map::new();
    whole.insert("article".into(), Value::Object(extra));
    let list = super::claims(&super::ClaimsQuery::default(), claims);
    Report {
        kind: "article",
        title: Line::plain(match (&article.title, article.forgotten) {
            (Some(title), _) => title.as_str(),
            (None, true) => "(forgotten)",
            (None, false) => "(no title)",
        }),
        blocks,
        extra: whole,
        ..list
    }
}

/// The articles in the order of `rows`, without their texts; `totals` where the list is cut.
pub fn article_list(rows: &[ArticleRow], totals: Option<ArticleTotals>) -> Report {
    let table = Table {
        columns: vec![
            Column::number("id"),
            Column::new("published"),
            Column::wrapping("outlet"),
            Column::wrapping("title"),
            Column::number("claims"),
            Column::wrapping("state"),
        ],
        rows: rows
            .iter()
            .map(|row| {
                let published = match row.published_day {
                    Some(published) => Line::plain(day(published)),
                    None => Line::new().alert("no date"),
                };
                vec![
                    Line::plain(row.article_id.to_string()),
                    published,
                    Line::plain(row.outlet.as_deref().unwrap_or_default()),
                    Line::plain(row.title.as_deref().unwrap_or_default()),
                    Line::plain(row.claims.to_string()),
                    state(row),
                ]
            })
            .collect(),
        split: false,
    };
    let outlets: std::collections::BTreeSet<&str> = rows
        .iter()
        .filter_map(|row| row.outlet.as_deref())
        .collect();
    let undated = rows.iter().filter(|row| row.published_day.is_none());
    let shown = rows.len() as i64;
    let ArticleTotals {
        articles,
        outlets,
        undated,
    } = totals.unwrap_or(ArticleTotals {
        articles: shown,
        outlets: outlets.len() as i64,
        undated: undated.count() as i64,
    });
    let mut foot = vec![Line::plain(match articles > shown {
        true => format!("{shown} of {} shown; --limit N", count(articles, "article")),
        false => count(articles, "article"),
    })];
    foot.push(Line::plain(count(outlets, "outlet")));
    if undated > 0 {
        let mend = Line::new()
            .alert(format!("{undated} without a date"))
            .text(": ")
            .code("stance article date ID DATE");
        foot.push(mend);
    }
    let rows_out = rows.iter().map(|row| {
        let mut out = row_of(row);
        out.shift_remove("text");
        out
    });
    Report {
        kind: "articles",
        title: Line::plain("Articles"),
        basis: Basis {
            articles: Some(articles),
            outlets: Some(outlets),
            ..Basis::default()
        },
        blocks: vec![Block::Table(table), Block::Note(Line::joined(foot))],
        rows: rows_out.collect(),
        columns: columns_of::<ArticleRow>()
            .into_iter()
            .filter(|name| name != "text")
            .collect(),
        ..Report::default()
    }
}

/// What stays of a forgotten article.
fn forgotten(article: &ArticleRow) -> Line {
    let when = article
        .forgotten_at
        .map(|at| format!(" on {}", day(at.date_naive())));
    let by = article.forgotten_by.as_ref().map(|by| format!(" by {by}"));
    let why = article
        .forgotten_because
        .as_ref()
        .map(|why| format!(": {why}"));
    let told: String = [when, by, why].into_iter().flatten().collect();
    Line::new().strong("Forgotten").text(format!(
        "{told}. Its text and passages are gone; by its hashes it is not taken in again."
    ))
}

/// What is not as usual with an article.
fn state(row: &ArticleRow) -> Line {
    let outcome = match row.outcome.as_deref() {
        _ if row.forgotten => "",
        Some("analysed") => "",
        Some("other_language") => "not analysed: other language",
        Some(other) => other,
        None => "not analysed",
    };
    let copies = if row.story_articles > 1 {
        format!("one of {} copies", row.story_articles)
    } else {
        String::new()
    };
    let revision = if row.revision > 1 {
        format!("revision {}", row.revision)
    } else {
        String::new()
    };
    Line::joined([
        Line::new().alert(if row.forgotten { "forgotten" } else { "" }),
        Line::new().alert(row.correction.as_deref().unwrap_or_default()),
        Line::plain(if row.superseded { "superseded" } else { "" }),
        Line::plain(if row.kind == "article" {
            ""
        } else {
            row.kind.as_str()
        }),
        Line::plain(outcome),
        Line::plain(copies),
        Line::plain(revision),
    ])
}

fn provenance(article: &ArticleRow) -> Line {
    let undated = article.published_day.is_none();
    let dated_by = article
        .published_basis
        .as_ref()
        .filter(|_| !undated)
        .map(|basis| format!("dated by {basis}"));
    Line::joined([
        Line::plain(format!("article {}", article.article_id)),
        entry::source(
            article.outlet.as_deref(),
            article.published_day,
            article.url.as_deref(),
        ),
        Line::new().alert(if undated { "no date" } else { "" }),
        Line::plain(dated_by.unwrap_or_default()),
        Line::plain(article.byline.as_deref().unwrap_or_default()),
        Line::plain(format!(
            "retrieved {}",
            day(article.retrieved_at.date_naive())
        )),
        state(article),
    ])
}

fn listed(number: usize, row: &ClaimRow) -> Entry {
    let entry = entry::of_claim(row);
    Entry {
        anchor: Some(format!("c{number}")),
        head: Line::new()
            .code(format!("[{number}]"))
            .text(" ")
            .then(entry.head),
        // The passage stands in the text above, the source at its top.
        passage: None,
        details: entry::corrected(row.correction.as_deref())
            .into_iter()
            .chain(entry::stances(&row.stances))
            .chain([entry::claim_foot(row)])
            .collect(),
        ..entry
    }
}

fn span(row: &ClaimRow) -> Span {
    let point = |n: i32| u32::try_from(n).unwrap_or(0);
    Span::new(point(row.evidence_start), point(row.evidence_end))
}
