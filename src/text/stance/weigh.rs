//! How sure a reading is: a logistic model over what is known of it.
//!
//! The weights stand in `weights.tsv`, a feature a line, so that they can be read; `train::stance`
//! makes them from annotated articles.

use std::sync::LazyLock;

use super::Judge;
use super::Voice;
use super::clause::is_barrier;
use super::features::{Features, Notes, Weights};
use super::lexicon::{Class, Operator};
use super::reading::{Reading, gap};
use super::scene::{Parts, Scene};
use crate::model::ActorKind;
use crate::text::document::Find;
use crate::text::topic::{Mention, Role, Term};
use crate::text::words::Kind;

static WEIGHTS: LazyLock<Weights<2>> = LazyLock::new(|| Weights::read(include_str!("weights.tsv")));

/// The probabilities that a reader would note this side, and that one would note the other.
pub(crate) fn sides(features: &Features, weights: &Weights<2>) -> [f32; 2] {
    let [with, against] = weights.sums(features).map(f32::exp);
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

/// Whether a rule says nothing of the side, which is guessed from what is known of those who bring a
/// measure up.
pub(super) fn is_sideless(rule: &str) -> bool {
    rule == "measure named"
}

/// Whether a rule reads a word for the attitude itself: "opposes", "supporter of".
pub(super) fn is_attitude(rule: &str) -> bool {
    matches!(rule, "attitude" | "cue attitude")
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
        features.set("role", &[role]);
        features.set("side", &[if side > 0 { SIDES[0] } else { SIDES[1] }]);
        features.note("about", term.about);
        features.note("assumed side", term.certainty < 0.7);
        features.note(
            "proposed side",
            term.certainty > 0.7 && term.certainty < 0.9,
        );
        features.set(
            "topic",
            &[match topical {
                t if t > 0.99 => "here",
                t if t > 0.85 => "before",
                _ => "doubtful",
            }],
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
            features.set("distance", &[side, reach]);
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
            &[parts
                .attitude
                .as_ref()
                .filter(|_| same)
                .map_or("none", |a| a.class().as_str())],
        );
        let tone = match good_and_bad(&scene.operators) {
            (0, 0) => TONES[0],
            (_, 0) => TONES[1],
            (0, _) => TONES[2],
            _ => TONES[3],
        };
        features.set("tone", &[tone]);
        let any = |class: Class| scene.operators.iter().any(|o| o.of(class).is_some());
        features.note("denial in it", any(Class::Negation));
        features.note("wish in it", any(Class::Deontic));
        features.note("condition in it", any(Class::Hypothesis));
    }

    /// Adds what is known of the whole attribution, and weighs.
    pub(super) fn weigh(&self, reading: &mut Reading, find: &Find, voice: &Voice) {
        if reading.features.is_empty() {
            return;
        }
        let features = &mut reading.features;
        let rule = reading.rule;
        let positive = reading.stance.number() > 0;
        let (origin, role) = (
            find.origin.as_str(),
            self.codebook.terms[reading.term].role_name(),
        );
        features.set("rule", &[rule]);
        features.set("sign", &[if positive { "+" } else { "-" }]);
        features.set("origin", &[origin]);
        // Readers of whole articles noted few unnamed sources, which says nothing of a sentence by itself.
        let unnamed = voice.kind == Some(ActorKind::Anonymous) && self.is_short();
        let who = if unnamed {
            ActorKind::Group.as_str()
        } else {
            voice_name(voice)
        };
        features.set("voice", &[who]);
        features.note("ascribed", voice.ascribed);
        for name in ["assumed side", "quoted", "far", "other sentence"] {
            if features.has(name) {
                features.set("rule+", &[rule, name]);
            }
        }
        features.set("rule+role", &[rule, role]);
        let tone = features.which("tone", &TONES);
        let side = features.which("side", &SIDES);
        if let (Some(tone), Some(side)) = (tone, side) {
            features.set("rule+tone", &[rule, role, tone]);
            features.set("rule+side", &[rule, role, side]);
        }
        features.set("rule+origin", &[rule, origin]);
        let [with, against] = sides(features, &WEIGHTS);
        reading.confidence = with;
        if against > with && is_sideless(rule) {
            reading.confidence = against;
            reading.stance = -reading.stance;
        }
    }
}

/// What the codebook lists is for the proposition or against it.
const SIDES: [&str; 2] = ["for", "against"];

/// What is said around a mention calls nothing good or bad, or either, or both.
const TONES: [&str; 4] = ["none", "good", "bad", "mixed"];

/// How many phrases call something good, and how many bad.
pub(super) fn good_and_bad<'o, 'l: 'o>(
    operators: impl IntoIterator<Item = &'o Operator<'l>>,
) -> (usize, usize) {
    const JUDGING: [Class; 5] = [
        Class::Evaluation,
        Class::Outcome,
        Class::Judgement,
        Class::Volition,
        Class::Alarm,
    ];
    let said = |o: &Operator<'_>| JUDGING.into_iter().find_map(|class| o.of(class));
    let mut counts = (0, 0);
    for polarity in operators.into_iter().filter_map(said) {
        counts.0 += usize::from(polarity > 0);
        counts.1 += usize::from(polarity < 0);
    }
    counts
}
