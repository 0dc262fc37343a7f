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

pub(super) fn dump(
    samples: &[Prepared<'_>],
    drafts: Vec<Vec<Draft>>,
    cues: &[Vec<(usize, f32)>],
    keep: Vec<f32>,
    calibration: [f32; 2],
    floor: f32,
) {
    use crate::text::attribution::assemble::select;
    let weights = super::Float {
        cue: Vec::new(),
        label: Vec::new(),
        transitions: Default::default(),
        keep,
    };
    let mut counts = std::collections::BTreeMap::new();
    for (i, (p, d)) in samples.iter().zip(drafts).enumerate() {
        let all = d.clone();
        let rated = select(d, &p.atoms, &weights, calibration, floor);
        let kept: Vec<Draft> = rated.iter().map(|r| r.0.clone()).collect();
        let m = matches(p, &kept);
        let text = |t: &[u32]| {
            t.iter()
                .map(|&t| p.document.word(t as usize))
                .collect::<Vec<_>>()
                .join(" ")
        };
        let show = |d: &Draft| {
            format!(
                "[{}] {{{}}} <{}>",
                text(&d.source),
                text(&d.cue),
                text(&d.content)
            )
        };
        let matched: Vec<usize> = m.iter().flatten().copied().collect();
        for (j, g) in p.gold.iter().enumerate() {
            if matched.contains(&j) {
                *counts.entry("ok").or_insert(0) += 1;
                continue;
            }
            let head = p.heads[j].map_or(0, |h| h);
            let near = kept
                .iter()
                .find(|d| d.cue.iter().any(|t| g.cue.contains(t)));
            let cand = all.iter().find(|d| d.cue.iter().any(|t| g.cue.contains(t)));
            let s = &p.document.sentences[p.document.tokens[head].sentence as usize];
            let gd = Draft {
                source: g.source.clone(),
                cue: g.cue.clone(),
                content: g.content.clone(),
                ..Draft::default()
            };
            let why = match (near, cand) {
                (Some(d), _) => {
                    let both = common(&words(p, &d.content), &words(p, &g.content));
                    let union = words(p, &d.content).len() + words(p, &g.content).len() - both;
                    let content = both > 0 && both * 2 >= union;
                    let src = common(&d.source, &g.source) > 0
                        || (d.source.is_empty() && g.source.is_empty());
                    match (content, src) {
                        (true, false) => "source",
                        (false, true) => "content",
                        (false, false) => "both",
                        _ => "other",
                    }
                }
                (None, Some(_)) => "cue-low",
                _ if cues[i].iter().any(|c| c.0 == head) => "cue-empty",
                _ => "cue-none",
            };
            *counts.entry(why).or_insert(0) += 1;
            println!(
                "MISS {why}\t{}\n   gold {}\n   ours {}",
                &p.document.text[s.range.clone()],
                show(&gd),
                near.or(cand).map_or(String::new(), |d| show(d))
            );
        }
        for (i, d) in kept.iter().enumerate() {
            if m[i].is_none() {
                let known = p
                    .gold
                    .iter()
                    .any(|g| d.cue.iter().any(|t| g.cue.contains(t)));
                *counts
                    .entry(if known {
                        "false: known cue"
                    } else {
                        "false: cue"
                    })
                    .or_insert(0) += 1;
                if !known {
                    let s = &p.document.sentences
                        [p.document.tokens[d.cue[0] as usize].sentence as usize];
                    println!(
                        "FALSE {:.2}\t{}\n   ours {}",
                        rated[i].1,
                        &p.document.text[s.range.clone()],
                        show(d)
                    );
                }
            }
        }
    }
    eprintln!("{counts:?}");
}
