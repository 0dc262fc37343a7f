//! The set: articles of a corpus, copies made of them, and what only looks like a copy.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use serde::Deserialize;
use stance::text::document::Document;

use super::edit::{self, Body, Dice, Sentence};

#[derive(Deserialize)]
pub struct Record {
    pub id: String,
    pub date: NaiveDate,
    pub text: String,
}

/// Article and sentence that a sentence was made from; none for the set's own.
pub type Origin = Option<(usize, usize)>;

/// An article of the set.
pub struct Item {
    pub name: String,
    /// What was done to it; "original" for an article of the corpus.
    pub kind: &'static str,
    /// Articles with the same number are one story.
    pub story: usize,
    /// Tuned on, or only reported on.
    pub tuned_on: bool,
    pub day: NaiveDate,
    pub text: String,
    /// Where each sentence stands in the text, in bytes, with where it came from.
    pub sentences: Vec<(usize, usize, Origin)>,
}

/// Every fourth article lends its text to what only looks like a copy.
fn lends(index: usize) -> bool {
    index % 4 == 3
}

pub fn body(record: &Record, index: usize) -> Body {
    let document = Document::new(&record.text);
    let mut paragraphs: Body = Vec::new();
    let mut last = usize::MAX;
    for (number, sentence) in document.sentences.iter().enumerate() {
        if sentence.paragraph != last {
            paragraphs.push(Vec::new());
            last = sentence.paragraph;
        }
        if let Some(paragraph) = paragraphs.last_mut() {
            paragraph.push(Sentence {
                text: record.text[sentence.range.clone()].to_owned(),
                from: Some((index, number)),
            });
        }
    }
    paragraphs
}

fn item(
    name: String,
    kind: &'static str,
    story: usize,
    tuned_on: bool,
    day: NaiveDate,
    body: &Body,
) -> Item {
    let mut text = String::new();
    let mut sentences = Vec::new();
    for paragraph in body.iter().filter(|p| !p.is_empty()) {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        for (at, sentence) in paragraph.iter().enumerate() {
            if at > 0 {
                text.push(' ');
            }
            let start = text.len();
            text.push_str(&sentence.text);
            sentences.push((start, text.len(), sentence.from));
        }
    }
    Item {
        name,
        kind,
        story,
        tuned_on,
        day,
        text,
        sentences,
    }
}

/// Articles of the corpus that are one story by themselves, found by `--pairs` and judged by reading: each a
/// part of the first's name, then one of the other's.
const ONE_STORY: &[[&str; 2]] = &[
    ["2015-12-22_as-spotlight", "2015-12-23_as-spotlight"],
    ["2015-12-12_misinformation", "2015-12-13_misinformation"],
    ["2016-03-15_sanders-advances", "2016-03-16_via-legislative"],
    ["2015-11-25_golf-courses", "2015-11-26_with-fewer-golfers"],
    ["2016-04-06_sanders-says", "2016-04-06_sanders-winning"],
];

/// The story of each article.
fn one_story(records: &[Record]) -> Vec<usize> {
    let named = |part: &str| records.iter().position(|r| r.id.contains(part));
    let mut stories: Vec<usize> = (0..records.len()).collect();
    for [one, other] in ONE_STORY {
        if let (Some(one), Some(other)) = (named(one), named(other)) {
            stories[other] = one;
        }
    }
    stories
}

/// The half of an article, by its story.
pub fn half(story: usize) -> bool {
    (story / 4).is_multiple_of(2)
}

/// The whole set. Items of one original are in one half.
pub fn make(records: &[Record]) -> Vec<Item> {
    let one = one_story(records);
    let mut items = Vec::new();
    let mut story = records.len();
    let lenders: Vec<usize> = (0..records.len()).filter(|&i| lends(i)).collect();
    let mut lender = lenders.iter().copied().cycle();
    for (index, record) in records.iter().enumerate() {
        let tuned_on = half(one[index]);
        // Of a few words, a copy with boilerplate is boilerplate.
        if lends(index) || record.text.split(' ').count() < 120 {
            continue;
        }
        let mut dice = Dice::new(index as u64 + 1);
        let original = body(record, index);
        let mut add = |kind: &'static str, later: u64, body: &Body, story: usize| {
            items.push(item(
                format!("{}+{kind}", record.id),
                kind,
                story,
                tuned_on,
                record.date + Days::new(later),
                body,
            ));
        };
        add("original", 0, &original, one[index]);
        // Of the many ways, three an article, so that every way has its hundred.
        for turn in 0..3 {
            let mut copy = original.clone();
            let later = dice.below(4) as u64;
            let kind = match (index + turn * 3) % 9 {
                0 => {
                    edit::boilerplate(&mut copy, index);
                    "boilerplate"
                }
                1 => {
                    let share = 0.15 + 0.2 * dice.share();
                    edit::cut(&mut copy, share);
                    "short cut"
                }
                2 => {
                    let share = 0.35 + 0.45 * dice.share();
                    edit::cut(&mut copy, share);
                    edit::boilerplate(&mut copy, index);
                    "cut, boilerplate"
                }
                3 => {
                    edit::reorder(&mut copy, &mut dice);
                    edit::lead(&mut copy, &mut dice);
                    "new lead, reordered"
                }
                4 => {
                    edit::rephrase(&mut copy, 0.7, &mut dice);
                    "rephrased"
                }
                5 => {
                    edit::rephrase(&mut copy, 0.5, &mut dice);
                    edit::thin(&mut copy, 0.4, &mut dice);
                    edit::lead(&mut copy, &mut dice);
                    "rephrased, thinned, new lead"
                }
                6 => {
                    edit::background(&mut copy, 4, &mut dice);
                    edit::reset(&mut copy);
                    "longer, reset"
                }
                7 => {
                    edit::thin(&mut copy, 0.55, &mut dice);
                    edit::reorder(&mut copy, &mut dice);
                    edit::boilerplate(&mut copy, index);
                    "thinned, reordered, boilerplate"
                }
                _ => {
                    edit::rephrase(&mut copy, 0.8, &mut dice);
                    edit::cut(&mut copy, 0.6);
                    edit::reset(&mut copy);
                    "rephrased, cut, reset"
                }
            };
            add(kind, later, &copy, one[index]);
        }
        // Another reporter at the same event: three of the same quotations in another text.
        if index % 4 == 0
            && let Some(other) = lender.next()
        {
            let quotes: Vec<Sentence> = original
                .iter()
                .flatten()
                .filter(|s| s.text.contains(['“', '"']) || s.text.contains("''"))
                .take(3)
                .cloned()
                .collect();
            let mut theirs = body(&records[other], other);
            edit::cut(&mut theirs, 0.5);
            for (at, quote) in quotes.into_iter().enumerate() {
                theirs.insert((2 * at + 1).min(theirs.len()), vec![quote]);
            }
            add("another reporter", 0, &theirs, story);
            story += 1;
        }
    }
    columns(records, &lenders, &mut story, &mut items);
    digests(records, &mut story, &mut items);
    items
}

/// Short pieces of one outlet, a week and a day apart, with the same words around them.
fn columns(records: &[Record], lenders: &[usize], story: &mut usize, items: &mut Vec<Item>) {
    let day = NaiveDate::from_ymd_opt(2017, 3, 1).unwrap_or_default();
    for (number, &index) in lenders.iter().enumerate() {
        let mut column = body(&records[index], index);
        edit::cut(
            &mut column,
            150.0 / records[index].text.split(' ').count() as f64,
        );
        edit::boilerplate(&mut column, number % 4);
        let later = Days::new(7 * (number as u64 / 4 / 2) + number as u64 / 4 % 2);
        items.push(item(
            format!("{}+column", records[index].id),
            "column",
            *story,
            number / 8 % 2 == 0,
            day + later,
            &column,
        ));
        *story += 1;
    }
}

/// A morning's digest: the beginnings of three reports of the day before.
fn digests(records: &[Record], story: &mut usize, items: &mut Vec<Item>) {
    let mut by_day: HashMap<(bool, NaiveDate), Vec<usize>> = HashMap::new();
    for (index, record) in records.iter().enumerate().filter(|(i, _)| !lends(*i)) {
        by_day
            .entry((half(index), record.date))
            .or_default()
            .push(index);
    }
    let mut days: Vec<_> = by_day.into_iter().collect();
    days.sort();
    for ((tuned_on, day), indexes) in days {
        for three in indexes.chunks_exact(3) {
            let mut digest = Body::new();
            for &index in three {
                let mut part = body(&records[index], index);
                edit::cut(
                    &mut part,
                    120.0 / records[index].text.split(' ').count() as f64,
                );
                digest.extend(part);
            }
            items.push(item(
                format!("{day}+digest+{}", three[0]),
                "digest",
                *story,
                tuned_on,
                day + Days::new(1),
                &digest,
            ));
            *story += 1;
        }
    }
}
