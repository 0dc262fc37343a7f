//! Which drafts are right: content words with an intersection over union of a half, sources that
//! share a word or are both left out, one to one.

use super::Prepared;
use crate::text::attribution::assemble::Draft;
use crate::text::attribution::atom::Shape;

fn words(p: &Prepared<'_>, tokens: &[u32]) -> Vec<u32> {
    tokens
        .iter()
        .copied()
        .filter(|&t| p.atoms[t as usize].shape != Shape::Mark)
        .collect()
}

fn common(a: &[u32], b: &[u32]) -> usize {
    let (mut i, mut j, mut n) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                n += 1;
                i += 1;
                j += 1;
            }
        }
    }
    n
}

pub(super) fn matches(p: &Prepared<'_>, predicted: &[Draft]) -> Vec<Option<usize>> {
    let mut pairs = Vec::new();
    for (i, d) in predicted.iter().enumerate() {
        let (ds, dc) = (words(p, &d.source), words(p, &d.content));
        for (j, g) in p.gold.iter().enumerate() {
            let (gs, gc) = (words(p, &g.source), words(p, &g.content));
            let both = common(&dc, &gc);
            let union = dc.len() + gc.len() - both;
            if both > 0
                && 2 * both >= union
                && (common(&ds, &gs) > 0 || (ds.is_empty() && gs.is_empty()))
            {
                pairs.push((both as f32 / union as f32, i, j));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut out = vec![None; predicted.len()];
    let mut used = vec![false; p.gold.len()];
    for (_, i, j) in pairs {
        if out[i].is_none() && !used[j] {
            out[i] = Some(j);
            used[j] = true;
        }
    }
    out
}

pub(super) fn score(held: &[Prepared<'_>], predicted: &[Vec<Draft>]) -> String {
    let (mut hit, mut n_pred, mut n_gold) = (0, 0, 0);
    for (p, d) in held.iter().zip(predicted) {
        hit += matches(p, d).iter().flatten().count();
        n_pred += d.len();
        n_gold += p.gold.len();
    }
    let (precision, recall) = (
        100.0 * hit as f32 / n_pred as f32,
        100.0 * hit as f32 / n_gold as f32,
    );
    format!(
        "p {precision:.1} r {recall:.1} f {:.1}",
        2.0 * precision * recall / (precision + recall)
    )
}
