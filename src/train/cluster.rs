//! Distributional word classes by the exchange algorithm (Kneser and Ney 1993): words are moved
//! between classes as long as that makes the text likelier under a class bigram model.

/// Assigns each of `words` words to one of `classes` classes in at most `rounds` rounds. `text` is
/// the corpus as word numbers, the most frequent word 0. Deterministic.
pub(crate) fn exchange(text: &[u32], words: usize, classes: usize, rounds: usize) -> Vec<u16> {
    let mut right: Vec<Vec<u32>> = vec![Vec::new(); words];
    let mut left: Vec<Vec<u32>> = vec![Vec::new(); words];
    for pair in text.windows(2) {
        right[pair[0] as usize].push(pair[1]);
        left[pair[1] as usize].push(pair[0]);
    }
    let mut class: Vec<u16> = (0..words).map(|word| (word % classes) as u16).collect();
    let mut counts = Counts::new(text, &class, classes);
    for _ in 0..rounds {
        let mut moved = 0;
        for word in 0..words {
            let around = Around::new(word, &right[word], &left[word], &class, classes);
            let old = usize::from(class[word]);
            counts.add(&around, old, -1);
            let mut best = (old, f64::NEG_INFINITY);
            for candidate in 0..classes {
                let gain = counts.gain(&around, candidate);
                if gain > best.1 {
                    best = (candidate, gain);
                }
            }
            counts.add(&around, best.0, 1);
            class[word] = best.0 as u16;
            moved += usize::from(best.0 != old);
        }
        if moved * 500 < words {
            break;
        }
    }
    class
}

/// The classes that a word stands next to, with how often.
struct Around {
    next: Vec<(usize, i64)>,
    previous: Vec<(usize, i64)>,
    /// How often the word follows itself.
    own: i64,
    right: i64,
    left: i64,
}

impl Around {
    fn new(word: usize, right: &[u32], left: &[u32], class: &[u16], classes: usize) -> Self {
        let count = |others: &[u32]| -> Vec<(usize, i64)> {
            let mut counts = vec![0; classes];
            for &other in others.iter().filter(|o| **o as usize != word) {
                counts[usize::from(class[other as usize])] += 1;
            }
            counts
                .into_iter()
                .enumerate()
                .filter(|(_, n)| *n > 0)
                .collect()
        };
        Self {
            next: count(right),
            previous: count(left),
            own: right.iter().filter(|o| **o as usize == word).count() as i64,
            right: right.len() as i64,
            left: left.len() as i64,
        }
    }

    /// How often the word stands before a word of the class, and behind one.
    fn within(&self, class: usize) -> (i64, i64) {
        let of = |counts: &[(usize, i64)]| {
            let at = counts.binary_search_by_key(&class, |c| c.0);
            at.map_or(0, |at| counts[at].1)
        };
        (of(&self.next), of(&self.previous))
    }
}

/// Class bigrams, how often each class comes first and second in one, and n log n for every n.
struct Counts {
    classes: usize,
    bigrams: Vec<i64>,
    first: Vec<i64>,
    second: Vec<i64>,
    logs: Vec<f64>,
}

impl Counts {
    fn new(text: &[u32], class: &[u16], classes: usize) -> Self {
        let mut counts = Self {
            classes,
            bigrams: vec![0; classes * classes],
            first: vec![0; classes],
            second: vec![0; classes],
            logs: (0..text.len() + 2)
                .map(|n| n as f64 * (n.max(1) as f64).ln())
                .collect(),
        };
        for pair in text.windows(2) {
            let (a, b) = (
                usize::from(class[pair[0] as usize]),
                usize::from(class[pair[1] as usize]),
            );
            counts.bigrams[a * classes + b] += 1;
            counts.first[a] += 1;
            counts.second[b] += 1;
        }
        counts
    }

    /// Puts a word into a class (`sign` 1) or takes it out (-1).
    fn add(&mut self, around: &Around, class: usize, sign: i64) {
        for &(next, n) in &around.next {
            self.bigrams[class * self.classes + next] += sign * n;
        }
        for &(previous, n) in &around.previous {
            self.bigrams[previous * self.classes + class] += sign * n;
        }
        self.bigrams[class * self.classes + class] += sign * around.own;
        self.first[class] += sign * around.right;
        self.second[class] += sign * around.left;
    }

    /// What putting the word into a class adds to the text's log likelihood.
    fn gain(&self, around: &Around, class: usize) -> f64 {
        let log = |n: i64| self.logs[n as usize];
        let grow = |n: i64, by: i64| log(n + by) - log(n);
        let mut gain =
            -grow(self.first[class], around.right) - grow(self.second[class], around.left);
        for &(next, n) in around.next.iter().filter(|c| c.0 != class) {
            gain += grow(self.bigrams[class * self.classes + next], n);
        }
        for &(previous, n) in around.previous.iter().filter(|c| c.0 != class) {
            gain += grow(self.bigrams[previous * self.classes + class], n);
        }
        let (before, behind) = around.within(class);
        gain + grow(
            self.bigrams[class * self.classes + class],
            before + behind + around.own,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::exchange;

    #[test]
    fn words_that_stand_in_the_same_places_share_a_class() {
        // Words 0 and 1 stand before 2 and 3, which stand before 4.
        let text: Vec<u32> = (0..400u32)
            .flat_map(|i| [i % 2, 2 + i / 2 % 2, 4])
            .collect();
        let class = exchange(&text, 5, 3, 10);
        assert_eq!(class[0], class[1]);
        assert_eq!(class[2], class[3]);
        assert!(class[0] != class[2] && class[2] != class[4] && class[0] != class[4]);
    }
}
