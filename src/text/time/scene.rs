//! The day of the event that an article reports: "at a rally here Tuesday night".
//!
//! News names the day of what it tells once, near the top; those named with it spoke then. That is
//! what a reader takes an undated "he said" to mean, rather than the day of printing. Others, such as
//! experts who were asked about the event, spoke some time before the article.

use std::collections::HashSet;
use std::ops::Range;

use chrono::NaiveDate;

use crate::text::document::{Document, TimeFind};

/// How many paragraphs and sentences may stand before the day.
const PARAGRAPHS: usize = 8;
const SENTENCES: usize = 14;

/// An event is at most this many days older than the article that reports it.
const DAYS: i64 = 3;

/// An event that an article reports.
pub(super) struct Scene<'a> {
    /// Index of the time expression that names its day.
    pub time: usize,
    /// Capitalised words of the sentences that name the day: who was there is among them.
    names: HashSet<&'a str>,
}

impl Scene<'_> {
    /// Whether somebody is named with the day.
    pub fn has(&self, speaker: &str) -> bool {
        self.names.contains(speaker)
    }
}

/// The event whose day stands out near the top of the article, if one does. `contents` are what anybody says, in order
/// of their starts.
pub(super) fn find<'a>(
    document: &Document<'a>,
    contents: &[Range<usize>],
    times: &[TimeFind],
    today: Option<NaiveDate>,
) -> Option<Scene<'a>> {
    let today = today?;
    let mut found: Vec<(NaiveDate, Vec<usize>)> = Vec::new();
    for (at, time) in times.iter().enumerate() {
        let sentence = document.sentence_at(time.range.start);
        let paragraph = document.sentences.get(sentence)?.paragraph;
        if sentence >= SENTENCES || paragraph >= PARAGRAPHS {
            break;
        }
        let Some(day) = time
            .days
            .filter(|(from, to)| from == to)
            .map(|(day, _)| day)
        else {
            continue;
        };
        let age = (today - day).num_days();
        if !(0..=DAYS).contains(&age) || is_inside(contents, &time.range) {
            continue;
        }
        match found.iter_mut().find(|(known, _)| *known == day) {
            Some((_, all)) => all.push(at),
            None => found.push((day, vec![at])),
        }
    }
    let most = found.iter().map(|(_, all)| all.len()).max()?;
    let total: usize = found.iter().map(|(_, all)| all.len()).sum();
    let (_, all) = found.into_iter().find(|(_, all)| all.len() == most)?;
    if 2 * all.len() <= total {
        return None;
    }
    let mut names = HashSet::new();
    for &at in &all {
        let sentence = document.sentence_at(times[at].range.start);
        let tokens = document.sentences[sentence].tokens.clone();
        let words = tokens.map(|token| document.word(token));
        names.extend(words.filter(|word| word.starts_with(char::is_uppercase)));
    }
    Some(Scene {
        time: all[0],
        names,
    })
}

/// Whether the place lies in one of the ranges, which are in order of their starts.
fn is_inside(ranges: &[Range<usize>], place: &Range<usize>) -> bool {
    let n = ranges.partition_point(|r| r.start <= place.start);
    ranges[n.saturating_sub(6)..n]
        .iter()
        .any(|r| place.end <= r.end)
}
