//! A linear-chain conditional random field over one cue's window.
//!
//! Labels are none, source, content and cue; a hidden bit says whether the source has been passed, so
//! that a labelling has at most one source. Scores have a part for the token, one for where a run of
//! a label begins, one for where it ends, and one for which label follows which.

/// A token's label.
pub(crate) const NONE: usize = 0;
/// Source.
pub(crate) const SOURCE: usize = 1;
/// Content.
pub(crate) const CONTENT: usize = 2;
/// Cue.
pub(crate) const CUE: usize = 3;

/// Columns of a weight row: source, content, cue; beginnings of the three; ends of source, content.
pub(crate) const COLUMNS: usize = 8;

/// Scores of one token, by label (none is 0 by convention).
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Potential {
    pub token: [f32; 4],
    pub begin: [f32; 4],
    pub end: [f32; 4],
}

impl Potential {
    /// Unpacks summed weight columns.
    pub(crate) fn new(sum: &[f32; COLUMNS]) -> Self {
        Self::unpacked(sum, 0.0)
    }

    /// Unpacks the [exponentials](exponential) of summed weight columns.
    pub(crate) fn of_exponentials(of_sum: &[f32; COLUMNS]) -> Self {
        Self::unpacked(of_sum, 1.0)
    }

    fn unpacked(sum: &[f32; COLUMNS], none: f32) -> Self {
        Self {
            token: [none, sum[0], sum[1], sum[2]],
            begin: [none, sum[3], sum[4], sum[5]],
            end: [none, sum[6], sum[7], none],
        }
    }

    /// The exponentials of all scores.
    pub(crate) fn exponentials(&self) -> Self {
        Self {
            token: self.token.map(exponential),
            begin: self.begin.map(exponential),
            end: self.end.map(exponential),
        }
    }
}

/// Scores of label following label; one table left of the head, one right of it.
pub(crate) type Transitions = [[[f32; 4]; 4]; 2];

/// The [exponentials](exponential) of scores of label following label.
pub(crate) fn exponentials(transitions: &Transitions) -> Transitions {
    transitions.map(|side| side.map(|row| row.map(exponential)))
}

/// Scores beyond it are taken for it.
const BOUND: f32 = 16.0;

const STATES: usize = 7;
/// The label of each state; the last three come after the source.
const LABEL: [usize; STATES] = [NONE, CONTENT, CUE, SOURCE, NONE, CONTENT, CUE];
/// The states that can come before each.
const BEFORE: [&[usize]; STATES] = [
    &[0, 1, 2],
    &[0, 1, 2],
    &[0, 1, 2],
    &[0, 1, 2, 3],
    &[3, 4, 5, 6],
    &[3, 4, 5, 6],
    &[3, 4, 5, 6],
];

/// Whether the label at `at` is settled otherwise: the head is a cue, and `content` is content.
fn allowed(state: usize, at: usize, head: usize, content: Option<usize>) -> bool {
    if at == head {
        LABEL[state] == CUE
    } else {
        content != Some(at) || LABEL[state] == CONTENT
    }
}

/// The best labelling, by Viterbi, in which the token `content`, if given, is content; its score.
pub(crate) fn best(
    potentials: &[Potential],
    transitions: &Transitions,
    head: usize,
    content: Option<usize>,
    labels: &mut Vec<u8>,
) -> f32 {
    labels.clear();
    let mut back: Vec<[u8; STATES]> = Vec::with_capacity(potentials.len());
    let mut score = [f32::NEG_INFINITY; STATES];
    for (at, p) in potentials.iter().enumerate() {
        let mut next = [f32::NEG_INFINITY; STATES];
        let mut from = [0u8; STATES];
        let table = &transitions[usize::from(at > head)];
        for state in 0..STATES {
            if !allowed(state, at, head, content) {
                continue;
            }
            let label = LABEL[state];
            if at == 0 {
                if state < 4 {
                    next[state] = p.token[label] + p.begin[label];
                }
                continue;
            }
            let last = &potentials[at - 1];
            let mut top = f32::NEG_INFINITY;
            for &previous in BEFORE[state] {
                let old = LABEL[previous];
                let change = if old == label {
                    0.0
                } else {
                    last.end[old] + p.begin[label]
                };
                let s = score[previous] + table[old][label] + change;
                if s > top {
                    top = s;
                    from[state] = previous as u8;
                }
            }
            next[state] = top + p.token[label];
        }
        back.push(from);
        score = next;
    }
    let Some(last) = potentials.last() else {
        return 0.0;
    };
    let mut state = (0..STATES)
        .max_by(|&a, &b| {
            let s = |x: usize| score[x] + last.end[LABEL[x]];
            s(a).total_cmp(&s(b))
        })
        .unwrap_or(0);
    let top = score[state] + last.end[LABEL[state]];
    labels.reserve_exact(back.len());
    for from in back.iter().rev() {
        labels.push(LABEL[state] as u8);
        state = usize::from(from[state]);
    }
    labels.reverse();
    top
}

/// A number for each state by side and label: of those before the source has been passed and on it, then of those behind it,
/// where there is none for the source. The four of a side are reckoned with at once.
type Sides = [[f32; 4]; 2];

/// Side and label of each state.
const SIDE: [(usize, usize); STATES] = [
    (0, NONE),
    (0, CONTENT),
    (0, CUE),
    (0, SOURCE),
    (1, NONE),
    (1, CONTENT),
    (1, CUE),
];

/// Probabilities under the model, with the room that working them out needs.
#[derive(Default)]
pub(crate) struct Marginals {
    /// Probability of each label at each token.
    pub token: Vec<[f32; 4]>,
    /// Probability that a run of the label begins at the token.
    pub begin: Vec<[f32; 4]>,
    /// Probability that a run of the label ends at the token.
    pub end: Vec<[f32; 4]>,
    /// Expected number of times that label follows label, by side.
    pub transitions: Transitions,
    /// Exponentials of the tokens' own scores.
    own: Vec<[f32; 4]>,
    /// Exponentials of the scores of going from label to label, into each token.
    steps: Vec<[[f32; 4]; 4]>,
    forward: Vec<Sides>,
}

/// Label probabilities by forward-backward, in scaled probabilities, of the exponentials of potentials and of
/// transitions; gives the log of the sum over all labellings. `EDGES` asks for beginnings, ends and transitions too,
/// which only training needs.
pub(crate) fn marginals<const EDGES: bool>(
    factors: &[Potential],
    following: &Transitions,
    head: usize,
    out: &mut Marginals,
) -> f32 {
    let n = factors.len();
    for counts in [&mut out.token, &mut out.begin, &mut out.end] {
        counts.clear();
    }
    out.token.resize(n, [0.0; 4]);
    out.transitions = Transitions::default();
    let Some(last) = factors.last() else {
        return 0.0;
    };
    if EDGES {
        out.begin.resize(n, [0.0; 4]);
        out.end.resize(n, [0.0; 4]);
    }
    steps(factors, following, head, out);
    let log_total = forward(factors[0].begin, head, out);
    let closing = last.end;
    let mut backward: Sides = [closing; 2];
    for at in (0..n).rev() {
        let both: Sides = product(&out.forward[at], &backward);
        let total = sum(&both).max(f32::MIN_POSITIVE);
        out.token[at] =
            std::array::from_fn(|label| both[0][label] / total + both[1][label] / total);
        if at == 0 {
            break;
        }
        let mut inside = product(&[out.own[at]; 2], &backward);
        settle(&mut inside, at, head);
        if EDGES {
            edges(at, head, &inside, out);
        }
        let steps = &out.steps[at];
        let way = |old: usize, side: usize, label: usize| steps[old][label] * inside[side][label];
        let mut next = Sides::default();
        for old in [NONE, CONTENT, CUE] {
            next[1][old] = way(old, 1, NONE) + way(old, 1, CONTENT) + way(old, 1, CUE);
            next[0][old] = way(old, 0, NONE) + way(old, 0, CONTENT) + way(old, 0, CUE);
            next[0][old] += way(old, 0, SOURCE);
        }
        next[0][SOURCE] = way(SOURCE, 0, SOURCE) + way(SOURCE, 1, NONE);
        next[0][SOURCE] = next[0][SOURCE] + way(SOURCE, 1, CONTENT) + way(SOURCE, 1, CUE);
        scale(&mut next);
        backward = next;
    }
    if EDGES {
        for label in 0..4 {
            out.begin[0][label] += out.token[0][label];
            out.end[n - 1][label] += out.token[n - 1][label];
        }
    }
    let total = sum(&product(&out.forward[n - 1], &[closing; 2]));
    log_total + total.max(f32::MIN_POSITIVE).ln()
}

/// Leaves the head nothing but being a cue.
fn settle(states: &mut Sides, at: usize, head: usize) {
    if at == head {
        for side in states {
            *side = std::array::from_fn(|label| if label == CUE { side[label] } else { 0.0 });
        }
    }
}

fn product(a: &Sides, b: &Sides) -> Sides {
    std::array::from_fn(|side| std::array::from_fn(|label| a[side][label] * b[side][label]))
}

/// The sum over all states; there is none behind the source that is the source.
fn sum(states: &Sides) -> f32 {
    SIDE.iter().map(|&(side, label)| states[side][label]).sum()
}

/// Fills in what goes from label to label into each token.
fn steps(factors: &[Potential], following: &Transitions, head: usize, out: &mut Marginals) {
    out.own.clear();
    out.steps.clear();
    let mut end = [1.0; 4];
    for (at, factor) in factors.iter().enumerate() {
        let table = &following[usize::from(at > head)];
        let steps = std::array::from_fn(|old| {
            std::array::from_fn(|label| {
                let change = if label == old {
                    1.0
                } else {
                    end[old] * factor.begin[label]
                };
                table[old][label] * change
            })
        });
        out.steps.push(steps);
        out.own.push(factor.token);
        end = factor.end;
    }
}

/// Fills the forward scores, scaled to one at each token; gives the log of the scales.
fn forward(begin: [f32; 4], head: usize, out: &mut Marginals) -> f32 {
    out.forward.clear();
    // One logarithm of many scales.
    let (mut log_total, mut scales) = (0.0, 1f64);
    let mut previous = Sides::default();
    for (at, (own, steps)) in out.own.iter().zip(&out.steps).enumerate() {
        let mut reach = [begin, [0.0; 4]];
        if at > 0 {
            let way =
                |side: usize, old: usize, label: usize| previous[side][old] * steps[old][label];
            reach[0] = std::array::from_fn(|label| {
                way(0, NONE, label) + way(0, CONTENT, label) + way(0, CUE, label)
            });
            reach[0][SOURCE] += way(0, SOURCE, SOURCE);
            reach[1] = std::array::from_fn(|label| {
                let passed = way(0, SOURCE, label);
                passed + way(1, NONE, label) + way(1, CONTENT, label) + way(1, CUE, label)
            });
            reach[1][SOURCE] = 0.0;
        }
        let mut scores = product(&[*own; 2], &reach);
        settle(&mut scores, at, head);
        scales *= f64::from(scale(&mut scores));
        if !(1e-200..1e200).contains(&scales) {
            log_total += scales.ln();
            scales = 1.0;
        }
        out.forward.push(scores);
        previous = scores;
    }
    (log_total + scales.ln()) as f32
}

/// Adds the expected beginnings, ends and transitions between `at` and the token before it.
fn edges(at: usize, head: usize, inside: &Sides, out: &mut Marginals) {
    let mut counts = [[0.0; 4]; 4];
    for (&(side, label), before) in SIDE.iter().zip(BEFORE) {
        for &previous in before {
            let (was, old) = SIDE[previous];
            counts[old][label] +=
                out.forward[at - 1][was][old] * out.steps[at][old][label] * inside[side][label];
        }
    }
    let total = counts.iter().flatten().sum::<f32>().max(f32::MIN_POSITIVE);
    for (old, row) in counts.iter().enumerate() {
        for (label, count) in row.iter().enumerate() {
            let share = count / total;
            out.transitions[usize::from(at > head)][old][label] += share;
            if old != label {
                out.end[at - 1][old] += share;
                out.begin[at][label] += share;
            }
        }
    }
}

/// The exponential of a score, 1 at once for the many that are 0, and never out of bounds.
pub(super) fn exponential(score: f32) -> f32 {
    if score == 0.0 {
        1.0
    } else {
        score.clamp(-BOUND, BOUND).exp()
    }
}

fn scale(states: &mut Sides) -> f32 {
    let sum = sum(states).max(f32::MIN_POSITIVE);
    let factor = 1.0 / sum;
    states.iter_mut().flatten().for_each(|v| *v *= factor);
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All labellings of four tokens, scored by hand.
    #[test]
    fn probabilities_agree_with_counting_all_labellings() {
        let head = 1;
        let score = |seed: usize| ((seed * 37 + 11) % 17) as f32 / 8.0 - 1.0;
        let potentials: Vec<Potential> = (0..4)
            .map(|at| Potential::new(&std::array::from_fn(|c| score(at * 8 + c))))
            .collect();
        let transitions: Transitions = std::array::from_fn(|s| {
            std::array::from_fn(|a| std::array::from_fn(|b| score(s * 16 + a * 4 + b)))
        });
        let (mut total, mut source, mut top) = (0f64, 0f64, f32::MIN);
        for number in 0..256usize {
            let labels: Vec<usize> = (0..4).map(|at| number >> (2 * at) & 3).collect();
            let runs = (0..4)
                .filter(|&at| labels[at] == SOURCE && (at == 0 || labels[at - 1] != SOURCE))
                .count();
            if labels[head] != CUE || runs > 1 {
                continue;
            }
            let mut sum = potentials[0].begin[labels[0]] + potentials[3].end[labels[3]];
            for (at, p) in potentials.iter().enumerate() {
                sum += p.token[labels[at]];
                if at > 0 {
                    let (old, label) = (labels[at - 1], labels[at]);
                    sum += transitions[usize::from(at > head)][old][label];
                    if old != label {
                        sum += potentials[at - 1].end[old] + p.begin[label];
                    }
                }
            }
            total += f64::from(sum).exp();
            source += if labels[3] == SOURCE {
                f64::from(sum).exp()
            } else {
                0.0
            };
            top = top.max(sum);
        }
        let mut space = Marginals::default();
        let factors: Vec<Potential> = potentials.iter().map(Potential::exponentials).collect();
        let log_total = marginals::<true>(&factors, &exponentials(&transitions), head, &mut space);
        let mut labels = Vec::new();
        let best = best(&potentials, &transitions, head, None, &mut labels);
        assert!((f64::from(log_total) - total.ln()).abs() < 1e-4);
        assert!((f64::from(space.token[3][SOURCE]) - source / total).abs() < 1e-4);
        assert!((best - top).abs() < 1e-4);
    }
}
