//! Rows of any shape as a table: the answer to a query that a user typed.

use serde_json::{Map, Value};

use super::block::{Block, Column, Report, Table};
use super::line::Line;
use super::words::count;

/// A report of `rows` under `columns`. Numbers stand at the right, long texts wrap.
pub fn listing(
    kind: &'static str,
    title: &str,
    columns: Vec<String>,
    rows: Vec<Map<String, Value>>,
) -> Report {
    let table = Table {
        columns: columns.iter().map(|name| column(name, &rows)).collect(),
        rows: rows
            .iter()
            .map(|row| columns.iter().map(|name| cell(row.get(name))).collect())
            .collect(),
        split: false,
    };
    let note = Line::plain(count(rows.len() as i64, "row"));
    Report {
        kind,
        title: Line::plain(title),
        blocks: vec![Block::Table(table), Block::Note(note)],
        columns,
        rows,
        ..Report::default()
    }
}

fn column(name: &str, rows: &[Map<String, Value>]) -> Column {
    let mut values = rows
        .iter()
        .filter_map(|row| row.get(name))
        .filter(|value| !value.is_null())
        .peekable();
    match values.peek().is_some() && values.all(Value::is_number) {
        true => Column::number(name),
        false => Column::wrapping(name),
    }
}

fn cell(value: Option<&Value>) -> Line {
    match value {
        None | Some(Value::Null) => Line::new(),
        Some(Value::String(text)) => Line::plain(text),
        Some(other) => Line::plain(other.to_string()),
    }
}
