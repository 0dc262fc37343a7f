//! Runs the files of `fixtures/time`: blocks of text, each line a paragraph, with what comes out
//! indented behind it. A line `day …` sets the article's day for the blocks that follow.

use std::fmt::Write as _;
use std::path::Path;

use chrono::NaiveDate;

use super::marked::Marked;
use crate::model::Said;
use crate::text::document::{Document, TimeFind};
use crate::text::time::{find, said_all};

const INDENT: &str = "    ";

#[test]
fn texts_give_the_times_of_their_fixtures() {
    check("values", |text, day| {
        let document = Document::new(text);
        let times = find(&document, day);
        times.iter().map(|time| time_line(text, time)).collect()
    });
}

#[test]
fn sayings_are_dated_as_in_their_fixtures() {
    check("said", |marked, day| {
        let Marked { text, finds } = Marked::parse(marked);
        let document = Document::new(&text);
        let times = find(&document, day);
        let said = said_all(&document, &finds, &times, day, &[]);
        let cue = |at: usize| finds[at].cue.first().cloned().unwrap_or_default();
        said.iter()
            .enumerate()
            .map(|(at, said)| said_line(&text[cue(at)], said))
            .collect()
    });
}

fn time_line(text: &str, time: &TimeFind) -> String {
    let value = time
        .value
        .map_or("-".to_string(), |value| value.to_string());
    let days = time
        .days
        .map_or("-".to_string(), |days| interval(days.0, days.1));
    format!("{} = {value} ({days})", &text[time.range.clone()])
}

fn said_line(cue: &str, said: &Said) -> String {
    let days = match (said.from, said.to) {
        (Some(from), Some(to)) => interval(from, to),
        _ => "-".to_string(),
    };
    let words = said
        .time_expression
        .as_deref()
        .map_or(String::new(), |words| format!(": {words}"));
    format!("{cue} = {days}, {}{words}", said.basis.as_str())
}

fn interval(from: NaiveDate, to: NaiveDate) -> String {
    if from == to {
        from.to_string()
    } else {
        format!("{from} … {to}")
    }
}

/// Runs every file of `fixtures/time/{folder}`.
fn check(folder: &str, run: impl Fn(&str, Option<NaiveDate>) -> Vec<String>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/time")
        .join(folder);
    let mut files = 0;
    for entry in std::fs::read_dir(&folder).expect("the fixtures are there") {
        let path = entry.expect("the fixtures are readable").path();
        let before = std::fs::read_to_string(&path).expect("a fixture is text");
        let after = rewritten(&before, &run);
        files += 1;
        if std::env::var_os("STANCE_BLESS").is_some() {
            std::fs::write(&path, after).expect("a fixture is writable");
        } else {
            assert_eq!(after, before, "{}", path.display());
        }
    }
    assert!(files > 0, "{} is empty", folder.display());
}

/// The fixture with its output as it comes out now.
fn rewritten(fixture: &str, run: impl Fn(&str, Option<NaiveDate>) -> Vec<String>) -> String {
    let mut output = String::new();
    let mut day = None;
    for block in fixture.trim_end().split("\n\n") {
        let lines = block.lines().filter(|line| !line.starts_with(INDENT));
        let text = lines.collect::<Vec<_>>().join("\n");
        if !output.is_empty() {
            output.push('\n');
        }
        let _ = writeln!(output, "{text}");
        if text.starts_with('#') {
            continue;
        }
        if let Some(given) = text.strip_prefix("day ") {
            day = given.parse().ok();
            continue;
        }
        for line in run(&text, day) {
            let _ = writeln!(output, "{INDENT}{line}");
        }
    }
    output
}
