//! What is noted of a topic that is heard, for the two tables that weigh it.

use super::features::{Notes, bucket, digit, sign};
use super::heard::{Heard, Place};
use super::lexicon::{Class, Operator, is_denied, lexicon};
use super::scene::Parts;
use super::scope::Scope;
use super::weigh::{good_and_bad, voice_name};
use super::{Judge, Voice};
use crate::model::Act;
use crate::text::document::Find;
use crate::text::hash::Table;
use crate::text::topic::{Lean, Mention, Role};

/// More words of one side than this say no more.
const MOST: f32 = 3.0;

/// What an attribution says, whatever the topic. Looked at once for all topics.
pub(super) struct Said {
    /// The name of the cue's class.
    attitude: &'static str,
    /// Words of the content.
    length: usize,
    /// What its words can do: how many, and their classes, each once.
    operators: usize,
    classes: Vec<Class>,
    /// The topics of the mentions in it, one for each.
    topics: Vec<usize>,
    /// +1 where more is called good than bad.
    sign: f32,
    bad: bool,
    /// An odd number of denials.
    denied: bool,
    /// What the cue can do that has a side, with the side.
    cue: Vec<(Class, f32)>,
    /// What its words have of each topic's entry.
    leans: Table<usize, Lean>,
}

impl Said {
    /// What it has of one topic's entry.
    fn lean(&self, topic: usize) -> Lean {
        self.leans.get(&topic).copied().unwrap_or_default()
    }
}

impl Judge<'_> {
    /// Looks at what is said.
    pub(super) fn said(&self, parts: &Parts) -> Said {
        let words = &self.mentions.words.all;
        let operators = || parts.operators.iter().flatten();
        let (good, bad) = good_and_bad(operators());
        let mut classes: Vec<Class> = operators().flat_map(Operator::classes).collect();
        let count = classes.len();
        classes.sort_unstable();
        classes.dedup();
        let inside = parts.content.iter().flat_map(|(sentence, part)| {
            let mentions = self.mentions.in_sentences(*sentence..sentence + 1);
            mentions.iter().filter(|m| part.contains(&m.words.start))
        });
        let attitude = parts.attitude.as_ref();
        let cue = lexicon().operators(words, parts.cue.clone());
        let turn = if is_denied(&cue) { -1.0 } else { 1.0 };
        let sided = cue.iter().flat_map(Operator::polarities);
        let content = parts.content.iter().map(|(_, part)| part);
        let spoken = content
            .chain([&parts.cue])
            .flat_map(|part| &words[part.clone()]);
        Said {
            leans: self.codebook.leanings.of(spoken),
            attitude: attitude.map_or("none", |a| a.class().as_str()),
            length: parts.content.iter().map(|(_, part)| part.len()).sum(),
            operators: count,
            classes,
            topics: inside.map(|m| self.codebook.topic_of(m.term)).collect(),
            sign: sign(good as f32 - bad as f32),
            bad: bad > 0,
            denied: is_denied(operators()),
            cue: sided
                .map(|(class, polarity)| (class, f32::from(polarity.signum()) * turn))
                .collect(),
        }
    }

    /// Notes what tells whether a position is taken.
    pub(super) fn note_held(
        &self,
        one: &mut Heard<'_>,
        scope: &Scope,
        shown: &[&Mention],
        said: &Said,
    ) {
        let held = &mut one.held;
        let sentences = self.mentions.words.sentences.len();
        let density = scope.density(sentences);
        let coarse = digit(bucket(density, &[0.08, 0.18, 0.3]));
        let place = one.place.as_str();
        held.count(
            "density",
            bucket(density, &[0.04, 0.08, 0.12, 0.18, 0.25, 0.35]),
        );
        held.count("mentions", bucket(scope.mentions.len(), &[2, 3, 5, 8, 13]));
        held.count("terms", bucket(scope.terms, &[2, 3, 4, 6, 9]));
        held.count("measures", bucket(scope.measures, &[1, 2, 4, 8]));
        held.count("begins", bucket(scope.sentences[0], &[1, 2, 4, 8]));
        let about = scope.about as f32 / scope.mentions.len() as f32;
        held.count("about", bucket(about, &[0.2, 0.5, 0.8]));
        let around = scope.around(one.sentence);
        held.count("around", around.min(6));
        let next = scope.next(one.sentence);
        held.count("next", next.map_or(9, |next| bucket(next, &[2, 3, 6])));
        if let Place::Before(away) = one.place {
            let away = digit(bucket(away, &[1, 2, 3, 5, 9]));
            held.set("place+density", &[place, away, coarse]);
            held.set("place", &[place, away]);
        } else {
            held.set("place+density", &[place, coarse]);
            held.set("place", &[place]);
        }
        if one.place == Place::Inside {
            held.count("inside", shown.len().min(3));
            let mut roles: Vec<&str> = shown.iter().map(|m| self.role(m)).collect();
            roles.sort_unstable();
            roles.dedup();
            for role in roles {
                held.set("role", &[role]);
            }
        }
        let others = said.topics.iter().filter(|topic| **topic != scope.topic);
        held.count("other topics", others.count().min(2));
        let lean = said.lean(scope.topic);
        held.count("words", bucket(lean.all, &[1, 2, 3, 4, 6]));
        let sided = lean.with + lean.against;
        held.count("sided words", bucket(sided, &[1, 2, 3, 4]));
        held.set("attitude", &[said.attitude]);
        held.count("length", bucket(said.length, &[4, 8, 15, 30, 50]));
        held.count("said", said.operators.min(4));
        for class in &said.classes {
            held.set("says", &[class.as_str()]);
        }
        let ruled = match &one.reading {
            Some(reading) => {
                held.set("rule", &[reading.rule]);
                let sure = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];
                held.count("sure", bucket(reading.confidence, &sure));
                "ruled"
            }
            None => "no rule",
        };
        held.note("no rule", one.reading.is_none());
        held.set("place+rule", &[place, ruled]);
        held.set("place+rule+density", &[place, ruled, coarse]);
        held.set("place+around", &[place, digit(around.min(4))]);
    }

    /// Notes what tells the side.
    pub(super) fn note_side(
        &self,
        one: &mut Heard<'_>,
        scope: &Scope,
        shown: &[&Mention],
        said: &Said,
    ) {
        let told = &mut one.signals;
        if let Some(reading) = &one.reading {
            let side = f32::from(reading.stance.number().signum());
            let role = self.codebook.terms[reading.term].role_name();
            told.tell("rule", &[], side);
            told.tell("rule", &[reading.rule], side);
            told.tell("sure", &[], side * reading.confidence);
            told.tell("rule+role", &[reading.rule, role], side);
        }
        let ruled = one.reading.is_some();
        let object = f32::from(self.object_side(shown[0]));
        if one.place == Place::Inside {
            for mention in shown {
                let side = f32::from(self.side(mention));
                told.tell("named", &[self.role(mention)], side);
            }
            told.tell("tone of it", &[], said.sign * object);
            if said.denied {
                told.tell("tone of it denied", &[], said.sign * object);
                told.tell("it denied", &[], object);
            }
            if !ruled {
                told.tell("it, no rule", &[], object);
            }
        } else {
            let role = self.codebook.terms[shown[0].term].role_name();
            told.tell("tone near it", &[], said.sign * object);
            told.tell("near", &[role], f32::from(self.side(shown[0])));
            told.tell("near it", &[], object);
            if said.denied {
                told.tell("near it denied", &[], object);
            }
        }
        told.tell("tone", &[], said.sign);
        if said.denied {
            told.tell("tone denied", &[], said.sign);
        }
        told.tell("bad", &[], -f32::from(said.bad));
        told.tell("measures named", &[], scope.lean);
        told.tell("always", &[], 1.0);
        let lean = said.lean(scope.topic);
        told.tell("words", &[], lean.more().clamp(-MOST, MOST));
        told.tell("words", &["more"], sign(lean.more()));
        let tone = self.codebook.tones[scope.topic];
        let tones = [
            ("its lists", tone.lists),
            ("its proposition", tone.proposition),
        ];
        for (of, tone) in tones {
            told.tell("bad for", &[of], -f32::from(said.bad) * f32::from(tone));
        }
        for &(class, side) in &said.cue {
            let class = class.as_str();
            let mut tell = |name: &str, side: f32| {
                told.tell(name, &[class], side);
                // Blame in a topic that blames speaks for it.
                for (of, tone) in tones {
                    told.tell(name, &[class, "for", of], side * f32::from(tone));
                }
            };
            tell("cue", side);
            tell("cue of it", side * object);
            if !ruled {
                tell("cue of it, no rule", side * object);
            }
        }
    }

    fn role(&self, mention: &Mention) -> &'static str {
        let term = &self.codebook.terms[mention.term];
        match term.role {
            Role::Measure(_) if term.about => "measure about",
            Role::Object(_) if term.about => "thing about",
            Role::Reason(_) if term.about => "reason about",
            _ => term.role_name(),
        }
    }

    /// The side of what the codebook lists.
    fn side(&self, mention: &Mention) -> i8 {
        match self.codebook.terms[mention.term].role {
            Role::Measure(side) | Role::Object(side) | Role::Reason(side) => side,
        }
    }

    /// The side of the thing that is meant, or that the measure acts on.
    pub(super) fn object_side(&self, mention: &Mention) -> i8 {
        let term = &self.codebook.terms[mention.term];
        match term.role {
            Role::Measure(_) => term.object_side,
            Role::Object(side) | Role::Reason(side) => side,
        }
    }
}

/// Notes who says it, and how.
pub(super) fn note_voice(one: &mut Heard<'_>, find: &Find, voice: &Voice, act: Act) {
    let place = one.place.as_str();
    let ruled = match one.reading {
        Some(_) => "ruled",
        None => "no rule",
    };
    let held = &mut one.held;
    let kind = voice_name(voice);
    held.set("act", &[act.as_str()]);
    held.set("origin", &[find.origin.as_str()]);
    held.set("voice", &[kind]);
    held.note("ascribed", voice.ascribed);
    held.set("place+act", &[place, act.as_str()]);
    held.set("place+voice", &[place, ruled, kind]);
}
