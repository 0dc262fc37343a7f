//! Training whether an actor takes a position on a topic, and which: `held.tsv` and `side.tsv`.
//!
//! Each topic that is heard in an attribution is compared with what a reader noted at that passage.
//! How well the weights do is told set by set, by weights from sets of other topics, of mostly other
//! articles and other readers.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use super::annotation::{Noted, Set};
use super::table::table;
use super::{Article, Bands};
use crate::text::stance::{Parameters, WORDING, Weights, pooled, probability};
use crate::text::{self, Engine, Heard};

/// Weight of the squared weights in what is minimised.
const PENALTY: f64 = 30.0;

/// Parts into which the sets are put to tell how well the weights do: each by weights from the other parts.
const PARTS: usize = 7;

/// Tenths of the sets that must have a word.
const MOST: usize = 7;

/// A topic heard in an attribution, with what a reader noted there.
struct Sample<'c> {
    set: &'static str,
    /// The article's id.
    article: &'c str,
    heard: Heard,
    /// The side that was noted at this passage; none where no position was, 0 where both were.
    side: Option<i16>,
}

/// The tables `held.tsv` and `side.tsv`, and a report.
///
/// # Errors
/// If a set names an article that `corpus` does not have.
pub(super) fn train(sets: &[Set], corpus: &[Article]) -> Result<[String; 3], String> {
    let mut samples = Vec::new();
    for set in sets {
        read(set, corpus, &mut samples)?;
    }
    let all: Vec<&Sample> = samples.iter().collect();
    let [held, side] = tables(&all);
    let mut report = String::new();
    let mut total = Bands::default();
    for part in 0..PARTS {
        let of_part = || sets.iter().skip(part).step_by(PARTS);
        let rest: Vec<&Sample> = samples
            .iter()
            .filter(|s| of_part().all(|set| set.name != s.set))
            .collect();
        let [held, side] = tables(&rest);
        let [held, side] = [&held, &side].map(|table| Weights::read(table));
        for set in of_part() {
            let test: Vec<&Sample> = samples.iter().filter(|s| s.set == set.name).collect();
            let mut bands = Bands::default();
            for (sample, (confidence, with)) in test.iter().zip(judge(&test, &held, &side)) {
                let right = sample
                    .side
                    .is_some_and(|side| side == 0 || (side > 0) == with);
                bands.add(confidence, right);
                total.add(confidence, right);
            }
            let _ = writeln!(report, "{}: {}", set.name, bands.at_floor());
        }
    }
    let _ = write!(
        report,
        "positions, each set by weights from sets of other parts: {total}"
    );
    Ok([held, side, report])
}

/// How sure the tables are of each position, and whether it is for the proposition.
fn judge(samples: &[&Sample], taken: &Weights<1>, which: &Weights<1>) -> Vec<(f32, bool)> {
    let said: Vec<_> = samples
        .iter()
        .map(|sample| {
            let heard = &sample.heard;
            let key = (sample.article, heard.topic.as_str(), &*heard.actor.name);
            let odds = (
                probability(&heard.held, taken),
                probability(&heard.signals, which),
            );
            (key, odds)
        })
        .collect();
    let each = said.iter().zip(pooled(&said));
    each.map(|((_, (held, _)), with)| (held * with.max(1.0 - with), with > 0.5))
        .collect()
}

/// Adds what is heard in one set's articles.
fn read<'c>(set: &Set, corpus: &'c [Article], samples: &mut Vec<Sample<'c>>) -> Result<(), String> {
    let engine = Engine::new(&set.codebook, Parameters { floor: 0.0 });
    for (id, noted) in &set.articles {
        let article = corpus.iter().find(|article| article.id == *id);
        let article = article.ok_or_else(|| format!("{}: {id} is not in the corpus", set.name))?;
        let (_, heard) = text::candidates(&article.text, None, article.day(), &engine);
        for heard in heard {
            let here = noted.iter().filter(|n| n.topic == heard.topic);
            let all: Vec<&Noted> = here.filter(|n| n.is_of(&heard.actor.name)).collect();
            // What only others ascribe to the actor is neither right nor wrong.
            if !all.is_empty() && all.iter().all(|n| n.by_other) {
                continue;
            }
            let own = all.iter().filter(|n| !n.by_other && n.stance != 0);
            let sides: Vec<i16> = own
                .filter(|n| n.span.start < heard.passage.end && heard.passage.start < n.span.end)
                .map(|n| n.stance.signum())
                .collect();
            let side = sides
                .first()
                .map(|&first| match sides.iter().all(|&s| s == first) {
                    true => first,
                    false => 0,
                });
            samples.push(Sample {
                set: set.name,
                article: &article.id,
                heard,
                side,
            });
        }
    }
    Ok(())
}

/// The words that statements of most sets have: others tell what one reader's articles were about.
fn common(samples: &[&Sample]) -> HashSet<String> {
    let mut sets: HashMap<&str, HashSet<&str>> = HashMap::new();
    let mut all = HashSet::new();
    for sample in samples {
        all.insert(sample.set);
        for (name, _) in sample.heard.held.named() {
            if is_word(name) {
                sets.entry(name).or_default().insert(sample.set);
            }
        }
    }
    let most = |sets: &HashSet<&str>| 10 * sets.len() >= MOST * all.len();
    let common = sets.into_iter().filter(|(_, sets)| most(sets));
    common.map(|(name, _)| name.to_owned()).collect()
}

/// Whether a feature is a word of a statement or a cue.
fn is_word(name: &str) -> bool {
    let kind = name.split_once('=').map(|(kind, _)| kind);
    kind.is_some_and(|kind| WORDING.contains(&kind))
}

fn tables(samples: &[&Sample]) -> [String; 2] {
    let common = common(samples);
    let known = |name: &str| !is_word(name) || common.contains(name);
    let held = |s: &Sample| usize::from(s.side.is_some());
    let held: Vec<_> = samples.iter().map(|s| (&s.heard.held, held(s))).collect();
    let one = |s: &&&Sample| s.side.is_some_and(|side| side != 0);
    let side = |s: &Sample| usize::from(s.side > Some(0));
    let sided = samples.iter().filter(one);
    let side: Vec<_> = sided.map(|s| (&s.heard.signals, side(s))).collect();
    [
        table::<1>(&held, PENALTY, true, known),
        table::<1>(&side, PENALTY, false, known),
    ]
}
