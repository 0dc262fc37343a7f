//! The side of single sentences: favour, against or neutral, toward a proposition or of a source toward
//! a target.
//!
//! | measure | counts |
//! | --- | --- |
//! | `favour`, `against`, `neutral` | sentences of that side |
//! | `macro` | the mean of the three: the headline |
//! | `majority` | the same for whoever always says the commonest side |
//! | `accuracy` | the share of sentences with the right side |

use serde::Deserialize;

use super::figures::{Counts, Share};
use super::keyed;
use super::read::or_default;
use crate::model::{ScoreRow, Scores, Span};

/// An annotated sentence.
#[derive(Clone, Debug, Deserialize)]
pub struct Gold {
    /// Which sentence.
    pub id: String,
    /// The sentence.
    pub text: String,
    /// Its side.
    #[serde(alias = "polarity")]
    pub stance: Side,
    /// The topic, where the codebook has several.
    #[serde(default, deserialize_with = "or_default")]
    pub topic: Option<String>,
    /// Code points of who takes a side, where it is taken toward a target.
    #[serde(default, deserialize_with = "or_default")]
    pub source: Option<Span>,
    /// Code points of the target.
    #[serde(default, deserialize_with = "or_default")]
    pub target: Option<Span>,
}

/// What was predicted for a sentence.
#[derive(Clone, Debug, Deserialize)]
pub struct Predicted {
    /// Which sentence.
    pub id: String,
    /// Its side.
    pub stance: Side,
}

/// The side that a sentence takes, in the words of several corpora.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// For the proposition or target.
    #[serde(alias = "favor", alias = "agree", alias = "positive", alias = "for")]
    Favour,
    /// Against it.
    #[serde(alias = "disagree", alias = "negative")]
    Against,
    /// Neither.
    #[serde(alias = "none")]
    Neutral,
}

impl Side {
    /// Every side, in the order of the report.
    const ALL: [Self; 3] = [Self::Favour, Self::Against, Self::Neutral];

    /// The side of a sign.
    pub fn of(sign: i8) -> Self {
        match sign {
            1.. => Self::Favour,
            0 => Self::Neutral,
            _ => Self::Against,
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Favour => "favour",
            Self::Against => "against",
            Self::Neutral => "neutral",
        }
    }
}

/// Scores predictions; a sentence without one counts as neutral.
pub fn score(gold: Vec<Gold>, predicted: Vec<Predicted>) -> Scores {
    let gold = keyed(gold, |g| &g.id);
    let sides: std::collections::HashMap<&str, Side> = predicted
        .iter()
        .map(|p| (p.id.as_str(), p.stance))
        .collect();
    let pairs: Vec<(Side, Option<Side>)> = gold
        .iter()
        .map(|g| (g.stance, sides.get(g.id.as_str()).copied()))
        .collect();
    let told: Vec<(Side, Side)> = pairs
        .iter()
        .map(|(gold, found)| (*gold, found.unwrap_or(Side::Neutral)))
        .collect();
    let most = Side::ALL
        .into_iter()
        .max_by_key(|side| told.iter().filter(|(gold, _)| gold == side).count())
        .unwrap_or(Side::Neutral);
    let always: Vec<(Side, Side)> = told.iter().map(|(gold, _)| (*gold, most)).collect();
    let mut rows = by_side(&told);
    rows.push(mean("macro", &rows));
    rows.push(ScoreRow {
        measure: format!("majority ({})", most.as_str()),
        ..mean("", &by_side(&always))
    });
    let share = |pairs: &[(Side, Side)]| Share {
        part: pairs.iter().filter(|(gold, found)| gold == found).count() as u64,
        whole: pairs.len() as u64,
    };
    rows.push(share(&told).row(None, "accuracy"));
    rows.push(share(&always).row(None, "accuracy of the majority"));
    Scores {
        headline: "macro",
        articles: gold.len() as u64,
        without_prediction: pairs.iter().filter(|(_, found)| found.is_none()).count() as u64,
        rows,
    }
}

fn by_side(pairs: &[(Side, Side)]) -> Vec<ScoreRow> {
    let row = |side: Side| {
        let mut counts = Counts::default();
        for (gold, found) in pairs {
            counts.there(usize::from(*gold == side), usize::from(*found == side));
            counts.hit(usize::from(*gold == side && *found == side));
        }
        counts.row(None, side.as_str())
    };
    Side::ALL.map(row).to_vec()
}

/// The mean of some rows.
fn mean(measure: &str, rows: &[ScoreRow]) -> ScoreRow {
    let of = |figure: fn(&ScoreRow) -> Option<f64>| {
        let sum: f64 = rows.iter().filter_map(figure).sum();
        Some((sum / rows.len().max(1) as f64 * 10.0).round() / 10.0)
    };
    ScoreRow {
        measure: measure.to_owned(),
        precision: of(|row| row.precision),
        recall: of(|row| row.recall),
        f1: of(|row| row.f1),
        gold: rows.iter().map(|row| row.gold).sum(),
        predicted: Some(rows.iter().filter_map(|row| row.predicted).sum()),
        ..ScoreRow::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Six sentences: three for (one found), two against (one found, one taken for the other side), one
    /// neutral without a prediction.
    #[test]
    fn a_missing_prediction_is_neutral_and_the_macro_is_the_mean_of_the_sides() {
        let gold = [
            "favour", "agree", "positive", "against", "negative", "neutral",
        ];
        let gold = gold.iter().enumerate().map(|(n, side)| {
            let line = format!(r#"{{"id": "{n}", "text": "t", "stance": "{side}"}}"#);
            serde_json::from_str::<Gold>(&line).unwrap()
        });
        let predicted = [
            Side::Favour,
            Side::Neutral,
            Side::Neutral,
            Side::Against,
            Side::Favour,
        ];
        let predicted = predicted
            .into_iter()
            .enumerate()
            .map(|(n, stance)| Predicted {
                id: n.to_string(),
                stance,
            });
        let scores = score(gold.collect(), predicted.collect());
        let f1 = |measure: &str| {
            let row = scores.rows.iter().find(|row| row.measure == measure);
            row.and_then(|row| row.f1.or(row.share)).unwrap()
        };
        // Favour: 1 of 2 and 1 of 3. Against: 1 of 1 and 1 of 2. Neutral: 1 of 3 and 1 of 1.
        assert_eq!(
            [f1("favour"), f1("against"), f1("neutral")],
            [40.0, 66.7, 50.0]
        );
        assert_eq!(f1("macro"), 52.2);
        assert_eq!(f1("accuracy"), 50.0);
        // Always for: 3 of 6 and 3 of 3, and nothing of the others.
        assert_eq!(f1("majority (favour)"), 22.2);
        assert_eq!(scores.without_prediction, 1);
    }
}
