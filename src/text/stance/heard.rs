//! What one attribution may say of one topic, with or without words of the codebook in it.
//!
//! News that is on a topic does not name it in every sentence. So each topic that is named before an
//! attribution is heard in it, with what is known of how it stands there: the reading of the rules, where
//! they made one, how far away the topic was named, how much of the article is on it. [`super::settle`]
//! then says how likely it is that the actor takes a position there, and on which side.

use std::ops::Range;

use super::evidence::{Evidence, Part, Shared};
use super::features::Features;
use super::label::Label;
use super::likeness::Meant;
use super::noted::{Said, note_voice};
use super::reading::Reading;
use super::scene::Parts;
use super::scope::Scope;
use super::settle::{HELD, SIDE};
use super::{Judge, Voice, combine};
use crate::model::{Act, StanceValue};
use crate::text::document::Find;
use crate::text::topic::Mention;

/// How many sentences a topic stays in mind.
const MEMORY: usize = 12;

/// The least share of an article's sentences that name a topic which is heard where none of its terms
/// stands.
const SUBJECT: f32 = 0.08;

/// Log odds under which no position is taken, once it is known in how many sentences the topic is spoken of, and where, by
/// whom, how and in which words something is said; what else there is to know takes longest. Half of what no rule reads
/// lies under it, and of 4,700 positions that all together makes likely enough to propose, 9 do (50 topics over the
/// training part of PolNeAR).
const HOPELESS: f32 = -2.75;

/// Among how many first words "whether" makes a question of what is said.
const OPENING: usize = 3;

/// An article of fewer sentences says too little of what it is on.
const SHORT: usize = 6;

/// One topic in one attribution.
#[derive(Clone, Debug)]
pub(crate) struct Heard<'m> {
    /// Which attribution of the article.
    pub find: usize,
    /// Who says it, by the first attribution of the article that he utters.
    pub actor: usize,
    /// Index of the topic.
    pub topic: usize,
    /// The sentence in which the content begins.
    pub sentence: usize,
    /// Where the topic stands.
    pub place: Place,
    /// What the rules read.
    pub(super) reading: Option<Box<Reading>>,
    /// The mention that shows the topic.
    pub(super) mention: &'m Mention,
    /// Words of the cue.
    pub(super) cue: Range<usize>,
    /// Whether it is weighed by the whole article: neither what is said whatever the article is on (that the
    /// actor declines or is undecided, or all that is said in a text too short to have a subject), nor what is
    /// [hopeless](HOPELESS).
    pub is_weighed: bool,
    /// What tells whether the actor takes a position on the topic here.
    pub held: Evidence,
    /// What tells on which side, each from −1 (against) to +1 (for).
    pub signals: Evidence,
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

/// What is looked at once for all topics of an attribution.
struct Whatever {
    said: Said,
    wording: Features,
    held: Shared,
}

/// What is looked at once for all topics that a position may be taken on.
struct Closer {
    meant: Meant,
    label: Label,
    signals: Shared,
}

impl Judge<'_> {
    /// Adds the topics in the attribution with number `n` to those `heard`, in codebook order.
    pub(crate) fn hear<'m>(
        &'m self,
        (n, find): (usize, &Find),
        actor: usize,
        voice: &Voice,
        act: Act,
        heard: &mut Vec<Heard<'m>>,
    ) {
        let Some(parts) = self.parts(find).filter(|_| self.finds_topics()) else {
            return;
        };
        let mut read: Vec<Reading> = combine::by_topic(self.read(&parts, find, voice)).collect();
        let near = near(&parts);
        let (mut whatever, mut closer) = (None, None);
        let (of_held, of_side) = (&*HELD, &*SIDE);
        let mut of_topic = Vec::new();
        for scope in &self.scopes {
            of_topic.clear();
            of_topic.extend(scope.within(&self.mentions, &near));
            if of_topic.is_empty() {
                continue;
            }
            let topic = scope.topic;
            let found = read.iter().position(|r| r.topic == topic);
            let reading = found.map(|at| Box::new(read.swap_remove(at)));
            let Some((place, shown)) = self.place(&of_topic, scope, &parts, reading.is_some())
            else {
                continue;
            };
            let undecided = |r: &Reading| r.stance == StanceValue::UNDECIDED;
            let plain =
                self.is_short() || act == Act::Refusal || reading.as_deref().is_some_and(undecided);
            if reading.is_none() && (plain || self.is_asked(&parts)) {
                continue;
            }
            let mut one = Heard {
                find: n,
                actor,
                topic,
                sentence: parts.first().0,
                place,
                reading,
                mention: shown[0],
                cue: parts.cue.clone(),
                is_weighed: !plain,
                held: Evidence::new(of_held, self.named),
                signals: Evidence::new(of_side, self.named),
            };
            if !plain {
                let all = whatever.get_or_insert_with(|| self.whatever(&parts));
                self.note_held(&mut one, scope, &shown, &all.said);
                note_voice(&mut one, find, voice, act);
                one.held.join(&all.held);
                one.is_weighed = one.reading.is_some() || !one.held.is_under(HOPELESS);
                if one.is_weighed {
                    let closer = closer.get_or_insert_with(|| self.closer(&parts, &all.wording));
                    self.note_likeness(&mut one, &self.codebook.fields[topic], &closer.meant);
                    self.note_side(&mut one, scope, &shown, &all.said);
                    one.signals.join(&closer.signals);
                    let side = |mention: &Mention| f32::from(self.object_side(mention));
                    closer.label.note(&mut one, &of_topic, side);
                }
            }
            heard.push(one);
        }
    }

    /// What an attribution says whatever the topic.
    fn whatever(&self, parts: &Parts) -> Whatever {
        let wording = self.wording(parts);
        let mut held = Evidence::new(&HELD, self.named);
        held.fill(Part::Cue, || self.meant_by_cue(parts));
        Whatever {
            said: self.said(parts),
            held: held.shared(&wording),
            wording,
        }
    }

    /// What an attribution says whatever the topic, if it may be a position.
    fn closer(&self, parts: &Parts, wording: &Features) -> Closer {
        Closer {
            meant: self.meant(parts),
            label: self.label(parts),
            signals: Evidence::new(&SIDE, self.named).shared(wording),
        }
    }

    /// The id of the topic that is heard.
    pub(crate) fn topic(&self, heard: &Heard<'_>) -> &str {
        &self.codebook.topics[heard.topic]
    }

    /// The bytes that show the topic, where it stands within what is said.
    pub(crate) fn shown(&self, heard: &Heard<'_>) -> Option<Range<usize>> {
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
    pub(super) fn is_short(&self) -> bool {
        self.mentions.words.sentences.len() < SHORT
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
}

/// The sentences whose mentions the attribution may be on.
fn near(parts: &Parts) -> Range<usize> {
    let first = parts.first().0.min(parts.cue_sentence);
    let last = parts.content.last();
    let last = last.map_or(first, |(sentence, _)| *sentence);
    first.saturating_sub(MEMORY)..last.max(parts.cue_sentence) + 1
}

impl Parts {
    /// The sentence and the word in which the content begins; without content, the cue's.
    fn first(&self) -> (usize, usize) {
        let first = self.content.first();
        first.map_or((self.cue_sentence, self.cue.start), |(sentence, part)| {
            (*sentence, part.start)
        })
    }

    /// Whether the content has the word.
    pub(super) fn holds(&self, word: usize) -> bool {
        self.content.iter().any(|(_, part)| part.contains(&word))
    }
}
