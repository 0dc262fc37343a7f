//! What one attribution may say of one topic, with or without words of the codebook in it.
//!
//! News that is on a topic does not name it in every sentence. So each topic that is named before an
//! attribution is heard in it, with what is known of how it stands there: the reading of the rules, where
//! they made one, how far away the topic was named, how much of the article is on it. [`super::settle`]
//! then says how likely it is that the actor takes a position there, and on which side.

use std::ops::Range;

use super::lexicon::{Class, Operator, lexicon};
use super::reading::Reading;
use super::scene::Parts;
use super::scope::Scope;
use super::weigh::{Features, bucket, voice_name};
use super::{Judge, Voice, combine};
use crate::model::{Act, ActorRef, StanceValue};
use crate::text::document::Find;
use crate::text::topic::{Mention, Role, Term};

/// How many sentences a topic stays in mind.
const MEMORY: usize = 12;

/// The least share of an article's sentences that name a topic which is heard where none of its terms
/// stands.
const SUBJECT: f32 = 0.08;

/// Among how many first words "whether" makes a question of what is said.
const OPENING: usize = 3;

/// An article of fewer sentences says too little of what it is on.
const SHORT: usize = 6;

/// What is known of the side, by name, from −1 (against) to +1 (for).
pub(crate) type Signals = Vec<(String, f32)>;

/// One topic in one attribution.
#[derive(Clone, Debug)]
pub(crate) struct Heard {
    /// Which attribution of the article.
    pub find: usize,
    /// Who says it.
    pub actor: String,
    /// Index of the topic.
    pub topic: usize,
    /// The sentence in which the content begins.
    pub sentence: usize,
    /// Where the topic stands.
    pub place: Place,
    /// What the rules read.
    pub(super) reading: Option<Reading>,
    /// The mention that shows the topic.
    pub(super) mention: Mention,
    /// Words of the cue.
    pub(super) cue: Range<usize>,
    /// Said by itself, whatever the article is on: that the actor declines or is undecided, or all that
    /// is said in a text too short to have a subject.
    plain: bool,
    /// What tells whether the actor takes a position on the topic here.
    pub held: Features,
    /// What tells on which side.
    pub signals: Signals,
}

impl Heard {
    /// Whether it is weighed by the whole article.
    pub fn is_weighed(&self) -> bool {
        !self.plain
    }
}

/// Where a topic stands, as seen from what is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Within what is said.
    Inside,
    /// In a sentence of it, as in its source.
    Beside,
    /// So many sentences before.
    Before(usize),
}

impl Place {
    /// In one word.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Inside => "inside",
            Self::Beside => "beside",
            Self::Before(_) => "before",
        }
    }
}

/// What the content's words do, whatever the topic.
struct Tone {
    operators: Vec<Operator<'static>>,
    /// +1 where more is called good than bad.
    sign: f32,
    bad: bool,
    /// An odd number of denials.
    denied: bool,
}

impl Judge<'_> {
    /// The topics in the attribution with number `n`, in codebook order.
    pub(crate) fn hear(
        &self,
        n: usize,
        find: &Find,
        actor: &ActorRef,
        voice: &Voice,
        act: Act,
    ) -> Vec<Heard> {
        let Some(parts) = self.parts(find).filter(|_| self.finds_topics()) else {
            return Vec::new();
        };
        let mut readings = self.read(&parts, find, voice);
        readings.sort_by_key(|r| r.topic);
        let mut read: Vec<Reading> = readings
            .chunk_by(|a, b| a.topic == b.topic)
            .filter_map(combine::combine)
            .collect();
        let near = self.near(&parts);
        let mut tone = None;
        let mut heard = Vec::new();
        for scope in &self.scopes {
            let found = read.iter().position(|r| r.topic == scope.topic);
            let reading = found.map(|at| read.swap_remove(at));
            let topic = |m: &&Mention| self.codebook.terms[m.term].topic == scope.topic;
            let near: Vec<&Mention> = near.iter().copied().filter(topic).collect();
            let Some((place, shown)) = self.place(&near, scope, &parts, reading.is_some()) else {
                continue;
            };
            let undecided = |r: &Reading| r.stance == StanceValue::UNDECIDED;
            let plain =
                self.is_short() || act == Act::Refusal || reading.as_ref().is_some_and(undecided);
            if reading.is_none() && (plain || self.is_asked(&parts)) {
                continue;
            }
            let mut one = Heard {
                find: n,
                actor: actor.id.clone().unwrap_or_else(|| actor.name.clone()),
                topic: scope.topic,
                sentence: parts.first().0,
                place,
                reading,
                mention: (*shown[0]).clone(),
                cue: parts.cue.clone(),
                plain,
                held: Features::default(),
                signals: Signals::new(),
            };
            if !plain {
                let tone = tone.get_or_insert_with(|| self.tone(&parts));
                self.note_held(&mut one, scope, &shown, &parts, tone);
                note_voice(&mut one, find, voice, act);
                self.note_side(&mut one, scope, &shown, tone);
            }
            heard.push(one);
        }
        heard
    }

    /// The id of the topic that is heard.
    pub(crate) fn topic(&self, heard: &Heard) -> &str {
        &self.codebook.topics[heard.topic]
    }

    /// The bytes that show the topic, where it stands within what is said.
    pub(crate) fn shown(&self, heard: &Heard) -> Option<Range<usize>> {
        let inside = heard.place == Place::Inside || heard.reading.is_some();
        inside.then(|| {
            let read = heard.reading.as_ref().map(|r| &r.mention);
            self.bytes(read.unwrap_or(&heard.mention.words))
        })
    }

    /// "Argued over whether …": nobody's answer is told.
    fn is_asked(&self, parts: &Parts) -> bool {
        let words = &self.mentions.words.all;
        let opening = parts.content.first().map_or(0..0, |(_, part)| {
            part.start..part.end.min(part.start + OPENING)
        });
        words[opening].iter().any(|w| w.is("whether") || w.is("if"))
    }

    /// Whether the article is too short to have a subject.
    fn is_short(&self) -> bool {
        self.mentions.words.sentences.len() < SHORT
    }

    /// The mentions that the attribution may be on, in text order.
    fn near(&self, parts: &Parts) -> Vec<&Mention> {
        let first = parts.first().0.min(parts.cue_sentence);
        let last = parts
            .content
            .last()
            .map_or(first, |(sentence, _)| *sentence);
        let sentences = first.saturating_sub(MEMORY)..last.max(parts.cue_sentence) + 1;
        self.mentions.in_sentences(sentences).iter().collect()
    }

    /// Where the topic stands, with the mentions there; none where nothing says that it is meant.
    fn place<'m>(
        &self,
        near: &[&'m Mention],
        scope: &Scope,
        parts: &Parts,
        read: bool,
    ) -> Option<(Place, Vec<&'m Mention>)> {
        let of = |wanted: &dyn Fn(&Mention) -> bool| -> Vec<&'m Mention> {
            near.iter().copied().filter(|m| wanted(m)).collect()
        };
        let inside = of(&|m| parts.holds(m.words.start));
        if !inside.is_empty() {
            return Some((Place::Inside, inside));
        }
        let beside = of(&|m| {
            m.sentence == parts.cue_sentence || parts.content.iter().any(|(s, _)| *s == m.sentence)
        });
        if !beside.is_empty() {
            return Some((Place::Beside, beside));
        }
        let (sentence, first) = parts.first();
        let before = near.iter().rev().find(|m| m.words.end <= first)?;
        let sentences = self.mentions.words.sentences.len();
        let subject = !self.is_short() && scope.density(sentences) >= SUBJECT;
        let away = sentence.saturating_sub(before.sentence);
        (read || subject).then(|| (Place::Before(away), vec![*before]))
    }

    fn tone(&self, parts: &Parts) -> Tone {
        let words = &self.mentions.words.all;
        let of = |(_, part): &(usize, Range<usize>)| lexicon().operators(words, part.clone());
        let operators: Vec<Operator<'static>> = parts.content.iter().flat_map(of).collect();
        let said = |o: &Operator<'_>| JUDGING.into_iter().find_map(|class| o.of(class));
        let good = operators.iter().filter(|o| said(o) > Some(0)).count();
        let bad = operators
            .iter()
            .filter(|o| said(o).is_some_and(|polarity| polarity < 0))
            .count();
        let denials = operators.iter().filter(|o| o.of(Class::Negation).is_some());
        Tone {
            sign: f32::from(good > bad) - f32::from(bad > good),
            bad: bad > 0,
            denied: denials.count() % 2 == 1,
            operators,
        }
    }

    /// Notes what tells whether a position is taken.
    fn note_held(
        &self,
        one: &mut Heard,
        scope: &Scope,
        shown: &[&Mention],
        parts: &Parts,
        tone: &Tone,
    ) {
        let held = &mut one.held;
        let sentences = self.mentions.words.sentences.len();
        let density = scope.density(sentences);
        let coarse = bucket(density, &[0.08, 0.18, 0.3]);
        let place = one.place.as_str();
        held.count(
            "density",
            bucket(density, &[0.04, 0.08, 0.12, 0.18, 0.25, 0.35]),
        );
        held.count("mentions", bucket(scope.mentions, &[2, 3, 5, 8, 13]));
        held.count("terms", bucket(scope.terms, &[2, 3, 4, 6, 9]));
        held.count("measures", bucket(scope.measures, &[1, 2, 4, 8]));
        held.count("begins", bucket(scope.sentences[0], &[1, 2, 4, 8]));
        let about = scope.about as f32 / scope.mentions as f32;
        held.count("about", bucket(about, &[0.2, 0.5, 0.8]));
        let around = scope.around(one.sentence);
        held.count("around", around.min(6));
        let next = scope.next(one.sentence);
        held.count("next", next.map_or(9, |next| bucket(next, &[2, 3, 6])));
        let exact = match one.place {
            Place::Before(away) => format!("before {}", bucket(away, &[1, 2, 3, 5, 9])),
            _ => place.to_owned(),
        };
        held.set("place+density", &format!("{exact} {coarse}"));
        held.set("place", &exact);
        if one.place == Place::Inside {
            held.count("inside", shown.len().min(3));
            let mut roles: Vec<String> = shown.iter().map(|m| self.role(m)).collect();
            roles.sort_unstable();
            roles.dedup();
            for role in roles {
                held.set("role", &role);
            }
        }
        let others = self.near(parts).into_iter().filter(|m| {
            self.codebook.terms[m.term].topic != scope.topic && parts.holds(m.words.start)
        });
        held.count("other topics", others.count().min(2));
        let attitude = parts.attitude.as_ref();
        held.set(
            "attitude",
            &attitude.map_or("none".to_owned(), |a| format!("{:?}", a.class())),
        );
        let length: usize = parts.content.iter().map(|(_, part)| part.len()).sum();
        held.count("length", bucket(length, &[4, 8, 15, 30, 50]));
        let mut classes: Vec<String> = tone
            .operators
            .iter()
            .flat_map(Operator::classes)
            .map(|class| format!("{class:?}"))
            .collect();
        held.count("said", classes.len().min(4));
        classes.sort_unstable();
        classes.dedup();
        for class in classes {
            held.set("says", &class);
        }
        let ruled = match &one.reading {
            Some(reading) => {
                held.set("rule", &reading.rule);
                let sure = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];
                held.count("sure", bucket(reading.confidence, &sure));
                "ruled"
            }
            None => "no rule",
        };
        held.note("no rule", one.reading.is_none());
        held.set("place+rule", &format!("{place} {ruled}"));
        held.set("place+rule+density", &format!("{place} {ruled} {coarse}"));
        held.set("place+around", &format!("{place} {}", around.min(4)));
    }

    /// Notes what tells the side.
    fn note_side(&self, one: &mut Heard, scope: &Scope, shown: &[&Mention], tone: &Tone) {
        let signals = &mut one.signals;
        let mut tell = |name: &str, value: f32| {
            if value != 0.0 {
                signals.push((name.to_owned(), value));
            }
        };
        if let Some(reading) = &one.reading {
            let side = f32::from(reading.stance.number().signum());
            tell("rule", side);
            tell(&format!("rule={}", reading.rule), side);
            tell("sure", side * reading.confidence);
            let role = self.codebook.terms[reading.term].role_name();
            tell(&format!("rule+role={} {role}", reading.rule), side);
        }
        let object = f32::from(self.object_side(shown[0]));
        if one.place == Place::Inside {
            for mention in shown {
                tell(
                    &format!("named={}", self.role(mention)),
                    f32::from(self.side(mention)),
                );
            }
            tell("tone of it", tone.sign * object);
            if tone.denied {
                tell("tone of it denied", tone.sign * object);
                tell("it denied", object);
            }
            if one.reading.is_none() {
                tell("it, no rule", object);
            }
        } else {
            tell("tone near it", tone.sign * object);
            let role = self.codebook.terms[shown[0].term].role_name();
            tell(&format!("near={role}"), f32::from(self.side(shown[0])));
            tell("near it", object);
            if tone.denied {
                tell("near it denied", object);
            }
        }
        tell("tone", tone.sign);
        if tone.denied {
            tell("tone denied", tone.sign);
        }
        tell("bad", -f32::from(tone.bad));
        tell("measures named", scope.lean);
        tell("always", 1.0);
        let words = &self.mentions.words.all;
        let operators = lexicon().operators(words, one.cue.clone());
        let denials = operators.iter().filter(|o| o.of(Class::Negation).is_some());
        let turn = if denials.count() % 2 == 1 { -1.0 } else { 1.0 };
        for (class, polarity) in operators.iter().flat_map(Operator::polarities) {
            let sign = f32::from(polarity.signum()) * turn;
            tell(&format!("cue={class:?}"), sign);
            tell(&format!("cue of it={class:?}"), sign * object);
            if one.reading.is_none() {
                tell(&format!("cue of it, no rule={class:?}"), sign * object);
            }
        }
    }

    fn role(&self, mention: &Mention) -> String {
        let term = &self.codebook.terms[mention.term];
        let about = if term.about { " about" } else { "" };
        format!("{}{about}", term.role_name())
    }

    /// The side of what the codebook lists.
    fn side(&self, mention: &Mention) -> i8 {
        match self.codebook.terms[mention.term].role {
            Role::Measure(side) | Role::Object(side) | Role::Reason(side) => side,
        }
    }

    /// The side of the thing that is meant, or that the measure acts on.
    fn object_side(&self, mention: &Mention) -> i8 {
        let term = &self.codebook.terms[mention.term];
        match term.role {
            Role::Measure(_) => term.object_side,
            Role::Object(side) | Role::Reason(side) => side,
        }
    }
}

/// Notes who says it, and how.
fn note_voice(one: &mut Heard, find: &Find, voice: &Voice, act: Act) {
    let place = one.place.as_str();
    let ruled = if one.reading.is_some() {
        "ruled"
    } else {
        "no rule"
    };
    let held = &mut one.held;
    let kind = voice_name(voice);
    held.set("act", act.as_str());
    held.set("origin", find.origin.as_str());
    held.set("voice", kind);
    held.note("ascribed", voice.ascribed);
    held.set("place+act", &format!("{place} {}", act.as_str()));
    held.set("place+voice", &format!("{place} {ruled} {kind}"));
}

/// Words that call something good or bad.
const JUDGING: [Class; 5] = [
    Class::Evaluation,
    Class::Outcome,
    Class::Judgement,
    Class::Volition,
    Class::Alarm,
];

impl Parts {
    /// The sentence and the word in which the content begins; without content, the cue's.
    fn first(&self) -> (usize, usize) {
        let first = self.content.first();
        first.map_or((self.cue_sentence, self.cue.start), |(sentence, part)| {
            (*sentence, part.start)
        })
    }

    /// Whether the content has the word.
    fn holds(&self, word: usize) -> bool {
        self.content.iter().any(|(_, part)| part.contains(&word))
    }
}

impl Term {
    /// What it is, in one word.
    pub(super) fn role_name(&self) -> &'static str {
        match self.role {
            Role::Measure(_) => "measure",
            Role::Object(_) => "thing",
            Role::Reason(_) => "reason",
        }
    }
}
