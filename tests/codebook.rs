//! Codebook files: what is refused and how it is said, what survives a round trip, what differs.

mod support;

use stance::model::Codebook;
use stance::text::Engine;
use stance::text::codebook::{ExampleResult, check, diff, parse, parse_all, to_toml};
use stance::text::stance::Parameters;

#[test]
fn what_is_wrong_is_said_with_file_line_and_remedy() {
    support::cases::check("fixtures/codebook/refused.md", |inputs| {
        let names = ["topics.toml", "actors.toml"];
        let files: Vec<_> = names
            .into_iter()
            .zip(inputs.iter().map(|(_, body)| *body))
            .collect();
        match parse_all(&files) {
            Ok(book) => format!("{} topics, {} actors", book.topics.len(), book.actors.len()),
            Err(error) => error.to_string(),
        }
    });
}

#[test]
fn what_changes_is_said_entry_by_entry() {
    support::cases::check("fixtures/codebook/changes.md", |inputs| {
        let book = |at: usize| parse("book.toml", inputs[at].1).expect("a good codebook");
        let changes = diff(&book(0), &book(1));
        let lines: Vec<_> = changes
            .iter()
            .map(|c| {
                format!(
                    "{c}{}",
                    if c.changes_coding() {
                        ""
                    } else {
                        "  (no new coding)"
                    }
                )
            })
            .collect();
        lines.join("\n")
    });
}

#[test]
fn an_exported_codebook_reads_back_as_the_same() {
    let text = include_str!("../fixtures/codebook/full.toml");
    let book = parse("full.toml", text).expect("a good codebook");
    let again = parse("exported.toml", &to_toml(&book)).expect("an exported codebook");
    assert_eq!(book, again);
    assert!(diff(&book, &again).is_empty());
    assert_eq!(to_toml(&book), to_toml(&again));
}

#[test]
fn an_empty_file_is_an_empty_codebook() {
    assert_eq!(parse("empty.toml", ""), Ok(Codebook::default()));
    assert_eq!(to_toml(&Codebook::default()), "");
}

#[test]
fn an_example_that_shows_nothing_says_where_it_was_lost() {
    support::cases::check("fixtures/codebook/examples.md", |inputs| {
        let book = parse("book.toml", inputs[0].1).expect("a good codebook");
        let engine = Engine::new(&book, Parameters::default());
        let line = |result: &ExampleResult| {
            let right = if result.is_right_side() {
                "right"
            } else {
                "wrong"
            };
            let missed = result.missed.iter().map(|missed| format!("\n  {missed}"));
            format!("{right}: {}{}", result.text, missed.collect::<String>())
        };
        let lines: Vec<String> = check(&book, &engine).iter().map(line).collect();
        lines.join("\n")
    });
}
