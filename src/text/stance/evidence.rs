//! What is known of a topic where it is heard, as one table weighs it.
//!
//! An article has tens of thousands of features, and all that is asked of them is what they sum up to. So the weight of
//! each is added where it is noted, and only trainers have features kept.

use super::features::{Features, Notes, Weights, key};
use super::settle::sigmoid;
use crate::text::vector::Vector;

/// What speaks for something, weighed by a table.
#[derive(Clone, Debug)]
pub(crate) struct Evidence {
    weights: &'static Weights<1>,
    known: Known,
}

#[derive(Clone, Debug)]
enum Known {
    Kept(Features),
    /// What single features sum up to, and what each part's vector does.
    Summed(f32, [f32; Part::ALL]),
}

/// A part of an attribution of which is noted what it means.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part {
    Content,
    Source,
    Cue,
}

impl Part {
    const ALL: usize = 3;

    /// Its numbers are "content#0" and so on in the tables.
    fn as_str(self) -> &'static str {
        match self {
            Self::Content => "content",
            Self::Source => "source",
            Self::Cue => "cue",
        }
    }
}

/// What is known of a statement whatever the topic, as one table weighs it.
pub(super) enum Shared {
    Kept(Features),
    /// What each single feature adds, and the vectors of parts.
    Weighed(Vec<f32>, [f32; Part::ALL]),
}

impl Evidence {
    /// None as yet; with `kept`, features are kept by their names.
    pub(super) fn new(weights: &'static Weights<1>, kept: bool) -> Self {
        let known = match kept {
            true => Known::Kept(Features::new(true)),
            false => Known::Summed(0.0, [0.0; Part::ALL]),
        };
        Self { weights, known }
    }

    #[inline(never)]
    fn add(&mut self, key: u64, by: f32) {
        if let Known::Summed(sum, _) = &mut self.known
            && let Some(weight) = self.weights.of(key)
        {
            *sum += weight * by;
        }
    }

    /// Notes what a part means.
    pub(super) fn fill(&mut self, part: Part, vector: impl Fn() -> Vector) {
        match &mut self.known {
            Known::Kept(features) => {
                for (n, number) in vector().into_iter().enumerate() {
                    features.tell(&format!("{}#{n}", part.as_str()), &[], number);
                }
            }
            Known::Summed(_, parts) => {
                parts[part as usize] = self.weights.of_vector(part.as_str(), vector);
            }
        }
    }

    /// This and `features` as what other topics share. Looked up once for all of them.
    pub(super) fn shared(self, features: &Features) -> Shared {
        match self.known {
            Known::Kept(mut own) => {
                own.join(features);
                Shared::Kept(own)
            }
            Known::Summed(_, parts) => {
                Shared::Weighed(self.weights.each(features).collect(), parts)
            }
        }
    }

    /// Adds what topics share.
    pub(super) fn join(&mut self, shared: &Shared) {
        match (&mut self.known, shared) {
            (Known::Kept(features), Shared::Kept(others)) => features.join(others),
            (Known::Summed(sum, parts), Shared::Weighed(added, others)) => {
                *sum = added.iter().fold(*sum, |sum, weight| sum + weight);
                for (part, other) in parts.iter_mut().zip(others) {
                    *part += other;
                }
            }
            _ => unreachable!("features are kept of all that is heard, or of nothing"),
        }
    }

    /// How likely what it speaks for is.
    pub(super) fn probability(&self) -> f32 {
        sigmoid(self.log_odds())
    }

    /// Whether the log odds of what it speaks for are under so much. What is kept for trainers is under nothing.
    pub(super) fn is_under(&self, log_odds: f32) -> bool {
        matches!(self.known, Known::Summed(..)) && self.log_odds() < log_odds
    }

    fn log_odds(&self) -> f32 {
        match &self.known {
            Known::Kept(features) => self.weights.sums(features)[0],
            Known::Summed(sum, parts) => {
                parts.iter().fold(*sum, |sum, part| sum + part) + self.weights.bias()
            }
        }
    }

    /// The features, where they were kept; else none.
    pub(crate) fn into_features(self) -> Features {
        match self.known {
            Known::Kept(features) => features,
            Known::Summed(..) => Features::default(),
        }
    }
}

impl Notes for Evidence {
    #[inline(always)]
    fn tell(&mut self, name: &str, values: &[&str], by: f32) {
        if by == 0.0 {
            return;
        }
        if let Known::Kept(features) = &mut self.known {
            return keep(features, name, values, by);
        }
        self.add(key(name, values), by);
    }
}

#[cold]
#[inline(never)]
fn keep(features: &mut Features, name: &str, values: &[&str], by: f32) {
    features.tell(name, values, by);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::vector::DIMENSIONS;
    use std::sync::LazyLock;

    static WEIGHTS: LazyLock<Weights<1>> = LazyLock::new(|| {
        Weights::read("bias\t1\nplace=inside\t2\nsays=word\t4\ncue#0\t8\ncue#99\t16\ncue#100\t9\n")
    });

    fn log_odds(kept: bool) -> (f32, Vec<(String, f32)>) {
        let mut vector = [0.0; DIMENSIONS];
        (vector[0], vector[99]) = (0.5, -1.0);
        let mut of_all = Evidence::new(&WEIGHTS, kept);
        of_all.fill(Part::Cue, || vector);
        let mut words = Features::new(kept);
        words.set("says", &["word"]);
        words.set("says", &["other"]);
        let shared = of_all.shared(&words);
        let mut evidence = Evidence::new(&WEIGHTS, kept);
        evidence.set("place", &["inside"]);
        evidence.tell("place", &["inside"], -0.5);
        evidence.tell("place", &["inside"], 0.0);
        evidence.note("place", true);
        evidence.count("unknown", 12);
        evidence.fill(Part::Content, || vector);
        evidence.join(&shared);
        let log_odds = evidence.log_odds();
        let features = evidence.into_features();
        let named = features.named().map(|(name, by)| (name.to_owned(), by));
        (log_odds, named.collect())
    }

    #[test]
    fn it_weighs_the_same_with_and_without_its_features() {
        let (kept, names) = log_odds(true);
        let (summed, none) = log_odds(false);
        assert_eq!(kept, 1.0 + 2.0 - 1.0 + 4.0 + 4.0 - 16.0);
        assert_eq!(summed, kept);
        assert_eq!(none, []);
        let expected = [
            ("place=inside", 1.0),
            ("place=inside", -0.5),
            ("place", 1.0),
            ("unknown=9", 1.0),
            ("content#0", 0.5),
            ("content#99", -1.0),
            ("cue#0", 0.5),
            ("cue#99", -1.0),
            ("says=word", 1.0),
            ("says=other", 1.0),
        ];
        let named = names.iter().map(|(name, by)| (name.as_str(), *by));
        assert_eq!(named.collect::<Vec<_>>(), expected);
    }
}
