//! The lossless export: JSON Lines, an object a line. What each line says is told in `docs/exchange.md`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// The version of the format that this program writes, and the only one that it reads.
pub const FORMAT: u32 = 1;

/// The first line: what follows, and by which schema.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Version of the format.
    pub stance_export: u32,
    /// The newest migration of the database.
    pub schema: String,
    /// The tables that follow, each behind those that it refers to, with their columns in order.
    pub tables: Vec<TableHead>,
}

/// A table with its columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableHead {
    /// Its name.
    pub table: String,
    /// Its columns in order.
    pub columns: Vec<String>,
}

/// Where the keys of a table go on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sequence {
    /// The table.
    pub sequence: String,
    /// The first key that was never given.
    pub next: i64,
}

/// The last line: what was written, to tell a whole file from one that was cut.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    /// Always true.
    pub end: bool,
    /// Rows by table.
    pub rows: BTreeMap<String, u64>,
    /// SHA-256 of all lines before this one with their line ends, in hexadecimal. Whoever edits a file takes it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

/// A line behind the first.
#[derive(Debug)]
pub enum Line<'l> {
    /// A row of a table.
    Row {
        /// The table.
        table: Cow<'l, str>,
        /// The row as JSON, with all its columns.
        row: &'l RawValue,
    },
    /// Where keys go on.
    Sequence(Sequence),
    /// The last line.
    End(End),
}

/// Any of the keys that a line can have.
#[derive(Deserialize)]
struct Any<'l> {
    #[serde(borrow)]
    table: Option<Cow<'l, str>>,
    #[serde(borrow)]
    row: Option<&'l RawValue>,
    sequence: Option<String>,
    next: Option<i64>,
    end: Option<bool>,
    #[serde(default)]
    rows: BTreeMap<String, u64>,
    sha256: Option<String>,
}

/// What to do about a line that is broken.
pub const REMEDY: &str = "copy the file again, or export again";

/// Reads the first line.
///
/// # Errors
/// What is wrong, and what to do.
pub fn head(line: &str) -> Result<Head, String> {
    let version: Option<u64> = serde_json::from_str::<serde_json::Value>(line)
        .ok()
        .and_then(|head| head.get("stance_export")?.as_u64());
    let broken = || match serde_json::from_str::<Head>(line) {
        Err(error) => format!("{}; {REMEDY}", spoken(&error)),
        Ok(_) => REMEDY.to_owned(),
    };
    match version {
        // What begins like one was cut, or damaged.
        None if line.starts_with("{\"stance_export\"") => Err(broken()),
        None => Err("this is no export of stance; it begins with {\"stance_export\":…".into()),
        Some(version) if version != u64::from(FORMAT) => Err(format!(
            "the export is of format {version}, and this program reads {FORMAT}; use the stance that wrote it, or a newer one"
        )),
        Some(_) => serde_json::from_str(line).map_err(|_| broken()),
    }
}

/// Reads a line behind the first.
///
/// # Errors
/// What is wrong, and what to do.
pub fn line(line: &str) -> Result<Line<'_>, String> {
    let any: Any<'_> =
        serde_json::from_str(line).map_err(|error| format!("{}; {REMEDY}", spoken(&error)))?;
    match any {
        Any {
            table: Some(table),
            row: Some(row),
            ..
        } => Ok(Line::Row { table, row }),
        Any {
            sequence: Some(sequence),
            next: Some(next),
            ..
        } => Ok(Line::Sequence(Sequence { sequence, next })),
        Any {
            end: Some(true),
            rows,
            sha256,
            ..
        } => Ok(Line::End(End {
            end: true,
            rows,
            sha256,
        })),
        _ => Err(
            "a line holds \"table\" and \"row\", \"sequence\" and \"next\", or \"end\"; see docs/exchange.md"
                .into(),
        ),
    }
}

/// Checks that a row has the columns of its table, all of them and no other.
///
/// # Errors
/// The column that is missing or unknown, and what to do.
pub fn check_columns(table: &str, row: &RawValue, columns: &[String]) -> Result<(), String> {
    let given: BTreeMap<Cow<'_, str>, &RawValue> = serde_json::from_str(row.get())
        .map_err(|error| format!("{table}: {}; {REMEDY}", spoken(&error)))?;
    for column in columns {
        if !given.contains_key(column.as_str()) {
            return Err(format!(
                "{table}: no column \"{column}\"; give every column, null where there is nothing"
            ));
        }
    }
    match given
        .keys()
        .find(|key| !columns.iter().any(|c| c == key.as_ref()))
    {
        Some(unknown) => Err(format!(
            "{table}: unknown column \"{unknown}\"; take it out"
        )),
        None => Ok(()),
    }
}

/// The parser's words, without the line, of which it only ever sees one.
fn spoken(error: &serde_json::Error) -> String {
    let whole = error.to_string();
    let words = whole.split(" at line ").next().unwrap_or(&whole);
    format!("not valid JSON here: {words} (column {})", error.column())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        match line(text) {
            Ok(line) => format!("{line:?}"),
            Err(reason) => reason,
        }
    }

    #[test]
    fn a_number_stays_as_it_is_written() {
        let text = r#"{"table":"t","row":{"a":1.10,"b":123456789012345678901234567890}}"#;
        let Ok(Line::Row { row, .. }) = line(text) else {
            panic!("{}", told(text));
        };
        assert_eq!(
            row.get(),
            r#"{"a":1.10,"b":123456789012345678901234567890}"#
        );
    }

    #[test]
    fn what_is_broken_is_told_with_its_place() {
        for (text, says) in [
            ("{\"table\":", "column 9"),
            ("{\"a\":1}", "a line holds"),
            ("[1]", "not valid JSON here"),
        ] {
            assert!(told(text).contains(says), "{text}: {}", told(text));
        }
        assert!(head("{}").unwrap_err().contains("no export of stance"));
        assert!(head("PK").unwrap_err().contains("no export of stance"));
        assert!(
            head("{\"stance_export\":1,\"sch")
                .unwrap_err()
                .contains("not valid JSON")
        );
        assert!(
            head("{\"stance_export\":9}")
                .unwrap_err()
                .contains("format 9")
        );
    }

    #[test]
    fn a_row_has_all_columns_and_no_other() {
        let columns = ["a".to_owned(), "b".to_owned()];
        let check = |row: &str| {
            let row = RawValue::from_string(row.into()).unwrap();
            check_columns("t", &row, &columns).map_err(|e| e.split(';').next().unwrap().to_owned())
        };
        assert_eq!(check(r#"{"b":null,"\u0061":1}"#), Ok(()));
        assert_eq!(check(r#"{"a":1}"#), Err("t: no column \"b\"".into()));
        assert_eq!(
            check(r#"{"a":1,"b":2,"c":3}"#),
            Err("t: unknown column \"c\"".into())
        );
    }
}
