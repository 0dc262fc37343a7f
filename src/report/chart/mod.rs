//! Charts as data: what is drawn, and nothing of how.
//!
//! One model for every picture: [`super::svg`] draws it for pages and files, the terminal as lines of
//! symbols. Builders make charts of the same rows that the report lists.

mod axis;
mod measure;
mod shares;
mod timeline;
mod web;

use chrono::NaiveDate;

use crate::model::StandingRow;

pub use axis::{Axis, Tick, Unit, beginning};
pub use measure::{Measure, Measured};
pub use shares::{field_days, shares, told, wilson};
pub(super) use timeline::cut;
pub use timeline::{Course, of_shifts, timeline};
pub use web::{Web, WebNode, WebTie};

/// A picture of a report's rows.
#[derive(Clone, Debug)]
pub enum Chart {
    /// Statements at their stance on a time axis.
    Timeline(Timeline),
    /// The share of a field on each side over time.
    Shares(Shares),
    /// Actors × topics at a day.
    Grid(Grid),
    /// Nodes and ties.
    Web(Web),
    /// A number over time.
    Measure(Measure),
}

impl Chart {
    /// The same where the report does not list what its marks stand for.
    pub fn unlisted(self) -> Self {
        match self {
            Chart::Timeline(timeline) => Chart::Timeline(Timeline {
                listed: false,
                ..timeline
            }),
            other => other,
        }
    }

    /// Its headline.
    pub fn title(&self) -> &str {
        match self {
            Chart::Timeline(timeline) => &timeline.title,
            Chart::Shares(shares) => &shares.title,
            Chart::Grid(grid) => &grid.title,
            Chart::Web(web) => &web.title,
            Chart::Measure(measure) => &measure.title,
        }
    }

    /// What it shows, in sentences: read to those who do not see it.
    pub fn description(&self) -> &str {
        match self {
            Chart::Timeline(timeline) => &timeline.description,
            Chart::Shares(shares) => &shares.description,
            Chart::Grid(grid) => &grid.description,
            Chart::Web(web) => &web.description,
            Chart::Measure(measure) => &measure.description,
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
    /// Whether the report lists what the marks stand for, so that they can lead there.
    pub listed: bool,
    /// What could not be drawn, and why.
    pub left_out: Vec<String>,
}

/// Where the actors on a topic stood, day by day.
#[derive(Clone, Debug, Default)]
pub struct Shares {
    /// Headline.
    pub title: String,
    /// What it shows, in sentences, and how far it can be relied on.
    pub description: String,
    /// By day, each with at least one actor.
    pub rows: Vec<StandingRow>,
}

/// Actors × topics.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    /// Headline.
    pub title: String,
    /// What it shows, in sentences.
    pub description: String,
    /// The topics.
    pub columns: Vec<String>,
    /// The actors.
    pub rows: Vec<GridRow>,
}

/// An actor with an answer a topic.
#[derive(Clone, Debug, Default)]
pub struct GridRow {
    /// The actor.
    pub name: String,
    /// The answers, in the order of the columns.
    pub cells: Vec<GridCell>,
}

/// An answer.
#[derive(Clone, Debug, Default)]
pub struct GridCell {
    /// The stance, where the answer is a position.
    pub stance: Option<i16>,
    /// As in `stance_matrix`.
    pub answer: String,
    /// The signs that stand in the cell.
    pub text: String,
    /// The same in words.
    pub label: String,
}

/// One course of statements.
#[derive(Clone, Debug, Default)]
pub struct Lane {
    /// Whose or on what.
    pub name: String,
    /// What else tells it from the others; may be empty.
    pub of: String,
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
