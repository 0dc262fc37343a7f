//! The two stages over a document, for any holder of weights.

use super::atom::Atom;
use super::crf::{CONTENT, Marginals, Potential, Transitions, best, exponentials, marginals};
use super::cue::{self, Head, SentenceFacts};
use super::window::{Around, window};
use crate::text::document::Document;

/// Weights of both stages.
pub(crate) trait Weights {
    /// The first stage's weight of a row.
    fn cue(&self, row: usize) -> f32;
    /// What a sum of the first stage's weights is to be multiplied by.
    fn cue_scale(&self) -> f32;
    /// A sum of the second stage's weights, by column.
    type Sum: Copy + Default;
    /// A sum and the second stage's weights of some rows.
    fn sum(&self, sum: Self::Sum, rows: &[u32]) -> Self::Sum;
    /// The scores that a sum stands for.
    fn potential(&self, sum: &Self::Sum) -> Potential;
    /// The exponentials of these scores.
    fn factors(&self, sum: &Self::Sum) -> Potential {
        self.potential(sum).exponentials()
    }
    /// The confidence's weight of a row.
    fn keep(&self, row: usize) -> f32;
    /// What a sum of the confidence's weights is to be multiplied by.
    fn keep_scale(&self) -> f32;
    /// Label following label.
    fn transitions(&self) -> &Transitions;
}

/// A cue with its labelled window.
#[derive(Clone, Debug, Default)]
pub(crate) struct Labelled {
    /// Token that heads the cue.
    pub head: usize,
    /// First token of the window.
    pub start: usize,
    /// The label of each token of the window.
    pub labels: Vec<u8>,
    /// Probability of each token's label.
    pub certainty: Vec<f32>,
    /// Log probability of the labelling as a whole.
    pub log_probability: f32,
    /// Log odds that the head is a cue.
    pub cue_score: f32,
}

/// Log odds of each likely cue head, in text order.
pub(crate) fn cues(
    document: &Document<'_>,
    atoms: &[Atom],
    weights: &impl Weights,
    floor: f32,
) -> Vec<(usize, f32)> {
    let mut out = Vec::new();
    for sentence in &document.sentences {
        let facts = SentenceFacts::new(atoms, sentence.tokens.clone());
        for at in sentence.tokens.clone() {
            if cue::is_candidate(&atoms[at]) {
                let head = Head::new(atoms, &sentence.tokens, facts, at);
                let mut sum = 0.0;
                cue::near(&head, |row| sum += weights.cue(row));
                // What the words next to it leave under the floor, as they do with three in four, the rest of the
                // sentence hardly ever lifts above it: in the articles that were trained on, it does so with five.
                if sum * weights.cue_scale() < floor {
                    continue;
                }
                cue::beyond(&head, |row| sum += weights.cue(row));
                let score = sum * weights.cue_scale();
                if score > floor {
                    out.push((at, score));
                }
            }
        }
    }
    out
}

/// Labels the window of each cue; cues above even odds count as neighbours. One at a time, so that the
/// windows of a long text are not all held at once.
pub(crate) fn label<W: Weights>(
    document: &Document<'_>,
    atoms: &[Atom],
    cues: &[(usize, f32)],
    weights: &W,
) -> impl Iterator<Item = Labelled> {
    let heads = neighbours(cues);
    let mut sums: Vec<W::Sum> = Vec::new();
    let mut space = Marginals::default();
    let following = exponentials(weights.transitions());
    cues.iter().map(move |&(head, cue_score)| {
        let range = window(document, atoms, head);
        sums.clear();
        sums.resize(range.len(), Default::default());
        let around = Around::new(document, atoms, &heads, range.clone(), head);
        let places = sums.as_mut_slice();
        let mut shared = W::Sum::default();
        around.features(|place, rows| {
            if let Some(rows) = rows.shared {
                shared = weights.sum(W::Sum::default(), rows);
            }
            places[place] = weights.sum(shared, rows.own);
        });
        let potentials: Vec<Potential> = sums.iter().map(|sum| weights.potential(sum)).collect();
        let mut labels = Vec::new();
        let place = head - range.start;
        let mut top = best(&potentials, weights.transitions(), place, None, &mut labels);
        let factors: Vec<Potential> = sums.iter().map(|sum| weights.factors(sum)).collect();
        let total = marginals::<false>(&factors, &following, place, &mut space);
        if !labels.contains(&(CONTENT as u8)) {
            // There is no cue without content, so the likeliest token of content is taken as such.
            let content = likeliest(&space, place);
            top = best(
                &potentials,
                weights.transitions(),
                place,
                content,
                &mut labels,
            );
        }
        let certainty = labels
            .iter()
            .zip(&space.token)
            .map(|(l, p)| p[usize::from(*l)])
            .collect();
        Labelled {
            head,
            start: range.start,
            labels,
            certainty,
            log_probability: top - total,
            cue_score,
        }
    })
}

fn likeliest(space: &Marginals, head: usize) -> Option<usize> {
    let content = |at: &usize| space.token[*at][CONTENT];
    (0..space.token.len())
        .filter(|at| *at != head)
        .max_by(|a, b| content(a).total_cmp(&content(b)))
}

/// The cue heads that other cues' windows count as cues.
pub(crate) fn neighbours(cues: &[(usize, f32)]) -> Vec<usize> {
    cues.iter().filter(|c| c.1 > 0.0).map(|c| c.0).collect()
}
