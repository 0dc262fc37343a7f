//! Links within one article: what a withdrawal or denial takes with it, and links whose own words name
//! no topic ("Later he said that he had been misquoted.").

use super::Linked;
use crate::model::{Claim, LinkedTopic};
use crate::text::actor::Uttered;
use crate::text::document::Find;

/// Code points between a statement and the one that takes it up without naming its topic.
const REACH: u32 = 600;

/// For each attribution whether it only names what the same actor takes back or denies around it: "she
/// withdrew *her support* for the levy".
pub(crate) fn taken_back(
    finds: &[Find],
    uttered: &[Uttered],
    links: &[Option<Linked>],
) -> Vec<bool> {
    let mut taken = vec![false; finds.len()];
    for (n, link) in links.iter().enumerate() {
        if link.as_ref().is_none_or(|link| !link.kind.is_no_position()) {
            continue;
        }
        let parts = |find: usize| finds[find].cue.iter().chain(&finds[find].content).cloned();
        let mut around: Vec<_> = parts(n).chain(link.iter().map(|l| l.cue.clone())).collect();
        // In the order of their cues, so that what stands in what is taken back is reached, too.
        for m in n.saturating_sub(NEAR)..(n + NEAR + 1).min(finds.len()) {
            let Some(cue) = finds[m].cue.first().filter(|_| m != n) else {
                continue;
            };
            let within = around.iter().any(|part| part.contains(&cue.start));
            let same = uttered[m].by.first().map(|by| &by.actor)
                == uttered[n].by.first().map(|by| &by.actor);
            if within && same && links[m].is_none() {
                taken[m] = true;
                around.extend(parts(m));
            }
        }
    }
    taken
}

/// How many claims before are looked at.
const NEAR: usize = 24;

/// Gives links without a topic the topics of the statement of the same actor right before them, where
/// one stands near. What still has no topic is no link to anything.
pub(crate) fn link_within(claims: &mut [Claim]) {
    for n in 0..claims.len() {
        let claim = &claims[n];
        if claim.link.as_ref().is_none_or(|link| !link.on.is_empty()) {
            continue;
        }
        let near = |other: &&Claim| {
            let same = other.actor == claim.actor && other.place == claim.place;
            let before = other.evidence.end <= claim.evidence.start;
            same && before && claim.evidence.start - other.evidence.end <= REACH
        };
        let topical = |other: &&Claim| !other.stances.is_empty() || !other.proposed.is_empty();
        let on = claims[n.saturating_sub(NEAR)..n]
            .iter()
            .filter(near)
            .filter(topical)
            .max_by_key(|other| other.evidence.end)
            .map(taken_up)
            .unwrap_or_default();
        let link = &mut claims[n].link;
        if let Some(link) = link {
            link.on = on;
        }
        link.take_if(|link| link.on.is_empty());
    }
}

fn taken_up(earlier: &Claim) -> Vec<LinkedTopic> {
    let found = earlier.stances.iter().chain(&earlier.proposed);
    found
        .map(|found| LinkedTopic {
            topic: found.topic.clone(),
            side: Some(found.stance.number().signum() as i8).filter(|side| *side != 0),
        })
        .collect()
}
