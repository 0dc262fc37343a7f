//! "Ostrow agreed.": who takes or leaves what somebody else has just said.

use crate::model::{Bearing, Claim, StanceFound, StanceValue, Why};
use crate::text::document::{Document, Find};
use crate::text::inflect::lemma;

/// How many code points may stand between what was said and who agrees.
const NEAR: u32 = 250;

/// How many claims before are looked at: more than such a stretch of text holds.
const BEFORE: usize = 64;

/// Most bytes of content that say nothing of their own: "agreed with her".
const BARE: usize = 24;

/// How much surer one is of the words than of who agrees with them.
const LESS_SURE: f32 = 0.8;

/// +1 where the attribution only agrees, −1 where it only disagrees.
pub(crate) fn echo(document: &Document<'_>, find: &Find) -> Option<i8> {
    let cue = find.cue.first()?;
    let own: usize = find.content.iter().map(|part| part.len()).sum();
    if own > BARE {
        return None;
    }
    let mut words = document.tokens_in(cue).map(|at| document.word(at));
    words.find_map(|word| match &*lemma(&word.to_lowercase()) {
        "agree" | "concur" => Some(1),
        "disagree" => Some(-1),
        _ => None,
    })
}

/// Gives the claims `echoes`, indexes into `claims` with their signs, the leaning that follows from the
/// last position before them that another took.
pub(crate) fn take_up(claims: &mut [Claim], echoes: &[(usize, i8)]) {
    for &(at, sign) in echoes {
        let claim = &claims[at];
        if !claim.stances.is_empty() || !claim.proposed.is_empty() || claim.ascribed_by.is_some() {
            continue;
        }
        let mut near = claims[at.saturating_sub(BEFORE)..at].iter().rev();
        let before = near.find(|other| {
            other.place == claim.place
                && other.actor != claim.actor
                && other.evidence.end <= claim.evidence.end
                && claim.evidence.start.saturating_sub(other.evidence.end) <= NEAR
                && other.stances.iter().any(|s| s.stance.number() != 0)
        });
        let Some(before) = before else { continue };
        let leaning = |stance: &StanceFound| {
            let side = stance.stance.number().signum() * i16::from(sign);
            Some(StanceFound {
                stance: StanceValue::new(side).filter(|_| side != 0)?,
                bearing: Bearing::Inferred,
                confidence: stance.confidence * LESS_SURE,
                why: Why {
                    rule: "agreement".to_owned(),
                    ..stance.why.clone()
                },
                ..stance.clone()
            })
        };
        let taken: Vec<StanceFound> = before.stances.iter().filter_map(leaning).collect();
        claims[at].stances = taken;
    }
}
