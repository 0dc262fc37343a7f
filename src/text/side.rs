//! The side that one sentence takes, whoever takes it in it: what corpora of stances in single sentences
//! annotate. Nothing of this enters a history, where every position has somebody who holds it.

use std::ops::Range;

use super::analyse::{Engine, analyse};
use super::document::{Document, Find};
use super::stance::{Judge, Parameters, Voice};
use super::topic::CompiledCodebook;
use crate::model::{ActorKind, Claim, Codebook, Span, StanceFound, TextIndex, Topic};

/// Bytes between source and target within which the words between them are read as the source's act.
const REACH: usize = 80;

/// The side of a sentence on a topic: −1 against, +1 for, 0 neither.
///
/// All that its claims take, their own or ascribed, and what its writer says without any.
pub fn side_on(text: &str, topic: &str, engine: &Engine, floor: f32) -> i8 {
    let analysis = analyse(text, None, None, engine);
    let claims = analysis.claims.iter().flat_map(stances);
    let of_claims = weight(claims.filter(|found| found.topic == topic));
    if of_claims.abs() >= floor {
        return side(of_claims, floor);
    }
    let document = Document::new(text);
    let judge = engine.judge(&document);
    let own = Find {
        content: std::iter::once(0..text.len()).collect(),
        confidence: 1.0,
        ..Find::default()
    };
    let judged = judge.judge(&own, &writer());
    let found = judged.iter().map(|one| &one.found);
    side(weight(found.filter(|found| found.topic == topic)), floor)
}

/// The side that `source` takes toward `target`, both spans of code points of the sentence: −1 against it,
/// +1 for it, 0 neither. The target is taken for a measure, whose endorsement is judged.
pub fn side_toward(text: &str, source: Span, target: Span, floor: f32) -> i8 {
    let index = TextIndex::new(text);
    let last = index.point(text.len());
    if source.end > last || target.end > last {
        return 0;
    }
    let (from, to) = (index.range(source), index.range(target));
    let codebook = judged_thing(&text[to.clone()]);
    let engine = Engine::new(&codebook, Parameters { floor });
    let analysis = analyse(text, None, None, &engine);
    let meets = |spans: &[Span]| {
        spans
            .iter()
            .any(|s| s.start < source.end && source.start < s.end)
    };
    let theirs = analysis.claims.iter().filter(|claim| meets(&claim.source));
    let of_claims = weight(theirs.flat_map(stances));
    if of_claims.abs() >= floor {
        return side(of_claims, floor);
    }
    let apart = to
        .start
        .max(from.start)
        .saturating_sub(to.end.min(from.end));
    if apart > REACH {
        return 0;
    }
    // No attribution of the source's own: what the sentence says behind it is read as its act.
    let document = Document::new(text);
    let compiled = CompiledCodebook::new(&codebook);
    let judge = Judge::new(&document, &compiled, Parameters { floor });
    let judged = judge.judge(&between(text, from, &to), &writer());
    // Only a word between the two is the source's: what the sentence says of the target else is the writer's.
    let found = judged.iter().map(|one| &one.found);
    side(
        weight(found.filter(|found| found.why.rule.starts_with("cue"))),
        floor,
    )
}

/// A codebook of one topic, which is the thing that `printed` names.
fn judged_thing(printed: &str) -> Codebook {
    let lower = printed.to_lowercase();
    let cut = ["the ", "a ", "an "]
        .iter()
        .find(|article| lower.starts_with(*article));
    let term = printed
        .get(cut.map_or(0, |article| article.len())..)
        .unwrap_or(printed);
    Codebook {
        topics: vec![Topic {
            id: "target".to_owned(),
            name: "Target".to_owned(),
            proposition: "The target is to be endorsed.".to_owned(),
            about: vec![term.to_owned()],
            for_terms: vec![term.to_owned()],
            ..Topic::default()
        }],
        ..Codebook::default()
    }
}

/// The words from the source to the target and beyond, as an act of the source.
fn between(text: &str, source: Range<usize>, target: &Range<usize>) -> Find {
    let (cue, content) = match source.end <= target.start {
        true => (source.end..target.start, target.start..text.len()),
        false => (target.end..source.start.max(target.end), 0..target.end),
    };
    Find {
        source: std::iter::once(source).collect(),
        cue: std::iter::once(cue).collect(),
        content: std::iter::once(content).collect(),
        confidence: 1.0,
        ..Find::default()
    }
}

fn writer() -> Voice {
    Voice {
        kind: Some(ActorKind::Person),
        ..Voice::default()
    }
}

fn stances(claim: &Claim) -> impl Iterator<Item = &StanceFound> {
    claim.stances.iter().chain(&claim.proposed)
}

/// For less against, each as sure as it is.
fn weight<'f>(found: impl Iterator<Item = &'f StanceFound>) -> f32 {
    found
        .map(|one| f32::from(one.stance.number().signum()) * one.confidence)
        .sum()
}

fn side(weight: f32, floor: f32) -> i8 {
    match weight {
        weight if weight >= floor => 1,
        weight if weight <= -floor => -1,
        _ => 0,
    }
}
