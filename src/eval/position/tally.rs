//! Counts the positions of one topic in one article after the other.

use std::collections::{BTreeMap, HashSet};

use super::{Case, Claimed, Gold, Position, SaidOn};
use crate::eval::figures::{Counts, Share};
use crate::eval::names::{Accepted, folded, plain};
use crate::eval::words;
use crate::model::ScoreRow;

#[derive(Default)]
pub(super) struct Tally {
    found: Counts,
    stance: Counts,
    sign: Share,
    evidence: Share,
    date: Share,
    explicit: Share,
    speech: BTreeMap<String, Share>,
}

impl Tally {
    pub(super) fn add(&mut self, case: &Case<'_>) {
        let rows: Vec<&Gold> = case.gold.iter().filter(|g| !g.by_other).copied().collect();
        let spared: Vec<Accepted> = case
            .gold
            .iter()
            .filter(|g| g.by_other)
            .map(|g| accepted(g))
            .collect();
        // In the order of their first row, each with the names of its last.
        let mut actors: Vec<(&str, Accepted)> = Vec::new();
        for row in &rows {
            match actors.iter_mut().find(|(actor, _)| *actor == row.actor) {
                Some(known) => known.1 = accepted(row),
                None => actors.push((&row.actor, accepted(row))),
            }
        }
        let wanted: HashSet<(&str, i64)> = rows
            .iter()
            .map(|g| (g.actor.as_str(), g.stance.signum()))
            .collect();
        let (mut seen, mut wrong) = (HashSet::new(), HashSet::new());
        let (mut right, mut extra_sides) = (HashSet::new(), HashSet::new());
        let mut extra = HashSet::new();
        for Position { name, side, .. } in &case.predicted {
            let owner = actors.iter().find(|(_, names)| names.has(name));
            let Some((owner, _)) = owner else {
                if !spared.iter().any(|names| names.has(name)) {
                    extra.insert(name.as_str());
                    extra_sides.insert((name.as_str(), *side));
                }
                continue;
            };
            seen.insert(*owner);
            if wanted.contains(&(*owner, *side)) {
                right.insert((*owner, *side));
            } else {
                extra_sides.insert((*owner, *side));
                wrong.insert(*owner);
            }
        }
        extra_sides.extend(right.iter().filter(|(owner, _)| wrong.contains(owner)));
        right.retain(|(owner, _)| !wrong.contains(owner));
        self.found.hit(seen.len());
        self.found.there(actors.len(), seen.len() + extra.len());
        self.stance.hit(right.len());
        self.stance
            .there(wanted.len(), right.len() + extra_sides.len());
        for owner in &seen {
            self.sign
                .add((-1..=1).any(|side| right.contains(&(*owner, side))));
        }
        for row in rows {
            let known = right.contains(&(row.actor.as_str(), row.stance.signum()));
            if !row.speech.is_empty() {
                self.speech
                    .entry(row.speech.clone())
                    .or_default()
                    .add(known);
            }
            self.passage(row, &case.predicted);
        }
    }

    /// Whether the row's passage was found, and whether its day was.
    fn passage(&mut self, row: &Gold, predicted: &[Position<'_>]) {
        let over: Vec<&Position<'_>> = predicted
            .iter()
            .filter(|position| overlap(&row.evidence, &position.claim.evidence.text))
            .collect();
        self.evidence.add(!over.is_empty());
        let names = accepted(row);
        let mut theirs = over.into_iter().filter(|p| names.has(&p.name)).peekable();
        if theirs.peek().is_some() {
            let dated = theirs.any(|position| is_dated(row.said_on, position.claim));
            self.date.add(dated);
            if row.date_basis == "explicit" {
                self.explicit.add(dated);
            }
        }
    }

    pub(super) fn rows(&self, outlet: Option<&str>) -> Vec<ScoreRow> {
        let mut rows = vec![
            self.found.row(outlet, "found"),
            self.stance.row(outlet, "stance"),
            self.sign.row(outlet, "sign"),
            self.evidence.row(outlet, "evidence"),
            self.date.row(outlet, "date"),
            self.explicit.row(outlet, "explicit"),
        ];
        let speech = self.speech.iter();
        rows.extend(speech.map(|(kind, share)| share.row(outlet, format!("recall {kind}"))));
        rows
    }
}

/// What a position of the gold accepts as the same: names of its actor, and passages.
#[derive(Debug)]
pub struct Match {
    actor: Accepted,
    evidence: String,
}

impl Match {
    /// The actor's `name` and its other `names`, whether it is one person, and the passage.
    pub fn new(name: &str, names: &[String], person: bool, evidence: &str) -> Self {
        Self {
            actor: Accepted::new(name, names, person),
            evidence: evidence.to_owned(),
        }
    }

    /// Whether `name` means the actor.
    pub fn is_of(&self, name: &str) -> bool {
        self.actor.has(&plain(name))
    }

    /// Whether `passage` shares a run of at least 30 % of the words of both.
    pub fn is_at(&self, passage: &str) -> bool {
        overlap(&self.evidence, passage)
    }
}

fn accepted(row: &Gold) -> Accepted {
    Accepted::new(&row.actor, &row.names, row.actor_kind == "person")
}

fn is_dated(SaidOn(first, last): SaidOn, claim: &Claimed) -> bool {
    let (Some(from), Some(to)) = (claim.said_from, claim.said_to) else {
        return false;
    };
    from <= last && first <= to && (to - from).num_days() <= (last - first).num_days() + 1
}

/// Whether two passages share a run of at least 30 % of their words taken together.
fn overlap(a: &str, b: &str) -> bool {
    let (a, b) = (folded(a), folded(b));
    let (x, y) = (words::words(&a), words::words(&b));
    if x.is_empty() || y.is_empty() {
        return false;
    }
    let run = longest_run(&x, &y);
    run as f64 >= 0.3 * (x.len() + y.len() - run) as f64
}

/// Length of the longest run of words that both have.
fn longest_run(x: &[&str], y: &[&str]) -> usize {
    let mut longest = 0;
    // How long a run ends at each word of `y` and the last word of `x` looked at.
    let mut ends = vec![0; y.len() + 1];
    for word in x {
        for at in (0..y.len()).rev() {
            ends[at + 1] = if y[at] == *word { ends[at] + 1 } else { 0 };
            longest = longest.max(ends[at + 1]);
        }
    }
    longest
}
