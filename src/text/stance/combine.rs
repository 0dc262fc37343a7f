use super::reading::Reading;
use super::weigh::is_sideless;
use crate::model::Bearing;

/// What the readings of one attribution say of each topic, in codebook order.
pub(super) fn by_topic(mut readings: Vec<Reading>) -> impl Iterator<Item = Reading> {
    readings.sort_by_key(|r| r.topic);
    let of_one = readings.chunk_by(|a, b| a.topic == b.topic);
    let combined: Vec<Reading> = of_one.filter_map(combine).collect();
    combined.into_iter()
}

/// One stance from all readings of one topic in one attribution.
///
/// What is said of the proposition itself beats arguments. Readings of one side strengthen each
/// other; a reading of the other side takes its share of the confidence away, so that a claim
/// which looks both ways falls under the floor instead of being decided by a coin. Where something is
/// said of the topic, its bare mentions do not count.
fn combine(readings: &[Reading]) -> Option<Reading> {
    let telling = readings.iter().any(|r| !is_sideless(r.rule));
    let readings = readings.iter().filter(|r| !telling || !is_sideless(r.rule));
    let direct: Vec<&Reading> = readings
        .clone()
        .filter(|r| r.bearing == Bearing::Direct && r.confidence >= MENTION)
        .collect();
    let used: Vec<&Reading> = if direct.is_empty() {
        let inferred: Vec<&Reading> = readings
            .clone()
            .filter(|r| r.bearing == Bearing::Inferred)
            .collect();
        if inferred.is_empty() {
            readings.collect()
        } else {
            inferred
        }
    } else {
        direct
    };
    let best = used
        .iter()
        .max_by(|a, b| a.confidence.total_cmp(&b.confidence))?;
    let side = best.stance.number().signum();
    let mut with = 0.0;
    let mut against = 0.0;
    for reading in &used {
        if reading.stance.number().signum() == side {
            with += reading.confidence;
        } else {
            against += reading.confidence;
        }
    }
    let strongest = used
        .iter()
        .filter(|r| r.stance.number().signum() == side && r.confidence >= 0.8 * best.confidence)
        .max_by_key(|r| r.stance.number().abs())?;
    let condition = used.iter().find_map(|r| r.condition.clone());
    let support = if used.len() > 1 && against == 0.0 {
        1.05
    } else {
        1.0
    };
    Some(Reading {
        stance: if condition.is_some() {
            best.stance
        } else {
            strongest.stance
        },
        confidence: (best.confidence * support).min(0.97) * with / (with + against),
        condition,
        ..(*best).clone()
    })
}

/// Direct readings less sure than this are bare mentions, which do not stand against an argument.
const MENTION: f32 = 0.42;
