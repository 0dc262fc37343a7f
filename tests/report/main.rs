//! Every case of `fixtures/report/*.json`: rows in, whole reports out.
//!
//! A case names its report and gives rows; what a row does not say is taken from `base.json`, so
//! that a case shows what it is about. Expected outputs lie beside it: `.txt` (80 columns),
//! `.narrow.txt` (44), `.md`, `.csv`, `.out.json`, `.jsonl`, `.parquet.txt` (schema and rows as read back), `.html`
//! (without the style sheet, which all share), and `.svg` where there is something to draw. `STANCE_BLESS=1` writes them anew.

mod cases;
mod columns;
mod pages;

use std::fs;

use serde_json::Value;
use stance::report::{Format, Report, Style, render};

use cases::cases;
use columns::read_back;
use pages::without_rules;

fn outputs(report: &Report) -> Vec<(&'static str, String)> {
    let plain = |width| {
        render(
            report,
            Format::Table,
            &Style {
                width,
                ..Style::default()
            },
        )
    };
    let style = Style::default();
    let mut all = vec![
        ("txt", plain(80)),
        ("narrow.txt", plain(44)),
        ("md", render(report, Format::Markdown, &style)),
        ("csv", render(report, Format::Csv, &style)),
        ("out.json", render(report, Format::Json, &style)),
        ("jsonl", render(report, Format::Jsonl, &style)),
        ("parquet.txt", read_back(report)),
        ("html", without_rules(&render(report, Format::Html, &style))),
    ];
    let drawn = render(report, Format::Svg, &style);
    all.extend((!drawn.is_empty()).then(|| ("svg", without_rules(&drawn))));
    all
}

#[test]
fn every_case_prints_as_expected_in_every_format() {
    let bless = std::env::var_os("STANCE_BLESS").is_some();
    let mut wrong = Vec::new();
    for (path, report) in cases() {
        for (ending, printed) in outputs(&report) {
            let expected = path.with_extension(ending);
            if bless {
                fs::write(&expected, &printed).unwrap();
            } else if fs::read_to_string(&expected).unwrap_or_default() != printed {
                wrong.push(format!("{}\n--- is now:\n{printed}", expected.display()));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\n(STANCE_BLESS=1 accepts)",
        wrong.join("\n")
    );
}

#[test]
fn nothing_printed_acts_on_a_terminal() {
    for (path, report) in cases() {
        for (ending, printed) in outputs(&report) {
            let acting = printed.chars().find(|c| {
                (c.is_control() && !matches!(c, '\n' | '\t'))
                    || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            });
            assert_eq!(acting, None, "{} as {ending}", path.display());
        }
    }
}

#[test]
fn colour_adds_colour_and_nothing_else() {
    for (path, report) in cases() {
        for width in [10, 44, 80, 200] {
            let colour = render(
                &report,
                Format::Table,
                &Style {
                    width,
                    colour: true,
                    ..Style::default()
                },
            );
            let plain = render(
                &report,
                Format::Table,
                &Style {
                    width,
                    ..Style::default()
                },
            );
            let stripped = anstream::adapter::strip_str(&colour).to_string();
            assert_eq!(stripped, plain, "{}", path.display());
        }
    }
}

#[test]
fn json_and_csv_have_the_same_rows() {
    for (path, report) in cases() {
        let style = Style::default();
        let json: Value = serde_json::from_str(&render(&report, Format::Json, &style)).unwrap();
        let rows = json["rows"].as_array().unwrap();
        let lines = render(&report, Format::Jsonl, &style);
        let lines: Vec<Value> = lines
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(rows, &lines, "{}", path.display());
        let csv = render(&report, Format::Csv, &style);
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let header: Vec<String> = reader
            .headers()
            .unwrap()
            .iter()
            .map(str::to_owned)
            .collect();
        let records = reader.records().map(Result::unwrap).count();
        assert_eq!(
            records,
            report.flat.as_ref().unwrap_or(&report.rows).len(),
            "{}",
            path.display()
        );
        for key in report
            .flat
            .as_ref()
            .unwrap_or(&report.rows)
            .iter()
            .flat_map(|row| row.keys())
        {
            assert!(
                header
                    .iter()
                    .any(|name| name.trim_start_matches('\'') == key),
                "{}: {key}",
                path.display()
            );
        }
    }
}
