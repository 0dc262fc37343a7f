//! Which drafts are right: content words with an intersection over union of a half, sources that
//! share a word or are both left out, one to one.

use std::cmp::Ordering;

use super::Prepared;
use crate::text::attribution::assemble::Draft;
use crate::text::attribution::atom::Shape;

/// For each draft, whether it is right.
pub(super) fn right(sample: &Prepared<'_>, drafts: &[Draft]) -> Vec<bool> {
    let words = |tokens: &[u32]| -> Vec<u32> {
        let word = |t: &u32| sample.atoms[*t as usize].shape != Shape::Mark;
        tokens.iter().copied().filter(word).collect()
    };
    let gold: Vec<(Vec<u32>, Vec<u32>)> = sample
        .gold
        .iter()
        .map(|g| (words(&g.source), words(&g.content)))
        .collect();
    let mut pairs = Vec::new();
    for (i, draft) in drafts.iter().enumerate() {
        let (source, content) = (words(&draft.source), words(&draft.content));
        for (j, (gold_source, gold_content)) in gold.iter().enumerate() {
            let both = common(&content, gold_content);
            let either = content.len() + gold_content.len() - both;
            let sources =
                common(&source, gold_source) > 0 || (source.is_empty() && gold_source.is_empty());
            if both > 0 && 2 * both >= either && sources {
                pairs.push((both as f32 / either as f32, i, j));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut out = vec![false; drafts.len()];
    let mut used = vec![false; gold.len()];
    for (_, i, j) in pairs {
        if !out[i] && !used[j] {
            out[i] = true;
            used[j] = true;
        }
    }
    out
}

/// How many numbers two sorted lists share.
fn common(a: &[u32], b: &[u32]) -> usize {
    let (mut i, mut j, mut n) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => {
                n += 1;
                i += 1;
                j += 1;
            }
        }
    }
    n
}
