//! Trains the second stage: what is source and content of a given cue.

use super::learn::{EPOCHS, Learner, Order, frequent};
use super::{Prepared, Sample};
use crate::text::attribution::crf::{
    COLUMNS, CONTENT, CUE, Marginals, NONE, Potential, SOURCE, Transitions, exponentials, marginals,
};
use crate::text::attribution::pipeline::neighbours;
use crate::text::attribution::window::{Around, BITS, window};

/// A cue's window: the rows of its tokens one after the other, where each token's end, its labels.
struct Sequence {
    rows: Vec<u32>,
    ends: Vec<usize>,
    labels: Vec<usize>,
    head: usize,
}

impl Sequence {
    fn rows(&self, at: usize) -> &[u32] {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.rows[start..self.ends[at]]
    }
}

/// The second stage's weights; the cues are what the first stage found in articles new to it.
pub(super) fn train(samples: &[Sample<'_, '_>]) -> (Vec<[f32; COLUMNS]>, Transitions) {
    let data: Vec<Sequence> = samples.iter().flat_map(|s| sequences(s.0, s.1)).collect();
    let frequent = frequent(data.iter().map(|s| s.rows.as_slice()), 1 << BITS);
    let mut learner = Learner::<COLUMNS>::new(1 << BITS);
    // Rows: side and previous label; columns: label.
    let mut following = Learner::<4>::new(8);
    let mut order = Order::new(data.len());
    let mut space = Marginals::default();
    for epoch in 0..EPOCHS {
        for &i in order.shuffled() {
            let sequence = &data[i];
            let factors: Vec<Potential> = (0..sequence.labels.len())
                .map(|at| potential(&learner, sequence.rows(at)).exponentials())
                .collect();
            marginals::<true>(
                &factors,
                &exponentials(&table(&following.weights)),
                sequence.head,
                &mut space,
            );
            for at in 0..sequence.labels.len() {
                let gradient = gradient(&sequence.labels, &space, at);
                if gradient.iter().any(|g| g.abs() >= 1e-3) {
                    let rows = sequence.rows(at).iter().map(|&r| r as usize);
                    rows.filter(|&r| frequent[r])
                        .for_each(|r| learner.step(r, &gradient));
                }
            }
            let mut observed = vec![[0.0; 4]; 8];
            for (at, pair) in sequence.labels.windows(2).enumerate() {
                let side = usize::from(at + 1 > sequence.head);
                observed[side * 4 + pair[0]][pair[1]] += 1.0;
            }
            let expected = space.transitions.as_flattened();
            for (row, (expected, observed)) in expected.iter().zip(&observed).enumerate() {
                following.step(row, &std::array::from_fn(|l| expected[l] - observed[l]));
            }
        }
        learner.end_epoch(epoch);
        following.end_epoch(epoch);
    }
    (learner.average(), table(&following.average()))
}

fn table(rows: &[[f32; 4]]) -> Transitions {
    std::array::from_fn(|side| std::array::from_fn(|old| rows[side * 4 + old]))
}

fn potential(learner: &Learner<COLUMNS>, rows: &[u32]) -> Potential {
    let mut sum = [0f32; COLUMNS];
    for &row in rows {
        for (s, w) in sum.iter_mut().zip(&learner.weights[row as usize]) {
            *s += w;
        }
    }
    Potential::new(&sum)
}

/// Expected less observed counts of a token's columns.
fn gradient(labels: &[usize], space: &Marginals, at: usize) -> [f32; COLUMNS] {
    let own = labels[at];
    let begins = at == 0 || labels[at - 1] != own;
    let ends = at + 1 == labels.len() || labels[at + 1] != own;
    let less = |p: f32, label: usize, holds: bool| p - f32::from(u8::from(holds && own == label));
    let mut gradient = [0f32; COLUMNS];
    for label in [SOURCE, CONTENT, CUE] {
        gradient[label - 1] = less(space.token[at][label], label, true);
        gradient[label + 2] = less(space.begin[at][label], label, begins);
        if label != CUE {
            gradient[label + 5] = less(space.end[at][label], label, ends);
        }
    }
    gradient
}

fn sequences(sample: &Prepared<'_>, cues: &[(usize, f32)]) -> Vec<Sequence> {
    let neighbours = neighbours(cues);
    let mut out = Vec::new();
    for (gold, head) in sample.gold.iter().zip(&sample.heads) {
        let Some(head) = *head else { continue };
        let range = window(&sample.document, &sample.atoms, head);
        let around = Around::new(
            &sample.document,
            &sample.atoms,
            &neighbours,
            range.clone(),
            head,
            None,
        );
        let mut rows = vec![Vec::<u32>::new(); range.len()];
        let mut shared = Vec::new();
        around.features(|place, features| {
            if let Some(rows) = features.shared {
                shared = rows.to_vec();
            }
            let alone = features.alone.unwrap_or_default();
            rows[place] = [&shared, alone, features.own].concat();
        });
        let mut labels = vec![NONE; range.len()];
        for (tokens, label) in [
            (&gold.content, CONTENT),
            (&gold.cue, CUE),
            (&gold.source, SOURCE),
        ] {
            for token in tokens
                .iter()
                .map(|&t| t as usize)
                .filter(|t| range.contains(t))
            {
                labels[token - range.start] = label;
            }
        }
        labels[head - range.start] = CUE;
        keep_first_source(&mut labels);
        let mut ends = Vec::new();
        let mut flat = Vec::new();
        for row in rows {
            flat.extend(row);
            ends.push(flat.len());
        }
        out.push(Sequence {
            rows: flat,
            ends,
            labels,
            head: head - range.start,
        });
    }
    out
}

/// The field knows one run of source; six annotations of seventeen thousand have two.
fn keep_first_source(labels: &mut [usize]) {
    let first = labels
        .iter()
        .position(|&l| l == SOURCE)
        .unwrap_or(labels.len());
    let run = labels[first..].iter().take_while(|l| **l == SOURCE).count();
    for label in labels[first + run..].iter_mut().filter(|l| **l == SOURCE) {
        *label = NONE;
    }
}
