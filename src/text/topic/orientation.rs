//! Whether who is for a proposition is for the things that it is about: "the bridge should be closed" and "the bridge
//! was a mistake" are against the bridge.

use crate::text::stance::lexicon;
use crate::text::words::Words;

/// Words that ask for something to be done.
const MODALS: [&str; 5] = ["should", "must", "ought", "shall", "will"];

/// Phrases that lay something at somebody's door and are no judgement elsewhere.
const CHARGES: [&[&str]; 12] = [
    &["to", "blame"],
    &["cheat"],
    &["lie"],
    &["cover", "up"],
    &["be", "weak"],
    &["decline"],
    &["rig"],
    &["corrupt"],
    &["bias"],
    &["in", "danger"],
    &["unfit"],
    &["be", "too"],
];

/// Words behind a judgement within which "not" or a deed belongs to it: "it was right not to charge him".
const REACH: usize = 4;

/// +1 for a proposition that wants something or calls it good, −1 for one that wants it stopped or not done, or calls
/// it bad.
///
/// The first effect word behind "should" decides: "should be suspended" turns the side of what the topic is about, as
/// does a "not" before it. Without "should", the first judgement does.
pub(super) fn of(proposition: &str) -> i8 {
    let words = base_forms(proposition);
    let modal = words.iter().position(|w| MODALS.contains(&w.as_str()));
    match modal {
        None if let Some((value, deed)) = judged(&words) => value * deed,
        None => acted_on(&words),
        Some(at) => acted_on(&words[at + 1..]),
    }
}

/// Whether a proposition calls what was done bad (−1): "building the bridge was a mistake".
pub(super) fn of_deed(proposition: &str) -> i8 {
    let words = base_forms(proposition);
    match words.iter().any(|w| MODALS.contains(&w.as_str())) {
        true => 1,
        false => judged(&words).map_or(1, |(value, _)| value),
    }
}

fn base_forms(proposition: &str) -> Vec<String> {
    let words = Words::of_phrase(proposition);
    words.all.iter().map(|w| w.lemma.to_string()).collect()
}

fn acted_on(words: &[String]) -> i8 {
    let effect = (0..words.len().min(REACH))
        .find_map(|at| lexicon().effect_at(&words[at..]))
        .map_or(1, |(effect, _)| effect);
    if is_denied(&words[..words.len().min(2)]) {
        -effect
    } else {
        effect
    }
}

/// Whether a proposition that asks for nothing calls what it is about, or what was done, good (+1) or bad (−1), and
/// whether what was done is less (−1) of what it is about: "it was right to close the bridge" is +1 and −1.
fn judged(words: &[String]) -> Option<(i8, i8)> {
    let charge = |at: usize| {
        let behind = &words[at..];
        let is = |charge: &&[&str]| {
            charge.len() <= behind.len() && charge.iter().zip(behind).all(|(c, w)| c == w)
        };
        CHARGES.iter().any(is)
    };
    let (at, value) = (1..words.len()).find_map(|at| {
        let value = lexicon()
            .judgement_at(&words[at..])
            .or(charge(at).then_some(-1))?;
        Some((at, value))
    })?;
    // "It was right not to charge him", "wrong to close the investigation".
    let behind = &words[at + 1..words.len().min(at + 1 + REACH)];
    let deed = behind.iter().position(|w| w == "to");
    let not = deed.is_some_and(|to| is_denied(&behind[..to]));
    let effect = deed.and_then(|to| lexicon().effect_at(&words[at + 2 + to..]));
    let denied = is_denied(&words[at.saturating_sub(2)..at]) != not;
    let value = if denied { -value } else { value };
    Some((value, effect.map_or(1, |(effect, _)| effect)))
}

fn is_denied(words: &[String]) -> bool {
    words
        .iter()
        .any(|w| matches!(w.as_str(), "not" | "never" | "no"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_proposition_is_for_or_against_what_it_is_about() {
        for (proposition, side) in [
            ("The bridge should be built.", 1),
            ("The bridge should be closed.", -1),
            ("The bridge should not be closed.", 1),
            ("Building the bridge was a mistake.", -1),
            ("It was wrong to build the bridge.", -1),
            ("The council was right to close the bridge.", -1),
            ("It was right not to charge the mayor.", -1),
            ("The bridge is good for the town.", 1),
            ("The bridge is not safe.", -1),
            ("The mayor is to blame for the flood.", -1),
            ("The council cheated its tenants.", -1),
            ("The bridge helps the town.", 1),
            ("Mira Holt is fit to be mayor.", 1),
        ] {
            assert_eq!(super::of(proposition), side, "{proposition}");
        }
    }
}
