//! A column: what all its values are, and its values as a page holds them.

use chrono::{DateTime, NaiveDate};
use serde_json::{Map, Value};

use super::thrift::varint;
use crate::report::rows::day_of;
use crate::report::safe::shown_cell;

/// What all values of a column are.
#[derive(Clone, Copy, PartialEq)]
pub enum Kind {
    Nothing,
    Flag,
    Whole,
    Fraction,
    Day,
    Moment,
    Text,
}

impl Kind {
    fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Nothing,
            Value::Bool(_) => Self::Flag,
            Value::Number(number) if number.is_i64() => Self::Whole,
            Value::Number(_) => Self::Fraction,
            Value::String(text) if day_of(text).is_some() => Self::Day,
            Value::String(text) if moment(text).is_some() => Self::Moment,
            _ => Self::Text,
        }
    }

    /// The kind that holds both.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Nothing, kind) | (kind, Self::Nothing) => kind,
            (one, same) if one == same => one,
            (Self::Whole | Self::Fraction, Self::Whole | Self::Fraction) => Self::Fraction,
            _ => Self::Text,
        }
    }
}

/// A column of rows.
pub struct Column<'a> {
    /// Its key in the rows.
    pub key: &'a str,
    /// Its name in the file.
    pub name: String,
    /// What its values are, or the items of its lists.
    pub kind: Kind,
    /// Whether every value is a list.
    pub listed: bool,
}

impl<'a> Column<'a> {
    /// The column as the rows have it.
    pub fn of(key: &'a str, rows: &[Map<String, Value>]) -> Self {
        let values = || {
            let values = rows.iter().filter_map(|row| row.get(key));
            values.filter(|value| !value.is_null())
        };
        let listed = values().next().is_some() && values().all(Value::is_array);
        let join = |kind: Kind, value: &Value| kind.and(Kind::of(value));
        let kind = match listed {
            true => values()
                .filter_map(Value::as_array)
                .flatten()
                .fold(Kind::Nothing, join),
            false => values().fold(Kind::Nothing, join),
        };
        Self {
            key,
            name: shown_cell(key),
            kind,
            listed,
        }
    }

    /// The page of some rows, and how many values it has, empty ones too.
    ///
    /// A value is there where its definition is the highest; of lists, lower ones tell an empty item, an empty list and
    /// none, and the repetition whether an item goes on with the list before it (Dremel, Melnik et al. 2010).
    pub fn page(&self, rows: &[Map<String, Value>]) -> (Vec<u8>, usize) {
        let mut defined: Vec<u8> = Vec::with_capacity(rows.len());
        let mut repeated: Vec<u8> = Vec::new();
        let mut values: Vec<&Value> = Vec::with_capacity(rows.len());
        for row in rows {
            let value = row.get(self.key).filter(|value| !value.is_null());
            match value {
                Some(Value::Array(items)) if self.listed => {
                    if items.is_empty() {
                        repeated.push(0);
                        defined.push(1);
                    }
                    for (at, item) in items.iter().enumerate() {
                        repeated.push((at > 0).into());
                        defined.push(if item.is_null() { 2 } else { 3 });
                        values.extend(Some(item).filter(|item| !item.is_null()));
                    }
                }
                value => {
                    repeated.push(0);
                    defined.push(value.is_some().into());
                    values.extend(value);
                }
            }
        }
        let mut page = Vec::new();
        if self.listed {
            levels(&mut page, &repeated);
        }
        levels(&mut page, &defined);
        self.plain(&mut page, &values);
        (page, defined.len())
    }

    /// The values one behind the other (`PLAIN`).
    fn plain(&self, page: &mut Vec<u8>, values: &[&Value]) {
        if self.kind == Kind::Flag {
            for eight in values.chunks(8) {
                let bits = eight.iter().enumerate();
                page.push(
                    bits.map(|(at, value)| u8::from(**value == true) << at)
                        .sum(),
                );
            }
            return;
        }
        for value in values {
            match self.kind {
                Kind::Nothing | Kind::Flag => {}
                Kind::Whole => page.extend(value.as_i64().unwrap_or_default().to_le_bytes()),
                Kind::Fraction => page.extend(value.as_f64().unwrap_or_default().to_le_bytes()),
                Kind::Day => {
                    let day = value.as_str().and_then(day_of).unwrap_or_default();
                    let since = day.signed_duration_since(NaiveDate::default()).num_days();
                    page.extend((since as i32).to_le_bytes());
                }
                Kind::Moment => {
                    let time = value.as_str().and_then(moment).unwrap_or_default();
                    page.extend(time.to_le_bytes());
                }
                Kind::Text => {
                    let text = match value {
                        Value::String(text) => shown_cell(text),
                        other => shown_cell(&other.to_string()),
                    };
                    page.extend((text.len() as u32).to_le_bytes());
                    page.extend(text.as_bytes());
                }
            }
        }
    }
}

/// Levels of at most two bits, as runs of equal ones (`RLE`), behind how many bytes they take.
fn levels(page: &mut Vec<u8>, levels: &[u8]) {
    let mut runs = Vec::new();
    for run in levels.chunk_by(|one, next| one == next) {
        varint(&mut runs, (run.len() as u64) << 1);
        runs.push(run[0]);
    }
    page.extend((runs.len() as u32).to_le_bytes());
    page.extend(runs);
}

/// A time as the views write it, in microseconds of the Unix epoch.
fn moment(text: &str) -> Option<i64> {
    let time = DateTime::parse_from_rfc3339(text).ok()?;
    Some(time.timestamp_micros())
}
