//! Stances as rows, and their COPY.

use std::collections::HashMap;

use super::claims::Provenance;
use crate::model::{Bearing, Claim, StanceFound};
use crate::store::copy::CopyRows;

/// A stance with its topic's id.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct StanceRow {
    pub(super) topic_id: i64,
    /// None where the claim only takes up an earlier one.
    pub(super) value: Option<i16>,
    /// Side of the earlier statement, where it is told again.
    pub(super) side: Option<i16>,
    pub(super) bearing: String,
    pub(super) confidence: f32,
    /// Which side it is was as good as open.
    pub(super) side_open: bool,
    pub(super) why: [String; 3],
    pub(super) by_person: bool,
}

impl StanceRow {
    /// One that a person gave, who is sure of it.
    pub(super) fn of_person(
        topic_id: i64,
        value: Option<i16>,
        side: Option<i16>,
        why: &str,
    ) -> Self {
        Self {
            topic_id,
            value,
            side,
            bearing: Bearing::Direct.as_str().to_owned(),
            confidence: 1.0,
            side_open: false,
            why: [String::new(), String::new(), why.to_owned()],
            by_person: true,
        }
    }
}

/// The stances of a claim, standing and proposed, with their topics' ids.
pub(super) fn stance_rows(claim: &Claim, topics: &HashMap<String, i64>) -> Vec<StanceRow> {
    let row = |found: &StanceFound| {
        Some(StanceRow {
            topic_id: *topics.get(&found.topic)?,
            value: Some(found.stance.number()),
            side: None,
            bearing: found.bearing.as_str().to_owned(),
            confidence: found.confidence,
            side_open: found.side_open,
            why: [
                found.why.cue.clone(),
                found.why.term.clone(),
                found.why.rule.clone(),
            ],
            by_person: false,
        })
    };
    let mut rows: Vec<StanceRow> = Vec::new();
    for stance in claim.stances.iter().chain(&claim.proposed).filter_map(row) {
        if !rows.iter().any(|r| r.topic_id == stance.topic_id) {
            rows.push(stance);
        }
    }
    for linked in claim.link.iter().flat_map(|link| &link.on) {
        let side = linked.side.map(i16::from);
        let Some(&topic_id) = topics.get(&linked.topic) else {
            continue;
        };
        match rows.iter_mut().find(|row| row.topic_id == topic_id) {
            Some(row) => row.side = side,
            None => rows.push(StanceRow {
                topic_id,
                value: None,
                side,
                bearing: Bearing::Direct.as_str().to_owned(),
                confidence: claim.confidence,
                side_open: false,
                why: [String::new(), String::new(), "link".to_owned()],
                by_person: false,
            }),
        }
    }
    rows
}

/// Empty rows for `stance`.
pub(super) fn stance_copy() -> CopyRows {
    CopyRows::new(
        "stance",
        &[
            "claim_id",
            "topic_id",
            "run_id",
            "codebook_id",
            "origin",
            "value",
            "bearing",
            "confidence",
            "why_cue",
            "why_term",
            "why_rule",
            "link_side",
            "side_open",
        ],
    )
}

/// Adds a stance to rows made by [`stance_copy`].
pub(super) fn add_stance(rows: &mut CopyRows, claim_id: i64, stance: &StanceRow, from: Provenance) {
    rows.field(claim_id)
        .field(stance.topic_id)
        .field(from.run_id)
        .or_null(from.codebook_id)
        .field(if stance.by_person {
            "person"
        } else {
            "machine"
        })
        .or_null(stance.value)
        .field(&stance.bearing)
        .field(stance.confidence)
        .field(&stance.why[0])
        .field(&stance.why[1])
        .field(&stance.why[2])
        .or_null(stance.side)
        .field(stance.side_open)
        .end();
}
