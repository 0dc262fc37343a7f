//! How sure a reading is: a logistic model over what is known of it.
//!
//! The weights stand in `weights.tsv`, a feature a line, so that they can be read; `train::stance`
//! makes them from annotated articles.

use std::sync::LazyLock;

use super::Judge;
use super::Voice;
use super::clause::is_barrier;
use super::lexicon::Class;
use super::reading::{Reading, gap};
use super::scene::{Parts, Scene};
use crate::model::ActorKind;
use crate::text::document::Find;
use crate::text::hash::Table;
use crate::text::topic::{Mention, Role, Term};
use crate::text::words::Kind;

/// What is known of one reading, by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Features(Vec<String>);

impl Features {
    /// Notes `name` where `holds`.
    pub fn note(&mut self, name: &str, holds: bool) {
        if holds {
            self.0.push(name.to_owned());
        }
    }

    /// Notes that `name` is `value`.
    pub fn set(&mut self, name: &str, value: &str) {
        self.0.push(format!("{name}={value}"));
    }

    /// Notes that `name` is so many.
    pub fn count(&mut self, name: &str, count: usize) {
        self.0.push(format!("{name}={count}"));
    }

    /// The names.
    pub fn names(&self) -> &[String] {
        &self.0
    }

    /// Whether `name` was noted.
    fn has(&self, name: &str) -> bool {
        self.0.iter().any(|n| n == name)
    }
}

/// What `train::stance` writes: a feature with its weights for the side being right and for the
/// other one being so, against no position at all.
const SOURCE: &str = include_str!("weights.tsv");

/// Weights by feature.
pub(crate) type Weights<'a> = Table<&'a str, [f32; 2]>;

static WEIGHTS: LazyLock<Weights<'static>> = LazyLock::new(|| weights_of(SOURCE));

/// Reads a table of weights; lines that are none are left out.
pub(crate) fn weights_of(source: &str) -> Weights<'_> {
    source
        .lines()
        .filter_map(|line| {
            let mut fields = line.split('\t');
            let name = fields.next()?;
            let mut weight = || fields.next()?.parse().ok();
            Some((name, [weight()?, weight()?]))
        })
        .collect()
}

/// The weight that every reading has.
pub(crate) const BIAS: &str = "bias";

/// The probabilities that a reader would note this side, and that one would note the other.
pub(crate) fn sides(features: &Features, weights: &Weights<'_>) -> [f32; 2] {
    let mut sums = [0.0; 2];
    for name in features.0.iter().map(String::as_str).chain([BIAS]) {
        if let Some(weights) = weights.get(name) {
            sums[0] += weights[0];
            sums[1] += weights[1];
        }
    }
    let [with, against] = sums.map(f32::exp);
    let total = 1.0 + with + against;
    [with / total, against / total]
}

/// What kind of actor speaks.
pub(super) fn voice_name(voice: &Voice) -> &'static str {
    if voice.outlet {
        return "outlet";
    }
    voice.kind.map_or("none", ActorKind::as_str)
}

/// How many of `bounds`, in rising order, a value reaches.
pub(super) fn bucket<T: PartialOrd>(value: T, bounds: &[T]) -> usize {
    bounds.partition_point(|bound| *bound <= value)
}

/// Whether a rule says nothing of the side, which is guessed from what is known of those who bring a
/// measure up.
pub(super) fn is_sideless(rule: &str) -> bool {
    rule == "measure named"
}

impl Judge<'_> {
    /// Notes what is known of a mention before it is read.
    pub(super) fn describe(
        &self,
        features: &mut Features,
        mention: &Mention,
        term: &Term,
        topical: f32,
        scene: &Scene,
        parts: &Parts,
    ) {
        let words = &self.mentions.words.all;
        let (role, side) = match term.role {
            Role::Measure(side) => ("measure", side),
            Role::Object(side) => ("thing", side),
            Role::Reason(side) => ("reason", side),
        };
        features.set("role", role);
        features.set("side", if side > 0 { "for" } else { "against" });
        features.note("about", term.about);
        features.note("assumed side", term.certainty < 0.7);
        features.note(
            "proposed side",
            term.certainty > 0.7 && term.certainty < 0.9,
        );
        features.set(
            "topic",
            match topical {
                t if t > 0.99 => "here",
                t if t > 0.85 => "before",
                _ => "doubtful",
            },
        );
        features.note("taken up", mention.anaphoric);
        features.note("question", scene.question);
        features.note("quoted", self.is_quoted(&mention.words));
        let same = scene.sentence == parts.cue_sentence;
        features.note("other sentence", !same);
        let distance = gap(&parts.cue, &mention.words);
        if same {
            let side = if mention.words.start < parts.cue.start {
                "before"
            } else {
                "behind"
            };
            let reach = match distance {
                0..=1 => "touching",
                2..=4 => "near",
                5..=10 => "far",
                _ => "away",
            };
            features.set("distance", &format!("{side} {reach}"));
            let between = parts.cue.end.min(mention.words.start)..mention.words.start;
            let marks = words[between.clone()]
                .iter()
                .filter(|w| !w.is_word())
                .count();
            features.note("mark between", marks > 0);
            let parted = words[between].iter().any(|w| {
                w.kind == Kind::Stop || is_barrier(w) || matches!(w.lemma.as_ref(), "that" | "as")
            });
            features.note("clause between", parted);
        }
        features.set(
            "attitude",
            &parts
                .attitude
                .as_ref()
                .filter(|_| same)
                .map_or("none".to_owned(), |a| format!("{:?}", a.class())),
        );
        let (mut good, mut bad) = (0, 0);
        for operator in &scene.operators {
            let said = [
                Class::Evaluation,
                Class::Outcome,
                Class::Judgement,
                Class::Volition,
                Class::Alarm,
            ]
            .into_iter()
            .find_map(|class| operator.of(class));
            match said {
                Some(1..) => good += 1,
                Some(..=-1) => bad += 1,
                _ => {}
            }
        }
        let tone = match (good, bad) {
            (0, 0) => "none",
            (_, 0) => "good",
            (0, _) => "bad",
            _ => "mixed",
        };
        features.set("tone", tone);
        let any = |class: Class| scene.operators.iter().any(|o| o.of(class).is_some());
        features.note("denial in it", any(Class::Negation));
        features.note("wish in it", any(Class::Deontic));
        features.note("condition in it", any(Class::Hypothesis));
    }

    /// Adds what is known of the whole attribution, and weighs.
    pub(super) fn weigh(&self, reading: &mut Reading, find: &Find, voice: &Voice) {
        if reading.features.0.is_empty() {
            return;
        }
        let features = &mut reading.features;
        let rule = reading.rule.as_str();
        features.set("rule", rule);
        features.set(
            "sign",
            if reading.stance.number() > 0 {
                "+"
            } else {
                "-"
            },
        );
        features.set("origin", find.origin.as_str());
        features.set("voice", voice_name(voice));
        features.note("ascribed", voice.ascribed);
        let role = self.codebook.terms[reading.term].role_name();
        for name in ["assumed side", "quoted", "far", "other sentence"] {
            if features.has(name) {
                features.set("rule+", &format!("{rule} {name}"));
            }
        }
        features.set("rule+role", &format!("{rule} {role}"));
        let tone = features
            .0
            .iter()
            .find_map(|f| f.strip_prefix("tone=").map(str::to_owned));
        let side = features
            .0
            .iter()
            .find_map(|f| f.strip_prefix("side=").map(str::to_owned));
        if let (Some(tone), Some(side)) = (tone, side) {
            features.set("rule+tone", &format!("{rule} {role} {tone}"));
            features.set("rule+side", &format!("{rule} {role} {side}"));
        }
        features.set("rule+origin", &format!("{rule} {}", find.origin.as_str()));
        let [with, against] = sides(features, &WEIGHTS);
        reading.confidence = with;
        if against > with && is_sideless(&reading.rule) {
            reading.confidence = against;
            reading.stance = -reading.stance;
        }
    }
}
