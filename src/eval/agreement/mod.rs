//! How far coders agree who read the same articles.
//!
//! Two questions are asked. *Topics*: of each article and topic, is somebody's position on it there? *Stances*: of
//! each actor's position on a topic in an article, where is it on the scale, for the coders who found it. Where
//! a coder recorded an actor's position several times in an article, their median of lower magnitude counts, as in
//! histories. Passages are compared by what two of them share of what both cover.

mod coefficient;
mod machine;

pub use coefficient::{Level, alpha, kappa};

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    Agreement, AgreementFigure, ArticleRead, CodedPosition, Coding, Disagreement, PairFigure,
};

/// The share of what two passages cover together from which they are held to be one.
const SAME_PASSAGE: f64 = 0.5;

/// The program's name as a coder.
const MACHINE: &str = "machine";

/// Article, actor and topic.
type Unit = (i64, i64, String);

/// What one coder did.
#[derive(Default)]
struct Coder<'a> {
    read: BTreeSet<i64>,
    positions: BTreeMap<Unit, Vec<&'a CodedPosition>>,
}

/// Compares coders. `read` says who read which article in full; with `machine` the program, too, read all of
/// them. `topics` are those that coders looked for.
pub fn agreement(
    read: &[ArticleRead],
    positions: &[CodedPosition],
    topics: &[String],
    machine: bool,
) -> Agreement {
    let mut coders: BTreeMap<&str, Coder<'_>> = BTreeMap::new();
    for reading in read {
        let coder = coders.entry(&reading.coder).or_default();
        coder.read.insert(reading.article_id);
    }
    let everything: BTreeSet<i64> = read.iter().map(|reading| reading.article_id).collect();
    if machine {
        let program = coders.entry(MACHINE).or_default();
        program.read.clone_from(&everything);
    }
    for position in positions.iter().filter(|p| machine || !p.machine) {
        let coder = coders.entry(&position.coder).or_default();
        if let Some(actor) = position.actor_id {
            let unit = (position.article_id, actor, position.topic.clone());
            coder.positions.entry(unit).or_default().push(position);
        }
    }
    // What is begun and not read to its end says nothing of what is not in it.
    for coder in coders.values_mut() {
        let read = &coder.read;
        coder.positions.retain(|unit, _| read.contains(&unit.0));
    }
    coders.retain(|_, coder| !coder.read.is_empty());
    let twice: BTreeSet<i64> = everything
        .iter()
        .filter(|article| coders.values().filter(|c| c.read.contains(article)).count() > 1)
        .copied()
        .collect();
    let mut figures = vec![
        of_topics(&coders, &twice, topics, None),
        of_stances(&coders, &twice, None),
    ];
    for topic in topics.iter().filter(|_| topics.len() > 1) {
        let only = std::slice::from_ref(topic);
        figures.push(of_topics(&coders, &twice, only, Some(topic)));
        figures.push(of_stances(&coders, &twice, Some(topic)));
    }
    let names: Vec<&str> = coders.keys().copied().collect();
    let mut pairs = Vec::new();
    for (at, one) in names.iter().enumerate() {
        for other in &names[at + 1..] {
            pairs.push(pair(one, &coders[one], other, &coders[other], topics));
        }
    }
    Agreement {
        coders: names.iter().map(|name| (*name).to_owned()).collect(),
        articles: twice.len(),
        figures,
        pairs,
        disagreements: disagreements(&coders, &twice),
        machine: match machine {
            true => machine::figures(read, positions),
            false => Vec::new(),
        },
    }
}

/// The median of lower magnitude, with the sign of the sum.
fn value(positions: &[&CodedPosition]) -> i16 {
    let sum: i16 = positions.iter().map(|p| p.stance).sum();
    let mut sizes: Vec<i16> = positions.iter().map(|p| p.stance.abs()).collect();
    sizes.sort_unstable();
    sum.signum() * sizes[(sizes.len() - 1) / 2]
}

fn has_topic(coder: &Coder<'_>, article: i64, topic: &str) -> bool {
    let from = (article, i64::MIN, String::new());
    coder
        .positions
        .range(from..)
        .take_while(|(unit, _)| unit.0 == article)
        .any(|(unit, _)| unit.2 == topic)
}

fn of_topics(
    coders: &BTreeMap<&str, Coder<'_>>,
    articles: &BTreeSet<i64>,
    topics: &[String],
    named: Option<&String>,
) -> AgreementFigure {
    let table: Vec<Vec<Option<i16>>> = coders
        .values()
        .map(|coder| {
            let of = |&article: &i64| {
                topics.iter().map(move |topic| {
                    let read = coder.read.contains(&article);
                    read.then(|| i16::from(has_topic(coder, article, topic)))
                })
            };
            articles.iter().flat_map(of).collect()
        })
        .collect();
    AgreementFigure {
        question: "topics".into(),
        topic: named.cloned(),
        units: (articles.len() * topics.len()) as u64,
        alpha_nominal: alpha(&table, Level::Nominal),
        ..AgreementFigure::default()
    }
}

fn of_stances(
    coders: &BTreeMap<&str, Coder<'_>>,
    articles: &BTreeSet<i64>,
    topic: Option<&String>,
) -> AgreementFigure {
    let units: BTreeSet<&Unit> = coders
        .values()
        .flat_map(|coder| coder.positions.keys())
        .filter(|unit| articles.contains(&unit.0) && topic.is_none_or(|t| unit.2 == *t))
        .collect();
    let table: Vec<Vec<Option<i16>>> = coders
        .values()
        .map(|coder| {
            let of = |unit: &&Unit| coder.positions.get(*unit).map(|p| value(p));
            units.iter().map(of).collect()
        })
        .collect();
    let judged = (0..units.len())
        .filter(|&at| table.iter().filter(|row| row[at].is_some()).count() > 1)
        .count();
    AgreementFigure {
        question: "stances".into(),
        topic: topic.cloned(),
        units: judged as u64,
        alpha_nominal: alpha(&table, Level::Nominal),
        alpha_ordinal: alpha(&table, Level::Ordinal),
        alpha_interval: alpha(&table, Level::Interval),
    }
}

fn pair(
    name: &str,
    coder: &Coder<'_>,
    other_name: &str,
    other: &Coder<'_>,
    topics: &[String],
) -> PairFigure {
    let both: BTreeSet<i64> = coder.read.intersection(&other.read).copied().collect();
    let mut there = Vec::new();
    for &article in &both {
        for topic in topics {
            let one = i16::from(has_topic(coder, article, topic));
            there.push((one, i16::from(has_topic(other, article, topic))));
        }
    }
    let stances: Vec<(i16, i16)> = coder
        .positions
        .iter()
        .filter_map(|(unit, found)| Some((value(found), value(other.positions.get(unit)?))))
        .collect();
    let ours = passages(coder, &both);
    let theirs = passages(other, &both);
    let all = (ours.len() + theirs.len()) as f64;
    let f1 = |matched: usize| (all > 0.0).then(|| 2.0 * matched as f64 / all);
    PairFigure {
        coder: name.to_owned(),
        other: other_name.to_owned(),
        articles: both.len() as u64,
        topic_kappa: kappa(&there),
        positions: stances.len() as u64,
        stance_kappa: kappa(&stances),
        passages: ours.len() as u64,
        other_passages: theirs.len() as u64,
        span_f1: f1(matched(&ours, &theirs, SAME_PASSAGE)),
        exact_f1: f1(matched(&ours, &theirs, 1.0)),
    }
}

/// Article, whether in the title, first code point and first behind.
type Passage = (i64, bool, i32, i32);

/// The passages that a coder marked, each once, whatever positions it shows.
fn passages(coder: &Coder<'_>, articles: &BTreeSet<i64>) -> BTreeSet<Passage> {
    coder
        .positions
        .values()
        .flatten()
        .filter(|p| articles.contains(&p.article_id))
        .map(|p| {
            (
                p.article_id,
                p.place == "title",
                p.evidence_start,
                p.evidence_end,
            )
        })
        .collect()
}

/// How many passages of the one have a partner among the other's, each of which is taken once; those that
/// share most come first.
fn matched(ours: &BTreeSet<Passage>, theirs: &BTreeSet<Passage>, least: f64) -> usize {
    let mut shares: Vec<(f64, &Passage, &Passage)> = Vec::new();
    for one in ours {
        for other in theirs.iter().filter(|o| (o.0, o.1) == (one.0, one.1)) {
            let shared = (one.3.min(other.3) - one.2.max(other.2)).max(0);
            let covered = (one.3 - one.2) + (other.3 - other.2) - shared;
            let share = f64::from(shared) / f64::from(covered.max(1));
            if share >= least {
                shares.push((share, one, other));
            }
        }
    }
    shares.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)).then(a.2.cmp(b.2)));
    let (mut taken, mut theirs_taken) = (BTreeSet::new(), BTreeSet::new());
    for (_, one, other) in shares {
        if !taken.contains(one) && !theirs_taken.contains(other) {
            taken.insert(one);
            theirs_taken.insert(other);
        }
    }
    taken.len()
}

fn disagreements(
    coders: &BTreeMap<&str, Coder<'_>>,
    articles: &BTreeSet<i64>,
) -> Vec<Disagreement> {
    let units: BTreeSet<&Unit> = coders
        .values()
        .flat_map(|coder| coder.positions.keys())
        .filter(|unit| articles.contains(&unit.0))
        .collect();
    let mut found = Vec::new();
    for unit in units {
        let readers = coders
            .iter()
            .filter(|(_, coder)| coder.read.contains(&unit.0));
        let held: Vec<(&str, Option<&Vec<&CodedPosition>>)> = readers
            .map(|(name, coder)| (*name, coder.positions.get(unit)))
            .collect();
        let values: BTreeSet<Option<i16>> = held
            .iter()
            .map(|(_, positions)| positions.map(|p| value(p)))
            .collect();
        if values.len() < 2 {
            continue;
        }
        let statements = || held.iter().filter_map(|(_, p)| *p).flatten();
        found.push(Disagreement {
            article_id: unit.0,
            actor: statements()
                .find_map(|p| p.actor.clone())
                .unwrap_or_default(),
            topic: unit.2.clone(),
            about: match values.contains(&None) {
                true => "not found by all".into(),
                false => "another stance".into(),
            },
            codings: held
                .iter()
                .map(|(name, positions)| coding(name, *positions))
                .collect(),
            adjudicated: statements().any(|p| p.taken.is_some()),
        });
    }
    found
}

/// What a coder holds, with the statement that shows it best.
fn coding(coder: &str, positions: Option<&Vec<&CodedPosition>>) -> Coding {
    let stance = positions.map(|p| value(p));
    let shown = positions.and_then(|all| {
        let same = all.iter().find(|p| Some(p.stance) == stance);
        same.or(all.first())
    });
    Coding {
        coder: coder.to_owned(),
        stance,
        coded_statement_id: shown.and_then(|p| p.coded_statement_id),
        claim_id: shown.and_then(|p| p.root_claim_id),
        evidence: shown.map(|p| p.evidence.clone()),
    }
}
