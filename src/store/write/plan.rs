//! How a new analysis meets the claims that are there.
//!
//! A claim found again keeps its row and id. One found changed gets a new row with the same root,
//! so that verdicts follow it. What a person entered or corrected stays as it is.

use std::collections::HashMap;

use super::claims::{ClaimRow, Existing};
use super::stances::StanceRow;
use crate::model::Span;

/// What two finds are recognised as one by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Anchor {
    /// Within one text: the spans.
    Spans(&'static str, Vec<Span>, Vec<Span>, Vec<Span>),
    /// Across two revisions of a text, where offsets moved: the passage.
    Passage(String),
}

/// What is to be done with the claims of one article.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// New rows: the row, its stances, and the claim that it replaces.
    pub(super) insert: Vec<(ClaimRow, Vec<StanceRow>, Option<Existing>)>,
    /// Claims whose row is closed.
    pub(super) close: Vec<i64>,
    /// Of them, those whose passage a later text does not have.
    pub(super) dropped: Vec<i64>,
    /// Stances added to a claim that stays.
    pub(super) insert_stances: Vec<(i64, StanceRow)>,
    /// Stances closed on a claim that stays.
    pub(super) close_stances: Vec<i64>,
}

/// How a claim of before would stand in the later text; none where its passage does not stand there as it was.
type Moved<'a> = dyn Fn(&ClaimRow) -> Option<ClaimRow> + 'a;

/// Compares what is there with what was found. `revised` is given where the text itself changed.
pub(super) fn plan(
    existing: Vec<Existing>,
    found: Vec<(ClaimRow, Vec<StanceRow>)>,
    revised: Option<&Moved<'_>>,
) -> Plan {
    if existing.is_empty() {
        let insert = found.into_iter().map(|(row, of_row)| (row, of_row, None));
        return Plan {
            insert: insert.collect(),
            ..Plan::default()
        };
    }
    let moved = revised;
    let revised = revised.is_some();
    let anchor = |row: &ClaimRow| {
        if revised {
            Anchor::Passage(row.evidence.2.clone())
        } else {
            anchor_in_text(row)
        }
    };
    let mut plan = Plan::default();
    let mut there: HashMap<Anchor, Vec<Existing>> = HashMap::new();
    for claim in existing {
        there.entry(anchor(&claim.row)).or_default().push(claim);
    }
    for (row, stances) in found {
        let partner = there.get_mut(&anchor(&row)).and_then(|same| {
            let at = same
                .iter()
                .position(|e| e.row.actor_id == row.actor_id)
                .or((!same.is_empty()).then_some(0))?;
            Some(same.remove(at))
        });
        match partner {
            None => plan.insert.push((row, stances, None)),
            Some(old) if old.row == row || (old.by_person && !revised) => {
                meet_stances(&mut plan, &old, stances);
            }
            Some(old) => {
                let (mut row, mut stances) = (row, stances);
                if old.by_person {
                    row.keep_decisions(&old.row);
                }
                for (_, kept) in old.stances.iter().filter(|(_, s)| s.by_person) {
                    stances.retain(|s| s.topic_id != kept.topic_id);
                    stances.push(kept.clone());
                }
                plan.close.push(old.claim_id);
                plan.insert.push((row, stances, Some(old)));
            }
        }
    }
    for old in there.into_values().flatten() {
        // A passage that a person judged stays on record even where the machine no longer sees it, as long as
        // it stands in the text.
        let settled = old.by_person || old.judged;
        match moved.map(|moved| moved(&old.row)) {
            None if settled => {}
            None => plan.close.push(old.claim_id),
            Some(there) => {
                plan.close.push(old.claim_id);
                match there {
                    None => plan.dropped.push(old.claim_id),
                    Some(row) if settled => {
                        let stances = old.stances.iter().map(|(_, s)| s.clone()).collect();
                        plan.insert.push((row, stances, Some(old)));
                    }
                    Some(_) => {}
                }
            }
        }
    }
    plan
}

/// The claim stays; its machine stances are brought up to date.
fn meet_stances(plan: &mut Plan, old: &Existing, found: Vec<StanceRow>) {
    for (stance_id, stance) in &old.stances {
        if !stance.by_person && !found.contains(stance) {
            plan.close_stances.push(*stance_id);
        }
    }
    for stance in found {
        let kept = old
            .stances
            .iter()
            .any(|(_, s)| *s == stance || (s.by_person && s.topic_id == stance.topic_id));
        if !kept {
            plan.insert_stances.push((old.claim_id, stance));
        }
    }
}

/// What makes it the same find in the same text.
fn anchor_in_text(row: &ClaimRow) -> Anchor {
    Anchor::Spans(
        row.place,
        row.source.clone(),
        row.cue.clone(),
        row.content.clone(),
    )
}
