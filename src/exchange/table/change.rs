//! What a row that was read back asks for.

use std::fmt::Display;

use chrono::NaiveDate;

use super::cell::plain;
use super::day::{self, Order};
use super::{Row, Said, version};
use crate::model::{Act, LinkKind, StanceValue, Statement};

/// What is wrong with a row, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Line of the file.
    pub line: u64,
    /// Column; may be empty.
    pub field: String,
    /// What is wrong.
    pub reason: String,
    /// What to do.
    pub remedy: String,
}

impl Fault {
    pub(super) fn of(line: u64, field: &str, reason: &str, remedy: &str) -> Self {
        Self {
            line,
            field: field.to_owned(),
            reason: reason.to_owned(),
            remedy: remedy.to_owned(),
        }
    }
}

impl Fault {
    /// Line, column and what is wrong.
    pub fn place(&self) -> String {
        match self.field.as_str() {
            "" => format!("{}: {}", self.line, self.reason),
            field => format!("{}: {field}: {}", self.line, self.reason),
        }
    }
}

impl Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}; {}", self.place(), self.remedy)
    }
}

/// A verdict without a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is right.
    Confirm,
    /// It is wrong.
    Reject,
}

/// What a row asks for: a verdict, or fields to change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// A verdict; none where fields change.
    pub verdict: Option<Verdict>,
    /// Another actor, by id, name, alias, or the key of a statement.
    pub actor: Option<String>,
    /// Another topic, by id or name; it is on the one before no more.
    pub topic: Option<String>,
    /// Another stance, or the one on another topic.
    pub stance: Option<StanceValue>,
    /// Other days of saying.
    pub said: Option<(NaiveDate, NaiveDate)>,
    /// Another act.
    pub act: Option<Act>,
    /// Another link; the inner none where it takes up nothing.
    pub link: Option<Option<LinkKind>>,
}

/// What a row comes to.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It asks for nothing, or for what is done.
    Unchanged,
    /// The claim has changed since the table was written: what is another now.
    Conflict(String),
    /// It changes this.
    Change(Box<Statement>, Change),
}

/// What a row asks for, given all rows of its claim as the database has them now.
///
/// # Errors
/// A cell that cannot be read, or that cannot be changed in this way.
pub fn decide(row: &Row, now: &[Statement], order: Order) -> Result<Outcome, Fault> {
    if now.is_empty() {
        return Err(Fault::of(
            row.line,
            "claim",
            &format!("there is no claim {} in this database", row.claim),
            "import into the database that the table was exported from",
        ));
    }
    let Some(base) = now.iter().find(|claim| version(claim) == row.version) else {
        return stale(row, now, order);
    };
    let change = difference(row, base, order)?;
    Ok(match change == Change::default() {
        true => Outcome::Unchanged,
        false => Outcome::Change(Box::new(base.clone()), change),
    })
}

/// A row whose claim is no more as it was when the table was written.
fn stale(row: &Row, now: &[Statement], order: Order) -> Result<Outcome, Fault> {
    let topic = plain(row.cell("topic").unwrap_or_default());
    let base = now
        .iter()
        .find(|claim| plain(claim.topic.as_deref().unwrap_or_default()) == topic)
        .unwrap_or(&now[0]);
    let judged = row.cell("verdict").is_some() || row.note().is_some();
    if !judged && is_untouched(row, base, order) {
        return Ok(Outcome::Unchanged);
    }
    // What it asks for is told of the claim as it was, and may make no sense of the claim as it is.
    let Ok(change) = difference(row, base, order) else {
        return Ok(Outcome::Conflict(told(row, base, order)));
    };
    let fields = Change {
        verdict: None,
        ..change.clone()
    };
    let done = match change.verdict {
        None => true,
        Some(Verdict::Confirm) => ["confirmed", "corrected"].contains(&base.status.as_str()),
        Some(Verdict::Reject) => base.status == "rejected",
    };
    if fields == Change::default() && done {
        return Ok(Outcome::Unchanged);
    }
    Ok(Outcome::Conflict(told(row, base, order)))
}

/// Whether a row says what it said when it was written.
fn is_untouched(row: &Row, base: &Statement, order: Order) -> bool {
    let text = |column: &str| plain(row.cell(column).unwrap_or_default());
    let stance = match row.cell("stance") {
        None => Some(None),
        Some(cell) => number(cell).map(|value| Some(value.number())),
    };
    let Some(stance) = stance else {
        return false;
    };
    let days = |column: &str| match row.cell(column) {
        None => vec![None],
        Some(cell) => day::days(cell, order).into_iter().map(Some).collect(),
    };
    // A day that can be read in two ways may have been either.
    days("said_from").into_iter().any(|from| {
        days("said_to").into_iter().any(|to| {
            let said = Said {
                claim: row.claim,
                actor: text("actor"),
                topic: text("topic"),
                stance,
                from,
                to,
                act: row.cell("act").unwrap_or(&base.act).to_owned(),
                link: text("link"),
                status: row.cell("status").unwrap_or_default().to_owned(),
            };
            said.version() == row.version
        })
    })
}

/// What a row of an older version and the database say differently.
fn told(row: &Row, base: &Statement, order: Order) -> String {
    let value = |text: Option<String>| text.unwrap_or_else(|| "empty".into());
    let now = [
        ("actor", base.actor.clone()),
        ("topic", base.topic.clone()),
        ("stance", base.stance.map(|stance| stance.to_string())),
        ("said_from", base.said_from.map(|day| day.to_string())),
        ("said_to", base.said_to.map(|day| day.to_string())),
        ("act", Some(base.act.clone())),
        ("link", base.link.clone()),
        ("status", Some(base.status.clone())),
    ];
    let told: Vec<String> = now
        .into_iter()
        .filter(|(column, now)| {
            let (now, cell) = (now.as_deref().unwrap_or_default(), row.cell(column));
            let same_day = now.parse().is_ok_and(|now: NaiveDate| {
                cell.is_some_and(|cell| day::days(cell, order).contains(&now))
            });
            row.there.contains(column) && !same_day && plain(now) != plain(cell.unwrap_or_default())
        })
        .map(|(column, now)| format!("{column} is {}", value(now)))
        .collect();
    match told.as_slice() {
        [] => "it was judged since".into(),
        told => told.join(", "),
    }
}

/// The fields in which a row differs from its claim.
fn difference(row: &Row, base: &Statement, order: Order) -> Result<Change, Fault> {
    let fault =
        |field: &str, reason: String, remedy: &str| Fault::of(row.line, field, &reason, remedy);
    let differs = |column: &str, now: &Option<String>| {
        row.there.contains(&column)
            && plain(row.cell(column).unwrap_or_default())
                != plain(now.as_deref().unwrap_or_default())
    };
    let mut change = Change::default();
    if differs("actor", &base.actor) {
        change.actor = Some(row.cell("actor").map(str::to_owned).ok_or_else(|| {
            fault(
                "actor",
                "an actor cannot be taken away".into(),
                "write reject in the column verdict",
            )
        })?);
    }
    let stance = match row.cell("stance") {
        Some(cell) => Some(number(cell).ok_or_else(|| {
            fault(
                "stance",
                format!("\"{cell}\" is not on the scale"),
                "a stance is -2, -1, 0, 1 or 2",
            )
        })?),
        None => None,
    };
    let given = stance.map(StanceValue::number);
    if differs("topic", &base.topic) {
        change.topic = Some(row.cell("topic").map(str::to_owned).ok_or_else(|| {
            fault(
                "topic",
                "a topic cannot be taken away".into(),
                "write reject in the column verdict",
            )
        })?);
        change.stance = Some(stance.ok_or_else(|| {
            fault(
                "stance",
                "a topic without a stance".into(),
                "say where it stands: -2, -1, 0, 1 or 2",
            )
        })?);
    } else if row.there.contains(&"stance") && given != base.stance {
        if base.topic.is_none() {
            return Err(fault(
                "topic",
                "a stance without a topic".into(),
                "say on which topic",
            ));
        }
        change.stance = Some(stance.ok_or_else(|| {
            fault(
                "stance",
                "a stance cannot be taken away".into(),
                "write reject in the column verdict",
            )
        })?);
    }
    change.said = said(row, base, order)?;
    if let Some(cell) = row.cell("act").filter(|cell| *cell != base.act) {
        let act = serde_json::from_value(cell.to_lowercase().into()).map_err(|_| {
            fault(
                "act",
                format!("\"{cell}\" is no act"),
                "an act is statement, refusal, decision, vote or belief",
            )
        })?;
        change.act = Some(act);
    }
    if differs("link", &base.link) {
        let kind = row.cell("link").map(|cell| {
            let known = LinkKind::ALL.map(LinkKind::as_str).join(", ");
            LinkKind::of_word(cell).ok_or_else(|| {
                fault(
                    "link",
                    format!("\"{cell}\" is no link"),
                    &format!("a link is {known} or empty"),
                )
            })
        });
        change.link = Some(kind.transpose()?);
    }
    let changed = change != Change::default();
    change.verdict = match row.cell("verdict").map(str::to_lowercase).as_deref() {
        None => None,
        Some("reject" | "rejected" | "wrong") if changed => {
            return Err(fault(
                "verdict",
                "the claim is rejected and changed in one row".into(),
                "do one of the two",
            ));
        }
        Some("reject" | "rejected" | "wrong") => Some(Verdict::Reject),
        // What is changed is right as it is changed.
        Some("confirm" | "confirmed" | "right" | "correct" | "corrected") if changed => None,
        Some("confirm" | "confirmed" | "right") => Some(Verdict::Confirm),
        Some(other) => {
            return Err(fault(
                "verdict",
                format!("\"{other}\" is no verdict"),
                "write confirm or reject, or leave it empty",
            ));
        }
    };
    if row.note().is_some() && !changed && change.verdict.is_none() {
        return Err(fault(
            "note",
            "a note without a verdict or a change".into(),
            "write confirm or reject in the column verdict",
        ));
    }
    Ok(change)
}

/// Other days of saying, where a row has them.
fn said(
    row: &Row,
    base: &Statement,
    order: Order,
) -> Result<Option<(NaiveDate, NaiveDate)>, Fault> {
    let one = |column: &str, now: Option<NaiveDate>| -> Result<Option<NaiveDate>, Fault> {
        if !row.there.contains(&column) {
            return Ok(now);
        }
        let Some(cell) = row.cell(column) else {
            return Ok(None);
        };
        let days = day::days(cell, order);
        // Whatever a spreadsheet made of a day that nobody touched, it is that day.
        match (days.as_slice(), now) {
            (days, Some(now)) if days.contains(&now) => Ok(Some(now)),
            ([day], _) => Ok(Some(*day)),
            ([], _) => Err(Fault::of(
                row.line,
                column,
                &format!("\"{cell}\" is no day"),
                "write 2024-09-13",
            )),
            ([one, other, ..], _) => Err(Fault::of(
                row.line,
                column,
                &format!("\"{cell}\" can be {one} or {other}"),
                "write it like these",
            )),
        }
    };
    let (from, to) = (
        one("said_from", base.said_from)?,
        one("said_to", base.said_to)?,
    );
    if (from, to) == (base.said_from, base.said_to) {
        return Ok(None);
    }
    match (from.or(to), to.or(from)) {
        (Some(from), Some(to)) if from > to => Err(Fault::of(
            row.line,
            "said_to",
            &format!("{to} is before said_from, {from}"),
            "change both, where it was another day",
        )),
        (Some(from), Some(to)) => Ok(Some((from, to))),
        _ => Err(Fault::of(
            row.line,
            "said_from",
            "a day cannot be taken away",
            "put it back, or write reject in the column verdict",
        )),
    }
}

/// A stance as people and spreadsheets write it.
fn number(cell: &str) -> Option<StanceValue> {
    let plain = cell.trim_start_matches('+').replace(['−', '–'], "-");
    plain.parse().ok().and_then(StanceValue::new)
}
