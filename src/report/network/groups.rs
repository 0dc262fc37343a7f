//! Groups of a network, and how far it falls into them.
//!
//! Polarization is the modularity Q of the best division found (Newman & Girvan 2004, "Finding and evaluating
//! community structure in networks", Phys. Rev. E 69, 026113): the share of congruence within groups, less the share
//! expected were ties laid at random with the same strengths. As rDNA's `dna_multiclust` does it, it is taken of the
//! positive part of the subtract network with average activity. Divisions are found in two ways, and the better one is
//! taken: by joining, from single nodes on, the two groups that raise Q most (Clauset, Newman & Moore 2004, Phys. Rev. E
//! 70, 066111; `greedy_modularity_communities` of NetworkX), then moving nodes and whole groups as long as that raises it; and by
//! such moves alone (Louvain: Blondel et al. 2008, J. Stat. Mech. P10008), begun in many orders of the nodes, which are
//! always the same, so that the same network has the same groups.

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
    let ties: Vec<Vec<f64>> = (0..n)
        .map(|i| (0..n).map(|j| weight(i, j)).collect())
        .collect();
    let total: f64 = ties.iter().flatten().sum();
    if total <= 0.0 {
        return Division {
            group: vec![None; n],
            ..Division::default()
        };
    }
    let tied: Vec<bool> = ties
        .iter()
        .map(|row| row.iter().any(|w| *w > 0.0))
        .collect();
    let named = |of: &[usize]| {
        let mut names: Vec<usize> = Vec::new();
        let mut group = Vec::with_capacity(n);
        for i in 0..n {
            group.push(tied[i].then(|| {
                let known = names.iter().position(|name| *name == of[i]);
                known.unwrap_or_else(|| {
                    names.push(of[i]);
                    names.len() - 1
                })
            }));
        }
        Division {
            modularity: Some(modularity(weights, &group)),
            groups: names.len(),
            group,
        }
    };
    let mut order: Vec<usize> = (0..n).collect();
    let mut best = named(&moved(&ties, total, join(&ties, total), &order));
    for round in 1..=rounds(n) {
        let other = named(&moved(&ties, total, (0..n).collect(), &order));
        // What is equal but for rounding is the first.
        if other.modularity > best.modularity.map(|q| q + 1e-9) {
            best = other;
        }
        shuffle(&mut order, round);
    }
    best
}

/// In how many orders moves are begun: fewer of large networks, each of which takes longer.
fn rounds(n: usize) -> u64 {
    (400_000 / (n * n).max(1)).clamp(1, 40) as u64
}

/// Another order, the same for each round (Fisher–Yates, with the numbers of Knuth's MMIX).
fn shuffle(order: &mut [usize], round: u64) {
    let mut state = round;
    for at in (1..order.len()).rev() {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        order.swap(at, (state >> 33) as usize % (at + 1));
    }
}

/// The groups that joining pairs leads to, each named by its first node.
fn join(ties: &[Vec<f64>], total: f64) -> Vec<usize> {
    let n = ties.len();
    // e[i][j]: the share of ties between groups i and j; a[i]: the share that ends in i.
    let mut e: Vec<Vec<f64>> = (0..n)
        .map(|i| (0..n).map(|j| ties[i][j] / total).collect())
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
    of
}

/// Moves nodes, then whole groups, to where Q grows most, until none grows it.
fn moved(ties: &[Vec<f64>], total: f64, mut of: Vec<usize>, order: &[usize]) -> Vec<usize> {
    loop {
        let nodes = settle(ties, total, &mut of, order);
        // Groups as nodes, tied by all that ties their members; what ties these to each other stays with the group.
        let mut names = of.clone();
        names.sort_unstable();
        names.dedup();
        let place = |group: usize| names.binary_search(&group).unwrap_or_default();
        let mut between = vec![vec![0.0; names.len()]; names.len()];
        for (i, row) in ties.iter().enumerate() {
            for (j, weight) in row.iter().enumerate() {
                between[place(of[i])][place(of[j])] += weight;
            }
        }
        let plain: Vec<usize> = (0..names.len()).collect();
        let mut above = plain.clone();
        let groups = settle(&between, total, &mut above, &plain);
        of = of.iter().map(|group| names[above[place(*group)]]).collect();
        if !nodes && !groups {
            return of;
        }
    }
}

/// Moves one node after the other, in an order, to the group where Q grows most; says whether any moved.
fn settle(ties: &[Vec<f64>], total: f64, of: &mut [usize], order: &[usize]) -> bool {
    const ROUNDING: f64 = 1e-12;
    let n = ties.len();
    let strength: Vec<f64> = ties.iter().map(|row| row.iter().sum()).collect();
    let mut sum = vec![0.0; n];
    for i in 0..n {
        sum[of[i]] += strength[i];
    }
    let mut any = false;
    loop {
        let mut moved = false;
        for &i in order {
            let own = of[i];
            sum[own] -= strength[i];
            let mut to = vec![0.0; n];
            for (j, weight) in ties[i].iter().enumerate().filter(|(j, _)| *j != i) {
                to[of[j]] += weight;
            }
            // Half of what Q grows by, in shares of all ties.
            let gain = |group: usize| (to[group] - strength[i] * sum[group] / total) / total;
            let mut best = own;
            for group in (0..n).filter(|group| to[*group] > 0.0) {
                if gain(group) > gain(best) + ROUNDING {
                    best = group;
                }
            }
            sum[best] += strength[i];
            of[i] = best;
            moved |= best != own;
        }
        any |= moved;
        if !moved {
            return any;
        }
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
