//! From labels to attributions.

use std::ops::Range;

use super::atom::{Atom, QuotePlace};
use super::confidence::{beforehand, company, features, probability};
use super::crf::{CONTENT, CUE, SOURCE};
use super::pipeline::{Labelled, Weights};
use super::repair::last_resorts;
use crate::text::document::Document;

/// An attribution in tokens.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    /// Token that heads the cue.
    pub head: usize,
    /// Tokens of the source.
    pub source: Vec<u32>,
    /// Tokens of the cue.
    pub cue: Vec<u32>,
    /// Tokens of the content; at least one.
    pub content: Vec<u32>,
    /// What the stages said.
    pub facts: Facts,
}

/// What the two stages said about an attribution.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Facts {
    /// Log odds of the cue.
    pub cue: f32,
    /// Log probability of the labelling.
    pub path: f32,
    /// Mean probability of the source's tokens.
    pub source: f32,
    /// Mean probability of the content's tokens.
    pub content: f32,
    /// Lowest probability of any token's label.
    pub lowest: f32,
}

/// The attribution that a labelling says; none without content.
pub(crate) fn draft(labelled: &Labelled) -> Option<Draft> {
    // To size: a long text has hundreds of thousands of these.
    let of = |label: usize| -> Vec<u32> {
        let is_it = |l: &u8| usize::from(*l) == label;
        let count = labelled.labels.iter().filter(|l| is_it(l)).count();
        let mut tokens = Vec::with_capacity(count);
        let places = labelled.labels.iter().enumerate().filter(|(_, l)| is_it(l));
        tokens.extend(places.map(|(at, _)| (labelled.start + at) as u32));
        tokens
    };
    let (source, cue, content) = (of(SOURCE), of(CUE), of(CONTENT));
    if content.is_empty() {
        return None;
    }
    let mean = |tokens: &[u32]| {
        let sum: f32 = tokens
            .iter()
            .map(|&t| labelled.certainty[t as usize - labelled.start])
            .sum();
        if tokens.is_empty() {
            1.0
        } else {
            sum / tokens.len() as f32
        }
    };
    let facts = Facts {
        cue: labelled.cue_score,
        path: labelled.log_probability,
        source: mean(&source),
        content: mean(&content),
        lowest: labelled.certainty.iter().copied().fold(1.0, f32::min),
    };
    Some(Draft {
        head: labelled.head,
        source,
        cue,
        content,
        facts,
    })
}

/// Log odds, of what is known of a cue before its window is looked at, under which nothing is looked for.
const HOPELESS: f32 = -0.7;

/// Whether hardly anything can make an attribution of the cue with this head and these log odds. One window in nine is such
/// a cue's; of 17,200 attributions found in the articles that were trained on, 1 % go with them, of which one in three is
/// right, so that F1 is none the worse. Where something is quoted, the least likely cue may be [all that claims
/// it](last_resorts).
pub(crate) fn is_hopeless(
    (head, cue): (usize, f32),
    window: Range<usize>,
    atoms: &[Atom],
    weights: &impl Weights,
) -> bool {
    let mut score = 0.0;
    beforehand(head, cue, atoms, |row| score += weights.keep(row));
    let is_quoted = |atom: &Atom| atom.quote != QuotePlace::Outside;
    score * weights.keep_scale() < HOPELESS && !atoms[window].iter().any(is_quoted)
}

/// Puts a confidence to each draft and drops those under `floor` and those that a better one repeats.
pub(crate) fn select(
    drafts: Vec<Draft>,
    atoms: &[Atom],
    weights: &impl Weights,
    calibration: [f32; 2],
    floor: f32,
) -> Vec<(Draft, f32)> {
    let company = company(&drafts);
    let mut rated: Vec<(Draft, f32)> = drafts
        .into_iter()
        .zip(company)
        .map(|(draft, company)| {
            let mut score = 0.0;
            features(&draft, company, atoms, |row| score += weights.keep(row));
            (
                draft,
                probability(score * weights.keep_scale(), calibration),
            )
        })
        .collect();
    let rejected: Vec<(Draft, f32)> = rated.extract_if(.., |(_, sure)| *sure < floor).collect();
    let repeats = |(a, sure_a): &(Draft, f32), (b, sure_b): &(Draft, f32)| {
        let better = sure_b > sure_a || (sure_a == sure_b && b.head < a.head);
        better && a.cue.iter().any(|t| b.cue.binary_search(t).is_ok())
    };
    let keep: Vec<bool> = (0..rated.len())
        .map(|i| {
            // Cues lie in text order and are short, so that only near neighbours can share a token.
            let near = i.saturating_sub(4)..(i + 5).min(rated.len());
            !near
                .into_iter()
                .any(|j| j != i && repeats(&rated[i], &rated[j]))
        })
        .collect();
    let mut keep = keep.into_iter();
    rated.retain(|_| keep.next().unwrap_or(true));
    let added = last_resorts(atoms, &rated, rejected);
    rated.extend(added);
    rated.sort_by_key(|(draft, _)| draft.head);
    rated
}

/// The byte ranges of runs of neighbouring tokens.
pub(crate) fn ranges(document: &Document<'_>, tokens: &[u32]) -> Vec<Range<usize>> {
    let bytes = |run: &[u32]| {
        let [first, last] =
            [run[0], run[run.len() - 1]].map(|token| document.tokens[token as usize]);
        first.start as usize..last.end as usize
    };
    let runs = || tokens.chunk_by(|a, b| a + 1 == *b);
    // To size: most have one, and room for four would be most of what a long text's finds take.
    let mut ranges = Vec::with_capacity(runs().count());
    ranges.extend(runs().map(bytes));
    ranges
}
