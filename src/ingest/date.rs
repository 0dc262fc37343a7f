//! Publication dates as outlets, feeds and people write them.

use std::fmt;
use std::str::FromStr;

use chrono::{Days, NaiveDate};

use super::clock::Clock;
use super::refused::Fault;
use crate::model::{Precision, Published, PublishedBasis};

/// Why a publication date cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateFault {
    /// No date is recognised in it.
    Unreadable(String),
    /// Day and month could be either way round.
    Ambiguous(String),
    /// It lies more than a day after today.
    Future(String),
}

impl DateFault {
    /// The same, as what is wrong with the field `key`.
    pub(super) fn in_field(self, key: &str) -> Fault {
        let remedy = match self {
            Self::Ambiguous(_) => {
                "write it as 2024-09-13, or say --date-order day-first or month-first"
            }
            _ => "write it as 2024-09-13, 2024-09 or 2024, or leave it out",
        };
        Fault::new(format!("\"{key}\": {self}"), remedy)
    }
}

/// Which number of a date like 03/04/2024 is the day.
///
/// ```
/// use stance::ingest::DayOrder;
///
/// assert_eq!("day-first".parse::<DayOrder>(), Ok(DayOrder::DayFirst));
/// assert!("dmy".parse::<DayOrder>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayOrder {
    /// The first: 3 April.
    DayFirst,
    /// The second: March 4.
    MonthFirst,
}

impl FromStr for DayOrder {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "day-first" => Ok(Self::DayFirst),
            "month-first" => Ok(Self::MonthFirst),
            _ => Err("write day-first or month-first".to_owned()),
        }
    }
}

/// How the dates of an input are read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    /// The day of the run.
    pub today: NaiveDate,
    /// What of a date that can be read two ways is the day; none where nobody knows.
    pub order: Option<DayOrder>,
}

impl fmt::Display for DateFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(text) => write!(f, "\"{}\" is no date", shortened(text)),
            Self::Ambiguous(text) => {
                write!(f, "\"{text}\" can be read with day or month first")
            }
            Self::Future(text) => write!(f, "\"{}\" lies in the future", shortened(text)),
        }
    }
}

impl std::error::Error for DateFault {}

fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(60).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// Reads a publication date: ISO 8601 with or without time and offset, RFC 2822, English words in
/// either order ("September 13, 2024", "13 Sep 2024 at 10:30 BST"), `13.09.2024`, year and month,
/// or a year.
///
/// The day is the local day as written. An instant is kept where a time and its offset are given.
///
/// # Errors
///
/// Where no date is recognised, day and month could be swapped ("09/10/2024"), or the date is later
/// than the day after `today`, which allows for time zones.
pub fn published(
    text: &str,
    basis: PublishedBasis,
    today: NaiveDate,
) -> Result<Published, DateFault> {
    ordered(text, basis, Reading { today, order: None })
}

/// [`published`], where it may be known which number is the day.
pub(super) fn ordered(
    text: &str,
    basis: PublishedBasis,
    reading: Reading,
) -> Result<Published, DateFault> {
    let text = text.trim();
    let (today, swappable) = (reading.today, is_swappable(text));
    if swappable && reading.order.is_none() {
        return Err(DateFault::Ambiguous(text.to_owned()));
    }
    let found = match reading.order {
        Some(DayOrder::MonthFirst) if swappable => month_first(text),
        _ => calendar(text),
    };
    let (day, precision, rest) = found
        .filter(|(day, ..)| *day >= NaiveDate::from_ymd_opt(1500, 1, 1).unwrap_or_default())
        .ok_or_else(|| DateFault::Unreadable(text.to_owned()))?;
    let clock = Clock::read(&rest).ok_or_else(|| DateFault::Unreadable(text.to_owned()))?;
    let last = today.checked_add_days(Days::new(1)).unwrap_or(today);
    if day > last {
        return Err(DateFault::Future(text.to_owned()));
    }
    Ok(Published {
        day,
        at: clock.instant(day),
        precision,
        basis,
    })
}

/// The date in an address such as `/2024/09/13/`, `/2024/sep/13/` or `/2024-09-13-`.
pub(super) fn in_address(url: &str, today: NaiveDate) -> Option<Published> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let parts: Vec<&str> = path
        .split(['?', '#'])
        .next()?
        .split(['/', '-', '_', '.'])
        .collect();
    let last = today.checked_add_days(Days::new(1))?;
    // The web is not older.
    let first = NaiveDate::from_ymd_opt(1990, 1, 1)?;
    let day = parts
        .windows(3)
        .filter(|window| window[0].len() == 4)
        .find_map(|window| ymd(window[0], &month_number(window[1])?, window[2]))?;
    (first..=last).contains(&day).then_some(Published {
        day,
        at: None,
        precision: Precision::Day,
        basis: PublishedBasis::Url,
    })
}

/// `09`, or `sep` as some outlets' addresses have it.
fn month_number(text: &str) -> Option<String> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(text.to_owned());
    }
    month(text).map(|month| month.to_string())
}

/// Day, precision, and what follows the date.
fn calendar(text: &str) -> Option<(NaiveDate, Precision, String)> {
    numeric(text).or_else(|| words(text))
}

/// "09/10/2024": both numbers can be a month.
pub(super) fn is_swappable(text: &str) -> bool {
    matches!(two_numbers(text), Some((a, b)) if a <= 12 && b <= 12 && a != b)
}

/// What a date says of how others beside it are written: "25/04/2024" can only begin with the day.
pub(super) fn order_of(text: &str) -> Option<DayOrder> {
    match two_numbers(text)? {
        (13..=31, 1..=12) => Some(DayOrder::DayFirst),
        (1..=12, 13..=31) => Some(DayOrder::MonthFirst),
        _ => None,
    }
}

/// The numbers before the year of a date like "09/10/2024".
fn two_numbers(text: &str) -> Option<(u32, u32)> {
    let text = text.trim();
    let date = text.split([' ', 'T', ',']).next().unwrap_or(text);
    let mut parts = date.split(['/', '-']).map(|part| part.parse::<u32>().ok());
    let (first, second, year) = (parts.next()??, parts.next()??, parts.next()??);
    (parts.next().is_none() && year >= 1000).then_some((first, second))
}

/// A date that can be read two ways, read with the month first.
fn month_first(text: &str) -> Option<(NaiveDate, Precision, String)> {
    let (month, rest) = text.split_once(['/', '-'])?;
    let (day, rest) = rest.split_once(['/', '-'])?;
    numeric(&format!("{day}/{month}/{rest}"))
}

fn numeric(text: &str) -> Option<(NaiveDate, Precision, String)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && !matches!(c, '-' | '/' | '.'))
        .unwrap_or(text.len());
    let (date, rest) = text.split_at(end);
    let date = date.trim_end_matches('.');
    let parts: Vec<&str> = date.split(['-', '/', '.']).collect();
    let year = |part: &str| part.len() == 4;
    let whole = rest.trim().is_empty();
    let (day, precision) = match parts[..] {
        [y, m, d] if year(y) => (ymd(y, m, d)?, Precision::Day),
        [d, m, y] if year(y) => (ymd(y, m, d).or_else(|| ymd(y, d, m))?, Precision::Day),
        [y, m] if year(y) && whole => (ymd(y, m, "1")?, Precision::Month),
        [y] if year(y) && whole => (ymd(y, "1", "1")?, Precision::Year),
        [all] if all.len() == 8 => (ymd(&all[..4], &all[4..6], &all[6..])?, Precision::Day),
        _ => return None,
    };
    Some((day, precision, rest.to_owned()))
}

fn ymd(year: &str, month: &str, day: &str) -> Option<NaiveDate> {
    if month.len() > 2 || day.len() > 2 {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// Words that may stand around a date without changing it.
const FILLERS: &[&str] = &["published", "posted", "on", "the", "of", "date", "first"];

const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A date with the month as a word. The year ends it; the clock follows, or stands between as in
/// "Fri Sep 13 10:00:00 2024".
fn words(text: &str) -> Option<(NaiveDate, Precision, String)> {
    let (mut year_seen, mut month_seen, mut day_seen) = (None, None, None);
    let mut rest = Vec::new();
    for token in text
        .split([' ', ',', '\u{a0}'])
        .filter(|token| !token.is_empty())
    {
        let word = token
            .trim_matches(['.', ':', '(', ')'])
            .to_ascii_lowercase();
        let number = ordinal(&word);
        if year_seen.is_some() && month_seen.is_some() && (day_seen.is_some() || number.is_none()) {
            rest.push(token);
        } else if month_seen.is_none() && month(&word).is_some() {
            month_seen = month(&word);
        } else if number.is_some_and(|n| n >= 1000) && year_seen.is_none() && word.len() == 4 {
            year_seen = number;
        } else if number.is_some_and(|n| n <= 31) && day_seen.is_none() {
            day_seen = number;
        } else if !FILLERS.contains(&word.as_str()) && !is_weekday(&word) {
            rest.push(token);
        }
    }
    let (year, month) = (i32::try_from(year_seen?).ok()?, month_seen?);
    let date = NaiveDate::from_ymd_opt(year, month, day_seen.unwrap_or(1))?;
    let precision = if day_seen.is_some() {
        Precision::Day
    } else {
        Precision::Month
    };
    Some((date, precision, rest.join(" ")))
}

/// Month of a name or an abbreviation of three letters or more ("Sept").
fn month(word: &str) -> Option<u32> {
    let word = word.to_ascii_lowercase();
    let at = MONTHS
        .iter()
        .position(|month| word.len() >= 3 && month.starts_with(&word));
    at.map(|at| at as u32 + 1)
}

fn is_weekday(word: &str) -> bool {
    word.len() >= 3 && WEEKDAYS.iter().any(|day| day.starts_with(word))
}

/// "13", "13th", "1st".
fn ordinal(word: &str) -> Option<u32> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = &word[digits.len()..];
    if !matches!(ending, "" | "st" | "nd" | "rd" | "th") {
        return None;
    }
    digits.parse().ok()
}
