//! What a topic's entry means, for what is said in other words than its own.
//!
//! "Firearms" is no term of a topic that lists "guns", and says as much. How near words are to those of the
//! entry (and of its terms for and against) tells whether somebody speaks of it, and a little on which side.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::model::Topic;
use crate::text::vector::{self, Meaning, Place, Vector};
use crate::text::words::Words;

/// The entry of one topic as vectors.
#[derive(Debug, Default)]
pub(crate) struct Field {
    words: Vec<Meaning>,
    /// Whose terms have each of them.
    sides: Vec<Side>,
    /// The direction of the whole entry.
    pub mean: Option<Vector>,
    /// Whether enough words are of one side only that being nearer to those says something.
    pub has_sides: bool,
    /// By a word's place: how [near](Field::near) it is, packed, or 0. A word is looked at once for all articles.
    known: OnceLock<Box<[AtomicU32]>>,
}

/// Whose terms have a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    With,
    Against,
    /// Both, or the thing itself.
    Neither,
}

/// How near a word is to the nearest one of an entry, −1 … 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Near {
    /// Of all its words.
    pub all: f32,
    /// Of those that only terms for the proposition have; 0 without any.
    pub with: f32,
    /// Of those that only terms against it have; 0 without any.
    pub against: f32,
}

/// Fewer words of a side are near to what is said by chance.
const SIDED: usize = 4;

/// Steps from 0 to 1 of a packed number. What is learned and what is judged see the same steps.
const STEPS: f32 = 500.0;

impl Field {
    /// The entry of `topic`.
    pub fn of(topic: &Topic) -> Self {
        let of = |lists: &[&[String]]| -> Vec<Place> {
            lists
                .iter()
                .flat_map(|l| l.iter())
                .flat_map(|t| places(t))
                .collect()
        };
        let with = of(&[&topic.for_terms, &topic.reasons_for]);
        let against = of(&[&topic.against_terms, &topic.reasons_against]);
        let named = [topic.name.clone(), topic.proposition.clone()];
        let thing = of(&[&topic.about, &named]);
        let mut all = [&thing[..], &with, &against].concat();
        all.sort_unstable();
        all.dedup();
        let side = |word: &Place| {
            let has = |words: &[Place]| words.contains(word);
            match (has(&thing), has(&with), has(&against)) {
                (false, true, false) => Side::With,
                (false, false, true) => Side::Against,
                _ => Side::Neither,
            }
        };
        let sides: Vec<Side> = all.iter().map(side).collect();
        let words: Vec<Meaning> = all.into_iter().map(Meaning::of).collect();
        let of_side = |side| sides.iter().filter(|other| **other == side).count();
        Self {
            has_sides: of_side(Side::With).min(of_side(Side::Against)) >= SIDED,
            mean: (!words.is_empty()).then(|| vector::mean(&words)),
            words,
            sides,
            known: OnceLock::new(),
        }
    }

    /// How near words are to the entry's.
    pub fn near(&self, words: &[Meaning]) -> Vec<Near> {
        let known = self.known.get_or_init(|| {
            let none = || AtomicU32::new(0);
            std::iter::repeat_with(none).take(vector::count()).collect()
        });
        let of = |word: &Meaning| known[usize::from(word.place)].load(Ordering::Relaxed);
        let unknown: Vec<&Meaning> = words.iter().filter(|word| of(word) == 0).collect();
        for (word, found) in unknown.iter().zip(self.compare(&unknown)) {
            // Whoever else looks at it now finds the same.
            known[usize::from(word.place)].store(found, Ordering::Relaxed);
        }
        words.iter().map(|word| Near::unpacked(of(word))).collect()
    }

    fn compare(&self, words: &[&Meaning]) -> Vec<u32> {
        // Of all words, of those with it, of those against it.
        let mut nearest = vec![[None::<f32>; 3]; words.len()];
        for (entry, side) in self.words.iter().zip(&self.sides) {
            for (nearest, word) in nearest.iter_mut().zip(words) {
                let likeness = vector::likeness(&word.direction, &entry.direction);
                let raise = |most: &mut Option<f32>| {
                    *most = Some(most.map_or(likeness, |m| m.max(likeness)));
                };
                let [all, with, against] = nearest;
                raise(all);
                match side {
                    Side::With => raise(with),
                    Side::Against => raise(against),
                    Side::Neither => {}
                }
            }
        }
        let step = |most: Option<f32>| {
            ((most.unwrap_or(0.0) + 1.0) * STEPS)
                .round()
                .clamp(0.0, 1000.0) as u32
        };
        let packed = |[all, with, against]: [Option<f32>; 3]| {
            step(all) | step(with) << 10 | step(against) << 20 | 1 << 30
        };
        nearest.into_iter().map(packed).collect()
    }
}

impl Near {
    fn unpacked(packed: u32) -> Self {
        let number = |shift: u32| ((packed >> shift) & 0x3FF) as f32 / STEPS - 1.0;
        Self {
            all: number(0),
            with: number(10),
            against: number(20),
        }
    }
}

fn places(phrase: &str) -> Vec<Place> {
    let words = Words::of_phrase(phrase);
    words
        .all
        .iter()
        .filter_map(|word| vector::place(&word.lemma))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::codebook::parse;

    fn near(word: &str) -> Near {
        let book = parse(
            "test",
            r#"
            [[topic]]
            id = "guns"
            name = "Guns"
            proposition = "Gun laws should be stricter."
            about = ["guns"]
            for = ["restrict sales"]
            against = ["protect hunters"]
            "#,
        )
        .expect("the codebook parses");
        let field = Field::of(&book.topics[0]);
        let place = vector::place(word).expect("it has a vector");
        let first = field.near(&[Meaning::of(place)]);
        assert_eq!(
            field.near(&[Meaning::of(place)]),
            first,
            "the second look finds the same"
        );
        first[0]
    }

    #[test]
    fn what_is_not_in_the_entry_is_near_it() {
        assert!(near("firearm").all > near("recipe").all + 0.2);
    }

    #[test]
    fn words_of_one_side_are_nearer_to_it() {
        let limit = near("limit");
        assert!(limit.with > limit.against, "{limit:?}");
        let hunt = near("hunt");
        assert!(hunt.against > hunt.with, "{hunt:?}");
    }

    #[test]
    fn an_empty_entry_is_near_to_nothing() {
        let field = Field::default();
        assert_eq!(field.near(&[Meaning::of(0)]), [Near::default()]);
        assert_eq!(field.mean, None);
    }
}
