//! A workbook (Office Open XML, ECMA-376): the report's rows on one sheet, what stands behind them on the other.

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{DocProperties, Format, Workbook, Worksheet, XlsxError};
use serde_json::Value;

use super::Style;
use super::block::Report;
use super::csv::item;
use super::rows::day_of;
use super::safe::shown_cell;
use super::words;

/// The most characters that a cell holds.
const MOST: usize = 32_767;

/// The report's rows. Numbers are numbers and days are days; every text is a text, so that none is
/// taken for a formula; lists are joined with "; ".
///
/// # Errors
/// Where a sheet cannot hold it: more than 1,048,575 rows.
pub fn render(report: &Report, style: &Style) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let made_on = style.made_on.unwrap_or_default();
    workbook.set_properties(
        &DocProperties::new()
            .set_title(cell(&report.title.to_plain()))
            .set_creation_datetime(&made_on.and_time(chrono::NaiveTime::MIN).and_utc()),
    );
    rows(report, workbook.add_worksheet().set_name("rows")?)?;
    about(report, made_on, workbook.add_worksheet().set_name("about")?)?;
    workbook.save_to_buffer()
}

fn rows(report: &Report, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let heading = Format::new().set_bold();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    for (column, name) in (0_u16..).zip(&report.columns) {
        sheet.write_string_with_format(0, column, cell(name), &heading)?;
        let wide = match name.as_str() {
            name if name.ends_with("evidence") || name == "proposition" => 60.0,
            name => (name.len() as f64 + 3.0).max(12.0),
        };
        sheet.set_column_width(column, wide)?;
    }
    let rows = report.flat.as_ref().unwrap_or(&report.rows);
    for (at, row) in (1_u32..).zip(rows) {
        for (column, name) in (0_u16..).zip(&report.columns) {
            match row.get(name) {
                None | Some(Value::Null) => {}
                Some(Value::Number(number)) => {
                    let number = number.as_f64().unwrap_or_default();
                    sheet.write_number(at, column, number)?;
                }
                Some(Value::Bool(yes)) => {
                    sheet.write_boolean(at, column, *yes)?;
                }
                Some(Value::String(text)) => match as_day(text) {
                    Some(date) => drop(sheet.write_datetime_with_format(at, column, date, &day)?),
                    None => drop(sheet.write_string(at, column, cell(text))?),
                },
                Some(Value::Array(items)) => {
                    let joined = items.iter().map(item).collect::<Vec<_>>().join("; ");
                    sheet.write_string(at, column, cell(&joined))?;
                }
                Some(Value::Object(fields)) => {
                    let text = Value::Object(fields.clone()).to_string();
                    sheet.write_string(at, column, cell(&text))?;
                }
            }
        }
    }
    if let Some(last) = (report.columns.len() as u16).checked_sub(1) {
        sheet.autofilter(0, 0, (rows.len() as u32).max(1), last)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn about(report: &Report, made_on: NaiveDate, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let facts = [
        ("report", report.kind.to_owned()),
        ("title", report.title.to_plain()),
        ("proposition or summary", report.subtitle.to_plain()),
        ("rests on", report.basis.line().to_plain()),
        ("made on", words::day(made_on)),
        ("made by", format!("stance {}", env!("CARGO_PKG_VERSION"))),
        ("the scale", words::scale().to_plain()),
    ];
    for (at, (name, value)) in (0_u32..).zip(&facts) {
        sheet.write_string(at, 0, *name)?;
        sheet.write_string(at, 1, cell(value))?;
    }
    sheet.set_column_width(0, 24)?;
    sheet.set_column_width(1, 100)?;
    Ok(())
}

/// A day; earlier ones than 1900 are texts to a spreadsheet.
fn as_day(text: &str) -> Option<NaiveDate> {
    day_of(text).filter(|day| day.year() >= 1900)
}

/// The text as a cell can hold it.
fn cell(text: &str) -> String {
    shown_cell(text).chars().take(MOST).collect()
}
