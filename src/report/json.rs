//! JSON and JSON Lines: the rows as the views have them.
//!
//! Keys of rows are the columns of `stance_history`, `stance_shift` (`from_…` and `to_…` for the
//! ends), `stance_matrix`, `current_position`, `claim_evidence` with its `stances`, and so on. The
//! object around them says what stands behind it, and what the report is about:
//!
//! | report | further keys |
//! | --- | --- |
//! | `history` | `actor`, `topic`, `proposition`, `shifts`; for one actor on one topic `answer`: "statements", "declined to say", "not enough evidence" or "no statement found" |
//! | `shift` | `between`: what was said meanwhile |
//! | `matrix`, `compare` | `day`; a matrix with `--since` has `since`, and `before_answer`, `before_stance` and `moved` in its rows |
//! | `digest` | `since`, `until`, `name` |
//! | `network` | `options`, `nodes`, `windows`; rows are ties |
//! | `article` | `article` |
//! | `actor` | `actor`, `roles`, `shifts` |
//! | `topic` | `topic`, `terms`, `shifts`, `standings`: how many stood where, day by day |
//! | `eval` | `articles`: how many in the gold, and without a prediction |

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
    if let Some(lines) = &report.lines {
        return safe::json(lines);
    }
    let mut out = String::new();
    for row in &report.rows {
        // By reference: a copy of each row would take as long as to write it.
        out += &serde_json::to_string(row).unwrap_or_default();
        out.push('\n');
    }
    safe::json(&out)
}
