//! What is said in other words than the codebook's, by what the words mean.
//!
//! Noted are how near the words are to the topic's entry, and, number by number, in which respects what is
//! said, and who says it, mean the same as the entry, and what the cue means.

use super::Judge;
use super::evidence::Part;
use super::features::{Notes, bucket, digit};
use super::heard::Heard;
use super::scene::Parts;
use crate::text::topic::{Field, Near};
use crate::text::vector::{self, Meaning, Place, Vector};
use crate::text::words::Word;

/// So many words that are nearest to an entry are looked at by themselves.
const NEAREST: usize = 3;

/// Numbers of vectors are small; without a factor their weights would be held down more than others'.
const SHARED: f32 = 12.0;
const ALONE: f32 = 3.0;
const SIDED: f32 = 10.0;

/// Bounds of likenesses, by how many of the statements that were learned from lie under each: a tenth, a quarter, and so
/// on to nineteen in twenty.
const MEANS: [f32; 8] = [0.24, 0.3, 0.35, 0.4, 0.48, 0.56, 0.7, 0.93];
const NEARESTS: [f32; 8] = [0.12, 0.21, 0.28, 0.36, 0.46, 0.54, 0.64, 0.72];

/// Content and source of an attribution by what they mean, whatever the topic.
pub(super) struct Meant {
    /// Words of the content, each once.
    words: Vec<Meaning>,
    content: Vector,
    source: Vector,
}

/// How near to a topic's entry the words of a content are.
#[derive(Default)]
struct Likeness {
    /// On the whole, by their weights.
    mean: f32,
    /// The three that are nearest.
    nearest: f32,
}

impl Likeness {
    /// Of words with the weight and the likeness of each.
    fn of(words: impl Iterator<Item = (f32, f32)>) -> Self {
        let (mut weights, mut sum, mut count) = (0.0, 0.0, 0);
        let mut nearest = [f32::NEG_INFINITY; NEAREST];
        for (weight, likeness) in words {
            weights += weight;
            let mut next = weight * likeness;
            sum += next;
            count += 1;
            for best in &mut nearest {
                if next > *best {
                    std::mem::swap(best, &mut next);
                }
            }
        }
        if count == 0 {
            return Self::default();
        }
        Self {
            mean: sum / weights,
            nearest: nearest.iter().take(count).sum::<f32>() / NEAREST as f32,
        }
    }
}

impl Judge<'_> {
    /// What content and source mean. Looked at once for all topics.
    pub(super) fn meant(&self, parts: &Parts) -> Meant {
        let words = &self.mentions.words.all;
        let content = parts
            .content
            .iter()
            .flat_map(|(_, part)| &words[part.clone()]);
        let content = meanings(content);
        Meant {
            content: vector::mean(&content),
            words: content,
            source: vector::mean(&meanings(words[parts.source.clone()].iter())),
        }
    }

    /// What the cue means, as a part of what is known of the attribution.
    pub(super) fn meant_by_cue(&self, parts: &Parts) -> Vector {
        let words = &self.mentions.words.all[parts.cue.clone()];
        vector::mean(&meanings(words.iter())).map(|number| ALONE * number)
    }

    /// Notes how near what is meant is to the topic, and to which of its sides.
    pub(super) fn note_likeness(&self, one: &mut Heard<'_>, field: &Field, meant: &Meant) {
        let near = field.near(&meant.words);
        let of = |which: fn(&Near) -> f32| {
            let weights = meant.words.iter().map(|word| vector::weight(word.place));
            Likeness::of(weights.zip(near.iter().map(which)))
        };
        let all = of(|near| near.all);
        let place = one.place.as_str();
        for (name, at_place, likeness, bounds) in [
            ("likeness", "place+likeness", all.mean, &MEANS),
            ("nearest", "place+nearest", all.nearest, &NEARESTS),
        ] {
            let level = digit(bucket(likeness, bounds));
            one.held.set(name, &[level]);
            one.held.set(at_place, &[place, level]);
            one.held.tell(name, &[], likeness);
        }
        if let Some(entry) = &field.mean {
            let shared = |part: &Vector| std::array::from_fn(|n| SHARED * part[n] * entry[n]);
            one.held.fill(Part::Content, || shared(&meant.content));
            one.held.fill(Part::Source, || shared(&meant.source));
        }
        if !field.has_sides {
            return;
        }
        let (with, against) = (of(|near| near.with), of(|near| near.against));
        for (name, unruled, side) in [
            ("likeness", "likeness, no rule", with.mean - against.mean),
            (
                "nearest",
                "nearest, no rule",
                with.nearest - against.nearest,
            ),
        ] {
            one.signals.tell(name, &[], SIDED * side);
            if one.reading.is_none() {
                one.signals.tell(unruled, &[], SIDED * side);
            }
        }
    }
}

/// The words that have a vector, each once.
fn meanings<'w>(words: impl Iterator<Item = &'w Word<'w>>) -> Vec<Meaning> {
    let mut places: Vec<Place> = words
        .filter_map(|word| vector::place(&word.lemma))
        .collect();
    places.sort_unstable();
    places.dedup();
    places.into_iter().map(Meaning::of).collect()
}
