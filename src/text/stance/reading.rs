//! From an attribution to the readings of its topic terms.

use std::ops::Range;

use super::chain::Chain;
use super::clause::Clause;
use super::features::{Features, Notes};
use super::lexicon::{Class, Operator, is_denied, lexicon};
use super::scene::{Parts, Scene};
use super::{Judge, Voice, anaphora, condition};
use crate::model::{Bearing, StanceValue};
use crate::text::document::Find;
use crate::text::topic::{Mention, Role, Term};
use crate::text::words::{Form, Kind, Word};

/// One mention of a topic, read in one attribution.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub topic: usize,
    pub term: usize,
    pub stance: StanceValue,
    pub bearing: Bearing,
    pub confidence: f32,
    /// The light of the whole article leaves its side open.
    pub side_open: bool,
    pub rule: &'static str,
    /// Words of the mention and of the attitude.
    pub mention: Range<usize>,
    pub cue: Range<usize>,
    pub condition: Option<Range<usize>>,
    /// What the confidence is weighed from; empty where a rule is sure by itself.
    pub features: Features,
}

/// Operators further away than this many words are not looked at: it keeps the work linear in
/// sentences of any length, and nothing reaches as far.
const WINDOW: usize = 48;

/// How often bringing up a listed argument goes with its side.
const CONFIDENCE_ARGUMENT: f32 = 0.6;

/// From this certainty on, the side of a thing is known well enough for what is done to it to be a measure.
const SURE: f32 = 0.85;

/// How many sentences back a topic stays in mind for terms that do not name it themselves.
const MEMORY: usize = 3;

/// What stands between the words of a mention that are the term's own.
#[derive(Default)]
struct InGap {
    /// An odd number of denials.
    denied: bool,
    /// The word that wants it so ("should", "must").
    deontic: Option<Range<usize>>,
}

impl Judge<'_> {
    /// Every reading of every topic mention in the content.
    pub(super) fn read_all(&self, find: &Find, voice: &Voice) -> Vec<Reading> {
        let parts = self.parts(find);
        parts.map_or_else(Vec::new, |parts| self.read(&parts, find, voice))
    }

    /// The same, where the attribution has been laid over the words.
    pub(super) fn read(&self, parts: &Parts, find: &Find, voice: &Voice) -> Vec<Reading> {
        let mut readings = Vec::new();
        for n in 0..parts.content.len() {
            self.read_sentence(n, parts, voice, &mut readings);
        }
        for reading in &mut readings {
            self.weigh(reading, find, voice);
            if !self.named {
                reading.features = Features::default();
            }
        }
        readings
    }

    /// Reads the part of the content with number `n`.
    fn read_sentence(&self, n: usize, parts: &Parts, voice: &Voice, readings: &mut Vec<Reading>) {
        let (sentence, ref range) = parts.content[n];
        let words = &self.mentions.words.all;
        let in_range = |m: &&Mention| {
            let taken = parts.cue.contains(&m.words.start) && m.words.end > range.start;
            (range.start <= m.words.start || taken) && m.words.end <= range.end
        };
        let mut here: Vec<Mention> = self
            .mentions
            .in_sentences(sentence..sentence + 1)
            .iter()
            .filter(in_range)
            .cloned()
            .collect();
        here.extend(anaphora::taken_up(
            self,
            sentence,
            range,
            &here,
            &parts.source,
        ));
        if here.is_empty() {
            return;
        }
        // What the cue says is not said again by the content: the "no" of "said no to".
        let attitude = parts.attitude.as_ref().map_or(0..0, |a| a.words.clone());
        let own = |o: &&Operator<'_>| apart(&o.words, &parts.cue) && apart(&o.words, &attitude);
        let operators = parts.operators[n].iter().filter(own).cloned().collect();
        let question = words[range.start..words.len().min(range.end + 1)]
            .iter()
            .rfind(|w| w.kind == Kind::Stop)
            .is_some_and(|w| w.is("?"));
        let scene = Scene {
            sentence,
            range: range.clone(),
            here,
            operators,
            question,
        };
        for mention in &scene.here {
            if !inside_measure(self, mention, &scene.here) {
                readings.extend(self.read_mention(mention, &scene, parts, voice));
            }
        }
    }

    fn read_mention(
        &self,
        mention: &Mention,
        scene: &Scene,
        parts: &Parts,
        voice: &Voice,
    ) -> Option<Reading> {
        let term = &self.codebook.terms[mention.term];
        let topical = self.topicality(mention, term)?;
        let reading = |stance, bearing, confidence, rule, cue: Range<usize>| Reading {
            topic: term.topic,
            term: mention.term,
            stance,
            bearing,
            confidence,
            side_open: false,
            rule,
            mention: mention.words.clone(),
            cue,
            condition: None,
            features: Features::default(),
        };
        let attitude = parts
            .attitude
            .as_ref()
            .filter(|_| scene.sentence == parts.cue_sentence)
            .filter(|_| !self.is_announced(parts, scene));
        if let Some(attitude) = attitude {
            let rule = if attitude.is_refusal() {
                Some("refusal")
            } else if attitude.is_open() {
                Some("undecided")
            } else {
                None
            };
            if let Some(rule) = rule {
                let value = StanceValue::UNDECIDED;
                let words = attitude.words.clone();
                return Some(reading(value, Bearing::Direct, 0.8 * topical, rule, words));
            }
        }
        let arguments: Vec<&Range<usize>> = scene
            .here
            .iter()
            .filter(|m| {
                let other = &self.codebook.terms[m.term];
                other.topic == term.topic && matches!(other.role, Role::Reason(_))
            })
            .map(|m| &m.words)
            .collect();
        let window = mention.words.start.saturating_sub(WINDOW)..mention.words.end + WINDOW;
        let first = scene
            .operators
            .partition_point(|o| o.words.start < window.start);
        let last = scene
            .operators
            .partition_point(|o| o.words.end <= window.end);
        let outside: Vec<Operator<'static>> = scene.operators[first..last.max(first)]
            .iter()
            .filter(|o| apart(&o.words, &mention.words))
            // "Not a game-changer" is the argument that the codebook lists, and no judgement besides.
            .filter(|o| arguments.iter().all(|words| apart(&o.words, words)))
            .cloned()
            .collect();
        let clause = Clause {
            words: &self.mentions.words.all,
            range: scene.range.clone(),
            operators: &outside,
            quote: self.quote_of(&mention.words),
            others: &voice.others,
            naming: is_naming(&self.mentions.words.all, &parts.cue),
        };
        if let Some(open) = open_words(&outside, &mention.words) {
            let value = StanceValue::UNDECIDED;
            return Some(reading(
                value,
                Bearing::Direct,
                0.75 * topical,
                "undecided",
                open,
            ));
        }
        let side = match term.role {
            // "It" and "the deal" take up what a measure acts on, "the move" the measure itself.
            _ if mention.anaphoric && !anaphora::is_event(self, mention) => term.object_side,
            Role::Measure(side) | Role::Object(side) | Role::Reason(side) => side,
        };
        let side = if mention.turned { -side } else { side };
        if let Role::Reason(side) = term.role {
            let denied = clause.is_denied(mention.words.start);
            let value = argued(term, side, denied)?;
            let confidence = CONFIDENCE_ARGUMENT * topical;
            let cue = parts.cue.clone();
            return Some(reading(
                value,
                Bearing::Inferred,
                confidence,
                "argument",
                cue,
            ));
        }
        let mut features = Features::new(self.named);
        self.describe(&mut features, mention, term, topical, scene, parts);
        if parts.cue.contains(&mention.words.start) {
            // "Raised taxes", where that is the measure: doing it is being for it.
            let denied = self.is_denied_cue(&(parts.cue.start..mention.words.start));
            let sign = if denied { -side } else { side };
            features.note("denied", denied);
            let value = StanceValue::new(2 * i16::from(sign))?;
            let cue = parts.cue.clone();
            return Some(Reading {
                features,
                ..reading(value, Bearing::Direct, 0.0, "measure taken", cue)
            });
        }
        let gap_says = self.said_in_gap(mention, scene);
        let mut chain = Chain::new(
            mention.words.clone(),
            if gap_says.denied { -side } else { side },
            matches!(term.role, Role::Object(_)),
        );
        chain.verbal = lexicon().effect_at(&term.words).is_some();
        if matches!(term.role, Role::Measure(_)) {
            chain.charge = lexicon().is_charge(&term.words);
            // "Bad bridge deals" is branded as a whole.
            let first = lexicon().evaluation_at(&term.words);
            chain.branded = chain.charge && term.words.len() > 1 && first.is_some();
        }
        let mut chain = chain.walk(&clause);
        if let (None, Some(words), false) = (&chain.endorsed, gap_says.deontic, scene.question) {
            chain.strength = 2;
            chain.endorse("deontic", &words);
        }
        features.set(
            "inner",
            &[chain.endorsed.as_ref().map_or("none", |(rule, _)| rule)],
        );
        if let Some(attitude) = attitude {
            let distance = gap(&attitude.words, &chain.span);
            attitude.govern(&mut chain, distance, clause.words);
        } else if scene.question {
            return None;
        }
        if chain.foreign || chain.neutral {
            return None;
        }
        // "Do not believe": without an attitude of its own, a denied cue denies what it reports.
        if attitude.is_none() && chain.endorsed.is_none() && self.is_denied_cue(&parts.cue) {
            chain.sign = -chain.sign;
            features.note("denied cue", true);
        }
        let mut bearing = Bearing::Direct;
        let (rule, cue) = match chain.endorsed.take() {
            Some((rule, words)) => (rule, words),
            // What might be is no wish.
            None if chain.strength < 2 => return None,
            // A measure spelled out in a phrase is mostly brought up by those who want it; a bare
            // name is brought up by everybody.
            None if is_spelled_out(mention, term)
                || chain.is_measure(mention, term, clause.words) =>
            {
                chain.strength = 1;
                bearing = Bearing::Inferred;
                ("measure named", parts.cue.clone())
            }
            None => return None,
        };
        features.note("doubt", chain.doubt);
        features.note("far", chain.far);
        features.note("evaluated", chain.evaluated);
        features.note("strong", chain.strength > 1);
        features.note("acted", chain.acted);
        let limit = condition::find(&clause, &chain.span);
        if limit.is_some() {
            chain.strength = 1;
            features.note("condition", true);
        }
        let number = i16::from(chain.sign) * i16::from(chain.strength.clamp(1, 2));
        Some(Reading {
            condition: limit.map(|words| self.bytes(&words)),
            features,
            ..reading(StanceValue::new(number)?, bearing, 0.0, rule, cue)
        })
    }

    /// "Holt objected: “We cannot …”": a quoted sentence behind a colon speaks for itself.
    fn is_announced(&self, parts: &Parts, scene: &Scene) -> bool {
        let words = &self.mentions.words.all;
        let marks = &words[parts.cue.end.min(scene.range.start)..scene.range.start];
        let first = &words[scene.range.start];
        marks.iter().chain([first]).any(|w| w.is(":")) && marks.iter().all(|w| w.kind == Kind::Mark)
    }

    fn is_denied_cue(&self, cue: &Range<usize>) -> bool {
        is_denied(&lexicon().operators(&self.mentions.words.all, cue.clone()))
    }

    /// What the words between a term's own words say: "the pier *should not* stay open".
    fn said_in_gap(&self, mention: &Mention, scene: &Scene) -> InGap {
        let term = &self.codebook.terms[mention.term];
        let words = &self.mentions.words.all;
        let own = |o: &Operator<'_>| {
            words[o.words.clone()]
                .iter()
                .all(|w| term.words.iter().any(|t| w.is(t)))
        };
        let mut gap = InGap::default();
        for operator in &scene.operators {
            let inside = mention.words.start < operator.words.start
                && operator.words.end < mention.words.end;
            if !inside || own(operator) {
                continue;
            }
            if operator.of(Class::Negation).is_some() {
                gap.denied = !gap.denied;
            }
            if let Some(polarity) = operator.of(Class::Deontic) {
                gap.denied ^= polarity < 0;
                gap.deontic = Some(operator.words.clone());
            }
        }
        gap
    }

    /// How sure it is that the mention is of its topic at all; none where it is not.
    ///
    /// A term of `about` puts a passage on the topic by itself; other terms need one near by.
    fn topicality(&self, mention: &Mention, term: &Term) -> Option<f32> {
        let anaphor = if mention.anaphoric { 0.8 } else { 1.0 };
        if term.about {
            return Some(anaphor);
        }
        let names = |m: &Mention| {
            let other = &self.codebook.terms[m.term];
            other.about && other.topic == term.topic
        };
        let here = mention.sentence;
        if self.mentions.in_sentences(here..here + 1).iter().any(names) {
            return Some(anaphor);
        }
        let before = here.saturating_sub(MEMORY)..here;
        if self.mentions.in_sentences(before).iter().any(names) {
            return Some(0.88 * anaphor);
        }
        // A measure of several words, or of one that is no general verb of doing or wanting
        // ("deport"), is hardly ever about anything else.
        let own = term.words.len() > 1 || !lexicon().has(&term.words[0]);
        let telling = own && matches!(term.role, Role::Measure(_));
        telling.then_some(0.8 * anaphor)
    }
}

/// Whether the mention is what a measure near it acts on, so that the measure speaks for both:
/// "the law" in "repeal the law", "immigrants" in "immigrants should not be deported".
fn inside_measure(judge: &Judge<'_>, mention: &Mention, here: &[Mention]) -> bool {
    let term = &judge.codebook.terms[mention.term];
    here.iter().any(|other| {
        let measure = &judge.codebook.terms[other.term];
        if measure.topic != term.topic || other.words == mention.words {
            return false;
        }
        let near = gap(&other.words, &mention.words) <= 4;
        match (term.role, measure.role) {
            (Role::Object(_), Role::Measure(_)) => near,
            // A thing that is itself listed as a measure, under a verb that is listed too.
            (Role::Measure(1), Role::Measure(-1)) => {
                near && measure.words.len() == 1 && other.words.start < mention.words.start
            }
            _ => false,
        }
    })
}

/// Whether a measure is spelled out in a phrase here, and not only named or taken up.
fn is_spelled_out(mention: &Mention, term: &Term) -> bool {
    matches!(term.role, Role::Measure(_))
        && term.words.len() > 1
        && (term.common || is_sentence(&term.words))
        && !mention.anaphoric
}

/// Whether a term says something of what it names: "the Bay Pact has been good".
fn is_sentence(words: &[String]) -> bool {
    let verb = |w: &String| matches!(w.as_str(), "be" | "have" | "should" | "will" | "must");
    words.iter().skip(1).any(verb)
}

impl Chain {
    /// Whether what is to be done to the thing makes a measure of it, as good as one that is listed:
    /// "closing the school", not "the river closes the school".
    fn is_measure(&self, mention: &Mention, term: &Term, words: &[Word<'_>]) -> bool {
        let first = self.span.start;
        let open = words[first].form == Form::Ing || (first > 0 && words[first - 1].is("to"));
        open && matches!(term.role, Role::Object(_))
            && term.certainty >= SURE
            && self.acted
            && !self.doubt
            && !self.far
            && !mention.anaphoric
    }
}

/// An argument leans to its side whatever the attitude word. Denied, it says nothing, unless the
/// codebook lists it as denied, or it is a good thing listed against (or a bad one listed for).
fn argued(term: &Term, side: i8, denied: bool) -> Option<StanceValue> {
    let expects_denial = term.negated || term.is_praise_against(side);
    if denied != expects_denial && (denied || term.negated) {
        return None;
    }
    StanceValue::new(i16::from(side))
}

/// Words for indecision that reach the mention.
fn open_words(operators: &[Operator<'static>], mention: &Range<usize>) -> Option<Range<usize>> {
    operators
        .iter()
        .find(|o| o.of(super::lexicon::Class::Open).is_some() && gap(&o.words, mention) <= 8)
        .map(|o| o.words.clone())
}

fn apart(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.end <= other.start || other.end <= one.start
}

/// Words between two places, whichever comes first.
pub(super) fn gap(one: &Range<usize>, other: &Range<usize>) -> usize {
    other
        .start
        .saturating_sub(one.end)
        .max(one.start.saturating_sub(other.end))
}

/// Whether the cue calls its object something; "called for" does not.
fn is_naming(words: &[Word<'_>], cue: &Range<usize>) -> bool {
    let wants = words[cue.start..words.len().min(cue.end + 1)]
        .iter()
        .any(|w| matches!(w.lemma.as_ref(), "for" | "on" | "to"));
    !wants
        && words[cue.clone()].iter().any(|w| {
            matches!(
                w.lemma.as_ref(),
                "call"
                    | "label"
                    | "brand"
                    | "dub"
                    | "describe"
                    | "consider"
                    | "deem"
                    | "find"
                    | "view"
                    | "see"
                    | "portray"
            )
        })
}
