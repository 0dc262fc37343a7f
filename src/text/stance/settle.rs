//! How sure a position is in the light of the whole article, and on which side it is.
//!
//! Two logistic models, in the order in which a reader asks: does the actor take a position on the topic
//! here (`held.tsv`), and which one (`side.tsv`)? The second has no weight that prefers a side by itself
//! but `always`: its signals are sides. `train::stance` makes both tables from annotated articles.

use std::sync::LazyLock;

use super::features::{Features, Weights, bucket, digit};
use super::heard::{Heard, Place};
use super::reading::Reading;
use super::{Judge, Judged};
use crate::model::{Bearing, StanceValue};
use crate::text::hash::Table;

static HELD: LazyLock<Weights<1>> = LazyLock::new(|| Weights::read(include_str!("held.tsv")));
static SIDE: LazyLock<Weights<1>> = LazyLock::new(|| Weights::read(include_str!("side.tsv")));

/// The name of the rule by which what is said in an article on the topic is on the topic.
const RULE: &str = "subject of the article";

/// What no rule reads is not even proposed under this confidence.
const PROPOSED: f32 = 0.15;

/// The share of its own confidence that a clear reading keeps in whatever article.
const ALONE: f32 = 0.4;

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
    fn of(one: &Heard) -> Self {
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
    pub(crate) fn note_others(&self, heard: &mut [Heard]) {
        let mut read: Table<usize, f32> = Table::default();
        for one in &*heard {
            let sure = one.reading.as_ref().map_or(0.0, |r| r.confidence);
            *read.entry(one.topic).or_default() += sure;
        }
        let mut own: Vec<(Sum, Sum)> = vec![Default::default(); heard.len()];
        let who = |n: usize| (heard[n].topic, heard[n].actor.as_str());
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
        for (one, (all, near)) in heard.iter_mut().zip(own) {
            let sure = one.reading.as_ref().map_or(0.0, |r| r.confidence);
            let others = read[&one.topic] - sure;
            let place = one.place.as_str();
            one.held.count("own inside", all.inside.min(3));
            one.held.count("own ruled", all.ruled.min(3));
            one.held
                .count("own statements", bucket(all.statements, &[1, 3, 6, 12]));
            let others = digit(bucket(others, &[0.2, 1.0, 3.0]));
            one.held.set("place+others", &[place, others]);
            let side = if all.side == 0.0 {
                0.0
            } else {
                all.side.signum()
            };
            one.signals.tell("own", &[], all.side.clamp(-1.0, 1.0));
            one.signals.tell("own side", &[], side);
            one.signals
                .tell("own near", &[], near.side.clamp(-1.0, 1.0));
        }
    }

    /// The positions, each with the number of its attribution.
    pub(crate) fn settle(&self, mut heard: Vec<Heard>) -> Vec<(usize, Judged)> {
        self.note_others(&mut heard);
        heard
            .into_iter()
            .filter_map(|one| Some((one.find, self.settled(one)?)))
            .collect()
    }

    fn settled(&self, one: Heard) -> Option<Judged> {
        if !one.is_weighed() {
            return one.reading.map(|reading| self.found(reading));
        }
        let held = held(&one.held, &HELD);
        let with = side(&one.signals, &SIDE);
        let reading = match one.reading {
            Some(reading) => {
                let side = if reading.stance.number() > 0 {
                    with
                } else {
                    1.0 - with
                };
                Reading {
                    confidence: (held * side).max(reading.confidence * ALONE),
                    ..reading
                }
            }
            None => Reading {
                topic: one.topic,
                term: one.mention.term,
                stance: StanceValue::new(if with > 0.5 { 1 } else { -1 })?,
                bearing: Bearing::Inferred,
                confidence: held * with.max(1.0 - with),
                rule: RULE,
                mention: match one.place {
                    Place::Inside => one.mention.words,
                    _ => 0..0,
                },
                cue: one.cue,
                condition: None,
                features: Features::default(),
            },
        };
        let stray = reading.rule == RULE && reading.confidence < PROPOSED;
        (!stray).then(|| self.found(reading))
    }
}

/// The probability that a position is taken.
pub(crate) fn held(held: &Features, weights: &Weights<1>) -> f32 {
    sigmoid(weights.sums(held)[0])
}

/// The probability that it is one for the proposition, if one is taken.
pub(crate) fn side(signals: &Features, weights: &Weights<1>) -> f32 {
    sigmoid(weights.sums(signals)[0])
}

fn sigmoid(sum: f32) -> f32 {
    1.0 / (1.0 + (-sum).exp())
}
