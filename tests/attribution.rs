//! Runs `fixtures/attribution/*.md`: a heading names the case, a block quotation is the text, and the
//! code block behind it is everything that must be found, a line each:
//! `source | cue | content`, the runs of a discontinuous one joined by ` … `.
//!
//! `STANCE_BLESS=1` writes what is found into the files.

use std::fmt::Write;
use std::ops::Range;
use std::path::Path;

use stance::text::attribution::find;
use stance::text::document::Document;

/// What is found in a text, as the fixtures print it.
fn found(text: &str) -> String {
    let document = Document::new(text);
    let print = |ranges: &[Range<usize>]| {
        let runs: Vec<String> = ranges
            .iter()
            .map(|r| text[r.clone()].replace('\n', " ¶ "))
            .collect();
        runs.join(" … ")
    };
    let mut out = String::new();
    for find in find(&document) {
        let (source, cue, content) = (print(&find.source), print(&find.cue), print(&find.content));
        let _ = writeln!(out, "{source} | {cue} | {content}");
    }
    out
}

/// The file as it would be if all cases held.
fn blessed(file: &str) -> String {
    let mut out = String::new();
    let mut text = String::new();
    let mut in_block = false;
    for line in file.lines() {
        if let Some(quoted) = line.strip_prefix('>') {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(quoted.strip_prefix(' ').unwrap_or(quoted));
        } else if !text.is_empty() {
            let _ = write!(out, "\n```\n{}```\n", found(&text));
            text.clear();
        }
        in_block ^= line.starts_with("```");
        // The old block is left out, with the empty line before it.
        if in_block || line.starts_with("```") || (line.is_empty() && out.ends_with("```\n")) {
            continue;
        }
        if line.starts_with('#') && !out.is_empty() && !out.ends_with("\n\n") {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
    }
    if !text.is_empty() {
        let _ = write!(out, "\n```\n{}```\n", found(&text));
    }
    out
}

#[test]
fn every_case_finds_what_its_file_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/attribution");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(!files.is_empty());
    for path in files {
        let file = std::fs::read_to_string(&path).unwrap();
        let wanted = blessed(&file);
        if std::env::var_os("STANCE_BLESS").is_some() {
            std::fs::write(&path, wanted).unwrap();
        } else {
            assert!(
                file == wanted,
                "{}: expected\n{file}\nfound\n{wanted}",
                path.display()
            );
        }
    }
}
