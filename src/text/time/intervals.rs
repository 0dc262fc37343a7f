//! The days of expressions without a calendar value of their own: seasons, quarters, weekends, "the
//! past three weeks"; and of parts ("early this week").

use chrono::{Datelike, Months, NaiveDate};

use super::calendar::{Interval, minus, monday, moved, plus};
use super::meaning::{Parsed, Year};
use super::resolve::Resolver;
use super::tense::Tense;
use super::word::{Portion, Turn, Unit};

impl Resolver {
    pub(super) fn season(&self, season: u32, year: Year, tense: Tense) -> Option<Interval> {
        let first_month = 3 + season * 3;
        let of = |year: i32| {
            let first = NaiveDate::from_ymd_opt(year, first_month, 1)?;
            Some((first, first.checked_add_months(Months::new(3))?.pred_opt()?))
        };
        if let Year::Given(year) = year {
            return of(year);
        }
        let today = self.today?;
        let around = [-1, 0, 1].map(|steps| of(today.year() + steps));
        let ended = |days: &Interval| days.1 < today;
        let begun = |days: &Interval| days.0 <= today;
        match (year, tense) {
            (Year::Steps(steps), _) => of(today.year() + steps),
            (Year::Turn(Turn::Last | Turn::Previous), _) => around
                .into_iter()
                .flatten()
                .rfind(ended)
                .or_else(|| of(today.year() - 1)),
            (Year::Turn(Turn::Next | Turn::Following), _) | (_, Tense::Future) => {
                around.into_iter().flatten().find(|days| !begun(days))
            }
            (Year::Turn(_), _) => of(today.year()),
            _ => around.into_iter().flatten().rfind(begun),
        }
    }

    pub(super) fn quarter(&self, n: u32, year: Year, tense: Tense) -> Option<Interval> {
        let of = |year: i32| {
            let first = NaiveDate::from_ymd_opt(year, n * 3 - 2, 1)?;
            Some((first, first.checked_add_months(Months::new(3))?.pred_opt()?))
        };
        match year {
            Year::Given(year) => return of(year),
            Year::Steps(steps) => return of(self.today?.year() + steps),
            _ => {}
        }
        let today = self.today?;
        let this = of(today.year())?;
        if tense.is_ahead() && this.1 < today {
            of(today.year() + 1)
        } else if !tense.is_ahead() && this.0 > today {
            of(today.year() - 1)
        } else {
            Some(this)
        }
    }

    pub(super) fn weekend(&self, turn: Turn, tense: Tense) -> Option<Interval> {
        let today = self.today?;
        let saturday = plus(monday(today)?, 5)?;
        let begun = saturday <= today;
        let saturday = match turn {
            Turn::Last | Turn::Previous => minus(saturday, 7)?,
            Turn::Next | Turn::Following => plus(saturday, 7)?,
            _ if begun || tense.is_ahead() => saturday,
            Turn::This if tense == Tense::Open => saturday,
            _ => minus(saturday, 7)?,
        };
        Some((saturday, plus(saturday, 1)?))
    }

    pub(super) fn recent(&self, count: u32, unit: Unit) -> Option<Interval> {
        let today = self.today?;
        let steps = i32::try_from(count).ok()?.checked_neg()?;
        let first = match unit {
            Unit::Hour => minus(today, u64::from(count.div_ceil(24)))?,
            Unit::Weekend | Unit::Decade => return None,
            Unit::Quarter => moved(today, Unit::Month, steps * 3)?,
            _ => moved(today, unit, steps)?,
        };
        Some((first, today))
    }

    /// Cuts the days to the part meant, and what is told as past to the article's day.
    pub(super) fn narrow(&self, days: Interval, parsed: &Parsed, tense: Tense) -> Option<Interval> {
        let (mut from, mut to) = days;
        let length = (to - from).num_days();
        match parsed.portion {
            Some(Portion::Early) if length > 0 => to = plus(from, length as u64 / 3)?,
            Some(Portion::Late) if length > 0 => from = minus(to, length as u64 / 3)?,
            Some(Portion::Mid) if length > 0 => {
                from = plus(from, length as u64 / 3)?;
                to = minus(to, length as u64 / 3)?;
            }
            _ => {}
        }
        let Some(today) = self.today.filter(|today| from <= *today && *today <= to) else {
            return Some((from, to));
        };
        match parsed.portion {
            Some(Portion::Earlier) if from < today => to = today.pred_opt()?,
            Some(Portion::Later) if today < to => from = today.succ_opt()?,
            _ if tense.is_past() => to = today,
            _ => {}
        }
        Some((from, to))
    }
}
