//! How often the program is right, by articles that people read in full.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{ArticleRead, CodedPosition, MachineFigure};

/// Article, actor and topic.
type Unit = (i64, i64, String);

/// All together, then by topic, then by tenth of confidence. Empty where nobody read anything in full.
///
/// What people hold is what was taken into the record where somebody decided, else what all of them who
/// recorded it hold on one side; where they differ, nobody can say whether the program is right.
pub(super) fn figures(read: &[ArticleRead], positions: &[CodedPosition]) -> Vec<MachineFigure> {
    let articles: BTreeSet<i64> = read.iter().map(|r| r.article_id).collect();
    let proposed: Vec<(Unit, &CodedPosition)> = positions
        .iter()
        .filter(|p| p.machine && articles.contains(&p.article_id))
        .filter_map(|p| Some((unit(p)?, p)))
        .collect();
    if articles.is_empty() {
        return Vec::new();
    }
    let (held, open) = held(positions, &articles);
    let mut best: BTreeMap<&Unit, &CodedPosition> = BTreeMap::new();
    for (unit, position) in proposed.iter().filter(|(unit, _)| !open.contains(unit)) {
        let surer = best
            .get(unit)
            .is_none_or(|b| b.confidence < position.confidence);
        if surer {
            best.insert(unit, position);
        }
    }
    let figure = |topic: Option<&str>, band: Option<i32>| {
        let of_topic = |unit: &Unit| topic.is_none_or(|t| unit.2 == t);
        let chosen = best.iter().filter(|(unit, position)| {
            of_topic(unit) && band.is_none_or(|b| band_of(position) == b)
        });
        let (right_ones, wrong_ones): (Vec<_>, Vec<_>) = chosen
            .partition(|(unit, position)| held.get(**unit) == Some(&position.stance.signum()));
        let claims = |of: &[(&&Unit, &&CodedPosition)]| {
            let mut ids: Vec<i64> = of.iter().filter_map(|(_, p)| p.root_claim_id).collect();
            ids.sort_unstable();
            ids.dedup();
            ids
        };
        let right = right_ones.len() as u64;
        let count = right + wrong_ones.len() as u64;
        let of = held.keys().filter(|unit| of_topic(unit)).count() as u64;
        let of = band.is_none().then_some(of);
        MachineFigure {
            topic: topic.map(str::to_owned),
            band,
            proposed: count,
            right,
            held: of,
            precision: share(right, count),
            recall: of.and_then(|of| share(right, of)),
            right_claims: claims(&right_ones),
            wrong_claims: claims(&wrong_ones),
        }
    };
    let mut figures = vec![figure(None, None)];
    let topics: BTreeSet<&str> = best
        .keys()
        .map(|unit| unit.2.as_str())
        .chain(held.keys().map(|unit| unit.2.as_str()))
        .collect();
    figures.extend(topics.into_iter().map(|topic| figure(Some(topic), None)));
    let bands: BTreeSet<i32> = best.values().map(|position| band_of(position)).collect();
    figures.extend(bands.into_iter().rev().map(|band| figure(None, Some(band))));
    figures
}

/// The side that people hold of each unit, and the units on which they differ.
fn held(
    positions: &[CodedPosition],
    articles: &BTreeSet<i64>,
) -> (BTreeMap<Unit, i16>, BTreeSet<Unit>) {
    let mut by_unit: BTreeMap<Unit, Vec<&CodedPosition>> = BTreeMap::new();
    for position in positions
        .iter()
        .filter(|p| !p.machine && articles.contains(&p.article_id))
    {
        if let Some(unit) = unit(position) {
            by_unit.entry(unit).or_default().push(position);
        }
    }
    let (mut held, mut open) = (BTreeMap::new(), BTreeSet::new());
    for (unit, found) in by_unit {
        let decided = found.iter().any(|p| p.taken.is_some());
        let sides: BTreeSet<i16> = found
            .iter()
            .filter(|p| !decided || p.taken == Some(true))
            .map(|p| p.stance.signum())
            .collect();
        match (sides.len(), sides.first()) {
            (1, Some(&side)) => {
                held.insert(unit, side);
            }
            (0, _) => {}
            _ => {
                open.insert(unit);
            }
        }
    }
    (held, open)
}

fn unit(position: &CodedPosition) -> Option<Unit> {
    Some((
        position.article_id,
        position.actor_id?,
        position.topic.clone(),
    ))
}

fn band_of(position: &CodedPosition) -> i32 {
    // By the decimals that are printed: 0.7 lies in the seventh tenth, whatever its binary says.
    let tenth = (f64::from(position.confidence.unwrap_or_default()) * 1e6).round() / 1e5;
    (tenth as i32).clamp(0, 9)
}

fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}
