//! Trains the attribution model of `text::attribution`.

mod cues;
mod keep;
mod labels;
mod options;
mod score;
mod vocabulary;

use super::corpus::{Article, Gold, gold};
use crate::text::attribution::assemble::{Draft, draft};
use crate::text::attribution::atom::{Atom, atoms};
use crate::text::attribution::confidence::{company, features, probability};
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
    keep: Vec<f32>,
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
    fn keep(&self, row: usize) -> f32 {
        self.keep[row]
    }
    fn keep_scale(&self) -> f32 {
        1.0
    }
    fn transitions(&self) -> &Transitions {
        &self.transitions
    }
}

/// What jackknifing the training articles says about a model.
#[derive(Debug, Default)]
pub struct Report {
    /// F1 of the cue heads alone, at the best floor.
    pub cue: f32,
    /// F1 of the attributions, at the best floor.
    pub attribution: f32,
    /// Of the attributions at each tenth of confidence: how many were found, how many were right.
    pub calibration: [(u32, u32); 10],
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(
            f,
            "cue F1 {:.2}, attribution F1 {:.2}",
            100.0 * self.cue,
            100.0 * self.attribution
        )?;
        for (tenth, (found, right)) in self.calibration.iter().enumerate().filter(|(_, c)| c.0 > 0)
        {
            writeln!(
                f,
                "confidence 0.{tenth}: {found:5} found, {:.2} right",
                *right as f32 / *found as f32
            )?;
        }
        Ok(())
    }
}

/// Cues and attributions of each article, found by models that have not seen it.
struct Jackknife {
    cues: Vec<Vec<(usize, f32)>>,
    drafts: Vec<Vec<Draft>>,
}

fn others<T: Copy>(items: &[T], fold: usize) -> Vec<T> {
    items
        .iter()
        .enumerate()
        .filter(|(i, _)| i % FOLDS != fold)
        .map(|(_, x)| *x)
        .collect()
}

fn jackknife(samples: &[Prepared<'_>]) -> Jackknife {
    let mut weights = Float {
        cue: Vec::new(),
        label: Vec::new(),
        transitions: Transitions::default(),
        keep: Vec::new(),
    };
    let all: Vec<&Prepared<'_>> = samples.iter().collect();
    let mut cues = vec![Vec::new(); samples.len()];
    for fold in 0..FOLDS {
        weights.cue = cues::train(&others(&all, fold));
        for i in (fold..samples.len()).step_by(FOLDS) {
            cues[i] = find_cues(&samples[i].document, &samples[i].atoms, &weights, CUE_FLOOR);
        }
    }
    let all = with_cues(samples, &cues);
    let mut drafts = vec![Vec::new(); samples.len()];
    for fold in 0..FOLDS {
        (weights.label, weights.transitions) = labels::train(&others(&all, fold));
        for i in (fold..samples.len()).step_by(FOLDS) {
            let sample = &samples[i];
            let labelled = label(&sample.document, &sample.atoms, &cues[i], &weights);
            drafts[i] = labelled.iter().filter_map(draft).collect();
        }
    }
    Jackknife { cues, drafts }
}

fn with_cues<'a, 'b>(
    samples: &'a [Prepared<'b>],
    cues: &'a [Vec<(usize, f32)>],
) -> Vec<(&'a Prepared<'b>, &'a [(usize, f32)])> {
    samples
        .iter()
        .zip(cues)
        .map(|(s, c)| (s, c.as_slice()))
        .collect()
}

fn prepare(articles: &[Article]) -> (Vec<u8>, Vec<Prepared<'_>>) {
    let mut samples: Vec<Prepared<'_>> = articles.iter().map(Prepared::new).collect();
    let tables = vocabulary::build(&mut samples);
    for (i, sample) in samples.iter_mut().enumerate() {
        sample.atoms = atoms(
            &sample.document,
            &Vocabulary::new(&tables.without[i % FOLDS]),
        );
    }
    (tables.full, samples)
}

/// The third stage, fitted on jackknifed drafts.
struct Verdict {
    keep: Vec<f32>,
    calibration: [f32; 2],
    floor: f32,
    report: Report,
}

fn judge(samples: &[Prepared<'_>], found: &Jackknife) -> Verdict {
    let mut judged: Vec<keep::Judged> = Vec::new();
    let mut fold_of = Vec::new();
    for (i, (sample, drafts)) in samples.iter().zip(&found.drafts).enumerate() {
        let right = score::matches(sample, drafts);
        for ((draft, company), right) in drafts.iter().zip(company(drafts)).zip(right) {
            let mut rows = Vec::new();
            features(draft, company, &sample.atoms, |row| rows.push(row as u32));
            judged.push((rows, right.is_some()));
            fold_of.push(i % FOLDS);
        }
    }
    let mut scored: Vec<(f32, bool)> = judged.iter().map(|j| (0.0, j.1)).collect();
    for fold in 0..FOLDS {
        let others: Vec<&keep::Judged> = judged
            .iter()
            .zip(&fold_of)
            .filter(|(_, f)| **f != fold)
            .map(|(j, _)| j)
            .collect();
        let weights = keep::train(&others);
        for (i, (rows, _)) in judged
            .iter()
            .enumerate()
            .filter(|(i, _)| fold_of[*i] == fold)
        {
            scored[i].0 = rows.iter().map(|&r| weights[r as usize]).sum();
        }
    }
    let calibration = keep::calibrate(&scored);
    let mut report = Report::default();
    for (score, right) in &mut scored {
        *score = probability(*score, calibration);
        let row = &mut report.calibration[((*score * 10.0) as usize).min(9)];
        row.0 += 1;
        row.1 += u32::from(*right);
    }
    let total = samples.iter().map(|s| s.gold.len()).sum();
    let floor;
    (floor, report.attribution) = keep::best_f1(&mut scored, total);
    let mut heads: Vec<(f32, bool)> = Vec::new();
    for (sample, cues) in samples.iter().zip(&found.cues) {
        heads.extend(
            cues.iter()
                .map(|c| (c.1, sample.heads.contains(&Some(c.0)))),
        );
    }
    report.cue = keep::best_f1(&mut heads, total).1;
    let keep = keep::train(&judged.iter().collect::<Vec<_>>());
    Verdict {
        keep,
        calibration,
        floor,
        report,
    }
}

/// Trains on annotated articles and gives the model file's bytes. Deterministic.
pub fn train(articles: &[Article]) -> (Vec<u8>, Report) {
    let (table, samples) = prepare(articles);
    let found = jackknife(&samples);
    let Verdict {
        keep,
        calibration,
        floor,
        report,
    } = judge(&samples, &found);
    let cue = cues::train(&samples.iter().collect::<Vec<_>>());
    let (label, transitions) = labels::train(&with_cues(&samples, &found.cues));
    let header = Header {
        transitions,
        calibration,
        cue_floor: CUE_FLOOR,
        floor,
        ..Header::default()
    };
    (Model::write(&header, &table, &cue, &label, &keep), report)
}

/// Jackknifes the articles without making a model: how well would one do?
pub fn experiment(articles: &[Article]) -> Report {
    let (_, samples) = prepare(articles);
    let found = jackknife(&samples);
    let verdict = judge(&samples, &found);
    if std::env::var("DUMP").is_ok() {
        score::dump(
            &samples,
            found.drafts,
            &found.cues,
            verdict.keep,
            verdict.calibration,
            verdict.floor,
        );
    }
    verdict.report
}
