//! Sessions at a terminal, one a file in `fixtures/cli`: Markdown whose `file NAME` blocks are written
//! to an empty folder, and whose `console` blocks hold command lines after `$`, each with all that
//! it prints: standard output as it is, standard error after `!`, and an exit code other than 0.
//!
//! Each session has a database of its own. `STANCE_BLESS=1 cargo test --test program sessions` writes
//! what is printed anew.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use chrono::{NaiveDate, Utc};

use super::program::{Outcome, Program};
use super::support::postgres::TestDb;

#[tokio::test]
async fn every_session_prints_what_it_shows() {
    let mut files: Vec<PathBuf> = std::fs::read_dir("fixtures/cli")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .collect();
    files.sort();
    assert!(files.len() > 5, "only {} sessions found", files.len());
    let bless = std::env::var_os("STANCE_BLESS").is_some();
    let mut running = Vec::new();
    for file in files {
        let database = TestDb::new().await;
        running.push(std::thread::spawn(move || {
            let written = std::fs::read_to_string(&file).unwrap();
            let shown = replay(&written, &Program::on(&database));
            if bless {
                std::fs::write(&file, &shown).unwrap();
            }
            (shown != written && !bless).then(|| differences(&file, &written, &shown))
        }));
    }
    let wrong: Vec<String> = running
        .into_iter()
        .filter_map(|session| session.join().unwrap())
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The session with the output that its commands print now.
fn replay(session: &str, program: &Program) -> String {
    let began = Utc::now().date_naive();
    let mut shown = String::new();
    let mut lines = session.lines();
    while let Some(line) = lines.next() {
        let _ = writeln!(shown, "{line}");
        let Some(fence) = line.strip_prefix("```") else {
            continue;
        };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        if let Some(name) = fence.strip_prefix("file ") {
            program.file(name, block.join("\n") + "\n");
            shown.extend(block.iter().map(|line| format!("{line}\n")));
        } else {
            assert_eq!(fence, "console", "a block of another kind");
            for command in block.iter().filter(|line| line.starts_with("$ ")) {
                let printed = printed(&program.shell(&command[2..]));
                let _ = write!(shown, "{command}\n{}", masked(&printed, began));
            }
        }
        shown.push_str("```\n");
    }
    shown
}

fn printed(outcome: &Outcome) -> String {
    let mut text = outcome.stdout.clone();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push_str("⏎\n");
    }
    for line in outcome.stderr.lines() {
        let _ = writeln!(text, "{}", format!("! {line}").trim_end());
    }
    match outcome.code {
        Some(0) => {}
        Some(code) => _ = writeln!(text, "[exit code {code}]"),
        None => text.push_str("[killed]\n"),
    }
    text
}

/// Today's date and the time after it change from run to run.
fn masked(text: &str, began: NaiveDate) -> String {
    let mut text = text.to_owned();
    for day in [began, Utc::now().date_naive()] {
        for form in ["%Y-%m-%d", "%-d %b %Y", "%-d %B %Y"] {
            text = text.replace(&day.format(form).to_string(), "<today>");
        }
    }
    let text = String::from_iter(text.split_inclusive("days ago").map(without_age));
    let mut parts = text.split("<today>T");
    let mut masked = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let time = |c: char| c.is_ascii_digit() || ":.+-Z".contains(c);
        masked += "<now>";
        masked += part.trim_start_matches(time);
    }
    masked
}

/// "last statement 3 days ago" without the number, and on one line: how long the number is also tells where a line breaks.
fn without_age(part: &str) -> String {
    let Some(before) = part.strip_suffix("days ago") else {
        return part.to_owned();
    };
    let number = |c: char| c.is_ascii_digit() || c == ',';
    let before = before.trim_end().trim_end_matches(number).trim_end();
    let first = before
        .strip_suffix("statement")
        .and_then(|before| before.trim_end().strip_suffix("last"));
    let (before, statement) = match first {
        Some(first) => (first.trim_end(), "last statement "),
        None => (before, ""),
    };
    format!("{before} {statement}<n> days ago")
}

/// The lines that differ, with what stands before them.
fn differences(file: &Path, written: &str, shown: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (written.lines().collect(), shown.lines().collect());
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let tail = old.iter().rev().zip(new.iter().rev());
    let left = old.len().min(new.len()) - same;
    let same_tail = tail.take_while(|(a, b)| a == b).count().min(left);
    let from = same.saturating_sub(3);
    format!(
        "{}:{}\n{}\n--- expected\n{}\n--- shown\n{}\n",
        file.display(),
        same + 1,
        old[from..same].join("\n"),
        old[same..old.len() - same_tail].join("\n"),
        new[same..new.len() - same_tail].join("\n"),
    )
}
