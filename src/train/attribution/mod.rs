//! Trains the attribution model of `text::attribution`.

mod cues;
mod keep;
mod labels;
mod options;
mod score;
mod vocabulary;

use super::corpus::{Article, Gold, gold};
use crate::text::attribution::assemble::{Draft, Facts, draft, select};
use crate::text::attribution::atom::{Atom, atoms};
use crate::text::attribution::crf::{COLUMNS, Transitions};
use crate::text::attribution::model::{Header, Model};
use crate::text::attribution::pipeline::{Weights, cues as find_cues, label};
use crate::text::attribution::vocabulary::Vocabulary;
use crate::text::document::Document;

/// Parts for jackknifing: what a stage learns from, the stage before it must not have seen.
const FOLDS: usize = 4;

/// Log odds under which a cue is not even labelled.
const CUE_FLOOR: f32 = -2.0;

struct Prepared<'a> {
    document: Document<'a>,
    gold: Vec<Gold>,
    heads: Vec<Option<usize>>,
    sentences: Vec<u32>,
    atoms: Vec<Atom>,
}

impl<'a> Prepared<'a> {
    fn new(article: &'a Article) -> Self {
        let document = Document::new(&article.text);
        let gold = gold(article, &document);
        let sentences = document.tokens.iter().map(|t| t.sentence).collect();
        Self {
            document,
            gold,
            heads: Vec::new(),
            sentences,
            atoms: Vec::new(),
        }
    }
}

struct Float {
    cue: Vec<f32>,
    label: Vec<[f32; COLUMNS]>,
    transitions: Transitions,
}

impl Weights for Float {
    fn cue(&self, row: usize) -> f32 {
        self.cue[row]
    }
    fn cue_scale(&self) -> f32 {
        1.0
    }
    fn add(&self, row: usize, sum: &mut [f32; COLUMNS]) {
        for (s, w) in sum.iter_mut().zip(&self.label[row]) {
            *s += w;
        }
    }
    fn label_scale(&self) -> f32 {
        1.0
    }
    fn transitions(&self) -> &Transitions {
        &self.transitions
    }
}

/// Trains on annotated articles and gives the model file's bytes. Deterministic.
pub fn train(articles: &[Article]) -> Vec<u8> {
    let mut samples: Vec<Prepared<'_>> = articles.iter().map(Prepared::new).collect();
    let table = vocabulary::build(&mut samples);
    for sample in &mut samples {
        sample.atoms = atoms(&sample.document, &Vocabulary::new(&table));
    }
    let part = |fold: usize, inside: bool| -> Vec<usize> {
        (0..samples.len())
            .filter(|i| (i % FOLDS == fold) == inside)
            .collect()
    };
    let mut weights = Float {
        cue: Vec::new(),
        label: Vec::new(),
        transitions: Transitions::default(),
    };
    let mut found: Vec<Vec<(usize, f32)>> = vec![Vec::new(); samples.len()];
    for fold in 0..FOLDS {
        let others: Vec<&Prepared<'_>> =
            part(fold, false).into_iter().map(|i| &samples[i]).collect();
        weights.cue = cues::train(&others);
        for i in part(fold, true) {
            found[i] = find_cues(&samples[i].document, &samples[i].atoms, &weights, CUE_FLOOR);
        }
    }
    let with_cues: Vec<(&Prepared<'_>, &[(usize, f32)])> = samples
        .iter()
        .zip(&found)
        .map(|(s, c)| (s, c.as_slice()))
        .collect();
    let mut judged: Vec<(Facts, bool)> = Vec::new();
    for fold in 0..FOLDS {
        let others: Vec<_> = part(fold, false)
            .into_iter()
            .map(|i| with_cues[i])
            .collect();
        (weights.label, weights.transitions) = labels::train(&others);
        for i in part(fold, true) {
            let sample = &samples[i];
            let labelled = label(&sample.document, &sample.atoms, &found[i], &weights);
            let drafts: Vec<Draft> = labelled
                .iter()
                .filter_map(|l| draft(l, &sample.atoms))
                .collect();
            let right = score::matches(sample, &drafts);
            judged.extend(
                drafts
                    .iter()
                    .zip(right)
                    .map(|(d, r)| (d.facts, r.is_some())),
            );
        }
    }
    let confidence = keep::fit(&judged);
    let total = samples.iter().map(|s| s.gold.len()).sum();
    let floor = keep::floor(&judged, &confidence, total);
    weights.cue = cues::train(&samples.iter().collect::<Vec<_>>());
    (weights.label, weights.transitions) = labels::train(&with_cues);
    let header = Header {
        transitions: weights.transitions,
        confidence,
        cue_floor: CUE_FLOOR,
        floor,
        ..Header::default()
    };
    Model::write(&header, &table, &weights.cue, &weights.label)
}

/// Trains on seven eighths of the articles and says how the model does on the rest.
pub fn experiment(articles: Vec<Article>) -> String {
    let (held, kept): (Vec<_>, Vec<_>) = articles
        .into_iter()
        .enumerate()
        .partition(|(i, _)| i % 8 == 3);
    let [held, kept] =
        [held, kept].map(|part| part.into_iter().map(|(_, a)| a).collect::<Vec<Article>>());
    let bytes = train(&kept);
    let Some(model) = Model::read(&bytes) else {
        return "unreadable model".to_owned();
    };
    let mut samples: Vec<Prepared<'_>> = held.iter().map(Prepared::new).collect();
    let mut found = Vec::new();
    let mut table = [(0, 0); 10];
    for sample in &mut samples {
        sample.atoms = atoms(&sample.document, &model.vocabulary);
        let cues = find_cues(
            &sample.document,
            &sample.atoms,
            &model,
            model.header.cue_floor,
        );
        let labelled = label(&sample.document, &sample.atoms, &cues, &model);
        let drafts = labelled
            .iter()
            .filter_map(|l| draft(l, &sample.atoms))
            .collect();
        let rated = select(drafts, &model.header.confidence, model.header.floor);
        let (drafts, sure): (Vec<Draft>, Vec<f32>) = rated.into_iter().unzip();
        for (right, sure) in score::matches(sample, &drafts).iter().zip(sure) {
            let row = &mut table[((sure * 10.0) as usize).min(9)];
            row.0 += 1;
            row.1 += usize::from(right.is_some());
        }
        found.push(drafts);
    }
    let mut out = format!(
        "floor {:.3}\nattribution {}\n",
        model.header.floor,
        score::score(&samples, &found)
    );
    for (step, (n, right)) in table.iter().enumerate().filter(|(_, r)| r.0 > 0) {
        out += &format!(
            "0.{step}: {n:5} found, {:.2} right\n",
            *right as f32 / *n as f32
        );
    }
    out
}
