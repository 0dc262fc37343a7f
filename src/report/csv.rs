//! CSV: flat rows with a header (RFC 4180), safe to open in a spreadsheet.

use csv::Writer;
use serde_json::{Map, Value};

use super::block::Report;
use super::safe;

/// The report's rows. Numbers stay numbers, negative ones too; texts that a spreadsheet would take
/// for formulas get a leading apostrophe; lists are joined with "; ".
pub fn render(report: &Report) -> String {
    let mut writer = Writer::from_writer(Vec::new());
    let rows = report.flat.as_ref().unwrap_or(&report.rows);
    // Writing to memory cannot fail, and each record has the header's length.
    let _ = writer.write_record(report.columns.iter().map(|name| safe::cell(name)));
    for row in rows {
        let _ = writer.write_record(report.columns.iter().map(|name| field(row, name)));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

fn field(row: &Map<String, Value>, name: &str) -> String {
    match row.get(name) {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => safe::cell(text),
        Some(Value::Array(items)) => {
            safe::cell(&items.iter().map(item).collect::<Vec<_>>().join("; "))
        }
        Some(Value::Object(fields)) => safe::cell(&Value::Object(fields.clone()).to_string()),
        Some(number_or_bool) => number_or_bool.to_string(),
    }
}

/// An item of a list, for a cell.
pub fn item(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
