//! What a word means, as a vector: words that are used alike lie in like directions.
//!
//! "Firearms" says something of a topic whose entry has only "guns". The vectors are those of GloVe
//! (Pennington, Socher and Manning, *GloVe: Global Vectors for Word Representation*, 2014; six billion words,
//! 100 dimensions, public domain), for the commonest base forms, without what all words have in common
//! (Mu and Viswanath, *All-but-the-Top*, 2018), four numbers in a byte (product quantization: Jégou, Douze and
//! Schmid, 2011). `train::vectors` makes the file; VECTORS.md beside it says how.

use std::sync::LazyLock;

use super::hash::Fnv;
use std::hash::Hasher;

/// Numbers of a vector.
pub(crate) const DIMENSIONS: usize = 100;

/// A direction, mostly of length one.
pub(crate) type Vector = [f32; DIMENSIONS];

/// How many numbers of a vector one byte stands for, and how many such parts it has.
pub(crate) const PART: usize = 4;
pub(crate) const PARTS: usize = DIMENSIONS / PART;

/// Values of one byte.
pub(crate) const CENTROIDS: usize = 256;

/// A number in the file is so many times what it is.
pub(crate) const SCALE: f32 = 200.0;

/// The weight of a word in a mean is so many of these.
pub(crate) const WEIGHT: f32 = 200.0;

static VECTORS: LazyLock<Vectors<'static>> =
    LazyLock::new(|| Vectors::read(FILE).expect("vectors.bin is checked by a test"));

/// The file, for the fingerprint of the models.
pub(super) static FILE: &[u8] = include_bytes!("vectors.bin");

/// The place of a word in the file.
pub(crate) type Place = u16;

/// The file: how many words, the centroids, and for each word, in the order of their hashes, hash, weight and
/// parts.
struct Vectors<'f> {
    centroids: Vec<[f32; PART]>,
    /// By the first bits of a hash, the first place of those that begin with them or with more.
    starts: Vec<Place>,
    hashes: &'f [u8],
    weights: &'f [u8],
    codes: &'f [u8],
}

/// By so many bits of its hash a word is looked for.
const START_BITS: u32 = 11;

/// The first bits of a hash.
fn start(hash: u32) -> usize {
    (hash >> (u32::BITS - START_BITS)) as usize
}

impl<'f> Vectors<'f> {
    /// None where the file is cut short or longer than it says.
    fn read(file: &'f [u8]) -> Option<Self> {
        let (count, rest) = file.split_at_checked(4)?;
        let count = u32::from_le_bytes(count.try_into().ok()?) as usize;
        let (centroids, rest) = rest.split_at_checked(PARTS * CENTROIDS * PART)?;
        let (hashes, rest) = rest.split_at_checked(4 * count)?;
        let (weights, codes) = rest.split_at_checked(count)?;
        let number = |byte: &u8| f32::from(byte.cast_signed()) / SCALE;
        let (parts, _) = centroids.as_chunks::<PART>();
        let (each, _) = hashes.as_chunks::<4>();
        let first =
            |bits: usize| each.partition_point(|hash| bits > start(u32::from_le_bytes(*hash)));
        (codes.len() == count * PARTS && count <= usize::from(Place::MAX)).then(|| Self {
            centroids: parts.iter().map(|p| p.each_ref().map(number)).collect(),
            starts: (0..=1 << START_BITS)
                .map(|bits| first(bits) as Place)
                .collect(),
            hashes,
            weights,
            codes,
        })
    }

    fn place(&self, lemma: &str) -> Option<Place> {
        let (hashes, _) = self.hashes.as_chunks::<4>();
        let wanted = hash(lemma);
        let bits = start(wanted);
        let first = usize::from(self.starts[bits]);
        let near = &hashes[first..usize::from(self.starts[bits + 1])];
        let found = near.binary_search_by_key(&wanted, |hash| u32::from_le_bytes(*hash));
        Place::try_from(first + found.ok()?).ok()
    }

    fn vector(&self, place: Place) -> Vector {
        let first = usize::from(place) * PARTS;
        let mut vector = [0.0; DIMENSIONS];
        let (parts, _) = vector.as_chunks_mut::<PART>();
        let codes = &self.codes[first..first + PARTS];
        for (n, (part, code)) in parts.iter_mut().zip(codes).enumerate() {
            *part = self.centroids[n * CENTROIDS + usize::from(*code)];
        }
        unit(vector)
    }
}

/// The place of a base form in lower case; none for words without a vector: rare ones, and those that are
/// in every sentence.
pub(crate) fn place(lemma: &str) -> Option<Place> {
    VECTORS.place(lemma)
}

/// How many words there are.
pub(crate) fn count() -> usize {
    VECTORS.weights.len()
}

/// A word that has a vector.
#[derive(Debug)]
pub(crate) struct Meaning {
    pub place: Place,
    pub direction: Vector,
}

impl Meaning {
    /// The word at `place`.
    pub fn of(place: Place) -> Self {
        let direction = VECTORS.vector(place);
        Self { place, direction }
    }
}

/// How much the word counts, 0 … 1: rare ones more than common ones.
pub(crate) fn weight(place: Place) -> f32 {
    f32::from(VECTORS.weights[usize::from(place)]) / WEIGHT
}

/// The direction of some words together; zero without any.
pub(crate) fn mean(words: &[Meaning]) -> Vector {
    let mut sum = [0.0; DIMENSIONS];
    for word in words {
        let weight = weight(word.place);
        for (sum, number) in sum.iter_mut().zip(&word.direction) {
            *sum += weight * number;
        }
    }
    unit(sum)
}

/// How alike two directions are, −1 … 1.
#[inline(always)]
pub(crate) fn likeness(a: &Vector, b: &Vector) -> f32 {
    // Eight sums that do not wait for each other.
    let (a, a_rest) = a.as_chunks::<8>();
    let (b, b_rest) = b.as_chunks::<8>();
    let mut sums = [0.0; 8];
    for (a, b) in a.iter().zip(b) {
        for n in 0..8 {
            sums[n] += a[n] * b[n];
        }
    }
    let rest: f32 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f32>() + rest
}

/// The vector with length one; zero stays as it is.
pub(crate) fn unit(vector: Vector) -> Vector {
    let length = likeness(&vector, &vector).sqrt();
    if length == 0.0 {
        return vector;
    }
    vector.map(|number| number / length)
}

/// By what a word is found in the file.
pub(crate) fn hash(lemma: &str) -> u32 {
    let mut hash = Fnv::default();
    hash.write(lemma.as_bytes());
    let hash = hash.finish();
    (hash ^ (hash >> 32)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(a: &str, b: &str) -> f32 {
        let of = |word| Meaning::of(place(word).unwrap_or_else(|| panic!("{word} has no vector")));
        likeness(&of(a).direction, &of(b).direction)
    }

    #[test]
    fn the_file_is_whole() {
        assert!(Vectors::read(FILE).is_some());
        assert!(Vectors::read(&FILE[..FILE.len() - 1]).is_none());
        let (hashes, _) = VECTORS.hashes.as_chunks::<4>();
        assert!(hashes.is_sorted_by_key(|hash| u32::from_le_bytes(*hash)));
    }

    #[test]
    fn words_that_are_used_alike_are_alike() {
        assert!(alike("firearm", "gun") > 0.5);
        assert!(alike("firearm", "gun") > alike("firearm", "tax") + 0.3);
        assert!((alike("gun", "gun") - 1.0).abs() < 1e-5);
    }

    #[test]
    fn rare_words_count_more_and_others_not_at_all() {
        let weight = |word| weight(place(word).expect("it has a vector"));
        assert!(weight("firearm") > weight("country"));
        assert_eq!(place("the"), None);
        assert_eq!(place("xyzzyplugh"), None);
        assert_eq!(mean(&[]), [0.0; DIMENSIONS]);
    }
}
