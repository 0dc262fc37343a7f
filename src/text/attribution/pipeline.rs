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
    /// Two sums in one.
    fn both(&self, one: Self::Sum, other: Self::Sum) -> Self::Sum;
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

/// How far above the floor a head has to lie by itself and the words next to it. What these leave under it the rest of the
/// sentence hardly ever lifts: of 24,000 heads of the articles that were trained on, one is lost here, where half of all
/// tokens that can head a cue are done with, and five by the words two and three away, where half of the others are.
const CLOSE: f32 = 0.5;

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
                out.extend(cue_score(&head, weights, floor).map(|score| (at, score)));
            }
        }
    }
    out
}

/// The log odds that a token heads a cue; none where they are not above the floor.
fn cue_score(head: &Head<'_>, weights: &impl Weights, floor: f32) -> Option<f32> {
    let mut sum = 0.0;
    cue::close(head, |row| sum += weights.cue(row));
    if sum * weights.cue_scale() < floor + CLOSE {
        return None;
    }
    cue::near(head, |row| sum += weights.cue(row));
    if sum * weights.cue_scale() < floor {
        return None;
    }
    cue::beyond(head, |row| sum += weights.cue(row));
    let score = sum * weights.cue_scale();
    (score > floor).then_some(score)
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
    // What is summed of tokens alone, left of the head and right of it, and of which window.
    let mut alone: [Vec<W::Sum>; 2] = Default::default();
    let mut last = (0..0, 0);
    let mut space = Marginals::default();
    let following = exponentials(weights.transitions());
    cues.iter().map(move |&(head, cue_score)| {
        let range = window(document, atoms, head);
        sums.clear();
        sums.resize(range.len(), Default::default());
        let before = (last.0 == range).then_some(last.1);
        for side in &mut alone {
            side.resize(range.len(), W::Sum::default());
        }
        last = (range.clone(), head);
        let around = Around::new(document, atoms, &heads, range.clone(), head, before);
        let places = sums.as_mut_slice();
        let mut shared = W::Sum::default();
        around.features(|place, rows| {
            if let Some(rows) = rows.shared {
                shared = weights.sum(W::Sum::default(), rows);
            }
            let alone = &mut alone[usize::from(range.start + place > head)][place];
            if let Some(rows) = rows.alone {
                *alone = weights.sum(W::Sum::default(), rows);
            }
            places[place] = weights.sum(weights.both(shared, *alone), rows.own);
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
