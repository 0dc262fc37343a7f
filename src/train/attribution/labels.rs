//! Trains the second stage: a conditional random field by AdaGrad over hashed features.

use super::Prepared;
use super::options::{number, shuffle};
use crate::text::attribution::crf::{
    COLUMNS, CONTENT, CUE, Marginals, NONE, Potential, SOURCE, Transitions, marginals,
};
use crate::text::attribution::pipeline::neighbours;
use crate::text::attribution::window::{self, Around, window};

struct Sequence {
    rows: Vec<u32>,
    ends: Vec<u32>,
    labels: Vec<u8>,
    head: usize,
}

pub(super) fn train(
    samples: &[(&Prepared<'_>, &[(usize, f32)])],
) -> (Vec<[f32; COLUMNS]>, Transitions) {
    let mut data = Vec::new();
    let mut outside = (0usize, 0usize);
    for (p, cues) in samples {
        let neighbours = neighbours(cues);
        for (g, head) in p.gold.iter().zip(&p.heads) {
            let Some(head) = *head else { continue };
            let range = window(&p.document, &p.atoms, head);
            let around = Around::new(&p.atoms, &p.sentences, &neighbours, range.clone(), head);
            let mut rows = vec![Vec::new(); range.len()];
            around.features(|place, row| rows[place].push(row as u32));
            let mut labels = vec![NONE as u8; range.len()];
            for (tokens, label) in [(&g.content, CONTENT), (&g.cue, CUE), (&g.source, SOURCE)] {
                for &t in tokens {
                    if range.contains(&(t as usize)) {
                        labels[t as usize - range.start] = label as u8;
                    } else {
                        outside.0 += 1;
                    }
                    outside.1 += 1;
                }
            }
            labels[head - range.start] = CUE as u8;
            // One run of source only.
            let first = labels.iter().position(|&l| usize::from(l) == SOURCE);
            if let Some(first) = first {
                let mut run = true;
                for l in &mut labels[first..] {
                    if usize::from(*l) != SOURCE {
                        run = false;
                    } else if !run {
                        *l = NONE as u8;
                    }
                }
            }
            let mut ends = Vec::new();
            let mut flat = Vec::new();
            for r in rows {
                flat.extend(r);
                ends.push(flat.len() as u32);
            }
            data.push(Sequence {
                rows: flat,
                ends,
                labels,
                head: head - range.start,
            });
        }
    }
    eprintln!(
        "sequences {} tokens outside window {}/{} rows {}",
        data.len(),
        outside.0,
        outside.1,
        data.iter().map(|s| s.rows.len()).sum::<usize>()
    );
    let size = 1usize << window::BITS;
    let mut count = vec![0u8; size];
    for s in &data {
        for &r in &s.rows {
            count[r as usize] = count[r as usize].saturating_add(1);
        }
    }
    let cutoff = number("CUT", 2.0) as u8;
    let mut w = vec![[0f32; COLUMNS]; size];
    let mut g2 = vec![[1e-6f32; COLUMNS]; size];
    let mut t: Transitions = Default::default();
    let mut t2: Transitions = [[[1e-6; 4]; 4]; 2];
    let mut order: Vec<usize> = (0..data.len()).collect();
    let mut rng = 54321u64;
    let (rate, l2, epochs) = (
        number("RATE", 0.02),
        number("L2", 0.0005),
        number("EPOCHS", 6.0) as usize,
    );
    let mut m = Marginals::default();
    let mut average = vec![[0f32; COLUMNS]; size];
    let drop = number("DROP", 0.0);
    for epoch in 0..epochs {
        shuffle(&mut order, &mut rng);
        for &i in &order {
            let s = &data[i];
            let mut rows = Vec::with_capacity(s.rows.len());
            let mut kept_ends = Vec::with_capacity(s.ends.len());
            let mut from = 0;
            for &end in &s.ends {
                rows.extend(
                    s.rows[from as usize..end as usize]
                        .iter()
                        .copied()
                        .filter(|_| super::options::chance(&mut rng) >= drop),
                );
                kept_ends.push(rows.len() as u32);
                from = end;
            }
            let n = s.labels.len();
            let mut potentials = Vec::with_capacity(n);
            let mut from = 0;
            for &end in &kept_ends {
                let mut sum = [0f32; COLUMNS];
                for &r in &rows[from as usize..end as usize] {
                    for (a, b) in sum.iter_mut().zip(&w[r as usize]) {
                        *a += b;
                    }
                }
                from = end;
                let sum = sum.map(|s| s / (1.0 - drop));
                potentials.push(Potential::new(&sum));
            }
            marginals(&potentials, &t, s.head, &mut m);
            let mut from = 0;
            for at in 0..n {
                let y = usize::from(s.labels[at]);
                let begins = at == 0 || usize::from(s.labels[at - 1]) != y;
                let ends = at + 1 == n || usize::from(s.labels[at + 1]) != y;
                let mut g = [0f32; COLUMNS];
                let is = |l: usize| if y == l { 1.0f32 } else { 0.0 };
                for l in 1..4 {
                    g[l - 1] = m.token[at][l] - is(l);
                    g[l + 2] = m.begin[at][l] - if begins { is(l) } else { 0.0 };
                    if l < 3 {
                        g[l + 5] = m.end[at][l] - if ends { is(l) } else { 0.0 };
                    }
                }
                let end = kept_ends[at];
                if g.iter().all(|g| g.abs() < 1e-3) {
                    from = end;
                    continue;
                }
                for &r in &rows[from as usize..end as usize] {
                    let r = r as usize;
                    if count[r] < cutoff {
                        continue;
                    }
                    let (w, g2) = (&mut w[r], &mut g2[r]);
                    for c in 0..COLUMNS {
                        let g = g[c] + l2 * w[c];
                        g2[c] += g * g;
                        w[c] -= rate * g / g2[c].sqrt();
                    }
                }
                from = end;
            }
            let mut observed: Transitions = Default::default();
            for at in 1..n {
                observed[usize::from(at > s.head)][usize::from(s.labels[at - 1])]
                    [usize::from(s.labels[at])] += 1.0;
            }
            for side in 0..2 {
                for a in 0..4 {
                    for b in 0..4 {
                        let g =
                            m.transitions[side][a][b] - observed[side][a][b] + l2 * t[side][a][b];
                        t2[side][a][b] += g * g;
                        t[side][a][b] -= rate * g / t2[side][a][b].sqrt();
                    }
                }
            }
        }
        if epoch * 2 >= epochs {
            for (a, w) in average.iter_mut().zip(&w) {
                for c in 0..COLUMNS {
                    a[c] += w[c];
                }
            }
        }
    }
    let n = (epochs - epochs.div_ceil(2)).max(1) as f32;
    for a in &mut average {
        for c in a {
            *c /= n;
        }
    }
    (average, t)
}
