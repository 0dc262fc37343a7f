//! Trains the attribution model of `text::attribution`.
//!
//! Each stage learns from what the stages before it make of articles that they have not seen
//! (jackknifing), so that it meets in training the mistakes that it will meet in use.

mod cues;
mod keep;
mod labels;
mod learn;
mod score;
mod vocabulary;

use std::fmt;

use super::corpus::{Article, Gold, gold};
use crate::text::attribution::assemble::{Draft, draft};
use crate::text::attribution::atom::{Atom, atoms};
use crate::text::attribution::confidence::{self, company, features, probability};
use crate::text::attribution::crf::{COLUMNS, Potential, Transitions};
use crate::text::attribution::model::{Header, Model};
use crate::text::attribution::pipeline::{Weights, cues as find_cues, label};
use crate::text::attribution::vocabulary::Vocabulary;
use crate::text::document::Document;

/// Parts for jackknifing.
const FOLDS: usize = 4;

/// Log odds under which a cue is not even labelled.
const CUE_FLOOR: f32 = -2.0;

/// An annotated article, ready to learn from.
struct Prepared<'a> {
    document: Document<'a>,
    gold: Vec<Gold>,
    /// The token that heads the cue of each gold attribution.
    heads: Vec<Option<usize>>,
    atoms: Vec<Atom>,
}

/// An article with the cues found in it.
type Sample<'a, 'b> = (&'a Prepared<'b>, &'a [(usize, f32)]);

/// Trains on annotated articles; gives the model file's bytes and what jackknifing says about it.
/// The same articles give the same bytes.
pub fn train(articles: &[Article]) -> (Vec<u8>, Report) {
    let (table, samples) = prepare(articles);
    let found = jackknife(&samples);
    let verdict = judge(&samples, &found);
    let cue = cues::train(&samples.iter().collect::<Vec<_>>());
    let (label, transitions) = labels::train(&with_cues(&samples, &found.cues));
    let header = Header {
        transitions,
        calibration: verdict.calibration,
        cue_floor: CUE_FLOOR,
        floor: verdict.floor,
        ..Header::default()
    };
    (
        Model::write(&header, &table, &cue, &label, &verdict.keep),
        verdict.report,
    )
}

/// Jackknifes the articles without making a model: how well would one do?
pub fn experiment(articles: &[Article]) -> Report {
    let (_, samples) = prepare(articles);
    judge(&samples, &jackknife(&samples)).report
}

fn prepare(articles: &[Article]) -> (Vec<u8>, Vec<Prepared<'_>>) {
    let mut samples: Vec<Prepared<'_>> = articles
        .iter()
        .map(|article| {
            let document = Document::new(&article.text);
            let gold = gold(article, &document);
            Prepared {
                document,
                gold,
                heads: Vec::new(),
                atoms: Vec::new(),
            }
        })
        .collect();
    let tables = vocabulary::build(&mut samples);
    for (i, sample) in samples.iter_mut().enumerate() {
        sample.atoms = atoms(
            &sample.document,
            &Vocabulary::new(&tables.without[i % FOLDS]),
        );
    }
    (tables.full, samples)
}

/// Cues and attributions of each article, found by models that have not seen it.
struct Jackknife {
    cues: Vec<Vec<(usize, f32)>>,
    drafts: Vec<Vec<Draft>>,
}

fn jackknife(samples: &[Prepared<'_>]) -> Jackknife {
    let mut weights = Float::default();
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
            drafts[i] = labelled.filter_map(|one| draft(&one)).collect();
        }
    }
    Jackknife { cues, drafts }
}

fn others<T: Copy>(items: &[T], fold: usize) -> Vec<T> {
    let others = items.iter().enumerate().filter(|(i, _)| i % FOLDS != fold);
    others.map(|(_, item)| *item).collect()
}

fn with_cues<'a, 'b>(
    samples: &'a [Prepared<'b>],
    cues: &'a [Vec<(usize, f32)>],
) -> Vec<Sample<'a, 'b>> {
    samples
        .iter()
        .zip(cues)
        .map(|(s, c)| (s, c.as_slice()))
        .collect()
}

/// The third stage.
struct Verdict {
    keep: Vec<f32>,
    calibration: [f32; 2],
    floor: f32,
    report: Report,
}

/// Fits the third stage on jackknifed drafts, itself jackknifed for calibration, floor and report.
fn judge(samples: &[Prepared<'_>], found: &Jackknife) -> Verdict {
    let mut judged: Vec<(Vec<u32>, bool)> = Vec::new();
    let mut folds = Vec::new();
    for (i, (sample, drafts)) in samples.iter().zip(&found.drafts).enumerate() {
        let right = score::right(sample, drafts);
        for ((draft, company), right) in drafts.iter().zip(company(drafts)).zip(right) {
            let mut rows = Vec::new();
            features(draft, company, &sample.atoms, |row| rows.push(row as u32));
            judged.push((rows, right));
            folds.push(i % FOLDS);
        }
    }
    let fit = |leave: Option<usize>| {
        let data = judged
            .iter()
            .zip(&folds)
            .filter(|(_, fold)| leave != Some(**fold));
        learn::logistic(
            data.map(|(j, _)| (j.0.as_slice(), j.1)),
            1 << confidence::BITS,
        )
    };
    let mut scored: Vec<(f32, bool)> = judged.iter().map(|j| (0.0, j.1)).collect();
    for fold in 0..FOLDS {
        let weights = fit(Some(fold));
        for (i, (rows, _)) in judged.iter().enumerate().filter(|(i, _)| folds[*i] == fold) {
            scored[i].0 = rows.iter().map(|&r| weights[r as usize]).sum();
        }
    }
    let calibration = keep::calibrate(&scored);
    let mut report = Report::default();
    for (score, right) in &mut scored {
        *score = probability(*score, calibration);
        let tenth = &mut report.calibration[((*score * 10.0) as usize).min(9)];
        tenth.0 += 1;
        tenth.1 += u32::from(*right);
    }
    let total = samples.iter().map(|s| s.gold.len()).sum();
    let floor;
    (report.attribution, floor) = keep::floor(&mut scored, total);
    let mut heads: Vec<(f32, bool)> = Vec::new();
    for (sample, cues) in samples.iter().zip(&found.cues) {
        heads.extend(
            cues.iter()
                .map(|c| (c.1, sample.heads.contains(&Some(c.0)))),
        );
    }
    report.cue = keep::floor(&mut heads, total).0;
    Verdict {
        keep: fit(None),
        calibration,
        floor,
        report,
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

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "cue F1 {:.1}, attribution F1 {:.1}",
            100.0 * self.cue,
            100.0 * self.attribution
        )?;
        for (tenth, (found, right)) in self.calibration.iter().enumerate().filter(|(_, c)| c.0 > 0)
        {
            let share = f64::from(*right) / f64::from(*found);
            writeln!(f, "confidence 0.{tenth}: {found:5} found, {share:.2} right")?;
        }
        Ok(())
    }
}

/// Weights in training, before they are rounded to bytes.
#[derive(Default)]
struct Float {
    cue: Vec<f32>,
    label: Vec<[f32; COLUMNS]>,
    keep: Vec<f32>,
    transitions: Transitions,
}

impl Weights for Float {
    fn cue(&self, row: usize) -> f32 {
        self.cue[row]
    }

    fn cue_scale(&self) -> f32 {
        1.0
    }

    type Sum = [f32; COLUMNS];

    fn sum(&self, mut sum: [f32; COLUMNS], rows: &[u32]) -> [f32; COLUMNS] {
        for row in rows {
            for (s, w) in sum.iter_mut().zip(&self.label[*row as usize]) {
                *s += w;
            }
        }
        sum
    }

    fn both(&self, one: [f32; COLUMNS], other: [f32; COLUMNS]) -> [f32; COLUMNS] {
        std::array::from_fn(|column| one[column] + other[column])
    }

    fn potential(&self, sum: &[f32; COLUMNS]) -> Potential {
        Potential::new(sum)
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
