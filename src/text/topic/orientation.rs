//! Whether who is for a proposition is for the things that it is about: "the bridge should be closed" and "the bridge
//! was a mistake" are against the bridge.

use super::proposition::{Part, base_forms, vocabulary};
use crate::text::stance::lexicon;

/// Words that ask for something to be done.
const MODALS: [&str; 5] = ["should", "must", "ought", "shall", "will"];

/// Words behind a judgement within which "not" or a deed belongs to it: "it was right not to charge him".
const REACH: usize = 4;

/// What a proposition says of what it is about.
pub(super) struct Orientation {
    /// +1 for one that wants it or calls it good, −1 for one that wants it stopped or not done, or calls it bad.
    pub side: i8,
    /// Whether its words tell that.
    pub told: bool,
    /// Whether it calls what it is about good or bad.
    judged: bool,
    /// Whether it asks for something to be done.
    asks: bool,
    /// +1, or −1 where it calls what was done bad: "building the bridge was a mistake".
    pub deed: i8,
    /// Base forms before the word that asks for something; all where none does.
    pub subject: Vec<String>,
    /// All base forms.
    words: Vec<String>,
    /// Those that tell what is done, if any do.
    acting: Vec<String>,
}

impl Orientation {
    /// The side of a thing that a noun of less, a means or an evil names, where the proposition alone tells a side.
    ///
    /// `side` is the side of what they are said of, and `named` whether the proposition names that.
    pub fn side_of_noun(&self, noun: &str, side: i8, named: bool) -> Option<i8> {
        let said = |words: &[String]| words.iter().any(|w| w == noun);
        if self.side < 0 && vocabulary().is_means(noun, &self.acting) {
            return Some(1);
        }
        if is_less(noun) {
            let unsaid = said(&self.acting) && !said(&self.subject) || !said(&self.words);
            let turns = side < 0 || named && !vocabulary().is(Part::Rule, noun);
            return (unsaid && turns).then_some(-side);
        }
        (self.asks && is_evil(noun) && !self.acts(Part::Permissive)).then_some(-1)
    }

    /// Whether something named is where a wrong was done, for which somebody should answer: "resign over the fire in Port Reef".
    pub fn is_place(&self, words: &[String]) -> bool {
        let mut places = self.words.windows(words.len() + 1);
        self.accuses() && places.any(|at| at[0] == "in" && at[1..] == *words)
    }

    /// Whether a noun names what answers a wrong that the proposition lays at somebody's door.
    pub fn is_remedy(&self, noun: &str) -> bool {
        let blames = self.judged && !self.subject.iter().any(|w| w == noun);
        self.side < 0 && vocabulary().is(Part::Remedy, noun) && (self.accuses() || blames)
    }

    /// Whether it asks that somebody answer for a wrong.
    fn accuses(&self) -> bool {
        self.acts(Part::Legal)
    }

    /// Whether what it asks for is told by a word of a list.
    fn acts(&self, part: Part) -> bool {
        self.acting.iter().any(|w| vocabulary().is(part, w))
    }
}

/// What the word that opens a term does to what follows; nothing where it is the first of a compound noun.
pub(super) fn effect_at(words: &[String]) -> Option<(i8, usize)> {
    match vocabulary().opens(Part::Compound, words) {
        Some(_) => None,
        None => lexicon().effect_at(words),
    }
}

/// Whether a noun is one for less of what stands before it.
pub(super) fn is_less(noun: &str) -> bool {
    vocabulary().is(Part::Less, noun)
}

/// Whether a noun is one for what nobody is for.
fn is_evil(noun: &str) -> bool {
    vocabulary().is(Part::Evil, noun)
}

/// Whether the words from `at` on call something good (+1) or bad (−1).
fn judgement_at(words: &[String], at: usize) -> Option<i8> {
    let behind = &words[at..];
    let charged = vocabulary().opens(Part::Charge, behind).map(|_| -1);
    // "Treats them unfairly".
    let adverb = || {
        let plain = words[at].strip_suffix("ly")?.to_owned();
        lexicon().evaluation_at(&[plain]).filter(|value| *value < 0)
    };
    lexicon().judgement_at(behind).or(charged).or_else(adverb)
}

/// Reads a proposition.
///
/// The first effect word behind "should" decides: "should be suspended" turns the side of what the topic is about, as
/// does a "not" before it. Without "should", the first judgement does, and with it one that stands before: "is unfair
/// and should be reformed".
pub(super) fn of(proposition: &str) -> Orientation {
    let words = base_forms(proposition);
    let main = |at: &usize| {
        let wants = MODALS.contains(&words[*at].as_str());
        // "Wrongs that should have consequences" are judged.
        wants
            && !matches!(words[..*at].last(), Some(w) if matches!(w.as_str(), "that" | "which" | "who"))
    };
    let modal = (0..words.len()).find(main);
    let subject = &words[..modal.unwrap_or(words.len())];
    let asked = modal.map_or(&[][..], |at| &words[at + 1..]);
    let judged = match modal {
        None => judged(subject),
        // A judgement of its own stands before "and": "bad roads should be mended" has none.
        Some(_) => subject
            .iter()
            .rposition(|w| w == "and")
            .filter(|&and| subject[..and].iter().any(|w| is_copula(w)))
            // "Racism is a problem" judges nothing that somebody is for.
            .filter(|&and| !subject[..and].iter().any(|w| is_evil(w)))
            .and_then(|and| judged(&subject[..and])),
    };
    let asks = if modal.is_some() { asked } else { subject };
    let acted = acted_on(asks, modal.is_some());
    let acting = match (&judged, &acted) {
        (None, Some((_, acting))) => acting.clone(),
        _ => Vec::new(),
    };
    Orientation {
        side: judged.map_or(acted.as_ref().map_or(1, |a| a.0), |(value, deed)| {
            value * deed
        }),
        judged: judged.is_some(),
        asks: modal.is_some(),
        told: modal.is_some() || judged.is_some() || acted.is_some(),
        deed: match modal {
            None => judged.map_or(1, |(value, _)| value),
            Some(_) => 1,
        },
        subject: subject.to_vec(),
        words,
        acting,
    }
}

fn is_determiner(word: &str) -> bool {
    matches!(
        word,
        "a" | "an" | "the" | "his" | "her" | "its" | "their" | "our" | "my"
    )
}

fn is_copula(word: &str) -> bool {
    matches!(word, "be" | "have" | "remain" | "prove")
}

/// What the words that open `words` do to what follows, and how many they are. `before` stands before them.
pub(super) fn treatment_at(before: Option<&String>, words: &[String]) -> Option<(i8, usize)> {
    if let Some(treatment) = vocabulary().opens(Part::Treatment, words) {
        return Some(treatment);
    }
    let passive = before.is_some_and(|w| w == "be" || w.ends_with("ly"));
    if passive
        && vocabulary().opens(Part::Passive, words).is_some()
        && words
            .get(1)
            .is_none_or(|w| !matches!(w.as_str(), "free" | "to" | "for"))
    {
        return Some((-1, 1));
    }
    effect_at(words)
}

/// What the first words do to something; none where they tell nothing.
fn acted_on(words: &[String], asked: bool) -> Option<(i8, Vec<String>)> {
    // "Should bomb the gang" can only be a verb, as "should be bombed".
    let be = "be".to_owned();
    let before = |at: usize| match at.checked_sub(1) {
        Some(n) => Some(&words[n]),
        None => Some(&be).filter(|_| asked),
    };
    // "Should carry her fight on": a noun.
    let noun = |at: usize| before(at).is_some_and(|w| is_determiner(w));
    // "Should be made to give it up": what is made to be done tells.
    let forced = |at: usize| words[at] == "make" && words.get(at + 1).is_some_and(|w| w == "to");
    let mut reach = (0..words.len().min(REACH)).filter(|at| !forced(*at) && !noun(*at));
    let effect = reach.find_map(|at| {
        let (effect, used) = treatment_at(before(at), &words[at..])?;
        Some((effect, words[at..words.len().min(at + used + 2)].to_vec()))
    });
    let denied = is_denied(&words[..words.len().min(2)]);
    match effect {
        Some((effect, acting)) => Some((if denied { -effect } else { effect }, acting)),
        None => denied.then(|| (-1, Vec::new())),
    }
}

/// Whether a proposition that asks for nothing calls what it is about, or what was done, good (+1) or bad (−1), and
/// whether what was done is less (−1) of what it is about: "it was right to close the bridge" is +1 and −1.
fn judged(words: &[String]) -> Option<(i8, i8)> {
    // "The claims of fraud are true" judges behind "are".
    let copula = words.iter().position(|w| w == "be").unwrap_or(0);
    let is_named = |at: usize| at < copula && is_evil(&words[at]);
    let mut places = (1..words.len()).filter(|at| !is_named(*at));
    let (at, value) = places.find_map(|at| Some((at, judgement_at(words, at)?)))?;
    // "It was right not to charge him", "wrong to close the investigation".
    let behind = &words[at + 1..words.len().min(at + 1 + REACH)];
    let be = "be".to_owned();
    let deed = behind.iter().position(|w| w == "to");
    let not = deed.is_some_and(|to| is_denied(&behind[..to]));
    let effect = deed.and_then(|to| treatment_at(Some(&be), &words[at + 2 + to..]));
    let denied = is_denied(&words[at.saturating_sub(2)..at]) != not;
    let value = if denied { -value } else { value };
    Some((value, effect.map_or(1, |(effect, _)| effect)))
}

/// Whether one of some base forms denies.
pub(super) fn is_denied(words: &[String]) -> bool {
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
            ("It was right not to charge the mayor.", 1),
            ("The bridge is good for the town.", 1),
            ("The bridge is not safe.", -1),
            ("The mayor is to blame for the flood.", -1),
            ("The council cheated its tenants.", -1),
            ("The bridge helps the town.", 1),
            ("Mira Holt is fit to be mayor.", 1),
            (
                "Tom Hale should be held to account for the harbor contract.",
                -1,
            ),
            (
                "Tom Hale should face criminal charges over the harbor contract.",
                -1,
            ),
            ("Tom Hale should be criminally charged.", -1),
            ("Tom Hale should have an office.", 1),
            ("The council should hold the vote in May.", 1),
            ("Brunland should be made to give up its ferries.", -1),
            (
                "The harbor contract was a wrongdoing that should have consequences.",
                -1,
            ),
            ("The harbor dues are unfair and should be reformed.", -1),
            ("The harbor dues should be reformed.", 1),
            ("Crime is a problem and more should be done against it.", 1),
            ("The town should close ranks behind Tom Hale.", 1),
            ("The town should close the bridge.", -1),
            ("Ships should be taxed.", -1),
            ("Ships should be tax free.", 1),
            ("The harbor paper treats the captains unfairly.", -1),
        ] {
            assert_eq!(super::of(proposition).side, side, "{proposition}");
        }
    }
}
