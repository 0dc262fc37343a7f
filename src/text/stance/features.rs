//! What is known of a statement, by name, and the weights that tables give these names.
//!
//! In the tables a feature is a name, or a name with its values as in "place+act=inside say", so that
//! they can be read. Here it is the hash of these bytes: an article has tens of thousands of them, and
//! only the trainers ask for their names.

use std::hash::Hasher;

use crate::text::hash::{Fnv, Table};
use crate::text::vector::{DIMENSIONS, Vector, likeness};

/// Room for as many as most statements have.
const MANY: usize = 64;

/// What can be noted by name.
///
/// Inlined, since names are mostly constant: their hash is then reckoned by the compiler.
pub(super) trait Notes {
    /// Notes by how much `name`, with these `values`, speaks for something; what says nothing is left out.
    fn tell(&mut self, name: &str, values: &[&str], by: f32);

    /// Notes `name` where `holds`.
    #[inline(always)]
    fn note(&mut self, name: &str, holds: bool) {
        if holds {
            self.tell(name, &[], 1.0);
        }
    }

    /// Notes that `name` is these `values` together.
    #[inline(always)]
    fn set(&mut self, name: &str, values: &[&str]) {
        self.tell(name, values, 1.0);
    }

    /// Notes that `name` is so many.
    #[inline(always)]
    fn count(&mut self, name: &str, count: usize) {
        self.tell(name, &[digit(count)], 1.0);
    }
}

/// Features, each with its value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Features {
    known: Vec<(u64, f32)>,
    names: Option<Vec<String>>,
}

impl Features {
    /// None as yet; with `named`, the names are kept.
    pub(super) fn new(named: bool) -> Self {
        Self {
            known: Vec::with_capacity(MANY),
            names: named.then(Vec::new),
        }
    }

    #[cold]
    fn keep_name(&mut self, name: &str, values: &[&str]) {
        let joined = values.join(" ");
        let name = match joined.as_str() {
            "" => name.to_owned(),
            _ => format!("{name}={joined}"),
        };
        self.names.get_or_insert_default().push(name);
    }

    /// Adds what is known of the same statement whatever the topic.
    pub(super) fn join(&mut self, other: &Self) {
        self.known.extend_from_slice(&other.known);
        if let (Some(names), Some(others)) = (&mut self.names, &other.names) {
            names.extend_from_slice(others);
        }
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// The names with their values, where they were kept.
    pub fn named(&self) -> impl Iterator<Item = (&str, f32)> {
        let names = self.names.iter().flatten().map(String::as_str);
        names.zip(self.known.iter().map(|known| known.1))
    }

    /// Whether `name` was noted.
    pub(super) fn has(&self, name: &str) -> bool {
        self.holds(key(name, &[]))
    }

    /// Which of `values` was noted of `name`.
    pub(super) fn which<'v>(&self, name: &str, values: &[&'v str]) -> Option<&'v str> {
        let noted = |value: &&&str| self.holds(key(name, &[value]));
        values.iter().find(noted).copied()
    }

    fn holds(&self, key: u64) -> bool {
        self.known.iter().any(|known| known.0 == key)
    }
}

impl Notes for Features {
    #[inline(always)]
    fn tell(&mut self, name: &str, values: &[&str], by: f32) {
        if by == 0.0 {
            return;
        }
        self.known.push((key(name, values), by));
        if self.names.is_some() {
            self.keep_name(name, values);
        }
    }
}

/// The weight that every row has.
pub(crate) const BIAS: &str = "bias";

/// Weights by feature, one for each outcome that is weighed against none.
#[derive(Debug)]
pub(crate) struct Weights<const N: usize> {
    rows: Table<u64, [f32; N]>,
    /// Of vectors, by the hash of their name: the weights of each outcome.
    vectors: Table<u64, [Vector; N]>,
    bias: [f32; N],
}

impl<const N: usize> Weights<N> {
    /// Reads a table, a feature a line; lines that are none are left out.
    pub fn read(table: &str) -> Self {
        let mut rows: Table<u64, [f32; N]> = Table::default();
        let mut vectors: Table<u64, [Vector; N]> = Table::default();
        for (name, weights) in table.lines().filter_map(row::<N>) {
            rows.insert(hash(&[name]), weights);
            let numbered = name
                .rsplit_once('#')
                .map(|(name, n)| (name, n.parse::<usize>()));
            if let Some((name, Ok(n))) = numbered
                && n < DIMENSIONS
            {
                let vector = vectors.entry(hash(&[name]));
                let vector: &mut [Vector; N] = vector.or_insert([[0.0; DIMENSIONS]; N]);
                for (numbers, weight) in vector.iter_mut().zip(weights) {
                    let numbers: &mut Vector = numbers;
                    numbers[n] = weight;
                }
            }
        }
        Self {
            vectors,
            bias: rows.get(&hash(&[BIAS])).copied().unwrap_or([0.0; N]),
            rows,
        }
    }

    /// What the features sum up to.
    pub fn sums(&self, features: &Features) -> [f32; N] {
        let mut sums = [0.0; N];
        for (key, value) in &features.known {
            if let Some(weights) = self.rows.get(key) {
                for (sum, weight) in sums.iter_mut().zip(weights) {
                    *sum += weight * value;
                }
            }
        }
        std::array::from_fn(|n| sums[n] + self.bias[n])
    }
}

impl Weights<1> {
    /// The weight of a feature, by the hash of its name.
    pub fn of(&self, key: u64) -> Option<f32> {
        self.rows.get(&key).map(|[weight]| *weight)
    }

    /// What each of the features adds, where it has a weight.
    pub fn each(&self, features: &Features) -> impl Iterator<Item = f32> {
        let known = features.known.iter();
        known.filter_map(|(key, value)| Some(self.of(*key)? * value))
    }

    /// What a vector adds, whose numbers are "name#0" and so on in the table.
    pub fn of_vector(&self, name: &str, vector: impl Fn() -> Vector) -> f32 {
        let weights = self.vectors.get(&hash(&[name]));
        weights.map_or(0.0, |[weights]| likeness(weights, &vector()))
    }

    /// What every row has.
    pub fn bias(&self) -> f32 {
        self.bias[0]
    }
}

/// A line of a table: a name and its weights; none for other lines.
fn row<const N: usize>(line: &str) -> Option<(&str, [f32; N])> {
    let mut fields = line.split('\t');
    let name = fields.next()?;
    let mut weights = [0.0; N];
    for weight in &mut weights {
        *weight = fields.next()?.parse().ok()?;
    }
    Some((name, weights))
}

/// The name as it stands in a table.
#[inline(always)]
pub(super) fn key(name: &str, values: &[&str]) -> u64 {
    match *values {
        [] => hash(&[name]),
        [a] => hash(&[name, "=", a]),
        [a, b] => hash(&[name, "=", a, " ", b]),
        [a, b, c] => hash(&[name, "=", a, " ", b, " ", c]),
        _ => hash(&[name, "=", &values.join(" ")]),
    }
}

#[inline(always)]
fn hash(parts: &[&str]) -> u64 {
    let mut hash = Fnv::default();
    for part in parts {
        hash.write(part.as_bytes());
    }
    hash.finish()
}

/// How many of `bounds`, in rising order, a value reaches.
pub(super) fn bucket<T: PartialOrd>(value: T, bounds: &[T]) -> usize {
    bounds.partition_point(|bound| *bound <= value)
}

/// −1, 0 or +1.
pub(super) fn sign(number: f32) -> f32 {
    f32::from(number > 0.0) - f32::from(number < 0.0)
}

/// A small number in words; all from nine on are one.
pub(super) fn digit(number: usize) -> &'static str {
    const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
    DIGITS[number.min(DIGITS.len() - 1)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_weighs_what_has_its_names() {
        let weights = Weights::<2>::read(
            "bias\t0.5\t-1\nplace=inside\t1\t2\nno row\nplace+act=inside say\t4\t8\n",
        );
        let mut features = Features::new(true);
        features.set("place", &["inside"]);
        features.set("place+act", &["inside", "say"]);
        features.tell("place", &["inside"], -0.5);
        features.tell("place", &["inside"], 0.0);
        features.count("unknown", 12);
        assert_eq!(weights.sums(&features), [5.0, 8.0]);
        let named: Vec<(&str, f32)> = features.named().collect();
        let expected = [
            ("place=inside", 1.0),
            ("place+act=inside say", 1.0),
            ("place=inside", -0.5),
            ("unknown=9", 1.0),
        ];
        assert_eq!(named, expected);
        assert_eq!(
            features.which("place", &["before", "inside"]),
            Some("inside")
        );
        assert!(!features.has("place"));
    }
}
