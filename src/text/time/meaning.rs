//! What a time expression says, before anyone asks which day it was printed.

use chrono::NaiveDate;

use super::holiday::Holiday;
use super::word::{Portion, Turn, Unit};
use crate::model::TimeValue;

/// An expression of the text with what it says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Parsed {
    /// Index of its first piece.
    pub(super) first: usize,
    /// Index of the first piece behind it.
    pub(super) last: usize,
    pub(super) meaning: Meaning,
    /// The part of that time that is meant ("early this week").
    pub(super) portion: Option<Portion>,
}

/// What an expression says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Meaning {
    /// Stands for itself.
    Value(TimeValue),
    /// Ten years from this one.
    Decade(i32),
    Day(InYear, Year),
    Month(u32, Year),
    /// 0 is spring.
    Season(u32, Year),
    /// 1 … 4
    Quarter(u32, Year),
    /// A weekday (0 is Monday), its turn ("last Friday") and its week ("Friday of last week").
    Weekday(u32, Option<Turn>, Option<Turn>),
    /// Units from the article's day, or from the last mentioned time.
    Shift(Shift),
    /// Units from a given day ("two days after Sept. 11").
    From(Shift, InYear, Year),
    /// A time of day, of the day that the sentence tells of.
    Clock,
    Weekend(Turn),
    /// The last so many units up to now.
    Recent(u32, Unit),
    /// A vague time before now ("several years ago").
    Past,
    /// A length of time or a habit: nothing to report, and its words are used up.
    Nothing,
}

/// A day that every year has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum InYear {
    /// Month and day.
    Date(u32, u32),
    Holiday(Holiday),
}

impl InYear {
    /// The day in `year`.
    pub(super) fn day(self, year: i32) -> Option<NaiveDate> {
        match self {
            Self::Date(month, day) => NaiveDate::from_ymd_opt(year, month, day),
            Self::Holiday(holiday) => holiday.day(year),
        }
    }
}

/// So many units forward (or back), from where.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Shift {
    pub(super) unit: Unit,
    pub(super) steps: i32,
    /// Seen from the last mentioned time, not from the article's day.
    pub(super) anaphoric: bool,
}

/// How the year of a date is given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Year {
    /// In figures.
    Given(i32),
    /// Years from the article's ("June last year").
    Steps(i32),
    /// By turn ("last May").
    Turn(Turn),
    /// By the weekday printed with it (0 is Monday).
    On(u32),
    /// Left to the reader.
    Open,
}
