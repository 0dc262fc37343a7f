//! A codebook made ready for matching.

use std::sync::LazyLock;

use serde::Deserialize;

use super::field::Field;
use super::heads;
use super::lean::Leanings;
use super::named::{self, Shorter};
use super::orientation;
use super::side::{self, CERTAINTY_FROM_MEASURE, CERTAINTY_FROM_PROPOSITION, is_preposition};
use super::tone::Tone;
use crate::model::{Codebook, Topic};
use crate::text::hash::Set;
use crate::text::listed::Listed;
use crate::text::stance::lexicon;
use crate::text::words::{Words, first_bytes};

#[derive(Deserialize)]
struct StopWords {
    words: Set<String>,
}

pub(crate) static STOP_WORDS: LazyLock<Set<String>> = LazyLock::new(|| {
    toml::from_str::<StopWords>(include_str!("../lexicon/stopwords.toml"))
        .expect("lexicon/stopwords.toml is checked by a test")
        .words
});

/// The words of a codebook term in base form, without articles; empty where all are stop words.
///
/// Two terms with the same words match the same places.
pub fn term_words(term: &str) -> Vec<String> {
    let words: Vec<String> = Words::of_phrase(term)
        .all
        .iter()
        .filter(|w| !matches!(w.lemma.as_ref(), "a" | "an" | "the"))
        .map(|w| w.lemma.to_string())
        .collect();
    if words.iter().all(|w| STOP_WORDS.contains(w)) {
        return Vec::new();
    }
    words
}

/// What a term does in its topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A measure listed in `for` (+1) or `against` (−1).
    Measure(i8),
    /// A thing that `about` names, or that a measure acts on: having more of it speaks for the
    /// proposition (+1) or against it (−1). How that is known is [`Term::certainty`].
    Object(i8),
    /// An argument listed in `reasons_for` (+1) or `reasons_against` (−1).
    Reason(i8),
}

/// One term of one topic.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// Index of the topic in the codebook.
    pub topic: usize,
    /// As written in the codebook.
    pub text: String,
    /// What it does.
    pub role: Role,
    /// Whether it puts a passage on the topic by itself.
    pub about: bool,
    /// The argument is that this is *not* so ("no game-changer").
    pub negated: bool,
    /// How sure the side is, 0 … 1: 1 where the codebook states it.
    pub certainty: f32,
    /// Base forms, in order.
    pub(crate) words: Vec<String>,
    /// Written without a capital letter, so that it is not part of a name.
    pub(crate) common: bool,
    /// The side of what a measure acts on: −1 for "lift the limits" among `for`.
    pub(crate) object_side: i8,
    /// The words of a measure in the order of its passive: "school close" for "close the school".
    pub(crate) passive: bool,
    /// A person's full name, between whose words only other names stand.
    pub(super) person: bool,
    /// The noun by which a text takes it up: "tax" for "carbon tax".
    pub(crate) head: Option<String>,
}

impl Term {
    /// What it is, in one word.
    pub(crate) fn role_name(&self) -> &'static str {
        match self.role {
            Role::Measure(_) => "measure",
            Role::Object(_) => "thing",
            Role::Reason(_) => "reason",
        }
    }

    /// Whether a good thing stands among the arguments against, or a bad one among those for, so
    /// that the argument must be its denial: "game-changer" among `reasons_against`.
    pub(crate) fn is_praise_against(&self, side: i8) -> bool {
        (0..self.words.len())
            .find_map(|at| lexicon().evaluation_at(&self.words[at..]))
            .is_some_and(|sign| sign != side)
    }
}

/// A codebook's terms, indexed by their first word.
#[derive(Debug, Default)]
pub struct CompiledCodebook {
    /// Topic ids, in the codebook's order.
    pub topics: Vec<String>,
    /// All terms.
    pub terms: Vec<Term>,
    /// By its first word: the term, with the [first bytes](first_bytes) of its second word, where it has one.
    pub(super) by_first: Listed<Vec<(Option<u64>, usize)>>,
    /// The topic of each term: what is asked most, in one place.
    topic_of: Vec<u32>,
    /// Single words of the topics' entries.
    pub(crate) leanings: Leanings,
    /// What the entry of each topic means.
    pub(crate) fields: Vec<Field>,
    /// Whether each topic's own words praise or blame.
    pub(crate) tones: Vec<Tone>,
    /// By what shorter names a text may call what terms name.
    pub(super) shorter: Shorter,
}

impl CompiledCodebook {
    /// Compiles every topic of `book`. Terms without a content word, of which the file reader warns, are
    /// left out.
    pub fn new(book: &Codebook) -> Self {
        let mut compiled = Self::default();
        for topic in &book.topics {
            compiled.push_topic(topic);
        }
        for (index, term) in compiled.terms.iter_mut().enumerate() {
            term.head = heads::of(term);
            term.person = named::full_name(&term.text, &term.words).is_some();
            compiled
                .by_first
                .entry(&term.words[0])
                .push((term.words.get(1).map(|word| first_bytes(word)), index));
        }
        compiled.topic_of = compiled.terms.iter().map(|t| t.topic as u32).collect();
        compiled.shorter = Shorter::of(&compiled.terms);
        compiled
    }

    /// Index of the topic of a term.
    pub(crate) fn topic_of(&self, term: usize) -> usize {
        self.topic_of[term] as usize
    }

    /// Whether there is anything to look for.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    fn push_topic(&mut self, topic: &Topic) {
        let number = self.topics.len();
        self.topics.push(topic.id.clone());
        self.leanings.add(number, topic);
        self.fields.push(Field::of(topic));
        self.tones.push(Tone::of(topic));
        let mut terms: Vec<Term> = Vec::new();
        for (list, side) in [(&topic.for_terms, 1), (&topic.against_terms, -1)] {
            for text in list {
                add(&mut terms, number, text, Role::Measure(side), 1.0);
            }
        }
        for (list, side) in [(&topic.reasons_for, 1), (&topic.reasons_against, -1)] {
            for text in list {
                add(&mut terms, number, text, Role::Reason(side), 1.0);
            }
        }
        let mut objects = objects_of_measures(&terms);
        objects.retain(|(words, _, side)| is_telling(words, *side, &terms, topic));
        let says = orientation::of(&topic.proposition);
        for text in &topic.about {
            let words = term_words(text);
            if words.is_empty() {
                continue;
            }
            if let Some(known) = terms.iter_mut().find(|t| t.words == words) {
                known.about = true;
                continue;
            }
            let (side, certainty) = side::of(text, &words, topic, &terms, &objects, &says);
            add(&mut terms, number, text, Role::Object(side), certainty);
            if let Some(added) = terms.last_mut().filter(|t| t.words == words) {
                added.about = true;
            }
        }
        if let Some((name, side)) = named::person_judged(&topic.proposition) {
            let side = side.unwrap_or(says.side);
            add(
                &mut terms,
                number,
                &name,
                Role::Object(side),
                CERTAINTY_FROM_PROPOSITION,
            );
            let words = term_words(&name);
            if let Some(person) = terms.iter_mut().find(|t| t.words == words) {
                person.about = true;
            }
        }
        for (words, text, side) in objects {
            if !terms.iter().any(|t| t.words == words) {
                terms.push(Term {
                    topic: number,
                    role: Role::Object(side),
                    about: false,
                    negated: false,
                    certainty: CERTAINTY_FROM_MEASURE,
                    words,
                    common: !text.contains(char::is_uppercase),
                    object_side: side,
                    passive: false,
                    person: false,
                    head: None,
                    text,
                });
            }
        }
        let mut passives = passives(&terms);
        self.terms.append(&mut terms);
        self.terms.append(&mut passives);
    }
}

fn add(terms: &mut Vec<Term>, topic: usize, text: &str, role: Role, certainty: f32) {
    let mut words = term_words(text);
    let negated = words.len() > 1 && matches!(words[0].as_str(), "no" | "not");
    if negated && matches!(role, Role::Reason(_)) {
        words.remove(0);
    }
    if words.is_empty() || terms.iter().any(|t| t.words == words && t.role == role) {
        return;
    }
    let (Role::Measure(side) | Role::Object(side) | Role::Reason(side)) = role;
    let effect = match orientation::effect_at(&words) {
        Some((effect, used)) if used < words.len() => effect,
        _ => 1,
    };
    terms.push(Term {
        topic,
        text: text.to_owned(),
        role,
        about: false,
        negated: negated && matches!(role, Role::Reason(_)),
        certainty,
        words,
        common: !text.contains(char::is_uppercase),
        object_side: side * effect,
        passive: false,
        person: false,
        head: None,
    });
}

/// The passives of measures that begin with a verb and go on with what it acts on.
fn passives(terms: &[Term]) -> Vec<Term> {
    let turned = |term: &Term| {
        let (_, used) = orientation::effect_at(&term.words)?;
        let object = term.words.get(used..)?;
        let plain = used == 1 && !object.iter().any(|w| is_preposition(w) || w == "and");
        (matches!(term.role, Role::Measure(_)) && plain && !object.is_empty()).then(|| Term {
            words: [object, &term.words[..used]].concat(),
            about: false,
            passive: true,
            ..term.clone()
        })
    };
    terms.iter().filter_map(turned).collect()
}

/// What the measures act on: "ease restrictions" among `for` says that restrictions are against.
fn objects_of_measures(terms: &[Term]) -> Vec<(Vec<String>, String, i8)> {
    let mut objects: Vec<(Vec<String>, String, i8)> = Vec::new();
    for term in terms {
        let Role::Measure(side) = term.role else {
            continue;
        };
        let Some((effect, used)) = orientation::effect_at(&term.words) else {
            continue;
        };
        let object: Vec<String> = term.words[used..]
            .iter()
            .skip_while(|w| STOP_WORDS.contains(*w))
            .cloned()
            .collect();
        let content = object.iter().any(|w| !STOP_WORDS.contains(w));
        if content && !objects.iter().any(|(words, ..)| *words == object) {
            objects.push((object, term.text.clone(), side * effect));
        }
    }
    objects
}

/// Whether what a measure acts on may stand for the topic by itself: "border" of "open borders" is
/// of too much else, and "wall" in a measure of the other side says the contrary.
fn is_telling(words: &[String], side: i8, terms: &[Term], topic: &Topic) -> bool {
    let contrary = terms.iter().any(|t| {
        let other = t.object_side;
        matches!(t.role, Role::Measure(_))
            && other != side
            && words.iter().all(|w| t.words.contains(w))
    });
    let [word] = words else { return !contrary };
    let named = topic
        .about
        .iter()
        .any(|text| term_words(text).last() == Some(word));
    named && !contrary
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The side of a thing among `about`, given a proposition and measures for and against.
    fn side_in(proposition: &str, about: &str, with: &[&str], against: &[&str]) -> i8 {
        let list = |texts: &[&str]| texts.iter().map(|t| (*t).to_owned()).collect();
        let topic = Topic {
            id: "t".to_owned(),
            proposition: proposition.to_owned(),
            about: vec![about.to_owned()],
            for_terms: list(with),
            against_terms: list(against),
            ..Topic::default()
        };
        let book = Codebook {
            topics: vec![topic],
            ..Codebook::default()
        };
        let compiled = CompiledCodebook::new(&book);
        let term = compiled.terms.iter().find(|t| t.about);
        match term.expect("the term of about").role {
            Role::Object(side) | Role::Measure(side) | Role::Reason(side) => side,
        }
    }

    fn side(about: &str, with: &[&str], against: &[&str]) -> i8 {
        side_in("The council should act.", about, with, against)
    }

    #[test]
    fn a_thing_has_the_side_that_the_proposition_gives_it() {
        for (proposition, about, side) in [
            ("Ferry fares should be cut.", "ferry fares", -1),
            ("Ferry fares should be cut.", "fare cuts", 1),
            ("Trucks should be barred from the bridge.", "truck ban", 1),
            ("The ban on trucks should be lifted.", "truck ban", -1),
            ("Strict truck limits should stand.", "truck restrictions", 1),
            ("The tax on ships should be dropped.", "tax on ships", -1),
            ("Ships should be taxed more.", "ships", -1),
            ("Ships should be taxed more.", "tax on ships", 1),
            ("Ships should be taxed more.", "ship tax", 1),
            ("The docks should be regulated.", "dock rules", 1),
            ("The docks should be regulated.", "dock owners", -1),
            ("Open moorings should be limited.", "moorings", -1),
            (
                "Tom Hale should be investigated over the harbor fund.",
                "harbor fund",
                -1,
            ),
            (
                "Tom Hale should be investigated over the harbor fund.",
                "city inquiry",
                1,
            ),
            (
                "Tom Hale should resign over the fire in Port Reef.",
                "Port Reef",
                1,
            ),
            ("It was right not to charge Tom Hale.", "Tom Hale", 1),
            ("The town should hire more guards.", "dock violence", -1),
            ("The claims of fraud are sound.", "voter fraud", 1),
            ("Stem cell work should be allowed.", "stem cell work", 1),
            (
                "The town should hold off raising harbor dues.",
                "harbor dues",
                -1,
            ),
        ] {
            assert_eq!(
                side_in(proposition, about, &[], &[]),
                side,
                "{about}: {proposition}"
            );
        }
    }

    #[test]
    fn bad_ones_said_of_a_thing_are_no_side_of_it() {
        let deals = |with: &[&str], against: &[&str]| side("harbor deals", with, against);
        assert_eq!(deals(&[], &["bad harbor deals"]), 1);
        assert_eq!(deals(&["bad harbor deals"], &[]), -1);
        assert_eq!(deals(&[], &["new harbor deals"]), -1);
    }

    #[test]
    fn a_thing_has_the_side_that_most_measures_give_it() {
        assert_eq!(
            side("evictions", &["stop evictions"], &["mass evictions"]),
            -1
        );
        assert_eq!(
            side(
                "tenants",
                &["admit tenants", "house tenants"],
                &["only rich tenants"]
            ),
            1
        );
        assert_eq!(
            side(
                "evictions",
                &["protect tenants from evictions"],
                &["mass evictions"]
            ),
            -1
        );
        assert_eq!(side("floods", &["fight floods"], &[]), -1);
        let money = ["flood money", "money to fight floods"];
        assert_eq!(side("floods", &money, &["block flood money"]), -1);
        assert_eq!(side("banning rich tenants", &["ban tenants"], &[]), 1);
    }
}
