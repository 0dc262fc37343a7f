//! Cases in Markdown: a `## heading` says what holds, a fenced block gives the input, and a fenced
//! `text` block the whole expected output. `STANCE_BLESS=1` writes what came out into the files.

use std::fmt::Write;
use std::path::Path;

/// One fenced block with its place in the file.
struct Block<'t> {
    language: &'t str,
    body: &'t str,
    /// Bytes of the body in the file.
    start: usize,
    end: usize,
}

/// Runs every case of a file through `run`, which gets the language and body of each input block
/// of the case and gives its output.
pub fn check(path: &str, run: impl Fn(&[(&str, &str)]) -> String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = std::fs::read_to_string(&path).expect("the file of cases");
    let mut blessed = String::new();
    let mut copied = 0;
    let mut wrong = String::new();
    let starts: Vec<usize> = text.match_indices("\n## ").map(|(at, _)| at + 1).collect();
    let preamble = blocks(&text, 0, starts.first().copied().unwrap_or(text.len()));
    for (number, &start) in starts.iter().enumerate() {
        let end = starts.get(number + 1).copied().unwrap_or(text.len());
        let title = text[start..end].lines().next().unwrap_or_default();
        let here = blocks(&text, start, end);
        let (expected, inputs) = here.split_last().expect("an input and an output");
        assert_eq!(
            expected.language, "text",
            "{title}: the last block is the output"
        );
        let inputs: Vec<_> = preamble
            .iter()
            .chain(inputs)
            .map(|b| (b.language, b.body))
            .collect();
        let found = run(&inputs);
        if found.trim() != expected.body.trim() {
            let _ = writeln!(
                wrong,
                "{title}\n- expected\n{}\n- found\n{found}",
                expected.body
            );
        }
        blessed += &text[copied..expected.start];
        blessed += found.trim_end();
        blessed += "\n";
        copied = expected.end;
    }
    blessed += &text[copied..];
    if std::env::var_os("STANCE_BLESS").is_some() {
        std::fs::write(&path, blessed).expect("the file of cases can be written");
    } else {
        assert!(
            wrong.is_empty(),
            "{}: STANCE_BLESS=1 accepts this\n{wrong}",
            path.display()
        );
    }
}

fn blocks(text: &str, start: usize, end: usize) -> Vec<Block<'_>> {
    let mut found = Vec::new();
    let mut at = start;
    while let Some(open) = text[at..end].find("```") {
        let line = at + open + 3;
        let body = line + text[line..end].find('\n').map_or(0, |n| n + 1);
        let Some(close) = text[body..end].find("```") else {
            break;
        };
        found.push(Block {
            language: text[line..body].trim(),
            body: &text[body..body + close],
            start: body,
            end: body + close,
        });
        at = body + close + 3;
    }
    found
}
