//! Gives expressions their calendar values: from the article's day, the tense and what was
//! mentioned before.
//!
//! Values follow TIMEX3 (TimeML 1.2.1): weeks are ISO weeks, "a year ago" is a year, "yesterday" a
//! day. News looks back, so that what no verb puts into the future is the last one.

use chrono::{Datelike, NaiveDate, TimeDelta};

use super::calendar::{Interval, minus, monday, plus, stepped, years};

use super::meaning::{InYear, Meaning, Parsed, Shift, Year};
use super::tense::Tense;
use super::word::{Turn, Unit};
use crate::model::TimeValue;

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
            return monday.checked_add_signed(TimeDelta::days(
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
