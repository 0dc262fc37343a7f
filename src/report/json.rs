//! JSON and JSON Lines: the rows as the views have them.

use serde_json::{Map, Value};

use super::block::Report;
use super::rows::row_of;
use super::safe;

/// One object: `report`, `title`, `basis`, the report's further keys, then `rows`.
pub fn render(report: &Report) -> String {
    let mut whole = Map::new();
    whole.insert("report".into(), report.kind.into());
    whole.insert("title".into(), report.title.to_plain().into());
    whole.insert("basis".into(), row_of(&report.basis).into());
    whole.extend(report.extra.clone());
    let rows = report.rows.iter().cloned().map(Value::Object).collect();
    whole.insert("rows".into(), Value::Array(rows));
    safe::json(&format!("{:#}\n", Value::Object(whole)))
}

/// An object a row, one a line.
pub fn render_lines(report: &Report) -> String {
    let mut out = String::new();
    for row in &report.rows {
        out += &Value::Object(row.clone()).to_string();
        out.push('\n');
    }
    safe::json(&out)
}
