//! Two sides of one actor in one article, and what is said twice.

use chrono::NaiveDate;

use crate::model::{ActorRef, Claim, Evidence};
use crate::text::hash::KeyedTable;

/// How many days before its article something may be said and still belong to what it reports.
const SAME: i64 = 3;

/// Takes back the less sure of two opposite stances of one actor on one topic at one time; `today` is
/// the article's day.
///
/// People seldom contradict themselves within what one article reports; a rule that misread a
/// sentence does. Stances of the less sure side wait for a person with the proposals. What the
/// article recalls from an earlier day is left alone: it may be the change of mind that is looked for.
pub fn reconcile(claims: &mut [Claim], today: Option<NaiveDate>) {
    once(claims);
    // Saying one thing and doing another is what is looked for.
    let key = |claim: &Claim, topic: &str| {
        let deed = claim.act.is_deed();
        (of(claim, topic), recalled(claim, today), deed)
    };
    let mut weight: KeyedTable<_, [f32; 2]> = KeyedTable::default();
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

/// Keeps, of stances of one actor on one topic whose passages overlap, the surest: finds that overlap
/// say one thing once.
fn once(claims: &mut [Claim]) {
    let mut order: Vec<usize> = (0..claims.len()).collect();
    order.sort_by_key(|&n| claims[n].evidence.start);
    let mut last: KeyedTable<_, (usize, u32, f32)> = KeyedTable::default();
    for n in order {
        let mut stances = std::mem::take(&mut claims[n].stances);
        let Evidence { start, end, .. } = claims[n].evidence;
        stances.retain(|stance| {
            let formerly = claims[n].said.from.is_none();
            let key = (
                of(&claims[n], &stance.topic),
                claims[n].place,
                formerly,
                claims[n].act.is_deed(),
            );
            match last.get(&key).copied() {
                Some((other, until, sure)) if start < until => {
                    let better = stance.confidence > sure;
                    if better {
                        claims[other].stances.retain(|s| s.topic != stance.topic);
                        last.insert(key, (n, end.max(until), stance.confidence));
                    }
                    better
                }
                _ => {
                    last.insert(key, (n, end, stance.confidence));
                    true
                }
            }
        });
        claims[n].stances = stances;
    }
}

type ActorTopic = (String, String);

fn of(claim: &Claim, topic: &str) -> ActorTopic {
    let actor = claim.actor.as_ref().map_or("", ActorRef::key);
    (actor.to_owned(), topic.to_owned())
}

/// The earlier day that the article recalls the claim from, with whether it says which ("once opposed"
/// does not); none for what it reports itself.
fn recalled(claim: &Claim, today: Option<NaiveDate>) -> Option<Option<NaiveDate>> {
    let today = today?;
    match claim.said.from {
        Some(from) => (today - from).num_days().gt(&SAME).then_some(Some(from)),
        None => Some(None),
    }
}
