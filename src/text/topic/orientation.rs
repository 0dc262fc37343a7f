//! Whether who is for a proposition is for the things that it is about: "the bridge should be closed" and "the bridge
//! was a mistake" are against the bridge.

use crate::text::stance::lexicon;
use crate::text::words::Words;

/// Words that ask for something to be done.
const MODALS: [&str; 5] = ["should", "must", "ought", "shall", "will"];

/// Phrases that lay something at somebody's door and are no judgement elsewhere.
const CHARGES: [&[&str]; 17] = [
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
    &["dishonest"],
    &["wrongdo"],
    &["misconduct"],
    &["untrustworthy"],
    &["improper"],
];

/// What a proposition asks to be done to somebody or something, beside the effects of the lexicon, which read other texts,
/// too: words there say less than "Hale should be charged" does of Hale. The longest first.
const TREATMENTS: [(&[&str], i8); 35] = [
    (&["close", "rank", "behind"], 1),
    (&["hold", "to", "account"], -1),
    (&["call", "to", "account"], -1),
    (&["hold", "accountable"], -1),
    (&["hold", "responsible"], -1),
    (&["hold", "liable"], -1),
    (&["have", "consequence"], -1),
    (&["face", "consequence"], -1),
    (&["face", "charge"], -1),
    (&["face", "criminal"], -1),
    (&["face", "trial"], -1),
    (&["stand", "trial"], -1),
    (&["put", "on", "trial"], -1),
    (&["answer"], -1),
    (&["drive", "out"], -1),
    (&["push", "out"], -1),
    (&["force", "out"], -1),
    (&["give", "up"], -1),
    (&["turn", "away", "from"], -1),
    (&["step", "down"], -1),
    (&["call", "off"], -1),
    (&["tear", "down"], -1),
    (&["lock", "up"], -1),
    (&["stand", "up", "to"], -1),
    (&["meet", "with"], 1),
    (&["unite", "behind"], 1),
    (&["rally", "behind"], 1),
    (&["investigate"], -1),
    (&["punish"], -1),
    (&["penalize"], -1),
    (&["disavow"], -1),
    (&["boycott"], -1),
    (&["resign"], -1),
    (&["oust"], -1),
    (&["discipline"], -1),
];

/// The same, of words that are as often nouns: only behind "be" are they sure to be done to somebody.
const PASSIVES: [&str; 9] = [
    "tax",
    "charge",
    "bomb",
    "fine",
    "sue",
    "fire",
    "try",
    "sanction",
    "discipline",
];

/// Nouns that begin with what elsewhere is a verb for more or less.
const COMPOUNDS: [&[&str]; 7] = [
    &["stem", "cell"],
    &["cap", "and", "trade"],
    &["block", "grant"],
    &["stop", "sign"],
    &["start", "up"],
    &["use", "car"],
    &["battle", "ground"],
];

/// Nouns for less of what stands before them: who wants cars gone wants a "car ban".
const NOUNS_OF_LESS: [&str; 18] = [
    "cut",
    "cutback",
    "ban",
    "freeze",
    "closure",
    "shutdown",
    "reduction",
    "repeal",
    "moratorium",
    "rollback",
    "suspension",
    "removal",
    "elimination",
    "abolition",
    "cancellation",
    "restriction",
    "prohibition",
    "curb",
];

/// Those that a proposition may be for, as of "strict laws".
const RULES: [&str; 4] = ["ban", "restriction", "prohibition", "curb"];

/// Nouns for what holds something down, and the verbs that ask for them: "banks should be regulated" wants "bank rules".
const MEANS: [(&[&str], &[&str]); 2] = [
    (&["tax"], &["tax", "levy", "surtax"]),
    (
        &[
            "regulate", "rein", "control", "restrain", "restrict", "limit", "ban", "curb",
        ],
        &[
            "regulation",
            "rule",
            "oversight",
            "regulator",
            "control",
            "law",
            "limit",
            "ban",
            "restriction",
            "cap",
        ],
    ),
];

/// Nouns for what answers a wrong: who lays the wrong at somebody's door wants them.
const REMEDIES: [&str; 23] = [
    "investigation",
    "probe",
    "inquiry",
    "indictment",
    "prosecution",
    "prosecutor",
    "counsel",
    "lawsuit",
    "suit",
    "trial",
    "hear",
    "audit",
    "impeachment",
    "charge",
    "conviction",
    "punishment",
    "penalty",
    "sentence",
    "plea",
    "fine",
    "claim",
    "report",
    "reform",
];

/// Words of what is done to somebody who did wrong.
const LEGAL: [&str; 20] = [
    "account",
    "accountable",
    "responsible",
    "liable",
    "consequence",
    "charge",
    "criminal",
    "trial",
    "answer",
    "pay",
    "investigate",
    "punish",
    "prosecute",
    "indict",
    "jail",
    "imprison",
    "impeach",
    "convict",
    "resign",
    "sue",
];

/// Words of what lets something go on.
const PERMISSIVE: [&str; 10] = [
    "keep", "allow", "permit", "let", "legalize", "continue", "build", "expand", "approve", "lift",
];

/// Nouns for what nobody is for.
const EVILS: [&str; 26] = [
    "pollution",
    "fraud",
    "violence",
    "emission",
    "corruption",
    "crime",
    "terrorism",
    "extremism",
    "racism",
    "sexism",
    "discrimination",
    "harassment",
    "poverty",
    "inequality",
    "hunger",
    "homelessness",
    "bribery",
    "brutality",
    "misinformation",
    "overdose",
    "famine",
    "epidemic",
    "loophole",
    "layoff",
    "disenfranchisement",
    "debt",
];

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
        let acts = |verbs: &[&str]| self.acting.iter().any(|w| verbs.contains(&w.as_str()));
        let said = |words: &[String]| words.iter().any(|w| w == noun);
        let means = |(verbs, nouns): &(&[&str], &[&str])| nouns.contains(&noun) && acts(verbs);
        if self.side < 0 && MEANS.iter().any(means) {
            return Some(1);
        }
        if is_less(noun) {
            let unsaid = said(&self.acting) && !said(&self.subject) || !said(&self.words);
            let turns = side < 0 || named && !RULES.contains(&noun);
            return (unsaid && turns).then_some(-side);
        }
        (self.asks && EVILS.contains(&noun) && !acts(&PERMISSIVE)).then_some(-1)
    }

    /// Whether something named is where a wrong was done, for which somebody should answer: "resign over the fire in Port Reef".
    pub fn is_place(&self, words: &[String]) -> bool {
        let mut places = self.words.windows(words.len() + 1);
        self.accuses() && places.any(|at| at[0] == "in" && at[1..] == *words)
    }

    /// Whether a noun names what answers a wrong that the proposition lays at somebody's door.
    pub fn is_remedy(&self, noun: &str) -> bool {
        let blames = self.judged && !self.subject.iter().any(|w| w == noun);
        self.side < 0 && REMEDIES.contains(&noun) && (self.accuses() || blames)
    }

    /// Whether it asks that somebody answer for a wrong.
    fn accuses(&self) -> bool {
        self.acting.iter().any(|w| LEGAL.contains(&w.as_str()))
    }
}

/// What the word that opens a term does to what follows; nothing where it is the first of a compound noun.
pub(super) fn effect_at(words: &[String]) -> Option<(i8, usize)> {
    match COMPOUNDS.iter().any(|compound| opens(compound, words)) {
        true => None,
        false => lexicon().effect_at(words),
    }
}

/// Whether some words begin with a phrase.
fn opens(phrase: &[&str], words: &[String]) -> bool {
    phrase.len() <= words.len() && phrase.iter().zip(words).all(|(p, w)| p == w)
}

/// Whether a noun is one for less of what stands before it.
pub(super) fn is_less(noun: &str) -> bool {
    NOUNS_OF_LESS.contains(&noun)
}

/// Whether words call something good (+1) or bad (−1).
pub(super) fn tone(words: &[String]) -> i8 {
    let value = |at: usize| judgement_at(words, at);
    let Some((at, value)) = (0..words.len()).find_map(|at| Some((at, value(at)?))) else {
        return 0;
    };
    if is_denied(&words[at.saturating_sub(2)..at]) {
        -value
    } else {
        value
    }
}

fn judgement_at(words: &[String], at: usize) -> Option<i8> {
    let behind = &words[at..];
    let charged = CHARGES.iter().any(|charge| opens(charge, behind));
    let charged = charged.then_some(-1);
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
            .filter(|&and| !subject[..and].iter().any(|w| EVILS.contains(&w.as_str())))
            .and_then(|and| judged(&subject[..and])),
    };
    let asks = if modal.is_some() { asked } else { subject };
    let acted = acted_on(asks);
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

fn is_copula(word: &str) -> bool {
    matches!(word, "be" | "have" | "remain" | "prove")
}

fn base_forms(proposition: &str) -> Vec<String> {
    let words = Words::of_phrase(proposition);
    words.all.iter().map(|w| w.lemma.to_string()).collect()
}

/// What the words that open `words` do to what follows, and how many they are. `before` stands before them.
pub(super) fn treatment_at(before: Option<&String>, words: &[String]) -> Option<(i8, usize)> {
    let treats = |(phrase, _): &&(&[&str], i8)| opens(phrase, words);
    if let Some((phrase, sign)) = TREATMENTS.iter().find(treats) {
        return Some((*sign, phrase.len()));
    }
    let first = words.first()?;
    let passive = before.is_some_and(|w| w == "be" || w.ends_with("ly"));
    if passive && PASSIVES.contains(&first.as_str()) && words.get(1).is_none_or(|w| w != "free") {
        return Some((-1, 1));
    }
    effect_at(words)
}

/// What the first words do to something; none where they tell nothing.
fn acted_on(words: &[String]) -> Option<(i8, Vec<String>)> {
    let before = |at: usize| at.checked_sub(1).map(|n| &words[n]);
    // "Should be made to give it up": what is made to be done tells.
    let forced = |at: usize| words[at] == "make" && words.get(at + 1).is_some_and(|w| w == "to");
    let mut reach = (0..words.len().min(REACH)).filter(|at| !forced(*at));
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
    let is_named = |at: usize| at < copula && EVILS.contains(&words[at].as_str());
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
