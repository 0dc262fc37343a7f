//! Plain text: the text as it is, behind optional header lines.

use chrono::NaiveDate;
use serde_json::{Map, Value};

use super::date::{self, Reading};
use super::record;
use super::refused::{Fault, Place};
use crate::model::{Article, Published, PublishedBasis};

/// The article of a text file. A block of header lines (`Title: …`, `Date: …`) at its top, closed
/// by a blank line, is read and left out of the text; everything else is kept as it is.
pub(super) fn article(text: &str, reading: Reading) -> Result<Article, Fault> {
    let (header, body) = header(text);
    let mut article = record::described(header, PublishedBasis::Text, reading)
        .map_err(|fault| fault.at(Place::Line(1)))?;
    article.text = body.to_owned();
    Ok(article)
}

/// Header lines as fields, and the text behind them.
fn header(text: &str) -> (Map<String, Value>, &str) {
    let lines = header_lines(text);
    let mut fields = Map::new();
    let mut rest = text;
    for _ in 0..lines {
        let (line, behind) = rest.split_once('\n').unwrap_or((rest, ""));
        if let Some((key, value)) = header_line(line) {
            fields.insert(key.to_owned(), Value::String(value.to_owned()));
        }
        rest = behind;
    }
    if lines > 0 {
        rest = rest.trim_start_matches(['\r', '\n']);
    }
    (fields, rest)
}

/// How many header lines the text starts with. Prose may start with "Date: unknown", so that all
/// lines up to the first blank one must be headers, two of them, or one that is the title.
fn header_lines(text: &str) -> usize {
    let mut count = 0;
    let mut titled = false;
    for line in text.lines() {
        if line.trim().is_empty() {
            break;
        }
        let Some((key, _)) = header_line(line) else {
            return 0;
        };
        titled |= key.eq_ignore_ascii_case("title") || key.eq_ignore_ascii_case("headline");
        count += 1;
    }
    if titled || count >= 2 { count } else { 0 }
}

fn header_line(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    record::is_header_key(key).then_some((key.trim(), value.trim()))
}

/// The full date of a dateline: "KYIV, Sept. 13, 2024 (Agency) —". A dateline without a year, as most
/// are, dates nothing.
pub(super) fn dateline(text: &str, today: NaiveDate) -> Option<Published> {
    let line = text.lines().find(|line| !line.trim().is_empty())?;
    let end = ["—", "–", " - ", "--"]
        .iter()
        .filter_map(|dash| line.find(dash))
        .min()
        .filter(|end| *end <= 120)?;
    let head = line[..end].split('(').next()?.trim();
    let (place, date) = head.split_once(',')?;
    let is_place = place.chars().filter(|c| c.is_uppercase()).count() >= 3
        && !place.chars().any(char::is_lowercase);
    if !is_place {
        return None;
    }
    // "KYIV, Ukraine, September 13, 2024": the country may stand between.
    std::iter::successors(Some(date), |rest| Some(rest.split_once(',')?.1))
        .find_map(|date| date::published(date, PublishedBasis::Text, today).ok())
        .filter(|published| published.precision == crate::model::Precision::Day)
}
