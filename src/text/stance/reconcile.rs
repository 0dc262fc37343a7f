use std::collections::HashMap;

use crate::model::{Claim, Evidence};

/// Takes back the less sure of two opposite stances of one actor on one topic and one day.
///
/// People seldom contradict themselves within an article and a day; a rule that misread a sentence
/// does. Stances of the less sure side wait for a person with the proposals. Stances of different days are left alone: they may be the change of mind that is
/// looked for.
pub fn reconcile(claims: &mut [Claim]) {
    once(claims);
    let mut weight: HashMap<_, [f32; 2]> = HashMap::new();
    for claim in claims.iter() {
        for stance in &claim.stances {
            let side = usize::from(stance.stance.number() > 0);
            if stance.stance.number() != 0 {
                weight.entry(key(claim, &stance.topic)).or_default()[side] += stance.confidence;
            }
        }
    }
    weight.retain(|_, [against, with]| *against > 0.0 && *with > 0.0);
    if weight.is_empty() {
        return;
    }
    for claim in claims {
        let (kept, taken) = std::mem::take(&mut claim.stances)
            .into_iter()
            .partition(|stance| match weight.get(&key(claim, &stance.topic)) {
                Some([against, with]) if stance.stance.number() > 0 => with >= against,
                Some([against, with]) if stance.stance.number() < 0 => against >= with,
                _ => true,
            });
        claim.stances = kept;
        claim.proposed.extend::<Vec<_>>(taken);
    }
}

/// Keeps, of stances of one actor on one topic that the same passage shows, the surest: finds that
/// overlap say one thing once.
fn once(claims: &mut [Claim]) {
    let mut surest: HashMap<_, (f32, usize)> = HashMap::new();
    for (n, claim) in claims.iter().enumerate() {
        for stance in &claim.stances {
            let here = surest
                .entry(passage(claim, &stance.topic))
                .or_insert((0.0, n));
            if stance.confidence > here.0 {
                *here = (stance.confidence, n);
            }
        }
    }
    for (n, claim) in claims.iter_mut().enumerate() {
        let mut stances = std::mem::take(&mut claim.stances);
        stances.retain(|stance| surest[&passage(claim, &stance.topic)].1 == n);
        claim.stances = stances;
    }
}

fn passage(claim: &Claim, topic: &str) -> (Key, u32, u32) {
    let Evidence { start, end, .. } = claim.evidence;
    (key(claim, topic), start, end)
}

type Key = (String, String, Option<chrono::NaiveDate>);

fn key(claim: &Claim, topic: &str) -> Key {
    let actor = claim.actor.as_ref();
    let actor = actor.map_or(String::new(), |a| a.id.clone().unwrap_or(a.name.clone()));
    (actor, topic.to_owned(), claim.said.from)
}
