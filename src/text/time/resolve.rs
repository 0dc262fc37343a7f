//! Gives expressions their calendar values: from the article's day, the tense and what was
//! mentioned before.
//!
//! Values follow TIMEX3 (TimeML 1.2.1): weeks are ISO weeks, "a year ago" is a year, "yesterday" a
//! day. News looks back, so that what no verb puts into the future is the last one.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::meaning::{InYear, Meaning, Parsed, Shift, Year};
use super::tense::Tense;
use super::words::{Portion, Turn, Unit};
use crate::model::TimeValue;

/// First and last day, both inclusive.
pub(super) type Interval = (NaiveDate, NaiveDate);

/// What an article has told of time so far.
pub(super) struct Resolver {
    /// The article's day.
    pub(super) today: Option<NaiveDate>,
    /// The last calendar time mentioned, with its sentence.
    last: Option<(TimeValue, u32)>,
    /// The last year given in figures, with its sentence.
    year: Option<(i32, u32)>,
}

impl Resolver {
    pub(super) fn new(today: Option<NaiveDate>) -> Self {
        Self {
            today,
            last: None,
            year: None,
        }
    }

    /// The value of an expression in sentence `sentence`, and the days it can mean.
    pub(super) fn resolve(
        &mut self,
        parsed: &Parsed,
        tense: Tense,
        sentence: u32,
    ) -> (Option<TimeValue>, Option<Interval>) {
        let (value, days) = self.meaning(parsed.meaning, tense, sentence);
        let days = days.or_else(|| value?.days());
        let days = days.and_then(|days| self.narrow(days, parsed, tense));
        if let Some(value) = value {
            self.last = Some((value, sentence));
        }
        if let Meaning::Value(TimeValue::Year(year))
        | Meaning::Day(_, Year::Given(year))
        | Meaning::Month(_, Year::Given(year)) = parsed.meaning
        {
            self.year = Some((year, sentence));
        }
        (value, days)
    }

    fn meaning(
        &self,
        meaning: Meaning,
        tense: Tense,
        sentence: u32,
    ) -> (Option<TimeValue>, Option<Interval>) {
        match meaning {
            Meaning::Value(value) => (Some(value), None),
            Meaning::Decade(first) => (None, years(first, first + 9)),
            Meaning::Day(in_year, year) => (
                self.day(in_year, year, tense, sentence).map(TimeValue::Day),
                None,
            ),
            Meaning::Month(month, year) => {
                let year = match year {
                    Year::Given(year) => Some(year),
                    _ => self.month_year(month, year, tense, sentence),
                };
                (year.map(|year| TimeValue::Month(year, month)), None)
            }
            Meaning::Season(season, year) => (None, self.season(season, year, tense)),
            Meaning::Quarter(n, year) => (None, self.quarter(n, year, tense)),
            Meaning::Weekday(weekday, turn, week) => (
                self.weekday(weekday, turn, week, tense).map(TimeValue::Day),
                None,
            ),
            Meaning::Shift(shift) => (self.shift(shift, sentence), None),
            Meaning::Clock => {
                let told = self.last.filter(|(_, place)| sentence - *place <= 3);
                let day = match told {
                    Some((TimeValue::Day(day), _)) => Some(day),
                    _ => self.today,
                };
                (day.map(TimeValue::Day), None)
            }
            Meaning::From(shift, in_year, year) => {
                let base = self.day(in_year, year, tense, sentence);
                (
                    base.and_then(|base| stepped(shift, TimeValue::Day(base))),
                    None,
                )
            }
            Meaning::Weekend(turn) => (None, self.weekend(turn, tense)),
            Meaning::Recent(count, unit) => (None, self.recent(count, unit)),
            Meaning::Past | Meaning::Nothing => (None, None),
        }
    }

    /// The day of the year meant: given, by turn, or by tense.
    fn day(&self, in_year: InYear, year: Year, tense: Tense, sentence: u32) -> Option<NaiveDate> {
        let today = match year {
            Year::Given(year) => return in_year.day(year),
            _ => self.today,
        };
        if let Some(year) = self.told_year(year, tense, sentence) {
            return in_year.day(year);
        }
        let today = today?;
        let in_year_of = |steps: i32| in_year.day(today.year() + steps);
        if let Year::On(weekday) = year {
            let falls = |day: &NaiveDate| day.weekday().num_days_from_monday() == weekday;
            let years = [0, -1, 1].into_iter().filter_map(in_year_of);
            let fitting = years.into_iter().find(falls);
            return fitting.or_else(|| self.day(in_year, Year::Open, tense, sentence));
        }
        let last = || {
            in_year_of(0)
                .filter(|d| *d <= today)
                .or_else(|| in_year_of(-1))
        };
        let next = || {
            in_year_of(0)
                .filter(|d| *d >= today)
                .or_else(|| in_year_of(1))
        };
        match (year, tense) {
            (Year::Steps(steps), _) => in_year_of(steps),
            (Year::Turn(Turn::Last), _) => in_year_of(0)
                .filter(|d| *d < today)
                .or_else(|| in_year_of(-1)),
            (Year::Turn(Turn::Next), _) => next(),
            (Year::Turn(_), _) => in_year_of(0),
            (_, Tense::Past) => last(),
            // A year off is printed with its year: the nearer of the two, with news looking back.
            (_, tense) => match (last(), next()) {
                (Some(last), Some(next)) => {
                    let (back, ahead) = ((today - last).num_days(), (next - today).num_days());
                    Some(if back <= lean(tense) * ahead / 10 {
                        last
                    } else {
                        next
                    })
                }
                (last, next) => last.or(next),
            },
        }
    }

    /// The year that a sentence nearby has just given ("In 1995 …. In March, she …").
    fn told_year(&self, year: Year, tense: Tense, sentence: u32) -> Option<i32> {
        let (told, place) = self.year.filter(|_| year == Year::Open)?;
        let other = self.today.is_none_or(|today| told < today.year());
        (sentence == place && other && !tense.is_ahead()).then_some(told)
    }

    fn month_year(&self, month: u32, year: Year, tense: Tense, sentence: u32) -> Option<i32> {
        if let Some(year) = self.told_year(year, tense, sentence) {
            return Some(year);
        }
        let today = self.today?;
        let this = today.year();
        let last = if month <= today.month() {
            this
        } else {
            this - 1
        };
        let next = if month >= today.month() {
            this
        } else {
            this + 1
        };
        Some(match (year, tense) {
            (Year::Given(year), _) => year,
            (Year::Steps(steps), _) => this + steps,
            // The month that has just ended is "last month", not "last August".
            (Year::Turn(Turn::Last | Turn::Previous), _) => {
                let ago = (today.month() + 12 - month) % 12;
                if ago <= 1 {
                    last - i32::from(ago == 0 || last == this)
                } else {
                    last
                }
            }
            (Year::Turn(Turn::Next | Turn::Following), _) if month == today.month() => this + 1,
            (Year::Turn(Turn::Next | Turn::Following), _) | (_, Tense::Future) => next,
            (Year::Turn(_), _) => this,
            (_, Tense::Past) => last,
            (_, tense) => {
                let ahead = i64::from((month + 12 - today.month()) % 12);
                if 12 - ahead <= lean(tense) * ahead / 10 || ahead == 0 {
                    last
                } else {
                    next
                }
            }
        })
    }

    fn weekday(
        &self,
        weekday: u32,
        turn: Option<Turn>,
        week: Option<Turn>,
        tense: Tense,
    ) -> Option<NaiveDate> {
        let today = self.today?;
        if let Some(week) = week {
            let base = match week.is_anaphoric() {
                true => self.last?.0.days()?.0,
                false => today,
            };
            let monday = monday(base)?;
            return monday.checked_add_signed(chrono::TimeDelta::days(
                i64::from(week.steps()) * 7 + i64::from(weekday),
            ));
        }
        let own = today.weekday().num_days_from_monday();
        let back = u64::from((own + 7 - weekday) % 7);
        let ahead = u64::from((weekday + 7 - own) % 7);
        match (turn, tense) {
            (Some(Turn::Last), _) => minus(today, if back == 0 { 7 } else { back }),
            (Some(Turn::Next), _) => plus(today, if ahead == 0 { 7 } else { ahead }),
            (Some(Turn::Same), _) => minus(today, back),
            (Some(Turn::Previous | Turn::Following), _) => {
                let day = self.last?.0.days()?.0;
                let own = day.weekday().num_days_from_monday();
                let back = u64::from((own + 7 - weekday) % 7);
                let ahead = u64::from((weekday + 7 - own) % 7);
                match turn {
                    Some(Turn::Previous) => minus(day, if back == 0 { 7 } else { back }),
                    _ => plus(day, if ahead == 0 { 7 } else { ahead }),
                }
            }
            (Some(Turn::This), Tense::Open) | (_, Tense::Future) => plus(today, ahead),
            // Nobody prints yesterday's weekday for a day six days off.
            (_, Tense::LikelyFuture) if ahead <= 3 => plus(today, ahead),
            (_, Tense::Open) if ahead <= 1 => plus(today, ahead),
            _ => minus(today, back),
        }
    }

    fn shift(&self, shift: Shift, sentence: u32) -> Option<TimeValue> {
        let base = match (shift.anaphoric, self.last) {
            // "up from 30 a year earlier" compares with now, unless its sentence tells of a year.
            (true, Some((_, place)))
                if shift.unit == Unit::Year && shift.steps < 0 && place != sentence =>
            {
                TimeValue::Day(self.today?)
            }
            (true, Some((last, _))) => last,
            (true, None) if shift.unit == Unit::Year && shift.steps < 0 => {
                TimeValue::Day(self.today?)
            }
            // "later in the day" at the head of a story is the day of the story.
            (true, None) if shift.steps != 0 => return None,
            _ => TimeValue::Day(self.today?),
        };
        stepped(shift, base)
    }

    fn season(&self, season: u32, year: Year, tense: Tense) -> Option<Interval> {
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

    fn quarter(&self, n: u32, year: Year, tense: Tense) -> Option<Interval> {
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

    fn weekend(&self, turn: Turn, tense: Tense) -> Option<Interval> {
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

    fn recent(&self, count: u32, unit: Unit) -> Option<Interval> {
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
    fn narrow(&self, days: Interval, parsed: &Parsed, tense: Tense) -> Option<Interval> {
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

/// How much farther back than ahead a date without a year may lie and still be the one meant, in
/// tenths.
fn lean(tense: Tense) -> i64 {
    match tense {
        Tense::Past | Tense::LikelyPast => 50,
        Tense::Open => 15,
        Tense::LikelyFuture => 5,
        Tense::Future => 1,
    }
}

fn stepped(shift: Shift, base: TimeValue) -> Option<TimeValue> {
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

fn moved(day: NaiveDate, unit: Unit, steps: i32) -> Option<NaiveDate> {
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

fn monday(day: NaiveDate) -> Option<NaiveDate> {
    minus(day, u64::from(day.weekday().num_days_from_monday()))
}

fn minus(day: NaiveDate, days: u64) -> Option<NaiveDate> {
    day.checked_sub_days(Days::new(days))
}

fn plus(day: NaiveDate, days: u64) -> Option<NaiveDate> {
    day.checked_add_days(Days::new(days))
}

fn years(first: i32, last: i32) -> Option<Interval> {
    Some((
        NaiveDate::from_ymd_opt(first, 1, 1)?,
        NaiveDate::from_ymd_opt(last, 12, 31)?,
    ))
}
