//! Makes the word vectors of `text::vector` from a file of GloVe.
//!
//! The commonest base forms are kept, and weighed by how rare they are in news. What all words have in common (the mean, and the two directions in
//! which they differ most, which tell how frequent a word is) is taken out, and every four numbers become one
//! byte: the nearest of 256 centroids that k-means finds among these four numbers of all words.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::io::{self, BufRead};

use crate::text::document::Document;
use crate::text::topic::STOP_WORDS;
use crate::text::vector::{
    CENTROIDS, DIMENSIONS, PART, PARTS, SCALE, Vector, WEIGHT, hash, likeness, unit,
};
use crate::text::words::Words;

/// Base forms that are kept. More do not fit into a program of 40 MB and would be little used.
const WORDS: usize = 26_000;

/// The words by which it is told what all have in common.
const COMMON: usize = 8000;

/// Directions that are taken out.
const OUT: usize = 2;

/// Rounds of the search for a direction, and for centroids.
const ROUNDS: usize = 40;
const MEANS: usize = 15;

/// The file for `text::vector`, made of the lines of `glove`: a word and its numbers, the commonest first. How rare
/// words are is counted in the texts of `news`.
///
/// # Errors
/// If it cannot be read, or a line has other than 100 numbers.
pub fn make(glove: impl BufRead, news: &[String]) -> io::Result<Vec<u8>> {
    let (words, mut vectors) = read(glove, &Counts::of(news))?;
    take_out_common(&mut vectors);
    let (centroids, codes) = quantized(&vectors);
    let mut order: Vec<usize> = (0..words.len()).collect();
    order.sort_by_key(|&n| words[n].0);
    order.dedup_by_key(|n| words[*n].0);
    let mut file = (order.len() as u32).to_le_bytes().to_vec();
    file.extend(
        centroids
            .iter()
            .flatten()
            .map(|number| number.cast_unsigned()),
    );
    file.extend(order.iter().flat_map(|&n| words[n].0.to_le_bytes()));
    file.extend(order.iter().map(|&n| words[n].1));
    file.extend(order.iter().flat_map(|&n| codes[n]));
    Ok(file)
}

/// A base form's hash and weight.
type Known = (u32, u8);

/// Base forms, and of each the vector of its commonest form.
fn read(glove: impl BufRead, counts: &Counts) -> io::Result<(Vec<Known>, Vec<Vector>)> {
    let (mut words, mut vectors) = (Vec::new(), Vec::new());
    let mut known = HashSet::new();
    for (rank, line) in glove.lines().enumerate() {
        let line = line?;
        let mut fields = line.split(' ');
        let word = fields.next().unwrap_or_default();
        if word.len() < 2 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
            continue;
        }
        let phrase = Words::of_phrase(word);
        let [one] = &phrase.all[..] else { continue };
        if STOP_WORDS.contains(one.lemma.as_ref()) || !known.insert(one.lemma.to_string()) {
            continue;
        }
        let numbers: Vec<f32> = fields.filter_map(|field| field.parse().ok()).collect();
        let vector: Vector = numbers.try_into().map_err(|_| {
            let what = format!(
                "line {}: {word:?} has other than {DIMENSIONS} numbers",
                rank + 1
            );
            io::Error::new(io::ErrorKind::InvalidData, what)
        })?;
        words.push((hash(&one.lemma), counts.weight(&one.lemma)));
        vectors.push(vector);
        if words.len() == WORDS {
            break;
        }
    }
    Ok((words, vectors))
}

/// How many sentences of some texts have a word.
#[derive(Default)]
struct Counts {
    sentences: usize,
    of: HashMap<String, usize>,
}

impl Counts {
    fn of(texts: &[String]) -> Self {
        let mut counts = Self::default();
        for text in texts {
            let document = Document::new(text);
            let words = Words::new(&document);
            for sentence in &words.sentences {
                counts.sentences += 1;
                let words: BTreeSet<&str> = words.all[sentence.clone()]
                    .iter()
                    .map(|w| w.lemma.as_ref())
                    .collect();
                for word in words {
                    *counts.of.entry(word.to_owned()).or_default() += 1;
                }
            }
        }
        counts
    }

    /// How much a word counts: as the logarithm of how rare it is (inverse document frequency, Spärck Jones 1972).
    fn weight(&self, lemma: &str) -> u8 {
        let with = self.of.get(lemma).copied().unwrap_or_default();
        let rare = (self.sentences as f32 / (1 + with) as f32).ln() / 9.0;
        (rare.clamp(0.125, 1.0) * WEIGHT) as u8
    }
}

/// Takes out the mean and the main directions, and makes the length one.
fn take_out_common(vectors: &mut [Vector]) {
    let mean = sum(vectors
        .iter()
        .map(|vector| (1.0 / vectors.len() as f32, vector)));
    for vector in vectors.iter_mut() {
        add(vector, &mean, -1.0);
    }
    for _ in 0..OUT {
        let common = &vectors[..vectors.len().min(COMMON)];
        // The main direction by power iteration; it comes from the first word's.
        let mut main = unit(common[0]);
        for _ in 0..ROUNDS {
            main = unit(sum(common
                .iter()
                .map(|vector| (likeness(vector, &main), vector))));
        }
        for vector in vectors.iter_mut() {
            let along = likeness(vector, &main);
            add(vector, &main, -along);
        }
    }
    for vector in vectors {
        *vector = unit(*vector);
    }
}

fn sum<'v>(parts: impl Iterator<Item = (f32, &'v Vector)>) -> Vector {
    let mut sum = [0.0; DIMENSIONS];
    for (times, vector) in parts {
        add(&mut sum, vector, times);
    }
    sum
}

fn add(to: &mut Vector, vector: &Vector, times: f32) {
    for (number, other) in to.iter_mut().zip(vector) {
        *number += times * other;
    }
}

type Centroid = [i8; PART];

/// The centroids of each part, part after part, and the nearest of each word.
fn quantized(vectors: &[Vector]) -> (Vec<Centroid>, Vec<[u8; PARTS]>) {
    let mut centroids = Vec::new();
    let mut codes = vec![[0; PARTS]; vectors.len()];
    for part in 0..PARTS {
        let at = part * PART..(part + 1) * PART;
        let points: Vec<[f32; PART]> = vectors
            .iter()
            .map(|vector| {
                vector[at.clone()]
                    .try_into()
                    .expect("a part has as many numbers")
            })
            .collect();
        let found = means(&points);
        let whole = |number: f32| (number * SCALE).round() as i8;
        let found: Vec<Centroid> = found.iter().map(|c| c.map(whole)).collect();
        let read: Vec<[f32; PART]> = found
            .iter()
            .map(|c| c.map(|n| f32::from(n) / SCALE))
            .collect();
        for (code, point) in codes.iter_mut().zip(&points) {
            code[part] = nearest(&read, point) as u8;
        }
        centroids.extend(found);
    }
    (centroids, codes)
}

/// k-means (Lloyd 1982) from points that lie evenly over the list.
fn means(points: &[[f32; PART]]) -> Vec<[f32; PART]> {
    let mut means: Vec<[f32; PART]> = (0..CENTROIDS)
        .map(|n| points[n * points.len() / CENTROIDS])
        .collect();
    for _ in 0..MEANS {
        let mut sums = vec![([0.0; PART], 0.0); CENTROIDS];
        for point in points {
            let (sum, count) = &mut sums[nearest(&means, point)];
            *count += 1.0;
            for (sum, number) in sum.iter_mut().zip(point) {
                *sum += number;
            }
        }
        for (mean, (sum, count)) in means.iter_mut().zip(sums) {
            if count > 0.0 {
                *mean = sum.map(|number: f32| number / count);
            }
        }
    }
    means
}

fn nearest(means: &[[f32; PART]], point: &[f32; PART]) -> usize {
    let far = |mean: &[f32; PART]| -> f32 {
        mean.iter().zip(point).map(|(a, b)| (a - b) * (a - b)).sum()
    };
    let mut best = (0, f32::MAX);
    for (n, mean) in means.iter().enumerate() {
        let far = far(mean);
        if far < best.1 {
            best = (n, far);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_with_too_few_numbers_is_refused() {
        let error = make("pier 0.1 0.2\n".as_bytes(), &[])
            .unwrap_err()
            .to_string();
        assert_eq!(error, "line 1: \"pier\" has other than 100 numbers");
    }

    #[test]
    fn centroids_are_where_the_points_are() {
        let points: Vec<[f32; PART]> = (0..1000).map(|n| [(n % 2) as f32, 0.0, 0.0, 0.5]).collect();
        let means = means(&points);
        for point in &points {
            assert_eq!(means[nearest(&means, point)], *point);
        }
    }

    #[test]
    fn every_base_form_is_kept_once_with_its_commonest_form() {
        let line = |word: &str, first: usize| {
            let numbers =
                (0..DIMENSIONS).map(|n| format!(" {}", if n == first { 1.0 } else { 0.25 }));
            format!("{word}{}\n", numbers.collect::<String>())
        };
        let glove = [
            line("the", 0),
            line("piers", 1),
            line("pier", 2),
            line("x-ray", 3),
        ]
        .concat();
        let counts = Counts::of(&["Piers closed. The pier opened. Boats left.".to_owned()]);
        let (words, vectors) = read(glove.as_bytes(), &counts).unwrap();
        assert_eq!(
            words,
            [(hash("pier"), 25)],
            "two sentences of three are not rare"
        );
        assert_eq!(vectors[0][1], 1.0);
    }
}
