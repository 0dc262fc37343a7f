//! What holds of the analysis of any text whatever.

use chrono::NaiveDate;
use proptest::prelude::*;
use stance::model::{Analysis, Place};
use stance::text::stance::Parameters;
use stance::text::{Engine, analyse, codebook};

#[path = "support/sound.rs"]
mod sound;

const CODEBOOK: &str = r#"
[[topic]]
id = "bridge"
name = "The bridge"
proposition = "The bridge should be built."
about = ["bridge"]
for = ["build the bridge"]

[[actor]]
id = "maria-holt"
name = "Maria Holt"
kind = "person"
[[actor.role]]
title = "mayor"
"#;

/// Words that the stages know, between which anything may stand.
const WORDS: &[&str] = &[
    "Mayor Maria Holt",
    "said",
    "“",
    "”",
    "''",
    "she",
    "who",
    "the bridge",
    "opposes",
    ", a spokesman for",
    "Mr.",
    "U.S.",
    "officials",
    "voted to",
    "and",
    "Harbor Commission",
    "declined to comment",
    ".",
    "\n\n",
    "last Tuesday",
    "’s",
    "not",
    "É",
    "\u{301}",
    "🌉",
    "wants to",
    "according to",
    "72 percent of voters",
    "denied having said",
    "withdrew her",
    "support for",
    "has not changed",
    "he was misquoted",
];

fn prose() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        4 => proptest::sample::select(WORDS).prop_map(str::to_owned),
        1 => "\\PC{0,8}",
    ];
    proptest::collection::vec(word, 0..60).prop_map(|words| words.join(" "))
}

fn check(
    analysis: &Analysis,
    text: &str,
    title: &str,
    day: Option<NaiveDate>,
) -> Result<(), TestCaseError> {
    sound::check(analysis, text, title, day).map_err(TestCaseError::fail)
}

fn engine() -> Engine {
    let codebook = codebook::parse("test", CODEBOOK).expect("the codebook parses");
    Engine::new(&codebook, Parameters::default())
}

proptest! {
    #[test]
    fn spans_and_passages_are_true_of_any_text(text in "\\PC{0,400}") {
        check(&analyse(&text, None, None, &engine()), &text, "", None)?;
    }

    #[test]
    fn spans_and_passages_are_true_of_what_looks_like_prose(text in prose(), title in prose()) {
        let day = NaiveDate::from_ymd_opt(2024, 9, 13);
        check(&analyse(&text, Some(&title), day, &engine()), &text, &title, day)?;
    }
}

#[test]
fn a_title_that_the_text_begins_with_is_read_once() {
    let title = "Mayor Holt said the bridge would open";
    let text = format!("{title}\n\nMayor Maria Holt said the bridge would open on Monday.");
    let engine = engine();
    let once = analyse(&text, Some(title), None, &engine);
    assert!(once.claims.iter().all(|c| c.place == Place::Text));
    let apart = analyse(&text[title.len()..], Some(title), None, &engine);
    assert!(apart.claims.iter().any(|c| c.place == Place::Title));
}

#[test]
fn no_date_reaches_from_a_title_into_the_text() {
    let day = NaiveDate::from_ymd_opt(2024, 9, 13);
    let (title, text) = ("The harbor closes on 4 March", "2024 was a dry year.");
    let analysis = analyse(text, Some(title), day, &engine());
    check(&analysis, text, title, day).unwrap();
    let dates: Vec<_> = analysis
        .timexes
        .iter()
        .map(|t| (t.place, t.value.to_string()))
        .collect();
    let want = [
        (Place::Title, "2024-03-04".to_owned()),
        (Place::Text, "2024".to_owned()),
    ];
    assert_eq!(dates, want);
}

#[test]
fn whom_a_long_text_named_is_known_to_its_end() {
    let start = "Maria Holt, the mayor, opened the meeting. Alan Pryce, a spokesman for Maria Holt, sat beside her.\n\n";
    let filler = "The road was wet and the boats stayed in.\n\n".repeat(8_000);
    let end = "Pryce said the bridge should be built. “Build the bridge,” Holt said.";
    let text = format!("{start}{filler}{end}");
    let analysis = analyse(&text, None, None, &engine());
    check(&analysis, &text, "", None).unwrap();
    let spoken: Vec<_> = analysis
        .claims
        .iter()
        .map(|claim| {
            let name = claim.actor.as_ref().map(|actor| actor.name.as_str());
            let principal = claim.on_behalf_of.as_ref();
            (name, principal.map(|actor| actor.name.as_str()))
        })
        .collect();
    let want = [
        (Some("Alan Pryce"), Some("Maria Holt")),
        (Some("Maria Holt"), None),
    ];
    assert_eq!(spoken, want);
    let named = analysis.mentioned.iter();
    assert_eq!(named.filter(|actor| actor.name == "Maria Holt").count(), 1);
}
