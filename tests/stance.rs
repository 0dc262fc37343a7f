//! Stances by composition: each case beside its counter-example.

mod support;

use proptest::prelude::*;
use stance::model::ActorKind;
use stance::text::codebook;
use stance::text::document::{Document, Find};
use stance::text::stance::{Judge, Parameters, Voice};
use stance::text::topic::CompiledCodebook;

/// The cases hold whatever floor the program starts with.
const FLOOR: Parameters = Parameters::DEFAULT;

/// A named person, which the sources of the cases stand for.
fn voice() -> Voice {
    Voice {
        kind: Some(ActorKind::Person),
        ..Voice::default()
    }
}

/// Reads "<source> *cue* content" and gives the plain text with its attribution.
fn marked(text: &str) -> (String, Find) {
    let mut plain = String::new();
    let mut find = Find::default();
    let mut open = 0;
    for c in text.trim().chars() {
        match c {
            '<' => open = plain.len(),
            '>' => find.source.push(open..plain.len()),
            '*' if find.cue.is_empty() => find.cue.push(plain.len()..plain.len()),
            '*' => find.cue[0].end = plain.len(),
            _ => plain.push(c),
        }
    }
    find.content.push(find.cue[0].end..plain.len());
    (plain, find)
}

fn run(inputs: &[(&str, &str)]) -> String {
    let book = codebook::parse("fixture", inputs[0].1).expect("a good codebook");
    let compiled = CompiledCodebook::new(&book);
    let (text, find) = marked(inputs[1].1);
    let document = Document::new(&text);
    let judge = Judge::new(&document, &compiled, FLOOR);
    let lines: Vec<_> = judge
        .judge(&find, &voice())
        .into_iter()
        .map(|judged| {
            let found = &judged.found;
            let condition = judged
                .condition
                .map_or(String::new(), |at| format!(", condition \"{}\"", &text[at]));
            format!(
                "{} {} {}{}: {} \"{}\" on \"{}\"{condition}",
                found.topic,
                found.stance,
                found.bearing.as_str(),
                if judged.stands {
                    ""
                } else {
                    ", below the floor"
                },
                found.why.rule,
                found.why.cue,
                found.why.term,
            )
        })
        .collect();
    if lines.is_empty() {
        "no stance".to_owned()
    } else {
        lines.join("\n")
    }
}

#[test]
fn words_reach_what_they_govern() {
    support::cases::check("fixtures/stance/reach.md", run);
}

#[test]
fn negation_turns_what_it_governs_and_nothing_else() {
    support::cases::check("fixtures/stance/negation.md", run);
}

#[test]
fn measures_hold_in_other_words() {
    support::cases::check("fixtures/stance/measures.md", run);
}

#[test]
fn strength_follows_hedges_conditions_and_intensity() {
    support::cases::check("fixtures/stance/strength.md", run);
}

#[test]
fn nobody_gets_a_position_that_is_not_theirs() {
    support::cases::check("fixtures/stance/whose.md", run);
}

#[test]
fn effects_and_judgements_compose() {
    support::cases::check("fixtures/stance/composition.md", run);
}

#[test]
fn a_topic_is_taken_up_by_its_words_and_names() {
    support::cases::check("fixtures/stance/topic.md", run);
}

#[test]
fn a_proposition_that_asks_for_nothing_is_for_or_against_what_it_judges() {
    support::cases::check("fixtures/stance/judged.md", run);
}

#[test]
fn reasons_asides_and_charges_are_told_apart() {
    support::cases::check("fixtures/stance/parted.md", run);
}

#[test]
fn words_of_praise_and_blame_are_known() {
    support::cases::check("fixtures/stance/words.md", run);
}

#[test]
fn a_thing_has_the_side_that_its_proposition_gives_it() {
    support::cases::check("fixtures/stance/oriented.md", run);
}

proptest! {
    #[test]
    fn any_text_and_any_spans_are_judged(text in "(tunnel |not |if |build the |“|”|[.?,;] |said |\\PC{1,4} ){0,60}", at in 0usize..200, length in 0usize..200) {
        let book = "[[topic]]\nid='t'\nname='T'\nproposition='Build the tunnel.'\nabout=['tunnel']\nfor=['build the tunnel']";
        let compiled = CompiledCodebook::new(&codebook::parse("t", book).expect("a good codebook"));
        let boundary = |mut at: usize| {
            at = at.min(text.len());
            while !text.is_char_boundary(at) { at -= 1; }
            at
        };
        let mut find = Find::default();
        find.cue.push(boundary(at)..boundary(at + length / 4));
        find.content.push(boundary(length)..boundary(length + at));
        let document = Document::new(&text);
        for judged in Judge::new(&document, &compiled, FLOOR).judge(&find, &voice()) {
            prop_assert!((0.0..=1.0).contains(&judged.found.confidence));
            prop_assert!(text.get(judged.term.clone()).is_some());
        }
    }
}
