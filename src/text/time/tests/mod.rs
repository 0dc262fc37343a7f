//! Cases as data: the examples of the word lists, and the files of `fixtures/time`.
//!
//! A fixture's output is whole; `STANCE_BLESS=1 cargo test text::time` writes it anew.

mod fixtures;
mod marked;
mod properties;

use chrono::NaiveDate;

use super::{find, roles, said_all, words};
use crate::text::document::Document;
use marked::Marked;

/// The day on which the examples of the word lists are printed: a Friday.
const PRINTED: NaiveDate = NaiveDate::from_ymd_opt(2024, 9, 13).expect("a day");

/// The text with what is found in it marked as the word lists do: `[words=value]`.
fn marked_up(text: &str) -> String {
    let document = Document::new(text);
    let mut marked = String::new();
    let mut at = 0;
    for time in find(&document, Some(PRINTED)) {
        let value = time
            .value
            .map_or("-".to_string(), |value| value.to_string());
        marked += &format!(
            "{}[{}={value}]",
            &text[at..time.range.start],
            &text[time.range.clone()]
        );
        at = time.range.end;
    }
    marked + &text[at..]
}

/// The text of a marked example.
fn unmarked(example: &str) -> String {
    let mut text = String::new();
    for (number, part) in example.split('[').enumerate() {
        match part.split_once(']') {
            Some((mark, rest)) if number > 0 => {
                text += mark.split('=').next().unwrap_or_default();
                text += rest;
            }
            _ => text += part,
        }
    }
    text
}

/// A text is cut in chunks from some length on; nothing is lost, torn or shifted where they meet.
#[test]
fn a_long_text_has_the_times_of_its_paragraphs() {
    let paragraph = "The board met on March 3, 2024.\nIt meets again next Friday.\n\n";
    let count = 4000;
    let marked = marked_up(&paragraph.repeat(count));
    assert_eq!(marked, marked_up(paragraph).repeat(count));
}

#[test]
fn every_example_of_the_time_words_is_found_as_marked() {
    let mut wrong = String::new();
    for class in words::file().class {
        let both = !class.examples.is_empty() && !class.counter.is_empty();
        assert!(both, "“{}” lacks examples", class.name);
        for example in class.examples.iter().chain(&class.counter) {
            let found = marked_up(&unmarked(example));
            if found != *example {
                wrong += &format!("\n{}: {example}\n    found {found}", class.name);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_example_of_the_saying_words_is_dated_as_marked() {
    let mut wrong = String::new();
    for class in roles::file().class {
        let both = !class.examples.is_empty() && !class.counter.is_empty();
        assert!(both, "“{}” lacks examples", class.name);
        for example in class.examples.iter().chain(&class.counter) {
            let (text, expected) = example.split_once(" => ").expect("an example has “=>”");
            let marked = Marked::parse(text);
            let document = Document::new(&marked.text);
            let times = find(&document, Some(PRINTED));
            let said = said_all(&document, &marked.finds, &times, Some(PRINTED), &[]);
            let last = said.last().expect("an example has a cue");
            let dated = last.time_expression.as_deref().unwrap_or("-");
            if dated != expected {
                wrong += &format!("\n{}: {example}\n    dated {dated}", class.name);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
