//! Days, and how they are known.

use std::fmt;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

/// A calendar value of TIMEX3 (ISO 8601) at day, week, month or year precision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimeValue {
    /// `YYYY-MM-DD`
    Day(NaiveDate),
    /// `YYYY-Www`: ISO year and week.
    Week(i32, u32),
    /// `YYYY-MM`
    Month(i32, u32),
    /// `YYYY`
    Year(i32),
}

impl TimeValue {
    /// The ISO week that holds `day`.
    pub fn week_of(day: NaiveDate) -> Self {
        let week = day.iso_week();
        Self::Week(week.year(), week.week())
    }

    /// First and last day, both inclusive. None where the value names no possible day.
    pub fn days(self) -> Option<(NaiveDate, NaiveDate)> {
        match self {
            Self::Day(day) => Some((day, day)),
            Self::Week(year, week) => {
                let first = NaiveDate::from_isoywd_opt(year, week, Weekday::Mon)?;
                Some((first, first.checked_add_days(Days::new(6))?))
            }
            Self::Month(year, month) => {
                let first = NaiveDate::from_ymd_opt(year, month, 1)?;
                let next = if month == 12 {
                    NaiveDate::from_ymd_opt(year + 1, 1, 1)?
                } else {
                    NaiveDate::from_ymd_opt(year, month + 1, 1)?
                };
                Some((first, next.pred_opt()?))
            }
            Self::Year(year) => Some((
                NaiveDate::from_ymd_opt(year, 1, 1)?,
                NaiveDate::from_ymd_opt(year, 12, 31)?,
            )),
        }
    }
}

impl fmt::Display for TimeValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{}", day.format("%Y-%m-%d")),
            Self::Week(year, week) => write!(f, "{year:04}-W{week:02}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Year(year) => write!(f, "{year:04}"),
        }
    }
}

impl Serialize for TimeValue {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// How the day of saying is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SaidBasis {
    /// The text says when.
    Explicit,
    /// Taken from the article's publication day; printed "reported 13 Sept".
    Article,
    /// Neither the text nor the article says.
    #[default]
    Unknown,
}

impl SaidBasis {
    /// The word stored in the database and printed in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Explicit => "explicit",
            Self::Article => "article",
            Self::Unknown => "unknown",
        }
    }

    /// The basis that [`SaidBasis::as_str`] writes so; unknown for any other word.
    pub fn of_word(word: &str) -> Self {
        [Self::Explicit, Self::Article]
            .into_iter()
            .find(|basis| basis.as_str() == word)
            .unwrap_or_default()
    }
}

/// When something was said: an interval of days, both ends inclusive, with its basis.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// First possible day; none where nothing is known.
    #[serde(rename = "said_from")]
    pub from: Option<NaiveDate>,
    /// Last possible day; none where nothing is known.
    #[serde(rename = "said_to")]
    pub to: Option<NaiveDate>,
    /// Where the interval comes from.
    #[serde(rename = "said_basis")]
    pub basis: SaidBasis,
    /// The words in the article that give the time, as printed.
    pub time_expression: Option<String>,
}
