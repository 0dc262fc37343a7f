//! Ingest, case by case: each file under `fixtures/ingest/cases` is read, and the outcome compared whole
//! with the `.expected.json` beside it. `STANCE_BLESS=1 cargo test --test ingest` writes these anew.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{NaiveDate, SecondsFormat};
use serde_json::Value;
use stance::ingest::{Options, published, read};
use stance::model::PublishedBasis;

#[path = "support/outcome.rs"]
mod outcome;

use outcome::shown;

const EXPECTED: &str = ".expected.json";

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 12, 1).unwrap()
}

/// A file under `mapped/` is named by the columns that hold its fields.
fn options(file: &Path) -> Options {
    let mut options = Options::new(today());
    if file
        .parent()
        .is_some_and(|folder| folder.ends_with("mapped"))
    {
        options.columns = file.file_stem().unwrap().to_str().unwrap().parse().unwrap();
    }
    options
}

#[test]
fn every_fixture_reads_as_expected() {
    let mut wrong = Vec::new();
    let mut cases = 0;
    for file in cases_in(Path::new("fixtures/ingest/cases")) {
        cases += 1;
        let input = file.to_str().unwrap();
        let outcomes: Vec<Value> = read([input], &options(&file)).map(shown).collect();
        let found = serde_json::to_string_pretty(&outcomes).unwrap() + "\n";
        let expected = PathBuf::from(format!("{input}{EXPECTED}"));
        if std::env::var_os("STANCE_BLESS").is_some() {
            fs::write(&expected, found).unwrap();
        } else if fs::read_to_string(&expected).unwrap_or_default() != found {
            wrong.push(format!("{input} now reads as\n{found}"));
        }
    }
    assert!(cases > 30, "only {cases} cases found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn cases_in(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(cases_in(&path));
        } else if !path.to_str().unwrap().ends_with(EXPECTED) {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn dates_read_as_the_table_says() {
    let path = "fixtures/ingest/dates.txt";
    let table = fs::read_to_string(path).unwrap();
    let mut found = String::new();
    for line in table.lines() {
        let Some((text, _)) = line.split_once(" => ") else {
            found += &format!("{line}\n");
            continue;
        };
        let read = match published(text, PublishedBasis::Record, today()) {
            Ok(date) => {
                let precision = serde_json::to_value(date.precision).unwrap();
                let at = date.at.map_or(String::new(), |at| {
                    format!(" {}", at.to_rfc3339_opts(SecondsFormat::AutoSi, true))
                });
                format!("{} {}{at}", date.day, precision.as_str().unwrap())
            }
            Err(fault) => fault.to_string(),
        };
        found += &format!("{text} => {read}\n");
    }
    if std::env::var_os("STANCE_BLESS").is_some() {
        fs::write(path, &found).unwrap();
    }
    assert_eq!(table, found);
}
