//! Charts as data: what is drawn, and nothing of how.
//!
//! One model for every picture: [`super::svg`] draws it for pages and files, the terminal as lines of
//! symbols. Builders make charts of the same rows that the report lists.

mod axis;
mod timeline;

use chrono::NaiveDate;

pub use axis::{Axis, Tick};
pub(super) use timeline::cut;
pub use timeline::{Course, timeline};

/// A picture of a report's rows.
#[derive(Clone, Debug)]
pub enum Chart {
    /// Statements at their stance on a time axis.
    Timeline(Timeline),
}

impl Chart {
    /// Its headline.
    pub fn title(&self) -> &str {
        match self {
            Chart::Timeline(timeline) => &timeline.title,
        }
    }

    /// What it shows, in sentences: read to those who do not see it.
    pub fn description(&self) -> &str {
        match self {
            Chart::Timeline(timeline) => &timeline.description,
        }
    }
}

/// Statements on a time axis, a lane for each actor (or each topic of one actor).
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    /// Headline.
    pub title: String,
    /// What it shows, in sentences.
    pub description: String,
    /// First and last day among all lanes; none where nothing has a day.
    pub period: Option<(NaiveDate, NaiveDate)>,
    /// The lanes, from above.
    pub lanes: Vec<Lane>,
    /// What could not be drawn, and why.
    pub left_out: Vec<String>,
}

/// One course of statements.
#[derive(Clone, Debug, Default)]
pub struct Lane {
    /// Whose or on what.
    pub name: String,
    /// The statements, by day.
    pub marks: Vec<Mark>,
    /// The shifts, by the day that they were complete.
    pub steps: Vec<Step>,
    /// Where it ends.
    pub last: Standing,
}

/// Where a lane ends.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Standing {
    /// Nothing in it forms a position.
    #[default]
    None,
    /// At this stance.
    At(i16),
    /// Taken back.
    Withdrawn,
}

/// One utterance.
#[derive(Clone, Debug)]
pub struct Mark {
    /// First possible day of saying.
    pub from: NaiveDate,
    /// Last possible day of saying, inclusive.
    pub to: NaiveDate,
    /// The stance, −2 … +2; none for what stands off the scale.
    pub stance: Option<i16>,
    /// In what way it was said or done.
    pub shape: Shape,
    /// Whether a person has confirmed or corrected it.
    pub reviewed: bool,
    /// Whether it forms a position.
    pub counted: bool,
    /// Articles that attest it.
    pub attestations: i64,
    /// What it is, in one line: shown where one points at it.
    pub label: String,
    /// The claim whose passage shows it.
    pub claim_id: i64,
    /// Its id on a page.
    pub anchor: String,
    /// As in the view: statement, refusal, decision, vote or belief.
    pub act: String,
    /// As in the view: direct, mixed, indirect or none.
    pub form: String,
}

/// The shape of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// In quotation marks, wholly or partly: a disc.
    Direct,
    /// In the reporter's words: a diamond.
    Indirect,
    /// Decided or voted: a square.
    Deed,
    /// Declined to say: a cross, off the scale.
    Refusal,
    /// Took earlier words back, or denied them: a barred ring, off the scale.
    Withdrawal,
}

/// One shift.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its number in the report's list of shifts.
    pub number: usize,
    /// Key of the shift.
    pub shift_id: String,
    /// Middle of the days of the earlier end.
    pub from: NaiveDate,
    /// Middle of the days of the later end.
    pub to: NaiveDate,
    /// The stance before; none after words were taken back.
    pub before: Option<i16>,
    /// The stance after; none where words were taken back.
    pub after: Option<i16>,
    /// "reversal", "hardening", …
    pub kind: String,
    /// Whether people confirmed both ends.
    pub confirmed: bool,
}

impl Mark {
    /// The middle of its days.
    pub fn middle(&self) -> NaiveDate {
        middle(self.from, self.to)
    }
}

/// The day in the middle of two; the earlier one of two in the middle.
pub fn middle(from: NaiveDate, to: NaiveDate) -> NaiveDate {
    from + (to - from) / 2
}
