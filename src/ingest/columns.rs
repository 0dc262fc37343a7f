//! Which column or key holds which field, where the names are a source's own.

use std::fmt;
use std::str::FromStr;

use serde_json::{Map, Value};

use super::record;

/// Fields of an article, each with the column of a table or the key of a record that holds it.
///
/// ```
/// use stance::ingest::Columns;
///
/// let columns: Columns = "text=body, date=pub_date".parse().unwrap();
/// assert_eq!(columns.to_string(), "text=body,date=pub_date");
/// assert!("colour=body".parse::<Columns>().is_err());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns(Vec<(String, String)>);

impl FromStr for Columns {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut columns: Vec<(String, String)> = Vec::new();
        for pair in text.split(',') {
            let (field, column) = pair
                .split_once('=')
                .map(|(field, column)| (field.trim(), column.trim()))
                .filter(|(field, column)| !field.is_empty() && !column.is_empty())
                .ok_or_else(|| format!("\"{}\" is no FIELD=COLUMN", pair.trim()))?;
            if !record::is_known_key(field) {
                return Err(format!(
                    "there is no field \"{field}\", only {}",
                    record::NAMES.join(", ")
                ));
            }
            if columns
                .iter()
                .any(|(other, _)| record::is_same_field(other, field))
            {
                return Err(format!("\"{field}\" is given two columns"));
            }
            columns.push((field.to_lowercase(), column.to_owned()));
        }
        Ok(Self(columns))
    }
}

impl fmt::Display for Columns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pairs: Vec<String> = self
            .0
            .iter()
            .map(|(field, column)| format!("{field}={column}"))
            .collect();
        f.write_str(&pairs.join(","))
    }
}

impl Columns {
    /// The name by which a column is to be read: that of the field it holds; its own; or, where another
    /// column holds what its own name says, one that says nothing.
    pub(super) fn name(&self, column: &str) -> String {
        let is = |given: &str| given.eq_ignore_ascii_case(column.trim());
        if let Some((field, _)) = self.0.iter().find(|(_, given)| is(given)) {
            return field.clone();
        }
        if self
            .0
            .iter()
            .any(|(field, _)| record::is_same_field(field, column))
        {
            return format!("other {column}");
        }
        column.to_owned()
    }

    /// Whether the caller named this column.
    pub(super) fn names(&self, column: &str) -> bool {
        self.0
            .iter()
            .any(|(_, given)| given.eq_ignore_ascii_case(column.trim()))
    }

    /// The first column that is not among these, with its field.
    pub(super) fn missing(&self, columns: &[String]) -> Option<(&str, &str)> {
        let there = |given: &str| columns.iter().any(|c| c.trim().eq_ignore_ascii_case(given));
        let (field, column) = self.0.iter().find(|(_, column)| !there(column))?;
        Some((field, column))
    }

    /// A record under the names by which it is to be read.
    pub(super) fn rename(&self, record: Map<String, Value>) -> Map<String, Value> {
        if self.0.is_empty() {
            return record;
        }
        record
            .into_iter()
            .map(|(key, value)| (self.name(&key), value))
            .collect()
    }
}
