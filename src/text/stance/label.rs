//! What a source is called: "Tom Hale, a longtime critic of the bridge", "bridge opponents", "critics".
//!
//! Who is introduced by the side he is on mostly speaks for it.

use std::ops::Range;

use super::Judge;
use super::features::Notes;
use super::heard::Heard;
use super::lexicon::{Class, lexicon};
use super::scene::Parts;
use crate::text::topic::Mention;

/// Words between a source and its cue that may still say who the source is.
const APPOSITION: usize = 16;

/// The side that the words for a source name.
pub(super) struct Label {
    /// Words of the source, with what stands between it and its cue.
    words: Range<usize>,
    /// +1 for a supporter, −1 for an opponent of something, 0 for neither or both.
    side: f32,
}

impl Judge<'_> {
    /// What the source of an attribution is called.
    pub(super) fn label(&self, parts: &Parts) -> Label {
        let source = &parts.source;
        let end = match parts.cue.start {
            cue if cue > source.end => cue.min(source.end + APPOSITION),
            _ => source.end,
        };
        let words = source.start..end.max(source.start);
        let all = &self.mentions.words.all;
        let sides = lexicon()
            .operators(all, words.clone())
            .into_iter()
            .filter(|o| is_person(all[o.words.start].lemma.as_ref()))
            .filter_map(|o| o.of(Class::Volition).or(o.of(Class::Judgement)));
        Label {
            words,
            side: f32::from(sides.map(i8::signum).sum::<i8>().signum()),
        }
    }
}

impl Label {
    /// Notes it, where `near` are the mentions of the topic around and `side` tells that of what they name.
    pub(super) fn note(
        &self,
        one: &mut Heard<'_>,
        near: &[&Mention],
        side: impl Fn(&Mention) -> f32,
    ) {
        if self.side == 0.0 {
            return;
        }
        let within = |m: &&&Mention| self.words.contains(&m.words.start);
        match near.iter().find(within) {
            Some(mention) => {
                one.held.note("labelled", true);
                one.signals
                    .tell("label of it", &[], self.side * side(mention));
            }
            None => {
                one.held.note("label", true);
                one.signals
                    .tell("label", &[], self.side * side(one.mention));
            }
        }
    }
}

/// Whether an attitude word names who has the attitude.
fn is_person(lemma: &str) -> bool {
    matches!(
        lemma,
        "supporter"
            | "opponent"
            | "critic"
            | "advocate"
            | "proponent"
            | "backer"
            | "foe"
            | "skeptic"
            | "sceptic"
            | "champion"
            | "defender"
            | "detractor"
            | "fan"
            | "admirer"
            | "booster"
            | "enemy"
            | "denier"
            | "believer"
            | "anti"
            | "pro"
    )
}
