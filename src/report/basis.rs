//! What stands behind a report: no figure without how much it rests on.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Serialize;

use crate::model::{Coverage, Extent, HistoryRow, PositionRow, ShiftEnd, ShiftRow};

use super::line::Line;
use super::words::{count, interval, number};

/// How many statements, articles and outlets stand behind a report, and over which period.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Basis {
    /// Utterances that form positions, each counted once, however often it was printed and on however many
    /// topics; absent where a report is not about any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statements: Option<i64>,
    /// Claims, in reports about those, whether they form positions or not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claims: Option<i64>,
    /// Articles that attest them; absent where the rows do not tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub articles: Option<i64>,
    /// Outlets that attest them; absent where the rows do not tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outlets: Option<i64>,
    /// First day of saying among them.
    pub said_from: Option<NaiveDate>,
    /// Last day of saying among them.
    pub said_to: Option<NaiveDate>,
    /// What was searched, where the report is about silence too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub searched: Option<Coverage>,
}

impl Basis {
    /// Of a history: the rows that form positions.
    ///
    /// Outlets are those whose passages are shown, or as many as attest a single utterance if that
    /// is more: the rows name no others.
    pub fn of_history<'a>(rows: impl IntoIterator<Item = &'a HistoryRow>) -> Self {
        let mut tally = Tally::default();
        let mut most = 0;
        for row in rows.into_iter().filter(|r| r.not_counted_because.is_none()) {
            tally.add(
                row.utterance_id,
                row.outlet.as_deref(),
                row.said_from,
                row.said_to,
            );
            tally.articles.extend(&row.article_ids);
            most = most.max(row.outlets);
        }
        let mut basis = tally.basis();
        basis.outlets = basis.outlets.map(|outlets| outlets.max(most));
        basis
    }

    /// Of a history that the database counted.
    pub fn of_extent(extent: &Extent) -> Self {
        Self {
            statements: Some(extent.statements),
            articles: Some(extent.articles),
            outlets: Some(extent.outlets),
            said_from: extent.said_from,
            said_to: extent.said_to,
            ..Self::default()
        }
    }

    /// Of shifts: the utterances at their ends.
    pub fn of_shifts<'a>(rows: impl IntoIterator<Item = &'a ShiftRow>) -> Self {
        let mut tally = Tally::default();
        let mut most = 0;
        for end in rows.into_iter().flat_map(|row| [&row.before, &row.after]) {
            let ShiftEnd {
                said_from, said_to, ..
            } = end;
            tally.add(
                end.utterance_id,
                end.outlet.as_deref(),
                Some(*said_from),
                Some(*said_to),
            );
            tally.articles.insert(end.article_id);
            most = most.max(end.outlets);
        }
        let mut basis = tally.basis();
        basis.outlets = basis.outlets.map(|outlets| outlets.max(most));
        basis
    }

    /// Of positions: the statements that form them. Articles and outlets are unknown, and so is the period: a
    /// position has the days of its last statements only.
    pub fn of_positions<'a>(rows: impl IntoIterator<Item = &'a PositionRow>) -> Self {
        Self::of_statements(rows.into_iter().map(|row| row.statements).sum())
    }

    /// So many statements, and nothing else known yet.
    pub fn of_statements(n: i64) -> Self {
        Self {
            statements: Some(n),
            ..Self::default()
        }
    }

    /// Stretches the period over an interval.
    pub fn cover(&mut self, from: Option<NaiveDate>, to: Option<NaiveDate>) {
        self.said_from = [self.said_from, from].into_iter().flatten().min();
        self.said_to = [self.said_to, to].into_iter().flatten().max();
    }

    /// For people: "7 statements in 9 articles of 4 outlets, 2 May – 14 Nov 2024".
    pub fn line(&self) -> Line {
        let counted = |n: Option<i64>, noun| n.map(|n| count(n, noun));
        let articles = counted(self.articles, "article");
        let outlets = counted(self.outlets, "outlet");
        let things = counted(self.statements, "statement").or(counted(self.claims, "claim"));
        let told = match (things, self.statements.or(self.claims)) {
            (Some(none), Some(0)) => none,
            (things, _) => {
                let parts = [(things, ""), (articles, " in "), (outlets, " of ")];
                parts
                    .into_iter()
                    .fold(String::new(), |told, (part, joint)| match part {
                        None => told,
                        Some(part) if told.is_empty() => part,
                        Some(part) => told + joint + &part,
                    })
            }
        };
        match (self.said_from, self.said_to) {
            (Some(from), Some(to)) if told.is_empty() => Line::new().dim(interval(from, to)),
            (Some(from), Some(to)) => Line::new().dim(format!("{told}, {}", interval(from, to))),
            _ => Line::new().dim(told),
        }
    }
}

/// "41 articles searched (mentioning Jane Roe, from 3 outlets, 1 May – 20 Nov 2024, 2 undated)".
pub fn searched(coverage: &Coverage, actor: Option<&str>) -> String {
    let mut inside = Vec::new();
    if let Some(actor) = actor {
        inside.push(format!("mentioning {actor}"));
    }
    if coverage.outlets_searched > 0 {
        inside.push(format!(
            "from {}",
            count(coverage.outlets_searched, "outlet")
        ));
    }
    if let (Some(from), Some(to)) = (coverage.first_day, coverage.last_day) {
        inside.push(format!("published {}", interval(from, to)));
    }
    if coverage.undated_articles > 0 {
        inside.push(format!("{} undated", number(coverage.undated_articles)));
    }
    if coverage.articles_read > 0 {
        inside.push(format!("{} read in full", number(coverage.articles_read)));
    }
    let articles = count(coverage.articles_searched, "article");
    match inside.is_empty() {
        true => format!("{articles} searched"),
        false => format!("{articles} searched ({})", inside.join(", ")),
    }
}

/// Statements as they are gathered.
#[derive(Default)]
pub(super) struct Tally<'a> {
    utterances: BTreeSet<i64>,
    articles: BTreeSet<i64>,
    outlets: BTreeSet<&'a str>,
    period: Basis,
}

impl<'a> Tally<'a> {
    /// One statement.
    pub(super) fn add(
        &mut self,
        utterance: i64,
        outlet: Option<&'a str>,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
    ) {
        self.utterances.insert(utterance);
        self.outlets.extend(outlet);
        self.period.cover(from, to);
    }

    /// The articles that attest a statement.
    pub(super) fn articles(&mut self, ids: &[i64]) {
        self.articles.extend(ids);
    }

    /// What stands behind them.
    pub(super) fn basis(self) -> Basis {
        Basis {
            statements: Some(self.utterances.len() as i64),
            articles: Some(self.articles.len() as i64),
            outlets: Some(self.outlets.len() as i64),
            ..self.period
        }
    }
}
