//! The words that carry a stance, from the data files under `text/lexicon`.

use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;
use toml::Spanned;

use super::phrases::{INSIDE, NO_WORD, Pattern, Phrases, Sense};
use crate::text::listed::Listed;
use crate::text::words::{Kind, Word, Words};

/// What a word or phrase does to the side of what it governs, in the order of their names. The data files say more of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Class {
    Affirm,
    Alarm,
    Condition,
    Decision,
    Deontic,
    Effect,
    Evaluation,
    Happen,
    Hedge,
    Hypothesis,
    Intensifier,
    Intention,
    Judgement,
    Negation,
    Open,
    Outcome,
    Refusal,
    Report,
    Subject,
    Volition,
}

impl Class {
    /// Its name in the tables of weights.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Affirm => "Affirm",
            Self::Alarm => "Alarm",
            Self::Condition => "Condition",
            Self::Decision => "Decision",
            Self::Deontic => "Deontic",
            Self::Effect => "Effect",
            Self::Evaluation => "Evaluation",
            Self::Happen => "Happen",
            Self::Hedge => "Hedge",
            Self::Hypothesis => "Hypothesis",
            Self::Intensifier => "Intensifier",
            Self::Intention => "Intention",
            Self::Judgement => "Judgement",
            Self::Negation => "Negation",
            Self::Open => "Open",
            Self::Outcome => "Outcome",
            Self::Refusal => "Refusal",
            Self::Report => "Report",
            Self::Subject => "Subject",
            Self::Volition => "Volition",
        }
    }
}

/// All phrases, by their first word.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    by_first: Listed<Phrases>,
}

/// A phrase of the lexicon found in a text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Operator<'l> {
    /// Indexes into the words of the text.
    pub words: Range<usize>,
    senses: &'l [Sense],
}

impl Operator<'_> {
    /// What the phrase can be.
    pub fn classes(&self) -> impl Iterator<Item = Class> {
        self.senses.iter().map(|s| s.class)
    }

    /// What it can be that has a side, with its polarity; denials have none.
    pub fn polarities(&self) -> impl Iterator<Item = (Class, i8)> {
        let sided = |s: &&Sense| s.polarity != 0 && s.class != Class::Negation;
        self.senses
            .iter()
            .filter(sided)
            .map(|s| (s.class, s.polarity))
    }

    /// The polarity of the phrase as `class`, if it can be that.
    pub fn of(&self, class: Class) -> Option<i8> {
        self.senses
            .iter()
            .find(|s| s.class == class)
            .map(|s| s.polarity)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entries {
    entry: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    class: Class,
    polarity: Spanned<i8>,
    words: Vec<Spanned<String>>,
    /// Read by the test of this module, which runs them.
    #[cfg_attr(not(test), expect(dead_code, reason = "run by the tests"))]
    examples: Vec<String>,
}

const FILES: [(&str, &str); 5] = [
    ("attitude.toml", include_str!("../lexicon/attitude.toml")),
    ("effect.toml", include_str!("../lexicon/effect.toml")),
    (
        "evaluation.toml",
        include_str!("../lexicon/evaluation.toml"),
    ),
    ("modality.toml", include_str!("../lexicon/modality.toml")),
    ("negation.toml", include_str!("../lexicon/negation.toml")),
];

/// The lexicon that is built in.
pub(crate) fn lexicon() -> &'static Lexicon {
    static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
        let mut lexicon = Lexicon::default();
        let problems: Vec<String> = FILES
            .iter()
            .flat_map(|(name, text)| lexicon.add(name, text))
            .collect();
        // The files are compiled in and a test reads them: this cannot happen in a release.
        assert!(problems.is_empty(), "{}", problems.join("\n"));
        lexicon.sort();
        lexicon
    });
    &LEXICON
}

impl Lexicon {
    /// Adds the entries of one file. Gives what is wrong with them, with file and line.
    fn add(&mut self, name: &str, text: &str) -> Vec<String> {
        let entries: Entries = match toml::from_str(text) {
            Ok(entries) => entries,
            Err(error) => return vec![format!("{name}: {error}")],
        };
        let mut problems = Vec::new();
        let line = |at: usize| 1 + text[..at].matches('\n').count();
        for entry in entries.entry {
            let (polarity, place) = (*entry.polarity.get_ref(), entry.polarity.span());
            if !(-2..=2).contains(&polarity) {
                let line = line(place.start);
                problems.push(format!("{name}:{line}: polarity {polarity} is not −2 … +2"));
            }
            let sense = Sense {
                class: entry.class,
                polarity,
            };
            for phrase in &entry.words {
                if let Err(problem) = self.add_phrase(phrase.get_ref(), sense) {
                    let (line, phrase) = (line(phrase.span().start), phrase.get_ref());
                    problems.push(format!("{name}:{line}: \"{phrase}\" {problem}"));
                }
            }
        }
        problems
    }

    fn add_phrase(&mut self, phrase: &str, sense: Sense) -> Result<(), String> {
        let words: Vec<String> = Words::of_phrase(phrase)
            .all
            .iter()
            .map(|w| w.lemma.to_string())
            .collect();
        let Some(first) = words.first() else {
            return Err("has no word".to_owned());
        };
        let patterns = &mut self.by_first.entry(first).all;
        let Some(known) = patterns.iter_mut().find(|p| p.words == words) else {
            patterns.push(Pattern {
                words,
                senses: vec![sense],
            });
            return Ok(());
        };
        if known.senses.iter().any(|s| s.class == sense.class) {
            return Err(format!("stands twice as {:?}", sense.class));
        }
        known.senses.push(sense);
        Ok(())
    }

    fn sort(&mut self) {
        self.by_first.values_mut().for_each(Phrases::sort);
    }

    /// Whether a word is listed by itself.
    pub fn has(&self, word: &str) -> bool {
        let phrases = self.by_first.get(word);
        phrases.is_some_and(Phrases::has_single)
    }

    /// The phrases found in `range` of the words, in order, each the longest at its place.
    pub fn operators(&self, words: &[Word<'_>], range: Range<usize>) -> Vec<Operator<'_>> {
        let mut found = Vec::new();
        let mut at = range.start;
        while at < range.end {
            match self.longest_at(words, at, range.end) {
                Some(operator) => {
                    at = operator.words.end;
                    found.push(operator);
                }
                None => at += 1,
            }
        }
        found
    }

    fn longest_at(&self, words: &[Word<'_>], first: usize, limit: usize) -> Option<Operator<'_>> {
        let phrases = self.by_first.of(&words[first])?;
        // "is also strongly against", "called this week for": a few adverbs, articles or words for a time may stand
        // inside.
        let skips = |word: &Word<'_>| is_filler(word) || is_time(word);
        let mut behind = [NO_WORD; INSIDE + 1];
        for (next, word) in behind.iter_mut().zip(&words[first + 1..limit]) {
            *next = word.begin;
            if !skips(word) {
                break;
            }
        }
        phrases.going_on(behind).find_map(|pattern| {
            let mut at = first + 1;
            for wanted in &pattern.words[1..] {
                let free = (at + INSIDE).min(limit);
                while at < free && skips(&words[at]) && words[at].lemma != wanted.as_str() {
                    at += 1;
                }
                if at >= limit || words[at].lemma != wanted.as_str() {
                    return None;
                }
                at += 1;
            }
            Some(Operator {
                words: first..at,
                senses: &pattern.senses,
            })
        })
    }

    /// Whether a phrase that opens `words` calls a thing good (+1) or bad (−1).
    pub fn evaluation_at(&self, words: &[String]) -> Option<i8> {
        let phrases = self.by_first.get(words.first()?)?;
        phrases
            .opening(words)
            .find_map(|p| p.senses.iter().find(|s| s.class == Class::Evaluation))
            .map(|s| s.polarity.signum())
    }

    /// The same, or says that a thing does good or harm.
    pub fn judgement_at(&self, words: &[String]) -> Option<i8> {
        let phrases = self.by_first.get(words.first()?)?;
        let judges = |s: &&Sense| matches!(s.class, Class::Evaluation | Class::Outcome);
        phrases
            .opening(words)
            .find_map(|p| p.senses.iter().find(judges))
            .map(|s| s.polarity.signum())
    }

    /// Whether a phrase has a word for something bad and begins with none for what is done: "a terrible
    /// project", but not "block a disaster".
    pub fn is_charge(&self, words: &[String]) -> bool {
        let bad = |at: usize| self.judgement_at(&words[at..]) == Some(-1);
        self.effect_at(words).is_none() && (0..words.len()).any(bad)
    }

    /// How many words the longest attitude or decision that opens `words` has; 0 for none.
    pub fn attitude_at<W: AsRef<str>>(&self, words: &[W]) -> usize {
        let first = words.first().map(AsRef::as_ref);
        let Some(phrases) = first.and_then(|first| self.by_first.get(first)) else {
            return 0;
        };

        let attitude = |s: &Sense| {
            matches!(
                s.class,
                Class::Volition | Class::Judgement | Class::Alarm | Class::Decision
            )
        };
        phrases
            .opening(words)
            .find(|p| p.senses.iter().any(attitude))
            .map_or(0, |p| p.words.len())
    }

    /// What a phrase that opens `words` does to what follows: the sign, and how many words it has.
    pub fn effect_at<W: AsRef<str>>(&self, words: &[W]) -> Option<(i8, usize)> {
        let phrases = self.by_first.get(words.first()?.as_ref())?;
        phrases.opening(words).find_map(|p| {
            let sense = p
                .senses
                .iter()
                .find(|s| matches!(s.class, Class::Effect | Class::Judgement | Class::Volition))?;
            Some((sense.polarity.signum(), p.words.len()))
        })
    }
}

/// Whether there is an odd number of denials.
pub(crate) fn is_denied<'o, 'l: 'o>(operators: impl IntoIterator<Item = &'o Operator<'l>>) -> bool {
    let denials = operators
        .into_iter()
        .filter(|o| o.of(Class::Negation).is_some());
    denials.count() % 2 == 1
}

/// Words for when something was said that stand between a verb and its preposition.
fn is_time(word: &Word<'_>) -> bool {
    matches!(
        word.lemma.as_ref(),
        "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
            | "yesterday"
            | "today"
            | "tonight"
            | "this"
            | "last"
            | "week"
            | "month"
            | "on"
    )
}

/// Words that may stand inside a phrase without changing it.
pub(crate) fn is_filler(word: &Word<'_>) -> bool {
    word.kind == Kind::Plain
        && (word.lemma.len() > 3 && word.lemma.ends_with("ly")
            || matches!(
                word.lemma.as_ref(),
                "also"
                    | "still"
                    | "now"
                    | "already"
                    | "just"
                    | "very"
                    | "all"
                    | "so"
                    | "even"
                    | "always"
                    | "ever"
                    | "a"
                    | "an"
                    | "the"
                    | "both"
                    | "again"
                    | "too"
                    | "quite"
                    | "his"
                    | "her"
                    | "its"
                    | "their"
                    | "our"
                    | "my"
                    | "any"
                    | "been"
            ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ActorKind;
    use crate::text::codebook;
    use crate::text::document::{Document, Find};
    use crate::text::stance::{Judge, Parameters, Voice};
    use crate::text::topic::CompiledCodebook;

    /// The examples hold whatever floor the program starts with.
    const FLOOR: Parameters = Parameters::DEFAULT;

    const BRIDGE: &str = r#"
        [[topic]]
        id = "bridge"
        name = "Bridge"
        proposition = "The town should build the bridge."
        about = ["bridge"]
        for = ["build the bridge"]
    "#;

    /// A named person, which the sources of the examples stand for.
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
        for c in text.chars() {
            match c {
                '<' => open = plain.len(),
                '>' => find.source.push(open..plain.len()),
                '*' if find.cue.is_empty() => {
                    find.cue.push(plain.len()..plain.len());
                }
                '*' => find.cue[0].end = plain.len(),
                _ => plain.push(c),
            }
        }
        find.content.push(find.cue[0].end..plain.len());
        (plain, find)
    }

    #[test]
    fn every_entry_does_what_its_examples_say() {
        let book = codebook::parse("bridge.toml", BRIDGE).expect("a good codebook");
        let compiled = CompiledCodebook::new(&book);
        let mut wrong = Vec::new();
        for (name, text) in FILES {
            let entries: Entries = toml::from_str(text).expect("well-formed entries");
            for example in entries.entry.iter().flat_map(|e| &e.examples) {
                let (text, expected) = example.split_once("=>").expect("an expected stance");
                let (text, find) = marked(text.trim());
                let document = Document::new(&text);
                let judge = Judge::new(&document, &compiled, FLOOR);
                let found = judge.judge(&find, &voice()).into_iter().find(|j| j.stands);
                let shown = found
                    .as_ref()
                    .map_or("none".to_owned(), |j| j.found.stance.number().to_string());
                if shown != expected.trim() {
                    wrong.push(format!(
                        "{name}: {example}: {shown} {:?}",
                        judge.judge(&find, &voice())
                    ));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
