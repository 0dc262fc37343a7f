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
        Self {
            token: [0.0, sum[0], sum[1], sum[2]],
            begin: [0.0, sum[3], sum[4], sum[5]],
            end: [0.0, sum[6], sum[7], 0.0],
        }
    }
}

/// Scores of label following label; one table left of the head, one right of it.
pub(crate) type Transitions = [[[f32; 4]; 4]; 2];

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
    for from in back.iter().rev() {
        labels.push(LABEL[state] as u8);
        state = usize::from(from[state]);
    }
    labels.reverse();
    top
}

/// Expected counts under the model.
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
    forward: Vec<[f32; STATES]>,
}

/// Label probabilities by forward-backward, in scaled probabilities.
pub(crate) fn marginals(
    potentials: &[Potential],
    transitions: &Transitions,
    head: usize,
    out: &mut Marginals,
) -> f32 {
    let n = potentials.len();
    out.token.clear();
    out.token.resize(n, [0.0; 4]);
    out.begin.clear();
    out.begin.resize(n, [0.0; 4]);
    out.end.clear();
    out.end.resize(n, [0.0; 4]);
    out.forward.clear();
    out.transitions = Transitions::default();
    if n == 0 {
        return 0.0;
    }
    let mut log_total = 0.0;
    let exp: Vec<Potential> = potentials
        .iter()
        .map(|p| Potential {
            token: p.token.map(bounded),
            begin: p.begin.map(bounded),
            end: p.end.map(bounded),
        })
        .collect();
    let table = transitions.map(|side| side.map(|r| r.map(bounded)));
    let edge = |at: usize, old: usize, label: usize| {
        let t = table[usize::from(at > head)][old][label];
        if old == label {
            t
        } else {
            t * exp[at - 1].end[old] * exp[at].begin[label]
        }
    };
    for (at, own) in exp.iter().enumerate() {
        let mut f = [0.0; STATES];
        for state in 0..STATES {
            if !allowed(state, at, head, None) {
                continue;
            }
            let label = LABEL[state];
            f[state] = own.token[label]
                * if at == 0 {
                    if state < 4 { own.begin[label] } else { 0.0 }
                } else {
                    BEFORE[state]
                        .iter()
                        .map(|&p| out.forward[at - 1][p] * edge(at, LABEL[p], label))
                        .sum()
                };
        }
        log_total += scale(&mut f).ln();
        out.forward.push(f);
    }
    let mut backward = [0.0; STATES];
    for state in 0..STATES {
        backward[state] = exp[n - 1].end[LABEL[state]];
    }
    let total: f32 = (0..STATES)
        .map(|s| out.forward[n - 1][s] * backward[s])
        .sum();
    for state in 0..STATES {
        let p = out.forward[n - 1][state] * backward[state] / total.max(f32::MIN_POSITIVE);
        out.token[n - 1][LABEL[state]] += p;
        out.end[n - 1][LABEL[state]] += p;
    }
    for at in (1..n).rev() {
        let side = usize::from(at > head);
        let mut joint = [[0.0; STATES]; STATES];
        let mut next = [0.0; STATES];
        let mut sum = 0.0;
        for state in 0..STATES {
            if !allowed(state, at, head, None) {
                continue;
            }
            let label = LABEL[state];
            let inside = exp[at].token[label] * backward[state];
            for &p in BEFORE[state] {
                let step = edge(at, LABEL[p], label) * inside;
                next[p] += step;
                let both = out.forward[at - 1][p] * step;
                joint[p][state] = both;
                sum += both;
            }
        }
        let sum = sum.max(f32::MIN_POSITIVE);
        for state in 0..STATES {
            for &p in BEFORE[state] {
                let share = joint[p][state] / sum;
                let (old, label) = (LABEL[p], LABEL[state]);
                out.transitions[side][old][label] += share;
                out.token[at - 1][old] += share;
                if old != label {
                    out.end[at - 1][old] += share;
                    out.begin[at][label] += share;
                }
            }
        }
        scale(&mut next);
        backward = next;
    }
    for label in 0..4 {
        out.begin[0][label] += out.token[0][label];
    }
    log_total + total.max(f32::MIN_POSITIVE).ln()
}

fn bounded(score: f32) -> f32 {
    score.clamp(-16.0, 16.0).exp()
}

fn scale(values: &mut [f32; STATES]) -> f32 {
    let sum: f32 = values.iter().sum();
    let sum = sum.max(f32::MIN_POSITIVE);
    values.iter_mut().for_each(|v| *v /= sum);
    sum
}
