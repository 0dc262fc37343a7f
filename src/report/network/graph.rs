//! A network whole and by windows: nodes, ties, groups.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde_json::Value;

use super::NoNetwork;
use super::groups::{Division, divide};
use super::matrix::tie_value;
use super::options::{Normalization, Options, Qualifier};
use super::slices::Windows;
use super::tally::{Counted, Node, Selection, Tally, keep, select};
use super::ties::{agreement, one_mode, ties};
use crate::model::NetworkStatement;

/// A network has half as many ties as the square of its nodes; more than this nobody looks at.
const MOST: usize = 1000;

/// A network over some time.
#[derive(Clone, Debug)]
pub struct Slice {
    /// First day.
    pub from: NaiveDate,
    /// Last day, inclusive.
    pub to: NaiveDate,
    /// How many statements it is made of.
    pub statements: usize,
    /// How often who spoke on what.
    pub tally: Tally,
    /// The ties that were asked for.
    pub ties: Vec<Vec<f64>>,
    /// How its rows fall into groups, by agreement.
    pub division: Division,
}

/// A tie between two nodes, or of a node to a topic.
#[derive(Clone, Debug)]
pub struct Tie<'a> {
    /// Row.
    pub source: &'a Node,
    /// Column, or the other row.
    pub target: &'a Node,
    /// What was asked for.
    pub weight: f64,
    /// Between nodes: pairs of statements of one side; to a topic: statements for it.
    pub agree: f64,
    /// Between nodes: pairs of contrary statements; to a topic: statements against it.
    pub disagree: f64,
    /// Between nodes: the topics on which both spoke, by id.
    pub on: Vec<&'a str>,
}

/// A network with its windows.
#[derive(Clone, Debug)]
pub struct Network<'a> {
    /// How ties were made.
    pub options: Options,
    /// What counts.
    pub selection: Selection<'a>,
    /// All of it; none where nothing counts.
    pub whole: Option<Slice>,
    /// By window; empty where none were asked for.
    pub windows: Vec<Slice>,
}

impl<'a> Network<'a> {
    /// Makes a network of statements, of nodes of some kinds (none for all) with so many statements at least.
    ///
    /// # Errors
    /// Where there would be too many nodes or windows.
    pub fn new(
        options: Options,
        windows: Option<Windows>,
        (kinds, least): (&[String], usize),
        statements: &'a [NetworkStatement],
    ) -> Result<Self, NoNetwork> {
        let mut selection = select(&options, statements);
        keep(&mut selection, kinds, least);
        let nodes: BTreeSet<&Node> = selection.counted.iter().map(|one| &one.node).collect();
        if nodes.len() > MOST {
            return Err(NoNetwork::Crowd(format!(
                "{} nodes are more than the {MOST} that a network takes: narrow it by topics, days, kinds of actors or how many statements they have at least",
                nodes.len()
            )));
        }
        let days = || selection.counted.iter().map(|one| one.statement.day);
        let (Some(first), Some(last)) = (days().min(), days().max()) else {
            return Ok(Self {
                options,
                selection,
                whole: None,
                windows: Vec::new(),
            });
        };
        let cut = match windows {
            Some(windows) => windows.over(&sorted(days())).map_err(NoNetwork::Windows)?,
            None => Vec::new(),
        };
        let windows = cut
            .into_iter()
            .map(|(from, to)| {
                let inside: Vec<Counted> = selection
                    .counted
                    .iter()
                    .filter(|one| (from..=to).contains(&one.statement.day))
                    .cloned()
                    .collect();
                Slice::new(&options, from, to, &inside)
            })
            .collect();
        let whole = Some(Slice::new(&options, first, last, &selection.counted));
        Ok(Self {
            options,
            selection,
            whole,
            windows,
        })
    }

    /// The slices that files tell one by one: the windows, else the whole.
    pub fn slices(&self) -> &[Slice] {
        match self.windows.is_empty() {
            true => self.whole.as_slice(),
            false => &self.windows,
        }
    }
}

fn sorted(days: impl Iterator<Item = NaiveDate>) -> Vec<NaiveDate> {
    let mut days: Vec<NaiveDate> = days.collect();
    days.sort_unstable();
    days
}

impl Slice {
    fn new(options: &Options, from: NaiveDate, to: NaiveDate, counted: &[Counted]) -> Self {
        let tally = Tally::new(options, counted);
        let division = divide(&one_mode(
            &tally,
            Qualifier::Subtract,
            Normalization::Average,
        ));
        Self {
            from,
            to,
            statements: counted.len(),
            ties: ties(options, &tally),
            tally,
            division,
        }
    }

    /// Q for programs; nothing where there is no group.
    pub fn polarization(&self) -> Value {
        self.division.modularity.map(tie_value).into()
    }

    /// The ties, strongest first. Where nothing was said together there is none; one that agreement and
    /// disagreement level out is there, with the weight 0.
    pub fn list(&self, two_mode: bool) -> Vec<Tie<'_>> {
        let mut out = Vec::new();
        for (i, row) in self.ties.iter().enumerate() {
            for (j, weight) in row.iter().enumerate() {
                let tie = match two_mode {
                    true => self.to_topic(i, j, *weight),
                    false if j > i => self.between(i, j, *weight),
                    false => None,
                };
                out.extend(tie);
            }
        }
        out.sort_by(|one, other| {
            let by_weight = other.weight.abs().total_cmp(&one.weight.abs());
            by_weight
                .then_with(|| one.source.cmp(other.source))
                .then_with(|| one.target.cmp(other.target))
        });
        out
    }

    fn to_topic(&self, i: usize, j: usize, weight: f64) -> Option<Tie<'_>> {
        let counts = &self.tally.counts[i][j];
        let middle = match self.tally.levels.len() {
            2 => 0.5,
            _ => 0.0,
        };
        let sum = |wanted: fn(f64) -> bool| -> f64 {
            let levels = self.tally.levels.iter().zip(counts);
            levels
                .filter(|(level, _)| wanted(f64::from(**level) - middle))
                .map(|(_, n)| n)
                .sum()
        };
        (counts.iter().sum::<f64>() > 0.0).then(|| Tie {
            source: &self.tally.rows[i],
            target: &self.tally.columns[j],
            weight,
            agree: sum(|side| side > 0.0),
            disagree: sum(|side| side < 0.0),
            on: Vec::new(),
        })
    }

    fn between(&self, i: usize, j: usize, weight: f64) -> Option<Tie<'_>> {
        let (agree, disagree) = agreement(&self.tally, i, j);
        let spoke =
            |row: usize, column: usize| self.tally.counts[row][column].iter().any(|n| *n > 0.0);
        let columns = self.tally.columns.iter().enumerate();
        let on: Vec<&str> = columns
            .filter(|(column, _)| spoke(i, *column) && spoke(j, *column))
            .map(|(_, topic)| topic.id.as_str())
            .collect();
        (!on.is_empty() && (weight != 0.0 || is_level(agree, disagree))).then(|| Tie {
            source: &self.tally.rows[i],
            target: &self.tally.rows[j],
            weight,
            agree,
            disagree,
            on,
        })
    }
}

/// Whether agreement and disagreement level out.
fn is_level(agree: f64, disagree: f64) -> bool {
    agree > 0.0 && agree == disagree
}
