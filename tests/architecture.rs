//! The rooms keep to themselves: the invariants that `src/lib.rs` states, checked on the sources.

use std::path::{Path, PathBuf};

fn sources(room: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(room)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                // A room's own tests may read their cases and the switch that rewrites them.
                if !path.ends_with("tests") {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    assert!(!found.is_empty(), "no sources in {room}");
    found
}

/// The program text without comments, whose words are free.
fn code(text: &str) -> String {
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn forbid(room: &str, words: &[&str]) {
    for (path, text) in sources(room) {
        for word in words {
            assert!(
                !code(&text).contains(word),
                "{} must not name {word}",
                path.display()
            );
        }
    }
}

const IMPURE: &[&str] = &[
    "async fn",
    "tokio::",
    "sqlx",
    "std::env::var",
    "Utc::now",
    "Local::now",
    "SystemTime::now",
    "crate::store",
    "crate::cli",
];

#[test]
fn the_model_depends_on_nothing_of_the_project() {
    forbid("model", IMPURE);
    forbid(
        "model",
        &["crate::text", "crate::ingest", "crate::report", "std::fs"],
    );
}

#[test]
fn the_analysis_depends_on_the_model_alone() {
    forbid("text", IMPURE);
    forbid("text", &["crate::ingest", "crate::report"]);
}

#[test]
fn ingest_depends_on_the_model_alone() {
    forbid("ingest", IMPURE);
    forbid("ingest", &["crate::text", "crate::report"]);
}

#[test]
fn fetching_depends_on_ingest_alone_and_is_the_one_to_ask_the_network() {
    forbid(
        "fetch",
        &[
            "sqlx",
            "std::env::var",
            "std::fs",
            "crate::store",
            "crate::cli",
            "crate::text",
            "crate::report",
        ],
    );
    for room in [
        "model", "text", "ingest", "report", "tui", "eval", "train", "store", "serve", "cli",
    ] {
        forbid(room, &["reqwest"]);
    }
}

#[test]
fn reports_depend_on_the_model_alone() {
    forbid("report", IMPURE);
    forbid("report", &["crate::text", "crate::ingest", "std::fs"]);
}

#[test]
fn full_screen_views_depend_on_the_model_and_reports_alone() {
    forbid("tui", IMPURE);
    forbid(
        "tui",
        &[
            "crate::text",
            "crate::ingest",
            "crate::eval",
            "std::fs",
            "event::read",
        ],
    );
    for room in [
        "model", "text", "ingest", "fetch", "report", "store", "eval", "train",
    ] {
        forbid(room, &["ratatui"]);
    }
}

#[test]
fn serving_depends_on_the_store_and_reports_and_alone_listens() {
    forbid(
        "serve",
        &[
            "sqlx",
            "std::env::var",
            "std::fs",
            "crate::cli",
            "crate::ingest",
            "crate::fetch",
            "crate::eval",
            "crate::tui",
            "crate::train",
        ],
    );
    for room in [
        "model", "text", "ingest", "fetch", "report", "tui", "eval", "train", "cli",
    ] {
        forbid(room, &["hyper::", "TcpListener"]);
    }
}

#[test]
fn scores_depend_on_the_model_alone() {
    forbid("eval", IMPURE);
    forbid(
        "eval",
        &["crate::text", "crate::ingest", "crate::report", "std::fs"],
    );
}

#[test]
fn formats_of_exchange_depend_on_the_model_alone() {
    forbid("exchange", IMPURE);
    forbid(
        "exchange",
        &["crate::text", "crate::ingest", "crate::eval", "std::fs"],
    );
    // Of reports it takes only how texts are made harmless.
    for (path, text) in sources("exchange") {
        let others =
            code(&text).replace("use crate::report::{Breaks, harmless_cell, printable};", "");
        assert!(!others.contains("crate::report"), "{}", path.display());
    }
}

#[test]
fn the_store_alone_names_sqlx() {
    for room in ["cli", "eval", "train", "serve"] {
        forbid(room, &["sqlx"]);
    }
}

#[test]
fn no_source_file_is_over_500_lines() {
    for room in [
        "model", "text", "ingest", "fetch", "report", "tui", "store", "serve", "cli", "eval",
        "train", "exchange",
    ] {
        for (path, text) in sources(room) {
            let lines = text.lines().count();
            assert!(
                lines <= 500,
                "{}: {lines} lines; split it along a seam",
                path.display()
            );
        }
    }
}
