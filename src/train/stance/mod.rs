//! Training how sure a reading of a stance is.
//!
//! Annotated articles are analysed; each reading of an actor on a topic is compared with what the
//! annotators noted there, and a logistic model over what the reading knows of itself learns how
//! often the side is right, the other one is, or no position was noted at all.

mod annotation;
mod logistic;
mod position;
mod table;

use std::collections::HashMap;

use self::annotation::{Noted, Set};
use self::table::table;
use crate::text::stance::{Features, Parameters, Weights};
use crate::text::{self, Engine};

pub use self::annotation::{Article, articles};

/// Weight of the squared weights in what is minimised.
const PENALTY: f64 = 20.0;

/// The sets that the weights of readings are from. What these say of the other sets is not known
/// beforehand, so that [`position`] can learn how far to trust them.
const READINGS: [&str; 3] = ["policies", "security", "campaign"];

/// Parts of the jackknife.
const PARTS: usize = 5;

/// What was noted where a reading stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// No position of the actor on the topic.
    Nothing = 0,
    /// One on the side that was read.
    Right = 1,
    /// One on the other side.
    Opposite = 2,
}

/// A reading with its outcome.
struct Sample {
    article: usize,
    features: Features,
    outcome: Outcome,
}

/// The tables of weights, by the names of their files, and how well they do.
pub struct Trained {
    /// File name and content.
    pub tables: [(&'static str, String); 3],
    /// How well weights from some of the articles do on the rest.
    pub report: String,
}

/// Trains on the annotations that the project holds, whose articles are in `corpus`.
///
/// # Errors
/// If an annotation set does not parse or names an article that `corpus` does not have.
pub fn train(corpus: &[Article]) -> Result<Trained, String> {
    let by_id: HashMap<&str, usize> = corpus
        .iter()
        .enumerate()
        .map(|(n, article)| (article.id.as_str(), n))
        .collect();
    let all = annotation::sets(corpus)?;
    let mut samples = Vec::new();
    for set in all.iter().filter(|set| READINGS.contains(&set.name)) {
        read(set, corpus, &by_id, &mut samples)?;
    }
    let weights = weights(&samples.iter().collect::<Vec<_>>());
    let [held, side, positions] = position::train(&all, corpus)?;
    Ok(Trained {
        tables: [
            ("weights.tsv", weights),
            ("held.tsv", held),
            ("side.tsv", side),
        ],
        report: format!(
            "readings, held-out articles: {}\n{positions}",
            jackknife(&samples)
        ),
    })
}

/// Adds the readings of one set's articles.
fn read(
    set: &Set,
    corpus: &[Article],
    by_id: &HashMap<&str, usize>,
    samples: &mut Vec<Sample>,
) -> Result<(), String> {
    let engine = Engine::new(&set.codebook, Parameters { floor: 0.0 });
    for (id, noted) in &set.articles {
        let &n = by_id
            .get(id.as_str())
            .ok_or_else(|| format!("{}: article {id} is not in the corpus", set.name))?;
        let article = &corpus[n];
        let title = article.title.as_deref();
        let (readings, _) = text::candidates(&article.text, title, article.day(), &engine);
        for candidate in readings {
            let found = &candidate.judged.found;
            let side = found.stance.number().signum();
            let here = noted.iter().filter(|n| n.topic == found.topic);
            let outcome = outcome(here, &candidate.actor.name, &candidate.evidence, side);
            if let Some(outcome) = outcome
                && !candidate.judged.features.is_empty()
            {
                samples.push(Sample {
                    article: n,
                    features: candidate.judged.features,
                    outcome,
                });
            }
        }
    }
    Ok(())
}

/// What the annotators say of a reading: by the passage where it is theirs, else by the article;
/// none where only others ascribe a position to the actor.
fn outcome<'n>(
    noted: impl Iterator<Item = &'n Noted>,
    actor: &str,
    evidence: &str,
    side: i16,
) -> Option<Outcome> {
    let all: Vec<&Noted> = noted.filter(|n| n.is_of(actor)).collect();
    if all.is_empty() {
        return Some(Outcome::Nothing);
    }
    let own: Vec<&Noted> = all.into_iter().filter(|n| !n.by_other).collect();
    if own.is_empty() {
        return None;
    }
    let here: Vec<&Noted> = own.iter().copied().filter(|n| n.is_at(evidence)).collect();
    let told = if here.is_empty() { &own } else { &here };
    let any = |wanted: i16| told.iter().any(|n| n.stance.signum() == wanted);
    Some(match () {
        () if any(side) => Outcome::Right,
        () if any(-side) => Outcome::Opposite,
        () => Outcome::Nothing,
    })
}

/// Weights for [`Outcome::Right`] and [`Outcome::Opposite`] against [`Outcome::Nothing`].
fn weights(samples: &[&Sample]) -> String {
    let outcome = |sample: &Sample| sample.outcome as usize;
    let samples: Vec<_> = samples.iter().map(|s| (&s.features, outcome(s))).collect();
    table::<2>(&samples, PENALTY, true, |_| true)
}

/// How sure weights from four fifths of the articles are of the readings of the rest, and how often
/// they are right.
fn jackknife(samples: &[Sample]) -> Bands {
    let mut bands = Bands::default();
    for part in 0..PARTS {
        let (test, train): (Vec<&Sample>, Vec<&Sample>) =
            samples.iter().partition(|s| s.article % PARTS == part);
        bands.count(&test, &weights(&train));
    }
    bands
}

/// Readings by how sure they are, in tenths: how many, and how many of them are right.
#[derive(Default)]
struct Bands([(usize, usize); 10]);

impl Bands {
    /// Counts `samples` as `table` weighs them.
    fn count(&mut self, samples: &[&Sample], table: &str) {
        let weights = Weights::read(table);
        for sample in samples {
            let [right, _] = text::stance::sides(&sample.features, &weights);
            self.add(right, sample.outcome == Outcome::Right);
        }
    }

    fn add(&mut self, confidence: f32, right: bool) {
        let band = &mut self.0[((confidence * 10.0) as usize).min(9)];
        band.0 += 1;
        band.1 += usize::from(right);
    }

    /// How many are at three tenths or above, and which share of them is right.
    fn at_floor(&self) -> String {
        let of = |count: fn(&(usize, usize)) -> usize| self.0[3..].iter().map(count).sum::<usize>();
        let (all, right) = (of(|b| b.0), of(|b| b.1));
        format!(
            "{all} at 0.3 or above, {:.2} right",
            right as f64 / all.max(1) as f64
        )
    }
}

impl std::fmt::Display for Bands {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let total: usize = self.0.iter().map(|(all, _)| all).sum();
        writeln!(out, "{total} readings\n| confidence | readings | right |")?;
        for (n, (all, right)) in self.0.iter().enumerate().filter(|(_, b)| b.0 > 0) {
            let (from, to) = (n as f64 / 10.0, (n + 1) as f64 / 10.0);
            let share = *right as f64 / *all as f64;
            writeln!(out, "| {from:.1}–{to:.1} | {all} | {share:.2} |")?;
        }
        Ok(())
    }
}
