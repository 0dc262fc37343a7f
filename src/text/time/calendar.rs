//! Counting in days, weeks, months and years.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::meaning::Shift;
use super::word::Unit;
use crate::model::TimeValue;

/// First and last day, both inclusive.
pub(super) type Interval = (NaiveDate, NaiveDate);

pub(super) fn stepped(shift: Shift, base: TimeValue) -> Option<TimeValue> {
    let Shift { unit, steps, .. } = shift;
    match (unit, base) {
        (Unit::Year, base) => Some(TimeValue::Year(base.days()?.0.year() + steps)),
        // "the same day" as a month or a year is no day.
        (Unit::Month, TimeValue::Year(_))
        | (Unit::Week | Unit::Day, TimeValue::Year(_) | TimeValue::Month(..)) => None,
        (Unit::Day, TimeValue::Week(..)) => None,
        (Unit::Month, base) => {
            let day = moved(base.days()?.0, Unit::Month, steps)?;
            Some(TimeValue::Month(day.year(), day.month()))
        }
        (Unit::Week, base) => Some(TimeValue::week_of(moved(
            base.days()?.0,
            Unit::Week,
            steps,
        )?)),
        (Unit::Day, TimeValue::Day(day)) => Some(TimeValue::Day(moved(day, Unit::Day, steps)?)),
        (Unit::Decade, base) => Some(TimeValue::Year(base.days()?.0.year() + steps * 10)),
        _ => None,
    }
}

pub(super) fn moved(day: NaiveDate, unit: Unit, steps: i32) -> Option<NaiveDate> {
    let count = steps.unsigned_abs();
    match unit {
        Unit::Day | Unit::Week => {
            let days = u64::from(count) * if unit == Unit::Week { 7 } else { 1 };
            if steps < 0 {
                minus(day, days)
            } else {
                plus(day, days)
            }
        }
        _ => {
            let months = Months::new(count.checked_mul(if unit == Unit::Year { 12 } else { 1 })?);
            if steps < 0 {
                day.checked_sub_months(months)
            } else {
                day.checked_add_months(months)
            }
        }
    }
}

pub(super) fn monday(day: NaiveDate) -> Option<NaiveDate> {
    minus(day, u64::from(day.weekday().num_days_from_monday()))
}

pub(super) fn minus(day: NaiveDate, days: u64) -> Option<NaiveDate> {
    day.checked_sub_days(Days::new(days))
}

pub(super) fn plus(day: NaiveDate, days: u64) -> Option<NaiveDate> {
    day.checked_add_days(Days::new(days))
}

pub(super) fn years(first: i32, last: i32) -> Option<Interval> {
    Some((
        NaiveDate::from_ymd_opt(first, 1, 1)?,
        NaiveDate::from_ymd_opt(last, 12, 31)?,
    ))
}
