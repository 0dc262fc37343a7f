//! Time expressions: places and calendar values against annotated ones (TIMEX3).
//!
//! Only gold expressions of type DATE or TIME with a calendar value count; what is found on another
//! gold expression (a duration, "now") is neither right nor wrong. A TIME's value is cut to its day.
//!
//! | measure | counts |
//! | --- | --- |
//! | `span` | expressions that share a character with one of the other side |
//! | `value` | of them, those with the same value: the headline |
//! | `day` | the share of gold expressions naming a day that were found with it |
//! | `recall week`, … | the same for coarser ones |

use std::collections::HashMap;

use serde::Deserialize;

use super::figures::{Counts, Share};
use super::read::or_default;
use super::{by_outlet, counted, keyed};
use crate::model::{Analysis, ScoreRow, Scores};

/// An annotated document.
#[derive(Clone, Debug, Deserialize)]
pub struct Gold {
    /// Which document.
    pub id: String,
    /// The day it was made; a document without one is passed over.
    #[serde(default)]
    pub dct: Option<String>,
    /// Who printed it.
    #[serde(default)]
    pub publication: Option<String>,
    /// What the annotators marked.
    pub timex: Vec<Expression>,
}

/// What was predicted for a document.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Predicted {
    /// Which document.
    pub id: String,
    /// What was found.
    #[serde(default, deserialize_with = "or_default")]
    pub timexes: Vec<Expression>,
}

/// A time expression with its value.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Expression {
    /// First code point.
    pub start: u32,
    /// First code point behind it.
    pub end: u32,
    /// TIMEX3 type; of predictions none.
    #[serde(default, rename = "type", deserialize_with = "or_default")]
    pub kind: String,
    /// TIMEX3 value.
    #[serde(default, deserialize_with = "or_default")]
    pub value: String,
}

impl Predicted {
    /// What an analysis found in document `id`.
    pub fn of(id: &str, analysis: &Analysis) -> Self {
        let found = analysis.timexes.iter().map(|time| Expression {
            start: time.start,
            end: time.end,
            kind: String::new(),
            value: time.value.to_string(),
        });
        Self {
            id: id.to_owned(),
            timexes: found.collect(),
        }
    }
}

impl Expression {
    /// The value without the time of day.
    fn day(&self) -> &str {
        self.value.split('T').next().unwrap_or_default()
    }

    fn touches(&self, other: &Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// How fine the calendar value is, as a place in [`GRAINS`]; none for other values.
    fn grain(&self) -> Option<usize> {
        let shape: String = self
            .day()
            .chars()
            .map(|c| if c.is_ascii_digit() { '0' } else { c })
            .collect();
        ["0000-00-00", "0000-W00", "0000-00", "0000"]
            .iter()
            .position(|known| *known == shape)
    }
}

const GRAINS: [&str; 4] = ["day", "recall week", "recall month", "recall year"];

/// Scores predictions against the annotations, over all documents and by outlet.
pub fn score(gold: Vec<Gold>, predicted: Vec<Predicted>) -> Scores {
    let gold = keyed(gold, |document| &document.id);
    let by_id: HashMap<&str, &Predicted> = predicted.iter().map(|p| (p.id.as_str(), p)).collect();
    let scores = by_outlet(
        "value",
        &gold,
        |document| document.publication.as_deref(),
        |part, outlet| {
            let mut tally = Tally::default();
            let dated = part
                .iter()
                .filter(|d| d.dct.as_ref().is_some_and(|day| !day.is_empty()));
            for document in dated {
                let found = by_id.get(document.id.as_str());
                tally.add(document, found.map_or(&[], |p| &p.timexes));
            }
            tally.rows(outlet)
        },
    );
    let ids = gold.iter().map(|g| g.id.as_str());
    counted(scores, ids, |id| by_id.contains_key(id))
}

#[derive(Default)]
struct Tally {
    span: Counts,
    value: Counts,
    grains: [Share; 4],
}

impl Tally {
    fn add(&mut self, document: &Gold, predicted: &[Expression]) {
        let mut taken = vec![false; predicted.len()];
        let mut judged = 0;
        for wanted in &document.timex {
            let Some(grain) = wanted.grain().filter(|_| counts(wanted)) else {
                continue;
            };
            let near =
                || (0..predicted.len()).filter(|i| !taken[*i] && predicted[*i].touches(wanted));
            let right = near().find(|i| predicted[*i].day() == wanted.day());
            let chosen = right.or_else(|| near().next());
            self.span.there(1, 0);
            self.value.there(1, 0);
            self.grains[grain].add(right.is_some());
            if let Some(chosen) = chosen {
                taken[chosen] = true;
                judged += 1;
                self.span.hit(1);
                self.value.hit(usize::from(right.is_some()));
            }
        }
        // Neither right nor wrong is what lies on any gold expression that it did not answer to.
        let stray = predicted.iter().zip(&taken).filter(|(found, taken)| {
            !**taken && !document.timex.iter().any(|gold| found.touches(gold))
        });
        judged += stray.count();
        self.span.there(0, judged);
        self.value.there(0, judged);
    }

    fn rows(&self, outlet: Option<&str>) -> Vec<ScoreRow> {
        let mut rows = vec![
            self.span.row(outlet, "span"),
            self.value.row(outlet, "value"),
        ];
        let grains = GRAINS.iter().zip(&self.grains).enumerate();
        rows.extend(
            grains
                .filter(|(at, (_, share))| *at == 0 || share.whole > 0)
                .map(|(_, (measure, share))| share.row(outlet, *measure)),
        );
        rows
    }
}

/// Whether a gold expression is of a type that counts.
fn counts(gold: &Expression) -> bool {
    matches!(gold.kind.as_str(), "DATE" | "TIME")
}
