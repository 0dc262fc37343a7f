//! How sure a position is in the light of the whole article, and on which side it is.
//!
//! What an actor says on a topic in one article is mostly of one side, so that a statement whose own words
//! leave the side open is read by the others'.
//!
//! Two logistic models, in the order in which a reader asks: does the actor take a position on the topic
//! here (`held.tsv`), and which one (`side.tsv`)? The second has no weight that prefers a side by itself
//! but `always`: its signals are sides. `train::stance` makes both tables from annotated articles.

use std::sync::LazyLock;

use super::features::{Features, Notes, Weights, bucket, digit, sign};
use super::heard::{Heard, Place};
use super::reading::Reading;
use super::weigh::is_attitude;
use super::{Judge, Judged};
use crate::model::{Bearing, StanceValue};
use crate::text::hash::Table;

pub(super) static HELD: LazyLock<Weights<1>> =
    LazyLock::new(|| Weights::read(include_str!("held.tsv")));
pub(super) static SIDE: LazyLock<Weights<1>> =
    LazyLock::new(|| Weights::read(include_str!("side.tsv")));

/// The name of the rule by which what is said in an article on the topic is on the topic.
const RULE: &str = "subject of the article";

/// The name of the rule by which all that the actor says speaks louder than what a rule reads in one place.
const OVERRULED: &str = "all that the actor says";

/// What no rule reads is not even proposed under this confidence.
const PROPOSED: f32 = 0.15;

/// A reading of an attitude word as sure as this by itself is said outright.
const OUTRIGHT: f32 = 0.5;

/// A side as likely as this needs no other statement.
const CLEAR: f32 = 0.85;

/// Under this probability a side is as good as open. By folds over topics that nothing was trained on, F1 is the same
/// without those, and two in a hundred more of the sides told are right.
const OPEN: f32 = 0.6;

/// How many sentences apart two statements of one actor are near each other.
const NEAR: usize = 2;

/// What an actor says on a topic, summed up to each statement.
#[derive(Clone, Copy, Default)]
struct Sum {
    statements: usize,
    /// Those in which a term of the topic stands, and those that a rule reads.
    inside: usize,
    ruled: usize,
    /// Sides of the rules, by their confidence.
    side: f32,
}

impl Sum {
    fn of(one: &Heard<'_>) -> Self {
        let reading = one.reading.as_ref();
        Self {
            statements: 1,
            inside: usize::from(one.place == Place::Inside),
            ruled: usize::from(reading.is_some()),
            side: reading.map_or(0.0, |r| {
                f32::from(r.stance.number().signum()) * r.confidence
            }),
        }
    }

    fn add(self, other: Self, sign: f32) -> Self {
        let with = |a: usize, b: usize| if sign > 0.0 { a + b } else { a - b };
        Self {
            statements: with(self.statements, other.statements),
            inside: with(self.inside, other.inside),
            ruled: with(self.ruled, other.ruled),
            side: self.side + sign * other.side,
        }
    }
}

impl Judge<'_> {
    /// Adds what the actor says elsewhere in the article, and what the rules read of everybody.
    pub(crate) fn note_others(&self, heard: &mut [Heard<'_>]) {
        let mut read: Table<usize, f32> = Table::default();
        for one in &*heard {
            let sure = one.reading.as_ref().map_or(0.0, |r| r.confidence);
            *read.entry(one.topic).or_default() += sure;
        }
        let mut own: Vec<(Sum, Sum)> = vec![Default::default(); heard.len()];
        let who = |n: usize| (heard[n].topic, heard[n].actor);
        let mut order: Vec<usize> = (0..heard.len()).collect();
        order.sort_by_key(|&n| (who(n), heard[n].sentence));
        for of in order.chunk_by(|&n, &m| who(n) == who(m)) {
            let mut sums = vec![Sum::default()];
            for &n in of {
                sums.push(sums[sums.len() - 1].add(Sum::of(&heard[n]), 1.0));
            }
            for &n in of {
                let here = heard[n].sentence;
                let first = of.partition_point(|&m| heard[m].sentence + NEAR < here);
                let last = of.partition_point(|&m| heard[m].sentence <= here + NEAR);
                let mine = Sum::of(&heard[n]);
                let near = sums[last].add(sums[first], -1.0).add(mine, -1.0);
                own[n] = (sums[of.len()].add(mine, -1.0), near);
            }
        }
        let weighed = heard.iter_mut().zip(own).filter(|(one, _)| one.is_weighed);
        for (one, (all, near)) in weighed {
            let sure = one.reading.as_ref().map_or(0.0, |r| r.confidence);
            let others = read[&one.topic] - sure;
            let place = one.place.as_str();
            one.held.count("own inside", all.inside.min(3));
            one.held.count("own ruled", all.ruled.min(3));
            one.held
                .count("own statements", bucket(all.statements, &[1, 3, 6, 12]));
            let others = digit(bucket(others, &[0.2, 1.0, 3.0]));
            one.held.set("place+others", &[place, others]);
            one.signals.tell("own", &[], all.side.clamp(-1.0, 1.0));
            one.signals.tell("own side", &[], sign(all.side));
            one.signals
                .tell("own near", &[], near.side.clamp(-1.0, 1.0));
        }
    }

    /// The positions, each with the number of its attribution.
    pub(crate) fn settle(&self, mut heard: Vec<Heard<'_>>) -> Vec<(usize, Judged)> {
        self.note_others(&mut heard);
        let odds = |one: &Heard<'_>| (one.held.probability(), one.signals.probability());
        let odds: Vec<(f32, f32)> = heard.iter().map(odds).collect();
        let weighed = (0..heard.len()).filter(|&n| heard[n].is_weighed);
        let weighed: Vec<usize> = weighed.collect();
        let said = weighed.iter().map(|&n| {
            let one = &heard[n];
            ((one.topic, one.actor), odds[n])
        });
        let mut with = vec![0.5; heard.len()];
        for (n, pooled) in weighed.iter().zip(pooled(&said.collect::<Vec<_>>())) {
            with[*n] = pooled;
        }
        let each = heard.into_iter().zip(odds).zip(with);
        each.filter_map(|((one, (held, _)), with)| Some((one.find, self.settled(one, held, with)?)))
            .collect()
    }

    /// The position, given the probabilities that one is taken and that it is one for the proposition.
    fn settled(&self, one: Heard<'_>, held: f32, with: f32) -> Option<Judged> {
        if !one.is_weighed {
            return one.reading.map(|reading| self.found(*reading));
        }
        let confidence = held * with.max(1.0 - with);
        let mut rule = RULE;
        if let Some(reading) = one.reading {
            let its = match reading.stance.number() > 0 {
                true => with,
                false => 1.0 - with,
            };
            // What somebody is said outright to oppose is not turned by what else is said; it is as likely.
            let outright = is_attitude(reading.rule) && reading.confidence >= OUTRIGHT;
            if outright || its >= 0.5 {
                return Some(self.found(Reading {
                    confidence: held * its.max(0.5),
                    side_open: its < OPEN,
                    ..*reading
                }));
            }
            rule = OVERRULED;
        } else if confidence < PROPOSED {
            return None;
        }
        Some(self.found(Reading {
            topic: one.topic,
            term: one.mention.term,
            stance: StanceValue::new(if with > 0.5 { 1 } else { -1 })?,
            bearing: Bearing::Inferred,
            confidence,
            side_open: with.max(1.0 - with) < OPEN,
            rule,
            mention: match one.place {
                Place::Inside => one.mention.words.clone(),
                _ => 0..0,
            },
            cue: one.cue,
            condition: None,
            features: Features::default(),
        }))
    }
}

/// How likely each statement is for the proposition in the light of what else is said under its key: of
/// each the key, and how likely it takes a position and one for the proposition. What is clear by itself
/// stays as it is, so that a change of mind within an article shows.
pub(crate) fn pooled<K: Ord>(said: &[(K, (f32, f32))]) -> Vec<f32> {
    let mut pooled = vec![0.5; said.len()];
    let weight = |n: usize| {
        let (_, (held, with)) = said[n];
        held * log_odds(with)
    };
    let mut order: Vec<usize> = (0..said.len()).collect();
    order.sort_by_key(|&n| &said[n].0);
    for of in order.chunk_by(|&n, &m| said[n].0 == said[m].0) {
        let all: f32 = of.iter().map(|&n| weight(n)).sum();
        for &n in of {
            let (_, (_, with)) = said[n];
            pooled[n] = match with.max(1.0 - with) >= CLEAR {
                true => with,
                false => sigmoid(log_odds(with) + all - weight(n)),
            };
        }
    }
    pooled
}

/// The probability of what the features speak for.
pub(crate) fn probability(features: &Features, weights: &Weights<1>) -> f32 {
    sigmoid(weights.sums(features)[0])
}

pub(super) fn sigmoid(sum: f32) -> f32 {
    1.0 / (1.0 + (-sum).exp())
}

fn log_odds(probability: f32) -> f32 {
    let inside = probability.clamp(1e-4, 1.0 - 1e-4);
    (inside / (1.0 - inside)).ln()
}
