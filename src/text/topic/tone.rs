//! Whether a topic's own words praise or blame.
//!
//! Under "The mayor misused the harbor fund" whoever accuses is for the proposition, under "The mayor did well"
//! against it, whatever word names the thing that is spoken of.

use crate::model::Topic;
use crate::text::stance::{Class, is_denied, lexicon};
use crate::text::words::Words;

/// What a topic's entry says in words of praise (+1) and blame (−1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tone {
    /// The sign of what its proposition says.
    pub proposition: i8,
    /// The sign of what its terms for the proposition say, less what those against it say.
    pub lists: i8,
}

impl Tone {
    /// Reads the entry of a topic.
    pub fn of(topic: &Topic) -> Self {
        let of = |lists: [&Vec<String>; 2]| -> i32 {
            let phrases = lists.into_iter().flatten();
            phrases.map(|phrase| tone(phrase)).sum()
        };
        let with = of([&topic.for_terms, &topic.reasons_for]);
        let against = of([&topic.against_terms, &topic.reasons_against]);
        Self {
            proposition: tone(&topic.proposition).signum() as i8,
            lists: (with - against).signum() as i8,
        }
    }
}

/// How many more words of praise than of blame the terms for the proposition have, less those of the terms against it.
pub(super) fn of_terms(topic: &Topic) -> i32 {
    let of = |terms: &[String]| -> i32 { terms.iter().map(|term| tone(term)).sum() };
    of(&topic.for_terms) - of(&topic.against_terms)
}

/// How many words of praise a phrase has more than of blame; the contrary where they are denied.
fn tone(phrase: &str) -> i32 {
    let words = Words::of_phrase(phrase).all;
    let operators = lexicon().operators(&words, 0..words.len());
    let judging = [
        Class::Evaluation,
        Class::Outcome,
        Class::Judgement,
        Class::Alarm,
    ];
    let said = operators
        .iter()
        .filter_map(|o| judging.iter().find_map(|c| o.of(*c)));
    let sum: i32 = said.map(|polarity| i32::from(polarity.signum())).sum();
    if is_denied(&operators) { -sum } else { sum }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::codebook::parse;

    fn tone_of(proposition: &str, with: &str, against: &str) -> Tone {
        let book = format!(
            "[[topic]]\nid = \"t\"\nname = \"T\"\nproposition = \"{proposition}\"\nabout = [\"pier\"]\nfor = [\"{with}\"]\nagainst = [\"{against}\"]\n"
        );
        Tone::of(&parse("test", &book).expect("a codebook").topics[0])
    }

    #[test]
    fn praise_and_blame_in_an_entry_are_told_apart() {
        let tone = |proposition, lists| Tone { proposition, lists };
        assert_eq!(
            tone_of("The pier is a disaster.", "terrible", "useful"),
            tone(-1, -1)
        );
        assert_eq!(
            tone_of("The pier is not a disaster.", "useful", "terrible"),
            tone(1, 1)
        );
        assert_eq!(
            tone_of(
                "The pier should be widened.",
                "widen the pier",
                "close the pier"
            ),
            tone(0, 0)
        );
    }
}
