//! Groups of a network, and how far it falls into them.
//!
//! Polarization is the modularity Q of the best division found (Newman & Girvan 2004, "Finding and evaluating
//! community structure in networks", Phys. Rev. E 69, 026113): the share of congruence within groups, less the share
//! expected were ties laid at random with the same strengths. As rDNA's `dna_multiclust` does it, it is taken of the
//! positive part of the subtract network with average activity. The division is found by joining, from single
//! nodes on, the two groups that raise Q most (Clauset, Newman & Moore 2004, Phys. Rev. E 70, 066111), which is
//! deterministic, and one of the methods of rDNA and the `greedy_modularity_communities` of NetworkX.

/// A division of a network.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Division {
    /// The group of each node, numbered from 0 by the first node of each; none for nodes without a tie.
    pub group: Vec<Option<usize>>,
    /// How many groups there are.
    pub groups: usize,
    /// Q; none where there is no tie.
    pub modularity: Option<f64>,
}

/// What joining a group with another would add to Q.
#[derive(Clone, Copy, Debug)]
struct Joint {
    gain: f64,
    with: usize,
}

impl Joint {
    fn new(one: usize, with: usize, e: &[Vec<f64>], a: &[f64]) -> Self {
        Self {
            gain: 2.0 * (e[one][with] - a[one] * a[with]),
            with,
        }
    }

    /// Whether it is better; what is equal but for rounding goes to the first.
    fn beats(self, known: Option<Joint>) -> bool {
        const ROUNDING: f64 = 1e-12;
        self.gain > known.map_or(0.0, |known| known.gain) + ROUNDING
    }
}

/// The best of some groups to join a group with, among those it is tied to.
fn best_of(one: usize, others: &[usize], e: &[Vec<f64>], a: &[f64]) -> Option<Joint> {
    let tied = others.iter().filter(|other| e[one][**other] > 0.0);
    tied.fold(None, |best, &other| {
        let joint = Joint::new(one, other, e, a);
        if joint.beats(best) { Some(joint) } else { best }
    })
}

/// Divides a network of weights; negative ones count as none.
pub fn divide(weights: &[Vec<f64>]) -> Division {
    let n = weights.len();
    let weight = |i: usize, j: usize| if i == j { 0.0 } else { weights[i][j].max(0.0) };
    let total: f64 = (0..n)
        .flat_map(|i| (0..n).map(move |j| (i, j)))
        .map(|(i, j)| weight(i, j))
        .sum();
    if total <= 0.0 {
        return Division {
            group: vec![None; n],
            ..Division::default()
        };
    }
    // e[i][j]: the share of ties between groups i and j; a[i]: the share that ends in i.
    let mut e: Vec<Vec<f64>> = (0..n)
        .map(|i| (0..n).map(|j| weight(i, j) / total).collect())
        .collect();
    let mut a: Vec<f64> = e.iter().map(|row| row.iter().sum()).collect();
    let mut of: Vec<usize> = (0..n).collect();
    let mut alive: Vec<usize> = (0..n).filter(|i| a[*i] > 0.0).collect();
    // For each group the best to join of those behind it, so that few are looked at again after a joint.
    let mut best: Vec<Option<Joint>> = vec![None; n];
    for at in 0..alive.len() {
        best[alive[at]] = best_of(alive[at], &alive[at + 1..], &e, &a);
    }
    loop {
        let mut chosen: Option<(Joint, usize)> = None;
        for &i in &alive {
            if let Some(joint) = best[i].filter(|joint| joint.beats(chosen.map(|(most, _)| most))) {
                chosen = Some((joint, i));
            }
        }
        let Some((Joint { with: j, .. }, i)) = chosen else {
            break;
        };
        for &k in &alive {
            let moved = e[j][k];
            e[i][k] += moved;
            if k != i {
                let back = e[k][j];
                e[k][i] += back;
            }
        }
        let inner = e[i][j];
        e[i][i] += inner;
        a[i] += a[j];
        alive.retain(|k| *k != j);
        of.iter_mut()
            .filter(|group| **group == j)
            .for_each(|group| *group = i);
        for (at, &k) in alive.iter().enumerate() {
            let stale = best[k].is_some_and(|joint| joint.with == i || joint.with == j);
            if k == i || stale {
                best[k] = best_of(k, &alive[at + 1..], &e, &a);
            } else if k < i {
                let joint = Joint::new(k, i, &e, &a);
                let first = best[k].is_some_and(|known| i < known.with && joint.gain >= known.gain);
                if e[k][i] > 0.0 && (joint.beats(best[k]) || first) {
                    best[k] = Some(joint);
                }
            }
        }
    }
    let mut names: Vec<usize> = Vec::new();
    let tied = |i: usize| (0..n).any(|j| weight(i, j) > 0.0);
    let group = (0..n)
        .map(|i| {
            tied(i).then(|| {
                let known = names.iter().position(|name| *name == of[i]);
                known.unwrap_or_else(|| {
                    names.push(of[i]);
                    names.len() - 1
                })
            })
        })
        .collect::<Vec<_>>();
    Division {
        modularity: Some(modularity(weights, &group)),
        groups: names.len(),
        group,
    }
}

/// Q of a given division.
pub fn modularity(weights: &[Vec<f64>], group: &[Option<usize>]) -> f64 {
    let n = weights.len();
    let weight = |i: usize, j: usize| if i == j { 0.0 } else { weights[i][j].max(0.0) };
    let strength: Vec<f64> = (0..n).map(|i| (0..n).map(|j| weight(i, j)).sum()).collect();
    let total: f64 = strength.iter().sum();
    let mut q = 0.0;
    for i in 0..n {
        for j in 0..n {
            if group[i].is_some() && group[i] == group[j] {
                q += weight(i, j) / total - strength[i] * strength[j] / (total * total);
            }
        }
    }
    q
}
